//! Taking money with saved cards: every test card of Stripe's, the bank's question, what is lost on
//! the way, and that nothing is ever taken twice.

use crate::once::{insist, settled};
use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, made};
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

/// A finalized invoice over 1,250.00 dollars, and its customer.
pub(crate) async fn open_invoice(shop: &Shop) -> (String, String) {
    let mut draft = draft_for(shop, "Okafor & Daughters Catering").await;
    draft["lines"] = json!([line("a", "Menu cards, spring", "250", "5.00", None)]);
    let quote = finalized(shop, &draft).await;
    let outcome = shop
        .call("quotes.accept", json!({ "id": quote, "note": null }))
        .await;
    let invoice = made(&outcome, "invoice");
    let outcome = shop
        .call("invoices.finalize", json!({ "id": invoice }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shop.call("invoices.show", json!({ "id": invoice })).await;
    let customer = sheet["customer"]["id"].as_str().expect("a customer");
    (invoice, customer.to_owned())
}

/// Gives the customer a test card; answers with the saved card.
pub(crate) async fn keeps(shop: &Shop, customer: &str, card: &str) -> Value {
    let before = cards(shop, customer).await;
    let outcome = shop
        .call(
            "cards.attach",
            json!({ "customer": customer, "card": card }),
        )
        .await;
    assert_eq!(outcome["state"], "done", "{card}: {outcome}");
    let mut after = cards(shop, customer).await;
    after.retain(|card| before.iter().all(|known| known["id"] != card["id"]));
    assert_eq!(after.len(), 1, "{card}: one card more");
    after.remove(0)
}

pub(crate) async fn cards(shop: &Shop, customer: &str) -> Vec<Value> {
    let cards = shop.call("cards.list", json!({ "id": customer })).await;
    cards.as_array().expect("a list").clone()
}

pub(crate) async fn charge(shop: &Shop, invoice: &str, card: &Value, present: bool) -> Value {
    let ask = json!({ "noun": "invoice", "id": invoice, "card": card["id"], "present": present });
    shop.call("payments.charge", ask).await
}

pub(crate) async fn invoice(shop: &Shop, id: &str) -> Value {
    shop.call("invoices.show", json!({ "id": id })).await
}

/// What the person at the bank's page presses.
pub(crate) async fn at_the_bank(page: &str, outcome: &str) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let answer = client
        .post(page)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("outcome={outcome}"))
        .send()
        .await
        .expect("the bank's page answers");
    assert!(
        answer.status().as_u16() < 400,
        "{page}: {}",
        answer.status()
    );
}

