//! The cache as its callers see it, on real files. Not the internals, which are tested beside the
//! code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a failed test is what these say"
)]

mod files;
mod listings;
mod outbox;
mod records;
mod samples;
mod search;
mod small_tables;
