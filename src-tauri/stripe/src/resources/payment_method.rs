//! Payment methods: the cards and accounts that a customer keeps with Stripe. They are read where
//! they are shown and never kept.

use serde::Deserialize;

use super::{Reference, Typed};

/// A way to pay.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PaymentMethod {
    /// `pm_…`
    pub id: String,
    /// Which kind, such as `card`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The card, where it is one.
    pub card: Option<Card>,
    /// Whose it is.
    pub customer: Option<Reference>,
    /// Unix seconds UTC.
    pub created: i64,
}

impl Typed for PaymentMethod {
    const OBJECT: &'static str = "payment_method";
}

/// A card as people know it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Card {
    /// Such as `visa`.
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// From 1 to 12.
    pub exp_month: i64,
    /// Such as 2029.
    pub exp_year: i64,
}
