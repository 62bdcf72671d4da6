//! The user interface: its packages and its build, each only when what it is made from changed.

use crate::house::House;
use crate::newer::stale;
use crate::node::Node;
use crate::process::run;
use crate::say::step;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// Everything a build reads, below `ui/`.
const SOURCES: &[&str] = &[
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
];

/// npm writes its own record of what it installed last, within moments of the lock file.
const SAME_INSTALL: Duration = Duration::from_secs(5);

/// Installs what package-lock.json says when the installed packages are older than it.
pub(crate) fn packages(house: &House, node: &Node) -> Result<()> {
    let installed = house.at("ui/node_modules/.package-lock.json");
    if !stale(
        &installed,
        &[house.at("ui/package-lock.json")],
        SAME_INSTALL,
    ) {
        return Ok(());
    }
    step("Installing the user interface's packages: npm ci");
    let mut npm = node.npm()?;
    npm.args(["ci", "--no-audit", "--no-fund"])
        .current_dir(house.at("ui"));
    run(
        &mut npm,
        "The machine needs a way to the npm registry for this",
    )
}

/// Builds the pages when a source is newer than what was built.
pub(crate) fn build_when_stale(house: &House, node: &Node) -> Result<()> {
    let sources: Vec<PathBuf> = SOURCES
        .iter()
        .map(|name| house.at("ui").join(name))
        .collect();
    if stale(&house.at("ui/dist/index.html"), &sources, Duration::ZERO) {
        build(house, node)?;
    }
    Ok(())
}

/// Builds the pages.
pub(crate) fn build(house: &House, node: &Node) -> Result<()> {
    step("Building the user interface: npm run build");
    run(
        &mut script(house, node, "build")?,
        "The message above names the file and the line",
    )
}

/// One of the scripts of ui/package.json.
pub(crate) fn script(house: &House, node: &Node, name: &str) -> Result<Command> {
    let mut npm = node.npm()?;
    npm.args(["run", name]).current_dir(house.at("ui"));
    Ok(npm)
}
