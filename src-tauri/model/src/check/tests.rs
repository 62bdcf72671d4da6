//! Drafts with one thing wrong each, and what the check says about it.
#![allow(
    clippy::unwrap_used,
    reason = "a test that fails here has found something"
)]

use super::*;
use crate::{
    Money,
    discount::{Lasts, Off},
    line::IntervalUnit,
};

const NOW: i64 = 1_777_766_400;

fn line(minor: i64) -> LineDraft {
    LineDraft {
        unit: Ok(UnitAmount::from_minor(minor, Currency::USD)),
        quantity: 1,
        recurring: None,
        taxes: Vec::new(),
        discounts: Vec::new(),
    }
}

fn every(interval: Interval) -> LineDraft {
    LineDraft {
        recurring: Some(interval),
        ..line(1_000)
    }
}

fn sound() -> Draft {
    Draft {
        has_customer: true,
        lines: vec![line(10_000)],
        ..Draft::new(Paper::Quote, Currency::USD)
    }
}

/// What is found, one a line: path, code, whether it blocks.
fn says(change: impl FnOnce(&mut Draft), expect: &[(&str, Code, bool)]) {
    let mut draft = sound();
    change(&mut draft);
    let found = check(&draft, NOW);
    let rows: Vec<_> = found
        .iter()
        .map(|one| (one.path.as_str(), one.code, one.blocking))
        .collect();
    assert_eq!(rows, expect, "{found:#?}");
}

#[test]
fn a_sound_draft_is_left_alone() {
    says(|_| {}, &[]);
    says(|draft| draft.lines = vec![line(0)], &[]);
    says(
        |draft| {
            draft.lines = vec![line(5_000), every(Interval::MONTHLY)];
            draft.starts_at = Some(NOW + 86_400);
            draft.expires_at = Some(NOW + 1);
            draft.trial_days = Some(730);
            draft.collection = Collection::SendInvoice;
            draft.days_until_due = Some(30);
            draft.header = "é".repeat(50);
            draft.description = "x".repeat(500);
            draft.footer = "x".repeat(500);
        },
        &[],
    );
}

#[test]
fn what_is_missing() {
    says(
        |draft| draft.has_customer = false,
        &[("customer", Code::NoCustomer, true)],
    );
    says(
        |draft| draft.lines.clear(),
        &[("lines", Code::NoLines, true)],
    );
    says(
        |draft| draft.collection = Collection::SendInvoice,
        &[("days_until_due", Code::DaysMissing, true)],
    );
}

#[test]
fn lines_that_cannot_be() {
    says(
        |draft| draft.lines[0].quantity = 0,
        &[("lines[0].quantity", Code::NoQuantity, true)],
    );
    says(
        |draft| {
            draft.lines.push(LineDraft {
                unit: Err(AmountError::Empty),
                ..line(1)
            })
        },
        &[("lines[1].unit", Code::BadAmount, true)],
    );
    says(
        |draft| {
            draft.lines.push(line(-5));
            draft.discounts = vec![Discount {
                name: "Welcome".into(),
                off: Off::Percent(crate::Percent::HUNDRED),
                lasts: Lasts::Once,
            }];
        },
        &[("lines[1].unit", Code::BadAmount, true)],
    );
    says(
        |draft| draft.lines[0].unit = Ok(UnitAmount::from_minor(5, Currency::EUR)),
        &[("lines[0].unit", Code::TwoCurrencies, true)],
    );
    says(
        |draft| draft.lines = vec![every(Interval::MONTHLY), line(5), every(Interval::YEARLY)],
        &[("lines[2].recurring", Code::TwoIntervals, true)],
    );
    says(
        |draft| {
            let unit = IntervalUnit::Month;
            draft.lines = vec![every(Interval { unit, count: 37 })];
        },
        &[("lines[0].recurring", Code::BadInterval, true)],
    );
}

#[test]
fn discounts_in_another_currency() {
    let off = |currency| Discount {
        name: "Welcome".into(),
        off: Off::Amount(Money::new(100, currency)),
        lasts: Lasts::Once,
    };
    says(
        |draft| draft.discounts = vec![off(Currency::USD), off(Currency::EUR)],
        &[("discounts[1]", Code::TwoCurrencies, true)],
    );
    says(
        |draft| draft.lines[0].discounts = vec![off(Currency::EUR)],
        &[("lines[0].discounts[0]", Code::TwoCurrencies, true)],
    );
}

