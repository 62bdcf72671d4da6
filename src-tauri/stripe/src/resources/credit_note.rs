//! Credit notes: what was taken off a finalized invoice.
//!
//! Not here: their lines, and the refunds that some of them made.

use serde::Deserialize;
use serde_json::Value;

use super::nullable::or_empty;
use super::{Metadata, Reference, Tax, Typed};

/// What was taken off an invoice.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct CreditNote {
    /// `cn_…`
    pub id: String,
    /// Such as `7F3A21-0007-CN-01`.
    pub number: String,
    /// The invoice.
    pub invoice: Reference,
    /// Who owed it.
    pub customer: Reference,
    /// Three lower-case letters.
    pub currency: String,
    /// Minor units, taxes included.
    pub total: i64,
    /// The tax, by rate; absent where there is none.
    #[serde(default, deserialize_with = "or_empty")]
    pub total_taxes: Vec<Tax>,
    /// Minor units taken off what was still to be paid.
    pub pre_payment_amount: i64,
    /// Minor units of what was paid already.
    pub post_payment_amount: i64,
    /// Minor units given back outside of Stripe.
    pub out_of_band_amount: Option<i64>,
    /// What was refunded, each with `amount_refunded`.
    #[serde(default, deserialize_with = "or_empty")]
    pub refunds: Vec<Value>,
    /// `issued` or `void`.
    pub status: String,
    /// Why, as Stripe names it.
    pub reason: Option<String>,
    /// Printed on it.
    pub memo: Option<String>,
    /// The PDF's address. It opens the PDF for whoever has it.
    pub pdf: String,
    /// Unix seconds UTC.
    pub voided_at: Option<i64>,
    /// Unix seconds UTC.
    pub created: i64,
    /// Whether this is real money.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for CreditNote {
    const OBJECT: &'static str = "credit_note";
}

impl CreditNote {
    /// Minor units refunded with it.
    #[must_use]
    pub fn refunded(&self) -> i64 {
        self.refunds
            .iter()
            .filter_map(|refund| refund.get("amount_refunded")?.as_i64())
            .fold(0, i64::saturating_add)
    }
}
