//! The sums of invoices and credit notes against a computation of the tests' own, which stands
//! beside this and shares nothing with the server's. What must hold for
//! any invoice: its lines, discounts, taxes, shipping and balance add up to what is asked for; whatever
//! part of it is credited, in whatever steps, adds up to the whole, and so does the customer's ledger.

mod oracle;

use crate::shop::{Shop, id};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use oracle::{Case, Expected, Sums, added, cases, credited, expected};

fn amount(of: &Value, field: &str) -> i128 {
    i128::from(
        of[field]
            .as_i64()
            .unwrap_or_else(|| panic!("no {field} in {of}")),
    )
}

fn sum(of: &Value, list: &str) -> i128 {
    of[list]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| amount(e, "amount"))
        .sum()
}

fn hundredths(value: i64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// A draft of the case, finalized; its default rates are on the lines that are taxed and on shipping.
async fn billed(shop: &Shop, case: &Case) -> Value {
    let currency = case.currency.0;
    let (plain, special) = (
        id(&shop.post("/v1/products", "name=Plain").await),
        id(&shop.post("/v1/products", "name=Special").await),
    );
    let mut defaults = String::new();
    for (at, (rate, is_in)) in case.taxes.iter().enumerate() {
        let form = format!(
            "display_name=T&inclusive={is_in}&percentage={}",
            hundredths(*rate)
        );
        defaults += &format!(
            "&default_tax_rates[{at}]={}",
            id(&shop.post("/v1/tax_rates", &form).await)
        );
    }
    // A line that is not taxed has a rate of its own, of nothing.
    let nothing = id(&shop
        .post(
            "/v1/tax_rates",
            "display_name=Zero&inclusive=false&percentage=0",
        )
        .await);
    let mut form = String::new();
    for (at, item) in case.items.iter().enumerate() {
        let product = if item.is_special { &special } else { &plain };
        let mut price = format!("product={product}&currency={currency}");
        match &item.tiers {
            None => price += &format!("&unit_amount_decimal={}", hundredths(item.unit)),
            Some(tiers) => {
                let mode = if tiers.graduated {
                    "graduated"
                } else {
                    "volume"
                };
                price += &format!("&billing_scheme=tiered&tiers_mode={mode}");
                let mut top = 0;
                for (step, (width, unit, flat)) in tiers.steps.iter().enumerate() {
                    top += width;
                    let up_to = if step + 1 == tiers.steps.len() {
                        "inf".to_owned()
                    } else {
                        top.to_string()
                    };
                    price += &format!(
                        "&tiers[{step}][up_to]={up_to}&tiers[{step}][unit_amount_decimal]={}&tiers[{step}][flat_amount]={flat}",
                        hundredths(*unit)
                    );
                }
            }
        }
        let price = id(&shop.post("/v1/prices", &price).await);
        form += &format!(
            "&lines[{at}][pricing][price]={price}&lines[{at}][quantity]={}",
            item.quantity
        );
        if !item.is_taxed {
            form += &format!("&lines[{at}][tax_rates][0]={nothing}");
        }
        if let Some(percent) = item.own_percent {
            let coupon = id(&shop
                .post(
                    "/v1/coupons",
                    &format!("duration=once&percent_off={}", hundredths(percent)),
                )
                .await);
            form += &format!("&lines[{at}][discounts][0][coupon]={coupon}");
        }
    }
    let customer = shop.customer().await;
    shop.post(
        &format!("/v1/customers/{customer}/balance_transactions"),
        &format!("amount={}&currency={currency}", case.balance),
    )
    .await;
    let mut cuts = Vec::new();
    if let Some(percent) = case.percent_off {
        cuts.push(format!("duration=once&percent_off={}", hundredths(percent)));
    }
    if let Some(off) = case.special_off {
        cuts.push(format!(
            "duration=once&currency={currency}&amount_off={off}&applies_to[products][0]={special}"
        ));
    }
    let mut draft = format!(
        "customer={customer}&currency={currency}&collection_method=send_invoice&days_until_due=9{defaults}"
    );
    let mut cut_form = String::new();
    for (at, cut) in cuts.iter().enumerate() {
        let coupon = id(&shop.post("/v1/coupons", cut).await);
        cut_form += &format!("&discounts[{at}][coupon]={coupon}");
    }
    draft += &cut_form;
    if let Some(cost) = case.shipping {
        draft += &format!(
            "&shipping_cost[shipping_rate_data][display_name]=G&shipping_cost[shipping_rate_data][fixed_amount][currency]={currency}&shipping_cost[shipping_rate_data][fixed_amount][amount]={cost}"
        );
    }
    let draft = id(&shop.post("/v1/invoices", &draft).await);
    shop.post(&format!("/v1/invoices/{draft}/add_lines"), &form[1..])
        .await;
    quoted(shop, case, &form[1..], &defaults, &cut_form).await;
    shop.post(&format!("/v1/invoices/{draft}/finalize"), "")
        .await
}

/// A quote of the same lines comes to the same, less the shipping that quotes do not have.
async fn quoted(shop: &Shop, case: &Case, lines: &str, defaults: &str, cuts: &str) {
    let lines = lines
        .replace("lines[", "line_items[")
        .replace("[pricing][price]", "[price]");
    let quote = shop
        .post("/v1/quotes", &format!("{lines}{defaults}{cuts}"))
        .await;
    let expected = expected(case);
    let of_lines: i128 = expected.lines.iter().map(Sums::total).sum();
    assert_eq!(amount(&quote, "amount_total"), of_lines, "{quote}");
}

async fn check(shop: &Shop, case: &Case) -> Result<(), TestCaseError> {
    let invoice = billed(shop, case).await;
    let expected = expected(case);
    let lines = invoice["lines"]["data"].as_array().unwrap();
    for (line, sums) in lines.iter().zip(&expected.lines) {
        same(line, sums)?;
    }
    prop_assert_eq!(amount(&invoice, "amount_shipping"), expected.shipping.gross);
    prop_assert_eq!(amount(&invoice, "total"), expected.total);
    let owed = expected.total + i128::from(case.balance);
    let asked = if owed < i128::from(case.currency.1) {
        0
    } else {
        owed
    };
    prop_assert_eq!(amount(&invoice, "amount_due"), asked);
    prop_assert_eq!(amount(&invoice, "ending_balance"), owed - asked);
    credit(shop, case, &invoice, &expected).await?;
    let customer = invoice["customer"].as_str().unwrap();
    ledger_adds_up(shop, customer).await
}

/// A line of an invoice or a note is what it should be.
fn same(line: &Value, sums: &Sums) -> Result<(), TestCaseError> {
    prop_assert_eq!(amount(line, "amount"), sums.gross);
    prop_assert_eq!(
        sum(line, "discount_amounts"),
        sums.cuts.iter().sum::<i128>()
    );
    if !sums.taxes.is_empty() {
        let taxes = line["taxes"].as_array().unwrap();
        let mut shown: Vec<(i128, bool)> = taxes
            .iter()
            .map(|t| (amount(t, "amount"), t["tax_behavior"] == "inclusive"))
            .collect();
        let mut wanted = sums.taxes.clone();
        shown.sort_unstable();
        wanted.sort_unstable();
        prop_assert_eq!(shown, wanted);
    }
    Ok(())
}

/// Pays a part of the invoice by card, if the case wants it and it is enough to charge.
async fn paid_in_part(shop: &Shop, case: &Case, invoice: &Value) -> i128 {
    let (currency, least, step) = case.currency;
    let due = invoice["amount_due"].as_i64().unwrap();
    let part = case.paid.map_or(0, |part| due * part / 1000 / step * step);
    if part < least {
        return 0;
    }
    let customer = invoice["customer"].as_str().unwrap();
    let form = format!(
        "amount={part}&currency={currency}&customer={customer}&confirm=true&payment_method=pm_card_visa&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
    );
    let intent = id(&shop.post("/v1/payment_intents", &form).await);
    let path = format!("/v1/invoices/{}/attach_payment", id(invoice));
    shop.post(&path, &format!("payment_intent={intent}")).await;
    i128::from(part)
}

/// Credits the invoice in parts, then the rest of it; what was paid already goes to the balance.
async fn credit(
    shop: &Shop,
    case: &Case,
    invoice: &Value,
    expected: &Expected,
) -> Result<(), TestCaseError> {
    let lines = invoice["lines"]["data"].as_array().unwrap();
    let mut had: Vec<Sums> = vec![Sums::default(); lines.len()];
    let paid = paid_in_part(shop, case, invoice).await;
    let (mut remaining, mut total) = (amount(invoice, "amount_due") - paid, 0);
    for part in case.parts.iter().map(|p| Some(*p)).chain([None]) {
        let mut form = format!("invoice={}", id(invoice));
        let mut now: Vec<Sums> = Vec::new();
        let mut after_it = had.clone();
        for (at, whole) in expected.lines.iter().enumerate() {
            let left = whole.gross - had[at].gross;
            let gross = part.map_or(left, |part| left * i128::from(part) / 1000);
            if gross > 0 {
                let at_form = format!("lines[{}]", now.len());
                form += &format!("&{at_form}[type]=invoice_line_item&{at_form}[amount]={gross}");
                form += &format!("&{at_form}[invoice_line_item]={}", id(&lines[at]));
                now.push(credited(whole, &had[at], gross));
                after_it[at] = added(&had[at], now.last().unwrap());
            }
        }
        let mut sum: i128 = now.iter().map(Sums::total).sum();
        if part.is_none() && case.shipping.is_some() {
            let rate = invoice["shipping_cost"]["shipping_rate"].as_str().unwrap();
            form += &format!("&shipping_cost[shipping_rate]={rate}");
            sum += expected.shipping.total();
        }
        if sum == 0 {
            // Free lines, or parts too small for a minor unit: there is nothing to credit.
            continue;
        }
        let back = (sum - remaining).max(0);
        form += &format!("&credit_amount={back}");
        let preview = shop.get(&format!("/v1/credit_notes/preview?{form}")).await;
        let note = shop.post("/v1/credit_notes", &form).await;
        for field in ["total", "subtotal", "discount_amount", "pre_payment_amount"] {
            prop_assert_eq!(amount(&preview, field), amount(&note, field));
        }
        prop_assert_eq!(amount(&note, "total"), sum);
        prop_assert_eq!(amount(&note, "pre_payment_amount"), sum - back);
        prop_assert_eq!(amount(&note, "post_payment_amount"), back);
        for (line, sums) in note["lines"]["data"].as_array().unwrap().iter().zip(&now) {
            same(line, sums)?;
        }
        remaining -= sum - back;
        total += sum;
        had = after_it;
    }
    for (had, whole) in had.iter().zip(&expected.lines) {
        if had.gross == whole.gross {
            prop_assert_eq!(had.total(), whole.total());
        }
    }
    prop_assert_eq!(total, expected.total);
    let invoice = shop.get(&format!("/v1/invoices/{}", id(invoice))).await;
    prop_assert_eq!(amount(&invoice, "amount_remaining"), remaining);
    prop_assert_eq!(amount(&invoice, "amount_paid"), paid);
    let noted = amount(&invoice, "pre_payment_credit_notes_amount")
        + amount(&invoice, "post_payment_credit_notes_amount");
    prop_assert_eq!(noted, total);
    Ok(())
}

/// Every transaction's ending balance is the one before it and its own amount, and the last one is the customer's.
async fn ledger_adds_up(shop: &Shop, customer: &str) -> Result<(), TestCaseError> {
    let page = shop
        .get(&format!(
            "/v1/customers/{customer}/balance_transactions?limit=100"
        ))
        .await;
    let mut balance = 0;
    for entry in page["data"].as_array().unwrap().iter().rev() {
        balance += amount(entry, "amount");
        prop_assert_eq!(amount(entry, "ending_balance"), balance);
    }
    let customer = shop.get(&format!("/v1/customers/{customer}")).await;
    prop_assert_eq!(amount(&customer, "balance"), balance);
    Ok(())
}

#[test]
fn everything_adds_up() {
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
