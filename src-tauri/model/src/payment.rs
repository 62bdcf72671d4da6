//! How a payment stands and what may be done with it. A payment is what Stripe calls a payment
//! intent, together with what became of its money. Not why a card said no: that is [`decline`].

pub mod decline;
mod refusals;
mod verb;

pub use refusals::{REFUSALS, RequestRefusal, refusal};
pub use verb::{Verb, may};

/// The status that Stripe gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// There is no card yet, or the last one was declined.
    NeedsMethod,
    /// There is a card, and nobody has said "go".
    NeedsConfirmation,
    /// The bank of the card wants to ask its customer.
    NeedsAction,
    /// The money is on its way.
    Processing,
    /// The money is held on the card until it is taken or let go.
    NeedsCapture,
    /// The money has been taken.
    Succeeded,
    /// Given up. No money was taken.
    Canceled,
    /// Something that this program does not know, as Stripe wrote it.
    Unknown(String),
}

impl Status {
    /// Reads Stripe's `status`.
    pub fn parse(text: &str) -> Self {
        match text {
            "requires_payment_method" => Self::NeedsMethod,
            "requires_confirmation" => Self::NeedsConfirmation,
            "requires_action" => Self::NeedsAction,
            "processing" => Self::Processing,
            "requires_capture" => Self::NeedsCapture,
            "succeeded" => Self::Succeeded,
            "canceled" => Self::Canceled,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// As Stripe writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::NeedsMethod => "requires_payment_method",
            Self::NeedsConfirmation => "requires_confirmation",
            Self::NeedsAction => "requires_action",
            Self::Processing => "processing",
            Self::NeedsCapture => "requires_capture",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
            Self::Unknown(text) => text,
        }
    }
}

/// What there is to know about a payment to say how it stands. Amounts in minor units of the
/// payment's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Stripe's status.
    pub status: Status,
    /// What was taken.
    pub received: i64,
    /// What was given back, or is on its way back.
    pub refunded: i64,
    /// The cardholder's bank has taken it back, or wants to.
    pub disputed: bool,
    /// The last attempt failed.
    pub failed: bool,
    /// It is the payment that an invoice opened by itself when it was finalized.
    pub of_invoice: bool,
}

/// How a payment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has tried to pay yet.
    NeedsMethod,
    /// A card was tried and declined; another may be.
    Failed,
    /// There is a card, and nobody has said "go".
    NeedsConfirmation,
    /// The bank of the card wants to ask its customer.
    NeedsAction,
    /// The money is on its way.
    Processing,
    /// The money is held on the card.
    NeedsCapture,
    /// The money has come.
    Succeeded,
    /// A part of it went back.
    PartlyRefunded,
    /// All of it went back.
    Refunded,
    /// The cardholder's bank has taken it back, or wants to.
    Disputed,
    /// Given up.
    Canceled,
    /// Something that this program does not know, as Stripe wrote it.
    Unknown(String),
}

impl Standing {
    /// A key for columns, filters and colours: "needs_action". `"unknown"` for what is not known.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NeedsMethod => "needs_method",
            Self::Failed => "payment_failed",
            Self::NeedsConfirmation => "needs_confirmation",
            Self::NeedsAction => "needs_action",
            Self::Processing => "processing",
            Self::NeedsCapture => "needs_capture",
            Self::Succeeded => "succeeded",
            Self::PartlyRefunded => "partly_refunded",
            Self::Refunded => "refunded",
            Self::Disputed => "disputed",
            Self::Canceled => "canceled",
            Self::Unknown(_) => "unknown",
        }
    }

    /// What it means, in a sentence for the owner.
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::NeedsMethod => "Nobody has tried to pay yet.",
            Self::Failed => "The last attempt failed. Nothing was taken.",
            Self::NeedsConfirmation => "A card is chosen. It has not been charged yet.",
            Self::NeedsAction => "The bank of the card wants to ask its customer first.",
            Self::Processing => "The money is on its way. Stripe says when it has come.",
            Self::NeedsCapture => {
                "The money is held on the card. Take it within seven days, or let it go."
            }
            Self::Succeeded => "The money has been taken.",
            Self::PartlyRefunded => "The money was taken, and a part of it went back.",
            Self::Refunded => "The money was taken, and all of it went back.",
            Self::Disputed => {
                "The cardholder told the bank that this payment is not right. Answer it in the Stripe Dashboard."
            }
            Self::Canceled => "It was given up. Nothing was taken.",
            Self::Unknown(_) => {
                "Stripe gives it a state that Counterfoil does not know. Open it in the Stripe Dashboard."
            }
        }
    }
}

/// How the payment stands.
pub fn standing(facts: &Facts) -> Standing {
    match &facts.status {
        Status::NeedsMethod if facts.failed => Standing::Failed,
        Status::NeedsMethod => Standing::NeedsMethod,
        Status::NeedsConfirmation => Standing::NeedsConfirmation,
        Status::NeedsAction => Standing::NeedsAction,
        Status::Processing => Standing::Processing,
        Status::NeedsCapture => Standing::NeedsCapture,
        Status::Succeeded if facts.disputed => Standing::Disputed,
        Status::Succeeded if facts.refunded <= 0 => Standing::Succeeded,
        Status::Succeeded if facts.refunded < facts.received => Standing::PartlyRefunded,
        Status::Succeeded => Standing::Refunded,
        Status::Canceled => Standing::Canceled,
        Status::Unknown(text) => Standing::Unknown(text.clone()),
    }
}

#[cfg(test)]
mod tests;
