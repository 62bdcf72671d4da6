//! What tauri.conf.json lets the window do: its content security policy and its one capability.

use crate::house::{hold, root};
use serde_json::{Value, json};

fn settings() -> Value {
    let text = std::fs::read_to_string(root().join("tauri.conf.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("tauri.conf.json: {error}"))
}

/// The policy's words, whether it is written as one text or as an object of lists.
fn policy(settings: &Value) -> Vec<String> {
    fn words(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::String(text) => into.extend(text.split([' ', ';']).map(str::to_owned)),
            Value::Array(values) => values.iter().for_each(|value| words(value, into)),
            Value::Object(values) => {
                for (name, value) in values {
                    into.push(name.clone());
                    words(value, into);
                }
            }
            _ => {}
        }
    }
    let mut into = Vec::new();
    words(&settings["app"]["security"]["csp"], &mut into);
    into.retain(|word| !word.is_empty());
    into
}

/// The window's own schemes have this form on Windows, and Tauri's calls go there.
const OURS: &[&str] = &["http://ipc.localhost", "http://preview.localhost"];

fn loose(settings: &Value) -> Vec<String> {
    let words = policy(settings);
    if !words.iter().any(|word| word == "default-src") {
        return vec!["there is no default-src, so everything not named is allowed".to_owned()];
    }
    words
        .into_iter()
        .filter(|word| {
            word.starts_with("'unsafe-")
                || word.contains('*')
                || ["http:", "https:", "data:script"].contains(&word.as_str())
                || (word.contains("://") && !OURS.contains(&word.as_str()))
        })
        .collect()
}

fn wide(settings: &Value) -> Vec<String> {
    let capabilities = settings["app"]["security"]["capabilities"].as_array();
    capabilities
        .into_iter()
        .flatten()
        .filter(|capability| {
            capability["windows"] != json!(["main"]) || !capability["remote"].is_null()
        })
        .map(Value::to_string)
        .collect()
}

#[test]
fn the_policy_lets_nothing_in() {
    let rule =
        "a page that holds people's invoices loads from itself alone and runs no inline script";
    hold(rule, &loose(&settings()));
}

#[test]
fn only_the_main_window_may_call() {
    hold(
        "a document or a payment page has no commands at all",
        &wide(&settings()),
    );
}

#[test]
fn what_is_shipped_is_the_built_pages() {
    let built = &settings()["build"]["frontendDist"];
    assert_eq!(
        built, "ui/dist",
        "the window shows the pages that were tested, not a server's"
    );
}

#[test]
fn a_loose_setting_is_caught() {
    let security = |csp: &str, windows: Value| json!({ "app": { "security": { "csp": csp, "capabilities": [{ "windows": windows }] } } });
    let bad = security(
        "default-src 'self'; script-src 'unsafe-inline' https://cdn.example",
        json!(["*"]),
    );
    assert_eq!(loose(&bad).len(), 2);
    assert_eq!(wide(&bad).len(), 1);
    assert_eq!(
        loose(&security("script-src 'self'", json!(["main"]))).len(),
        1
    );
    let good = security(
        "default-src 'self'; connect-src ipc: http://ipc.localhost",
        json!(["main"]),
    );
    assert!(loose(&good).is_empty() && wide(&good).is_empty());
}
