//! How records stand: from what Stripe says to the model's facts, and from the model's standings
//! to the states that user interfaces show. Works from a list's columns alone where they say
//! enough; [`needs_raw`] tells where they do not.

use crate::json;
use crate::shape::{HELD, IN_PART, PARTLY_RETRYING, RETRYING, SUPERSEDED, TRIED};
use crate::view::{State, StateCode};
use cache::{Columns, Kind};
use model::{invoice, quote, subscription};
use serde_json::Value;

/// Whether the columns leave the state open, so that the object itself has to be looked at.
pub(crate) fn needs_raw(kind: Kind, columns: &Columns) -> bool {
    match kind {
        // Stripe tells expired from canceled by when it was canceled.
        Kind::Quote => columns.state == "canceled" && columns.updated.is_none(),
        // Why a payment failed and what is left to be paid.
        Kind::Invoice => of_our_own(&columns.state),
        Kind::PaymentIntent => matches!(
            columns.state.as_str(),
            "payment_failed" | "partly_refunded" | "refunded"
        ),
        _ => false,
    }
}

/// What the model asks about a quote. `raw` may be null where it is not needed.
pub(crate) fn of_quote(columns: &Columns, raw: &Value) -> quote::Facts {
    let superseded = columns.state == SUPERSEDED;
    let known = if superseded { "open" } else { &columns.state };
    quote::Facts {
        status: quote::Status::parse(json::text(raw, "status").unwrap_or(known)),
        expires_at: columns.at,
        canceled_at: json::int(raw, "status_transitions.canceled_at").or(columns.updated),
        superseded,
    }
}

/// Whether this is one of our own words for an open invoice.
fn of_our_own(state: &str) -> bool {
    matches!(state, TRIED | RETRYING) || IN_PART.contains(&state)
}

/// What the model asks about an invoice.
pub(crate) fn of_invoice(columns: &Columns, raw: &Value) -> invoice::Facts {
    let retrying = matches!(columns.state.as_str(), RETRYING | PARTLY_RETRYING);
    let known = if of_our_own(&columns.state) {
        "open"
    } else {
        &columns.state
    };
    let draft = known == "draft";
    invoice::Facts {
        status: invoice::Status::parse(json::text(raw, "status").unwrap_or(known)),
        finalizes_at: columns.at.filter(|_| draft),
        due_at: columns.at.filter(|_| !draft && !retrying),
        attempts: json::int(raw, "attempt_count")
            .and_then(|count| u64::try_from(count).ok())
            .unwrap_or(0),
        next_attempt_at: json::int(raw, "next_payment_attempt"),
        amount_paid: json::int(raw, "amount_paid").unwrap_or(0),
        amount_remaining: json::int(raw, "amount_remaining").unwrap_or(0),
        total: json::int(raw, "total").unwrap_or(0),
        credited: [
            "pre_payment_credit_notes_amount",
            "post_payment_credit_notes_amount",
        ]
        .iter()
        .filter_map(|field| json::int(raw, field))
        .fold(0, i64::saturating_add),
        of_subscription: json::id(raw, "parent.subscription_details.subscription").is_some(),
    }
}

/// What the model asks about a subscription.
pub(crate) fn of_subscription(columns: &Columns, raw: &Value) -> subscription::Facts {
    let period_ends_at = json::items(raw, "items")
        .iter()
        .filter_map(|item| json::int(item, "current_period_end"))
        .min();
    subscription::Facts {
        status: subscription::Status::parse(json::text(raw, "status").unwrap_or(&columns.state)),
        period_ends_at,
        cancel_at: json::int(raw, "cancel_at"),
        cancel_at_period_end: json::flag(raw, "cancel_at_period_end"),
        held: json::at(raw, "pause_collection").is_object(),
        scheduled: json::id(raw, "schedule").is_some(),
    }
}

