//! Every source file opens by saying what it is, and the larger ones what they are not.

use crate::house::{File, hold, sources};

fn unopened(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| !opens(file))
        .map(|file| file.path.clone())
        .collect()
}

fn opens(file: &File) -> bool {
    let first = file.text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default().trim();
    let marks: &[&str] = if file.is(&["rs"]) {
        &["//!"]
    } else {
        &["//", "/*", "<!--"]
    };
    let said = marks.iter().find_map(|mark| first.strip_prefix(mark));
    // A sentence, not a rule or a name alone.
    said.is_some_and(|said| {
        let letters = said.chars().filter(|sign| sign.is_alphabetic()).count();
        letters >= 10 || first == "/*" || first == "<!--"
    })
}

#[test]
fn every_file_opens_with_what_it_is() {
    let rule = "a reader learns in the first line whether this is the file to read";
    hold(rule, &unopened(&sources()));
}

#[test]
fn a_file_that_starts_in_the_middle_is_caught() {
    let files = [
        File::sample(
            "a.rs",
            "use std::fmt;\n//! Says what it is, but too late.\n",
        ),
        File::sample("b.rs", "//! b\n"),
        File::sample("c.svelte", "<script>\n"),
        File::sample("d.rs", "//! The tax of one line.\nuse std::fmt;\n"),
        File::sample("e.svelte", "<!-- One row of a list. -->\n"),
    ];
    assert_eq!(unopened(&files), ["a.rs", "b.rs", "c.svelte"]);
}
