//! Money in parts, and money without an invoice.

use crate::payments::{cards, charge, invoice, keeps, open_invoice};
use crate::shop::Shop;
use sandbox::Seed;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_is_paid_in_parts() {
    let shop = Shop::open(Seed::Empty).await;
    let (id, customer) = open_invoice(&shop).await;
    let card = keeps(&shop, &customer, "pm_card_visa").await;
    let part = |amount: &str| json!({ "noun": "invoice", "id": id, "card": card["id"], "part": amount, "present": false });
    for nonsense in ["0", "lots", "1250.01"] {
        let problem = shop.refused("payments.charge", part(nonsense)).await;
        assert_eq!(problem.fields[0].path, "part", "{nonsense}: {problem:?}");
    }
    let charged = shop.call("payments.charge", part("400")).await;
    assert_eq!(charged["outcome"]["state"], "done", "{charged}");
    assert_eq!(charged["state"]["code"], "succeeded", "{charged}");
    let sheet = invoice(&shop, &id).await;
    assert_eq!(
        sheet["row"]["state"]["code"], "partly_paid",
        "{}",
        sheet["row"]
    );
    assert_eq!(sheet["remaining"]["text"], "$850.00");
    assert_eq!(
        sheet["payments"].as_array().map(Vec::len),
        Some(2),
        "its own and the part's"
    );
    let says = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
    assert_eq!(says["amount_paid"], 40_000, "{says}");
    // The rest pays it.
    let charged = charge(&shop, &id, &card, false).await;
    assert_eq!(charged["outcome"]["state"], "done", "{charged}");
    assert_eq!(invoice(&shop, &id).await["row"]["state"]["code"], "paid");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_is_collected_without_an_invoice() {
    let shop = Shop::open(Seed::Empty).await;
    let (_, customer) = open_invoice(&shop).await;
    let visa = keeps(&shop, &customer, "pm_card_visa").await;
    let ask = |card: &Value, hold: bool| {
        json!({
            "customer": customer, "currency": "usd", "amount": "80", "description": "Deposit, spring",
            "card": card["id"], "present": true, "hold": hold,
        })
    };
    let charged = shop.call("payments.collect", ask(&visa, false)).await;
    assert_eq!(charged["state"]["code"], "succeeded", "{charged}");
    let id = charged["payment"].as_str().expect("a payment").to_owned();
    let sheet = shop.call("payments.show", json!({ "id": id })).await;
    assert_eq!(sheet["received"]["text"], "$80.00");
    assert_eq!(sheet["description"], "Deposit, spring");
    assert_eq!(sheet["links"], json!([]), "no invoice");
    let held = shop.call("payments.collect", ask(&visa, true)).await;
    assert_eq!(held["state"]["code"], "needs_capture", "{held}");
    let taken = shop
        .call("payments.capture", json!({ "id": held["payment"] }))
        .await;
    assert_eq!(taken["state"], "done", "{taken}");
    // The bank asks.
    let asking = keeps(&shop, &customer, "pm_card_threeDSecure2Required").await;
    let charged = shop.call("payments.collect", ask(&asking, false)).await;
    assert_eq!(charged["state"]["code"], "needs_action", "{charged}");
    crate::payments::at_the_bank(charged["page"].as_str().expect("the bank"), "pass").await;
    let looked = shop
        .call("payments.go_on", json!({ "id": charged["payment"] }))
        .await;
    assert_eq!(looked["state"]["code"], "succeeded", "{looked}");
    // A card that says no leaves a payment to try again with another.
    let bad = keeps(&shop, &customer, "pm_card_chargeCustomerFail").await;
    let charged = shop.call("payments.collect", ask(&bad, false)).await;
    assert_eq!(charged["outcome"]["state"], "refused", "{charged}");
    assert_eq!(charged["state"]["code"], "payment_failed", "{charged}");
    let again =
        json!({ "noun": "payment", "id": charged["payment"], "card": visa["id"], "present": true });
    let charged = shop.call("payments.charge", again).await;
    assert_eq!(charged["state"]["code"], "succeeded", "{charged}");
    let all = shop.stripe_says("/v1/payment_intents?limit=100").await;
    let received: i64 = all["data"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|intent| intent["amount_received"].as_i64())
        .sum();
    assert_eq!(received, 4 * 8_000);
    assert_eq!(cards(&shop, &customer).await.len(), 3);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_made_for_whoever_is_not_here() {
    let shop = Shop::open(Seed::Empty).await;
    let ask = json!({ "currency": "eur", "amount": "49,90", "description": "Workshop in May" });
    let made = shop.call("payments.collect", ask).await;
    assert_eq!(made["outcome"]["state"], "done", "{made}");
    assert!(
        made["page"]
            .as_str()
            .is_some_and(|page| page.starts_with("http")),
        "{made}"
    );
    let links = shop.stripe_says("/v1/payment_links").await;
    assert_eq!(links["data"].as_array().map(Vec::len), Some(1), "{links}");
    assert_eq!(links["data"][0]["url"], made["page"]);
    for (field, value) in [("amount", "0"), ("description", " ")] {
        let mut wrong = json!({ "currency": "eur", "amount": "5", "description": "Ink" });
        wrong[field] = json!(value);
        let problem = shop.refused("payments.collect", wrong).await;
        assert_eq!(problem.fields[0].path, field, "{problem:?}");
    }
    shop.close().await;
}
