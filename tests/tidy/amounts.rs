//! Money is whole minor units: no floating-point number comes near it.

use crate::house::{File, hold, sources};

/// The crates through which amounts pass. `paper` measures in points and is not among them; the
/// figures that it prints come to it as finished texts.
const MONEY: &[&str] = &[
    "src-tauri/model/",
    "src-tauri/stripe/",
    "src-tauri/cache/",
    "src-tauri/engine/",
    "src-tauri/commands/",
    "src-tauri/sandbox/",
    "src-tauri/cli/",
    "src-tauri/shell/",
];

/// Files in those crates that use floats for what is not money, and why.
const EXEMPT: &[(&str, &str)] = &[(
    "src-tauri/sandbox/src/http/limits.rs",
    "a token bucket fills by parts of a token",
)];

fn floats(files: &[File]) -> Vec<String> {
    let mut offenders = Vec::new();
    for file in files {
        let measured = MONEY.iter().any(|folder| file.below(folder));
        if !measured || EXEMPT.iter().any(|(path, _)| *path == file.path) {
            continue;
        }
        for (number, line) in file.shipped_lines() {
            if has_word(line, "f64") || has_word(line, "f32") {
                offenders.push(file.at(number, line));
            }
        }
    }
    offenders
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|sign: char| !sign.is_alphanumeric() && sign != '_')
        .any(|one| one == word || one.ends_with(&format!("_{word}")))
}

#[test]
fn no_float_in_a_money_path() {
    let files: Vec<File> = sources()
        .into_iter()
        .filter(|file| file.is(&["rs"]) && !file.is_test())
        .collect();
    let rule = "19.99 is not a binary fraction: a program that thinks it is bills 19.98";
    hold(rule, &floats(&files));
}

#[test]
fn the_window_computes_no_amount() {
    // A hundred is how a whole amount would be made of cents; a thousand is only a clock's.
    let signs = [
        "toFixed(",
        "parseFloat(",
        "* 100",
        "/ 100",
        "* 1e2",
        "/ 1e2",
    ];
    let offenders: Vec<String> = sources()
        .iter()
        .filter(|file| file.below("ui/src/") && file.is(&["ts", "svelte"]) && !file.is_test())
        .flat_map(|file| {
            file.lines()
                .filter(|(_, line)| {
                    let code = line.trim_start();
                    !code.starts_with("//") && !code.starts_with('*')
                })
                .filter(|(_, line)| !line.contains("* 1000") && !line.contains("/ 1000"))
                .filter(|(_, line)| signs.iter().any(|sign| line.contains(sign)))
                .map(|(number, line)| file.at(number, line))
                .collect::<Vec<_>>()
        })
        .collect();
    hold(
        "amounts are computed in Rust; the window shows the figures it is given",
        &offenders,
    );
}

#[test]
fn a_float_is_caught_where_money_passes() {
    let files = [
        File::sample(
            "src-tauri/model/src/a.rs",
            "fn a(x: f64) {}\n// f64 in a comment\n",
        ),
        File::sample(
            "src-tauri/engine/src/a.rs",
            "let a = value.as_f64();\nlet b = 1_f64;\n",
        ),
        File::sample("src-tauri/paper/src/a.rs", "fn a(x: f32) {}\n"),
    ];
    assert_eq!(floats(&files).len(), 3);
}
