//! Products, prices and tax rates as user interfaces see them.

use super::{Amount, Per, Problem, Row};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A price of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PriceView {
    /// Stripe's id.
    pub id: String,
    /// The product's id.
    pub product: String,
    /// The product's name.
    pub name: String,
    /// What the product is, in a sentence.
    pub detail: Option<String>,
    /// The price of one; none for tiered prices.
    pub unit: Option<Amount>,
    /// The exact price of one as a decimal string, which may have more decimals than the currency.
    pub unit_decimal: Option<String>,
    /// Three-letter code in lower case.
    pub currency: String,
    /// How often, for recurring prices.
    pub per: Option<Per>,
    /// Can be used for new quotes.
    pub active: bool,
}

/// A product with its prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProductSheet {
    /// The row of the list.
    pub row: Row,
    /// What it is, in a sentence.
    pub detail: Option<String>,
    /// Can be used for new quotes.
    pub active: bool,
    /// Its prices, newest first.
    pub prices: Vec<PriceView>,
    /// What Stripe refused last.
    pub problem: Option<Problem>,
}

/// A tax rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TaxRateView {
    /// Stripe's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The percentage as a decimal string.
    pub percent: String,
    /// Contained in the prices already.
    pub inclusive: bool,
}
