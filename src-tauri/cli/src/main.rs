//! Counterfoil from a terminal: the same commands as the window's. This file
//! only starts and ends the program. What can be asked is in [`args`], what
//! it means in [`verbs`], how answers look in [`print`]. Everything that is
//! done is done by `commands::call`.

mod answer;
mod args;
mod desk;
mod json;
mod paper;
mod print;
mod verbs;

use anyhow::Context as _;
use clap::Parser as _;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Filling a practice account of a size spends a third of its time on memory with the system's own.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

fn main() -> anyhow::Result<ExitCode> {
    let cli = args::Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("counterfoil could not start its threads")?;
    let code = runtime.block_on(async {
        let json = cli.globals.json;
        match Box::pin(verbs::run(cli)).await {
            Ok(answer) => answer.show(json),
            Err(problem) => answer::complain(&problem, json),
        }
    });
    Ok(code)
}
