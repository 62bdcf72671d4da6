//! A background process that ends with the test that started it, with all that
//! it started itself, and with no other process.
//!
//! A destructor does not run in a test that is killed. So each process leads a
//! group of its own, and beside it a watcher reads from a pipe that the test
//! holds: when the test ends, however it ends, the pipe closes, and the watcher
//! ends that group.

use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Runs before the program takes the shell's place; `$$` names the group, which the shell leads.
const WATCHED: &str = r#"
exec 3<&0
(
  trap '' TERM
  cat <&3
  kill -TERM -$$
  sleep 1
  kill -KILL -$$
) >/dev/null 2>&1 &
exec 3<&-
exec "$@" </dev/null
"#;

/// A process, and the pipe that keeps it alive.
pub(crate) struct Process {
    child: Child,
    held: Option<ChildStdin>,
}

impl Process {
    /// Starts `program`; what it needs in its environment is set by `prepare`. Its complaints are dropped:
    /// a desktop's libraries complain about everything that a display in memory has not.
    pub(crate) fn start(
        program: &str,
        arguments: &[String],
        prepare: impl FnOnce(&mut Command),
    ) -> std::io::Result<Process> {
        let mut command = Command::new("sh");
        command.args(["-c", WATCHED, "sh", program]).args(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        prepare(&mut command);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let held = child.stdin.take();
        Ok(Process { child, held })
    }

    /// What it writes, for whoever reads it first.
    pub(crate) fn output(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.held.take();
        // Nothing is left to be done about a process that cannot be waited for.
        let _ = self.child.wait();
    }
}
