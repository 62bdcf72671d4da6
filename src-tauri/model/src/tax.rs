//! Tax rates. Not the reckoning with them: that is in [`document`](crate::document), where the
//! order of things is decided.

use crate::{money::Money, percent::Percent};

/// A tax rate as it stands on a line or as a document's default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxRate {
    /// What tells this rate from others: Stripe's id, or the draft's own key before there is
    /// one. Taxes with the same key are added up into one row.
    pub key: String,
    /// The name on paper: "VAT".
    pub name: String,
    /// How much.
    pub percent: Percent,
    /// Whether the price already contains it.
    pub inclusive: bool,
}

/// What one rate comes to on a whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxTotal {
    /// The rate's key.
    pub key: String,
    /// The rate's name: "VAT".
    pub name: String,
    /// The rate's percentage, as text without the sign: "19".
    pub percent: String,
    /// Whether it is contained in the prices (then the total does not grow by it).
    pub inclusive: bool,
    /// What it was reckoned on: amounts after discounts, without inclusive tax.
    pub taxable: Money,
    /// The tax itself.
    pub amount: Money,
}
