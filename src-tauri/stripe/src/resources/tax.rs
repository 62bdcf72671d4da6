//! How much tax and how much discount an invoice or one of its lines carries.
//!
//! Not the rates and coupons themselves.

use serde::Deserialize;

use super::{Reference, TaxBehavior};

/// An amount of tax.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Tax {
    /// Minor units of the document's currency.
    pub amount: i64,
    /// Inside the price or added.
    pub tax_behavior: TaxBehavior,
    /// Why it is taxed, or not.
    pub taxability_reason: String,
    /// What it is the tax on, in minor units.
    pub taxable_amount: Option<i64>,
    /// By which rate.
    pub tax_rate_details: Option<TaxRateDetails>,
}

/// By which rate something is taxed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TaxRateDetails {
    /// `txr_…`
    pub tax_rate: String,
}

/// An amount of discount.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct DiscountAmount {
    /// Minor units of the document's currency.
    pub amount: i64,
    /// By which discount, `di_…`.
    pub discount: Reference,
}
