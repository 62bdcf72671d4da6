//! The measures `search` and `lists`: what the program does without a window. They are taken by an
//! example of the tests' package, which may know every crate; this builds it, hands it a home full of
//! invoices, and passes its figures on.

use super::choices::Choices;
use crate::house::House;
use crate::process::{answer, run};
use crate::say::step;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

/// Takes the measure `search`.
pub(crate) fn search(arguments: &[String]) -> Result<Value> {
    take("search", arguments)
}

/// Takes the measure `lists`.
pub(crate) fn lists(arguments: &[String]) -> Result<Value> {
    take("lists", arguments)
}

fn take(what: &str, arguments: &[String]) -> Result<Value> {
    let choices = Choices::read(arguments)?;
    let house = House::find()?;
    let (mut measure, _) = ready(&house, &choices, what)?;
    step(format!(
        "Measuring {what} over {} invoices",
        choices.invoices
    ));
    let figures = answer(measure.stderr(std::process::Stdio::inherit()))
        .with_context(|| format!("the measure {what} could not be taken"))?;
    let mut figures: Value = serde_json::from_str(figures.trim())?;
    figures["profile"] = choices.profile.clone().into();
    figures["invoices"] = choices.invoices.into();
    Ok(figures)
}

/// A home that holds that many invoices, looked at a moment ago.
pub(super) fn filled(house: &House, choices: &Choices) -> Result<PathBuf> {
    let (mut fill, home) = ready(house, choices, "fill")?;
    run(&mut fill, "The home could not be filled")?;
    Ok(home)
}

fn ready(house: &House, choices: &Choices, what: &str) -> Result<(Command, PathBuf)> {
    step(format!(
        "Building the measures with the profile {}",
        choices.profile
    ));
    let mut build = house.build(["--example", "measure"], &choices.profile);
    run(&mut build, "The compiler's message stands above")?;
    let home = house.own(&format!("bench-home-{}", choices.invoices))?;
    let folder = house.target.join(choices.folder()).join("examples");
    let mut measure = Command::new(folder.join(format!("measure{}", std::env::consts::EXE_SUFFIX)));
    measure
        .arg(what)
        .arg(&home)
        .arg(choices.invoices.to_string());
    Ok((measure, home))
}
