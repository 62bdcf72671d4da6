//! What nouns, states, verbs and rhythms are called.

use super::dates::day;
use commands::view::{HeldInvoices, IntentState, Mode, Noun, Per, Row, State, StateCode, Verb};

/// What one of a kind is called.
pub(crate) fn noun(noun: Noun) -> &'static str {
    match noun {
        Noun::Draft | Noun::InvoiceDraft => "draft",
        Noun::Quote => "quote",
        Noun::Invoice => "invoice",
        Noun::Subscription => "subscription",
        Noun::SubscriptionSchedule => "scheduled subscription",
        Noun::CreditNote => "credit-note",
        Noun::Customer => "customer",
        Noun::Product => "product",
        Noun::Payment => "payment",
    }
}

/// The state of a row, or what is under way with it.
pub(crate) fn standing(row: &Row) -> String {
    match (&row.pending, &row.state) {
        (Some(verb), _) => doing(*verb).to_owned(),
        // Less remains than its total.
        (
            None,
            Some(State {
                code: StateCode::Retrying,
                at: Some(at),
                ..
            }),
        ) if row.left.is_some() => format!("Rest: next attempt {}", day(*at)),
        (None, Some(found)) => state(found, row.noun),
        (None, None) => String::new(),
    }
}

/// A state with its date.
pub(crate) fn state(state: &State, noun: Noun) -> String {
    let (word, dated) = match state.code {
        StateCode::Draft => ("Draft", None),
        StateCode::Open if noun == Noun::Invoice => ("Open", Some("Open, due")),
        StateCode::Open => ("Open", Some("Open until")),
        StateCode::Expiring => ("Expires soon", Some("Expires")),
        StateCode::Expired => ("Expired", Some("Expired")),
        StateCode::Accepted => ("Accepted", Some("Accepted")),
        StateCode::Canceled => ("Canceled", Some("Canceled")),
        StateCode::Superseded => ("Superseded", None),
        StateCode::Scheduled => ("Finalizes itself", Some("Finalizes itself")),
        StateCode::PastDue => ("Past due", Some("Past due since")),
        StateCode::Retrying => ("Retrying", Some("Next attempt")),
        StateCode::PaymentFailed => ("Payment failed", Some("Payment failed")),
        StateCode::Paid => ("Paid", Some("Paid")),
        StateCode::PartlyPaid => ("Partly paid", Some("Partly paid, due")),
        StateCode::Void => ("Void", Some("Voided")),
        StateCode::Uncollectible => ("Uncollectible", Some("Uncollectible since")),
        StateCode::Active => ("Active", None),
        StateCode::Trialing => ("Trial", Some("Trial until")),
        StateCode::Incomplete => ("First payment missing", None),
        StateCode::IncompleteExpired => ("Never started", None),
        StateCode::Unpaid => ("Unpaid", None),
        StateCode::Paused => ("Paused", None),
        StateCode::Ending => ("Ending", Some("Ends")),
        StateCode::NotStarted => ("Not started", Some("Starts")),
        StateCode::Completed => ("Completed", None),
        StateCode::Released => ("Released", None),
        StateCode::Issued => ("Issued", None),
        StateCode::Archived => ("Archived", None),
        StateCode::NeedsMethod => ("Not paid yet", None),
        StateCode::NeedsConfirmation => ("Card chosen, not charged", None),
        StateCode::NeedsAction => ("The bank asks its customer", None),
        StateCode::Processing => ("On its way", None),
        StateCode::NeedsCapture => ("Held on the card", None),
        StateCode::Succeeded => ("Received", None),
        StateCode::PartlyRefunded => ("Partly refunded", None),
        StateCode::Refunded => ("Refunded", None),
        StateCode::Disputed => ("Disputed", None),
        StateCode::Unknown => (state.stripe.as_str(), None),
    };
    match (dated, state.at) {
        (Some(dated), Some(at)) => format!("{dated} {}", day(at)),
        _ => word.to_owned(),
    }
}

