//! `cargo xtask pictures`: photographs the real window for the README, in light and in dark.
//! What is photographed stands in `screens`; this only carries it out.

mod life;
mod screens;

use crate::house::House;
use crate::node::Node;
use crate::packages::{self, Purpose};
use crate::say::{note, step};
use crate::webdriver::{Session, showing};
use crate::window::{Stand, Theme};
use crate::{run, ui};
use anyhow::{Context, Result, bail};
use screens::{SCREENS, Screen, Step};
use std::path::Path;
use std::time::{Duration, Instant};

const FOLDER: &str = "ui/pictures";
const PATIENCE: Duration = Duration::from_secs(15);

/// Takes every picture, or those whose name is given.
pub(crate) fn pictures(wanted: &[String]) -> Result<()> {
    let chosen: Vec<&Screen> = SCREENS
        .iter()
        .filter(|screen| wanted.is_empty() || wanted.iter().any(|name| name == screen.name))
        .collect();
    let of_a_life = wanted.is_empty() || wanted.iter().any(|name| name == life::NAME);
    if chosen.is_empty() && !of_a_life {
        let mut names: Vec<&str> = SCREENS.iter().map(|screen| screen.name).collect();
        names.push(life::NAME);
        bail!("there is no such picture; there are: {}", names.join(", "));
    }
    let house = House::find()?;
    packages::bring(&[Purpose::Run, Purpose::Picture])?;
    let node = Node::find(&house)?;
    ui::packages(&house, &node)?;
    ui::build_when_stale(&house, &node)?;
    run::build(&house)?;
    let folder = house.at(FOLDER);
    std::fs::create_dir_all(&folder)?;
    // One practice account for all, so that light and dark show the same business.
    let home = house.fresh("pictures-home")?;
    let both = [Theme::Light, Theme::Dark];
    // Without a network last: until then there is something to be seen without one.
    for (offline, theme) in [false, true]
        .into_iter()
        .flat_map(|one| both.map(|theme| (one, theme)))
    {
        let chosen: Vec<&&Screen> = chosen.iter().filter(|one| one.offline == offline).collect();
        if chosen.is_empty() {
            continue;
        }
        step(format!("Photographing the window in {}", theme.word()));
        let network: &[(&str, &str)] = if offline {
            &[("COUNTERFOIL_OFFLINE", "1")]
        } else {
            &[]
        };
        let stand = Stand::set_up_with(&home, theme, network)?;
        let window = stand.open_on_a_list(&house.program("debug", "counterfoil-desktop"))?;
        window.resize(1440, 900)?;
        for screen in chosen {
            let file = format!("{}-{}.png", screen.name, theme.word());
            take(&window, screen, &folder.join(&file))
                .with_context(|| format!("the picture {file} could not be taken"))?;
            note(format!("{FOLDER}/{file}"));
        }
    }
    if of_a_life {
        both.into_iter()
            .try_for_each(|theme| strip(&house, theme, &folder))?;
    }
    Ok(())
}

/// Time passes in it, so each strip has a practice account of its own.
fn strip(house: &House, theme: Theme, folder: &Path) -> Result<()> {
    step(format!(
        "Photographing a subscription's life in {}",
        theme.word()
    ));
    let home = house.fresh("pictures-life")?;
    let stand = Stand::set_up(&home, theme)?;
    let window = stand.open_on_a_list(&house.program("debug", "counterfoil-desktop"))?;
    let file = format!("{}-{}.png", life::NAME, theme.word());
    let picture =
        life::strip(&window).with_context(|| format!("the picture {file} could not be taken"))?;
    std::fs::write(folder.join(&file), picture)?;
    note(format!("{FOLDER}/{file}"));
    Ok(())
}

fn take(window: &Session, screen: &Screen, file: &Path) -> Result<()> {
    show(window, screen.route, screen.steps)?;
    std::fs::write(file, window.picture()?)?;
    Ok(())
}

/// Goes to a place, does what is to be done there, and waits until all of it is drawn.
fn show(window: &Session, route: &str, steps: &[Step]) -> Result<()> {
    window.script(&format!("location.hash = {route:?}"))?;
    // What an earlier picture left open is gone with the page.
    window.reload()?;
    for step in steps {
        match *step {
            Step::See(selector, text) => see(window, selector, text)?,
            Step::Click(selector, text) => {
                see(window, selector, text)?;
                click(window, selector, text)?;
            }
            Step::Type(selector, keys) => {
                see(window, selector, "")?;
                window.type_into(selector, keys)?;
            }
            Step::Paper(text) => paper(window, text)?,
            Step::Deeper(part) => {
                window.script(&format!("location.hash += {part:?}"))?;
            }
        }
    }
    settled(window)
}

fn see(window: &Session, selector: &str, text: &str) -> Result<()> {
    let what = format!("`{selector}` with \"{text}\"");
    window.until(&showing(selector, text), &what, PATIENCE)
}

/// A list that was just seen may be drawn anew before it is clicked: then it is looked for again.
fn click(window: &Session, selector: &str, text: &str) -> Result<()> {
    let limit = Instant::now() + PATIENCE;
    while let Err(problem) = window.click(selector, text) {
        if Instant::now() > limit {
            return Err(problem);
        }
        std::thread::sleep(Duration::from_millis(40));
    }
    Ok(())
}

/// The PDF is drawn: its viewer writes the words over the page once the page is painted.
fn paper(window: &Session, text: &str) -> Result<()> {
    let limit = Instant::now() + PATIENCE;
    while !window.text_of_pdf()?.contains(text) {
        anyhow::ensure!(
            Instant::now() < limit,
            "the PDF with \"{text}\" was not drawn"
        );
        std::thread::sleep(Duration::from_millis(40));
    }
    Ok(())
}

/// Fonts and pictures are loaded, movements are over, and the frame that shows it has been drawn.
/// From then on something that nobody sees is painted: WebKit gives no picture of a page at rest.
fn settled(window: &Session) -> Result<()> {
    window.script_until_done(
        "const done = arguments[arguments.length - 1];\
         let odd = 0;\
         window.stirring ??= setInterval(() => { odd = 1 - odd;\
           document.documentElement.style.outline = `${odd}px solid transparent`; }, 50);\
         document.fonts.ready\
         .then(() => Promise.allSettled(document.getAnimations()\
           .filter(one => one.effect?.getComputedTiming().iterations !== Infinity)\
           .map(one => one.finished)))\
         .then(() => Promise.allSettled([...document.images].map(one => one.decode())))\
         .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))",
    )?;
    Ok(())
}
