//! Lists, summaries, search and copies over the practice business, answered without asking Stripe.

use crate::shop::Shop;
use sandbox::Seed;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn pages_tabs_and_totals_agree_and_nothing_is_asked_of_stripe() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    let asked = shop.stripe().requests().len();
    for noun in ["quote", "invoice", "subscription", "customer", "product"] {
        let summary = shop.call("records.summary", json!({ "noun": noun })).await;
        for tab in summary["tabs"].as_array().expect("tabs") {
            let mut ids = BTreeSet::new();
            let mut seen = 0;
            let mut cursor = Value::Null;
            let total = loop {
                let request =
                    json!({ "noun": noun, "tab": tab["id"], "cursor": cursor, "limit": 7 });
                let page = shop.call("records.list", request).await;
                for row in page["rows"].as_array().expect("rows") {
                    seen += 1;
                    ids.insert(row["id"].as_str().expect("an id").to_owned());
                }
                cursor = page["next"].clone();
                if cursor.is_null() {
                    break page["total"].clone();
                }
            };
            assert_eq!(ids.len(), seen, "{noun} {}: no row comes twice", tab["id"]);
            assert_eq!(
                (&total, &tab["count"]),
                (&json!(seen), &json!(seen)),
                "{noun} {}: what is counted is shown",
                tab["id"]
            );
        }
    }
    for sort in [
        "newest", "oldest", "date", "latest", "amount", "smallest", "name",
    ] {
        let page = shop.call("records.list", json!({ "noun": "invoice", "tab": "all", "sort": sort, "cursor": null, "limit": 200 })).await;
        assert!(
            page["rows"].as_array().is_some_and(|rows| rows.len() > 50),
            "{sort}"
        );
    }
    let euros = shop.call("records.list", json!({ "noun": "invoice", "tab": "all", "filter": { "currency": "eur" }, "cursor": null, "limit": 200 })).await;
    let rows = euros["rows"].as_array().expect("rows");
    assert!(
        !rows.is_empty() && rows.iter().all(|row| row["amount"]["currency"] == "eur"),
        "only what was asked for"
    );

    let invoice = &rows[0];
    let number = invoice["number"].as_str().expect("a number");
    let found = shop
        .call("search.find", json!({ "text": number, "limit": 20 }))
        .await;
    assert!(
        found["rows"]
            .as_array()
            .is_some_and(|rows| rows.iter().any(|row| row["id"] == invoice["id"])),
        "{number} is found"
    );
    let name = invoice["title"]
        .as_str()
        .expect("a customer")
        .split_whitespace()
        .next()
        .expect("a word");
    let found = shop
        .call("search.find", json!({ "text": name, "limit": 50 }))
        .await;
    assert!(
        found["rows"]
            .as_array()
            .is_some_and(|rows| rows.iter().any(|row| row["noun"] == "customer")),
        "{name}: the customer is found"
    );
    for text in [
        "",
        "   ",
        "\"",
        "*",
        "'; DROP TABLE records; --",
        "AND OR NOT",
        "NEAR(",
        "\u{0}",
    ] {
        shop.call("search.find", json!({ "text": text, "limit": 5 }))
            .await;
    }
    assert_eq!(
        shop.stripe().requests().len(),
        asked,
        "looking asks nothing of Stripe"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_record_of_the_practice_business_has_a_sheet() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    for (noun, show) in [
        ("quote", "quotes.show"),
        ("invoice", "invoices.show"),
        ("customer", "customers.show"),
        ("product", "products.show"),
        ("subscription", "subscriptions.show"),
    ] {
        let page = shop
            .call(
                "records.list",
                json!({ "noun": noun, "tab": "all", "cursor": null, "limit": 200 }),
            )
            .await;
        for row in page["rows"].as_array().expect("rows") {
            if row["noun"] == "draft" {
                continue;
            }
            let request = if noun == "subscription" {
                json!({ "noun": row["noun"], "id": row["id"] })
            } else {
                json!({ "id": row["id"] })
            };
            let sheet = shop.call(show, request).await;
            let (mut listed, mut shown) = (row.clone(), sheet["row"].clone());
            // A list does not look into every object, so it may not know since when.
            listed["state"]["at"] = Value::Null;
            shown["state"]["at"] = Value::Null;
            assert_eq!(listed, shown, "{noun}: list and sheet say the same");
        }
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_quote_can_be_copied_and_a_draft_at_stripe_edited() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    let page = shop
        .call(
            "records.list",
            json!({ "noun": "quote", "tab": "all", "cursor": null, "limit": 200 }),
        )
        .await;
    let mut copied = 0;
    for row in page["rows"].as_array().expect("rows") {
        let quote = shop.call("quotes.show", json!({ "id": row["id"] })).await;
        let sheet = shop
            .call(
                "drafts.open",
                json!({ "from": { "kind": "copy", "id": row["id"] } }),
            )
            .await;
        let draft = &sheet["draft"];
        assert!(draft["record"].is_null(), "a copy is a new quote");
        assert_eq!(
            draft["lines"].as_array().map(Vec::len),
            quote["lines"].as_array().map(Vec::len)
        );
        assert_eq!(
            sheet["figures"]["upfront"]["subtotal"], quote["upfront"]["subtotal"],
            "{}",
            row["id"]
        );
        assert_eq!(
            sheet["figures"]["upfront"]["total"], quote["upfront"]["total"],
            "{}",
            row["id"]
        );
        shop.call("drafts.delete", json!({ "id": draft["id"] }))
            .await;
        copied += 1;
        let edit = commands::call(
            &shop.desk(),
            "drafts.open",
            json!({ "from": { "kind": "quote", "id": row["id"] } }),
        )
        .await;
        assert_eq!(
            edit.is_ok(),
            row["state"]["code"] == "draft",
            "only a draft is edited: {row}"
        );
    }
    assert!(
        copied >= 30,
        "the practice business has its quotes: {copied}"
    );
    shop.close().await;
}
