//! Totals against a computation of this file's own: exact fractions in 128-bit integers, written from
//! the rules in words (a line's discounts, then the document's, then tax; halves up; a shared discount
//! is rounded once), sharing nothing with the server's.

use crate::shop::{Shop, id};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[derive(Debug, Clone)]
struct Case {
    /// Unit amount in minor units, quantity, whether the line has a tax of its own.
    lines: Vec<(i64, i64, bool)>,
    /// Hundredths of a percent.
    percent_off: Option<i64>,
    amount_off: Option<i64>,
    /// Hundredths of a percent, and whether it is in the price.
    tax: (i64, bool),
    recurring: bool,
}

fn cases() -> impl Strategy<Value = Case> {
    (
        prop::collection::vec((0..200_000_i64, 1..20_i64, any::<bool>()), 1..5),
        prop::option::of(1..10_000_i64),
        prop::option::of(1..500_000_i64),
        (0..3_000_i64, any::<bool>()),
        any::<bool>(),
    )
        .prop_map(|(lines, percent_off, amount_off, tax, recurring)| Case {
            lines,
            percent_off,
            amount_off: if percent_off.is_some() {
                None
            } else {
                amount_off
            },
            tax,
            recurring,
        })
}

fn half_up(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

/// Subtotal, discount, tax, total.
fn expected(case: &Case) -> (i128, i128, i128, i128) {
    let subtotals: Vec<i128> = case
        .lines
        .iter()
        .map(|(unit, quantity, _)| i128::from(*unit) * i128::from(*quantity))
        .collect();
    let subtotal: i128 = subtotals.iter().sum();
    let discount = match (case.percent_off, case.amount_off) {
        (Some(percent), _) => half_up(subtotal * i128::from(percent), 10_000),
        (None, Some(amount)) => i128::from(amount).min(subtotal),
        (None, None) => 0,
    };
    let mut shares: Vec<i128> = subtotals
        .iter()
        .map(|s| {
            if subtotal == 0 {
                0
            } else {
                discount * s / subtotal
            }
        })
        .collect();
    while shares.iter().sum::<i128>() < discount {
        // The line that lost most to rounding down and has had nothing back yet; the first of equals.
        let behind = |at: usize| discount * subtotals[at] - shares[at] * subtotal;
        let at = (0..shares.len())
            .max_by_key(|&at| (behind(at), std::cmp::Reverse(at)))
            .unwrap();
        shares[at] += 1;
    }
    let (mut tax, mut total) = (0, 0);
    for ((line, subtotal), share) in case.lines.iter().zip(&subtotals).zip(&shares) {
        let rest = subtotal - share;
        total += rest;
        if !line.2 {
            continue;
        }
        let rate = i128::from(case.tax.0);
        if case.tax.1 {
            tax += half_up(rest * rate, 10_000 + rate);
        } else {
            let part = half_up(rest * rate, 10_000);
            tax += part;
            total += part;
        }
    }
    (subtotal, discount, tax, total)
}

async fn check(shop: &Shop, case: &Case) -> Result<(), TestCaseError> {
    let (percent, inclusive) = case.tax;
    let rate = id(&shop
        .post(
            "/v1/tax_rates",
            &format!(
                "display_name=T&inclusive={inclusive}&percentage={}.{:02}",
                percent / 100,
                percent % 100
            ),
        )
        .await);
    let product = id(&shop.post("/v1/products", "name=P").await);
    let customer = shop.customer().await;
    let mut form = format!("customer={customer}");
    for (at, (unit, quantity, is_taxed)) in case.lines.iter().enumerate() {
        form += &format!(
            "&line_items[{at}][quantity]={quantity}&line_items[{at}][price_data][currency]=usd"
        );
        form += &format!(
            "&line_items[{at}][price_data][product]={product}&line_items[{at}][price_data][unit_amount]={unit}"
        );
        if case.recurring {
            form += &format!("&line_items[{at}][price_data][recurring][interval]=month");
        }
        if *is_taxed {
            form += &format!("&line_items[{at}][tax_rates][]={rate}");
        }
    }
    let coupon = match (case.percent_off, case.amount_off) {
        (Some(percent), _) => Some(format!(
            "duration=once&percent_off={}.{:02}",
            percent / 100,
            percent % 100
        )),
        (None, Some(amount)) => Some(format!("duration=once&currency=usd&amount_off={amount}")),
        (None, None) => None,
    };
    if let Some(coupon) = coupon {
        form += &format!(
            "&discounts[0][coupon]={}",
            id(&shop.post("/v1/coupons", &coupon).await)
        );
    }
    let quote = shop.post("/v1/quotes", &form).await;
    let (subtotal, discount, tax, total) = expected(case);
    let number = |path: &str| {
        i128::from(
            quote
                .pointer(path)
                .and_then(serde_json::Value::as_i64)
                .unwrap(),
        )
    };
    prop_assert_eq!(number("/amount_subtotal"), subtotal);
    prop_assert_eq!(number("/total_details/amount_discount"), discount);
    prop_assert_eq!(number("/total_details/amount_tax"), tax);
    prop_assert_eq!(number("/amount_total"), total);
    // What is accepted is what was quoted.
    shop.post(&format!("/v1/quotes/{}/finalize", id(&quote)), "")
        .await;
    let accepted = shop
        .post(
            &format!("/v1/quotes/{}/accept", id(&quote)),
            "expand[]=invoice",
        )
        .await;
    let invoice = &accepted["invoice"];
    prop_assert_eq!(i128::from(invoice["total"].as_i64().unwrap()), total);
    let sum = |list: &str| {
        invoice[list]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["amount"].as_i64().unwrap())
            .sum::<i64>()
    };
    prop_assert_eq!(i128::from(sum("total_taxes")), tax);
    prop_assert_eq!(i128::from(sum("total_discount_amounts")), discount);
    if case.recurring {
        // Once-only discounts do not come back.
        let again: i128 = expected(&Case {
            percent_off: None,
            amount_off: None,
            ..case.clone()
        })
        .3;
        prop_assert_eq!(number("/computed/recurring/amount_total"), again);
    }
    Ok(())
}

