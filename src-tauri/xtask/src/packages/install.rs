//! Brings what is missing with apt-get: says it, asks when somebody is there to answer, and
//! installs. Where there is no apt-get it names what is missing and stops.

use super::{Need, Purpose, missing};
use crate::process::{answer, run, which};
use crate::say::{note, step};
use anyhow::{Result, bail};
use std::io::{IsTerminal, Write};
use std::process::Command;

/// Sees to it that everything for these purposes is there.
pub(crate) fn bring(purposes: &[Purpose]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let lacking = missing(purposes);
    if lacking.is_empty() {
        return Ok(());
    }
    step("System packages that are missing");
    let width = lacking.iter().map(|need| need.package.len()).max();
    for need in &lacking {
        note(format!(
            "{:<1$}  {2}",
            need.package,
            width.unwrap_or(0),
            need.why
        ));
    }
    let Some(as_root) = Root::find() else {
        bail!(
            "these packages need to be installed and this account may not: as root, run\n  \
             apt-get install {}",
            names(&lacking)
        );
    };
    if which("apt-get").is_none() {
        bail!(
            "this is not Debian or Ubuntu, so the packages above have other names here: install \
             what they stand for and run this again"
        );
    }
    if !agreed()? {
        bail!("nothing was installed. Run this again when the packages above are there");
    }
    if !lists_are_there() {
        update(as_root)?;
    }
    step(format!("Installing with apt-get: {}", names(&lacking)));
    let advice = "Look at apt-get's message above: most often the machine has no way to its \
                  package mirror, or another apt-get is running";
    if run(&mut install(as_root, &lacking), advice).is_err() {
        // Lists that are there may be too old to name a file that the mirror still has.
        update(as_root)?;
        run(&mut install(as_root, &lacking), advice)?;
    }
    let still = missing(purposes);
    if !still.is_empty() {
        bail!(
            "apt-get has installed them, and yet these cannot be found: {}",
            names(&still)
        );
    }
    Ok(())
}

/// How to act as root.
#[derive(Clone, Copy)]
enum Root {
    AlreadyIs,
    BySudo,
}

impl Root {
    fn find() -> Option<Root> {
        if answer(Command::new("id").arg("-u")).as_deref() == Some("0") {
            return Some(Root::AlreadyIs);
        }
        which("sudo").map(|_| Root::BySudo)
    }

    fn apt_get(self) -> Command {
        let mut command = match self {
            Root::AlreadyIs => Command::new("env"),
            Root::BySudo => {
                let mut sudo = Command::new("sudo");
                sudo.arg("env");
                sudo
            }
        };
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    }
}

fn update(root: Root) -> Result<()> {
    step("Reading the lists of packages with apt-get update");
    let mut command = root.apt_get();
    command.args(["update", "--quiet"]);
    run(
        &mut command,
        "The machine needs a way to its package mirror for this",
    )
}

fn install(root: Root, needs: &[&Need]) -> Command {
    let mut command = root.apt_get();
    command.args(["install", "--yes", "--quiet", "--no-install-recommends"]);
    // Another installation under way, such as the computer's own updates, is waited for.
    command.args(["-o", "DPkg::Lock::Timeout=300"]);
    command.args(needs.iter().map(|need| need.package));
    command
}

fn lists_are_there() -> bool {
    std::fs::read_dir("/var/lib/apt/lists").is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
    })
}

fn names(needs: &[&Need]) -> String {
    needs
        .iter()
        .map(|need| need.package)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Asks on a terminal. Without one nobody can answer, and whoever started this wants it done.
fn agreed() -> Result<bool> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Ok(true);
    }
    eprint!("    Install them now with apt-get? [Y/n] ");
    std::io::stderr().flush()?;
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(matches!(line.trim(), "" | "y" | "Y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::{Root, install};
    use crate::process::spell;

    #[test]
    fn apt_get_is_never_left_waiting_for_an_answer() {
        let words = spell(&install(Root::BySudo, &[]));
        assert_eq!(
            words,
            "sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet \
             --no-install-recommends -o DPkg::Lock::Timeout=300"
        );
    }
}
