//! The measure `start`: how long after its process began a window shows its first list.
//!
//! Both windows are started by the same driver, on the same display, in turns; both are asked the
//! same question, in the page, by the page's own clock. So the driver's own time stands in both
//! figures, and what differs is ours. The files are warm: this is a new process, not a new boot.
//!
//! The moment of starting is written by a two-line script that then becomes the program, because
//! only the driver knows when it starts what it drives.

use super::median;
use crate::house::House;
use crate::node::Node;
use crate::packages::{self, Purpose};
use crate::process::{answer, run};
use crate::say::{note, step};
use crate::ui;
use crate::window::{FIRST_ROW, FIRST_START, Stand, Theme};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const BARE: &str = include_str!("bare.c");

/// One of the two windows.
struct Runner {
    name: &'static str,
    script: PathBuf,
    started: PathBuf,
    took: Vec<f64>,
}

/// Takes the measure.
pub(crate) fn take(arguments: &[String]) -> Result<Value> {
    let (profile, times) = read(arguments)?;
    let house = House::find()?;
    packages::bring(&[Purpose::Run, Purpose::Picture])?;
    let node = Node::find(&house)?;
    ui::packages(&house, &node)?;
    ui::build_when_stale(&house, &node)?;
    step(format!("Building the window with the profile {profile}"));
    run(
        house.cargo().args([
            "build",
            "--package",
            "counterfoil-desktop",
            "--profile",
            &profile,
        ]),
        "The compiler's message stands above",
    )?;
    let folder = if profile == "dev" { "debug" } else { &profile };
    let place = house.own("bench-start")?;
    let ours = house.program(folder, "counterfoil-desktop");
    let mut runners = [
        Runner::new("counterfoil", &ours, &place)?,
        Runner::new("bare", &compile_bare(&place)?, &place)?,
    ];
    let home = house.fresh("bench-home")?;
    let stand = Stand::set_up(&home, Theme::Light)?;
    step(format!(
        "Starting each window once to warm up, then {times} times in turns"
    ));
    for round in 0..=times {
        for runner in &mut runners {
            let took = runner.start(&stand)?;
            // The first start fills the practice account, which happens once in its life.
            if round > 0 {
                runner.took.push(took);
            }
        }
        note(format!("round {round} of {times}"));
    }
    let [ours, bare] = &runners;
    let (ours_ms, bare_ms) = (ours.middle()?, bare.middle()?);
    Ok(json!({
        "bench": "start",
        "what": "ms from the process's start to the first list on screen, warm files, medians",
        "profile": profile,
        "times": times,
        "counterfoil_ms": round(ours_ms),
        "bare_webkitgtk_ms": round(bare_ms),
        "ratio": (ours_ms / bare_ms * 100.0).round() / 100.0,
        "counterfoil_all_ms": ours.took.iter().map(|&one| round(one)).collect::<Vec<_>>(),
        "bare_webkitgtk_all_ms": bare.took.iter().map(|&one| round(one)).collect::<Vec<_>>(),
    }))
}

fn read(arguments: &[String]) -> Result<(String, u32)> {
    let (mut profile, mut times) = ("release".to_owned(), 7);
    for pair in arguments.chunks(2) {
        match pair {
            [flag, value] if flag == "--profile" => profile.clone_from(value),
            [flag, value] if flag == "--times" => {
                times = value.parse().context("--times takes a whole number")?;
            }
            _ => bail!("`bench start` takes --profile dev|release and --times N"),
        }
    }
    Ok((profile, times))
}

/// Compiles the peer: the least program that shows a list in the same webview.
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

impl Runner {
    fn new(name: &'static str, program: &Path, place: &Path) -> Result<Runner> {
        let script = place.join(format!("{name}.sh"));
        let started = place.join(format!("{name}.started"));
        std::fs::write(
            &script,
            format!(
                "#!/bin/sh\ndate +%s%N > '{}'\nexec '{}' \"$@\"\n",
                started.display(),
                program.display()
            ),
        )?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755))?;
        }
        Ok(Runner {
            name,
            script,
            started,
            took: Vec::new(),
        })
    }

    /// Starts the window once and gives the milliseconds to its first list.
    fn start(&self, stand: &Stand) -> Result<f64> {
        let window = stand.open(&self.script, &[])?;
        // Asked once and answered by the page at the frame in which the row is there: asking over
        // and over from outside would measure the asking.
        let limit = FIRST_START.as_millis();
        let shown = window.script_until_done(&format!(
            "const done = arguments[arguments.length - 1];\
             const look = () => ({FIRST_ROW})\
               ? done(performance.timeOrigin + performance.now())\
               : performance.now() > {limit} ? done(null) : requestAnimationFrame(look);\
             look()"
        ))?;
        let shown = shown
            .as_f64()
            .with_context(|| format!("the window `{}` showed no list", self.name))?;
        let started: f64 = std::fs::read_to_string(&self.started)?
            .trim()
            .parse()
            .context("`date` gave no number of nanoseconds")?;
        Ok(shown - started / 1e6)
    }

    fn middle(&self) -> Result<f64> {
        median(&self.took).context("--times must be 1 or more")
    }
}

/// Tenths are all that a clock of whole frames can tell.
fn round(milliseconds: f64) -> f64 {
    (milliseconds * 10.0).round() / 10.0
}
