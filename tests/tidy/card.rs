//! What the project's card promises: eight packages that are really used, and six entries at the
//! top level beside what convention puts there.

use crate::house::{files, hold, packages, paths};

/// The packages and how their use shows in source.
const PACKAGES: &[&str] = &[
    "tauri", "tokio", "reqwest", "serde", "rusqlite", "keyring", "printpdf", "chrono",
];

const TOP: &[&str] = &[
    "Cargo.toml",
    "src-tauri",
    "ui",
    "icons",
    "tests",
    "tauri.conf.json",
    // By convention:
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "Cargo.lock",
];

#[test]
fn the_eight_packages_are_direct_dependencies() {
    let packages = packages();
    let direct: Vec<&str> = packages
        .iter()
        .filter(|package| package["name"] != "tests" && package["name"] != "xtask")
        .flat_map(|package| package["dependencies"].as_array().into_iter().flatten())
        .filter(|dependency| dependency["kind"].is_null())
        .filter_map(|dependency| dependency["name"].as_str())
        .collect();
    let absent: Vec<String> = PACKAGES
        .iter()
        .filter(|name| !direct.contains(name))
        .map(|name| (*name).to_owned())
        .collect();
    hold("the program is made with the packages on its card", &absent);
}

#[test]
fn the_eight_packages_are_used() {
    let shipped: String = files()
        .iter()
        .filter(|file| file.is(&["rs"]) && !file.is_test())
        .flat_map(|file| file.shipped_lines().map(|(_, line)| line.to_owned() + "\n"))
        .collect();
    let idle: Vec<String> = PACKAGES
        .iter()
        .filter(|name| !shipped.contains(&format!("{name}::")))
        .map(|name| (*name).to_owned())
        .collect();
    hold("a dependency that no line names is only for show", &idle);
}

fn strays<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut strays: Vec<String> = paths
        .filter_map(|path| path.split('/').next())
        .filter(|entry| !entry.starts_with('.') && !TOP.contains(entry))
        .map(str::to_owned)
        .collect();
    strays.dedup();
    strays
}

#[test]
fn the_top_level_is_the_cards() {
    let paths = paths();
    let rule = "who opens the project sees its six parts at once, and nothing else";
    hold(rule, &strays(paths.iter().map(String::as_str)));
}

#[test]
fn a_stray_entry_is_caught() {
    let paths = [
        "src-tauri/model/src/lib.rs",
        ".ci/run",
        "scripts/build.sh",
        "notes.txt",
    ];
    assert_eq!(strays(paths.into_iter()), ["scripts", "notes.txt"]);
}
