//! The practice Stripe: a stateful server of Stripe's API on loopback, so that everything works with
//! no Stripe account and no network, and so that a misspelt field or a wrong rounding fails a test.
//!
//! It is not a mock with canned answers: every operation changes state in one SQLite file, and what it
//! does not know it refuses as an unknown URL or parameter. It shares no types with the client that
//! talks to it and no arithmetic with the program that checks its totals.
//!
//! A request's way through the crate: [`http`] takes the bytes off the wire (auth, forms, limits,
//! faults), [`operation`] finds what is asked for and checks its parameters against the noun's table,
//! [`store`] opens one transaction on its own thread, the noun in [`objects`] does it, and the object
//! changes, the [`events`] and the idempotency record are committed together before the answer leaves.

#![recursion_limit = "256"] // the invoice is one JSON literal with seventy fields

mod call;
mod clock;
mod control;
mod due;
mod errors;
mod events;
mod expand;
mod faults;
mod http;
mod ids;
mod json;
mod keys;
mod list;
mod money;
mod objects;
mod operation;
mod options;
mod pages;
mod papers;
mod params;
mod practice;
mod running;
mod search;
mod seed;
mod store;

pub use control::Control;
pub use faults::Fault;
pub use faults::plan::{FaultPlan, PlanError};
pub use keys::{Permissions, UnknownPermission};
pub use options::{API_VERSION, AfterRetries, Dates, Limits, Options, PRACTICE_KEY, Seed, Written};
pub use running::{Error, Running, offered, start};
