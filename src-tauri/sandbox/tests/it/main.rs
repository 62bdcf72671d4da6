//! The practice Stripe over real HTTP: what Stripe's documents say of each step, held against a running
//! server. Not here: the arithmetic by itself and the parsers, which are tested where they stand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod amounts;
mod changes;
mod clocks;
mod contract;
mod credit_notes;
mod dialects;
mod discounts;
mod disputes;
mod drafts;
mod errors;
mod events;
mod faults;
mod idempotency;
mod invoices;
mod keys;
mod limits;
mod links;
mod lists;
mod pages;
mod passing_time;
mod payments;
mod payouts;
mod publishable;
mod quotes;
mod restart;
mod retries;
mod revisions;
mod schedules;
mod search;
mod seeded;
mod shop;
mod start;
mod subscriptions;
mod sums;
