//! The stages of `cargo xtask test`, in their order: cheap before dear, and the pages before the
//! program that holds them.

use super::{Bench, session::Session};
use crate::process::{Leash, agrees, run};
use crate::ui;
use anyhow::{Result, ensure};
use std::process::Stdio;
use std::time::Duration;

/// Far longer than all tests take; past it, something hangs that no test's own limit has caught.
const PATIENCE: Duration = Duration::from_secs(45 * 60);

/// One stage.
pub(crate) struct Stage {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What it does, in a line.
    pub(crate) what: &'static str,
    /// Whether what follows makes no sense when this failed.
    pub(crate) others_stand_on_it: bool,
    pub(crate) run: fn(&Bench) -> Result<()>,
}

/// All of them.
pub(crate) const STAGES: &[Stage] = &[
    Stage {
        name: "format",
        what: "Rust is formatted: cargo fmt --check (files that are not are listed)",
        others_stand_on_it: false,
        run: format,
    },
    Stage {
        name: "ui-check",
        what: "The user interface's types and lints: npm run check",
        others_stand_on_it: false,
        run: ui_check,
    },
    Stage {
        name: "ui-test",
        what: "The user interface's tests: npm test",
        others_stand_on_it: false,
        run: ui_test,
    },
    Stage {
        name: "ui-build",
        what: "The pages that the window holds",
        others_stand_on_it: true,
        run: ui_build,
    },
    Stage {
        name: "build",
        what: "Everything in Rust is built once: cargo build --workspace --all-targets",
        others_stand_on_it: true,
        run: build,
    },
    Stage {
        name: "tests",
        what: "All tests in Rust, with a keyring, a display and Stripe's own clients",
        others_stand_on_it: false,
        run: tests,
    },
    Stage {
        name: "examples",
        what: "The examples in the documentation: cargo test --doc",
        others_stand_on_it: false,
        run: examples,
    },
    Stage {
        name: "lint",
        what: "The compiler's advice: cargo clippy --workspace --all-targets",
        others_stand_on_it: false,
        run: lint,
    },
];

fn format(bench: &Bench) -> Result<()> {
    run(
        bench
            .house
            .cargo()
            .args(["fmt", "--all", "--check", "--", "-l"]),
        "`cargo fmt --all` puts it right",
    )
}

fn ui_check(bench: &Bench) -> Result<()> {
    run(
        &mut ui::script(&bench.house, &bench.node, "check")?,
        "The message above names the file and the line",
    )
}

fn ui_test(bench: &Bench) -> Result<()> {
    run(
        &mut ui::script(&bench.house, &bench.node, "test")?,
        "The failing tests stand above",
    )
}

fn ui_build(bench: &Bench) -> Result<()> {
    ui::build_when_stale(&bench.house, &bench.node)
}

fn build(bench: &Bench) -> Result<()> {
    run(
        bench
            .house
            .cargo()
            .args(["build", "--workspace", "--all-targets"]),
        "The compiler's message stands above",
    )
}

/// With nextest where it is there: it runs the tests of all crates side by side, and ends one that
/// hangs. Nobody has to have it.
fn tests(bench: &Bench) -> Result<()> {
    let session = Session::start(&bench.house)?;
    let mut cargo = bench.house.cargo();
    if agrees(bench.house.cargo().args(["nextest", "--version"])) {
        cargo.args(["nextest", "run"]);
    } else {
        cargo.args(["test", "--bins", "--lib", "--tests", "--no-fail-fast"]);
    }
    // One package by itself would be built with other features, and everything below it once more.
    let packages = ["-p", "--package", "--workspace"];
    if !bench
        .filter
        .iter()
        .any(|word| packages.contains(&word.as_str()))
    {
        cargo.arg("--workspace");
    }
    cargo.args(&bench.filter);
    let mut command = session.around(&cargo);
    command
        .env("COUNTERFOIL_TEST_PYTHON", &bench.clients.python)
        .env("COUNTERFOIL_TEST_NODE_MODULES", &bench.clients.node_modules)
        .env("PATH", bench.node.path()?)
        .env(
            "COUNTERFOIL_DESKTOP",
            bench.house.program("debug", "counterfoil-desktop"),
        )
        // All that a test needs is here now: one that cannot run has failed, and is not skipped.
        .env("COUNTERFOIL_TEST_ALL", "1")
        // Snapshots are compared here, never written, and no data of the developer's is opened.
        .env("INSTA_UPDATE", "no")
        .env_remove("COUNTERFOIL_HOME");
    // On a leash, so that nothing a test has started outlives the tests.
    let status = Leash::start(&command, Stdio::inherit())?.wait(PATIENCE)?;
    ensure!(status.success(), "the failing tests stand above");
    Ok(())
}

fn examples(bench: &Bench) -> Result<()> {
    run(
        bench.house.cargo().args(["test", "--workspace", "--doc"]),
        "The failing examples stand above",
    )
}

fn lint(bench: &Bench) -> Result<()> {
    run(
        bench
            .house
            .cargo()
            .args(["clippy", "--workspace", "--all-targets", "--", "-Dwarnings"]),
        "The advice stands above",
    )
}
