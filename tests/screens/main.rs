//! The user interface in WebKit's own browser, on the real core with a real
//! practice account behind it: what a person sees, reaches and reads, in light
//! and dark and at two sizes. Pictures are left in `target/screens`.
//!
//! Needs the built pages, a display in memory and WebKit's driver; where one is
//! missing the test says so and does nothing. `cargo xtask test` brings them, and
//! there it fails instead.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

mod browser;
mod care;
#[path = "../driven/driven.rs"]
#[allow(dead_code, unused_imports, reason = "other tests use more of it")]
mod driven;
mod keyboard;
mod lists;
#[path = "../missing.rs"]
mod missing;
mod money;
mod names;
mod problems;
mod server;
#[path = "../shop.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod shop;
mod views;
