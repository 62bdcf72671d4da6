//! Linden Studio and accounts of a size.

use crate::shop::{DAY, NOW, Shop};
use sandbox::{Dates, Options, Seed};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) async fn everything(shop: &Shop, path: &str) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    loop {
        let after = out
            .last()
            .map(|o| format!("&starting_after={}", o["id"].as_str().unwrap()))
            .unwrap_or_default();
        let page = shop
            .get(&format!(
                "{path}{}limit=100{after}",
                if path.contains('?') { '&' } else { '?' }
            ))
            .await;
        out.extend(page["data"].as_array().unwrap().iter().cloned());
        if page["has_more"] == false {
            return out;
        }
    }
}

fn counted(objects: &[Value], field: &str) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for object in objects {
        *out.entry(object[field].as_str().unwrap_or_default().to_owned())
            .or_insert(0) += 1;
    }
    out
}

#[tokio::test]
async fn the_practice_business_is_believable() {
    let shop = Shop::with(Options {
        now: Some(NOW),
        seed: Seed::Practice,
        ..Options::default()
    })
    .await;
    assert_eq!(everything(&shop, "/v1/customers").await.len(), 25);
    assert_eq!(everything(&shop, "/v1/products").await.len(), 12);
    let quotes = everything(&shop, "/v1/quotes").await;
    assert_eq!(quotes.len(), 40);
    let states = counted(&quotes, "status");
    assert!(
        ["draft", "open", "accepted", "canceled"]
            .iter()
            .all(|s| states.get(*s).is_some_and(|n| *n >= 4)),
        "{states:?}"
    );
    let soon =
        |q: &&Value| q["status"] == "open" && q["expires_at"].as_i64().unwrap() < NOW + 4 * DAY;
    assert!(quotes.iter().filter(soon).count() >= 2, "some expire soon");
    assert!(
        quotes
            .iter()
            .any(|q| q["number"].as_str().is_some_and(|n| n.ends_with("-2"))),
        "one is a revision"
    );
    let invoices = everything(&shop, "/v1/invoices").await;
    assert!((140..=185).contains(&invoices.len()), "{}", invoices.len());
    let states = counted(&invoices, "status");
    assert!(
        ["draft", "open", "paid", "void", "uncollectible"]
            .iter()
            .all(|s| states.contains_key(*s)),
        "{states:?}"
    );
    let late =
        |i: &&Value| i["status"] == "open" && i["due_date"].as_i64().is_some_and(|due| due < NOW);
    assert!(invoices.iter().filter(late).count() >= 3);
    let currencies: Vec<String> = counted(&invoices, "currency").into_keys().collect();
    assert_eq!(currencies, ["eur", "jpy", "kwd", "usd"]);
    assert_eq!(
        everything(&shop, "/v1/subscriptions?status=all")
            .await
            .len(),
        10
    );
    assert_eq!(
        everything(&shop, "/v1/subscription_schedules").await.len(),
        1
    );
    let created: Vec<i64> = invoices
        .iter()
        .map(|i| i["created"].as_i64().unwrap())
        .collect();
    assert!(
        created.is_sorted_by(|a, b| a >= b),
        "newest first, so nothing was made out of time"
    );
    assert!(created.iter().all(|at| *at <= NOW && *at > NOW - 740 * DAY));
    let numbers: BTreeSet<&str> = invoices
        .iter()
        .filter_map(|i| i["number"].as_str())
        .collect();
    assert_eq!(
        numbers.len(),
        invoices.iter().filter(|i| !i["number"].is_null()).count(),
        "no number twice"
    );
    let sums = |i: &Value| {
        i["amount_due"].as_i64().unwrap() - i["amount_paid"].as_i64().unwrap()
            == i["amount_remaining"].as_i64().unwrap()
    };
    assert!(invoices.iter().all(sums));
    assert!(!everything(&shop, "/v1/events").await.is_empty());
    what_was_put_right(&shop, &invoices, &quotes).await;
}

