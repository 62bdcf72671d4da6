//! `cargo xtask run`: from a fresh checkout to an open window, or, where nobody could see one, to
//! the first sale's documents and a picture of the window.

mod unseen;

use crate::house::House;
use crate::node::Node;
use crate::packages::{self, Purpose};
use crate::say::step;
use crate::{desktop, display, process, ui};
use anyhow::{Result, bail};
use std::process::Command;

/// Brings what is missing, builds, and shows.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let for_the_program = match arguments.split_first() {
        None => &[],
        Some((dashes, rest)) if dashes == "--" => rest,
        Some((other, _)) => bail!("`{other}` is for the program? Write it after `--`"),
    };
    let house = House::find()?;
    let seen = display::is_here();
    let purposes: &[Purpose] = if seen {
        &[Purpose::Run]
    } else {
        &[Purpose::Run, Purpose::Picture]
    };
    desktop::check()?;
    packages::bring(purposes)?;
    let node = Node::find(&house)?;
    ui::packages(&house, &node)?;
    ui::build_when_stale(&house, &node)?;
    build(&house)?;
    if seen {
        open(&house, for_the_program)
    } else {
        unseen::first_sale(&house)
    }
}

/// Builds the window and the terminal program.
pub(crate) fn build(house: &House) -> Result<()> {
    step("Building Counterfoil: cargo build (the first time takes some minutes)");
    let mut build = house.build(["--bin", "counterfoil-desktop"], "dev");
    build.args(["--bin", "counterfoil"]);
    process::run(&mut build, "The compiler's message stands above")
}

fn open(house: &House, arguments: &[String]) -> Result<()> {
    let program = house.program("debug", "counterfoil-desktop");
    step(format!("Opening the window: {}", program.display()));
    process::run(
        Command::new(program).args(arguments),
        "Its message stands above; `counterfoil doctor` says more",
    )
}
