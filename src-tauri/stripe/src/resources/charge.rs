//! Charges: one attempt each to take money.

use serde::Deserialize;

use super::open_enum::open_enum;
use super::{Reference, Typed};

open_enum! {
    /// How an attempt went.
    pub enum ChargeStatus {
        /// The money was taken, or is held.
        Succeeded = "succeeded",
        /// On its way.
        Pending = "pending",
        /// Nothing was taken.
        Failed = "failed",
    }
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Charge {
    /// `ch_…`
    pub id: String,
    /// How it went.
    pub status: ChargeStatus,
    /// Minor units.
    pub amount: i64,
    /// Minor units taken.
    pub amount_captured: i64,
    /// Minor units given back.
    pub amount_refunded: i64,
    /// Three lower-case letters.
    pub currency: String,
    /// Whether the money was taken, and not only held.
    pub captured: bool,
    /// Whether the cardholder's bank disputes it.
    pub disputed: bool,
    /// The payment that it is an attempt of; none for charges made in the old way.
    pub payment_intent: Option<Reference>,
    /// What was charged.
    pub payment_method_details: Option<PaymentMethodDetails>,
    /// Why it failed, in Stripe's codes.
    pub failure_code: Option<String>,
    /// What the bank said.
    pub outcome: Option<ChargeOutcome>,
    /// Unix seconds UTC.
    pub created: i64,
}

impl Typed for Charge {
    const OBJECT: &'static str = "charge";
}

/// What was charged.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PaymentMethodDetails {
    /// Which kind of thing, such as `card`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The card, where it is one.
    pub card: Option<ChargedCard>,
}

/// A card as far as a record of it keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ChargedCard {
    /// Such as `visa`.
    pub brand: Option<String>,
    /// The last four digits.
    pub last4: Option<String>,
}

/// What the bank said.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ChargeOutcome {
    /// Such as `authorized`, `issuer_declined` or `blocked`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The bank's reason.
    pub reason: Option<String>,
}
