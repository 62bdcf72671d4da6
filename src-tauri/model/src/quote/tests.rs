//! Quotes through their life: how they stand, what may be done, what they become.
#![allow(
    clippy::unwrap_used,
    reason = "a test that fails here has found something"
)]

use super::*;
use crate::{Currency, Money, RefusalKind, line::Interval};

const NOW: i64 = 1_777_766_400; // 3 May 2026

fn facts(status: &str) -> Facts {
    Facts {
        status: Status::parse(status),
        expires_at: None,
        canceled_at: None,
        superseded: false,
    }
}

#[test]
fn how_a_quote_stands() {
    let check = |status: &str, expires_at, canceled_at, superseded, expect: Standing| {
        let facts = Facts {
            expires_at,
            canceled_at,
            superseded,
            ..facts(status)
        };
        assert_eq!(standing(&facts, NOW), expect, "{facts:?}");
    };
    let week = EXPIRING_SECONDS;
    check("draft", None, None, false, Standing::Draft);
    check("draft", Some(NOW - 1), None, false, Standing::Draft);
    check("open", None, None, false, Standing::Open);
    check("open", Some(NOW + week + 1), None, false, Standing::Open);
    check(
        "open",
        Some(NOW + week),
        None,
        false,
        Standing::Expiring { at: NOW + week },
    );
    check(
        "open",
        Some(NOW + 1),
        None,
        false,
        Standing::Expiring { at: NOW + 1 },
    );
    check(
        "open",
        Some(NOW),
        None,
        false,
        Standing::Expired { at: NOW },
    );
    check("open", Some(NOW + 1), None, true, Standing::Superseded);
    check(
        "canceled",
        Some(NOW),
        Some(NOW - 5),
        false,
        Standing::Canceled,
    );
    check(
        "canceled",
        Some(NOW),
        Some(NOW + 5),
        false,
        Standing::Expired { at: NOW },
    );
    check("canceled", None, Some(NOW), false, Standing::Canceled);
    check("canceled", None, None, true, Standing::Superseded);
    check("accepted", Some(NOW - 9), None, false, Standing::Accepted);
    check("lost", None, None, false, Standing::Unknown("lost".into()));
}

/// The verbs that are fine, by their initials in the order of [`Verb::ALL`].
fn allowed(standing: &Standing) -> String {
    let fine = Verb::ALL
        .into_iter()
        .filter(|&verb| may(standing, verb).is_ok());
    fine.map(|verb| format!("{verb:?} "))
        .collect::<String>()
        .trim_end()
        .to_owned()
}

#[test]
fn what_may_be_done() {
    let check = |standing, expect: &str| assert_eq!(allowed(&standing), expect, "{standing:?}");
    check(Standing::Draft, "Edit Finalize Duplicate Cancel Delete");
    check(Standing::Open, "Accept Send Extend Revise Duplicate Cancel");
    check(
        Standing::Expiring { at: NOW },
        "Accept Send Extend Revise Duplicate Cancel",
    );
    check(Standing::Expired { at: NOW }, "Duplicate");
    check(Standing::Accepted, "Send Duplicate");
    check(Standing::Canceled, "Duplicate");
    check(Standing::Superseded, "Duplicate");
    check(Standing::Unknown("lost".into()), "Duplicate");
}

#[test]
fn a_no_says_why_and_what_instead() {
    let check = |standing, verb, kind, expect: &str| {
        let refusal = may(&standing, verb).unwrap_err();
        assert_eq!((refusal.kind, refusal.to_string().as_str()), (kind, expect));
    };
    check(
        Standing::Draft,
        Verb::Accept,
        RefusalKind::NotYet,
        "This quote is still a draft. Finalize it first, then accept it.",
    );
    check(
        Standing::Accepted,
        Verb::Accept,
        RefusalKind::AlreadySo,
        "This quote is already accepted. Open the invoice or subscription that it became.",
    );
    check(
        Standing::Expired { at: NOW },
        Verb::Accept,
        RefusalKind::TooLate,
        "This quote expired on 3 May 2026. Duplicate it to offer the same again.",
    );
    check(
        Standing::Canceled,
        Verb::Cancel,
        RefusalKind::AlreadySo,
        "This quote is canceled. There is nothing left to do.",
    );
    check(
        Standing::Open,
        Verb::Edit,
        RefusalKind::TooLate,
        "This quote is finalized. Revise it: that makes a new version to edit.",
    );
    check(
        Standing::Unknown("lost".into()),
        Verb::Accept,
        RefusalKind::UnknownState,
        "Stripe says that this quote is \u{201c}lost\u{201d}, which Counterfoil does not know. Open it in the Stripe Dashboard.",
    );
}

#[test]
fn what_accepting_creates() {
    let usd = |minor| Money::new(minor, Currency::USD);
    let deal = Deal {
        one_time: usd(500),
        whole: usd(700),
        recurring: None,
        starts_at: None,
        trial_days: None,
    };
    assert_eq!(
        births(&deal, NOW),
        Births::DraftInvoice { amount: usd(700) }
    );

    let recurring = Deal {
        recurring: Some((usd(200), Interval::MONTHLY)),
        ..deal
    };
    let subscription = |first_invoice, trial_ends_at| Births::Subscription {
        first_invoice,
        finalizes_at: NOW + 3_600,
        recurring: usd(200),
        interval: Interval::MONTHLY,
        trial_ends_at,
    };
    assert_eq!(births(&recurring, NOW), subscription(usd(700), None));

    let past = Deal {
        starts_at: Some(NOW),
        ..recurring
    };
    assert_eq!(
        births(&past, NOW),
        subscription(usd(700), None),
        "a start that has passed is none"
    );

    let trial = Deal {
        trial_days: Some(14),
        ..recurring
    };
    let ends = NOW + 14 * DAY_SECONDS;
    assert_eq!(births(&trial, NOW), subscription(usd(500), Some(ends)));

    let later = Deal {
        starts_at: Some(NOW + 1),
        ..recurring
    };
    let schedule = Births::Schedule {
        starts_at: NOW + 1,
        first_invoice: usd(700),
        recurring: usd(200),
        interval: Interval::MONTHLY,
        trial_ends_at: None,
    };
    assert_eq!(births(&later, NOW), schedule);
}
