//! Giving money back: in part, in whole, slowly, in vain; what the cardholder's bank takes back; and
//! the receipt.

use crate::once::{insist, settled};
use crate::payments::{charge, invoice, keeps, open_invoice};
use crate::shop::Shop;
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

/// A paid invoice's payment.
async fn paid_with(shop: &Shop, test_card: &str) -> String {
    let (id, customer) = open_invoice(shop).await;
    let card = keeps(shop, &customer, test_card).await;
    let charged = charge(shop, &id, &card, false).await;
    assert_eq!(charged["outcome"]["state"], "done", "{charged}");
    let sheet = invoice(shop, &id).await;
    let payment = sheet["payments"][0]["row"]["id"].as_str();
    payment.expect("a payment").to_owned()
}

async fn shown(shop: &Shop, payment: &str) -> Value {
    shop.call("payments.show", json!({ "id": payment })).await
}

fn back(payment: &str, amount: Option<&str>) -> Value {
    json!({ "id": payment, "amount": amount, "reason": "requested_by_customer" })
}

async fn went_back(shop: &Shop) -> i64 {
    let all = shop.stripe_says("/v1/refunds?limit=100").await;
    let all = all["data"].as_array().expect("a list").clone();
    all.iter()
        .filter_map(|refund| refund["amount"].as_i64())
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn money_goes_back_in_parts_and_then_in_whole() {
    let shop = Shop::open(Seed::Empty).await;
    let id = paid_with(&shop, "pm_card_visa").await;
    let outcome = shop
        .call("payments.refund", back(&id, Some("250.00")))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shown(&shop, &id).await;
    assert_eq!(sheet["row"]["state"]["code"], "partly_refunded", "{sheet}");
    assert_eq!(sheet["refundable"]["text"], "$1,000.00");
    assert_eq!(
        sheet["row"]["left"]["text"], "$1,000.00",
        "{}",
        sheet["row"]
    );
    let page = shop
        .call(
            "records.list",
            json!({ "noun": "payment", "tab": "all", "limit": 10 }),
        )
        .await;
    let row = &page["rows"][0];
    assert_eq!(
        (&row["amount"]["text"], &row["left"]["text"]),
        (&json!("$1,250.00"), &json!("$1,000.00"))
    );
    assert_eq!(sheet["refunds"][0]["state"], "succeeded");
    let problem = shop
        .refused("payments.refund", back(&id, Some("1000.01")))
        .await;
    assert_eq!(problem.fields[0].path, "amount", "{problem:?}");
    for nonsense in ["0", "-5", "lots", "1.005"] {
        let problem = shop
            .refused("payments.refund", back(&id, Some(nonsense)))
            .await;
        assert_eq!(problem.fields[0].path, "amount", "{nonsense}: {problem:?}");
    }
    // A stale question is not answered.
    let mut stale = back(&id, None);
    stale["shown"] = json!(125_000);
    let problem = shop.refused("payments.refund", stale).await;
    assert!(problem.message.contains("$1,000.00 now"), "{problem:?}");
    let outcome = shop.call("payments.refund", back(&id, None)).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shown(&shop, &id).await;
    assert_eq!(sheet["row"]["state"]["code"], "refunded", "{sheet}");
    assert_eq!(sheet["row"]["left"]["minor"], 0);
    assert_eq!(went_back(&shop).await, 125_000);
    let problem = shop.refused("payments.refund", back(&id, None)).await;
    assert_eq!(problem.message, "All of this payment went back.");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_asked_for_once_whatever_happens_on_the_way() {
    let shop = Shop::open(Seed::Empty).await;
    let id = paid_with(&shop, "pm_card_visa").await;
    let mut all = 0;
    for fault in [Fault::AnswerLost, Fault::ServerError, Fault::Unavailable] {
        shop.stripe()
            .fail_next_matching("POST", "/v1/refunds", 1, fault);
        let outcome = shop.call("payments.refund", back(&id, Some("10"))).await;
        let outcome = settled(&shop, &insist(&shop, outcome).await).await;
        assert_eq!(outcome["state"], "done", "{fault:?}: {outcome}");
        all += 1_000;
        assert_eq!(went_back(&shop).await, all, "{fault:?}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_and_failing_refunds_say_so() {
    let shop = Shop::open(Seed::Empty).await;
    let slow = paid_with(&shop, "pm_card_pendingRefund").await;
    shop.call("payments.refund", back(&slow, None)).await;
    assert_eq!(shown(&shop, &slow).await["refunds"][0]["state"], "pending");
    let failing = paid_with(&shop, "pm_card_refundFail").await;
    shop.call("payments.refund", back(&failing, None)).await;
    assert_eq!(
        shown(&shop, &failing).await["refunds"][0]["state"],
        "succeeded"
    );
    shop.stripe().advance_time(2 * 3_600);
    shop.call("sync.run", json!({ "full": false })).await;
    let sheet = shown(&shop, &slow).await;
    assert_eq!(sheet["refunds"][0]["state"], "succeeded", "{sheet}");
    let sheet = shown(&shop, &failing).await;
    assert_eq!(sheet["refunds"][0]["state"], "failed", "{sheet}");
    assert_eq!(
        sheet["row"]["state"]["code"], "succeeded",
        "the money is still here"
    );
    assert_eq!(sheet["refundable"]["text"], "$1,250.00");
    let why = sheet["refunds"][0]["failure"].as_str().expect("why");
    assert!(why.contains("another way"), "{why}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_takes_back_is_shown_and_not_refunded_beside_it() {
    let shop = Shop::open(Seed::Empty).await;
    let id = paid_with(&shop, "pm_card_createDisputeProductNotReceived").await;
    shop.call("sync.run", json!({ "full": false })).await;
    let sheet = shown(&shop, &id).await;
    assert_eq!(sheet["row"]["state"]["code"], "disputed", "{sheet}");
    let said = sheet["dispute"]["message"].as_str().expect("what it is");
    assert!(said.contains("nothing was delivered"), "{said}");
    assert!(sheet["dispute"]["answer_by"].is_i64());
    let problem = shop.refused("payments.refund", back(&id, None)).await;
    assert!(problem.message.contains("bank"), "{problem:?}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_asked_for_anew_each_time_and_its_link_is_not_kept() {
    let shop = Shop::open(Seed::Empty).await;
    let id = paid_with(&shop, "pm_card_visa").await;
    let page = shop.call("payments.receipt", json!({ "id": id })).await;
    let url = page["url"].as_str().expect("a page");
    let text = reqwest::get(url).await.expect("it opens");
    assert!(text.status().is_success());
    let sheet = shown(&shop, &id).await;
    assert!(!sheet.to_string().contains("/receipt/"), "{sheet}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_is_held_is_taken_or_let_go() {
    let shop = Shop::open(Seed::Empty).await;
    for (command, state, of_intent, attempt) in [
        ("payments.capture", "succeeded", "succeeded", "taken"),
        ("payments.cancel", "canceled", "canceled", "released"),
    ] {
        let id = held(&shop).await;
        let sheet = shown(&shop, &id).await;
        assert_eq!(sheet["row"]["state"]["code"], "needs_capture", "{sheet}");
        assert_eq!(sheet["attempts"][0]["state"], "held");
        assert_eq!(sheet["held"]["text"], "$50.00");
        let outcome = shop.call(command, json!({ "id": id })).await;
        assert_eq!(outcome["state"], "done", "{command}: {outcome}");
        let sheet = shown(&shop, &id).await;
        assert_eq!(sheet["row"]["state"]["code"], state);
        assert_eq!(sheet["attempts"][0]["state"], attempt, "{sheet}");
        assert_eq!(sheet["held"]["minor"], 0, "nothing is held any more");
        let says = shop.stripe_says(&format!("/v1/payment_intents/{id}")).await;
        assert_eq!(says["status"], of_intent);
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_held_and_let_go_is_told_as_such() {
    let shop = Shop::open(Seed::Empty).await;
    let id = held(&shop).await;
    shop.stripe().advance_time(3_600);
    shop.call("payments.cancel", json!({ "id": id })).await;
    shop.call("sync.run", json!({ "full": false })).await;
    let sheet = shown(&shop, &id).await;
    assert_eq!(sheet["attempts"][0]["state"], "released", "{sheet}");
    assert_eq!(sheet["attempts"][0]["amount"]["text"], "$50.00");
    assert_eq!(sheet["card"], Value::Null, "nothing was paid with it");
    let told: Vec<&str> = sheet["history"]
        .as_array()
        .expect("a history")
        .iter()
        .filter_map(|moment| moment["code"].as_str())
        .collect();
    assert_eq!(told, ["canceled", "released", "held", "created"], "{sheet}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_is_held_a_part_is_taken_and_the_rest_let_go() {
    let shop = Shop::open(Seed::Empty).await;
    let id = held(&shop).await;
    let part = |amount: &str, shown: i64| json!({ "id": id, "amount": amount, "shown": shown });
    for (amount, says) in [
        ("0", "above zero"),
        ("lots", "not an amount"),
        ("50.01", "Only $50.00 is held"),
    ] {
        let problem = shop.refused("payments.capture", part(amount, 5_000)).await;
        assert_eq!(problem.fields[0].path, "amount", "{amount}: {problem:?}");
        assert!(problem.message.contains(says), "{amount}: {problem:?}");
    }
    let problem = shop.refused("payments.capture", part("20", 4_000)).await;
    assert!(
        problem.fields.is_empty(),
        "another amount is held: {problem:?}"
    );
    // What the question says of the rest.
    let ask = json!({ "text": "32.50", "currency": "usd", "moved": true, "most": 5_000 });
    let read = shop.call("amounts.read", ask).await;
    assert_eq!(read["amount"]["text"], "$32.50", "{read}");
    assert_eq!(read["rest"]["text"], "$17.50", "{read}");
    // An answer that is lost takes nothing twice.
    shop.stripe()
        .fail_next_matching("POST", "/capture", 1, Fault::AnswerLost);
    let outcome = shop.call("payments.capture", part("32.50", 5_000)).await;
    settled(&shop, &outcome).await;
    let says = shop.stripe_says(&format!("/v1/payment_intents/{id}")).await;
    assert_eq!(says["amount_received"], 3_250, "{says}");
    let sheet = shown(&shop, &id).await;
    assert_eq!(sheet["row"]["state"]["code"], "succeeded", "{sheet}");
    assert_eq!(sheet["row"]["amount"]["text"], "$32.50", "what came");
    assert_eq!(sheet["received"]["text"], "$32.50");
    assert_eq!(sheet["refundable"]["text"], "$32.50", "no more can go back");
    assert_eq!(sheet["refunds"], json!([]), "the rest never came");
    assert_eq!(sheet["attempts"][0]["state"], "taken_in_part", "{sheet}");
    assert_eq!(sheet["attempts"][0]["amount"]["text"], "$32.50");
    let told = sheet["history"].as_array().expect("a history");
    assert!(
        told.iter().any(|moment| moment["text"]
            .as_str()
            .is_some_and(|text| text.contains("$32.50 of $50.00"))),
        "{told:?}"
    );
    let problem = shop.refused("payments.capture", part("1", 0)).await;
    assert!(problem.message.contains("taken"), "{problem:?}");
    // All of it in figures is all of it.
    let id = held(&shop).await;
    let all = json!({ "id": id, "amount": "50.00", "shown": 5_000 });
    shop.call("payments.capture", all).await;
    assert_eq!(shown(&shop, &id).await["attempts"][0]["state"], "taken");
    shop.close().await;
}

/// A payment of 50 dollars that is held, and known here.
async fn held(shop: &Shop) -> String {
    let intent = shop
        .behind_our_back(
            "POST",
            "/v1/payment_intents",
            "amount=5000&currency=usd&capture_method=manual&confirm=true&payment_method=pm_card_visa&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never",
        )
        .await;
    shop.call("sync.run", json!({ "full": false })).await;
    intent["id"].as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_record_of_a_payment_says_what_it_is_and_is_named_apart() {
    let shop = Shop::open(Seed::Empty).await;
    let id = paid_with(&shop, "pm_card_visa").await;
    shop.call("payments.refund", back(&id, Some("250"))).await;
    let of = json!({ "noun": "payment", "id": id });
    let document = shop.call("documents.fetch", of.clone()).await;
    assert_eq!(document["source"], "own");
    let name = document["file_name"].as_str().expect("a name").to_owned();
    assert!(name.contains("Payment record"), "{name}");
    let saved = shop.call("documents.save", of).await;
    let path = saved["path"].as_str().expect("a path");
    let bytes = std::fs::read(path).expect("the file");
    assert!(bytes.starts_with(b"%PDF-"));
    std::fs::remove_file(path).expect("the test leaves no file behind");
    let sheet = shown(&shop, &id).await;
    let invoice = sheet["links"][0]["id"].as_str().expect("the invoice");
    let of_invoice = json!({ "noun": "invoice", "id": invoice });
    let stripes = shop.call("documents.fetch", of_invoice).await;
    assert_ne!(stripes["file_name"], json!(name));
    // Without money there is nothing to record.
    let (open, _) = open_invoice(&shop).await;
    let sheet = crate::payments::invoice(&shop, &open).await;
    let unpaid = json!({ "noun": "payment", "id": sheet["payments"][0]["row"]["id"] });
    let problem = shop.refused("documents.save", unpaid).await;
    assert!(problem.message.contains("No money"), "{problem:?}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_customer_paid_is_what_came_and_stayed() {
    let shop = Shop::open(Seed::Empty).await;
    let (id, customer) = open_invoice(&shop).await;
    let visa = keeps(&shop, &customer, "pm_card_visa").await;
    // 50 in cash, the rest by card, 80 without an invoice, and 250 go back.
    let cash = json!({ "id": id, "part": "50", "reference": "Cash" });
    shop.call("invoices.pay_out_of_band", cash).await;
    charge(&shop, &id, &visa, false).await;
    let sheet = invoice(&shop, &id).await;
    assert_eq!(sheet["row"]["state"]["code"], "paid", "{sheet}");
    let by_card = sheet["received"].as_array().expect("parts").iter();
    let by_card = by_card.filter_map(|part| part["payment"].as_str()).next();
    let by_card = by_card.expect("a payment").to_owned();
    let collect = |card: &Value, hold: bool| {
        json!({ "customer": customer, "currency": "usd", "amount": "80",
            "description": "Deposit", "card": card["id"], "present": true, "hold": hold })
    };
    shop.call("payments.collect", collect(&visa, false)).await;
    let outcome = shop
        .call("payments.refund", back(&by_card, Some("250")))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sums = |of: &Value| -> Vec<String> {
        let sums = of.as_array().expect("amounts").iter();
        let texts = sums.filter_map(|sum| sum["text"].as_str());
        texts.map(str::to_owned).collect()
    };
    let paid = async || {
        let sheet = shop.call("customers.show", json!({ "id": customer })).await;
        let payments = sheet["payments"].as_array().map(Vec::len);
        (sums(&sheet["paid"]), payments)
    };
    assert_eq!(paid().await, (vec!["$1,080.00".to_owned()], Some(2)));

    // What is given up, and what the cardholder's bank takes back, adds nothing.
    let held = shop.call("payments.collect", collect(&visa, true)).await;
    shop.call("payments.cancel", json!({ "id": held["payment"] }))
        .await;
    let disputed = keeps(&shop, &customer, "pm_card_createDisputeProductNotReceived").await;
    let outcome = shop
        .call("payments.collect", collect(&disputed, false))
        .await;
    assert_eq!(outcome["state"]["code"], "disputed", "{outcome}");
    assert_eq!(paid().await, (vec!["$1,080.00".to_owned()], Some(4)));

    // The list tells them apart, and adds up the money that moved.
    for (tab, count, moved, listed) in [
        ("all", 4, json!("received"), "$1,030.00"),
        ("received", 2, json!("received"), "$1,030.00"),
        ("refunded", 1, json!("went_back"), "$250.00"),
        ("disputed", 1, Value::Null, "$80.00"),
        ("canceled", 1, Value::Null, "$80.00"),
    ] {
        let asked = json!({ "noun": "payment", "tab": tab });
        let summary = shop.call("records.summary", asked).await;
        let tabs = summary["tabs"].as_array().expect("tabs");
        let own = tabs.iter().find(|one| one["id"] == tab);
        assert_eq!(
            own.map(|one| &one["count"]),
            Some(&json!(count)),
            "{summary}"
        );
        assert_eq!(summary["moved"], moved, "{tab}: {summary}");
        assert_eq!(sums(&summary["listed"]), [listed], "{tab}");
    }
    shop.close().await;
}
