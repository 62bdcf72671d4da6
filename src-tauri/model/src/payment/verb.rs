//! What may be done with a payment. Not the doing, and not how it stands: see
//! [`payment`](super).

use super::{Facts, Standing, standing};
use crate::refusal::{Refusal, RefusalKind};

/// What an owner may want to do with a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Charge a card for it.
    Charge,
    /// Go on where the bank of the card asks its customer.
    Continue,
    /// Take the money that is held.
    Capture,
    /// Give it up; money that is held is let go.
    Cancel,
    /// Give money back, in whole or in part.
    Refund,
    /// Look at the receipt.
    Receipt,
}

impl Verb {
    /// All of them, in the order in which an owner would look for them.
    pub const ALL: [Self; 6] = [
        Self::Charge,
        Self::Continue,
        Self::Capture,
        Self::Receipt,
        Self::Refund,
        Self::Cancel,
    ];
}

/// Whether `verb` may be done with such a payment, and if not, why and what instead.
pub fn may(facts: &Facts, verb: Verb) -> Result<(), Refusal> {
    let standing = standing(facts);
    if let Standing::Unknown(text) = &standing {
        return Err(Refusal::unknown("payment", text));
    }
    match verb {
        Verb::Charge => charge(&standing),
        Verb::Continue => going_on(&standing),
        Verb::Capture => capture(&standing),
        Verb::Cancel => cancel(facts, &standing),
        Verb::Refund => refund(&standing),
        Verb::Receipt => receipt(&standing),
    }
}

fn charge(standing: &Standing) -> Result<(), Refusal> {
    use RefusalKind::{AlreadySo, NotYet, TooLate};
    let (kind, what, advice) = match standing {
        Standing::NeedsMethod | Standing::Failed | Standing::NeedsConfirmation => return Ok(()),
        // A second charge beside one that waits for the bank would be a second payment.
        Standing::NeedsAction => (
            NotYet,
            "The bank of the card wants to ask its customer about this payment.",
            "Go on with it, or send the customer a link to pay at.",
        ),
        Standing::Processing => (
            AlreadySo,
            "The money of this payment is on its way.",
            "Wait until Stripe says that it has come.",
        ),
        Standing::NeedsCapture => (
            AlreadySo,
            "The money of this payment is held on the card.",
            "Take it, or let it go.",
        ),
        Standing::Canceled => (
            TooLate,
            "This payment was given up.",
            "Collect the money anew.",
        ),
        _ => (
            AlreadySo,
            "This payment has been taken.",
            "There is nothing left to charge.",
        ),
    };
    Err(Refusal::new(kind, what, advice))
}

fn going_on(standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::NeedsAction | Standing::NeedsConfirmation => Ok(()),
        Standing::NeedsMethod | Standing::Failed => Err(Refusal::new(
            RefusalKind::NotYet,
            "This payment has no card.",
            "Charge a card, or send the customer a link to pay at.",
        )),
        _ => Err(Refusal::new(
            RefusalKind::AlreadySo,
            "No bank asks about this payment.",
            "There is nothing to go on with.",
        )),
    }
}

fn capture(standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::NeedsCapture => Ok(()),
        Standing::Succeeded
        | Standing::PartlyRefunded
        | Standing::Refunded
        | Standing::Disputed => Err(Refusal::new(
            RefusalKind::AlreadySo,
            "This payment has been taken.",
            "There is nothing left to take.",
        )),
        _ => Err(Refusal::new(
            RefusalKind::NotYet,
            "No money of this payment is held on a card.",
            "Charge a card first.",
        )),
    }
}

fn cancel(facts: &Facts, standing: &Standing) -> Result<(), Refusal> {
    use RefusalKind::{AlreadySo, TooLate};
    let (kind, what, advice) = match standing {
        Standing::Canceled => (
            AlreadySo,
            "This payment was given up.",
            "There is nothing left to do.",
        ),
        Standing::Processing => (
            TooLate,
            "The money of this payment is on its way.",
            "Wait until it has come, then refund it.",
        ),
        Standing::Succeeded
        | Standing::PartlyRefunded
        | Standing::Refunded
        | Standing::Disputed => (
            TooLate,
            "This payment has been taken.",
            "Refund it to give the money back.",
        ),
        _ if facts.of_invoice => (
            TooLate,
            "This payment belongs to its invoice.",
            "Void the invoice, and its payment is given up with it.",
        ),
        _ => return Ok(()),
    };
    Err(Refusal::new(kind, what, advice))
}

fn refund(standing: &Standing) -> Result<(), Refusal> {
    use RefusalKind::{AlreadySo, NotYet, TooLate};
    let (kind, what, advice) = match standing {
        Standing::Succeeded | Standing::PartlyRefunded => return Ok(()),
        Standing::Refunded => (
            AlreadySo,
            "All of this payment went back.",
            "There is nothing left to refund.",
        ),
        Standing::Disputed => (
            TooLate,
            "The cardholder\u{2019}s bank is taking this payment back itself.",
            "Answer the dispute in the Stripe Dashboard; a refund beside it would pay twice.",
        ),
        Standing::NeedsCapture => (
            NotYet,
            "The money of this payment is only held.",
            "Let it go instead: that costs nothing.",
        ),
        _ => (
            NotYet,
            "No money of this payment was taken.",
            "There is nothing to refund.",
        ),
    };
    Err(Refusal::new(kind, what, advice))
}

fn receipt(standing: &Standing) -> Result<(), Refusal> {
    match standing {
        Standing::Succeeded
        | Standing::PartlyRefunded
        | Standing::Refunded
        | Standing::Disputed => Ok(()),
        _ => Err(Refusal::new(
            RefusalKind::NotYet,
            "No money of this payment was taken.",
            "A receipt comes with the money.",
        )),
    }
}
