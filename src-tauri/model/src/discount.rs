//! Discounts, as Stripe's coupons know them. Not the reckoning with them: see
//! [`document`](crate::document).

use crate::{money::Money, percent::Percent};

/// A discount on a line or on a whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    /// The name on paper: "Welcome".
    pub name: String,
    /// How much comes off.
    pub off: Off,
    /// For how long, where something repeats.
    pub lasts: Lasts,
}

/// How much a discount takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Off {
    /// A part of what is left to pay.
    Percent(Percent),
    /// A fixed amount, at most what is left to pay.
    Amount(Money),
}

/// How long a discount lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// On the first invoice only.
    Once,
    /// On every invoice within the first months.
    Repeating {
        /// How many.
        months: u32,
    },
    /// On every invoice.
    Forever,
}

/// What one discount comes to on a whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountTotal {
    /// The discount's name.
    pub name: String,
    /// What it takes off (not negative).
    pub amount: Money,
}

impl Off {
    /// "10%" or "$25.00".
    pub fn text(self) -> String {
        match self {
            Self::Percent(percent) => format!("{}%", percent.text()),
            Self::Amount(money) => money.text(),
        }
    }
}

impl Lasts {
    /// Reads Stripe's `duration` and `duration_in_months`. `None` for a duration not known here
    /// or a repeating one without its months.
    pub fn parse(duration: &str, months: Option<u32>) -> Option<Self> {
        match (duration, months) {
            ("once", _) => Some(Self::Once),
            ("forever", _) => Some(Self::Forever),
            ("repeating", Some(months)) => Some(Self::Repeating { months }),
            _ => None,
        }
    }
}
