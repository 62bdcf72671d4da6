//! A card that is typed in the payment window: for what, and what became of it. No card data and no
//! client secret has a place in any of this.

use super::Amount;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a card is to be typed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum CardWanted {
    /// To pay what an invoice still asks for.
    Invoice {
        /// The invoice.
        id: String,
        /// A saved card whose security code is asked for again; none where a card is typed.
        card: Option<String>,
    },
    /// To go on with a payment that waits for a card or for its holder's bank.
    Payment {
        /// The payment intent.
        id: String,
        /// A saved card whose security code is asked for again; none where a card is typed.
        #[serde(default)]
        card: Option<String>,
    },
    /// To keep a card for later, without charging it.
    Keep {
        /// The customer whose card it is.
        customer: String,
    },
}

/// What the payment window will ask for, said beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CardQuestion {
    /// What the card is for: an invoice's number, a payment's description.
    pub subject: String,
    /// The customer's name.
    pub customer: String,
    /// What is taken; none where the card is only kept.
    pub amount: Option<Amount>,
    /// It is only held for now, and taken later or let go.
    pub hold: bool,
    /// The saved card whose security code is asked for, such as `Visa ending in 4242`.
    pub card: Option<String>,
    /// No money moves: practice, or test mode.
    pub practice: bool,
}

/// How it stands after the payment window was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CardTakenState {
    /// The money is taken, or the card is kept.
    Done,
    /// The bank is still at it.
    Processing,
    /// The last attempt did not go through.
    Failed,
    /// Nothing was tried, or it was left in the middle.
    Open,
}

/// What became of it, as Stripe has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CardTaken {
    /// How it stands.
    pub state: CardTakenState,
    /// The same for people.
    pub message: String,
}
