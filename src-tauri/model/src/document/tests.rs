//! Documents as small tables: what goes in, what has to come out.
#![allow(
    clippy::unwrap_used,
    reason = "a test that fails here has found something"
)]

use super::*;
use crate::{discount::Off, percent::Percent, unit::UnitAmount};

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn line(unit: &str, quantity: u64) -> Line {
    Line::once(
        quantity,
        UnitAmount::parse_minor(unit, Currency::USD).unwrap(),
    )
}

fn tax(percent: &str, inclusive: bool) -> TaxRate {
    TaxRate {
        key: format!("{percent}{inclusive}"),
        name: "VAT".into(),
        percent: Percent::parse(percent).unwrap(),
        inclusive,
    }
}

fn percent(text: &str, lasts: Lasts) -> Discount {
    Discount {
        name: format!("{text}%"),
        off: Off::Percent(Percent::parse(text).unwrap()),
        lasts,
    }
}

fn amount(minor: i64, lasts: Lasts) -> Discount {
    Discount {
        name: usd(minor).text(),
        off: Off::Amount(usd(minor)),
        lasts,
    }
}

fn document(lines: Vec<Line>) -> Document {
    Document {
        lines,
        ..Document::new(Currency::USD)
    }
}

/// Totals as `subtotal - discount + tax = total`, in minor units.
fn row(totals: &Totals) -> String {
    let Totals {
        subtotal,
        discount,
        tax,
        total,
        ..
    } = totals;
    format!(
        "{} -{} tax {} = {}",
        subtotal.minor, discount.minor, tax.minor, total.minor
    )
}

fn whole(document: &Document, expect: &str) {
    assert_eq!(
        row(&document.reckon().unwrap().whole),
        expect,
        "{document:#?}"
    );
}

#[test]
fn lines_are_rounded_once_and_summed() {
    whole(&document(vec![]), "0 -0 tax 0 = 0");
    whole(&document(vec![line("1250", 3)]), "3750 -0 tax 0 = 3750");
    whole(
        &document(vec![line("0.5", 1), line("0.5", 1)]),
        "2 -0 tax 0 = 2",
    );
    whole(&document(vec![line("33.3333", 3)]), "100 -0 tax 0 = 100");
}

#[test]
fn line_discounts_come_before_those_of_the_whole() {
    let mut first = line("10000", 1);
    first.discounts = vec![amount(2000, Lasts::Once), percent("10", Lasts::Once)];
    let mut both = document(vec![first, line("5000", 1)]);
    // 10000 - 2000 = 8000, less 10 % = 7200; and 5000.
    whole(&both, "15000 -2800 tax 0 = 12200");
    both.discounts = vec![percent("50", Lasts::Once), amount(100, Lasts::Once)];
    // 3600 and 2500; 100 spread as 59 and 41.
    whole(&both, "15000 -9000 tax 0 = 6000");
    let figures = both.reckon().unwrap();
    let totals: Vec<i64> = figures.lines.iter().map(|line| line.total.minor).collect();
    assert_eq!(totals, [3541, 2459]);
    let discounts = figures.whole.discounts.iter();
    let discounts: Vec<_> = discounts
        .map(|row| (row.name.as_str(), row.amount.minor))
        .collect();
    assert_eq!(
        discounts,
        [
            ("$20.00", 2000),
            ("10%", 800),
            ("50%", 6100),
            ("$1.00", 100)
        ]
    );
}

#[test]
fn percentages_off_the_whole_round_once() {
    let mut three = document(vec![line("333", 1), line("333", 1), line("333", 1)]);
    three.discounts = vec![percent("10", Lasts::Once)];
    // 99.9 of 999, not three times 33.3.
    whole(&three, "999 -100 tax 0 = 899");
    let lines = three.reckon().unwrap().lines;
    let shares: Vec<i64> = lines.iter().map(|line| line.discount.minor).collect();
    assert_eq!(shares, [34, 33, 33]);
}

#[test]
fn nothing_falls_below_zero() {
    let mut small = document(vec![line("300", 1), line("0", 5)]);
    small.discounts = vec![amount(1000, Lasts::Once), amount(1, Lasts::Once)];
    whole(&small, "300 -300 tax 0 = 0");
    let discounts = small.reckon().unwrap().whole.discounts;
    assert_eq!(
        discounts.len(),
        1,
        "a discount that takes nothing off is not a row"
    );
}

#[test]
fn exclusive_tax_is_added_per_line() {
    let mut taxed = document(vec![line("43", 1), line("484", 1)]);
    taxed.default_taxes = vec![tax("15", false)];
    // 6.45 and 72.6, each rounded.
    whole(&taxed, "527 -0 tax 79 = 606");
}

#[test]
fn inclusive_tax_changes_no_total() {
    let mut taxed = document(vec![line("60000", 1)]);
    taxed.default_taxes = vec![tax("10", true)];
    whole(&taxed, "60000 -0 tax 5455 = 60000");
    taxed.discounts = vec![percent("50", Lasts::Once)];
    whole(&taxed, "60000 -30000 tax 2727 = 30000");
    let row = taxed.reckon().unwrap().whole.taxes.remove(0);
    assert_eq!((row.taxable.minor, row.amount.minor), (27273, 2727));
}

