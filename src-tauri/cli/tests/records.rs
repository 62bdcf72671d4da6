//! The records' bad days, met by the real program: no room on the disk, a
//! folder that cannot be written, a damaged file, one from a newer version.
//! The disks are small ones in memory that only the program sees. What
//! becomes of the outbox on a way out is tried in `tests/flows`.

#![cfg(target_os = "linux")]
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

/// Runs a script in which `$1` is a folder for a disk of its own and `$2` the program. Mounting is
/// allowed in a namespace of one's own, which ends with the script.
fn on_a_disk(script: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-euc"])
        .args([script, "sh"])
        .arg(folder.path())
        .arg(env!("CARGO_BIN_EXE_counterfoil"))
        .env_remove("COUNTERFOIL_OFFLINE")
        .stdin(Stdio::null())
        .output()
        .expect("unshare starts (package util-linux)")
}

fn said(output: &Output) -> String {
    format!(
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn the_disk_is_full() {
    let output = on_a_disk(
        r#"
        mount -t tmpfs -o size=32m none "$1"
        export COUNTERFOIL_HOME="$1/home"
        "$2" customer create --name "Before" --json >/dev/null
        "$2" quote create --new-customer-name Alder --line 'Sign|1|80.00' --json >"$1/draft"
        # Everything that is left goes to something else.
        dd if=/dev/zero of="$1/else" bs=4k >/dev/null 2>&1 || true
        "$2" customer create --name "During" && exit 9
        "$2" doctor && exit 9
        rm "$1/else"
        # What could not be written cannot be given back either: the lease runs out by itself.
        tries=0
        until "$2" sync; do tries=$((tries + 1)); test "$tries" -lt 5; done
        "$2" customer create --name "After" --json >/dev/null
        "$2" customer list --json | tee "$1/list" | grep -q After
        grep -q Before "$1/list"
        "$2" repair | grep 'are in order'
        echo "all of it went on"
        "#,
    );
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("all of it went on"), "{text}");
    assert!(
        text.contains("The disk is full") || text.contains("cannot be written"),
        "{text}"
    );
    assert!(text.contains("try again"), "{text}");
    for machine in ["SQLITE", "rusqlite", "os error", "Something went wrong"] {
        assert!(!text.contains(machine), "no machine's words: {text}");
    }
}

#[test]
fn the_folder_cannot_be_written() {
    let output = on_a_disk(
        r#"
        mount -t tmpfs -o size=32m none "$1"
        export COUNTERFOIL_HOME="$1/home"
        "$2" customer create --name "Before" --json >/dev/null
        # Where a program ended before its last answer was through, the log stays beside the file, and
        # with it a file can be read where nothing can be written. The next start tidies it.
        for again in 1 2 3 4 5; do
          [ ! -e "$1/home/accounts/practice.sqlite-wal" ] || "$2" customer list >/dev/null
        done
        mount -o remount,ro none "$1"
        "$2" customer list && exit 9
        "$2" doctor && exit 9
        mount -o remount,rw none "$1"
        "$2" customer list --json | grep -q Before
        echo "it was only that"
        "#,
    );
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("it was only that"), "{text}");
    assert!(text.contains("cannot be written"), "{text}");
    assert!(text.contains("may be written"), "{text}");
    for machine in ["Something went wrong", "os error"] {
        assert!(!text.contains(machine), "no machine's words: {text}");
    }
}

#[test]
fn a_file_that_is_no_database_is_left_and_a_backup_leads_out() {
    let home = tempfile::tempdir().expect("a folder");
    let draft = [
        "quote",
        "create",
        "--new-customer-name",
        "Alder",
        "--line",
        "Sign|1|80.00",
        "--json",
    ];
    assert!(counterfoil(home.path(), &draft).status.success());
    let records = home.path().join("accounts/practice.sqlite");
    let garbage = b"not a database any more ".repeat(500);
    std::fs::write(&records, &garbage).expect("the damage is done");
    for log in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(home.path().join(format!("accounts/practice.sqlite{log}")));
    }

    let output = counterfoil(home.path(), &["quote", "list"]);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(text.contains("are damaged"), "{text}");
    assert!(text.contains("counterfoil repair"), "{text}");
    let output = counterfoil(home.path(), &["doctor", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let health: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!(health["state"], "bad", "{health}");
    assert!(std::fs::read(&records).expect("the file") == garbage);

    let output = counterfoil(home.path(), &["repair", "--json"]);
    assert_eq!(output.status.code(), Some(1), "they are not in order");
    let care: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    let name = care["backups"][0]["name"].as_str().expect("a backup");
    let output = counterfoil(home.path(), &["repair", "--restore", name, "--json"]);
    assert!(output.status.success(), "{}", said(&output));
    let done: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    let aside = done["aside"].as_str().expect("where it lies");
    assert!(std::fs::read(aside).expect("the file") == garbage);
    let output = counterfoil(home.path(), &["quote", "list", "--json"]);
    assert!(said(&output).contains("Alder"), "{}", said(&output));
    let output = counterfoil(home.path(), &["doctor"]);
    assert!(output.status.success(), "{}", said(&output));
}
