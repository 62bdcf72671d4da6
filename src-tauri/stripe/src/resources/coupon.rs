//! Coupons: how much is taken off, and how often. What is taken off a given quote or invoice by
//! one is a [`Discount`](super::Discount).

use serde::Deserialize;

use super::nullable::or_empty;
use super::open_enum::open_enum;
use super::{Decimal, Metadata, Typed};

open_enum! {
    /// How long a coupon works on a subscription.
    pub enum CouponDuration {
        /// On the first invoice only.
        Once = "once",
        /// For `duration_in_months`.
        Repeating = "repeating",
        /// On every invoice.
        Forever = "forever",
    }
}

/// A reduction that can be given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Coupon {
    /// Chosen by the maker or by Stripe.
    pub id: String,
    /// As customers see it.
    pub name: Option<String>,
    /// Minor units of `currency`; either this or `percent_off`.
    pub amount_off: Option<i64>,
    /// The currency of `amount_off`.
    pub currency: Option<String>,
    /// Per cent, above 0 and up to 100.
    pub percent_off: Option<Decimal>,
    /// How long it works.
    pub duration: CouponDuration,
    /// Months, where it repeats.
    pub duration_in_months: Option<i64>,
    /// Which products it is for; all of them where absent. Only when expanded.
    pub applies_to: Option<AppliesTo>,
    /// Unix seconds UTC after which it cannot be given any more.
    pub redeem_by: Option<i64>,
    /// How often it may be given.
    pub max_redemptions: Option<i64>,
    /// How often it was given.
    pub times_redeemed: i64,
    /// Whether it can still be given.
    pub valid: bool,
    /// Unix seconds UTC.
    pub created: i64,
    /// Whether this is real money.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for Coupon {
    const OBJECT: &'static str = "coupon";
}

/// Which products a coupon is for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AppliesTo {
    /// Product ids.
    pub products: Vec<String>,
}
