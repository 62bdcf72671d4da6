//! The two windows that are measured beside each other: ours, on a home full of invoices, and the
//! least program that shows a list in the same webview.

use super::choices::Choices;
use super::inside;
use crate::house::House;
use crate::node::Node;
use crate::packages::{self, Purpose};
use crate::process::{answer, run};
use crate::say::step;
use crate::ui;
use crate::window::{Stand, Theme};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

const BARE: &str = include_str!("bare.c");

/// Both windows and where they are shown.
pub(super) struct Pair {
    pub(super) ours: PathBuf,
    pub(super) bare: PathBuf,
    pub(super) stand: Stand,
    /// A folder for whoever measures.
    pub(super) place: PathBuf,
}

impl Pair {
    /// Builds both, and fills the home of ours.
    pub(super) fn build(choices: &Choices) -> Result<Pair> {
        let house = House::find()?;
        packages::bring(&[Purpose::Run, Purpose::Picture])?;
        let node = Node::find(&house)?;
        ui::packages(&house, &node)?;
        ui::build_when_stale(&house, &node)?;
        let profile = &choices.profile;
        step(format!("Building the window with the profile {profile}"));
        let mut build = house.build(["--bin", "counterfoil-desktop"], profile);
        run(&mut build, "The compiler's message stands above")?;
        let place = house.own("bench-windows")?;
        let home = inside::filled(&house, choices)?;
        Ok(Pair {
            ours: house.program(choices.folder(), "counterfoil-desktop"),
            bare: compile_bare(&place)?,
            stand: Stand::set_up(&home, Theme::Light)?,
            place,
        })
    }
}

/// Compiles the peer.
fn compile_bare(place: &Path) -> Result<PathBuf> {
    let source = place.join("bare.c");
    let program = place.join("bare-window");
    std::fs::write(&source, BARE)?;
    let flags = answer(Command::new("pkg-config").args(["--cflags", "--libs", "webkit2gtk-4.1"]))
        .context("pkg-config does not know webkit2gtk-4.1")?;
    run(
        Command::new("cc")
            .args(["-O2", "-o"])
            .args([&program, &source])
            .args(flags.split_whitespace()),
        "The C compiler's message stands above",
    )?;
    Ok(program)
}
