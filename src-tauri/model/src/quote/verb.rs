//! What may be done with a quote. Not the doing, and not how it stands: see [`quote`](super).

use super::Standing;
use crate::{
    calendar::Day,
    refusal::{Refusal, RefusalKind},
};

/// What an owner may want to do with a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Change lines and texts.
    Edit,
    /// Give it a number and open it.
    Finalize,
    /// Turn it into an invoice or a subscription.
    Accept,
    /// Send it to the customer.
    Send,
    /// Take it back.
    Cancel,
    /// Write a new version of it.
    Revise,
    /// Write a new quote like it.
    Duplicate,
    /// Give it a later expiry.
    Extend,
    /// Throw it away, leaving no trace.
    Delete,
}

impl Verb {
    /// All of them, in the order in which an owner would look for them.
    pub const ALL: [Self; 9] = [
        Self::Edit,
        Self::Finalize,
        Self::Accept,
        Self::Send,
        Self::Extend,
        Self::Revise,
        Self::Duplicate,
        Self::Cancel,
        Self::Delete,
    ];
}

/// Whether `verb` may be done with a quote that stands so, and if not, why and what instead.
///
/// `Duplicate` is always fine. Stripe itself copies drafts, open and accepted quotes; of an
/// expired, canceled or superseded one the caller has to draw up the copy.
pub fn may(standing: &Standing, verb: Verb) -> Result<(), Refusal> {
    if verb == Verb::Duplicate {
        return Ok(());
    }
    match standing {
        Standing::Draft => may_draft(verb),
        Standing::Open | Standing::Expiring { .. } => may_open(verb),
        Standing::Expired { at } => {
            let day = Day::from_unix(*at).text();
            Err(over(verb, &format!("This quote expired on {day}.")))
        }
        Standing::Canceled => Err(over(verb, "This quote is canceled.")),
        Standing::Superseded => {
            let what = "A later revision took the place of this quote.";
            Err(Refusal::new(
                RefusalKind::TooLate,
                what,
                "Go to the latest revision.",
            ))
        }
        // The customer may ask for what was agreed once more.
        Standing::Accepted if verb == Verb::Send => Ok(()),
        Standing::Accepted => Err(accepted(verb)),
        Standing::Unknown(text) => Err(Refusal::unknown("quote", text)),
    }
}

fn may_draft(verb: Verb) -> Result<(), Refusal> {
    let what = "This quote is still a draft.";
    let advice = match verb {
        Verb::Accept => "Finalize it first, then accept it.",
        Verb::Send => "Finalize it first, then send it.",
        Verb::Revise => "Edit it as it is.",
        Verb::Extend => "Set the expiry date in the draft.",
        _ => return Ok(()),
    };
    Err(Refusal::new(RefusalKind::NotYet, what, advice))
}

fn may_open(verb: Verb) -> Result<(), Refusal> {
    let what = "This quote is finalized.";
    let (kind, advice) = match verb {
        Verb::Edit => (
            RefusalKind::TooLate,
            "Revise it: that makes a new version to edit.",
        ),
        Verb::Finalize => (RefusalKind::AlreadySo, "Send it, or accept it."),
        Verb::Delete => (
            RefusalKind::TooLate,
            "Cancel it: its number stays on record.",
        ),
        _ => return Ok(()),
    };
    Err(Refusal::new(kind, what, advice))
}

fn accepted(verb: Verb) -> Refusal {
    let what = "This quote is already accepted.";
    let (kind, advice) = match verb {
        Verb::Accept => (
            RefusalKind::AlreadySo,
            "Open the invoice or subscription that it became.",
        ),
        Verb::Finalize => (
            RefusalKind::AlreadySo,
            "Open the invoice or subscription that it became.",
        ),
        Verb::Cancel => (
            RefusalKind::TooLate,
            "Cancel the subscription or void the invoice that it became.",
        ),
        _ => (
            RefusalKind::TooLate,
            "Duplicate it to offer the same again.",
        ),
    };
    Refusal::new(kind, what, advice)
}

fn over(verb: Verb, what: &str) -> Refusal {
    match verb {
        Verb::Cancel => Refusal::new(RefusalKind::AlreadySo, what, "There is nothing left to do."),
        Verb::Delete => Refusal::new(RefusalKind::TooLate, what, "Its number stays on record."),
        Verb::Extend => {
            let advice = "Duplicate it with a later expiry date.";
            Refusal::new(RefusalKind::TooLate, what, advice)
        }
        _ => Refusal::new(
            RefusalKind::TooLate,
            what,
            "Duplicate it to offer the same again.",
        ),
    }
}
