//! Which folder of the user interface may import which, and that nothing goes round in circles.

use crate::house::{File, hold, sources};
use std::collections::{BTreeMap, BTreeSet};

/// What each folder may import beside itself. Folders not named here hold one concept each
/// (quotes, invoices, …) and share `CONCEPT`.
const FOLDERS: &[(&str, &[&str])] = &[
    ("bridge", &[]),
    ("styles", &[]),
    ("words", &["bridge"]),
    ("parts", &["styles", "icons"]),
    ("state", &["bridge", "words", "icons"]),
    // Quotes and invoices are sent alike.
    ("sending", &["bridge", "parts", "state", "words"]),
    ("views", &["*"]),
    // The page's own entry: what mounts the first view.
    ("", &["*"]),
];

const CONCEPT: &[&str] = &["bridge", "parts", "sending", "state", "styles", "words"];

/// One import of one file by another, both as paths below `ui/src`.
#[derive(Debug)]
struct Import {
    from: String,
    to: String,
}

const ROOT: &str = "ui/src/";

/// The addresses that a file imports, as they are written.
fn addresses(file: &File) -> Vec<&str> {
    let mut found = Vec::new();
    for (_, line) in file.lines() {
        let code = line.trim_start();
        if code.starts_with("//") || code.starts_with('*') {
            continue;
        }
        for start in [" from ", "import ", "import(", "@import "] {
            for (at, _) in line.match_indices(start) {
                let rest = line[at + start.len()..].trim_start();
                let Some(quote) = rest.chars().next().filter(|sign| "'\"".contains(*sign)) else {
                    continue;
                };
                if let Some(end) = rest[1..].find(quote) {
                    found.push(&rest[1..=end]);
                }
            }
        }
    }
    found
}

/// The imports among files of `ui/src`.
fn imports(files: &[File]) -> Vec<Import> {
    let mut imports = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.below(ROOT) && !file.is_test())
    {
        for address in addresses(file)
            .into_iter()
            .filter(|one| one.starts_with('.'))
        {
            let from = file.path[ROOT.len()..].to_owned();
            let wanted = resolve(&from, address);
            // The ending may be left out; a folder's own part of the path never is.
            let to = ["", ".ts", ".svelte", ".js"]
                .iter()
                .map(|ending| format!("{wanted}{ending}"))
                .find(|path| {
                    files
                        .iter()
                        .any(|file| file.path[..].strip_prefix(ROOT) == Some(path))
                })
                .unwrap_or(wanted);
            imports.push(Import { from, to });
        }
    }
    imports
}

fn resolve(from: &str, address: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    parts.join("/")
}

fn folder(path: &str) -> &str {
    // The list of drawings: an action names its icon without knowing any widget.
    if path == "parts/icons.ts" {
        return "icons";
    }
    path.split_once('/').map_or("", |(folder, _)| folder)
}

fn against_the_folders(imports: &[Import]) -> Vec<String> {
    imports
        .iter()
        .filter(|import| {
            let (from, to) = (folder(&import.from), folder(&import.to));
            let may = FOLDERS
                .iter()
                .find(|(name, _)| *name == from)
                .map_or(CONCEPT, |(_, may)| *may);
            from != to && !may.contains(&"*") && !may.contains(&to)
        })
        .map(|import| format!("{} imports {}", import.from, import.to))
        .collect()
}

/// The circles, each as the path that comes back to its start.
fn circles(imports: &[Import]) -> Vec<String> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in imports {
        next.entry(&import.from).or_default().insert(&import.to);
    }
    let (mut done, mut found) = (BTreeSet::new(), Vec::new());
    for &start in next.keys() {
        walk(start, &next, &mut Vec::new(), &mut done, &mut found);
    }
    found
}

fn walk<'a>(
    at: &'a str,
    next: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
    found: &mut Vec<String>,
) {
    if let Some(start) = way.iter().position(|one| *one == at) {
        let mut circle = way[start..].to_vec();
        circle.push(at);
        found.push(circle.join(" -> "));
        return;
    }
    if done.contains(at) {
        return;
    }
    way.push(at);
    for &to in next.get(at).into_iter().flatten() {
        walk(to, next, way, done, found);
    }
    way.pop();
    done.insert(at);
}

#[test]
fn only_the_bridge_imports_tauri() {
    let offenders: Vec<String> = sources()
        .iter()
        .filter(|file| file.below("ui/") && !file.below("ui/src/bridge/"))
        .flat_map(|file| {
            addresses(file)
                .into_iter()
                .filter(|address| address.starts_with("@tauri-apps"))
                .map(|address| format!("{} imports {address}", file.path))
                .collect::<Vec<_>>()
        })
        .collect();
    hold(
        "the same pages run in the window and in the screen tests' browser",
        &offenders,
    );
}

#[test]
fn folders_import_only_what_they_may() {
    let rule =
        "parts know no concept, concepts do not know each other, and views put them together";
    hold(rule, &against_the_folders(&imports(&sources())));
}

#[test]
fn nothing_is_imported_in_a_circle() {
    let rule = "files that need each other are one file, or hide a third";
    hold(rule, &circles(&imports(&sources())));
}

#[test]
fn bad_imports_are_caught() {
    let files = [
        File::sample(
            "ui/src/parts/Row.svelte",
            "<script>\nimport { a } from \"../quotes/a\";\n",
        ),
        File::sample(
            "ui/src/quotes/a.ts",
            "import type { B } from '../invoices/b';\n",
        ),
        File::sample(
            "ui/src/invoices/b.ts",
            "export { a } from \"../quotes/a\";\n// from \"../x\"\n",
        ),
        File::sample(
            "ui/src/views/All.svelte",
            "import \"../styles/base.css\";\nimport x from \"../quotes/a\";\n",
        ),
    ];
    let imports = imports(&files);
    assert_eq!(imports.len(), 5, "{imports:?}");
    assert_eq!(against_the_folders(&imports).len(), 3);
    assert_eq!(
        circles(&imports),
        ["invoices/b.ts -> quotes/a.ts -> invoices/b.ts"]
    );
}
