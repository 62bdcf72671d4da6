//! What the rules look at: the project's files, what cargo knows, and how offenders are named.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One text file of the project.
pub(crate) struct File {
    /// Its path from the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// Whether its parent module takes it in for tests only.
    for_tests: bool,
}

impl File {
    /// A file made up for trying a rule.
    pub(crate) fn sample(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
            for_tests: false,
        }
    }

    /// Whether the name ends so: `"rs"`, `"ts"`.
    pub(crate) fn is(&self, endings: &[&str]) -> bool {
        let ending = Path::new(&self.path)
            .extension()
            .and_then(|end| end.to_str());
        ending.is_some_and(|end| endings.contains(&end))
    }

    pub(crate) fn below(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// Whether the whole file is there for tests.
    pub(crate) fn is_test(&self) -> bool {
        self.for_tests
            || self.below("tests/")
            || self.path.ends_with("/tests.rs")
            || self.path.contains("/tests/")
            || self.path.ends_with("_tests.rs")
            || self.path.contains("/examples/")
            || self.path.contains(".test.")
    }

    /// The Rust that is shipped: without comments, and without what only tests see.
    pub(crate) fn shipped_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines: Vec<(usize, &str)> = self.lines().collect();
        let mut shipped = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            if for_tests_only(lines[at].1) {
                match lines.get(at + 1) {
                    // A file of its own, which `files` knows to be one of tests.
                    Some((_, module)) if module.trim_end().ends_with(';') => at += 2,
                    // A module of tests stands last in its file.
                    _ => break,
                }
            } else {
                let (number, line) = lines[at];
                shipped.push((number, without_comment(line)));
                at += 1;
            }
        }
        shipped.into_iter()
    }

    /// All lines with their numbers, from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }

    /// How an offending line is named.
    pub(crate) fn at(&self, number: usize, line: &str) -> String {
        format!("{}:{number}: {}", self.path, line.trim())
    }
}

fn for_tests_only(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("#[cfg(test)]") || line.starts_with("#[cfg(all(test")
}

/// The files that a file takes in as modules for tests only.
fn modules_for_tests(file: &File) -> Vec<String> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    let folder = match name {
        "lib.rs" | "main.rs" => folder.to_owned(),
        _ => format!("{folder}/{}", name.trim_end_matches(".rs")),
    };
    let lines: Vec<&str> = file.text.lines().collect();
    lines
        .windows(2)
        .filter(|pair| for_tests_only(pair[0]))
        .filter_map(|pair| pair[1].trim().strip_prefix("mod ")?.strip_suffix(';'))
        .map(|module| format!("{folder}/{module}.rs"))
        .collect()
}

/// What stands before `//`, unless that is part of an address.
fn without_comment(line: &str) -> &str {
    let mut from = 0;
    while let Some(found) = line[from..].find("//") {
        let at = from + found;
        if !line[..at].ends_with(':') {
            return &line[..at];
        }
        from = at + 2;
    }
    line
}

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The paths that git tracks or would track.
pub(crate) fn paths() -> Vec<String> {
    let output = Command::new("git")
        // A checkout in a container often belongs to another user; reading its list is harmless.
        .args(["-c", "safe.directory=*", "-c", "core.quotePath=false"])
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output();
    let output = match output {
        Ok(output) if output.status.success() => output.stdout,
        other => panic!("git does not say which files belong to the project: {other:?}"),
    };
    let mut paths: Vec<String> = String::from_utf8_lossy(&output)
        .lines()
        .map(str::to_owned)
        .filter(|path| root().join(path).is_file())
        .collect();
    paths.sort();
    paths.dedup();
    assert!(
        paths.len() > 50,
        "a rule that looks at no files holds nothing: {paths:?}"
    );
    paths
}

/// The project's text files.
pub(crate) fn files() -> Vec<File> {
    let mut files: Vec<File> = paths()
        .into_iter()
        .filter_map(|path| {
            // What is not text (pictures, fonts) is not ours to read.
            let text = std::fs::read_to_string(root().join(&path)).ok()?;
            Some(File {
                path,
                text,
                for_tests: false,
            })
        })
        .collect();
    let for_tests: Vec<String> = files.iter().flat_map(modules_for_tests).collect();
    for file in &mut files {
        file.for_tests = for_tests.contains(&file.path);
    }
    files
}

/// Rust, TypeScript, Svelte and CSS files: what the house's rules about source speak of.
pub(crate) fn sources() -> Vec<File> {
    files()
        .into_iter()
        .filter(|file| file.is(&["rs", "ts", "svelte", "css"]))
        .collect()
}

/// The packages of the workspace, as cargo describes them.
pub(crate) fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output();
    let metadata = output
        .ok()
        .and_then(|output| serde_json::from_slice::<Value>(&output.stdout).ok())
        .and_then(|mut metadata| match metadata["packages"].take() {
            Value::Array(packages) => Some(packages),
            _ => None,
        });
    metadata.unwrap_or_else(|| panic!("cargo metadata does not describe the workspace"))
}

/// Fails with the rule and everything that breaks it.
pub(crate) fn hold(rule: &str, offenders: &[String]) {
    assert!(
        offenders.is_empty(),
        "\nThe rule: {rule}\nBroken by:\n  {}\n",
        offenders.join("\n  ")
    );
}

#[test]
fn a_comment_is_not_code() {
    assert_eq!(without_comment("let a = 1; // b"), "let a = 1; ");
    assert_eq!(
        without_comment("\"http://localhost\""),
        "\"http://localhost\""
    );
    assert_eq!(
        without_comment("\"http://localhost\" // c"),
        "\"http://localhost\" "
    );
}

#[test]
fn what_only_tests_see_is_not_shipped() {
    let text = "fn a() {}\n#[cfg(test)]\nmod properties;\nfn b() {}\n#[cfg(test)]\nmod tests {\nfn c() {}\n}\n";
    let file = File::sample("src/tax.rs", text);
    let shipped: Vec<&str> = file.shipped_lines().map(|(_, line)| line).collect();
    assert_eq!(shipped, ["fn a() {}", "fn b() {}"]);
    assert_eq!(modules_for_tests(&file), ["src/tax/properties.rs"]);
}
