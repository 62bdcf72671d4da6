//! Staying current: every changed thing is read once, an interrupted look goes on where it was, what
//! was read is counted, and a payment that comes in is told of.

use crate::shop::Shop;
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

fn reads(shop: &Shop, path: &str) -> usize {
    let line = format!("GET {path}");
    let asked = shop.stripe().requests();
    asked.iter().filter(|one| **one == line).count()
}

async fn customers(shop: &Shop, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let made = shop
            .behind_our_back("POST", "/v1/customers", "name=Before")
            .await;
        ids.push(made["id"].as_str().expect("an id").to_owned());
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn however_often_something_changed_it_is_read_once() {
    let shop = Shop::open(Seed::Empty).await;
    shop.synced().await;
    let id = customers(&shop, 1).await.remove(0);
    for form in ["name=One", "name=Two", "name=Three"] {
        shop.behind_our_back("POST", &format!("/v1/customers/{id}"), form)
            .await;
    }
    let before = shop.stripe().requests().len();
    shop.call("sync.run", json!({ "full": false })).await;
    assert_eq!(reads(&shop, &format!("/v1/customers/{id}")), 1);
    let shown = shop.call("customers.show", json!({ "id": id })).await;
    assert_eq!(shown["fields"]["name"], "Three");

    let asked = shop.stripe().requests().len() - before;
    assert_eq!(
        asked, 3,
        "the events, the newest quotes, and the one that changed"
    );
    let now = shop.call("sync.run", json!({ "full": false })).await;
    let again = shop.call("sync.run", json!({ "full": false })).await;
    let spent = |sync: &Value| sync["reads"]["spent"].as_u64().expect("a count");
    assert_eq!(
        spent(&again),
        spent(&now) + 2,
        "what is read of Stripe is counted: {again}"
    );
    assert_eq!(
        spent(&again),
        shop.stripe()
            .requests()
            .iter()
            .filter(|line| line.starts_with("GET "))
            .count() as u64,
        "all of it"
    );
    assert_eq!(again["reads"]["allowed"], 10_000);
    assert_eq!(again["reads"]["every"], 300, "about every five minutes");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_is_cut_off_goes_on_where_it_was() {
    let shop = Shop::open(Seed::Empty).await;
    shop.synced().await;
    let ids = customers(&shop, 40).await;
    // One of them cannot be read, as often as the client tries by itself.
    let broken = ids.iter().max().expect("some").clone();
    const TRIES: usize = 3;
    shop.stripe().fail_next_matching(
        "GET",
        &format!("/v1/customers/{broken}"),
        TRIES,
        Fault::Unavailable,
    );
    shop.refused("sync.run", json!({ "full": false })).await;
    shop.call("sync.run", json!({ "full": false })).await;
    let mut again = 0;
    for id in &ids {
        let shown = shop.call("customers.show", json!({ "id": id })).await;
        assert_eq!(shown["fields"]["name"], "Before");
        let read = reads(&shop, &format!("/v1/customers/{id}"));
        let tries = if *id == broken { TRIES } else { 0 };
        again += read - 1 - tries;
    }
    // Six are read at once: those that were under way with the one that failed.
    assert!(again < 6, "{again} of 40 were read twice");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_comes_in_turns_its_invoice_and_is_told_of() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    let open = shop
        .call(
            "records.list",
            json!({ "noun": "invoice", "tab": "open", "limit": 1 }),
        )
        .await;
    let row = &open["rows"][0];
    let id = row["id"].as_str().expect("an open invoice").to_owned();
    let mut news = shop.desk().news();

    // The window in front or behind: the payment is noticed either way, once it is looked for.
    shop.call("app.attend", json!({ "here": false })).await;
    shop.call("app.attend", json!({ "here": true })).await;
    shop.behind_our_back(
        "POST",
        &format!("/v1/invoices/{id}/pay"),
        "paid_out_of_band=true",
    )
    .await;
    shop.call("sync.run", json!({ "full": false })).await;
    let shown = shop.call("invoices.show", json!({ "id": id })).await;
    assert_eq!(shown["row"]["state"]["code"], "paid", "{}", shown["row"]);
    let told = news.try_recv().expect("a payment is worth a word");
    assert_eq!(told.invoice.as_deref(), Some(id.as_str()));
    let amount = row["amount"]["text"].as_str().expect("an amount");
    assert!(told.title.contains(amount), "{told:?} names {amount}");
    let customer = row["title"].as_str().expect("a customer");
    assert!(told.title.contains(customer), "{told:?} names {customer}");

    shop.call("sync.run", json!({ "full": true })).await;
    assert!(news.try_recv().is_err(), "and it is told once");
    shop.close().await;
}
