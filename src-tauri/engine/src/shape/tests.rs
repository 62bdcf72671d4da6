//! That records say of Stripe's objects what lists need, and of each other what is true now.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a record that is missing fails its test"
)]

use super::record;
use crate::sample::{
    DAY, Kept, NOW, but, customer, invoice, price, product, quote, shop, subscription,
};
use cache::{Columns, Kind};
use serde_json::{Value, json};

fn columns(raw: Value) -> Columns {
    record(raw, NOW).unwrap().columns
}

async fn kept(kept: &Kept, kind: Kind, id: &'static str) -> Columns {
    kept.read(move |r| r.records().row(kind, id))
        .await
        .unwrap()
        .expect("a record")
        .columns
}

#[test]
fn a_quote_says_what_it_is_about_and_what_it_comes_to() {
    let quote = columns(quote("qt_1", "open"));
    assert_eq!(quote.state, "open");
    assert_eq!(quote.number.as_deref(), Some("QT-7F3A21-0004-2"));
    assert_eq!(quote.subtitle, "Webshop relaunch and 1 more");
    assert_eq!(
        (quote.amount, quote.currency.as_deref()),
        (Some(864_242), Some("usd"))
    );
    assert_eq!(quote.per, None, "only a part of it recurs");
    assert_eq!(quote.at, Some(NOW + 2 * DAY));
    assert!(quote.search.contains("Care plan"));
}

#[test]
fn what_recurs_as_a_whole_says_how_often() {
    let care = json!({ "amount_total": 17_522, "header": "Care from now on" });
    let care = columns(but(quote("qt_1", "open"), care));
    assert_eq!(care.per.as_deref(), Some("month"));
    assert_eq!(care.subtitle, "Care from now on", "its header");
}

#[test]
fn secrets_never_reach_a_record() {
    let kept = record(invoice("in_1", "open", 500), NOW).unwrap();
    assert!(!kept.raw.to_string().contains("secret"), "{}", kept.raw);
    assert_eq!(kept.columns.at, Some(NOW + 9 * DAY));
}

#[test]
fn whatever_stripe_sends_is_kept() {
    let odd = json!({ "id": "qt_9", "object": "quote", "status": "hibernating" });
    assert_eq!(columns(odd).state, "hibernating");
    let charge = json!({ "id": "ch_1", "object": "charge", "status": "succeeded", "amount": 5, "currency": "usd" });
    assert_eq!(columns(charge).amount, Some(5));
    assert!(record(json!({ "id": "zz_1", "object": "zeppelin" }), NOW).is_none());
    assert!(
        record(
            json!({ "id": "cus_1", "object": "customer", "deleted": true }),
            NOW
        )
        .is_none()
    );
}

#[test]
fn states_that_lists_ask_for_are_told_apart() {
    let partly = but(
        invoice("in_1", "open", 500),
        json!({ "amount_paid": 100, "amount_remaining": 400 }),
    );
    assert_eq!(columns(partly.clone()).state, "partly_paid");
    // The payment of the part is an attempt, too: only what is tried again is retried.
    let attempted = but(partly, json!({ "attempt_count": 1 }));
    assert_eq!(columns(attempted.clone()).state, "partly_paid");
    let retried = columns(but(
        attempted,
        json!({ "attempt_count": 2, "next_payment_attempt": NOW + DAY }),
    ));
    assert_eq!(
        (retried.state.as_str(), retried.at),
        ("partly_retrying", Some(NOW + DAY))
    );
    let credited = but(
        invoice("in_1", "open", 500),
        json!({ "amount_paid": 0, "amount_remaining": 400, "attempt_count": 4 }),
    );
    assert_eq!(columns(credited).state, "partly_tried");
    assert_eq!(columns(subscription("sub_1", "active")).state, "active");
    let ending = but(
        subscription("sub_1", "active"),
        json!({ "cancel_at_period_end": true }),
    );
    assert_eq!(
        (columns(ending.clone()).state.as_str(), columns(ending).at),
        ("ending", Some(NOW + 20 * DAY))
    );
    let ended = but(
        subscription("sub_1", "canceled"),
        json!({ "cancel_at_period_end": true }),
    );
    assert_eq!(columns(ended).state, "canceled");
}

#[tokio::test]
async fn a_customers_new_name_stands_on_what_is_not_printed_yet() {
    let mut objects = shop();
    objects.extend([quote("qt_1", "open"), subscription("sub_1", "active")]);
    objects.extend([invoice("in_1", "draft", 500), invoice("in_2", "open", 500)]);
    let records = Kept::with(objects).await;
    assert_eq!(
        kept(&records, Kind::Quote, "qt_1").await.title,
        "Halden Bicycle Works"
    );
    records.put(vec![customer("cus_1", "Halden Velo")]).await;
    assert_eq!(
        kept(&records, Kind::Quote, "qt_1").await.title,
        "Halden Velo"
    );
    assert_eq!(
        kept(&records, Kind::Subscription, "sub_1").await.title,
        "Halden Velo"
    );
    assert_eq!(
        kept(&records, Kind::Invoice, "in_1").await.title,
        "Halden Velo"
    );
    assert_eq!(
        kept(&records, Kind::Invoice, "in_2").await.title,
        "Halden Bicycle Works"
    );
}

