//! Disputes: the cardholder's bank takes a payment back.

use serde::Deserialize;

use super::{Reference, Typed};

/// A payment that is taken back.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Dispute {
    /// `du_…`
    pub id: String,
    /// How far it is: `needs_response`, `under_review`, `won`, `lost` and others.
    pub status: String,
    /// Minor units.
    pub amount: i64,
    /// Three lower-case letters.
    pub currency: String,
    /// Why, in Stripe's words.
    pub reason: String,
    /// The attempt that it is about.
    pub charge: Reference,
    /// The payment that it is about.
    pub payment_intent: Option<Reference>,
    /// By when it is to be answered.
    pub evidence_details: Option<EvidenceDetails>,
    /// Unix seconds UTC.
    pub created: i64,
}

impl Typed for Dispute {
    const OBJECT: &'static str = "dispute";
}

/// By when a dispute is to be answered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EvidenceDetails {
    /// Unix seconds UTC.
    pub due_by: Option<i64>,
}
