//! Prices: what a product costs, once or again and again.
//!
//! Not here: tiers and metered usage beyond saying that they are there.

use serde::Deserialize;

use super::nullable::or_empty;
use super::open_enum::open_enum;
use super::{Decimal, Metadata, Reference, Typed};

open_enum! {
    /// Whether a price is paid once.
    pub enum PriceKind {
        /// Paid once.
        OneTime = "one_time",
        /// Paid every interval.
        Recurring = "recurring",
    }
}

open_enum! {
    /// The unit that billing periods are counted in.
    pub enum Interval {
        /// Days.
        Day = "day",
        /// Weeks.
        Week = "week",
        /// Months.
        Month = "month",
        /// Years.
        Year = "year",
    }
}

open_enum! {
    /// Whether tax is inside an amount.
    pub enum TaxBehavior {
        /// Tax is added.
        Exclusive = "exclusive",
        /// Tax is inside.
        Inclusive = "inclusive",
        /// Not said; the tax rate decides.
        Unspecified = "unspecified",
    }
}

/// What one of a product costs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Price {
    /// `price_…`
    pub id: String,
    /// What it is the price of.
    pub product: Reference,
    /// Whether it can be used for something new.
    pub active: bool,
    /// Three lower-case letters.
    pub currency: String,
    /// Minor units of `currency`; absent where a unit costs a fraction of one, or in tiers.
    pub unit_amount: Option<i64>,
    /// Minor units of `currency`, with up to twelve decimals.
    pub unit_amount_decimal: Option<Decimal>,
    /// Once or again and again.
    #[serde(rename = "type")]
    pub kind: PriceKind,
    /// How often, where again and again.
    pub recurring: Option<Recurring>,
    /// `per_unit` or `tiered`.
    pub billing_scheme: String,
    /// Whether tax is inside.
    pub tax_behavior: Option<TaxBehavior>,
    /// A note that only the business sees.
    pub nickname: Option<String>,
    /// A name for programs to find it by.
    pub lookup_key: Option<String>,
    /// Unix seconds UTC.
    pub created: i64,
    /// Whether this is real money.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for Price {
    const OBJECT: &'static str = "price";
}

/// How often a price is paid.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Recurring {
    /// Counted in.
    pub interval: Interval,
    /// Every so many of them.
    pub interval_count: i64,
    /// Days free at the beginning, when used through the Dashboard.
    pub trial_period_days: Option<i64>,
    /// `licensed` or `metered`.
    pub usage_type: String,
}
