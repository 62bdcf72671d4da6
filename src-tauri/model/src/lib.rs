//! What a quote and an invoice are: money, lines, tax, states, transitions.
//!
//! A pure crate. It does no I/O, is not async, reads no clock, serialises nothing, holds no
//! floating point number and never panics: the same input gives the same answer. The current
//! time always comes in as a parameter, in unix seconds UTC. It knows no shape of Stripe's
//! JSON; `engine` translates between the two.
//!
//! A short tour:
//! - [`currency`], [`money`], [`mod@unit`], [`percent`]: exact amounts, nothing ever rounds unseen.
//! - [`entry`]: what people type into an amount field.
//! - [`mod@line`], [`discount`], [`tax`], [`document`]: what a quote or an invoice adds up to.
//! - [`quote`], [`invoice`], [`payment`], [`subscription`]: how they stand, and what may be done with them.
//! - [`credit`]: what a credit note does. [`check`]: whether a draft can go out.
//! - [`calendar`]: civil days without a time library.

// The promise "no floats, no panics" is held by the compiler. Tests may take the short way.
#![cfg_attr(
    not(test),
    deny(
        clippy::float_arithmetic,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::indexing_slicing
    )
)]

pub mod calendar;
pub mod check;
pub mod credit;
pub mod currency;
pub mod discount;
pub mod document;
pub mod entry;
pub mod invoice;
pub mod line;
pub mod money;
pub mod payment;
pub mod percent;
pub mod quote;
pub mod refusal;
pub mod subscription;
pub mod tax;
pub mod unit;

mod round;

#[cfg(test)]
mod properties;

pub use currency::Currency;
pub use money::Money;
pub use percent::Percent;
pub use refusal::{Refusal, RefusalKind};
pub use unit::UnitAmount;
