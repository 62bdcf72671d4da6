//! Prorations and cycles against sums of this file's own (exact fractions in 128-bit integers, written from the
//! rules in words), and the promise that it makes no difference in how many steps time passes.

use crate::shop::{DAY, NOW, Shop, id};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

/// 4 May to 4 June.
const MONTH: i64 = 31 * DAY;

/// A subscription and how it changes within its first month.
#[derive(Debug, Clone)]
struct Case {
    unit: i64,
    quantity: i64,
    /// Hundredths of a percent off, for ever.
    percent_off: Option<i64>,
    /// How many seconds after the change before, to which unit amount and quantity.
    changes: Vec<(i64, i64, i64)>,
    at_once: bool,
}

fn cases() -> impl Strategy<Value = Case> {
    (
        50..500_000_i64,
        1..12_i64,
        prop::option::of(1..9_999_i64),
        prop::collection::vec((1..MONTH / 4, 50..500_000_i64, 0..12_i64), 1..4),
        any::<bool>(),
    )
        .prop_map(|(unit, quantity, percent_off, changes, at_once)| Case {
            unit,
            quantity,
            percent_off,
            changes,
            at_once,
        })
}

/// Halves away from zero.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    let size = (2 * numerator.abs() + denominator) / (2 * denominator);
    if numerator < 0 { -size } else { size }
}

/// A whole month less its discount.
fn net(case: &Case, unit: i64, quantity: i64) -> i128 {
    let full = i128::from(unit) * i128::from(quantity);
    full - rounded(full * i128::from(case.percent_off.unwrap_or(0)), 10_000)
}

/// What each change costs by the rules: the rest of the month at the new price less the rest at the old.
fn expected(case: &Case) -> Vec<i128> {
    let mut passed = 0;
    let mut old = net(case, case.unit, case.quantity);
    let mut out = Vec::new();
    for (after, unit, quantity) in &case.changes {
        passed += after;
        let left = i128::from(MONTH - passed);
        let new = net(case, *unit, *quantity);
        let month = i128::from(MONTH);
        out.push(rounded(new * left, month) - rounded(old * left, month));
        old = new;
    }
    out
}

async fn payer(shop: &Shop) -> String {
    let card = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
    id(&shop.post("/v1/customers", card).await)
}

fn total(invoice: &Value) -> i128 {
    i128::from(invoice["total"].as_i64().unwrap())
}

async fn check(case: &Case) -> Result<(), TestCaseError> {
    let shop = Shop::open().await;
    let product = id(&shop.post("/v1/products", "name=P").await);
    let priced = |unit: i64| {
        format!(
            "[price_data][product]={product}&items[0][price_data][currency]=usd&items[0][price_data][recurring][interval]=month&items[0][price_data][unit_amount]={unit}"
        )
    };
    let mut form = format!(
        "customer={}&items[0]{}&items[0][quantity]={}",
        payer(&shop).await,
        priced(case.unit),
        case.quantity
    );
    if let Some(percent) = case.percent_off {
        let coupon = format!(
            "duration=forever&percent_off={}.{:02}",
            percent / 100,
            percent % 100
        );
        form += &format!(
            "&discounts[0][coupon]={}",
            id(&shop.post("/v1/coupons", &coupon).await)
        );
    }
    let made = shop.post("/v1/subscriptions", &form).await;
    let path = format!("/v1/subscriptions/{}?expand[]=latest_invoice", id(&made));
    prop_assert_eq!(
        total(&shop.get(&path).await["latest_invoice"]),
        net(case, case.unit, case.quantity)
    );
    let item = made["items"]["data"][0]["id"].as_str().unwrap();
    let behavior = if case.at_once {
        "always_invoice"
    } else {
        "create_prorations"
    };
    let mut billed = 0;
    let (mut unit_now, mut quantity_now) = (case.unit, case.quantity);
    for (change, wanted) in case.changes.iter().zip(expected(case)) {
        let (after, unit, quantity) = change;
        shop.control().advance_time(*after);
        let form = format!(
            "items[0][id]={item}&items[0]{}&items[0][quantity]={quantity}&proration_behavior={behavior}",
            priced(*unit)
        );
        // From nothing to something begins a month of its own, which is another rule's.
        if unit_now * quantity_now == 0 {
            return Ok(());
        }
        let changed = shop
            .post(&format!("{path}&expand[]=latest_invoice"), &form)
            .await;
        if case.at_once {
            prop_assert_eq!(total(&changed["latest_invoice"]), wanted);
        }
        billed += wanted;
        (unit_now, quantity_now) = (*unit, *quantity);
    }
    shop.control().set_now(NOW + MONTH);
    let next = shop.get(&path).await["latest_invoice"].clone();
    let whole = net(case, unit_now, quantity_now);
    let waits = if case.at_once { 0 } else { billed };
    prop_assert_eq!(total(&next), whole + waits);
    let lines = next["lines"]["data"].as_array().unwrap();
    let count = if case.at_once {
        1
    } else {
        1 + 2 * case.changes.len()
    };
    // Changes that cost the same, or a part that is nothing, leave fewer lines.
    prop_assert!(lines.len() <= count);
    // The months after have no trace of it.
    shop.control().set_now(NOW + MONTH + 30 * DAY);
    prop_assert_eq!(total(&shop.get(&path).await["latest_invoice"]), whole);
    Ok(())
}

