//! Amounts as user interfaces show them: exact, never a float.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Amount {
    /// Minor units of `currency` (cents, yen, fils).
    pub minor: i64,
    /// Three-letter code in lower case, as Stripe writes it.
    pub currency: String,
    /// The exact decimal figure, such as `1234.50`, for `Intl.NumberFormat`.
    pub decimal: String,
    /// The amount in English conventions, such as `$1,234.50`, for the terminal.
    pub text: String,
}

/// How often something recurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Per {
    /// `day`, `week`, `month` or `year`.
    pub interval: String,
    /// Every how many intervals, at least 1.
    pub count: u32,
}

/// One discount or tax within totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Share {
    /// Its name, with the percentage where it has one.
    pub label: String,
    /// What it comes to; discounts are negative.
    pub amount: Amount,
    /// A tax that is contained in the prices already.
    pub inclusive: bool,
}

/// The totals of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Totals {
    /// Before discounts and exclusive tax.
    pub subtotal: Amount,
    /// Each discount, negative.
    pub discounts: Vec<Share>,
    /// Each tax.
    pub taxes: Vec<Share>,
    /// What is to be paid.
    pub total: Amount,
}

/// What recurs, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecurringTotals {
    /// How often.
    pub per: Per,
    /// What each period comes to.
    pub totals: Totals,
}
