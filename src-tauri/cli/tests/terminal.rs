//! The real program in a home of its own: exit statuses, the one JSON
//! document, the outbox across two starts, the first sale, the practice
//! Stripe. What figures mean is tested where they are reckoned.

use serde_json::Value;
use std::error::Error;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

type Tried = Result<(), Box<dyn Error>>;

fn counterfoil(home: &Path, words: &[&str]) -> Result<Output, std::io::Error> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
    command
        .args(words)
        .env("COUNTERFOIL_HOME", home)
        .env_remove("COUNTERFOIL_OFFLINE")
        .stdin(Stdio::null())
        .output()
}

/// Runs it; the answer must be one JSON document, and `status` its exit status.
fn document(home: &Path, words: &[&str], status: i32) -> Result<Value, Box<dyn Error>> {
    let output = counterfoil(home, words)?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{words:?}: {said}");
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn text(value: &Value, pointer: &str) -> String {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_first_sale_leaves_papers_and_one_document() -> Tried {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("papers");
    let out_text = out.to_string_lossy().into_owned();
    let answer = document(
        &folder.path().join("home"),
        &["first-sale", "--json", "--out", &out_text],
        0,
    )?;
    let files = answer["files"].as_array().ok_or("no files")?;
    assert!(files.len() >= 5, "four quotes and an invoice: {files:?}");
    for file in files {
        let bytes = std::fs::read(file.as_str().ok_or("a file has no name")?)?;
        assert!(bytes.starts_with(b"%PDF-"), "{file} is a PDF");
    }
    assert_eq!(
        std::fs::read_dir(&out)?.count(),
        files.len(),
        "nothing else is left there"
    );
    Ok(())
}

#[test]
fn what_waits_is_sent_by_the_next_start() -> Tried {
    let home = tempfile::tempdir()?;
    let page = document(
        home.path(),
        &["quote", "list", "--tab", "open", "--limit", "1", "--json"],
        0,
    )?;
    let id = text(&page, "/rows/0/id");
    let output = counterfoil(
        home.path(),
        &["--offline", "--json", "quote", "accept", &id],
    )?;
    assert_eq!(output.status.code(), Some(1), "it is not done yet");
    let outcome: Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(outcome["state"], "queued");
    let error: Value = serde_json::from_slice(&output.stderr)?;
    assert_eq!(error["error"]["code"], "unreachable");
    let sheet = document(
        home.path(),
        &["--offline", "--json", "quote", "show", &id],
        0,
    )?;
    assert_eq!(sheet["row"]["pending"], "accept");
    document(home.path(), &["sync", "--json"], 0)?;
    let sheet = document(home.path(), &["quote", "show", &id, "--json"], 0)?;
    assert_eq!(sheet["row"]["state"]["code"], "accepted");
    // Once more does nothing more.
    let links = sheet["links"].clone();
    document(home.path(), &["quote", "accept", &id, "--json"], 0)?;
    assert_eq!(
        document(home.path(), &["quote", "show", &id, "--json"], 0)?["links"],
        links
    );
    Ok(())
}

/// A stand-in for the system's opener of files is all there is of a mail program: what is noted
/// hangs on what it says.
#[cfg(unix)]
#[test]
fn a_mail_draft_is_noted_as_opened_once_it_is() -> Tried {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir()?;
    let home = folder.path().join("home");
    let page = document(
        &home,
        &["quote", "list", "--tab", "open", "--limit", "1", "--json"],
        0,
    )?;
    let id = text(&page, "/rows/0/id");
    let programs = folder.path().join("programs");
    std::fs::create_dir(&programs)?;
    let opener = programs.join(if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    });
    for (status, noted) in [(3, 0), (0, 1)] {
        std::fs::write(&opener, format!("#!/bin/sh\nexit {status}\n"))?;
        std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755))?;
        let output = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
            .args(["quote", "send", &id, "--open", "--json"])
            .env("COUNTERFOIL_HOME", &home)
            .env("PATH", &programs)
            .stdin(Stdio::null())
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(i32::from(noted == 0)), "{said}");
        let sheet = document(&home, &["quote", "show", &id, "--json"], 0)?;
        let history = sheet["history"].as_array().ok_or("a quote has a history")?;
        let opened = |moment: &&Value| text(moment, "/code") == "draft_opened";
        assert_eq!(history.iter().filter(opened).count(), noted, "{history:?}");
    }
    Ok(())
}

