//! What the pages may hold: nothing that the content security policy would have to be loosened
//! for, and nothing from elsewhere.

use crate::house::{File, hold, sources};

/// What looks like an address and leads nowhere outside: the names of vocabularies, and the form
/// that our own `preview:` scheme has on Windows.
const NAMES: &[&str] = &["http://www.w3.org/", "http://preview.localhost/"];

/// Files that may hold addresses, and why.
const MAY_LINK: &[(&str, &str)] = &[
    (
        "ui/src/words/",
        "sentences that send a person to a page of Stripe's",
    ),
    (
        "ui/src/links",
        "the addresses that the system's browser is asked to open",
    ),
];

fn inline_styles(files: &[File]) -> Vec<String> {
    marked(files, |file, line| {
        file.is(&["svelte"])
            && [" style=", "\tstyle="]
                .iter()
                .any(|sign| line.contains(sign))
            || line.trim_start().starts_with("style=")
    })
}

fn remote(files: &[File]) -> Vec<String> {
    marked(files, |file, line| {
        let linking = MAY_LINK.iter().any(|(path, _)| file.below(path));
        let mut line = line.to_owned();
        for name in NAMES {
            line = line.replace(name, "");
        }
        let address = line.contains("http://") || line.contains("https://");
        let protocol_less = ["src=\"//", "href=\"//", "url(//", "url(\"//"]
            .iter()
            .any(|sign| line.contains(sign));
        (address && !linking) || protocol_less
    })
}

fn raw_html(files: &[File]) -> Vec<String> {
    marked(files, |_, line| {
        line.contains("innerHTML") || line.contains("insertAdjacentHTML")
    })
}

fn layers(files: &[File]) -> Vec<String> {
    let signs = [
        "will-change",
        "translate3d",
        "translateZ",
        "backdrop-filter",
    ];
    marked(files, |file, line| {
        file.is(&["svelte", "css"]) && signs.iter().any(|sign| line.contains(sign))
    })
}

fn marked(files: &[File], breaks: impl Fn(&File, &str) -> bool) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.below("ui/src/") && !file.is_test())
        .flat_map(|file| {
            file.lines()
                .filter(|(_, line)| {
                    let code = line.trim_start();
                    !code.starts_with("//") && !code.starts_with('*') && breaks(file, line)
                })
                .map(|(number, line)| file.at(number, line))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn no_style_attribute() {
    let rule = "the policy forbids inline styles, so such an attribute does nothing in the window";
    hold(rule, &inline_styles(&sources()));
}

#[test]
fn nothing_comes_from_elsewhere() {
    let rule = "the window works without a network and tells nobody that it is open";
    hold(rule, &remote(&sources()));
}

#[test]
fn no_markup_is_put_in_as_text() {
    let rule =
        "a customer's name is text; markup from a record would run with our commands in reach";
    hold(rule, &raw_html(&sources()));
}

#[test]
fn nothing_at_rest_needs_layers() {
    let rule = "one layer that never goes away brings WebKit's whole drawing by graphics card into \
                every process, which costs more memory and time than all else that the window does";
    hold(rule, &layers(&sources()));
}

#[test]
fn bad_pages_are_caught() {
    let files = [
        File::sample(
            "ui/src/parts/A.svelte",
            "<p style=\"color: red\">\n<p style:color={tone}>\n<style>\n",
        ),
        File::sample(
            "ui/src/parts/b.css",
            "@import url(https://fonts.example/inter.css);\n",
        ),
        File::sample(
            "ui/src/parts/c.ts",
            "el.innerHTML = name;\nconst svg = \"http://www.w3.org/2000/svg\";\n",
        ),
        File::sample(
            "ui/src/parts/d.css",
            ".row { will-change: transform; }\n.row { transform: translateY(1px); }\n",
        ),
        File::sample(
            "ui/src/words/en.ts",
            "const help = \"https://example.com\";\n",
        ),
    ];
    assert_eq!(inline_styles(&files).len(), 1);
    assert_eq!(remote(&files).len(), 1);
    assert_eq!(raw_html(&files).len(), 1);
    assert_eq!(layers(&files).len(), 1);
}