#[test]
fn several_rates_do_not_compound() {
    let mut taxed = document(vec![line("10000", 1)]);
    taxed.default_taxes = vec![tax("5", false), tax("9.975", false)];
    whole(&taxed, "10000 -0 tax 1498 = 11498");
    taxed.default_taxes = vec![tax("10", true), tax("10", true)];
    // 10000 × 0.1 ÷ 1.2, twice.
    whole(&taxed, "10000 -0 tax 1666 = 10000");
    taxed.default_taxes = vec![tax("25", true), tax("10", false)];
    // 2000 is contained; 10 % of the 8000 left is added.
    whole(&taxed, "10000 -0 tax 2800 = 10800");
}

#[test]
fn a_lines_own_rates_replace_the_default() {
    let mut own = line("10000", 1);
    own.taxes = vec![tax("0", false)];
    let mut taxed = document(vec![own, line("10000", 1)]);
    taxed.default_taxes = vec![tax("19", false)];
    whole(&taxed, "20000 -0 tax 1900 = 21900");
    let rows = taxed.reckon().unwrap().whole.taxes;
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.percent.as_str(), row.amount.minor))
        .collect();
    assert_eq!(rows, [("0", 0), ("19", 1900)], "a rate of 0 % is shown");
}

#[test]
fn what_is_charged_first_and_what_again() {
    let mut mixed = document(vec![
        line("50000", 1),
        line("2000", 10).every(Interval::MONTHLY),
    ]);
    mixed.default_taxes = vec![tax("20", false)];
    mixed.discounts = vec![
        percent("10", Lasts::Forever),
        amount(1000, Lasts::Once),
        percent("50", Lasts::Repeating { months: 3 }),
    ];
    let sets = |document: &Document| {
        let figures = document.reckon().unwrap();
        let recurring = figures.recurring.unwrap();
        let stages: Vec<_> = recurring
            .stages
            .iter()
            .map(|stage| (stage.months, row(&stage.totals)))
            .collect();
        (row(&figures.upfront), row(&recurring.totals), stages)
    };
    let each = "20000 -2000 tax 3600 = 21600".to_owned();
    let stages = vec![(3, "20000 -11000 tax 1800 = 10800".to_owned())];
    // 45000 + 18000; 1000 spread as 714 and 286; half of 44286 and 17714; 20 % on top.
    let first = "70000 -39000 tax 6200 = 37200".to_owned();
    assert_eq!(sets(&mixed), (first, each.clone(), stages.clone()));

    mixed.trial = true;
    // The fixed discount falls on the one line that is left: (45000 - 1000) / 2.
    let first = "50000 -28000 tax 4400 = 26400".to_owned();
    assert_eq!(sets(&mixed), (first, each, stages));
}

#[test]
fn a_repeating_discount_ends_after_its_months() {
    let mut monthly = document(vec![line("10000", 1).every(Interval::MONTHLY)]);
    monthly.discounts = vec![
        percent("50", Lasts::Repeating { months: 3 }),
        amount(1000, Lasts::Repeating { months: 1 }),
    ];
    let figures = monthly.reckon().unwrap();
    let start = Day::parse("2026-01-31").unwrap();
    let check = |day: &str, expect| {
        let recurring = figures.recurring.as_ref().unwrap();
        let totals = recurring.on(Day::parse(day).unwrap(), start);
        assert_eq!(totals.total.minor, expect, "{day}");
    };
    check("2026-01-31", 4000);
    check("2026-02-28", 5000); // the month is over
    check("2026-03-31", 5000);
    check("2026-04-30", 10_000);

    let deal = |starts_at: Option<&str>, trial_days| {
        let at = starts_at.map(|day| Day::parse(day).unwrap().start_unix());
        let deal = figures.deal(at, trial_days, start.start_unix());
        deal.recurring.map(|(amount, _)| amount.minor)
    };
    assert_eq!(deal(None, None), Some(5000));
    assert_eq!(deal(Some("2026-05-01"), None), Some(5000));
    assert_eq!(deal(None, Some(14)), Some(4000));
    assert_eq!(deal(None, Some(120)), Some(10_000));
}

#[test]
fn a_quote_without_recurring_lines_has_no_recurring_figures() {
    let figures = document(vec![line("100", 1)]).reckon().unwrap();
    assert_eq!(figures.recurring, None);
    assert_eq!(figures.upfront, figures.whole);
}

#[test]
fn discounts_of_one_time_lines_make_no_stage() {
    let mut once = line("100", 1);
    once.discounts = vec![percent("10", Lasts::Repeating { months: 2 })];
    let figures = document(vec![once, line("100", 1).every(Interval::YEARLY)]);
    let recurring = figures.reckon().unwrap().recurring.unwrap();
    assert_eq!(recurring.stages, []);
    assert_eq!(recurring.interval, Interval::YEARLY);
}

#[test]
fn currencies_and_sizes_that_do_not_fit_are_errors() {
    let yen = Line::once(1, UnitAmount::from_minor(100, Currency::JPY));
    let error = document(vec![yen]).reckon().unwrap_err();
    assert_eq!(
        error.to_string(),
        "JPY stands in a document in USD. Use one currency throughout."
    );
    let large = document(vec![line("99999999", u64::MAX)]).reckon();
    assert_eq!(large, Err(ReckonError::Money(MoneyError::TooLarge)));
}
