//! Tax rates. How much tax a line or a document carries by one is a [`Tax`](super::Tax).

use serde::Deserialize;

use super::nullable::or_empty;
use super::{Decimal, Metadata, Typed};

/// A tax as a percentage.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TaxRate {
    /// `txr_…`
    pub id: String,
    /// As customers see it: "VAT".
    pub display_name: String,
    /// A note that only the business sees.
    pub description: Option<String>,
    /// Per cent, up to four decimals.
    pub percentage: Decimal,
    /// Whether the tax is inside the price or added.
    pub inclusive: bool,
    /// Whether it can be used for something new.
    pub active: bool,
    /// Two upper-case letters.
    pub country: Option<String>,
    /// The state, without its country.
    pub state: Option<String>,
    /// As the invoice says it: "DE".
    pub jurisdiction: Option<String>,
    /// What kind of tax, such as `vat`.
    pub tax_type: Option<String>,
    /// Unix seconds UTC.
    pub created: i64,
    /// Whether this is real money.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for TaxRate {
    const OBJECT: &'static str = "tax_rate";
}
