//! Child processes: run one and wait, ask one for its answer, or keep one on a leash.
//! Nothing here knows what the children are for.

mod leash;

pub(crate) use leash::Leash;

use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Runs a command with its output on ours and no input, and fails with `advice` when it fails.
pub(crate) fn run(command: &mut Command, advice: &str) -> Result<()> {
    let words = spell(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("`{words}` could not be started. {advice}"))?;
    if !status.success() {
        bail!("`{words}` ended with {status}. {advice}");
    }
    Ok(())
}

/// What a command prints on standard output, trimmed; `None` when it is missing or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Whether a command ends well, without a sound.
pub(crate) fn agrees(command: &mut Command) -> bool {
    answer(command).is_some()
}

/// Where a program stands on the PATH, or in the folders that hold system programs and that an
/// ordinary user's PATH may leave out.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/sbin".into()])
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// The cargo that runs us, without what it told us about *this* crate.
///
/// `cargo run` describes the running package in the environment. Build scripts that ask to be run
/// again when those variables change (ring's does) would rebuild half the tree each time a
/// developer alternates between `cargo build` and `cargo xtask`.
pub(crate) fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    for (name, _) in std::env::vars_os() {
        if describes_this_crate(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
}

fn describes_this_crate(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_")
        || variable.starts_with("CARGO_MANIFEST_")
        || [
            "CARGO_BIN_NAME",
            "CARGO_CRATE_NAME",
            "CARGO_PRIMARY_PACKAGE",
            "OUT_DIR",
        ]
        .contains(&variable)
}

/// A command as a person would type it.
pub(crate) fn spell(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::{agrees, answer, describes_this_crate, spell};
    use std::process::Command;

    #[test]
    fn a_failing_or_missing_command_has_no_answer() {
        assert_eq!(answer(&mut Command::new("no-such-program-anywhere")), None);
        assert!(!agrees(Command::new("rustc").arg("--no-such-flag")));
        assert!(agrees(Command::new("rustc").arg("--version")));
    }

    #[test]
    fn only_what_describes_the_running_crate_is_left_out() {
        assert!(describes_this_crate("CARGO_PKG_NAME"));
        assert!(describes_this_crate("CARGO_MANIFEST_DIR"));
        for kept in [
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "CARGO_NET_OFFLINE",
            "PATH",
        ] {
            assert!(
                !describes_this_crate(kept),
                "{kept} belongs to the developer"
            );
        }
    }

    #[test]
    fn a_command_is_spelt_as_it_would_be_typed() {
        assert_eq!(
            spell(Command::new("npm").args(["run", "build"])),
            "npm run build"
        );
    }
}