/// Credit notes before and after payment, money that customers have with the studio, a code.
async fn what_was_put_right(shop: &Shop, invoices: &[Value], quotes: &[Value]) {
    let notes = everything(shop, "/v1/credit_notes").await;
    let kinds = counted(&notes, "type");
    assert!(
        kinds.contains_key("pre_payment") && kinds.contains_key("post_payment"),
        "{kinds:?}"
    );
    let is_less = |i: &Value| {
        i["status"] == "open" && i["pre_payment_credit_notes_amount"].as_i64() > Some(0)
    };
    assert!(invoices.iter().any(is_less), "something is still owed");
    assert_eq!(everything(shop, "/v1/refunds").await.len(), 1);
    let customers = everything(shop, "/v1/customers").await;
    let has_credit = |c: &&Value| c["balance"].as_i64() < Some(0);
    assert_eq!(customers.iter().filter(has_credit).count(), 1);
    let used = |i: &Value| i["starting_balance"].as_i64() < Some(0);
    assert!(invoices.iter().any(used), "a balance was used");
    let codes = everything(shop, "/v1/promotion_codes").await;
    assert_eq!(codes[0]["code"], "HELLO10");
    assert!(codes[0]["times_redeemed"].as_i64() > Some(0), "{codes:?}");
    let off = |q: &Value| q["total_details"]["amount_discount"].as_i64() > Some(0);
    assert!(quotes.iter().any(off));
}

#[tokio::test]
async fn the_same_clock_gives_the_same_account() {
    let open = || {
        Shop::with(Options {
            now: Some(NOW),
            seed: Seed::Practice,
            ..Options::default()
        })
    };
    let (one, two) = (open().await, open().await);
    let without_origin = |shop: &Shop, list: Vec<Value>| {
        serde_json::to_string(&list)
            .unwrap()
            .replace(shop.url(), "")
    };
    let a = without_origin(&one, everything(&one, "/v1/invoices").await);
    let b = without_origin(&two, everything(&two, "/v1/invoices").await);
    assert!(a == b);
}

#[tokio::test]
async fn an_account_of_a_size_has_all_that_belongs_to_it() {
    for dates in [Dates::Growing, Dates::Monthly, Dates::Recent] {
        let shop = Shop::with(Options {
            now: Some(NOW),
            seed: Seed::Spread(60, dates),
            ..Options::default()
        })
        .await;
        let invoices = everything(&shop, "/v1/invoices").await;
        assert_eq!(invoices.len(), 60, "{dates:?}");
        let created: Vec<i64> = invoices
            .iter()
            .map(|i| i["created"].as_i64().unwrap())
            .collect();
        assert!(
            created.is_sorted_by(|a, b| a >= b) && created[0] <= NOW,
            "{dates:?}"
        );
        assert!(
            (dates == Dates::Recent) == (created[59] > NOW - 11 * DAY),
            "{dates:?}"
        );
        let states = counted(&invoices, "status");
        assert!(
            ["draft", "open", "paid"]
                .iter()
                .all(|s| states.contains_key(*s)),
            "{states:?}"
        );
        let quotes = counted(&everything(&shop, "/v1/quotes").await, "status");
        assert_eq!(quotes.get("accepted"), Some(&6), "{quotes:?}");
        assert!(
            !everything(&shop, "/v1/charges").await.is_empty(),
            "some paid by card"
        );
        // Papers are drawn when they are asked for.
        let link = invoices
            .iter()
            .find_map(|i| i["invoice_pdf"].as_str())
            .unwrap();
        let paper = shop.send(shop.request("GET", link)).await;
        assert!(paper.bytes.starts_with(b"%PDF-"), "{dates:?}");
    }
}

#[tokio::test]
async fn an_account_of_a_size_has_that_size() {
    let shop = Shop::with(Options {
        now: Some(NOW),
        seed: Seed::Size(120),
        ..Options::default()
    })
    .await;
    assert_eq!(everything(&shop, "/v1/invoices").await.len(), 120);
    assert_eq!(everything(&shop, "/v1/customers").await.len(), 6);
}
