//! Traces of the place where something was written: none may be in a file of the project.

use crate::house::{File, files, hold};

/// Folders of somebody's machine, when a path starts there. In halves: this file is no offender.
const HOMES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/Us", "ers/"),
    concat!("C:\\Us", "ers\\"),
];

/// Mirrors that a lock file or a setting may have taken on from a machine. The public registries
/// are named only by the tools' own lock files.
const HOSTS: &[&str] = &[
    concat!("://ind", "ex."),
    concat!("://regis", "try."),
    concat!("://sta", "tic."),
    concat!("://d", "eb."),
];

const PUBLIC: &[&str] = &[
    concat!("https://regis", "try.npmjs.org/"),
    concat!("https://ind", "ex.crates.io/"),
];

/// Keys that could be real.
const KEYS: &[&str] = &[concat!("sk_", "live_"), concat!("rk_", "live_")];

fn traces(files: &[File]) -> Vec<String> {
    let mut offenders = Vec::new();
    for file in files {
        let locked = file.path.ends_with("package-lock.json") || file.path.ends_with("Cargo.lock");
        for (number, line) in file.lines() {
            let mirror = HOSTS.iter().any(|host| line.contains(host))
                && !(locked && PUBLIC.iter().any(|public| line.contains(public)));
            if mirror || names_a_home(line) || holds_a_key(line) {
                let shown: String = line.chars().take(160).collect();
                offenders.push(file.at(number, &shown));
            }
        }
    }
    offenders
}

fn names_a_home(line: &str) -> bool {
    HOMES.iter().any(|home| {
        line.match_indices(home).any(|(at, _)| {
            // Inside a longer path or an address it is only a folder of that name.
            let before = line[..at].chars().next_back();
            !before.is_some_and(|sign| sign.is_alphanumeric() || "./-_}~".contains(sign))
        })
    })
}

/// A live key has a long random part; a sentence about live keys, or an obvious sample, has not.
fn holds_a_key(line: &str) -> bool {
    KEYS.iter().any(|key| {
        line.match_indices(key).any(|(at, _)| {
            let random: Vec<char> = line[at + key.len()..]
                .chars()
                .take_while(|sign| sign.is_ascii_alphanumeric())
                .collect();
            random.len() >= 10 && random.iter().any(char::is_ascii_digit)
        })
    })
}

#[test]
fn no_file_tells_where_it_was_written() {
    let rule =
        "a clone works anywhere: no folder of one machine, no mirror, no key that could be real";
    hold(rule, &traces(&files()));
}

#[test]
fn a_path_a_mirror_and_a_key_are_caught() {
    let sample = [
        concat!("let log = \"/ho", "me/ada/log\";"),
        concat!("url = \"https://regis", "try.example.net/npm\""),
        concat!("key: sk_", "live_51Habcdefghijklmnop0"),
        "https://dashboard.example/home/quotes",
        concat!("keys begin with sk_", "live_ and a long rest"),
    ]
    .join("\n");
    assert_eq!(traces(&[File::sample("a.rs", &sample)]).len(), 3);
}