/// What is under way.
pub(crate) fn doing(verb: Verb) -> &'static str {
    match verb {
        Verb::Create => "Creating",
        Verb::Edit | Verb::Save => "Saving",
        Verb::Finalize => "Finalizing",
        Verb::Accept => "Accepting",
        Verb::Cancel => "Canceling",
        Verb::Delete => "Deleting",
        Verb::Void => "Voiding",
        Verb::PayOutOfBand => "Marking paid",
        Verb::Credit => "Crediting",
        Verb::MarkUncollectible => "Writing off",
        Verb::Send => "Sending",
        Verb::Revise => "Revising",
        Verb::Extend => "Extending",
        Verb::Pay => "Paying",
        Verb::Change => "Changing",
        Verb::Pause => "Holding back",
        Verb::Resume => "Resuming",
        Verb::EndTrial => "Ending the trial",
        Verb::CancelAtEnd => "Setting the end",
        Verb::Keep => "Keeping",
        Verb::Release => "Releasing",
        Verb::KeepCard => "Keeping the card that pays",
        Verb::TakeCard => "Taking a card",
        Verb::Continue => "Going on",
        Verb::Capture => "Taking the money",
        Verb::Refund => "Refunding",
        Verb::Collect => "Collecting",
        Verb::AttachCard => "Saving a card",
        Verb::DetachCard => "Taking a card away",
        Verb::DefaultCard => "Choosing the card to charge",
        Verb::Duplicate | Verb::OpenPdf | Verb::OpenHostedPage | Verb::OpenReceipt => "Under way",
    }
}

/// What can be done, as a command.
pub(crate) fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Create => "create",
        Verb::Edit => "update",
        Verb::Save => "save",
        Verb::Finalize => "finalize",
        Verb::Accept => "accept",
        Verb::Cancel => "cancel",
        Verb::Revise => "revise",
        Verb::Duplicate => "copy",
        Verb::Extend => "extend",
        Verb::Delete => "delete",
        Verb::Send => "send",
        Verb::TakeCard => "show",
        Verb::Pay => "pay",
        Verb::PayOutOfBand => "pay --out-of-band",
        Verb::Void => "void",
        Verb::Credit => "credit",
        Verb::MarkUncollectible => "mark-uncollectible",
        Verb::OpenPdf => "pdf",
        Verb::OpenHostedPage => "show",
        Verb::Change => "change",
        Verb::Pause => "pause",
        Verb::Resume => "resume",
        Verb::EndTrial => "end-trial",
        Verb::CancelAtEnd => "cancel",
        Verb::Keep => "keep",
        Verb::Release => "release",
        Verb::KeepCard => "update",
        Verb::Continue => "continue",
        Verb::Capture => "capture",
        Verb::Refund => "refund",
        Verb::OpenReceipt => "receipt",
        Verb::Collect => "collect",
        Verb::AttachCard => "cards attach",
        Verb::DetachCard => "cards detach",
        Verb::DefaultCard => "cards default",
    }
}

/// `month`, `3 months`, as behind “every”.
pub(crate) fn per(per: &Per) -> String {
    if per.count == 1 {
        per.interval.clone()
    } else {
        format!("{} {}s", per.count, per.interval)
    }
}

/// `a month`, `every 3 months`, as behind an amount.
pub(crate) fn each(rhythm: &Per) -> String {
    if rhythm.count == 1 {
        format!("a {}", rhythm.interval)
    } else {
        format!("every {}", per(rhythm))
    }
}

/// `1 day`, `14 days`.
pub(crate) fn days(count: u32) -> String {
    if count == 1 {
        "1 day".to_owned()
    } else {
        format!("{count} days")
    }
}

/// What becomes of the invoices of a subscription on hold.
pub(crate) fn held(invoices: HeldInvoices) -> &'static str {
    match invoices {
        HeldInvoices::KeepAsDraft => "its invoices stay drafts.",
        HeldInvoices::Void => "its invoices are voided.",
        HeldInvoices::MarkUncollectible => "its invoices are written off.",
    }
}

/// Which world an account lives in.
pub(crate) fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Practice => "practice",
        Mode::Test => "test",
        Mode::Live => "live",
    }
}

/// How far an intent is.
pub(crate) fn intent(state: IntentState) -> &'static str {
    match state {
        IntentState::Queued => "Waiting",
        IntentState::Sending => "On its way",
        IntentState::Done => "Done",
        IntentState::Refused => "Refused",
        IntentState::Dismissed => "Withdrawn",
    }
}

/// A sentence as it stands inside another.
pub(crate) fn inside(sentence: &str) -> String {
    let mut text = sentence.to_owned();
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_lowercase();
    }
    text
}

/// A word or sentence as it stands first.
pub(crate) fn first(sentence: &str) -> String {
    let mut text = sentence.to_owned();
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    text
}
