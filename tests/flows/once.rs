//! One effect for one intent: the button pressed twice, the answer lost, the
//! program gone between the click and the answer.

use crate::shop::Shop;
use crate::write::{draft_for, finalized, line};
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

pub(crate) async fn open_quote(shop: &Shop) -> String {
    let mut draft = draft_for(shop, "Brightwater Dental").await;
    draft["lines"] = json!([line("a", "Hosting and care", "1", "349.00", Some("month"))]);
    finalized(shop, &draft).await
}

pub(crate) async fn count(shop: &Shop, path: &str) -> usize {
    shop.stripe_says(path).await["data"]
        .as_array()
        .expect("a list")
        .len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_button_pressed_twice_accepts_once() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open_quote(&shop).await;
    let request = json!({ "id": id, "note": null });
    let (first, second) = tokio::join!(
        shop.call("quotes.accept", request.clone()),
        shop.call("quotes.accept", request.clone())
    );
    assert_eq!(
        (first["state"].as_str(), second["state"].as_str()),
        (Some("done"), Some("done")),
        "{first} {second}"
    );
    let third = shop.call("quotes.accept", request).await;
    assert_eq!(
        third["state"], "done",
        "accepting what is accepted is a success with no second effect"
    );
    assert_eq!(count(&shop, "/v1/subscriptions?limit=100").await, 1);
    assert_eq!(count(&shop, "/v1/invoices?limit=100").await, 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_asked_for_again_under_the_same_key() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open_quote(&shop).await;
    shop.stripe().fail_next(1, Fault::AnswerLost);
    let outcome = shop
        .call("quotes.accept", json!({ "id": id, "note": null }))
        .await;
    let outcome = settled(&shop, &outcome).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    assert_eq!(count(&shop, "/v1/subscriptions?limit=100").await, 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_stripe_saved_is_settled_by_looking() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open_quote(&shop).await;
    shop.stripe().fail_next(1, Fault::ServerError);
    let outcome = shop
        .call("quotes.accept", json!({ "id": id, "note": null }))
        .await;
    let outcome = settled(&shop, &outcome).await;
    assert_eq!(
        outcome["state"], "done",
        "the saved 500 would have been replayed for ever: {outcome}"
    );
    assert_eq!(count(&shop, "/v1/subscriptions?limit=100").await, 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_why_and_can_be_tried_again() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open_quote(&shop).await;
    shop.stripe().fail_next(1, Fault::Forbidden);
    let outcome = shop
        .call("quotes.accept", json!({ "id": id, "note": null }))
        .await;
    assert_eq!(outcome["state"], "refused", "{outcome}");
    assert_eq!(outcome["problem"]["code"], "permission_missing");
    let sheet = shop.call("quotes.show", json!({ "id": id })).await;
    assert_eq!(
        sheet["problem"]["code"], "permission_missing",
        "the record says what is wrong"
    );
    let outcome = shop
        .call("outbox.retry", json!({ "id": outcome["intent"] }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    shop.close().await;
}

/// Presses "try now" until something has become of it.
pub(crate) async fn insist(shop: &Shop, outcome: Value) -> Value {
    let mut outcome = outcome;
    for _ in 0..12 {
        if outcome["state"] != "queued" {
            break;
        }
        outcome = shop
            .call("outbox.retry", json!({ "id": outcome["intent"] }))
            .await;
    }
    outcome
}

/// Waits for an outcome that was put off.
pub(crate) async fn settled(shop: &Shop, outcome: &Value) -> Value {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    let mut outcome = outcome.clone();
    while outcome["state"] == "queued" && tokio::time::Instant::now() < deadline {
        let all = shop.call("outbox.list", json!({})).await;
        let item = all
            .as_array()
            .expect("a list")
            .iter()
            .find(|item| item["id"] == outcome["intent"])
            .cloned();
        outcome["state"] = match item.as_ref().and_then(|item| item["state"].as_str()) {
            Some("done") => json!("done"),
            Some("refused") => json!("refused"),
            _ => json!("queued"),
        };
        tokio::task::yield_now().await;
    }
    outcome
}