/// The state of a record as people know it; none for kinds that have none.
pub(crate) fn state(kind: Kind, columns: &Columns, raw: &Value, now: i64) -> Option<State> {
    let (code, at) = match kind {
        Kind::Quote => quote_state(&quote::standing(&of_quote(columns, raw), now), columns, raw),
        Kind::Invoice => invoice_state(
            &invoice::standing(&of_invoice(columns, raw), now),
            columns,
            raw,
        ),
        Kind::Subscription => subscription_state(columns, raw),
        Kind::SubscriptionSchedule => schedule_state(columns),
        Kind::PaymentIntent => payment_state(columns, raw),
        Kind::CreditNote if columns.state == "void" => (StateCode::Void, columns.updated),
        Kind::CreditNote => (StateCode::Issued, Some(columns.created)),
        Kind::Product if columns.state == "archived" => (StateCode::Archived, None),
        Kind::Product => (StateCode::Active, None),
        _ => return None,
    };
    // Some of the columns' states are our own words for what is simply open or active at Stripe.
    let known = match columns.state.as_str() {
        SUPERSEDED => "open",
        own if of_our_own(own) => "open",
        HELD => "active",
        stripes => stripes,
    };
    let stripe = json::text(raw, "status").unwrap_or(known).to_owned();
    Some(State {
        code,
        at,
        why: None,
        stripe,
    })
}

fn quote_state(
    standing: &quote::Standing,
    columns: &Columns,
    raw: &Value,
) -> (StateCode, Option<i64>) {
    use quote::Standing;
    // The column is of canceled quotes only: when they were.
    let when =
        |field: &str| json::int(json::at(raw, "status_transitions"), field).or(columns.updated);
    match standing {
        Standing::Draft => (StateCode::Draft, None),
        Standing::Open => (StateCode::Open, columns.at),
        Standing::Expiring { at } => (StateCode::Expiring, Some(*at)),
        Standing::Expired { at } => (StateCode::Expired, Some(*at)),
        Standing::Accepted => (StateCode::Accepted, when("accepted_at")),
        Standing::Canceled => (StateCode::Canceled, when("canceled_at")),
        Standing::Superseded => (StateCode::Superseded, None),
        Standing::Unknown(_) => (StateCode::Unknown, None),
    }
}

fn invoice_state(
    standing: &invoice::Standing,
    columns: &Columns,
    raw: &Value,
) -> (StateCode, Option<i64>) {
    use invoice::Standing;
    let when = |field: &str| json::int(json::at(raw, "status_transitions"), field);
    match standing {
        Standing::Draft => (StateCode::Draft, None),
        Standing::Scheduled { finalizes_at } => (StateCode::Scheduled, Some(*finalizes_at)),
        Standing::Open => (StateCode::Open, columns.at),
        Standing::PastDue { since } => (StateCode::PastDue, Some(*since)),
        Standing::Retrying { next_attempt_at } => (StateCode::Retrying, Some(*next_attempt_at)),
        Standing::PaymentFailed => (StateCode::PaymentFailed, None),
        Standing::PartlyPaid => (StateCode::PartlyPaid, columns.at),
        Standing::Paid => (StateCode::Paid, when("paid_at")),
        Standing::Void => (StateCode::Void, when("voided_at")),
        Standing::Uncollectible => (StateCode::Uncollectible, when("marked_uncollectible_at")),
        Standing::Unknown(_) => (StateCode::Unknown, None),
    }
}

fn subscription_state(columns: &Columns, raw: &Value) -> (StateCode, Option<i64>) {
    use subscription::Status;
    if columns.state == "ending" {
        return (StateCode::Ending, columns.at);
    }
    if columns.state == HELD {
        return (StateCode::Paused, columns.at);
    }
    match Status::parse(&columns.state) {
        Status::Active => (StateCode::Active, columns.at),
        // The period of a trial ends with it.
        Status::Trialing => (
            StateCode::Trialing,
            json::int(raw, "trial_end").or(columns.at),
        ),
        Status::PastDue => (StateCode::PastDue, None),
        Status::Incomplete => (StateCode::Incomplete, None),
        Status::IncompleteExpired => (StateCode::IncompleteExpired, None),
        Status::Canceled => (StateCode::Canceled, json::int(raw, "ended_at")),
        Status::Unpaid => (StateCode::Unpaid, None),
        Status::Paused => (StateCode::Paused, None),
        Status::Unknown(_) => (StateCode::Unknown, None),
    }
}

/// A payment's state was worked out when it was stored; its words are the model's keys.
fn payment_state(columns: &Columns, raw: &Value) -> (StateCode, Option<i64>) {
    match columns.state.as_str() {
        "needs_method" => (StateCode::NeedsMethod, None),
        "payment_failed" => (StateCode::PaymentFailed, None),
        "needs_confirmation" => (StateCode::NeedsConfirmation, None),
        "needs_action" => (StateCode::NeedsAction, None),
        "processing" => (StateCode::Processing, None),
        "needs_capture" => (StateCode::NeedsCapture, None),
        "succeeded" => (StateCode::Succeeded, None),
        "partly_refunded" => (StateCode::PartlyRefunded, None),
        "refunded" => (StateCode::Refunded, None),
        "disputed" => (StateCode::Disputed, None),
        "canceled" => (StateCode::Canceled, json::int(raw, "canceled_at")),
        _ => (StateCode::Unknown, None),
    }
}

