//! Stripe's own clients, unmodified. They run where `cargo xtask test` has put them; elsewhere these
//! tests say that they skip.

use std::path::{Path, PathBuf};
use std::process::Command;

use sandbox::{Options, start};

async fn run(program: &Path, script: &str) {
    let running = start(Options::default()).await.unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/clients")
        .join(script);
    let (url, key, program) = (
        running.url().to_owned(),
        running.key().to_owned(),
        program.to_owned(),
    );
    let output = tokio::task::spawn_blocking(move || {
        Command::new(program)
            .arg(script)
            .env("PRACTICE_URL", url)
            .env("PRACTICE_KEY", key)
            .output()
            .unwrap()
    })
    .await
    .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}{err}");
    print!("{out}");
    running.stop().await;
}

async fn python(script: &str) {
    match std::env::var_os("COUNTERFOIL_TEST_PYTHON") {
        Some(python) => run(&PathBuf::from(python), script).await,
        None => println!("skipped: COUNTERFOIL_TEST_PYTHON names no python with `stripe`"),
    }
}

#[tokio::test]
async fn the_python_client_sells() {
    python("first_sale.py").await;
}

#[tokio::test]
async fn the_python_client_takes_payments() {
    python("payments.py").await;
}

#[tokio::test]
async fn the_python_client_refunds() {
    python("refunds.py").await;
}

#[tokio::test]
async fn the_python_client_changes_subscriptions() {
    python("subscriptions.py").await;
}

#[tokio::test]
async fn the_python_client_credits() {
    python("credit_notes.py").await;
}

#[tokio::test]
async fn the_python_client_bills() {
    python("billing.py").await;
}

#[tokio::test]
async fn the_python_client_keeps_balances() {
    python("balances.py").await;
}

#[tokio::test]
async fn the_python_client_lets_a_year_pass() {
    python("schedules.py").await;
}

async fn node(script: &str) {
    if std::env::var_os("COUNTERFOIL_TEST_NODE_MODULES").is_none() {
        println!("skipped: COUNTERFOIL_TEST_NODE_MODULES names no folder with npm's `stripe`");
        return;
    }
    run(Path::new("node"), script).await;
}

#[tokio::test]
async fn the_node_client_sells() {
    node("first_sale.mjs").await;
}

#[tokio::test]
async fn the_node_client_bills() {
    node("billing.mjs").await;
}
