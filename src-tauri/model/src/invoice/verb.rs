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
    /// Write a new one like it.
    Duplicate,
    /// Take it back and put a corrected one in its place.
    Revise,
    /// Take some of it, or all, off by a credit note.
    Credit,
}

impl Verb {
    /// All of them, in the order in which an owner would look for them.
    pub const ALL: [Self; 11] = [
        Self::Edit,
        Self::Finalize,
        Self::Send,
        Self::Pay,
        Self::PayOutOfBand,
        Self::Revise,
        Self::Credit,
        Self::Duplicate,
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
        // A new one takes nothing from the old but its words.
        _ if verb == Verb::Duplicate => return Ok(()),
        Status::Unknown(text) => return Err(Refusal::unknown("invoice", text)),
        _ if verb == Verb::Credit => match no_credit(facts) {
            Some(no) => no,
            None => return Ok(()),
        },
        Status::Draft => match no_draft(facts, verb) {
            Some(no) => no,
            None => return Ok(()),
        },
        Status::Open => match no_open(facts, verb) {
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
        Verb::Revise => Some((RefusalKind::NotYet, what, "Change the draft itself.")),
        Verb::Delete if facts.of_subscription => Some((
            RefusalKind::NotYet,
            "This draft belongs to a subscription and cannot be deleted.",
            delete,
        )),
        _ => None,
    }
}

fn no_credit(facts: &Facts) -> Option<No> {
    let (kind, what, advice) = match facts.status {
        Status::Draft => (
            RefusalKind::NotYet,
            "This invoice is still a draft.",
            "Change the draft itself.",
        ),
        Status::Void => (
            RefusalKind::TooLate,
            "This invoice is void.",
            "Nothing is owed for it, so there is nothing to credit.",
        ),
        _ if facts.credited >= facts.total => (
            RefusalKind::AlreadySo,
            "All of this invoice is credited.",
            "There is nothing left to take off.",
        ),
        _ => return None,
    };
    Some((kind, what, advice))
}

fn no_open(facts: &Facts, verb: Verb) -> Option<No> {
    let what = "This invoice is finalized.";
    Some(match verb {
        Verb::Revise if facts.amount_paid > 0 => (
            RefusalKind::TooLate,
            "A part of this invoice is paid already.",
            "Stripe replaces only invoices of which nothing is paid. Issue a credit note for what is wrong.",
        ),
        Verb::Revise if facts.credited > 0 => (
            RefusalKind::TooLate,
            "A credit note stands against this invoice.",
            "Stripe does not replace it any more. Issue another credit note, or void it and write a new one.",
        ),
        Verb::Edit => (
            RefusalKind::TooLate,
            what,
            "Revise it: a corrected one takes its place. Or issue a credit note.",
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
        Verb::Revise => (
            RefusalKind::TooLate,
            what,
            "Stripe replaces only invoices that are not paid. Issue a credit note, and write a new invoice for what is right.",
        ),
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