fn schedule_state(columns: &Columns) -> (StateCode, Option<i64>) {
    match columns.state.as_str() {
        "not_started" => (StateCode::NotStarted, columns.at),
        "active" => (StateCode::Active, None),
        "completed" => (StateCode::Completed, None),
        "released" => (StateCode::Released, None),
        "canceled" => (StateCode::Canceled, None),
        _ => (StateCode::Unknown, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn columns(state: &str, at: Option<i64>) -> Columns {
        Columns {
            state: state.to_owned(),
            at,
            ..Columns::default()
        }
    }

    #[test]
    fn a_quote_turns_with_time() {
        let day = 86_400;
        let check = |columns: &Columns, raw: &Value, now, expect| {
            let shown = state(Kind::Quote, columns, raw, now).map(|state| state.code);
            assert_eq!(shown, Some(expect), "{columns:?} at {now}");
        };
        let open = columns("open", Some(100 * day));
        check(&open, &Value::Null, 10 * day, StateCode::Open);
        check(&open, &Value::Null, 95 * day, StateCode::Expiring);
        check(&open, &Value::Null, 100 * day, StateCode::Expired);
        check(
            &columns("superseded", Some(100 * day)),
            &Value::Null,
            10 * day,
            StateCode::Superseded,
        );
        let canceled = columns("canceled", Some(100));
        let at =
            |when| json!({ "status": "canceled", "status_transitions": { "canceled_at": when } });
        assert!(needs_raw(Kind::Quote, &canceled));
        check(&canceled, &at(50), 200, StateCode::Canceled);
        check(&canceled, &at(100), 200, StateCode::Expired);
        let known = Columns {
            updated: Some(100),
            ..canceled
        };
        assert!(!needs_raw(Kind::Quote, &known));
        check(&known, &Value::Null, 200, StateCode::Expired);
    }

    #[test]
    fn an_open_invoice_says_what_matters_most() {
        let check = |columns: &Columns, raw: &Value, expect| {
            let shown = state(Kind::Invoice, columns, raw, 1_000).map(|state| state.code);
            assert_eq!(shown, Some(expect), "{columns:?}");
        };
        check(
            &columns("open", Some(999)),
            &Value::Null,
            StateCode::PastDue,
        );
        check(&columns("open", Some(1_000)), &Value::Null, StateCode::Open);
        let tried = json!({ "status": "open", "attempt_count": 1, "next_payment_attempt": 2_000 });
        check(&columns("tried", None), &tried, StateCode::Retrying);
        assert!(needs_raw(Kind::Invoice, &columns("tried", None)));
        assert!(!needs_raw(Kind::Invoice, &columns("open", None)));
        let part = json!({ "status": "open", "amount_paid": 5, "amount_remaining": 7 });
        check(
            &columns("partly_paid", Some(5_000)),
            &part,
            StateCode::PartlyPaid,
        );
        check(
            &columns("draft", Some(5_000)),
            &Value::Null,
            StateCode::Scheduled,
        );
        check(&columns("draft", None), &Value::Null, StateCode::Draft);
        check(
            &columns("hibernating", None),
            &Value::Null,
            StateCode::Unknown,
        );
        assert!(!needs_raw(Kind::Invoice, &columns("open", Some(999))));
        let rest = json!({ "status": "open", "amount_paid": 5, "amount_remaining": 7,
            "attempt_count": 2, "next_payment_attempt": 2_000 });
        let retried = columns("partly_retrying", Some(2_000));
        check(&retried, &rest, StateCode::Retrying);
        assert!(needs_raw(Kind::Invoice, &retried));
        let credited = json!({ "status": "open", "amount_paid": 0, "amount_remaining": 7, "attempt_count": 2 });
        check(
            &columns("partly_tried", None),
            &credited,
            StateCode::PaymentFailed,
        );
        // Its time is the next attempt's: when that has passed, the invoice is not late.
        let again = json!({ "status": "open", "attempt_count": 1, "next_payment_attempt": 900 });
        check(&columns("retrying", Some(900)), &again, StateCode::Retrying);
    }
}
