//! The house rules, as tests. Each module holds one family of rules; each test says its rule and
//! why it is one, names every offender, and is itself tried on a sample that breaks it.
//!
//! Nothing here builds or runs the program: it reads the files that belong to the project, and
//! what cargo knows about its crates.

mod amounts;
mod arrows;
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
mod words;
