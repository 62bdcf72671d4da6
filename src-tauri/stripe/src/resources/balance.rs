//! The account's balance; also the cheapest question by which to see that a key works.
//!
//! Not here: payouts and balance transactions.

use serde::Deserialize;

use super::Typed;

/// What the account holds at Stripe, by currency.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Balance {
    /// Ready to be paid out.
    pub available: Vec<BalanceAmount>,
    /// Not yet ready.
    pub pending: Vec<BalanceAmount>,
    /// Whether this is real money.
    pub livemode: bool,
}

impl Typed for Balance {
    const OBJECT: &'static str = "balance";
}

/// An amount of one currency.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct BalanceAmount {
    /// In minor units of `currency`; may be negative.
    pub amount: i64,
    /// Three lower-case letters.
    pub currency: String,
}
