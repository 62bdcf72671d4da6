//! Refunds: money that goes back.

use serde::Deserialize;

use super::open_enum::open_enum;
use super::{Reference, Typed};

open_enum! {
    /// How far a refund is.
    pub enum RefundStatus {
        /// On its way.
        Pending = "pending",
        /// The payer has to do something for it.
        RequiresAction = "requires_action",
        /// Done.
        Succeeded = "succeeded",
        /// It came back.
        Failed = "failed",
        /// Taken back before it went.
        Canceled = "canceled",
    }
}

/// Money that goes back.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Refund {
    /// `re_…`
    pub id: String,
    /// How far it is.
    pub status: Option<RefundStatus>,
    /// Minor units.
    pub amount: i64,
    /// Three lower-case letters.
    pub currency: String,
    /// The attempt that took it.
    pub charge: Option<Reference>,
    /// The payment that it is taken from.
    pub payment_intent: Option<Reference>,
    /// Why, in Stripe's words.
    pub reason: Option<String>,
    /// Why it came back.
    pub failure_reason: Option<String>,
    /// Unix seconds UTC.
    pub created: i64,
}

impl Typed for Refund {
    const OBJECT: &'static str = "refund";
}
