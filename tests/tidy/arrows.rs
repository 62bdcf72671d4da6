//! Which crate may know which: the arrows of the house, read from cargo and not from a drawing.

use crate::house::{hold, packages};
use serde_json::Value;

/// Each crate and the crates of ours that it may name, in code, build script and tests alike.
/// The package `tests` stands outside and may know all.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("stripe", &[]),
    ("cache", &[]),
    ("paper", &[]),
    // Its own arithmetic and its own idea of Stripe: a mistake of ours must not be made twice.
    ("sandbox", &["paper"]),
    ("engine", &["cache", "stripe", "model", "paper"]),
    ("commands", &["engine"]),
    ("counterfoil-desktop", &["commands", "sandbox"]),
    ("cli", &["commands", "sandbox"]),
    ("xtask", &[]),
];

/// Libraries that only some crates may ship with, and why.
const OWNERS: &[(&str, &[&str], &str)] = &[
    (
        "tauri",
        &["counterfoil-desktop"],
        "the commands are not Tauri's",
    ),
    (
        "wry",
        &["counterfoil-desktop"],
        "the commands are not Tauri's",
    ),
    (
        "reqwest",
        &["stripe"],
        "one crate speaks to the world, and guards the key there",
    ),
    (
        "rusqlite",
        &["cache", "sandbox"],
        "the SQLite connection never leaves the cache",
    ),
    ("keyring", &["engine"], "one vault"),
    ("printpdf", &["paper"], "one layout, painted in one place"),
    ("axum", &["sandbox"], "only the practice Stripe is a server"),
    ("clap", &["cli"], "only the terminal has arguments"),
    (
        "ts-rs",
        &["commands", "engine"],
        "the contract is the commands' and what they answer",
    ),
];

/// `model` is pure: no I/O, async, clock or serialisation can come in without being named here.
const PURE: &[&str] = &["thiserror"];

/// One line of a manifest: who needs whom, and how.
struct Arrow {
    from: String,
    to: String,
    for_tests: bool,
}

fn arrows(packages: &[Value]) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for package in packages {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            arrows.push(Arrow {
                from: text(&package["name"]),
                to: text(&dependency["name"]),
                for_tests: dependency["kind"] == "dev",
            });
        }
    }
    arrows
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn against_the_arrows(arrows: &[Arrow]) -> Vec<String> {
    let ours = |name: &str| name == "tests" || ARROWS.iter().any(|(one, _)| *one == name);
    arrows
        .iter()
        .filter(|arrow| arrow.from != "tests" && ours(&arrow.to))
        .filter(|arrow| {
            let may = ARROWS.iter().find(|(name, _)| *name == arrow.from);
            !may.is_some_and(|(_, may)| may.contains(&arrow.to.as_str()))
        })
        .map(|arrow| format!("{} -> {}", arrow.from, arrow.to))
        .collect()
}

fn against_the_owners(arrows: &[Arrow]) -> Vec<String> {
    let mut offenders = Vec::new();
    for arrow in arrows
        .iter()
        .filter(|arrow| !arrow.for_tests && arrow.from != "tests")
    {
        for (library, owners, why) in OWNERS {
            let same = arrow.to == *library || arrow.to.starts_with(&format!("{library}-"));
            if same && !owners.contains(&arrow.from.as_str()) {
                offenders.push(format!("{} -> {} ({why})", arrow.from, arrow.to));
            }
        }
    }
    offenders
}

#[test]
fn every_crate_has_its_place() {
    let placed = |name: &str| name == "tests" || ARROWS.iter().any(|(one, _)| *one == name);
    let stray: Vec<String> = packages()
        .iter()
        .map(|package| text(&package["name"]))
        .filter(|name| !placed(name))
        .collect();
    hold(
        "a new crate says first, in this test, which crates it may know",
        &stray,
    );
}

#[test]
fn crates_know_only_what_the_house_allows() {
    let rule = "crates point one way, so that each can be read, tested and replaced alone";
    hold(rule, &against_the_arrows(&arrows(&packages())));
}

#[test]
fn libraries_stay_with_their_owners() {
    let rule = "a library that reaches outside belongs to the crate that answers for it";
    hold(rule, &against_the_owners(&arrows(&packages())));
}

#[test]
fn the_model_is_pure() {
    let impure: Vec<String> = arrows(&packages())
        .into_iter()
        .filter(|arrow| arrow.from == "model" && !arrow.for_tests)
        .map(|arrow| arrow.to)
        .filter(|library| !PURE.contains(&library.as_str()))
        .collect();
    hold(
        "the same input gives the model's same answer: no clock, no I/O, no serde",
        &impure,
    );
}

#[test]
fn the_lints_hold_in_every_crate() {
    let without: Vec<String> = packages()
        .iter()
        .map(|package| text(&package["manifest_path"]))
        .filter(|path| {
            let manifest = std::fs::read_to_string(path).unwrap_or_default();
            !manifest.contains("[lints]\nworkspace = true")
        })
        .collect();
    hold(
        "a crate without the workspace's lints may unwrap and panic unseen",
        &without,
    );
}

#[test]
fn a_wrong_arrow_is_caught() {
    let arrow = |from: &str, to: &str, for_tests| Arrow {
        from: from.to_owned(),
        to: to.to_owned(),
        for_tests,
    };
    let wrong = [
        arrow("model", "engine", false),
        arrow("sandbox", "stripe", true),
        arrow("cli", "engine", false),
    ];
    assert_eq!(against_the_arrows(&wrong).len(), 3);
    assert!(against_the_arrows(&[arrow("engine", "model", false)]).is_empty());
    assert_eq!(
        against_the_owners(&[arrow("engine", "tauri-plugin-opener", false)]).len(),
        1
    );
    assert_eq!(
        against_the_owners(&[arrow("engine", "reqwest", false)]).len(),
        1
    );
    assert!(against_the_owners(&[arrow("sandbox", "reqwest", true)]).is_empty());
}
