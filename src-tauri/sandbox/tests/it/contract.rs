//! Everything that the practice Stripe offers, called by Stripe's own clients, with every request and
//! answer held against Stripe's API description by the proxy that lies beside the project. Where the
//! clients are missing nothing runs, where the proxy is missing the calls are made without it; both say
//! so. The table in the README is what this prints.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sandbox::{Options, start};
use serde_json::Value;

/// Requests that depart from the description on purpose: old dialects, refusals that are tried, and
/// operations that the description, a part of Stripe's, leaves out.
const ON_PURPOSE: &[(&str, &str)] = &[
    ("POST /v1/prices", "colour"),
    ("POST /v1/customers", "coupon"),
    ("", "no such operation in the description"),
];

#[tokio::test(flavor = "multi_thread")]
async fn python_calls_everything_that_is_offered() {
    let Some(python) = std::env::var_os("COUNTERFOIL_TEST_PYTHON") else {
        return missing("COUNTERFOIL_TEST_PYTHON names no python with `stripe`");
    };
    all_of(Path::new(&python), "py", "PyPI").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_calls_everything_that_is_offered() {
    if std::env::var_os("COUNTERFOIL_TEST_NODE_MODULES").is_none() {
        return missing("COUNTERFOIL_TEST_NODE_MODULES names no folder with npm's `stripe`");
    }
    all_of(Path::new("node"), "mjs", "npm").await;
}

/// By itself a test without its clients says so; under `cargo xtask test`, which brings them, it fails.
fn missing(what: &str) {
    assert!(std::env::var_os("COUNTERFOIL_TEST_ALL").is_none(), "{what}");
    println!("skipped: {what}");
}

/// The scripts in `tests/clients` for one of the clients; what they begin with is none itself.
fn scripts(extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path());
    let ours = |file: &PathBuf| {
        file.extension().is_some_and(|e| e == extension)
            && file.file_stem().is_some_and(|stem| stem != "practice")
    };
    let mut scripts: Vec<PathBuf> = files.filter(ours).collect();
    scripts.sort();
    scripts
}

/// Runs each script on an account of its own, and then asks what all of them together left out.
async fn all_of(program: &Path, extension: &str, client: &str) {
    let mut called = BTreeSet::new();
    let mut record = Record::default();
    let mut held = false;
    for script in scripts(extension) {
        let running = start(Options::default()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let proxy = Proxy::before(running.url(), folder.path());
        let mut command = Command::new(program);
        command
            .arg(&script)
            // The project is not the place for what Python makes of a module.
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env(
                "PRACTICE_URL",
                proxy.as_ref().map_or(running.url(), |proxy| &proxy.url),
            )
            .env("PRACTICE_KEY", running.key());
        let output = tokio::task::spawn_blocking(move || command.output()).await;
        let output = output.unwrap().unwrap();
        let said = [output.stdout, output.stderr].map(|b| String::from_utf8_lossy(&b).into_owned());
        assert!(
            output.status.success(),
            "{}: {}{}",
            script.display(),
            said[0],
            said[1]
        );
        print!("{}", said[0]);
        called.extend(running.control().called());
        if let Some(proxy) = proxy {
            record.add(&proxy);
            held = true;
        }
        running.stop().await;
    }
    let never: Vec<String> = sandbox::offered().difference(&called).cloned().collect();
    assert!(never.is_empty(), "{client} never called {never:#?}");
    if held {
        record.judge(client);
    } else {
        println!("skipped: without ../shared/stripe nothing is held against the API description");
    }
}

/// The proxy that holds requests and answers against the description.
struct Proxy {
    child: Child,
    url: String,
    report: PathBuf,
}

impl Proxy {
    /// Starts it before the server at `url`, where it and a python for it are there.
    fn before(url: &str, folder: &Path) -> Option<Self> {
        let python = std::env::var_os("COUNTERFOIL_TEST_PYTHON")?;
        let program =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/stripe/contract-proxy");
        if !program.exists() {
            return None;
        }
        let report = folder.join("contract.jsonl");
        let mut child = Command::new(python)
            .arg(program)
            .args(["--upstream", url, "--listen", "127.0.0.1:0", "--report"])
            .arg(&report)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .split_whitespace()
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        assert!(
            url.starts_with("http://127.0.0.1:"),
            "the proxy said {line}"
        );
        Some(Self { child, url, report })
    }
}

/// What went through the proxy, over several runs.
#[derive(Default)]
struct Record {
    /// Calls of each operation.
    seen: BTreeMap<String, u64>,
    /// Departures from the description.
    rows: Vec<Value>,
}

impl Record {
    fn add(&mut self, proxy: &Proxy) {
        let seen = std::fs::read(proxy.report.with_extension("jsonl.seen")).unwrap();
        let seen: BTreeMap<String, u64> = serde_json::from_slice(&seen).unwrap();
        for (op, calls) in seen {
            *self.seen.entry(op).or_default() += calls;
        }
        let report = std::fs::read_to_string(&proxy.report).unwrap();
        self.rows.extend(
            report
                .lines()
                .map(|line| serde_json::from_str::<Value>(line).unwrap()),
        );
    }

    /// Prints the table, and fails on a departure that is not on purpose.
    fn judge(&self, client: &str) {
        let (seen, rows) = (&self.seen, &self.rows);
        let word = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let (meant, unmeant): (Vec<&Value>, Vec<&Value>) = rows.iter().partition(|row| {
            let (op, path, problem) = (word(row, "op"), word(row, "path"), word(row, "problem"));
            word(row, "where") == "request"
                && ON_PURPOSE.iter().any(|(known, what)| {
                    (known.is_empty() && problem == *what) || (op == *known && path == *what)
                })
        });

        let group = |op: &str| op.split('/').nth(2).unwrap_or_default().to_owned();
        let mut table: BTreeMap<String, (BTreeSet<&str>, u64, usize)> = BTreeMap::new();
        for (op, calls) in seen {
            let row = table.entry(group(op)).or_default();
            row.0.insert(op);
            row.1 += calls;
        }
        for row in &unmeant {
            table.entry(group(&word(row, "op"))).or_default().2 += 1;
        }
        println!("| {client} | operations | calls | departures |\n|---|--:|--:|--:|");
        for (name, (operations, calls, departures)) in &table {
            println!("| {name} | {} | {calls} | {departures} |", operations.len());
        }
        let calls: u64 = seen.values().sum();
        println!("| in all | {} | {calls} | {} |", seen.len(), unmeant.len());
        println!(
            "{} departures in requests were made on purpose",
            meant.len()
        );
        assert!(
            unmeant.is_empty(),
            "{client} and the description part: {unmeant:#?}"
        );
        assert!(calls > 100, "the calls went through the proxy");
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
