//! `cargo xtask bench NAME`: measures, and ends with one JSON object of figures on standard
//! output: ours beside the peer's, and the ratio. What it says meanwhile goes to standard error.

mod choices;
mod inside;
mod memory;
mod pair;
mod sandbox;
mod start;

use crate::packages::{self, Purpose};
use anyhow::{Result, bail};
use serde_json::Value;

/// One measure: its name, what it compares, and how to take it.
struct Measure {
    name: &'static str,
    what: &'static str,
    take: fn(&[String]) -> Result<Value>,
}

const MEASURES: &[Measure] = &[
    Measure {
        name: "search",
        what: "finding, letter by letter, beside LIKE",
        take: inside::search,
    },
    Measure {
        name: "lists",
        what: "every page of lists, narrowed and ordered, beside OFFSET",
        take: inside::lists,
    },
    Measure {
        name: "start",
        what: "from starting the program to the first list, beside a bare WebKitGTK window",
        take: start::take,
    },
    Measure {
        name: "memory",
        what: "what a window with its first list takes, beside a bare WebKitGTK window",
        take: memory::take,
    },
    Measure {
        name: "sandbox",
        what: "list pages a second of the practice Stripe, beside ten times Stripe's limit",
        take: sandbox::take,
    },
];

/// Takes the named measure and prints its figures.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    let chosen = arguments
        .split_first()
        .and_then(|(name, rest)| Some((MEASURES.iter().find(|one| one.name == name)?, rest)));
    let Some((measure, rest)) = chosen else {
        let list: Vec<String> = MEASURES
            .iter()
            .map(|one| format!("  {:<8} {}", one.name, one.what))
            .collect();
        bail!(
            "name one of these measures; each takes --profile dev|release, --times N and \
             --invoices N:\n{}",
            list.join("\n")
        );
    };
    packages::bring(&[Purpose::Run])?;
    let figures = (measure.take)(rest)?;
    println!("{figures}");
    Ok(())
}

/// Tenths are all that a clock of whole frames, or a kernel's count of pages, can tell.
fn round(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}

/// The middle of some figures; `None` when there are none.
fn median(figures: &[f64]) -> Option<f64> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_middle_does_not_mind_one_slow_run() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0]), Some(3.0));
        assert_eq!(median(&[2.0, 900.0, 1.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
    }
}
