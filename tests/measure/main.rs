//! What `cargo xtask bench` measures inside the program: search and lists over as many invoices as a
//! busy shop has in ten years, through the same commands that the window asks. Not a test: it fails
//! nothing, and prints one JSON object of figures.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measure that cannot be taken says so, and what it found is what it is for"
)]

mod fill;
mod lists;
mod search;
mod times;

use commands::{Desk, Parts, StartPractice, SystemClock, Vault};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, home, invoices] = arguments.as_slice() else {
        eprintln!("measure fill|search|lists HOME INVOICES");
        std::process::exit(2);
    };
    let home = PathBuf::from(home);
    let invoices = invoices.parse().expect("a whole number of invoices");
    fill::fill(&home, invoices).await;
    let figures = match what.as_str() {
        "fill" => return,
        "search" => search::take(&home).await,
        "lists" => lists::take(&home).await,
        other => {
            eprintln!("there is no measure “{other}”");
            std::process::exit(2);
        }
    };
    println!("{figures}");
}

/// A desk on this home that asks nobody: what is measured is answered from the records alone.
fn desk(home: &Path) -> Desk {
    let away = StartPractice::new(|_| Box::pin(async { Err("not for this measure".into()) }));
    Desk::open(Parts {
        home: home.to_owned(),
        clock: Arc::new(SystemClock),
        vault: Vault::default(),
        practice: Some((away, sandbox::PRACTICE_KEY)),
        offline: true,
        courier: false,
    })
    .expect("a desk")
}

/// The file that holds the records of the practice account.
fn records(home: &Path) -> PathBuf {
    home.join("accounts").join("practice.sqlite")
}
