//! A background child that cannot outlive us: a display, a driver, a window.
//!
//! Dropping a `Child` leaves it running, and a destructor does not run when we are killed. So the
//! child is started in a process group of its own, beside a watcher that reads from a pipe we
//! hold. However we end, the kernel closes the pipe, and the watcher ends that group and no other
//! process: first politely, then for good.

use crate::process::spell;
use anyhow::{Context, Result, bail};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Runs before the program takes the shell's place. `$$` is the group, since the shell leads it.
const WATCH: &str = r#"
exec 3<&0
(
  trap '' TERM
  cat <&3
  kill -TERM -$$
  sleep 2
  kill -KILL -$$
) >/dev/null 2>&1 &
exec 3<&-
exec "$@" </dev/null
"#;

/// A running child and the pipe that keeps it alive.
pub(crate) struct Leash {
    child: Child,
    held: Option<ChildStdin>,
}

impl Leash {
    /// Starts a command in the background. Its standard output and error go where `command` says.
    pub(crate) fn start(command: &Command, stdout: Stdio) -> Result<Leash> {
        let words = spell(command);
        let mut watched = Command::new("sh");
        watched
            .args(["-c", WATCH, "sh"])
            .arg(command.get_program())
            .args(command.get_args())
            .stdin(Stdio::piped())
            .stdout(stdout);
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => watched.env(name, value),
                None => watched.env_remove(name),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            watched.current_dir(folder);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut watched, 0);
        let mut child = watched
            .spawn()
            .with_context(|| format!("`{words}` could not be started"))?;
        let held = child.stdin.take();
        Ok(Leash { child, held })
    }

    /// The child's standard output, when it was asked for as a pipe.
    pub(crate) fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// Waits until the child has ended by itself, but no longer than the limit.
    pub(crate) fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let until = Instant::now() + limit;
        loop {
            if let Some(status) = self.ended() {
                return Ok(status);
            }
            if Instant::now() > until {
                bail!("it had not ended after {} minutes", limit.as_secs() / 60);
            }
            sleep(Duration::from_millis(100));
        }
    }

    /// How the child ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        self.held.take();
        // Nothing is left to be done about a child that cannot be waited for.
        let _ = self.child.wait();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::Leash;
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command, Stdio};
    use std::time::Duration;

    #[test]
    fn a_child_that_ends_is_seen_and_one_that_does_not_is_given_up() -> anyhow::Result<()> {
        let mut brief = Command::new("sh");
        brief.args(["-c", "exit 3"]);
        let status = Leash::start(&brief, Stdio::null())?.wait(Duration::from_secs(30))?;
        assert_eq!(status.code(), Some(3));
        let mut endless = Command::new("sleep");
        endless.arg("600");
        let given_up = Leash::start(&endless, Stdio::null())?.wait(Duration::ZERO);
        assert!(given_up.is_err(), "a limit of nothing is over at once");
        Ok(())
    }

    #[test]
    fn letting_go_ends_the_child_and_its_children() -> anyhow::Result<()> {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo ready; wait"]);
        let mut leash = Leash::start(&command, Stdio::piped())?;
        let mut output = BufReader::new(leash.stdout().ok_or(anyhow::anyhow!("no pipe"))?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        assert_eq!(line, "ready\n");
        assert!(leash.ended().is_none(), "the child waits for its own child");
        drop(leash);
        // The sleeper holds the other end of this pipe: it closes only when that has ended too.
        let mut rest = Vec::new();
        output.read_to_end(&mut rest)?;
        assert!(rest.is_empty());
        Ok(())
    }
}
