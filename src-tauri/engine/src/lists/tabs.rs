//! The tabs of each list, and what each means to the cache. What turns with time is a condition
//! on a record's time, so that a tab is right at any moment, also offline.

use super::Narrow;
use crate::shape::{HELD, PARTLY_PAID, PARTLY_RETRYING, PARTLY_TRIED, RETRYING, SUPERSEDED, TRIED};
use crate::view::{DraftKind, Moved, Noun};
use cache::{Filter, Kind, Span};
use model::quote::EXPIRING_SECONDS;

/// The tabs of a list, in order.
pub(super) fn ids(noun: Noun) -> &'static [&'static str] {
    match noun {
        Noun::Quote | Noun::Draft => &["all", "draft", "open", "expiring", "accepted", "canceled"],
        Noun::Invoice | Noun::InvoiceDraft => &[
            "all",
            "draft",
            "scheduled",
            "open",
            "late",
            "retrying",
            "failed",
            "paid",
            "void",
        ],
        Noun::Subscription | Noun::SubscriptionSchedule => {
            &["all", "active", "trialing", "ending", "canceled"]
        }
        Noun::Customer | Noun::CreditNote => &["all"],
        Noun::Payment => &[
            "all", "received", "waiting", "failed", "disputed", "refunded", "canceled",
        ],
        Noun::Product => &["all", "archived"],
    }
}

/// The tabs whose amounts are added up below a list.
pub(super) fn totals(noun: Noun) -> &'static [&'static str] {
    match noun {
        Noun::Quote | Noun::Draft => &["open"],
        Noun::Invoice | Noun::InvoiceDraft => &["open", "late"],
        _ => &[],
    }
}

/// Whether all that filters leave waits for payment, so that what counts of each is what remains.
pub(super) fn awaited(filters: &[Filter]) -> bool {
    let open = |state: &String| OPEN_INVOICES.contains(&state.as_str());
    let waits = |filter: &Filter| {
        filter.kind == Kind::Invoice && !filter.states.is_empty() && filter.states.iter().all(open)
    };
    !filters.is_empty() && filters.iter().all(waits)
}

/// Whether the amounts of a list's rows are of one sort, so that they can be added up. A
/// subscription's are per month or per year.
pub(super) fn has_amounts(noun: Noun) -> bool {
    matches!(
        noun,
        Noun::Quote | Noun::Draft | Noun::Invoice | Noun::InvoiceDraft | Noun::Payment
    )
}

/// What has moved of the payments that a tab shows, where that is what is added up: an amount that
/// failed or was given up is none.
pub(super) fn moved(noun: Noun, tab: &str) -> Option<Moved> {
    match (noun, tab) {
        (Noun::Payment, "all" | "received") => Some(Moved::Received),
        (Noun::Payment, "refunded") => Some(Moved::WentBack),
        _ => None,
    }
}

/// The kind whose currencies a list is narrowed by; none where amounts have no place.
pub(super) fn kind(noun: Noun) -> Option<Kind> {
    match noun {
        Noun::Quote | Noun::Draft => Some(Kind::Quote),
        Noun::Invoice | Noun::InvoiceDraft => Some(Kind::Invoice),
        Noun::Subscription | Noun::SubscriptionSchedule => Some(Kind::Subscription),
        Noun::Payment => Some(Kind::PaymentIntent),
        Noun::CreditNote => Some(Kind::CreditNote),
        Noun::Customer | Noun::Product => None,
    }
}

/// Which drafts that exist only here a tab shows; none where it shows none.
pub(super) fn drafts(noun: Noun, tab: &str) -> Option<DraftKind> {
    let kind = match noun {
        Noun::Quote | Noun::Draft => DraftKind::Quote,
        Noun::Invoice | Noun::InvoiceDraft => DraftKind::Invoice,
        _ => return None,
    };
    matches!(tab, "all" | "draft").then_some(kind)
}

