//! Time on the practice account: it is let pass, and the app shows what that brings. A subscription from a quote
//! goes through its first hour, a renewal, a failed renewal with its retries, recovery, and its end.

use crate::payments::keeps;
use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, made};
use commands::view::Code;
use sandbox::Seed;
use serde_json::{Value, json};

/// A form that lives as long as the test.
fn form(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

async fn pass(shop: &Shop, months: u32, seconds: i64) -> i64 {
    let request = json!({ "months": months, "seconds": seconds });
    let time = shop.call("practice.advance", request).await;
    time["now"].as_i64().expect("a time")
}

/// What the app shows of a record: the code of its state.
async fn state(shop: &Shop, noun: &str, id: &str) -> String {
    let (name, request) = match noun {
        "invoice" => ("invoices.show", json!({ "id": id })),
        _ => ("subscriptions.show", json!({ "noun": noun, "id": id })),
    };
    let sheet = shop.call(name, request).await;
    sheet["row"]["state"]["code"]
        .as_str()
        .unwrap_or_else(|| panic!("no state in {sheet}"))
        .to_owned()
}

async fn sheet(shop: &Shop, subscription: &str) -> Value {
    let ask = json!({ "noun": "subscription", "id": subscription });
    shop.call("subscriptions.show", ask).await
}

/// What the list of invoices says of one, in the tab where it has to be; none where it is not there.
async fn listed(shop: &Shop, tab: &str, invoice: &str) -> Option<Value> {
    let page = shop
        .call(
            "records.list",
            json!({ "noun": "invoice", "tab": tab, "limit": 50 }),
        )
        .await;
    let rows = page["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["id"] == invoice).cloned();
    let summary = shop
        .call("records.summary", json!({ "noun": "invoice" }))
        .await;
    let tabs = summary["tabs"].as_array().expect("tabs");
    let counted = tabs.iter().find(|one| one["id"] == tab).expect("the tab");
    assert_eq!(counted["count"], json!(rows.len()), "{tab}: {summary}");
    row
}

/// The subscription's newest invoice, by Stripe.
async fn latest(shop: &Shop, subscription: &str) -> Value {
    let path = format!("/v1/subscriptions/{subscription}?expand[]=latest_invoice");
    shop.stripe_says(&path).await["latest_invoice"].clone()
}

async fn pays_with(shop: &Shop, subscription: &str, card: &str) {
    let path = format!("/v1/subscriptions/{subscription}");
    let card = form(format!("default_payment_method={card}"));
    let after = shop.behind_our_back("POST", &path, card).await;
    assert!(after["default_payment_method"].is_string(), "{after}");
}

/// A subscription of $49.00 a month that is charged automatically, and its first invoice.
async fn web_care(shop: &Shop) -> (String, String) {
    let mut draft = draft_for(shop, "Okafor & Daughters Catering").await;
    draft["lines"] = json!([line("a", "Web care", "1", "49.00", Some("month"))]);
    draft["collection"] = json!("charge_automatically");
    draft["days_until_due"] = Value::Null;
    let quote = finalized(shop, &draft).await;
    let outcome = shop
        .call("quotes.accept", json!({ "id": quote, "note": null }))
        .await;
    (made(&outcome, "subscription"), made(&outcome, "invoice"))
}

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_lives_its_whole_life() {
    let shop = Shop::open(Seed::Empty).await;
    let (subscription, first) = web_care(&shop).await;
    assert_eq!(state(&shop, "subscription", &subscription).await, "active");
    assert_eq!(state(&shop, "invoice", &first).await, "scheduled");
    let row = listed(&shop, "scheduled", &first).await.expect("scheduled");
    assert_eq!(row["state"]["code"], "scheduled", "{row}");
    pays_with(&shop, &subscription, "pm_card_visa").await;

    // The first hour: the draft becomes an invoice, and is paid.
    pass(&shop, 0, HOUR + 60).await;
    assert_eq!(state(&shop, "invoice", &first).await, "paid");
    assert_eq!(listed(&shop, "scheduled", &first).await, None);

    // A renewal.
    pass(&shop, 1, 2 * HOUR).await;
    let second = latest(&shop, &subscription).await;
    let second = second["id"].as_str().expect("an invoice");
    assert_ne!(second, first);
    assert_eq!(state(&shop, "invoice", second).await, "paid");
    assert_eq!(state(&shop, "subscription", &subscription).await, "active");

    // The next one fails, and is tried again.
    pays_with(&shop, &subscription, "pm_card_chargeCustomerFail").await;
    pass(&shop, 1, 2 * HOUR).await;
    let third = latest(&shop, &subscription).await;
    assert_eq!(
        (&third["status"], &third["attempt_count"]),
        (&json!("open"), &json!(1))
    );
    let third = third["id"].as_str().expect("an invoice");
    assert_eq!(state(&shop, "invoice", third).await, "retrying");
    // The list says so as well, with the reason, the day of the next attempt, and in its own tab.
    let row = listed(&shop, "retrying", third).await.expect("retrying");
    assert_eq!(
        row["state"]["at"],
        latest(&shop, &subscription).await["next_payment_attempt"]
    );
    let why = row["state"]["why"].as_str().unwrap_or_default();
    assert!(why.contains("declined"), "{row}");
    assert!(
        listed(&shop, "open", third).await.is_some(),
        "it is open all the same"
    );
    assert_eq!(listed(&shop, "failed", third).await, None);
    assert_eq!(
        state(&shop, "subscription", &subscription).await,
        "past_due"
    );
    let owed = sheet(&shop, &subscription).await["owed"].clone();
    assert_eq!(owed["invoice"]["id"], third, "{owed}");
    assert_eq!(owed["remaining"]["text"], "$49.00");
    assert_eq!(owed["failure"]["step"], "call_bank", "{owed}");
    pass(&shop, 0, 4 * DAY).await;
    assert_eq!(latest(&shop, &subscription).await["attempt_count"], 2);
    assert_eq!(state(&shop, "invoice", third).await, "retrying");

    // Another card, and the next attempt recovers it.
    pays_with(&shop, &subscription, "pm_card_visa").await;
    pass(&shop, 0, 5 * DAY).await;
    assert_eq!(state(&shop, "invoice", third).await, "paid");
    let well = sheet(&shop, &subscription).await;
    assert_eq!(well["row"]["state"]["code"], "active");
    assert_eq!(
        (&well["owed"], &well["end_reason"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(listed(&shop, "retrying", third).await, None);

    // It fails again, for good.
    pays_with(&shop, &subscription, "pm_card_chargeCustomerFail").await;
    pass(&shop, 2, 0).await;
    assert_eq!(
        state(&shop, "subscription", &subscription).await,
        "canceled"
    );
    let ended = shop
        .stripe_says(&format!("/v1/subscriptions/{subscription}"))
        .await;
    assert_eq!(ended["cancellation_details"]["reason"], "payment_failed");
    let over = sheet(&shop, &subscription).await;
    assert_eq!(over["end_reason"], "payment_failed");
    assert_eq!(over["owed"]["invoice"]["state"]["code"], "payment_failed");
    let history = over["history"].as_array().expect("moments");
    let ends = history
        .iter()
        .filter(|one| one["code"] == "ended" || one["code"] == "canceled");
    assert_eq!(ends.count(), 1, "one moment, not two: {history:?}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_is_finalized_by_hand_is_charged_as_the_question_said() {
    let shop = Shop::open(Seed::Empty).await;
    let (subscription, first) = web_care(&shop).await;
    let asked = async |invoice: &str| -> String {
        let before = json!({ "noun": "invoice", "id": invoice, "verb": "finalize" });
        let cautions = shop.call("acts.before", before).await;
        let cautions = cautions.as_array().expect("cautions").clone();
        let of_money = cautions.iter().find(|one| one["code"] == "charged");
        let message = of_money.and_then(|one| one["message"].as_str());
        message.unwrap_or_else(|| panic!("{cautions:?}")).to_owned()
    };
    assert!(asked(&first).await.contains("no saved card is known"));
    pays_with(&shop, &subscription, "pm_card_visa").await;
    shop.call("sync.run", json!({ "full": false })).await;
    let message = asked(&first).await;
    assert!(
        message.contains("charges the saved card by itself"),
        "{message}"
    );
    let now = pass(&shop, 0, HOUR + 60).await;
    assert_eq!(state(&shop, "invoice", &first).await, "paid");

    // The renewal's hour has begun.
    let ends = sheet(&shop, &subscription).await["period_end"].as_i64();
    pass(&shop, 0, ends.expect("an end") - now + 600).await;
    let second = latest(&shop, &subscription).await;
    let second = second["id"].as_str().expect("an invoice");
    assert_eq!(state(&shop, "invoice", second).await, "scheduled");
    let message = asked(second).await;
    assert!(
        message.contains("Visa \u{b7}\u{b7}\u{b7}\u{b7} 4242"),
        "{message}"
    );
    let outcome = shop
        .call("invoices.finalize", json!({ "id": second }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    assert_eq!(state(&shop, "invoice", second).await, "open");
    pass(&shop, 0, HOUR + 60).await;
    assert_eq!(state(&shop, "invoice", second).await, "paid");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_charges_the_subscriptions_own_card_until_another_pays_an_invoice_of_it() {
    let shop = Shop::open(Seed::Empty).await;
    let (subscription, first) = web_care(&shop).await;
    let path = format!("/v1/subscriptions/{subscription}");
    let customer = shop.stripe_says(&path).await["customer"].clone();
    let customer = customer.as_str().expect("a customer").to_owned();

    // The customer's usual card would pay. It is not asked, for the subscription has its own.
    let usual = keeps(&shop, &customer, "pm_card_visa").await;
    let of = json!({ "customer": customer, "card": usual["id"] });
    shop.call("cards.make_default", of).await;
    pays_with(&shop, &subscription, "pm_card_chargeCustomerFail").await;
    pass(&shop, 0, HOUR + 60).await;
    let says = shop.stripe_says(&format!("/v1/invoices/{first}")).await;
    assert_eq!(
        (&says["status"], &says["attempt_count"]),
        (&json!("open"), &json!(1)),
        "no other card is tried: {says}"
    );
    assert_eq!(state(&shop, "invoice", &first).await, "retrying");

    // A part that another card pays is no renewal: the rest is still the subscription's own card's.
    let mastercard = keeps(&shop, &customer, "pm_card_mastercard").await;
    let part = json!({ "noun": "invoice", "id": first, "card": mastercard["id"], "part": "9.00", "present": false });
    let charged = shop.call("payments.charge", part).await;
    assert_eq!(charged["outcome"]["state"], "done", "{charged}");
    let row = listed(&shop, "retrying", &first).await.expect("retrying");
    assert_eq!(row["left"]["text"], "$40.00", "{row}");
    assert_eq!(row["state"]["code"], "retrying", "{row}");
    pass(&shop, 0, 4 * DAY).await;
    let says = shop.stripe_says(&format!("/v1/invoices/{first}")).await;
    assert_eq!(
        (&says["status"], &says["amount_remaining"]),
        (&json!("open"), &json!(4_000)),
        "{says}"
    );

    // All that is left, paid with another card: since the acceptance asked to keep the card that pays,
    // Stripe makes it the subscription's own, and so the next renewal is paid.
    assert_eq!(sheet(&shop, &subscription).await["keeps_cards"], true);
    let rest =
        json!({ "noun": "invoice", "id": first, "card": mastercard["id"], "present": false });
    let charged = shop.call("payments.charge", rest).await;
    assert_eq!(charged["outcome"]["state"], "done", "{charged}");
    let says = shop.stripe_says(&path).await;
    assert_eq!(says["default_payment_method"], mastercard["id"], "{says}");
    pass(&shop, 1, 2 * HOUR).await;
    let renewed = latest(&shop, &subscription).await;
    assert_ne!(renewed["id"], json!(first));
    assert_eq!(renewed["status"], "paid", "{renewed}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn time_is_told_alike_by_every_program_and_passes_only_forward() {
    let shop = Shop::open(Seed::Empty).await;
    let before = shop.call("app.overview", Value::Null).await["now"]
        .as_i64()
        .expect("a time");
    let now = pass(&shop, 0, 3 * DAY).await;
    assert!(
        (3 * DAY..3 * DAY + 120).contains(&(now - before)),
        "{before} and {now}"
    );
    let shown = shop.call("app.overview", Value::Null).await["now"]
        .as_i64()
        .expect("a time");
    assert!((0..120).contains(&(shown - now)));
    let other = shop.beside().await;
    let there = other.call("app.overview", Value::Null).await["now"]
        .as_i64()
        .expect("a time");
    assert!((0..120).contains(&(there - now)), "{there} and {now}");
    other.close().await;
    let nothing = shop.refused("practice.advance", json!({})).await;
    assert_eq!(nothing.code, Code::InvalidInput);
    let far = shop
        .refused("practice.advance", json!({ "months": 25 }))
        .await;
    assert_eq!(far.code, Code::InvalidInput);
    shop.close().await;
}
