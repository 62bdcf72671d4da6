//! Stripe's own client reads back, past all of our own code, what payments and subscriptions left at
//! the practice Stripe; the sheets must say the same. Invoices and credit notes are read back in
//! `crediting`.

use crate::payments::{at_the_bank, cards, charge, keeps, open_invoice};
use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, made};
use sandbox::Seed;
use serde_json::{Value, json};
use std::ffi::OsString;

/// An interpreter that can import Stripe's client; says so where there is none.
pub(crate) fn client() -> Option<OsString> {
    let python = std::env::var_os("COUNTERFOIL_TEST_PYTHON");
    if python.is_none() {
        crate::missing::missing("COUNTERFOIL_TEST_PYTHON names no python with `stripe`");
    }
    python
}

/// Everything that the client sees.
pub(crate) async fn seen(shop: &Shop, python: OsString) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/flows/read_back.py");
    let url = shop.url();
    let output = tokio::task::spawn_blocking(move || {
        std::process::Command::new(python)
            .arg(script)
            .env("PRACTICE_URL", url)
            .env("PRACTICE_KEY", sandbox::PRACTICE_KEY)
            .output()
    })
    .await
    .expect("the script ends")
    .expect("the script starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn all<'a>(seen: &'a Value, what: &str) -> &'a Vec<Value> {
    seen[what].as_array().expect("a list")
}

/// The ids in a list of objects.
fn ids(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    list.iter().filter_map(|one| one["id"].as_str()).collect()
}

async fn done(shop: &Shop, name: &str, request: Value) -> Value {
    let outcome = shop.call(name, request).await;
    assert_eq!(outcome["state"], "done", "{name}: {outcome}");
    outcome
}

