//! What the owner decides once: how papers look, how amounts are typed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The business as papers show it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Business {
    /// Name; empty means the account's.
    pub name: String,
    /// Address, a line each.
    pub address: Vec<String>,
    /// E-mail or telephone.
    pub contact: String,
    /// Tax id, as it shall be printed.
    pub tax_id: String,
}

/// Paper sizes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// Whether a bank may ask its customer while a card is charged here: the two ways that Stripe
/// describes for taking cards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    /// Everywhere: the bank's page is opened where the bank asks.
    #[default]
    WhereTheBankAsks,
    /// For the US and Canada, where banks seldom ask: a card that asks is declined instead.
    Never,
}

/// All settings of an account's window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// The business as papers show it.
    pub business: Business,
    /// The colour of headings on papers, `#rrggbb`.
    pub accent: String,
    /// Paper size.
    pub paper: PaperSize,
    /// Decimal mark of typed amounts: `.`, `,` or empty for "ask where it matters".
    pub decimal_mark: String,
    /// Currency of new quotes, lower case; empty means the account's.
    pub currency: String,
    /// Days until due of new quotes.
    pub days_until_due: u32,
    /// Say with a notification of the system that a payment came in.
    pub tell_payments: bool,
    /// Whether a bank may ask its customer while a card is charged here.
    pub authentication: Authentication,
    /// The account's publishable key, with which a card is taken; it is no secret. Empty where none was
    /// entered, and on the practice account, which brings its own.
    pub publishable_key: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            business: Business::default(),
            accent: "#15504a".to_owned(),
            paper: PaperSize::A4,
            decimal_mark: String::new(),
            currency: String::new(),
            days_until_due: 14,
            tell_payments: true,
            authentication: Authentication::default(),
            publishable_key: String::new(),
        }
    }
}