#[test]
fn a_quote_is_called_by_its_number() -> Tried {
    let home = tempfile::tempdir()?;
    let line = "Sign above the door|2|1,250.50";
    let made = document(
        home.path(),
        &[
            "quote",
            "create",
            "--new-customer-name",
            "Alder",
            "--currency",
            "usd",
            "--line",
            line,
            "--json",
        ],
        0,
    )?;
    assert_eq!(text(&made, "/record/upfront/total/text"), "$2,501.00");
    let done = document(
        home.path(),
        &["quote", "finalize", &text(&made, "/subject/id"), "--json"],
        0,
    )?;
    let number = text(&done, "/record/row/number");
    assert_ne!(number, "", "a finalized quote has a number");
    let shown = document(
        home.path(),
        &["quote", "show", &number.to_lowercase(), "--json"],
        0,
    )?;
    assert_eq!(shown["row"]["id"], done["subject"]["id"]);
    let file = home.path().join("quote.pdf").to_string_lossy().into_owned();
    document(
        home.path(),
        &["quote", "pdf", &number, "--out", &file, "--json"],
        0,
    )?;
    let again = counterfoil(home.path(), &["quote", "pdf", &number, "--out", &file])?;
    assert_eq!(again.status.code(), Some(1), "a file that is there stays");
    Ok(())
}

#[test]
fn a_no_is_one_and_a_slip_is_two() -> Tried {
    let home = tempfile::tempdir()?;
    let output = counterfoil(
        home.path(),
        &[
            "--json",
            "quote",
            "create",
            "--currency",
            "usd",
            "--line",
            "Sign|1|1.250",
        ],
    )?;
    assert_eq!(output.status.code(), Some(1));
    assert!(
        output.stdout.is_empty(),
        "nothing was done, and nothing is said to be"
    );
    let error: Value = serde_json::from_slice(&output.stderr)?;
    assert_eq!(error["error"]["code"], "invalid_input");
    let paths: Vec<String> = error["error"]["fields"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|field| text(field, "/path"))
        .collect();
    assert!(
        paths.contains(&"lines[0].unit".to_owned()) && paths.contains(&"customer".to_owned()),
        "{paths:?}"
    );
    let page = document(
        home.path(),
        &["quote", "list", "--tab", "draft", "--json"],
        0,
    )?;
    assert!(
        !page.to_string().contains("draft_"),
        "no draft is left behind"
    );
    assert_eq!(
        counterfoil(home.path(), &["quote", "create", "--line", "Sign"])?
            .status
            .code(),
        Some(2)
    );
    assert_eq!(
        counterfoil(home.path(), &["quote", "frame"])?.status.code(),
        Some(2)
    );
    Ok(())
}

#[cfg(unix)]
#[test]
fn the_practice_stripe_says_where_it_is_and_ends_when_told() -> Tried {
    let mut child = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
        .args(["sandbox", "--seed", "3:recent", "--limits", "test"])
        .args(["--faults", "slow:1 every 2", "--fault-seed", "7"])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
    let place: Value = serde_json::from_str(&line)?;
    assert!(
        text(&place, "/url").starts_with("http://127.0.0.1:"),
        "{line}"
    );
    assert!(text(&place, "/key").starts_with("sk_test_"), "{line}");
    assert!(
        Command::new("kill")
            .args(["-TERM", &child.id().to_string()])
            .status()?
            .success()
    );
    assert!(child.wait()?.success(), "it ends by itself, and well");
    Ok(())
}

#[test]
fn the_practice_stripe_stays_on_this_computer_and_takes_no_live_key() -> Tried {
    let home = tempfile::tempdir()?;
    for (words, status) in [
        (["sandbox", "--listen", "0.0.0.0:0"].as_slice(), 1),
        (&["sandbox", "--key", "sk_live_1"], 1),
        (&["sandbox", "--key", "rk_live_1"], 1),
        (&["sandbox", "--faults", "earthquake 5%"], 2),
        (&["sandbox", "--seed", "many"], 2),
        (&["sandbox", "--fault-seed", "3"], 2),
    ] {
        let output = counterfoil(home.path(), words)?;
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        assert!(output.stdout.is_empty(), "{words:?}: nothing runs");
    }
    Ok(())
}