async fn charges_of(shop: &Shop, status: &str) -> usize {
    let all = shop.stripe_says("/v1/charges?limit=100").await;
    let all = all["data"].as_array().expect("a list").clone();
    all.iter()
        .filter(|charge| charge["status"] == status)
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_of_an_invoice_to_its_money_is_shown() {
    let shop = Shop::open(Seed::Empty).await;
    let (id, customer) = open_invoice(&shop).await;
    let sheet = invoice(&shop, &id).await;
    let payment = &sheet["payments"][0];
    assert_eq!(payment["row"]["state"]["code"], "needs_method", "{payment}");
    assert_eq!(payment["amount"]["text"], "$1,250.00");
    assert_eq!(payment["attempts"], json!([]));
    assert!(payment["page"].is_string(), "the payment page is at hand");

    let card = keeps(&shop, &customer, "pm_card_visa").await;
    assert_eq!(card["name"], "Visa ···· 4242");
    let charged = charge(&shop, &id, &card, false).await;
    assert_eq!(charged["outcome"]["state"], "done", "{charged}");
    assert_eq!(charged["state"]["code"], "succeeded", "{charged}");
    assert_eq!(charged["page"], Value::Null);

    let sheet = invoice(&shop, &id).await;
    assert_eq!(sheet["row"]["state"]["code"], "paid");
    let payment = &sheet["payments"][0];
    assert_eq!(payment["attempts"][0]["state"], "taken", "{payment}");
    assert_eq!(payment["card"], json!({ "brand": "visa", "last4": "4242" }));
    assert_eq!(payment["received"]["text"], "$1,250.00");
    // The payment is a record of its own, found by what people know of it.
    let listed = shop
        .call(
            "records.list",
            json!({ "noun": "payment", "tab": "received", "cursor": null, "limit": 10 }),
        )
        .await;
    assert_eq!(listed["total"], 1, "{listed}");
    assert_eq!(listed["rows"][0]["title"], "Okafor & Daughters Catering");
    let found = shop
        .call("search.find", json!({ "text": "4242", "limit": 10 }))
        .await;
    assert_eq!(found["rows"][0]["noun"], "payment", "{found}");
    let shown = shop
        .call("payments.show", json!({ "id": payment["row"]["id"] }))
        .await;
    assert_eq!(shown["links"][0]["id"], json!(id), "{shown}");
    // Paying what is paid is refused before anything is sent.
    let ask = json!({ "noun": "invoice", "id": id, "card": card["id"] });
    let problem = shop.refused("payments.charge", ask).await;
    assert_eq!(problem.message, "This invoice is paid.");
    assert_eq!(charges_of(&shop, "succeeded").await, 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_that_pay_are_named_and_pay() {
    let shop = Shop::open(Seed::Empty).await;
    let table = [
        ("pm_card_visa_debit", "Visa ···· 5556"),
        ("pm_card_mastercard", "Mastercard ···· 4444"),
        ("pm_card_amex", "American Express ···· 8431"),
        ("pm_card_discover", "Discover ···· 9424"),
        ("pm_card_diners", "Diners Club ···· 3237"),
        ("pm_card_jcb", "JCB ···· 0505"),
        ("pm_card_unionpay", "UnionPay ···· 0005"),
        ("pm_card_threeDSecureOptional", "Visa ···· 3055"),
        // It asks only while the customer is there.
        (
            "pm_card_authenticationRequiredSetupForOffSession",
            "Visa ···· 0446",
        ),
        ("pm_card_bypassPending", "Visa ···· 0077"),
    ];
    for (test_card, name) in table {
        let (id, customer) = open_invoice(&shop).await;
        let card = keeps(&shop, &customer, test_card).await;
        assert_eq!(card["name"], name);
        let charged = charge(&shop, &id, &card, false).await;
        assert_eq!(
            charged["outcome"]["state"], "done",
            "{test_card}: {charged}"
        );
        assert_eq!(
            invoice(&shop, &id).await["row"]["state"]["code"],
            "paid",
            "{test_card}"
        );
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_that_stripe_does_not_take_say_why_when_they_are_given() {
    let shop = Shop::open(Seed::Empty).await;
    let (_, customer) = open_invoice(&shop).await;
    let table = [
        ("pm_card_visa_chargeDeclined", "The bank declined the card"),
        (
            "pm_card_visa_chargeDeclinedInsufficientFunds",
            "not enough money",
        ),
        ("pm_card_visa_chargeDeclinedLostCard", "reported as lost"),
        (
            "pm_card_visa_chargeDeclinedStolenCard",
            "reported as stolen",
        ),
        (
            "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
            "reached its limit",
        ),
        ("pm_card_chargeDeclinedExpiredCard", "has expired"),
        ("pm_card_chargeDeclinedIncorrectCvc", "security code"),
        (
            "pm_card_chargeDeclinedProcessingError",
            "Something went wrong",
        ),
    ];
    for (test_card, says) in table {
        let ask = json!({ "customer": customer, "card": test_card });
        let outcome = shop.call("cards.attach", ask).await;
        let problem = &outcome["problem"];
        assert_eq!(outcome["state"], "refused", "{test_card}");
        assert_eq!(problem["code"], "card_refused", "{test_card}: {problem}");
        let message = problem["message"].as_str().expect("a message");
        assert!(message.contains(says), "{test_card}: {message}");
        let hint = problem["hint"].as_str().expect("what to do");
        let discreet = hint.contains("only that the card was declined");
        let theft = test_card.contains("Lost") || test_card.contains("Stolen");
        assert_eq!(discreet, theft, "{test_card}: {hint}");
        assert!(
            !message.contains('_') && !hint.contains("null"),
            "{message} {hint}"
        );
        // Only what may pass may be tried again as it is.
        let again = commands::call(
            &shop.desk(),
            "outbox.retry",
            json!({ "id": outcome["intent"] }),
        )
        .await;
        assert_eq!(
            again.is_ok(),
            test_card.contains("Processing"),
            "{test_card}"
        );
    }
    assert!(cards(&shop, &customer).await.is_empty());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_charge_is_explained_and_not_tried_again_blindly() {
    let shop = Shop::open(Seed::Empty).await;
    let (id, customer) = open_invoice(&shop).await;
    let card = keeps(&shop, &customer, "pm_card_chargeCustomerFail").await;
    for present in [false, true] {
        let charged = charge(&shop, &id, &card, present).await;
        assert_eq!(charged["outcome"]["state"], "refused", "{charged}");
        let problem = &charged["outcome"]["problem"];
        assert_eq!(problem["code"], "card_refused");
        assert_eq!(problem["retry"], "never");
        let again = shop
            .refused(
                "outbox.retry",
                json!({ "id": charged["outcome"]["intent"] }),
            )
            .await;
        assert!(again.message.contains("blocked"), "{again:?}");
    }
    let payment = invoice(&shop, &id).await["payments"][0].clone();
    assert_eq!(
        payment["row"]["state"]["code"], "payment_failed",
        "{payment}"
    );
    assert_eq!(payment["failure"]["step"], "call_bank");
    assert_eq!(payment["attempts"].as_array().map(Vec::len), Some(2));
    assert_eq!(payment["attempts"][0]["state"], "failed");
    assert_eq!(payment["attempts"][0]["card"]["last4"], "0341");
    // Another card is the way on.
    let other = keeps(&shop, &customer, "pm_card_mastercard").await;
    let charged = charge(&shop, &id, &other, false).await;
    assert_eq!(charged["outcome"]["state"], "done", "{charged}");
    let sheet = invoice(&shop, &id).await;
    assert_eq!(sheet["row"]["state"]["code"], "paid");
    assert_eq!(sheet["problem"], Value::Null, "what was refused is history");
    assert_eq!(charges_of(&shop, "succeeded").await, 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_whose_bank_asks_leads_to_the_payment_page_without_the_customer() {
    let shop = Shop::open(Seed::Empty).await;
    for test_card in [
        "pm_card_authenticationRequired",
        "pm_card_threeDSecure2Required",
    ] {
        let (id, customer) = open_invoice(&shop).await;
        let card = keeps(&shop, &customer, test_card).await;
        let charged = charge(&shop, &id, &card, false).await;
        let problem = &charged["outcome"]["problem"];
        assert_eq!(
            problem["code"], "authentication_needed",
            "{test_card}: {charged}"
        );
        assert!(
            problem["hint"]
                .as_str()
                .is_some_and(|hint| hint.contains("Send the payment page")),
            "{problem}"
        );
        assert_eq!(
            problem["request_id"],
            Value::Null,
            "none of Stripe's own faults"
        );
        let sheet = invoice(&shop, &id).await;
        assert!(sheet["hosted_url"].is_string(), "the page is at hand");
        assert_eq!(sheet["row"]["state"]["code"], "payment_failed");
    }
    assert_eq!(charges_of(&shop, "succeeded").await, 0);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_customer_at_hand_the_bank_asks_until_nothing_is_left_to_do() {
    let shop = Shop::open(Seed::Empty).await;
    let table = [
        ("pm_card_authenticationRequired", "succeeded"),
        ("pm_card_threeDSecure2Required", "succeeded"),
        ("pm_card_authenticationRequiredOnSetup", "succeeded"),
        (
            "pm_card_authenticationRequiredSetupForOffSession",
            "succeeded",
        ),
        (
            "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
            "payment_failed",
        ),
        (
            "pm_card_threeDSecureRequiredChargeDeclined",
            "payment_failed",
        ),
        (
            "pm_card_threeDSecureRequiredProcessingError",
            "payment_failed",
        ),
    ];
    for (test_card, state) in table {
        let (id, customer) = open_invoice(&shop).await;
        let card = keeps(&shop, &customer, test_card).await;
        let charged = charge(&shop, &id, &card, true).await;
        assert_eq!(
            charged["state"]["code"], "needs_action",
            "{test_card}: {charged}"
        );
        let page = charged["page"].as_str().expect("the bank's page");
        let payment = json!({ "id": charged["payment"] });
        // Looking changes nothing as long as the bank waits.
        let looked = shop.call("payments.go_on", payment.clone()).await;
        assert_eq!(looked["page"], charged["page"], "{test_card}");
        at_the_bank(page, "pass").await;
        let looked = shop.call("payments.go_on", payment.clone()).await;
        assert_eq!(looked["state"]["code"], state, "{test_card}: {looked}");
        assert_eq!(looked["page"], Value::Null);
        let paid = invoice(&shop, &id).await["row"]["state"]["code"] == "paid";
        assert_eq!(paid, state == "succeeded", "{test_card}");
    }
    // The customer says no at the bank.
    let (id, customer) = open_invoice(&shop).await;
    let card = keeps(&shop, &customer, "pm_card_authenticationRequired").await;
    let charged = charge(&shop, &id, &card, true).await;
    at_the_bank(charged["page"].as_str().expect("the bank's page"), "fail").await;
    let looked = shop
        .call("payments.go_on", json!({ "id": charged["payment"] }))
        .await;
    assert_eq!(looked["state"]["code"], "payment_failed", "{looked}");
    let payment = invoice(&shop, &id).await["payments"][0].clone();
    assert!(
        payment["failure"]["message"]
            .as_str()
            .is_some_and(|said| said.contains("bank")),
        "{payment}"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_banks_seldom_ask_a_card_that_asks_is_declined_at_once() {
    let shop = Shop::open(Seed::Empty).await;
    let mut settings = shop.call("settings.show", json!({})).await;
    settings["authentication"] = json!("never");
    shop.call("settings.put", settings).await;
    let (id, customer) = open_invoice(&shop).await;
    let card = keeps(&shop, &customer, "pm_card_authenticationRequired").await;
    let charged = charge(&shop, &id, &card, true).await;
    assert_eq!(charged["outcome"]["state"], "refused", "{charged}");
    assert_eq!(
        charged["outcome"]["problem"]["code"],
        "authentication_needed"
    );
    assert_eq!(charged["page"], Value::Null, "no bank is asked");
    let visa = keeps(&shop, &customer, "pm_card_visa").await;
    let charged = charge(&shop, &id, &visa, true).await;
    assert_eq!(charged["state"]["code"], "succeeded", "{charged}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_on_the_way_nothing_is_taken_twice() {
    let shop = Shop::open(Seed::Empty).await;
    let faults = [
        Fault::AnswerLost,
        Fault::ServerError,
        Fault::Unavailable,
        Fault::RateLimited,
        Fault::LockTimeout,
    ];
    let mut paid = 0;
    for fault in faults {
        for (present, path) in [(false, "/pay"), (true, "/confirm")] {
            let (id, customer) = open_invoice(&shop).await;
            let card = keeps(&shop, &customer, "pm_card_visa").await;
            shop.stripe().fail_next_matching("POST", path, 1, fault);
            let charged = charge(&shop, &id, &card, present).await;
            let outcome = insist(&shop, charged["outcome"].clone()).await;
            let outcome = settled(&shop, &outcome).await;
            assert_eq!(outcome["state"], "done", "{fault:?}, {path}: {outcome}");
            paid += 1;
            assert_eq!(
                charges_of(&shop, "succeeded").await,
                paid,
                "{fault:?}, {path}"
            );
        }
    }
    // The button pressed twice.
    let (id, customer) = open_invoice(&shop).await;
    let card = keeps(&shop, &customer, "pm_card_visa").await;
    let (first, second) = tokio::join!(
        charge(&shop, &id, &card, false),
        charge(&shop, &id, &card, false)
    );
    assert_eq!(
        first["outcome"]["intent"], second["outcome"]["intent"],
        "{first} {second}"
    );
    assert_eq!(charges_of(&shop, "succeeded").await, paid + 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_amount_that_was_shown_is_the_amount_that_is_taken() {
    let shop = Shop::open(Seed::Empty).await;
    let (id, customer) = open_invoice(&shop).await;
    let card = keeps(&shop, &customer, "pm_card_visa").await;
    let ask =
        |shown: i64| json!({ "noun": "invoice", "id": id, "card": card["id"], "shown": shown });
    let problem = shop.refused("payments.charge", ask(100_000)).await;
    assert!(problem.message.contains("$1,250.00 now"), "{problem:?}");
    assert_eq!(charges_of(&shop, "succeeded").await, 0);
    // Another customer's card is none of this invoice's.
    let (_, other) = open_invoice(&shop).await;
    let strange = keeps(&shop, &other, "pm_card_visa").await;
    let ask_strange = json!({ "noun": "invoice", "id": id, "card": strange["id"] });
    let problem = shop.refused("payments.charge", ask_strange).await;
    assert!(
        problem.message.contains("not one of the customer"),
        "{problem:?}"
    );
    let charged = shop.call("payments.charge", ask(125_000)).await;
    assert_eq!(charged["state"]["code"], "succeeded", "{charged}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_are_kept_by_default_and_taken_away() {
    let shop = Shop::open(Seed::Empty).await;
    let (_, customer) = open_invoice(&shop).await;
    let visa = keeps(&shop, &customer, "pm_card_visa").await;
    let amex = keeps(&shop, &customer, "pm_card_amex").await;
    let of = |card: &Value| json!({ "customer": customer, "card": card["id"] });
    let outcome = shop.call("cards.make_default", of(&amex)).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let all = cards(&shop, &customer).await;
    assert_eq!(
        (&all[0]["id"], &all[0]["is_default"]),
        (&amex["id"], &json!(true))
    );
    let outcome = shop.call("cards.detach", of(&amex)).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let all = cards(&shop, &customer).await;
    assert_eq!(all.len(), 1);
    assert_eq!(
        (&all[0]["id"], &all[0]["is_default"]),
        (&visa["id"], &json!(false))
    );
    let problem = shop.refused("cards.detach", of(&amex)).await;
    assert!(problem.hint.is_some(), "{problem:?}");
    shop.close().await;
}
