//! `cargo xtask contract`: writes the TypeScript side of the command list anew.
//!
//! The list and its types are the `commands` crate's; it prints the file, and this puts it where
//! the bridge reads it. That the committed file is fresh is held by a tidy test.

use crate::house::House;
use crate::process;
use crate::say::{note, step};
use anyhow::{Context, Result};

/// The file that the bridge imports.
const FILE: &str = "ui/src/bridge/contract.ts";

/// Asks the `commands` crate for the contract and writes it where it differs.
pub(crate) fn contract() -> Result<()> {
    let house = House::find()?;
    step("Asking the command list for its TypeScript");
    let mut cargo = house.cargo();
    cargo.args([
        "run",
        "--quiet",
        "--package",
        "commands",
        "--example",
        "contract",
    ]);
    let output = cargo
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cargo could not be started")?;
    anyhow::ensure!(
        output.status.success(),
        "`{}` ended with {}; the message stands above",
        process::spell(&cargo),
        output.status
    );
    let file = house.at(FILE);
    if std::fs::read(&file).is_ok_and(|before| before == output.stdout) {
        note(format!("{FILE} is as it should be"));
        return Ok(());
    }
    std::fs::write(&file, &output.stdout)
        .with_context(|| format!("cannot write {}", file.display()))?;
    note(format!("{FILE} was written"));
    Ok(())
}
