//! Payments, credit notes and subscriptions from the terminal, by the real program: what is said before
//! money moves, and what bad input comes to. What the money does is tried in `tests/flows`.

#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn counterfoil(home: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_counterfoil"))
        .args(words)
        .env("COUNTERFOIL_HOME", home)
        .env_remove("COUNTERFOIL_OFFLINE")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// What it says to whoever sits there; `status` must be its exit status.
fn said(home: &Path, words: &[&str], status: i32) -> String {
    let output = counterfoil(home, words);
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert_eq!(output.status.code(), Some(status), "{words:?}: {text}");
    text
}

/// The one JSON document of an answer, or of a problem.
fn document(home: &Path, words: &[&str], status: i32) -> Value {
    let output = counterfoil(home, &[words, &["--json"]].concat());
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{words:?}: {text}");
    let bytes = if status == 0 {
        output.stdout
    } else {
        output.stderr
    };
    serde_json::from_slice(&bytes).expect("one JSON document")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// An open invoice of the practice account, and its customer.
fn open_invoice(home: &Path) -> (String, String) {
    let list = document(home, &["invoice", "list", "--tab", "open"], 0);
    let row = &list["rows"][0];
    let number = text(&row["number"]);
    let sheet = document(home, &["invoice", "show", &number], 0);
    (number, text(&sheet["customer"]["id"]))
}

#[test]
fn a_charge_and_a_refund_say_how_much_before_and_refuse_nonsense() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    let (number, customer) = open_invoice(home);
    said(
        home,
        &["customer", "cards", "attach", &customer, "pm_card_visa"],
        0,
    );
    let none = said(home, &["payment", "charge", &number], 1);
    assert!(none.contains("charged by default"), "{none}");
    assert!(none.contains("--card") && none.contains("4242"), "{none}");
    let wrong = said(
        home,
        &[
            "payment", "charge", &number, "--card", "4242", "--part", "lots",
        ],
        1,
    );
    assert!(!wrong.contains("Charging"), "nothing is announced: {wrong}");

    let done = said(home, &["payment", "charge", &number, "--card", "4242"], 0);
    assert!(
        done.contains("Charging Visa") && done.contains("Charged."),
        "{done}"
    );
    let again = said(home, &["payment", "charge", &number, "--card", "4242"], 1);
    assert!(again.contains("This invoice is paid."), "{again}");
    assert!(!again.contains("Charging"), "nothing is announced: {again}");

    let refused = document(home, &["payment", "refund", &number, "--amount", "lots"], 1);
    assert_eq!(refused["error"]["fields"][0]["path"], "amount", "{refused}");
    let before = document(home, &["payment", "show", &number], 0);
    let code = text(&before["received"]["currency"]);
    let back = said(
        home,
        &["payment", "refund", &number, "--amount", "12.50"],
        0,
    );
    let after = document(home, &["payment", "show", &number], 0);
    let went = text(&after["refunded"]["text"]);
    assert!(
        back.contains(&format!("Giving back {went} of")),
        "{code}: {back}"
    );
}

#[test]
fn what_is_not_there_is_named_as_what_it_was_asked_for() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    for (words, says) in [
        (
            ["payment", "show", "nosuch"],
            "There is no payment “nosuch” here",
        ),
        (
            ["payment", "receipt", "nosuch"],
            "There is no payment “nosuch” here",
        ),
        (
            ["invoice", "show", "nosuch"],
            "There is no invoice called “nosuch” here",
        ),
        (
            ["subscription", "pause", "nosuch"],
            "There is no subscription called “nosuch” here",
        ),
    ] {
        let problem = document(home, &words, 1);
        assert_eq!(problem["error"]["code"], "not_found", "{problem}");
        let message = text(&problem["error"]["message"]);
        assert!(message.contains(says), "{message}");
        assert!(said(home, &words, 1).contains(says));
    }
    for words in [
        ["payment", "refund"].as_slice(),
        &["credit-note", "create"],
        &["subscription", "change"],
        &["invoice", "frame"],
    ] {
        assert_eq!(counterfoil(home, words).status.code(), Some(2), "{words:?}");
    }
    let list = said(home, &["credit-note", "list"], 0);
    assert!(list.contains(" credit notes"), "{list}");
}

#[test]
fn a_subscription_is_held_resumed_ended_and_kept() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    let list = document(home, &["subscription", "list"], 0);
    let rows = list["rows"].as_array().expect("rows");
    let by = |code: &str, noun: &str| {
        let found = rows
            .iter()
            .find(|row| row["state"]["code"] == code && row["noun"] == noun);
        text(&found.expect("the practice account has one")["id"])
    };
    let active = by("active", "subscription");
    let act = |words: &[&str], code: &str| {
        said(home, words, 0);
        let sheet = document(home, &["subscription", "show", &active], 0);
        assert_eq!(sheet["row"]["state"]["code"], code, "{words:?}");
    };
    act(&["subscription", "pause", &active], "paused");
    act(&["subscription", "resume", &active], "active");
    act(&["subscription", "cancel", &active], "ending");
    act(&["subscription", "keep", &active], "active");
    let problem = document(home, &["subscription", "keep", &active], 1);
    assert_eq!(problem["error"]["code"], "not_allowed", "{problem}");
    let schedule = by("not_started", "subscription_schedule");
    let problem = document(home, &["subscription", "pause", &schedule], 1);
    let hint = text(&problem["error"]["hint"]);
    assert!(hint.contains("once it has started"), "{problem}");
}
