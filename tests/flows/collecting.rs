//! Money in parts, and money without an invoice.

use crate::once::settled;
use crate::payments::{cards, charge, invoice, keeps, open_invoice};
use crate::shop::Shop;
use crate::till::{look_again, types};
use commands::card_ticket;
use commands::view::CardWanted;
use sandbox::{Fault, Seed};
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
    assert_eq!(sheet["row"]["left"]["text"], "$850.00");
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
    // There is no invoice's page to send: a link is another way.
    let sheet = shop
        .call("payments.show", json!({ "id": charged["payment"] }))
        .await;
    for hint in [
        &charged["outcome"]["problem"]["hint"],
        &sheet["failure"]["hint"],
        &sheet["attempts"][0]["failure"]["hint"],
    ] {
        let hint = hint.as_str().expect("advice");
        assert!(
            hint.contains("payment link") && !hint.contains("payment page"),
            "{hint}"
        );
    }
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
    let page = made["page"].as_str().expect("an address");
    let html = read(page).await;
    assert!(
        html.contains("Workshop in May") && html.contains("Pay €49.90"),
        "{html}"
    );
    let card = "number=4242424242424242&expiry=08+%2F+29&cvc=123&name=Ada+Lovelace&email=ada%40lovelace.example";
    let thanks = pay(page, card).await;
    assert!(thanks.contains("Thank you"), "{thanks}");
    // The payment arrives, and the link takes no second one.
    shop.call("sync.run", json!({ "full": false })).await;
    let received = json!({ "noun": "payment", "tab": "received", "cursor": null, "limit": 10 });
    let listed = shop.call("records.list", received).await;
    assert_eq!(listed["total"], 1, "{listed}");
    assert_eq!(listed["rows"][0]["amount"]["text"], "€49.90", "{listed}");
    assert!(read(page).await.contains("takes no payments any more"));
    // What it sold is no product to offer again, though Stripe has one.
    let sold = shop.stripe_says("/v1/products").await;
    assert_eq!(sold["data"].as_array().map(Vec::len), Some(1), "{sold}");
    let products = json!({ "noun": "product", "tab": "all", "cursor": null, "limit": 10 });
    let listed = shop.call("records.list", products).await;
    assert_eq!(listed["total"], 0, "{listed}");
    let offered = json!({ "text": "Workshop", "currency": "eur" });
    let offered = shop.call("prices.pick", offered).await;
    assert_eq!(offered, json!([]));
    for (field, value) in [("amount", "0"), ("description", " ")] {
        let mut wrong = json!({ "currency": "eur", "amount": "5", "description": "Ink" });
        wrong[field] = json!(value);
        let problem = shop.refused("payments.collect", wrong).await;
        assert_eq!(problem.fields[0].path, field, "{problem:?}");
    }
    shop.close().await;
}

async fn read(page: &str) -> String {
    let answer = visitor().get(page).send().await.expect("a page");
    answer.text().await.expect("its words")
}

/// What the customer's browser sends when they press the button, and the page that it comes to.
async fn pay(page: &str, form: &str) -> String {
    let answer = visitor()
        .post(page)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned())
        .send()
        .await
        .expect("a page");
    answer.text().await.expect("its words")
}