/// The payment of an invoice.
async fn payment_of(shop: &Shop, invoice: &str) -> Value {
    let sheet = shop.call("invoices.show", json!({ "id": invoice })).await;
    sheet["payments"][0]["row"]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_are_read_back_as_their_sheets_say() {
    let Some(python) = client() else { return };
    let shop = Shop::open(Seed::Empty).await;

    // A saved card, charged; then part of it goes back.
    let (paid, customer) = open_invoice(&shop).await;
    let visa = keeps(&shop, &customer, "pm_card_visa").await;
    charge(&shop, &paid, &visa, false).await;
    let back = json!({ "id": payment_of(&shop, &paid).await, "amount": "250.00", "reason": "requested_by_customer" });
    done(&shop, "payments.refund", back).await;
    // A bank that asks, and is answered.
    let (asked, other) = open_invoice(&shop).await;
    let asking = keeps(&shop, &other, "pm_card_threeDSecure2Required").await;
    let charged = charge(&shop, &asked, &asking, true).await;
    at_the_bank(charged["page"].as_str().expect("the bank's page"), "pass").await;
    let looked = shop
        .call("payments.go_on", json!({ "id": charged["payment"] }))
        .await;
    assert_eq!(looked["state"]["code"], "succeeded", "{looked}");
    // A card that is declined.
    let (open, declining) = open_invoice(&shop).await;
    let card = keeps(&shop, &declining, "pm_card_chargeCustomerFail").await;
    charge(&shop, &open, &card, false).await;
    // Amounts without an invoice: taken at once, held and taken, held and let go.
    let collect = async |hold: bool| {
        let ask = json!({
            "customer": customer, "currency": "usd", "amount": "80", "description": "Deposit, spring",
            "card": visa["id"], "present": true, "hold": hold,
        });
        shop.call("payments.collect", ask).await["payment"].clone()
    };
    collect(false).await;
    let taken = collect(true).await;
    done(&shop, "payments.capture", json!({ "id": taken })).await;
    let let_go = collect(true).await;
    done(&shop, "payments.cancel", json!({ "id": let_go })).await;
    collect(true).await;
    // A card that is taken away, and one that stays.
    let amex = keeps(&shop, &customer, "pm_card_amex").await;
    let gone = json!({ "customer": customer, "card": amex["id"] });
    done(&shop, "cards.detach", gone).await;

    let seen = seen(&shop, python).await;
    assert_eq!(all(&seen, "payments").len(), 7);
    for one in all(&seen, "payments") {
        let sheet = shop.call("payments.show", json!({ "id": one["id"] })).await;
        assert_eq!(sheet["row"]["state"]["stripe"], one["status"], "{one}");
        assert_eq!(sheet["amount"]["minor"], one["amount"], "{one}");
        assert_eq!(sheet["received"]["minor"], one["received"], "{one}");
        assert_eq!(sheet["description"], one["description"], "{one}");
        assert_eq!(sheet["failure"]["code"], one["declined"], "{one}");
        assert_eq!(ids(&sheet["attempts"]), ids(&one["attempts"]), "{one}");
        for (ours, theirs) in all(&sheet, "attempts").iter().zip(all(one, "attempts")) {
            assert_eq!(ours["state"] == "taken", theirs["taken"] == true, "{one}");
            assert_eq!(ours["card"]["last4"], theirs["last4"], "{one}");
        }
        assert_eq!(ids(&sheet["refunds"]), ids(&one["refunds"]), "{one}");
        for (ours, theirs) in all(&sheet, "refunds").iter().zip(all(one, "refunds")) {
            assert_eq!(ours["state"], theirs["status"], "{one}");
            assert_eq!(ours["amount"]["minor"], theirs["amount"], "{one}");
        }
    }
    for one in all(&seen, "customers") {
        let id = one["id"].as_str().expect("an id");
        let ours = json!(cards(&shop, id).await);
        assert_eq!(json!(ids(&ours)), one["cards"], "{one}");
    }
    for one in all(&seen, "invoices") {
        let sheet = shop.call("invoices.show", json!({ "id": one["id"] })).await;
        assert_eq!(sheet["row"]["state"]["stripe"], one["status"], "{one}");
        assert_eq!(sheet["remaining"]["minor"], one["remaining"], "{one}");
    }
    shop.close().await;
}

/// A running subscription of three care plans at 30.00 a month, charged automatically.
async fn subscription(shop: &Shop) -> String {
    let mut draft = draft_for(shop, "Halden Bicycle Works").await;
    draft["lines"] = json!([line("a", "Care plan", "3", "30.00", Some("month"))]);
    draft["collection"] = json!("charge_automatically");
    draft["days_until_due"] = Value::Null;
    let quote = finalized(shop, &draft).await;
    let accept = json!({ "id": quote, "note": null });
    made(&shop.call("quotes.accept", accept).await, "subscription")
}

async fn sheet(shop: &Shop, id: &Value) -> Value {
    let ask = json!({ "noun": "subscription", "id": id });
    shop.call("subscriptions.show", ask).await
}

#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_are_read_back_as_their_sheets_say() {
    let Some(python) = client() else { return };
    let shop = Shop::open(Seed::Empty).await;
    // As it is; changed; on hold; resumed; to end; ended; paid with a card of its own.
    subscription(&shop).await;
    let changed = subscription(&shop).await;
    let before = sheet(&shop, &json!(changed)).await;
    let items = json!([{ "item": before["parts"][0]["item"], "price": null, "quantity": 5, "remove": false }]);
    let change = json!({ "id": changed, "items": items, "proration": "always_invoice", "prorated_at": null });
    done(&shop, "subscriptions.change", change).await;
    let hold = |id: &str| json!({ "id": id, "invoices": "void", "until": null });
    let held = subscription(&shop).await;
    done(&shop, "subscriptions.pause", hold(&held)).await;
    let resumed = subscription(&shop).await;
    done(&shop, "subscriptions.pause", hold(&resumed)).await;
    done(&shop, "subscriptions.resume", json!({ "id": resumed })).await;
    let end =
        |id: &str, now: bool| json!({ "id": id, "now": now, "credit": false, "invoice": false });
    let ending = subscription(&shop).await;
    done(&shop, "subscriptions.cancel", end(&ending, false)).await;
    let ended = subscription(&shop).await;
    done(&shop, "subscriptions.cancel", end(&ended, true)).await;
    let paying = subscription(&shop).await;
    let customer = sheet(&shop, &json!(paying)).await["customer"]["id"].clone();
    let customer = customer.as_str().expect("a customer");
    let card = keeps(&shop, customer, "pm_card_mastercard").await;
    let use_it = json!({ "id": paying, "card": card["id"] });
    done(&shop, "subscriptions.use_card", use_it).await;

    // An invoice that Stripe makes for a change is known here once Stripe's events were read.
    shop.call("sync.run", json!({ "full": false })).await;
    let seen = seen(&shop, python).await;
    assert_eq!(all(&seen, "subscriptions").len(), 7);
    let read = |id: &str| {
        let one = all(&seen, "subscriptions")
            .iter()
            .find(|one| one["id"] == id);
        one.expect("it is read back")
    };
    assert_eq!(read(&changed)["items"][0]["quantity"], 5);
    assert_eq!(read(&held)["held"], "void");
    assert_eq!(read(&resumed)["held"], Value::Null);
    assert_eq!(read(&ending)["ends"], true);
    assert_eq!(read(&ended)["status"], "canceled");
    assert_eq!(read(&paying)["card"], card["id"]);
    for one in all(&seen, "subscriptions") {
        let sheet = sheet(&shop, &one["id"]).await;
        let state = &sheet["row"]["state"];
        let expected = match (&one["held"], &one["ends"], &one["status"]) {
            (Value::String(_), _, _) => "paused",
            (_, Value::Bool(true), _) => "ending",
            (_, _, status) => status.as_str().expect("a status"),
        };
        assert_eq!(state["code"], expected, "{one}");
        assert_eq!(sheet["hold"]["invoices"], one["held"], "{one}");
        assert_eq!(sheet["card"], one["card"], "{one}");
        assert_eq!(sheet["period_end"], one["period_end"], "{one}");
        let ours: Vec<Value> = all(&sheet, "parts")
            .iter()
            .map(|part| json!({ "id": part["item"], "price": part["price"], "quantity": part["quantity"] }))
            .collect();
        assert_eq!(json!(ours), one["items"], "{one}");
    }
    for one in all(&seen, "invoices") {
        let sheet = shop.call("invoices.show", json!({ "id": one["id"] })).await;
        assert_eq!(sheet["row"]["state"]["stripe"], one["status"], "{one}");
        assert_eq!(sheet["totals"]["total"]["minor"], one["total"], "{one}");
    }
    shop.close().await;
}
