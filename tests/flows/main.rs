//! Scenarios: commands, engine, real HTTP, the practice Stripe, SQLite on
//! disk. No part is replaced by a mock.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

mod accounts;
mod bad_days;
mod bad_input;
mod care;
mod chains;
mod collecting;
mod connecting;
mod crediting;
mod current;
mod first_sale;
mod invoices;
mod invoicing;
mod keeping;
mod killed;
mod live;
mod looking;
#[path = "../missing.rs"]
mod missing;
mod offline;
mod once;
mod packs;
mod passing_time;
mod payments;
mod reading_back;
mod refunds;
mod refusals;
mod revising;
mod same_totals;
mod sending;
#[path = "../shop.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod shop;
mod subscriptions;
mod syncing;
mod till;
mod together;
mod write;
