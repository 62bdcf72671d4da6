//! Stripe's own client libraries, installed for the tests that let them speak to the practice
//! Stripe unmodified. They stay below the build folder and are no part of the program.

use crate::house::House;
use crate::node::Node;
use crate::process::run;
use crate::python;
use crate::say::step;
use anyhow::Result;
use std::path::{Path, PathBuf};

const FROM_PYPI: &[&str] = &["stripe==16.1.0", "jsonschema==4.26.0"];
const FROM_NPM: &str = "23.1.0";

/// Where the clients are.
pub(crate) struct Clients {
    /// An interpreter that can import `stripe` and `jsonschema`.
    pub(crate) python: PathBuf,
    /// A folder that holds the npm package `stripe`.
    pub(crate) node_modules: PathBuf,
}

/// Installs what is not there yet.
pub(crate) fn bring(house: &House, node: &Node) -> Result<Clients> {
    let python = python::install(house, FROM_PYPI)?;
    let folder = house.own("clients")?;
    let node_modules = folder.join("node_modules");
    if installed(&node_modules).as_deref() != Some(FROM_NPM) {
        step(format!("Installing with npm: stripe@{FROM_NPM}"));
        let mut npm = node.npm()?;
        npm.args([
            "install",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--prefix",
        ])
        .arg(&folder)
        .arg(format!("stripe@{FROM_NPM}"));
        run(
            &mut npm,
            "The machine needs a way to the npm registry for this",
        )?;
    }
    Ok(Clients {
        python,
        node_modules,
    })
}

fn installed(node_modules: &Path) -> Option<String> {
    let about = std::fs::read(node_modules.join("stripe/package.json")).ok()?;
    let about: serde_json::Value = serde_json::from_slice(&about).ok()?;
    about["version"].as_str().map(str::to_owned)
}
