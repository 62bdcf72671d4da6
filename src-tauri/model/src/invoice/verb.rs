//! What may be done with an invoice. Not the doing, and not how it stands: see
//! [`invoice`](super).

use super::{Facts, Status};
use crate::refusal::{Refusal, RefusalKind};

/// What an owner may want to do with an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Change lines and texts.
    Edit,
    /// Give it a number and open it.
    Finalize,
    /// Send it to the customer.
    Send,
    /// Charge the customer now.
    Pay,
    /// Note that it was paid in cash, by transfer or cheque.
    PayOutOfBand,
    /// Take it back, keeping its number on record.
    Void,
    /// Give up on it.
    MarkUncollectible,
    /// Throw it away, leaving no trace.
    Delete,
}

impl Verb {
    /// All of them, in the order in which an owner would look for them.
    pub const ALL: [Self; 8] = [
        Self::Edit,
        Self::Finalize,
        Self::Send,
        Self::Pay,
        Self::PayOutOfBand,
        Self::MarkUncollectible,
        Self::Void,
        Self::Delete,
    ];
}

/// Whether `verb` may be done with such an invoice, and if not, why and what instead.
///
/// Sending or paying a draft is fine: Stripe finalizes it on the way.
pub fn may(facts: &Facts, verb: Verb) -> Result<(), Refusal> {
    let (kind, what, advice) = match &facts.status {
        Status::Unknown(text) => return Err(Refusal::unknown("invoice", text)),
        Status::Draft => match no_draft(facts, verb) {
            Some(no) => no,
            None => return Ok(()),
        },
        Status::Open => match no_open(verb) {
            Some(no) => no,
            None => return Ok(()),
        },
        Status::Uncollectible => match no_uncollectible(verb) {
            Some(no) => no,
            None => return Ok(()),
        },
        Status::Paid => no_paid(verb),
        Status::Void => no_void(verb),
    };
    Err(Refusal::new(kind, what, advice))
}

type No = (RefusalKind, &'static str, &'static str);

fn no_draft(facts: &Facts, verb: Verb) -> Option<No> {
    let what = "This invoice is still a draft.";
    let delete = if facts.of_subscription {
        "Finalize it first, then void it."
    } else {
        "Delete it."
    };
    match verb {
        Verb::Void => Some((RefusalKind::NotYet, what, delete)),
        Verb::MarkUncollectible => Some((RefusalKind::NotYet, what, "Finalize it first.")),
        Verb::Delete if facts.of_subscription => Some((
            RefusalKind::NotYet,
            "This draft belongs to a subscription and cannot be deleted.",
            delete,
        )),
        _ => None,
    }
}

fn no_open(verb: Verb) -> Option<No> {
    let what = "This invoice is finalized.";
    Some(match verb {
        Verb::Edit => (
            RefusalKind::TooLate,
            what,
            "Void it and write a new one, or issue a credit note.",
        ),
        Verb::Finalize => (
            RefusalKind::AlreadySo,
            what,
            "Send it, or take the payment.",
        ),
        Verb::Delete => (
            RefusalKind::TooLate,
            what,
            "Void it: its number stays on record.",
        ),
        _ => return None,
    })
}

fn no_uncollectible(verb: Verb) -> Option<No> {
    let what = "This invoice is marked as uncollectible.";
    Some(match verb {
        Verb::Pay | Verb::PayOutOfBand | Verb::Void => return None,
        Verb::MarkUncollectible => (
            RefusalKind::AlreadySo,
            what,
            "Void it, or note a late payment.",
        ),
        Verb::Finalize => (
            RefusalKind::AlreadySo,
            what,
            "Void it, or note a late payment.",
        ),
        _ => (
            RefusalKind::TooLate,
            what,
            "Void it, or note a late payment.",
        ),
    })
}

fn no_paid(verb: Verb) -> No {
    let what = "This invoice is paid.";
    match verb {
        Verb::Pay | Verb::PayOutOfBand => (
            RefusalKind::AlreadySo,
            what,
            "There is nothing left to pay.",
        ),
        Verb::Finalize => (RefusalKind::AlreadySo, what, "Open its receipt."),
        Verb::Send => (RefusalKind::TooLate, what, "Send its receipt."),
        _ => (
            RefusalKind::TooLate,
            what,
            "Issue a credit note or a refund to take something back.",
        ),
    }
}

fn no_void(verb: Verb) -> No {
    let what = "This invoice is void.";
    match verb {
        Verb::Void => (RefusalKind::AlreadySo, what, "There is nothing left to do."),
        Verb::Delete => (RefusalKind::TooLate, what, "Its number stays on record."),
        _ => (RefusalKind::TooLate, what, "Write a new invoice."),
    }
}