#[tokio::test]
async fn records_may_come_in_any_order() {
    let mut objects = vec![
        quote("qt_1", "open"),
        price("price_care", "prod_care", 14_900, "month"),
    ];
    objects.push(customer("cus_1", "Halden Bicycle Works"));
    objects.push(product("prod_care", "Care plan"));
    let records = Kept::with(objects).await;
    assert_eq!(
        kept(&records, Kind::Quote, "qt_1").await.title,
        "Halden Bicycle Works"
    );
    assert_eq!(
        kept(&records, Kind::Price, "price_care").await.title,
        "Care plan"
    );
    let product = kept(&records, Kind::Product, "prod_care").await;
    assert_eq!(
        (product.amount, product.per.as_deref()),
        (Some(14_900), Some("month"))
    );
}

#[tokio::test]
async fn a_subscription_is_called_by_its_products_and_priced_by_quantity() {
    let mut objects = shop();
    objects.push(subscription("sub_1", "active"));
    let sub = kept(&Kept::with(objects).await, Kind::Subscription, "sub_1").await;
    assert_eq!(
        (sub.subtitle.as_str(), sub.amount, sub.per.as_deref()),
        ("Care plan", Some(29_800), Some("month"))
    );
}

#[tokio::test]
async fn a_schedule_takes_its_figures_from_its_prices() {
    let mut objects = shop();
    objects.push(json!({
        "id": "sub_sched_1", "object": "subscription_schedule", "status": "not_started", "customer": "cus_1",
        "phases": [{ "start_date": NOW + DAY, "currency": "usd", "items": [{ "price": "price_care", "quantity": 3 }] }],
        "created": NOW,
    }));
    let plan = kept(
        &Kept::with(objects).await,
        Kind::SubscriptionSchedule,
        "sub_sched_1",
    )
    .await;
    assert_eq!(
        (plan.title.as_str(), plan.subtitle.as_str()),
        ("Halden Bicycle Works", "Care plan")
    );
    assert_eq!((plan.amount, plan.at), (Some(44_700), Some(NOW + DAY)));
}

#[tokio::test]
async fn a_finalized_revision_takes_the_place_of_what_it_revises() {
    let revision = |status| {
        but(
            quote("qt_2", status),
            json!({ "from_quote": { "quote": "qt_1", "is_revision": true } }),
        )
    };
    let records = Kept::with(vec![quote("qt_1", "open"), revision("draft")]).await;
    assert_eq!(kept(&records, Kind::Quote, "qt_1").await.state, "open");
    records.put(vec![revision("open")]).await;
    assert_eq!(
        kept(&records, Kind::Quote, "qt_1").await.state,
        "superseded"
    );
    assert_eq!(
        kept(&records, Kind::Quote, "qt_2").await.parent.as_deref(),
        Some("qt_1")
    );
    records.put(vec![quote("qt_1", "open")]).await;
    assert_eq!(
        kept(&records, Kind::Quote, "qt_1").await.state,
        "superseded"
    );
    // A mere copy takes nobody's place.
    let copy = but(
        quote("qt_3", "open"),
        json!({ "from_quote": { "quote": "qt_2", "is_revision": false } }),
    );
    records.put(vec![copy]).await;
    assert_eq!(kept(&records, Kind::Quote, "qt_2").await.state, "open");
}

#[tokio::test]
async fn an_answer_without_lines_does_not_lose_them() {
    let records = Kept::with(vec![quote("qt_1", "open")]).await;
    let mut answer = quote("qt_1", "accepted");
    answer.as_object_mut().unwrap().remove("line_items");
    answer["total_details"]
        .as_object_mut()
        .unwrap()
        .remove("breakdown");
    records.put(vec![answer]).await;
    let record = records
        .read(|r| r.records().get(Kind::Quote, "qt_1"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(record.columns.state, "accepted");
    assert_eq!(
        record.raw["line_items"]["data"].as_array().map(Vec::len),
        Some(2)
    );
    assert!(record.raw["total_details"]["breakdown"].is_object());
}

#[tokio::test]
async fn what_is_deleted_at_stripe_is_forgotten() {
    let records = Kept::with(shop()).await;
    records
        .put(vec![
            json!({ "id": "cus_1", "object": "customer", "deleted": true }),
        ])
        .await;
    let gone = records
        .read(|r| r.records().row(Kind::Customer, "cus_1"))
        .await
        .unwrap();
    assert_eq!(gone, None);
}
