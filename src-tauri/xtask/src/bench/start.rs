//! The measure `start`: how long after its process began a window shows its first list.
//!
//! Both windows are started by the same driver, on the same display, in turns; both are asked the
//! same question, in the page, by the page's own clock. So the driver's own time stands in both
//! figures, and what differs is ours. The files are warm: this is a new process, not a new boot.
//!
//! The moment of starting is written by a two-line script that then becomes the program, because
//! only the driver knows when it starts what it drives.

use super::choices::Choices;
use super::pair::Pair;
use super::{median, round};
use crate::say::{note, step};
use crate::window::{FIRST_ROW, FIRST_START, Stand};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// One of the two windows.
struct Runner {
    name: &'static str,
    script: PathBuf,
    started: PathBuf,
    took: Vec<f64>,
}

/// Takes the measure.
pub(crate) fn take(arguments: &[String]) -> Result<Value> {
    let choices = Choices::read(arguments)?;
    let pair = Pair::build(&choices)?;
    let mut runners = [
        Runner::new("counterfoil", &pair.ours, &pair.place)?,
        Runner::new("bare", &pair.bare, &pair.place)?,
    ];
    let times = choices.times;
    step(format!(
        "Starting each window once to warm up, then {times} times in turns"
    ));
    for turn in 0..=times {
        for runner in &mut runners {
            let took = runner.start(&pair.stand)?;
            // The first start fills the practice account, which happens once in its life.
            if turn > 0 {
                runner.took.push(took);
            }
        }
        note(format!("round {turn} of {times}"));
    }
    let [ours, bare] = &runners;
    let (ours_ms, bare_ms) = (ours.middle()?, bare.middle()?);
    Ok(json!({
        "bench": "start",
        "what": "ms from the process's start to the first list on screen, warm files, medians",
        "profile": choices.profile,
        "invoices": choices.invoices,
        "times": times,
        "counterfoil_ms": round(ours_ms),
        "bare_webkitgtk_ms": round(bare_ms),
        "ratio": (ours_ms / bare_ms * 100.0).round() / 100.0,
        "limit_ratio": 1.5,
        "counterfoil_all_ms": ours.took.iter().map(|&one| round(one)).collect::<Vec<_>>(),
        "bare_webkitgtk_all_ms": bare.took.iter().map(|&one| round(one)).collect::<Vec<_>>(),
    }))
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
