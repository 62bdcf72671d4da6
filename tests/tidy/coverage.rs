//! "Is it tested?": every command of the list is called by a scenario, through the list's own
//! name, so that a command cannot be added and forgotten.

use crate::house::{File, files, hold};

/// Where scenarios live.
const SCENARIOS: &[&str] = &["tests/flows/", "tests/screens/", "tests/window/"];

fn untested<'a>(names: impl Iterator<Item = &'a str>, files: &[File]) -> Vec<String> {
    let scenarios: Vec<&File> = files
        .iter()
        .filter(|file| file.is(&["rs"]) && SCENARIOS.iter().any(|folder| file.below(folder)))
        .collect();
    names
        .filter(|name| {
            let called = format!("\"{name}\"");
            !scenarios.iter().any(|file| {
                file.lines()
                    .any(|(_, line)| !line.trim_start().starts_with("//") && line.contains(&called))
            })
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_has_a_scenario() {
    let names = commands::COMMANDS.iter().map(|command| command.name);
    let rule = "a command that no scenario calls is a promise that nobody has tried";
    hold(rule, &untested(names, &files()));
}

#[test]
fn a_command_without_a_scenario_is_caught() {
    let files = [
        File::sample(
            "tests/flows/quotes.rs",
            "desk.call(\"quotes.accept\", request)\n// \"quotes.cancel\"\n",
        ),
        File::sample("tests/tidy/coverage.rs", "\"quotes.finalize\"\n"),
    ];
    let names = ["quotes.accept", "quotes.cancel", "quotes.finalize"];
    assert_eq!(
        untested(names.into_iter(), &files),
        ["quotes.cancel", "quotes.finalize"]
    );
}
