//! How long files may be, and how they may be called.

use crate::house::{File, hold, paths, sources};

const LONGEST: usize = 600;
const LONGEST_IN_THE_SHELL: usize = 300;

/// Files that may be longer, and why. A long file of one repeating shape reads well; a long file
/// of many shapes does not, and has no place here.
const EXEMPT: &[(&str, &str)] = &[(
    "ui/src/bridge/contract.ts",
    "written by a program, from the command list; nobody edits it",
)];

/// Names that say nothing of what is inside, and so fill up with everything.
const EMPTY_NAMES: &[&str] = &[
    "util", "utils", "common", "manager", "helper", "helpers", "misc", "stuff", "mod",
];

fn too_long(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| !EXEMPT.iter().any(|(path, _)| *path == file.path))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            let longest = if file.below("src-tauri/shell/") {
                LONGEST_IN_THE_SHELL
            } else {
                LONGEST
            };
            (lines > longest).then(|| format!("{}: {lines} lines, at most {longest}", file.path))
        })
        .collect()
}

fn badly_named<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    paths
        .filter(|path| path.split('/').any(says_nothing))
        .map(str::to_owned)
        .collect()
}

fn says_nothing(entry: &str) -> bool {
    let stem = entry.split('.').next().unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for sign in stem.chars() {
        let starts = sign.is_uppercase() || !open;
        open = sign.is_alphanumeric();
        if !open {
            continue;
        }
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(sign.to_lowercase());
        }
    }
    words
        .iter()
        .any(|word| EMPTY_NAMES.contains(&word.as_str()))
}

#[test]
fn no_file_is_too_long() {
    let rule = "a file is one idea, read in one sitting; the shell stays thin";
    hold(rule, &too_long(&sources()));
}

#[test]
fn every_name_says_what_is_inside() {
    let paths = paths();
    let rule = "a name that fits everything soon holds everything (and `mod.rs` names nothing)";
    hold(rule, &badly_named(paths.iter().map(String::as_str)));
}

#[test]
fn long_files_and_empty_names_are_caught() {
    let lines = |count| "x\n".repeat(count);
    let files = [
        File::sample("src-tauri/shell/main.rs", &lines(301)),
        File::sample("src-tauri/engine/src/a.rs", &lines(601)),
        File::sample("src-tauri/engine/src/b.rs", &lines(600)),
    ];
    assert_eq!(too_long(&files).len(), 2);
    let names = [
        "src/utils.rs",
        "src/date_utils.ts",
        "src/QuoteManager.svelte",
        "src/quotes/mod.rs",
        "src/commonly.rs",
        "src/model.rs",
        "src/Managed.svelte",
    ];
    let caught = badly_named(names.into_iter());
    assert_eq!(caught, names[..4]);
}
