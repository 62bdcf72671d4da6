//! What each crate keeps to itself, beyond what its manifest shows: the clock, the connection, the
//! machine.

use crate::house::{File, hold, sources};

/// Wall clocks, and the files that own one. Everybody else is told the time.
const CLOCKS: &[&str] = &["SystemTime::now", "Utc::now", "Local::now"];
const CLOCK_OWNERS: &[&str] = &[
    "src-tauri/engine/src/clock.rs",
    "src-tauri/sandbox/src/clock.rs",
    // Measures and file times, no business of the program's.
    "src-tauri/xtask/",
];

/// `paper` and `model` give the same answer to the same question, for ever.
const TIMELESS: &[&str] = &["src-tauri/paper/src/", "src-tauri/model/src/"];

fn shipped(folder: &str) -> Vec<File> {
    sources()
        .into_iter()
        .filter(|file| file.is(&["rs"]) && file.below(folder) && !file.is_test())
        .collect()
}

fn lines_with(files: &[File], breaks: impl Fn(&str) -> bool) -> Vec<String> {
    files
        .iter()
        .flat_map(|file| {
            file.shipped_lines()
                .filter(|(_, line)| breaks(line))
                .map(|(number, line)| file.at(number, line))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn clocks(files: Vec<File>) -> Vec<String> {
    let files: Vec<File> = files
        .into_iter()
        .filter(|file| !CLOCK_OWNERS.iter().any(|owner| file.below(owner)))
        .collect();
    lines_with(&files, |line| {
        CLOCKS.iter().any(|clock| line.contains(clock))
    })
}

fn connections(files: &[File]) -> Vec<String> {
    lines_with(files, |line| {
        let line = line.trim_start();
        let public = line.starts_with("pub fn") || line.starts_with("pub async fn");
        (public && (line.contains("Connection") || line.contains("Transaction<")))
            || line.starts_with("pub use rusqlite")
    })
}

#[test]
fn the_time_is_told_and_not_looked_up() {
    let rule = "a due date that depends on when the test runs is a test that fails at midnight";
    hold(rule, &clocks(shipped("src-tauri/")));
}

#[test]
fn paper_and_model_have_no_clock_at_all() {
    let files: Vec<File> = TIMELESS.iter().flat_map(|folder| shipped(folder)).collect();
    let offenders = lines_with(&files, |line| {
        ["Instant::now", "std::env::", "std::net", "thread::sleep"]
            .iter()
            .any(|sign| line.contains(sign))
    });
    hold(
        "the same input gives the same bytes and the same figures",
        &offenders,
    );
}

#[test]
fn the_connection_never_leaves_the_cache() {
    let rule = "one writer thread owns the connection, so no lock is ever held across an await";
    hold(rule, &connections(&shipped("src-tauri/cache/src/")));
}

#[test]
fn the_practice_stripe_is_on_this_machine_only() {
    let offenders = lines_with(&shipped("src-tauri/sandbox/src/"), |line| {
        ["0.0.0.0", "UNSPECIFIED", "[::]"]
            .iter()
            .any(|any| line.contains(any))
    });
    hold(
        "its key is no secret, so nobody else may reach it",
        &offenders,
    );
}

#[test]
fn a_crossed_boundary_is_caught() {
    let sample = |path: &str, text: &str| vec![File::sample(path, text)];
    let now = "let due = Utc::now();\n";
    assert_eq!(
        clocks(sample("src-tauri/engine/src/quoting.rs", now)).len(),
        1
    );
    assert!(clocks(sample("src-tauri/engine/src/clock.rs", now)).is_empty());
    let leak = "pub fn raw(&self) -> &Connection {}\npub(crate) fn own(&self) -> &Connection {}\n";
    assert_eq!(
        connections(&sample("src-tauri/cache/src/a.rs", leak)).len(),
        1
    );
}
