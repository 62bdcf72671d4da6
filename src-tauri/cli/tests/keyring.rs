//! The keyring's bad days, met by the real program on a message bus of the
//! test's own: there is no bus, the keyring is locked, it never answers. Each
//! time: a plain sentence, soon, with what to do; no key in a file; and all
//! else goes on. What a keyring in order does is tried in `tests/flows`.

#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, reason = "a test that cannot go on says so")]

#[path = "keyring/bus.rs"]
mod bus;

use bus::Bus;
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const KEY: &str = concat!("rk_test_", "51CounterfoilBadKeyringDays5d2e");

/// Longer than the program's patience, shorter than anybody's.
const SOON: Duration = Duration::from_secs(45);

/// Runs the program; without a bus it must not find, or start, the developer's.
fn counterfoil(home: &Path, bus: Option<&Bus>, words: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
    command
        .args(words)
        .env("COUNTERFOIL_HOME", home)
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .env_remove("COUNTERFOIL_OFFLINE")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    match bus {
        Some(bus) => command.env("DBUS_SESSION_BUS_ADDRESS", bus.address()),
        None => command.env_remove("DBUS_SESSION_BUS_ADDRESS"),
    };
    let mut child = command.spawn().expect("the program starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    // It may refuse before it has read.
    let _ = pipe.write_all(input.as_bytes());
    drop(pipe);
    child.wait_with_output().expect("the program ends")
}

fn document(output: &Output) -> Value {
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

/// A practice Stripe of the test's own, which takes the key.
struct Stripe {
    child: std::process::Child,
    url: String,
}

impl Stripe {
    fn start() -> Stripe {
        use std::io::BufRead as _;
        let mut child = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
            .args(["sandbox", "--listen", "127.0.0.1:0", "--key", KEY])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the practice Stripe starts");
        let mut line = String::new();
        std::io::BufReader::new(child.stdout.take().expect("a pipe"))
            .read_line(&mut line)
            .expect("its first line");
        let said: Value = serde_json::from_str(&line).expect("JSON");
        let url = said["url"].as_str().expect("an address").to_owned();
        Stripe { child, url }
    }
}

impl Drop for Stripe {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Tries to connect an account; answers with the problem, which must come soon and cost nothing.
fn refused(home: &Path, bus: Option<&Bus>) -> Value {
    let stripe = Stripe::start();
    let begun = Instant::now();
    let output = counterfoil(
        home,
        bus,
        &["account", "add", "--api-base", &stripe.url, "--json"],
        KEY,
    );
    assert!(begun.elapsed() < SOON, "it took {:?}", begun.elapsed());
    assert_eq!(output.status.code(), Some(1));
    let said: Value = serde_json::from_slice(&output.stderr).expect("one JSON document");
    let problem = said["error"].clone();
    assert_eq!(problem["retry"], "now", "trying again helps: {problem}");
    assert!(
        problem["hint"]
            .as_str()
            .is_some_and(|hint| !hint.is_empty()),
        "{problem}"
    );
    assert!(
        !said.to_string().contains(KEY) && bus::holding(home, KEY).is_empty(),
        "the key lies nowhere: no fallback in a file"
    );
    let accounts = document(&counterfoil(home, bus, &["account", "list", "--json"], ""));
    assert_eq!(
        accounts.as_array().map(Vec::len),
        Some(1),
        "nothing was connected: {accounts}"
    );
    problem
}

/// The practice account, which needs no keyring, goes on.
fn works(home: &Path, bus: Option<&Bus>) {
    let page = document(&counterfoil(
        home,
        bus,
        &["customer", "list", "--limit", "1", "--json"],
        "",
    ));
    assert_eq!(page["rows"].as_array().map(Vec::len), Some(1), "{page}");
    let draft = [
        "quote",
        "create",
        "--new-customer-name",
        "Alder",
        "--line",
        "Sign|1|80.00",
        "--json",
    ];
    document(&counterfoil(home, bus, &draft, ""));
}

#[test]
fn there_is_no_keyring_at_all() {
    let home = tempfile::tempdir().expect("a folder");
    let problem = refused(home.path(), None);
    assert_eq!(problem["code"], "keyring_missing", "{problem}");
    works(home.path(), None);

    // A bus, and nobody on it who keeps secrets.
    let bus = Bus::start(home.path());
    let problem = refused(home.path(), Some(&bus));
    assert_eq!(problem["code"], "keyring_missing", "{problem}");
}

#[test]
fn the_keyring_never_answers() {
    let home = tempfile::tempdir().expect("a folder");
    let bus = Bus::start(home.path());
    let silent = bus.silent_keyring();
    let problem = refused(home.path(), Some(&bus));
    assert_eq!(problem["code"], "keyring_locked", "{problem}");
    assert_eq!(problem["message"], "The keyring does not answer.");
    works(home.path(), Some(&bus));
    drop(silent);
}

#[test]
fn the_keyring_is_locked_and_what_was_kept_can_still_be_read() {
    let home = tempfile::tempdir().expect("a folder");
    let stripe = Stripe::start();
    let added = {
        let bus = Bus::start(home.path());
        let _keyring = bus.keyring(Some("the owner's password"));
        let add = ["account", "add", "--api-base", &stripe.url, "--json"];
        let added = document(&counterfoil(home.path(), Some(&bus), &add, KEY));
        document(&counterfoil(
            home.path(),
            Some(&bus),
            &["sync", "--json"],
            "",
        ));
        let made = ["customer", "create", "--name", "Ana Lima", "--json"];
        document(&counterfoil(home.path(), Some(&bus), &made, ""));
        added
    };
    assert_eq!(added["mode"], "test", "{added}");

    // The next morning nobody has typed the password yet.
    let bus = Bus::start(home.path());
    let keyring = bus.keyring(None);
    let begun = Instant::now();
    let output = counterfoil(home.path(), Some(&bus), &["sync", "--json"], "");
    assert!(begun.elapsed() < SOON, "it took {:?}", begun.elapsed());
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("keyring_locked"), "{said}");
    assert!(said.contains("The keyring is locked."), "{said}");

    // What was seen is there, drafts are written, and a change waits in the outbox.
    let list = ["customer", "list", "--json"];
    let page = document(&counterfoil(home.path(), Some(&bus), &list, ""));
    assert_eq!(page["rows"][0]["title"], "Ana Lima", "{page}");
    let change = ["customer", "create", "--name", "Bea Koch", "--json"];
    let output = counterfoil(home.path(), Some(&bus), &change, "");
    assert_eq!(output.status.code(), Some(1), "it is not done yet");
    let outcome: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(outcome["state"], "queued", "{outcome}");
    drop(keyring);

    // Unlocked, it goes out, once.
    let bus = Bus::start(home.path());
    let _keyring = bus.keyring(Some("the owner's password"));
    document(&counterfoil(
        home.path(),
        Some(&bus),
        &["sync", "--json"],
        "",
    ));
    let page = document(&counterfoil(home.path(), Some(&bus), &list, ""));
    let mut titles: Vec<&str> = page["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["title"].as_str())
        .collect();
    // Both may be of the same second.
    titles.sort_unstable();
    assert_eq!(titles, ["Ana Lima", "Bea Koch"]);
    assert!(
        bus::holding(&home.path().join("accounts"), KEY).is_empty(),
        "and the key lies in no file of the program's"
    );
}
