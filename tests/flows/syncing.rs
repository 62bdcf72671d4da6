//! The walk over everything and the events after it: interrupted, continued, nothing missing,
//! nothing read twice.

use crate::shop::Shop;
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

fn reads(shop: &Shop, path: &str) -> usize {
    shop.stripe()
        .requests()
        .iter()
        .filter(|line| **line == format!("GET {path}"))
        .count()
}

async fn total(shop: &Shop, noun: &str) -> u64 {
    let page = shop
        .call(
            "records.list",
            json!({ "noun": noun, "tab": "all", "cursor": null, "limit": 1 }),
        )
        .await;
    page["total"].as_u64().expect("a total")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_walk_goes_on_where_it_was() {
    let shop = Shop::open(Seed::Size(450)).await;
    shop.synced().await;
    let invoices = total(&shop, "invoice").await;
    assert!(invoices >= 450, "{invoices}");
    let (customers, pages) = (reads(&shop, "/v1/customers"), reads(&shop, "/v1/invoices"));
    assert!(pages >= 5, "{pages} pages of invoices");

    // As often as the client tries by itself, somewhere in the middle of the invoices.
    const TRIES: usize = 3;
    let interrupt = async {
        shop.until("the invoices are being walked", async || {
            reads(&shop, "/v1/invoices") > pages
        })
        .await;
        shop.stripe()
            .fail_next_matching("GET", "/v1/invoices", TRIES, Fault::Unavailable);
    };
    let (interrupted, ()) =
        tokio::join!(shop.refused("sync.run", json!({ "full": true })), interrupt);
    assert_eq!(
        interrupted.code,
        commands::view::Code::StripeFailed,
        "{interrupted:?}"
    );
    let overview = shop.call("app.overview", Value::Null).await;
    assert_eq!(
        overview["sync"]["problem"]["code"], "stripe_failed",
        "it says that it did not get through: {}",
        overview["sync"]
    );
    assert_eq!(
        total(&shop, "invoice").await,
        invoices,
        "what was there is still there"
    );

    let sync = shop.call("sync.run", json!({ "full": false })).await;
    assert!(sync["at"].is_i64() && sync["problem"].is_null(), "{sync}");
    assert_eq!(
        reads(&shop, "/v1/customers"),
        2 * customers,
        "what was read before the break is not read again"
    );
    assert_eq!(
        reads(&shop, "/v1/invoices"),
        2 * pages + TRIES,
        "and neither is a page of the invoices"
    );
    assert_eq!(total(&shop, "invoice").await, invoices);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_walk_that_is_cut_off_misses_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let shop = Shop::at(home.path().to_owned(), Seed::Size(300)).await;
    // Closed while it walks: the request under way ends, the rest waits for the next start.
    shop.close().await;
    let shop = Shop::at(home.path().to_owned(), Seed::Empty).await;
    shop.synced().await;
    let mut there = 0;
    let mut after = String::new();
    loop {
        let page = shop
            .stripe_says(&format!("/v1/invoices?limit=100{after}"))
            .await;
        let data = page["data"].as_array().expect("a list");
        for invoice in data {
            shop.call("invoices.show", json!({ "id": invoice["id"] }))
                .await;
            there += 1;
        }
        if page["has_more"] != true {
            break;
        }
        after = format!(
            "&starting_after={}",
            data.last().expect("one")["id"].as_str().expect("an id")
        );
    }
    assert_eq!(there, total(&shop, "invoice").await);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_change_comes_with_the_next_look() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    let page = shop
        .call(
            "records.list",
            json!({ "noun": "invoice", "tab": "open", "cursor": null, "limit": 5 }),
        )
        .await;
    let invoice = page["rows"][0]["id"]
        .as_str()
        .expect("an open invoice")
        .to_owned();
    let customer = shop
        .behind_our_back(
            "POST",
            "/v1/customers",
            "name=Ana+Lima&email=ana%40lima.example",
        )
        .await;
    let id = customer["id"].as_str().expect("an id").to_owned();
    shop.behind_our_back("POST", &format!("/v1/invoices/{invoice}/void"), "")
        .await;
    shop.refused("customers.show", json!({ "id": id })).await;

    let walked = reads(&shop, "/v1/invoices");
    shop.call("sync.run", json!({ "full": false })).await;
    assert_eq!(
        shop.call("customers.show", json!({ "id": id })).await["fields"]["name"],
        "Ana Lima"
    );
    assert_eq!(
        shop.call("invoices.show", json!({ "id": invoice })).await["row"]["state"]["code"],
        "void"
    );
    assert_eq!(
        reads(&shop, "/v1/invoices"),
        walked,
        "only what changed is read"
    );

    shop.behind_our_back(
        "POST",
        &format!("/v1/customers/{id}"),
        "name=Ana+Lima+e+Filhos",
    )
    .await;
    shop.call("records.refresh", json!({ "noun": "customer", "id": id }))
        .await;
    assert_eq!(
        shop.call("customers.show", json!({ "id": id })).await["fields"]["name"],
        "Ana Lima e Filhos",
        "or one record alone"
    );

    shop.behind_our_back("DELETE", &format!("/v1/customers/{id}"), "")
        .await;
    shop.call("sync.run", json!({ "full": false })).await;
    shop.refused("customers.show", json!({ "id": id })).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_events_than_fit_a_page_and_events_that_are_gone() {
    let shop = Shop::open(Seed::Empty).await;
    shop.synced().await;
    for _ in 0..130 {
        shop.behind_our_back("POST", "/v1/customers", "name=One+of+many")
            .await;
    }
    shop.call("sync.run", json!({ "full": false })).await;
    assert_eq!(
        total(&shop, "customer").await,
        130,
        "none is missed between the pages of events"
    );

    // Stripe keeps events for thirty days; after a longer rest everything is walked again.
    shop.behind_our_back("POST", "/v1/customers", "name=Before+the+holidays")
        .await;
    shop.stripe().advance_time(45 * 86_400);
    shop.behind_our_back("POST", "/v1/customers", "name=After+the+holidays")
        .await;
    shop.call("sync.run", json!({ "full": false })).await;
    assert_eq!(
        total(&shop, "customer").await,
        132,
        "nothing is lost with the events"
    );
    shop.close().await;
}
