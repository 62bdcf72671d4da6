//! Payments through their life: how they stand and what may be done.

use super::*;
use crate::RefusalKind;

fn facts(status: &str) -> Facts {
    Facts {
        status: Status::parse(status),
        received: if status == "succeeded" { 1_000 } else { 0 },
        refunded: 0,
        disputed: false,
        failed: false,
        of_invoice: false,
    }
}

#[test]
fn how_a_payment_stands() {
    let check = |facts: Facts, key: &str| {
        assert_eq!(standing(&facts).key(), key, "{facts:?}");
        assert!(standing(&facts).sentence().ends_with('.'));
    };
    check(facts("requires_payment_method"), "needs_method");
    check(
        Facts {
            failed: true,
            ..facts("requires_payment_method")
        },
        "payment_failed",
    );
    check(facts("requires_confirmation"), "needs_confirmation");
    check(facts("requires_action"), "needs_action");
    check(facts("processing"), "processing");
    check(facts("requires_capture"), "needs_capture");
    check(facts("succeeded"), "succeeded");
    check(facts("canceled"), "canceled");
    check(facts("hibernating"), "unknown");
    for (refunded, key) in [
        (0, "succeeded"),
        (1, "partly_refunded"),
        (999, "partly_refunded"),
        (1_000, "refunded"),
    ] {
        check(
            Facts {
                refunded,
                ..facts("succeeded")
            },
            key,
        );
    }
    check(
        Facts {
            disputed: true,
            refunded: 1_000,
            ..facts("succeeded")
        },
        "disputed",
    );
    for text in [
        "requires_payment_method",
        "requires_confirmation",
        "requires_action",
        "processing",
        "requires_capture",
        "succeeded",
        "canceled",
        "hibernating",
    ] {
        assert_eq!(Status::parse(text).as_str(), text);
    }
}

#[test]
fn what_may_be_done_in_each_state() {
    use Verb::{Cancel, Capture, Charge, Continue, Receipt, Refund};
    let check = |facts: Facts, expect: &[Verb]| {
        let allowed: Vec<Verb> = Verb::ALL
            .into_iter()
            .filter(|verb| may(&facts, *verb).is_ok())
            .collect();
        assert_eq!(allowed, expect, "{facts:?}");
    };
    check(facts("requires_payment_method"), &[Charge, Cancel]);
    check(facts("requires_confirmation"), &[Charge, Continue, Cancel]);
    check(facts("requires_action"), &[Continue, Cancel]);
    check(facts("processing"), &[]);
    check(facts("requires_capture"), &[Capture, Cancel]);
    check(facts("succeeded"), &[Receipt, Refund]);
    check(facts("canceled"), &[]);
    check(facts("hibernating"), &[]);
    let back = |refunded| Facts {
        refunded,
        ..facts("succeeded")
    };
    check(back(400), &[Receipt, Refund]);
    check(back(1_000), &[Receipt]);
    let of_invoice = Facts {
        of_invoice: true,
        ..facts("requires_payment_method")
    };
    check(of_invoice.clone(), &[Charge]);
    let why = may(&of_invoice, Cancel);
    assert!(why.is_err_and(|why| why.advice.contains("Void the invoice")));
    let twice = may(&facts("succeeded"), Charge);
    assert!(twice.is_err_and(|why| why.kind == RefusalKind::AlreadySo));
}
