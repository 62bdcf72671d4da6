//! The crate from outside: over real HTTP on loopback, and against Stripe's own descriptions of
//! its objects. What is pure is tested beside its code.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should say so and stop"
)]

mod documents;
mod lines;
mod pages;
mod refusals;
mod requests;
mod retries;
mod secrets;
mod server;
mod shapes;
mod views;
