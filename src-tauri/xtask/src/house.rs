//! Where things lie: the root of the checkout, the build folder, the programs that are built.
//! Knows paths only; it makes nothing but the folders it is asked for.

use crate::process;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders of one checkout.
pub(crate) struct House {
    /// The folder of the workspace's Cargo.toml.
    pub(crate) root: PathBuf,
    /// Cargo's build folder, wherever the developer keeps it.
    pub(crate) target: PathBuf,
}

impl House {
    /// Asks cargo where the workspace and its build folder are.
    pub(crate) fn find() -> Result<House> {
        let here = std::env::var("CARGO_MANIFEST_DIR")
            .map_or_else(|_| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let mut ask = process::cargo();
        ask.args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(here);
        let answer = process::answer(&mut ask)
            .context("`cargo metadata` gave no answer; run it by hand to see what is wrong")?;
        let metadata: serde_json::Value =
            serde_json::from_str(&answer).context("cargo's metadata is not JSON")?;
        let path = |name: &str| {
            metadata[name]
                .as_str()
                .map(PathBuf::from)
                .with_context(|| format!("cargo's metadata has no `{name}`"))
        };
        Ok(House {
            root: path("workspace_root")?,
            target: path("target_directory")?,
        })
    }

    /// A path below the root.
    pub(crate) fn at(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// A folder of our own below the build folder, made when it is not there.
    pub(crate) fn own(&self, below: &str) -> Result<PathBuf> {
        let folder = self.target.join("xtask").join(below);
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(folder)
    }

    /// The same, emptied first: for what must not see an earlier run.
    pub(crate) fn fresh(&self, below: &str) -> Result<PathBuf> {
        let folder = self.own(below)?;
        std::fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot empty the folder {}", folder.display()))?;
        self.own(below)
    }

    /// A built program of a profile's folder (`debug`, `release`).
    pub(crate) fn program(&self, profile: &str, name: &str) -> PathBuf {
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        self.target.join(profile).join(name)
    }

    /// `cargo build` of one target, with the features of the whole workspace: asked for one package
    /// alone, cargo would pick fewer, and build most of the tree a second time.
    pub(crate) fn build(&self, target: [&str; 2], profile: &str) -> Command {
        let mut command = self.cargo();
        command.args(["build", "--workspace", "--profile", profile]);
        command.args(target);
        command
    }

    /// `cargo`, standing at the root.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = process::cargo();
        command.current_dir(&self.root);
        command
    }
}
