//! `cargo xtask contract`: writes the TypeScript side of the command list anew.
//!
//! The list and its types are the `commands` crate's; it prints the file, and this puts it where
//! the bridge reads it. That the committed file is fresh is held by a tidy test.

use crate::house::House;
use crate::process;
use crate::say::{note, step};
use anyhow::{Context, Result};
use std::process::Command;

/// The file that the bridge imports.
const FILE: &str = "ui/src/bridge/contract.ts";

/// Asks the `commands` crate for the contract and writes it where it differs.
pub(crate) fn contract() -> Result<()> {
    let house = House::find()?;
    step("Asking the command list for its TypeScript");
    // With the features that the whole workspace asks for, as all other builds have them; for this
    // one package alone, cargo would build most of the dependencies a second time.
    let mut cargo = house.cargo();
    cargo.args(["build", "--quiet", "--workspace", "--example", "contract"]);
    process::run(&mut cargo, "The compiler's message stands above")?;
    let mut example = Command::new(house.program("debug/examples", "contract"));
    let output = example
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("`{}` could not be started", process::spell(&example)))?;
    anyhow::ensure!(
        output.status.success(),
        "`{}` ended with {}; the message stands above",
        process::spell(&example),
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
