//! Scenarios: commands, engine, real HTTP, the practice Stripe, SQLite on
//! disk. No part is replaced by a mock.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

mod first_sale;
mod offline;
mod once;
mod packs;
mod revising;
mod sending;
#[path = "../shop.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod shop;
mod write;