#[test]
fn totals_are_what_the_rules_say() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let shop = runtime.block_on(Shop::open());
    let mut runner = TestRunner::new(Config {
        cases: 48,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&cases(), |case| runtime.block_on(check(&shop, &case)))
        .unwrap();
}

#[tokio::test]
async fn decimals_and_currencies() {
    let shop = Shop::open().await;
    let product = id(&shop.post("/v1/products", "name=P").await);
    let price =
        |currency: &str, amount: &str| format!("product={product}&currency={currency}&{amount}");
    let fraction = shop
        .post("/v1/prices", &price("usd", "unit_amount_decimal=33.3333"))
        .await;
    assert_eq!(
        (&fraction["unit_amount"], &fraction["unit_amount_decimal"]),
        (&serde_json::Value::Null, &"33.3333".into())
    );
    let quote = shop
        .post(
            "/v1/quotes",
            &format!(
                "line_items[0][price]={}&line_items[0][quantity]=3",
                id(&fraction)
            ),
        )
        .await;
    assert_eq!(quote["amount_total"], 100);
    shop.post("/v1/prices", &price("kwd", "unit_amount=12500"))
        .await;
    for (currency, amount, code) in [
        ("kwd", "unit_amount=12505", "invalid_charge_amount"),
        (
            "isk",
            "unit_amount=150",
            "invalid_charge_amount_no_decimal_compatible",
        ),
        ("usd", "unit_amount=100000000", "amount_too_large"),
        ("usd", "unit_amount=-1", "parameter_invalid_integer"),
        ("usd", "unit_amount=1.5", "parameter_invalid_integer"),
        ("xyz", "unit_amount=1", ""),
    ] {
        let refused = shop.refused("/v1/prices", &price(currency, amount)).await;
        assert_eq!(
            (refused.status, refused.error("code")),
            (400, code),
            "{currency} {amount}"
        );
    }
}

#[tokio::test]
async fn a_trial_costs_nothing_up_front() {
    let shop = Shop::open().await;
    let (monthly, once) = (
        shop.price(3000, "recurring[interval]=month").await,
        shop.price(500, "").await,
    );
    let form = format!(
        "line_items[0][price]={monthly}&line_items[1][price]={once}&subscription_data[trial_period_days]=14"
    );
    let quote = shop.post("/v1/quotes", &form).await;
    assert_eq!(quote["computed"]["upfront"]["amount_total"], 500);
    assert_eq!(quote["computed"]["recurring"]["amount_total"], 3000);
    let upfront = shop
        .get(&format!(
            "/v1/quotes/{}/computed_upfront_line_items",
            id(&quote)
        ))
        .await;
    assert_eq!(upfront["data"][0]["amount_total"], 0);
}
