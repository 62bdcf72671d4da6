//! The house rules, as tests. Each module holds one family of rules; each test says its rule and
//! why it is one, names every offender, and is itself tried on a sample that breaks it.
//!
//! Nothing here builds or runs the program: it reads the files that belong to the project, and
//! what cargo knows about its crates.

#![allow(
    clippy::panic,
    reason = "a rule that is broken ends its test, wherever it is found out"
)]

mod amounts;
mod arrows;
mod boundaries;
mod card;
mod code;
mod contract;
mod coverage;
mod house;
mod imports;
mod opening;
mod pages;
mod size;
mod traces;
mod window;
mod words;
