//! What holds for every document, amount and text, tried on random ones. Not the examples: they
//! stand beside the code they are about.
#![allow(
    clippy::unwrap_used,
    reason = "a test that fails here has found something"
)]

use crate::{
    Currency, Money, Percent, UnitAmount,
    calendar::Day,
    discount::{Discount, Lasts, Off},
    document::{Document, Totals},
    entry::{AmountError, Hint, parse_amount, parse_unit},
    line::{Interval, Line},
    tax::TaxRate,
};
use proptest::{collection::vec, prelude::*};

fn currency() -> impl Strategy<Value = Currency> {
    proptest::sample::select(Currency::all().collect::<Vec<_>>())
}

fn percent() -> impl Strategy<Value = Percent> {
    (0..=100_000_000_u32).prop_map(|millionths| Percent::from_millionths(millionths).unwrap())
}

fn tax() -> impl Strategy<Value = TaxRate> {
    (percent(), any::<bool>(), 0..3_u8).prop_map(|(percent, inclusive, key)| TaxRate {
        key: format!("{key}{inclusive}"),
        name: "VAT".into(),
        percent,
        inclusive,
    })
}

fn discount(currency: Currency) -> impl Strategy<Value = Discount> {
    let off = prop_oneof![
        percent().prop_map(Off::Percent),
        (0..500_000_i64).prop_map(move |minor| Off::Amount(Money::new(minor, currency))),
    ];
    let lasts = prop_oneof![
        Just(Lasts::Once),
        Just(Lasts::Forever),
        (1..24_u32).prop_map(|months| Lasts::Repeating { months }),
    ];
    (off, lasts).prop_map(|(off, lasts)| Discount {
        name: off.text(),
        off,
        lasts,
    })
}

fn line(currency: Currency) -> impl Strategy<Value = Line> {
    let unit = (0..9_999_999_u64, 0..1_000_000_u32).prop_map(move |(minor, fine)| {
        UnitAmount::parse_minor(&format!("{minor}.{fine:06}"), currency).unwrap()
    });
    let taxes = vec(tax(), 0..3);
    let discounts = vec(discount(currency), 0..3);
    (0..100_u64, unit, any::<bool>(), taxes, discounts).prop_map(
        |(quantity, unit, recurs, taxes, discounts)| Line {
            quantity,
            unit,
            recurring: recurs.then_some(Interval::MONTHLY),
            taxes,
            discounts,
        },
    )
}

fn document() -> impl Strategy<Value = Document> {
    currency().prop_flat_map(|currency| {
        let lines = vec(line(currency), 0..6);
        let discounts = vec(discount(currency), 0..3);
        (lines, discounts, vec(tax(), 0..3), any::<bool>()).prop_map(
            move |(lines, discounts, default_taxes, trial)| Document {
                currency,
                lines,
                discounts,
                default_taxes,
                trial,
            },
        )
    })
}

fn minor(amounts: impl IntoIterator<Item = Money>) -> i64 {
    amounts.into_iter().map(|money| money.minor).sum()
}

/// What must hold within any set of totals.
fn adds_up(totals: &Totals) -> Result<(), TestCaseError> {
    let discounts = minor(totals.discounts.iter().map(|row| row.amount));
    prop_assert_eq!(discounts, totals.discount.minor);
    let taxes = minor(totals.taxes.iter().map(|row| row.amount));
    prop_assert_eq!(taxes, totals.tax.minor);
    let exclusive = totals.taxes.iter().filter(|row| !row.inclusive);
    let exclusive = minor(exclusive.map(|row| row.amount));
    let expect = totals.subtotal.minor - totals.discount.minor + exclusive;
    prop_assert_eq!(totals.total.minor, expect);
    prop_assert!(totals.discount.minor >= 0 && totals.discount.minor <= totals.subtotal.minor);
    prop_assert!(totals.taxes.iter().all(|row| row.amount.minor >= 0));
    prop_assert!(totals.total.minor >= 0);
    Ok(())
}

