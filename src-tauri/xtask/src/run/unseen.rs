//! Where there is no display: the main job is carried out in the terminal, and the window is
//! photographed on a display in memory, so that there is something to look at all the same.

use crate::house::House;
use crate::process;
use crate::say::{note, step};
use crate::window::{Stand, Theme};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// Carries out the first sale on fresh data and leaves its papers and a picture of the window.
pub(crate) fn first_sale(house: &House) -> Result<()> {
    let home = house.fresh("first-sale-home")?;
    let out = house.target.join("first-sale");
    std::fs::create_dir_all(&out)
        .with_context(|| format!("cannot make the folder {}", out.display()))?;
    step("No display here: carrying out the first sale in the terminal");
    let mut sale = Command::new(house.program("debug", "counterfoil"));
    sale.args(["first-sale", "--out"])
        .arg(&out)
        .env("COUNTERFOIL_HOME", &home);
    process::run(
        &mut sale,
        "The line above it says which step was refused and why",
    )?;

    step("Taking a picture of the window");
    let picture = out.join("window.png");
    let photographed = photograph(house, &home, &picture);
    tell(house, &out)?;
    photographed.context("the papers are there, but the window could not be photographed")
}

fn photograph(house: &House, home: &Path, picture: &Path) -> Result<()> {
    let stand = Stand::set_up(home, Theme::Light)?;
    let window = stand.open_on_a_list(&house.program("debug", "counterfoil-desktop"))?;
    std::fs::write(picture, window.picture()?)
        .with_context(|| format!("cannot write {}", picture.display()))
}

/// Says what lies where, and how to see the window itself.
fn tell(house: &House, out: &Path) -> Result<()> {
    step(format!("Done. In {}:", out.display()));
    let mut names: Vec<String> = std::fs::read_dir(out)?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        let what = match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("pdf") => "a document of the first sale",
            Some("png") => "the window as it looks now",
            _ => "left by the first sale",
        };
        note(format!("{name}  ({what})"));
    }
    note("To use the window, run this on a desktop, or open this program there:");
    note(
        house
            .program("debug", "counterfoil-desktop")
            .display()
            .to_string(),
    );
    Ok(())
}