fn visitor() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_typed_for_an_amount_without_an_invoice() {
    let shop = Shop::open(Seed::Empty).await;
    let (_, customer) = open_invoice(&shop).await;
    let ask = |customer: Option<&str>, card: Option<&Value>, hold: bool| {
        json!({
            "customer": customer, "currency": "usd", "amount": "80", "description": "Deposit, spring",
            "card": card.map(|card| card["id"].clone()), "typed": true, "keep": true, "hold": hold,
        })
    };
    // Nothing is charged before a card is typed.
    let opened = shop
        .call("payments.collect", ask(Some(&customer), None, false))
        .await;
    assert_eq!(opened["state"]["code"], "needs_method", "{opened}");
    assert_eq!(opened["page"], Value::Null);
    let id = opened["payment"].as_str().expect("a payment").to_owned();
    let wanted = CardWanted::Payment {
        id: id.clone(),
        card: None,
    };
    let ticket = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    assert_eq!(ticket.intent, id);
    assert!(!ticket.question.hold, "it is taken at once");
    types(&shop, &ticket, "4242424242424242").await;
    let seen = look_again(&shop, &wanted, &ticket).await;
    assert_eq!(seen["message"], "$80.00 was paid by card.", "{seen}");
    let kept = cards(&shop, &customer).await;
    assert_eq!(kept.len(), 1, "the card is kept: {kept:?}");

    // Its record offers the window for as long as there is something to take.
    let acts = |sheet: &Value| -> Vec<String> {
        let acts = sheet["actions"].as_array().expect("a list").clone();
        let allowed = acts.iter().filter(|act| act["allowed"] == true);
        allowed
            .filter_map(|act| act["verb"].as_str().map(str::to_owned))
            .collect()
    };
    let sheet = shop.call("payments.show", json!({ "id": id })).await;
    assert!(!acts(&sheet).contains(&"take_card".to_owned()), "{sheet}");
    let opened = shop.call("payments.collect", ask(None, None, true)).await;
    let id = opened["payment"].as_str().expect("a payment").to_owned();
    let sheet = shop.call("payments.show", json!({ "id": id })).await;
    assert!(acts(&sheet).contains(&"take_card".to_owned()), "{sheet}");
    assert_eq!(sheet["customer"], Value::Null);
    let wanted = CardWanted::Payment {
        id: id.clone(),
        card: None,
    };
    let ticket = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    assert!(ticket.question.hold, "the window says that it is only held");
    types(&shop, &ticket, "4242424242424242").await;
    look_again(&shop, &wanted, &ticket).await;
    let sheet = shop.call("payments.show", json!({ "id": id })).await;
    assert_eq!(sheet["row"]["state"]["code"], "needs_capture", "{sheet}");

    // A saved card, whose security code is asked for again.
    let opened = shop
        .call(
            "payments.collect",
            ask(Some(&customer), Some(&kept[0]), false),
        )
        .await;
    let id = opened["payment"].as_str().expect("a payment").to_owned();
    let wanted = CardWanted::Payment {
        id,
        card: kept[0]["id"].as_str().map(str::to_owned),
    };
    let ticket = card_ticket(&shop.desk(), &wanted).await.expect("a ticket");
    assert_eq!(ticket.question.card.as_deref(), Some("Visa ending in 4242"));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_that_came_another_way_are_counted_with_their_reference() {
    let shop = Shop::open(Seed::Empty).await;
    let (id, customer) = open_invoice(&shop).await;
    let part =
        |amount: &str, reference: &str| json!({ "id": id, "part": amount, "reference": reference });
    for nonsense in ["0", "lots", "1250.01"] {
        let problem = shop
            .refused("invoices.pay_out_of_band", part(nonsense, "cash"))
            .await;
        assert_eq!(problem.fields[0].path, "part", "{nonsense}: {problem:?}");
    }
    // Whatever happens on the way, each part counts once.
    let mut came = 0;
    for (fault, amount) in [
        (Fault::AnswerLost, 40_000),
        (Fault::ServerError, 10_000),
        (Fault::Unavailable, 5_000),
    ] {
        shop.stripe().fail_next(1, fault);
        let text = format!("{}.00", amount / 100);
        let outcome = shop
            .call("invoices.pay_out_of_band", part(&text, "Transfer 4711"))
            .await;
        settled(&shop, &outcome).await;
        came += amount;
        let says = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
        assert_eq!(says["amount_paid"], came, "{fault:?}: {says}");
        assert_eq!(says["amount_paid_off_stripe"], came, "{fault:?}");
    }
    let records = shop.stripe_says("/v1/payment_records").await;
    assert_eq!(
        records["data"].as_array().map(Vec::len),
        Some(3),
        "{records}"
    );
    let sheet = invoice(&shop, &id).await;
    assert_eq!(sheet["row"]["state"]["code"], "partly_paid", "{sheet}");
    assert_eq!(sheet["row"]["left"]["text"], "$700.00");
    let parts = sheet["received"].as_array().expect("a list");
    assert_eq!(parts.len(), 3, "{parts:?}");
    assert_eq!(parts[0]["reference"], "Transfer 4711");
    assert_eq!(
        (&parts[0]["by"], &parts[0]["payment"]),
        (&Value::Null, &Value::Null)
    );
    let noted = sheet["history"].as_array().expect("a history");
    let noted = noted.iter().filter(|moment| moment["code"] == "paid_part");
    assert_eq!(noted.count(), 3, "{sheet}");

    // A part by card, and the rest in cash: then it is paid, and each payment is told.
    let card = keeps(&shop, &customer, "pm_card_visa").await;
    let by_card =
        json!({ "noun": "invoice", "id": id, "card": card["id"], "part": "200", "present": false });
    shop.call("payments.charge", by_card).await;
    let rest = json!({ "id": id, "part": "500", "reference": "Cash, 3 May" });
    let outcome = shop.call("invoices.pay_out_of_band", rest).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = invoice(&shop, &id).await;
    assert_eq!(sheet["row"]["state"]["code"], "paid", "{sheet}");
    let told: Vec<(&Value, &Value)> = sheet["received"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|part| (&part["amount"]["text"], &part["by"]))
        .collect();
    assert!(
        told.contains(&(&json!("$200.00"), &json!("Visa ···· 4242"))),
        "{told:?}"
    );
    assert!(
        told.contains(&(&json!("$500.00"), &Value::Null)),
        "{told:?}"
    );
    let history = sheet["history"].as_array().expect("a history");
    let came: Vec<&str> = history
        .iter()
        .filter(|moment| moment["code"] == "paid_part")
        .filter_map(|moment| moment["text"].as_str())
        .collect();
    // What was marked as paid at the end is told by that.
    assert_eq!(came.len(), 4, "each of them: {came:?}");
    assert!(came.contains(&"$200.00, Visa ···· 4242"), "{came:?}");
    let last = sheet["received"]
        .as_array()
        .and_then(|all| all.iter().find(|part| part["amount"]["minor"] == 50_000));
    assert_eq!(
        last.map(|part| &part["reference"]),
        Some(&json!("Cash, 3 May"))
    );
    // Only what came by card can go back to one.
    let note = json!({ "invoice": id, "amount": "200.01", "way": "refund" });
    let problem = shop.refused("credit_notes.create", note).await;
    assert_eq!(problem.fields[0].path, "amount", "{problem:?}");
    shop.close().await;
}