#[test]
fn prorations_and_cycles_add_up() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 32,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&cases(), |case| runtime.block_on(check(&case)))
        .unwrap();
}

/// An account in which much is due: trials, a card that fails, sent invoices, a schedule, a quote, a refund.
async fn busy() -> Shop {
    let shop = Shop::open().await;
    let price = shop.price(3100, "recurring[interval]=month").await;
    let weekly = shop.price(700, "recurring[interval]=week").await;
    let payer = payer(&shop).await;
    let poor = shop.customer().await;
    let failing = "payment_method=pm_card_chargeCustomerFail&invoice_settings[default_payment_method]=pm_card_chargeCustomerFail";
    let failing = id(&shop.post("/v1/customers", failing).await);
    for form in [
        format!("customer={payer}&items[0][price]={price}&trial_period_days=5"),
        format!(
            "customer={payer}&items[0][price]={weekly}&cancel_at={}",
            NOW + 40 * DAY
        ),
        format!("customer={failing}&items[0][price]={price}&trial_period_days=4"),
        format!("customer={failing}&items[0][price]={weekly}"),
        format!(
            "customer={poor}&items[0][price]={price}&collection_method=send_invoice&days_until_due=6"
        ),
    ] {
        shop.post("/v1/subscriptions", &form).await;
    }
    let phases = format!(
        "customer={payer}&start_date={}&end_behavior=cancel&phases[0][items][0][price]={weekly}&phases[1][items][0][price]={price}",
        NOW + 3 * DAY
    );
    shop.post("/v1/subscription_schedules", &phases).await;
    shop.open_quote(&price, "").await;
    let paid = "amount=5000&currency=usd&confirm=true&payment_method=pm_card_pendingRefund&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never";
    let paid = shop.post("/v1/payment_intents", paid).await;
    shop.post("/v1/refunds", &format!("payment_intent={}", id(&paid)))
        .await;
    shop
}

/// Everything that lists show, events aside: those are forgotten after a month.
async fn everything(shop: &Shop) -> Vec<Value> {
    let mut out = Vec::new();
    for noun in [
        "customers",
        "quotes",
        "subscriptions?status=all",
        "subscription_schedules",
        "invoices",
        "invoiceitems",
        "invoice_payments",
        "payment_intents",
        "charges",
        "refunds",
        "balance_transactions",
    ] {
        let join = if noun.contains('?') { '&' } else { '?' };
        out.push(shop.get(&format!("/v1/{noun}{join}limit=100")).await["data"].clone());
    }
    out
}

#[test]
fn many_steps_come_to_the_same_as_one() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 6,
        failure_persistence: None,
        ..Config::default()
    });
    let steps = prop::collection::vec(1..12 * DAY, 2..12);
    let checked = |steps: Vec<i64>| {
        runtime.block_on(async {
            let (once, often) = (busy().await, busy().await);
            once.control().advance_time(steps.iter().sum());
            for step in &steps {
                often.control().advance_time(*step);
                // Whatever is asked lets the time pass.
                often.get("/v1/balance").await;
            }
            // The addresses of pages name the server's own.
            let at = |shop: &Shop, seen: Vec<Value>| {
                serde_json::to_string(&seen)
                    .unwrap()
                    .replace(shop.url(), "")
            };
            let (one, many) = (everything(&once).await, everything(&often).await);
            let invoices = one[4].as_array().unwrap().len();
            // Five are there from the start; the schedule's and the trial's come within four days.
            let is_long = steps.iter().sum::<i64>() > 4 * DAY;
            prop_assert!(
                invoices > 5 || !is_long,
                "something happens: {} invoices",
                invoices
            );
            prop_assert_eq!(at(&once, one), at(&often, many));
            Ok(())
        })
    };
    runner.run(&steps, checked).unwrap();
}