/// What a tab shows: the records of each filter, none of them in two. None for an unknown tab.
pub(super) fn filters(noun: Noun, tab: &str, narrow: &Narrow, now: i64) -> Option<Vec<Filter>> {
    let of = |kind: Kind, states: &[&str], at: Span| Filter {
        states: states.iter().map(|state| (*state).to_owned()).collect(),
        customer: narrow.customer.clone(),
        currency: narrow.currency.clone(),
        created: Span {
            min: narrow.from,
            max: narrow.to.map(|to| to.saturating_sub(1)),
        },
        at,
        ..Filter::of(kind)
    };
    let any = Span::default();
    let by = |max: i64| Span {
        min: None,
        max: Some(max),
    };
    let after = |min: i64, max: Option<i64>| Span {
        min: Some(min.saturating_add(1)),
        max,
    };
    let quotes = |states: &[&str], at| vec![of(Kind::Quote, states, at)];
    let invoices = |states: &[&str], at| vec![of(Kind::Invoice, states, at)];
    let subscriptions = |states: &[&str]| vec![of(Kind::Subscription, states, any)];
    Some(match (noun, tab) {
        (Noun::Quote | Noun::Draft, "all") => quotes(&[], any),
        (Noun::Quote | Noun::Draft, "draft") => quotes(&["draft"], any),
        (Noun::Quote | Noun::Draft, "open") => quotes(&["open"], after(now, None)),
        (Noun::Quote | Noun::Draft, "expiring") => quotes(
            &["open"],
            after(now, Some(now.saturating_add(EXPIRING_SECONDS))),
        ),
        (Noun::Quote | Noun::Draft, "accepted") => quotes(&["accepted"], any),
        (Noun::Quote | Noun::Draft, "canceled") => vec![
            of(Kind::Quote, &["canceled", SUPERSEDED], any),
            // Expired, though Stripe may not have said so yet.
            of(Kind::Quote, &["open"], by(now)),
        ],
        (Noun::Invoice | Noun::InvoiceDraft, "all") => invoices(&[], any),
        (Noun::Invoice | Noun::InvoiceDraft, "draft") => invoices(&["draft"], any),
        // Only a draft that finalizes itself has a time.
        (Noun::Invoice | Noun::InvoiceDraft, "scheduled") => invoices(&["draft"], after(0, None)),
        (Noun::Invoice | Noun::InvoiceDraft, "open") => invoices(&OPEN_INVOICES, any),
        (Noun::Invoice | Noun::InvoiceDraft, "late") => {
            invoices(&DUE_INVOICES, by(now.saturating_sub(1)))
        }
        (Noun::Invoice | Noun::InvoiceDraft, "retrying") => {
            invoices(&[RETRYING, PARTLY_RETRYING], any)
        }
        (Noun::Invoice | Noun::InvoiceDraft, "failed") => invoices(&[TRIED, PARTLY_TRIED], any),
        (Noun::Invoice | Noun::InvoiceDraft, "paid") => invoices(&["paid"], any),
        (Noun::Invoice | Noun::InvoiceDraft, "void") => invoices(&["void", "uncollectible"], any),
        (Noun::Subscription | Noun::SubscriptionSchedule, tab) => match tab {
            "all" => vec![
                of(Kind::Subscription, &[], any),
                of(Kind::SubscriptionSchedule, &["not_started"], any),
            ],
            "active" => subscriptions(&["active", "past_due", HELD]),
            "running" => subscriptions(&["active", "past_due", "trialing", "ending", HELD]),
            "trialing" => subscriptions(&["trialing"]),
            "ending" => subscriptions(&["ending"]),
            "canceled" => subscriptions(&["canceled", "incomplete_expired"]),
            _ => return None,
        },
        (Noun::Payment, tab) => vec![of(
            Kind::PaymentIntent,
            match tab {
                "all" => &[],
                "received" => &RECEIVED_PAYMENTS,
                "waiting" => &WAITING_PAYMENTS,
                "failed" => &["payment_failed"],
                "disputed" => &["disputed"],
                "refunded" => &REFUNDED_PAYMENTS,
                "canceled" => &["canceled"],
                _ => return None,
            },
            any,
        )],
        (Noun::CreditNote, "all") => vec![of(Kind::CreditNote, &[], any)],
        (Noun::Customer, "all") => vec![of(Kind::Customer, &[], any)],
        (Noun::Product, "all") => vec![of(Kind::Product, &["active"], any)],
        (Noun::Product, "archived") => vec![of(Kind::Product, &["archived"], any)],
        _ => return None,
    })
}

/// The states of invoices that wait for payment.
pub(crate) const OPEN_INVOICES: [&str; 6] = [
    "open",
    TRIED,
    RETRYING,
    PARTLY_PAID,
    PARTLY_TRIED,
    PARTLY_RETRYING,
];

/// Those of them whose time is their due date.
pub(super) const DUE_INVOICES: [&str; 4] = ["open", TRIED, PARTLY_PAID, PARTLY_TRIED];

/// The states of payments of which money was taken and has stayed.
pub(super) const RECEIVED_PAYMENTS: [&str; 2] = ["succeeded", PARTLY_REFUNDED];

/// Those of which money went back: all of it, or a part.
pub(super) const REFUNDED_PAYMENTS: [&str; 2] = ["refunded", PARTLY_REFUNDED];
pub(super) const PARTLY_REFUNDED: &str = "partly_refunded";

/// The states of payments that wait for somebody.
const WAITING_PAYMENTS: [&str; 5] = [
    "needs_method",
    "needs_confirmation",
    "needs_action",
    "processing",
    "needs_capture",
];