#[test]
fn dates_and_days() {
    says(
        |draft| draft.expires_at = Some(NOW),
        &[("expires_at", Code::ExpiryPassed, true)],
    );
    says(
        |draft| {
            draft.lines = vec![every(Interval::MONTHLY)];
            draft.starts_at = Some(NOW - 1);
        },
        &[("starts_at", Code::StartPassed, false)],
    );
    says(
        |draft| {
            draft.lines = vec![every(Interval::MONTHLY)];
            draft.trial_days = Some(731);
        },
        &[("trial_days", Code::TrialTooLong, true)],
    );
    says(
        |draft| draft.trial_days = Some(14),
        &[("trial_days", Code::NothingRecurring, false)],
    );
    says(
        |draft| draft.days_until_due = Some(30),
        &[("days_until_due", Code::DaysNotUsed, true)],
    );
}

#[test]
fn texts_that_do_not_fit() {
    says(
        |draft| draft.header = "x".repeat(51),
        &[("header", Code::TextTooLong, true)],
    );
    says(
        |draft| draft.description = "x".repeat(501),
        &[("description", Code::TextTooLong, true)],
    );
    says(
        |draft| draft.footer = "x".repeat(501),
        &[("footer", Code::TextTooLong, true)],
    );
}

#[test]
fn totals_that_stripe_does_not_take() {
    says(
        |draft| draft.lines = vec![line(49)],
        &[("total", Code::TotalTooSmall, false)],
    );
    says(
        |draft| draft.lines[0].quantity = 10_000,
        &[("total", Code::TotalTooLarge, true)],
    );
    says(
        |draft| draft.lines[0].quantity = u64::MAX,
        &[("total", Code::TotalTooLarge, true)],
    );
    says(
        |draft| {
            draft.currency = Currency::KWD;
            draft.lines[0].unit = Ok(UnitAmount::from_minor(412_505, Currency::KWD));
        },
        &[("total", Code::TotalOffStep, false)],
    );
}

#[test]
fn sentences_name_the_figures() {
    let mut draft = sound();
    draft.lines = vec![line(49)];
    draft.header = "x".repeat(60);
    let sentences: Vec<String> = check(&draft, NOW)
        .into_iter()
        .map(|one| one.sentence)
        .collect();
    assert_eq!(
        sentences,
        [
            "The header has 60 characters, and at most 50 fit. Shorten it.",
            "Stripe does not charge less than $0.50: it would keep $0.49 on the customer's balance until the next invoice. Raise the total if it is to be paid.",
        ]
    );
}

#[test]
fn totals_stand_while_a_price_is_being_typed() {
    let mut draft = sound();
    draft.lines.push(LineDraft {
        unit: Err(AmountError::Empty),
        ..line(0)
    });
    let figures = draft.document().reckon().unwrap();
    assert_eq!(figures.whole.total.text(), "$100.00");
}

#[test]
fn an_invoice_has_rules_of_its_own() {
    let invoice = |draft: &mut Draft| {
        draft.paper = Paper::Invoice;
        draft.collection = Collection::SendInvoice;
        draft.days_until_due = Some(14);
    };
    says(invoice, &[]);
    says(
        |draft| {
            invoice(draft);
            draft.description = "x".repeat(1_500);
            draft.footer = "x".repeat(5_000);
            draft.custom_fields = vec![("Order".into(), "4711".into()); 4];
        },
        &[],
    );
    says(
        |draft| {
            invoice(draft);
            draft.lines.push(every(Interval::MONTHLY));
        },
        &[("lines[1].recurring", Code::Recurring, true)],
    );
    says(
        |draft| {
            invoice(draft);
            draft.days_until_due = None;
            draft.due_at = Some(NOW);
        },
        &[("due_at", Code::DuePassed, true)],
    );
    says(
        |draft| {
            invoice(draft);
            draft.days_until_due = None;
            draft.due_at = Some(NOW + 1);
        },
        &[],
    );
    says(
        |draft| {
            invoice(draft);
            draft.description = "x".repeat(1_501);
            draft.custom_fields = vec![("Order".into(), "4711".into()); 5];
            draft.custom_fields[1] = (" ".into(), "x".repeat(141));
        },
        &[
            ("description", Code::TextTooLong, true),
            ("custom_fields", Code::BadField, true),
            ("custom_fields[1].name", Code::BadField, true),
            ("custom_fields[1].value", Code::TextTooLong, true),
        ],
    );
}

#[test]
fn each_paper_is_called_by_its_name() {
    let said = |paper| {
        let draft = Draft::new(paper, Currency::USD);
        check(&draft, NOW).remove(0).sentence
    };
    assert_eq!(
        said(Paper::Quote),
        "This quote has no customer. Choose one."
    );
    assert_eq!(
        said(Paper::Invoice),
        "This invoice has no customer. Choose one."
    );
}
