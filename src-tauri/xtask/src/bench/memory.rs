//! The measure `memory`: what a window that shows its first list takes, with all processes it
//! started. What processes share is counted once, in shares (PSS), so that WebKit's code does not
//! count three times.

use super::choices::Choices;
use super::pair::Pair;
use super::{median, round};
use crate::say::{note, step};
use crate::window::{FIRST_ROW, FIRST_START, Stand};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A figure that has not grown by more than a hundredth for so long is taken.
const CALM: Duration = Duration::from_secs(2);
const MOST: Duration = Duration::from_secs(60);

/// Takes the measure.
pub(crate) fn take(arguments: &[String]) -> Result<Value> {
    let mut choices = Choices::read(arguments)?;
    choices.times = choices.times.min(5);
    let pair = Pair::build(&choices)?;
    step(format!("Weighing each window {} times", choices.times));
    let windows: [(&Path, &[&str]); 3] = [
        (&pair.ours, &[]),
        (&pair.bare, &[]),
        // On the processor, as ours draws.
        (&pair.bare, &["plain"]),
    ];
    let mut weights = [const { Vec::new() }; 3];
    for turn in 0..=choices.times {
        for ((program, arguments), weights) in windows.iter().zip(&mut weights) {
            let weight = weigh(&pair.stand, program, arguments)?;
            // The first start fills the practice account, which happens once in its life.
            if turn > 0 {
                weights.push(weight);
            }
        }
        note(format!("round {turn} of {}", choices.times));
    }
    let middle = |weights: &[f64]| median(weights).context("--times must be 1 or more");
    let [ours, bare, plain] = weights;
    let (ours, bare, plain) = (middle(&ours)?, middle(&bare)?, middle(&plain)?);
    let ratio = |peer: f64| (ours / peer * 100.0).round() / 100.0;
    Ok(json!({
        "bench": "memory",
        "what": "MiB of PSS of the process tree once the first list is shown and nothing grows any more, medians",
        "profile": choices.profile,
        "invoices": choices.invoices,
        "counterfoil_mib": round(ours),
        "bare_webkitgtk_mib": round(bare),
        "ratio": ratio(bare),
        "bare_on_processor_mib": round(plain),
        "ratio_on_processor": ratio(plain),
        "limit_ratio": 1.25,
    }))
}

/// Opens a window and gives the MiB of its tree when it has come to rest.
fn weigh(stand: &Stand, program: &Path, arguments: &[&str]) -> Result<f64> {
    let window = stand.open(program, arguments)?;
    window.until(FIRST_ROW, "the first list", FIRST_START)?;
    let root = running(program).with_context(|| format!("{} does not run", program.display()))?;
    let begun = Instant::now();
    let (mut kept, mut since) = (0.0_f64, Instant::now());
    loop {
        let now = tree(root)?;
        if (now - kept).abs() > kept * 0.01 {
            (kept, since) = (now, Instant::now());
        }
        if since.elapsed() >= CALM {
            return Ok(now);
        }
        if begun.elapsed() > MOST {
            bail!("{} never comes to rest", program.display());
        }
        sleep(Duration::from_millis(100));
    }
}

/// The process that runs this program.
fn running(program: &Path) -> Option<u32> {
    let program = program.canonicalize().ok()?;
    processes()
        .find(|id| std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program))
}

/// The MiB of a process and of all that descend from it.
fn tree(root: u32) -> Result<f64> {
    let parents: Vec<(u32, u32)> = processes()
        .filter_map(|id| Some((id, parent(id)?)))
        .collect();
    let (mut family, mut at) = (vec![root], 0);
    while let Some(&id) = family.get(at) {
        family.extend(
            parents
                .iter()
                .filter(|(_, of)| *of == id)
                .map(|(id, _)| *id),
        );
        at += 1;
    }
    let kib: u64 = family.iter().filter_map(|id| share(*id)).sum();
    if kib == 0 {
        bail!("the processes do not say what they take");
    }
    Ok(kib as f64 / 1024.0)
}

fn processes() -> impl Iterator<Item = u32> {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

fn parent(id: u32) -> Option<u32> {
    field(&format!("/proc/{id}/status"), "PPid:")
}

fn share(id: u32) -> Option<u64> {
    field(&format!("/proc/{id}/smaps_rollup"), "Pss:")
}

fn field<T: std::str::FromStr>(file: &str, name: &str) -> Option<T> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
