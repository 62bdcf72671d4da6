//! How Counterfoil is run, tested and measured: `cargo xtask VERB`.
//!
//! Not part of the program: nothing here is shipped, and nothing here depends on the other crates,
//! because this must start on a machine that has Rust and a C compiler and nothing else yet. What
//! it does is asked of the tools themselves (apt-get, npm, cargo, WebKitWebDriver), a line a step.

mod bench;
mod clients;
mod contract;
mod desktop;
mod display;
mod house;
mod newer;
mod node;
mod packages;
mod pictures;
mod process;
mod python;
mod run;
mod say;
mod test;
mod ui;
mod webdriver;
mod window;

use std::process::ExitCode;

const VERBS: &str = "\
cargo xtask run [-- ARGS]      install what is missing, build, open the window
                               (no display: carry out the first sale and take a picture)
cargo xtask test               everything that is tested; --list names the stages,
                               --only STAGE runs one of them
cargo xtask bench NAME         measure; the last line is one JSON object
cargo xtask contract           write ui/src/bridge/contract.ts anew from the command list
cargo xtask pictures [NAME]    photograph the real window into ui/pictures";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (verb, rest) = match arguments.split_first() {
        Some((verb, rest)) => (verb.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    let done = match verb {
        "run" => run::run(rest),
        "test" => test::test(rest),
        "bench" => bench::bench(rest),
        "contract" => contract::contract(),
        "pictures" => pictures::pictures(rest),
        "help" | "--help" | "-h" => {
            println!("{VERBS}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("There is no verb `{other}`. There are:\n\n{VERBS}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // The alternate form writes the causes too, outermost first.
            eprintln!("\ncargo xtask {verb} stopped: {problem:#}");
            ExitCode::FAILURE
        }
    }
}
