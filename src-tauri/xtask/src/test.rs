//! `cargo xtask test`: everything that is tested, on a fresh machine too.
//!
//! What the tests need is brought first; then the stages run one after another, each with its
//! time. A stage that fails does not hide the next, except that nothing can be tested which could
//! not be built.

mod session;
mod stages;

use crate::clients::{self, Clients};
use crate::house::House;
use crate::node::Node;
use crate::packages::{self, Purpose};
use crate::say::{note, step};
use crate::{desktop, ui};
use anyhow::{Context, Result, bail};
use stages::{STAGES, Stage};
use std::time::{Duration, Instant};

/// What every stage may use.
pub(crate) struct Bench {
    pub(crate) house: House,
    pub(crate) node: Node,
    pub(crate) clients: Clients,
    /// What the runner of the Rust tests is asked to run; everything, when this is empty.
    pub(crate) filter: Vec<String>,
}

/// Runs all stages, or the one named after `--only`.
pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (chosen, filter): (Vec<&Stage>, &[&str]) = match words.as_slice() {
        [] => (STAGES.iter().collect(), &[]),
        ["--list"] => {
            for stage in STAGES {
                println!("{:<8} {}", stage.name, stage.what);
            }
            return Ok(());
        }
        ["--only", "tests", "--", filter @ ..] => (vec![named("tests")?], filter),
        ["--only", name] => (vec![named(name)?], &[]),
        _ => bail!(
            "after `test` comes nothing, `--list`, or `--only` with one of: {}; `--only tests` \
             also takes `-- ` and words for the runner, such as -p cache",
            names()
        ),
    };
    let started = Instant::now();
    let bench = prepare(filter)?;
    let mut rows = vec![("prepare", Ok(()), started.elapsed())];
    for stage in chosen {
        step(stage.what);
        let began = Instant::now();
        let outcome = (stage.run)(&bench);
        if let Err(problem) = &outcome {
            note(format!("{problem:#}"));
        }
        let stop = outcome.is_err() && stage.others_stand_on_it;
        rows.push((stage.name, outcome, began.elapsed()));
        if stop {
            break;
        }
    }
    summary(&rows, started.elapsed())
}

fn prepare(filter: &[&str]) -> Result<Bench> {
    step("Looking at what the tests need");
    let house = House::find()?;
    desktop::check()?;
    packages::bring(&[Purpose::Run, Purpose::Test])?;
    let node = Node::find(&house)?;
    ui::packages(&house, &node)?;
    let clients = clients::bring(&house, &node)?;
    Ok(Bench {
        house,
        node,
        clients,
        filter: filter.iter().map(|&word| word.to_owned()).collect(),
    })
}

fn summary(rows: &[(&str, Result<()>, Duration)], total: Duration) -> Result<()> {
    step("The stages and their times");
    for (name, outcome, took) in rows {
        let word = if outcome.is_ok() { "fine" } else { "FAILED" };
        note(format!("{name:<8} {:>7.1} s  {word}", took.as_secs_f64()));
    }
    note(format!("{:<8} {:>7.1} s", "in all", total.as_secs_f64()));
    let failed: Vec<&str> = rows
        .iter()
        .filter(|(_, outcome, _)| outcome.is_err())
        .map(|(name, _, _)| *name)
        .collect();
    if !failed.is_empty() {
        bail!(
            "what failed stands above, under: {}. One stage alone runs with --only",
            failed.join(", ")
        );
    }
    Ok(())
}

fn named(name: &str) -> Result<&'static Stage> {
    STAGES
        .iter()
        .find(|stage| stage.name == name)
        .with_context(|| format!("there is no stage `{name}`; there are: {}", names()))
}

fn names() -> String {
    STAGES
        .iter()
        .map(|stage| stage.name)
        .collect::<Vec<_>>()
        .join(", ")
}
