//! Invoices through their life: how they stand and what may be done.
#![allow(
    clippy::unwrap_used,
    reason = "a test that fails here has found something"
)]

use super::*;
use crate::RefusalKind;

const NOW: i64 = 1_777_766_400;

fn facts(status: &str) -> Facts {
    Facts {
        status: Status::parse(status),
        finalizes_at: None,
        due_at: None,
        attempts: 0,
        next_attempt_at: None,
        amount_paid: 0,
        amount_remaining: 1_000,
        total: 1_000,
        credited: 0,
        of_subscription: false,
    }
}

#[test]
fn how_an_invoice_stands() {
    let check = |facts: Facts, expect: Standing| {
        assert_eq!(standing(&facts, NOW), expect, "{facts:?}");
    };
    let open = || facts("open");
    check(facts("draft"), Standing::Draft);
    check(
        Facts {
            finalizes_at: Some(9),
            ..facts("draft")
        },
        Standing::Scheduled { finalizes_at: 9 },
    );
    check(open(), Standing::Open);
    check(
        Facts {
            due_at: Some(NOW),
            ..open()
        },
        Standing::Open,
    );
    check(
        Facts {
            due_at: Some(NOW - 1),
            ..open()
        },
        Standing::PastDue { since: NOW - 1 },
    );
    check(
        Facts {
            attempts: 1,
            next_attempt_at: Some(NOW + 9),
            ..open()
        },
        Standing::Retrying {
            next_attempt_at: NOW + 9,
        },
    );
    check(
        Facts {
            next_attempt_at: Some(NOW + 9),
            ..open()
        },
        Standing::Open,
    );
    check(
        Facts {
            attempts: 4,
            ..open()
        },
        Standing::PaymentFailed,
    );
    check(
        Facts {
            amount_paid: 400,
            ..open()
        },
        Standing::PartlyPaid,
    );
    check(
        Facts {
            amount_paid: 400,
            attempts: 1,
            ..open()
        },
        Standing::PartlyPaid,
    );
    check(
        Facts {
            amount_paid: 400,
            due_at: Some(1),
            ..open()
        },
        Standing::PastDue { since: 1 },
    );
    check(facts("paid"), Standing::Paid);
    check(facts("void"), Standing::Void);
    check(facts("uncollectible"), Standing::Uncollectible);
    check(facts("torn"), Standing::Unknown("torn".into()));
}

#[test]
fn what_may_be_done() {
    let check = |facts: Facts, expect: &str| {
        let fine = Verb::ALL
            .into_iter()
            .filter(|&verb| may(&facts, verb).is_ok());
        let fine: String = fine.map(|verb| format!("{verb:?} ")).collect();
        assert_eq!(fine.trim_end(), expect, "{facts:?}");
    };
    check(
        facts("draft"),
        "Edit Finalize Send Pay PayOutOfBand Duplicate Delete",
    );
    check(
        Facts {
            of_subscription: true,
            ..facts("draft")
        },
        "Edit Finalize Send Pay PayOutOfBand Duplicate",
    );
    check(
        facts("open"),
        "Send Pay PayOutOfBand Revise Credit Duplicate MarkUncollectible Void",
    );
    let some = |paid, credited| Facts {
        amount_paid: paid,
        credited,
        ..facts("open")
    };
    for open in [some(400, 0), some(0, 400)] {
        check(
            open,
            "Send Pay PayOutOfBand Credit Duplicate MarkUncollectible Void",
        );
    }
    check(
        facts("uncollectible"),
        "Pay PayOutOfBand Credit Duplicate Void",
    );
    check(facts("paid"), "Credit Duplicate");
    let credited = Facts {
        credited: 1_000,
        ..facts("paid")
    };
    check(credited, "Duplicate");
    check(facts("void"), "Duplicate");
    check(facts("torn"), "Duplicate");
}

#[test]
fn a_no_says_why_and_what_instead() {
    let check = |status: &str, verb, kind, expect: &str| {
        let refusal = may(&facts(status), verb).unwrap_err();
        assert_eq!((refusal.kind, refusal.to_string().as_str()), (kind, expect));
    };
    check(
        "paid",
        Verb::PayOutOfBand,
        RefusalKind::AlreadySo,
        "This invoice is paid. There is nothing left to pay.",
    );
    check(
        "draft",
        Verb::Void,
        RefusalKind::NotYet,
        "This invoice is still a draft. Delete it.",
    );
    check(
        "open",
        Verb::Delete,
        RefusalKind::TooLate,
        "This invoice is finalized. Void it: its number stays on record.",
    );
    check(
        "void",
        Verb::Send,
        RefusalKind::TooLate,
        "This invoice is void. Write a new invoice.",
    );
    check(
        "torn",
        Verb::Send,
        RefusalKind::UnknownState,
        "Stripe says that this invoice is \u{201c}torn\u{201d}, which Counterfoil does not know. Open it in the Stripe Dashboard.",
    );
}
