//! A coupon at work on a customer, a quote, a line or an invoice.
//!
//! Not here: how much it took off; that stands with the line or total it was taken off.

use serde::Deserialize;

use super::{Reference, Typed};

/// One coupon given to one thing.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Discount {
    /// `di_…`
    pub id: String,
    /// Where the reduction comes from.
    pub source: DiscountSource,
    /// Whose it is.
    pub customer: Option<Reference>,
    /// The code that the customer typed.
    pub promotion_code: Option<Reference>,
    /// Unix seconds UTC.
    pub start: i64,
    /// Unix seconds UTC; absent for those that work once or for ever.
    pub end: Option<i64>,
    /// The invoice it is fixed to.
    pub invoice: Option<String>,
    /// The invoice item it is fixed to.
    pub invoice_item: Option<String>,
    /// The subscription it is fixed to.
    pub subscription: Option<String>,
    /// The subscription item it is fixed to.
    pub subscription_item: Option<String>,
}

impl Typed for Discount {
    const OBJECT: &'static str = "discount";
}

/// Where a discount comes from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct DiscountSource {
    /// Stripe's `type`: `coupon` today.
    #[serde(rename = "type")]
    pub kind: String,
    /// The coupon.
    pub coupon: Option<Reference>,
}