proptest! {
    #[test]
    fn every_set_of_figures_adds_up(document in document()) {
        let figures = document.reckon().unwrap();
        adds_up(&figures.whole)?;
        adds_up(&figures.one_time)?;
        adds_up(&figures.upfront)?;
        if let Some(recurring) = &figures.recurring {
            adds_up(&recurring.totals)?;
            for stage in &recurring.stages {
                adds_up(&stage.totals)?;
                prop_assert_eq!(stage.totals.subtotal, recurring.totals.subtotal);
            }
        }
        prop_assert_eq!(figures.lines.len(), document.lines.len());
        let sum = |of: fn(&crate::line::LineAmounts) -> Money| minor(figures.lines.iter().map(of));
        prop_assert_eq!(sum(|line| line.subtotal), figures.whole.subtotal.minor);
        prop_assert_eq!(sum(|line| line.discount), figures.whole.discount.minor);
        prop_assert_eq!(sum(|line| line.tax), figures.whole.tax.minor);
        prop_assert_eq!(sum(|line| line.total), figures.whole.total.minor);
        for line in &figures.lines {
            prop_assert!(line.discount.minor >= 0 && line.discount.minor <= line.subtotal.minor);
        }
    }

    /// What is taken out of a price with tax is what would have been put on the price without
    /// it, give or take the rounding.
    #[test]
    fn inclusive_and_exclusive_agree(price in 0..99_999_999_i64, percent in percent()) {
        let totals = |minor, inclusive| {
            let mut document = Document::new(Currency::USD);
            document.lines = vec![Line::once(1, UnitAmount::from_minor(minor, Currency::USD))];
            document.default_taxes = vec![TaxRate {
                key: "vat".into(),
                name: "VAT".into(),
                percent,
                inclusive,
            }];
            document.reckon().unwrap().whole
        };
        let within = totals(price, true);
        prop_assert_eq!(within.total.minor, price);
        let net = price - within.tax.minor;
        prop_assert_eq!(within.taxes[0].taxable.minor, net);
        let upon = totals(net, false);
        prop_assert!((upon.total.minor - price).abs() <= 1, "{} of {}", upon.total.minor, price);
    }

    #[test]
    fn parts_add_up_and_stay_within_their_weights(
        minor in 0..10_000_000_i64,
        weights in vec(0..10_000_000_i64, 1..20),
    ) {
        let sum: i64 = weights.iter().sum();
        prop_assume!(sum > 0);
        let parts = Money::new(minor, Currency::EUR).allocate(&weights).unwrap();
        prop_assert_eq!(parts.iter().map(|part| part.minor).sum::<i64>(), minor);
        for (part, &weight) in parts.iter().zip(&weights) {
            let exact = i128::from(minor) * i128::from(weight);
            let over = i128::from(part.minor) * i128::from(sum) - exact;
            prop_assert!(over.abs() < i128::from(sum), "a part is off by a minor unit or more");
            prop_assert!(minor > sum || part.minor <= weight);
        }
    }

    /// Whatever the writer's marks are, the amount comes back, or is asked about with the right
    /// answer among the two.
    #[test]
    fn amounts_read_back_in_every_convention(
        currency in currency(),
        steps in 0..=9_999_999_i64,
        marks in proptest::sample::select(vec![('.', ","), (',', "."), (',', " "), ('.', "'"), ('.', ""), (',', "")]),
        dress in 0..3_u8,
    ) {
        let minor = steps * currency.step();
        prop_assume!(minor <= currency.maximum());
        let money = Money::new(minor, currency);
        let (decimal, group) = marks;
        let text = money.text();
        let bare = text.trim_start_matches(|mark: char| !mark.is_ascii_digit());
        let text: String = bare.chars().map(|mark| match mark {
            '.' => decimal.to_string(),
            ',' => group.to_owned(),
            digit => digit.to_string(),
        }).collect();
        let text = match dress {
            0 => text,
            1 => format!("{} {text}", currency.upper()),
            _ => format!("{text}{}", currency.code()),
        };
        let hint = Hint { decimal: Some(decimal) };
        prop_assert_eq!(parse_amount(&text, currency, hint), Ok(money), "{} with a hint", text);
        match parse_amount(&text, currency, Hint::NONE) {
            Ok(read) => prop_assert_eq!(read, money, "{}", text),
            Err(AmountError::Ambiguous { readings }) => {
                prop_assert!(readings.contains(&money.into()), "{}", text);
                prop_assert_ne!(readings[0], readings[1]);
            }
            Err(error) => prop_assert!(false, "{text}: {error}"),
        }
        let own = parse_amount(&money.decimal(), currency, Hint::POINT);
        prop_assert_eq!(own, Ok(money));
    }

    #[test]
    fn prices_read_back(currency in currency(), minor in 0..99_999_u64, fine in 0..1_000_000_000_000_u64) {
        let unit = UnitAmount::parse_minor(&format!("{minor}.{fine:012}"), currency).unwrap();
        prop_assert_eq!(UnitAmount::parse_minor(&unit.minor_decimal(), currency), Ok(unit));
        prop_assert_eq!(parse_unit(&unit.decimal(), currency, Hint::POINT), Ok(unit));
    }

    #[test]
    fn no_text_brings_it_down(text in any::<String>(), currency in currency()) {
        let _ = parse_amount(&text, currency, Hint::NONE);
        let _ = parse_unit(&text, currency, Hint::COMMA);
        let _ = Percent::parse(&text);
        let _ = UnitAmount::parse_minor(&text, currency);
        let _ = Currency::parse(&text);
        let _ = Day::parse(&text);
    }

    /// Random text is seldom close to an amount; this one is.
    #[test]
    fn no_near_amount_brings_it_down(text in "[0-9.,'()*/+ x€$-]{0,60}", currency in currency()) {
        for hint in [Hint::NONE, Hint::POINT, Hint::COMMA] {
            if let Ok(money) = parse_amount(&text, currency, hint) {
                prop_assert!(money.minor >= 0 && money.minor <= currency.maximum());
                prop_assert_eq!(money.minor % currency.step(), 0);
            }
            let _ = parse_unit(&text, currency, hint);
        }
    }

    #[test]
    fn percentages_read_back(percent in percent()) {
        prop_assert_eq!(Percent::parse(&percent.text()), Ok(percent));
    }

    #[test]
    fn months_there_and_back(days in -700_000..2_800_000_i32, months in 0..2_000_i32) {
        let day = Day::from_days(days);
        let there = day.add_months(months);
        prop_assert!(there >= day);
        let (_, _, of_month) = day.civil();
        if of_month <= 28 {
            prop_assert_eq!(there.add_months(-months), day);
        }
    }
}
