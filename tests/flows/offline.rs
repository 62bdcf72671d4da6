//! Without a network: what was seen is there, what is written waits.

use crate::shop::Shop;
use crate::write::{draft_for, finalized, line};
use sandbox::Seed;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn everything_seen_is_there_and_what_is_written_waits_for_stripe() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    let list = |noun: &str| json!({ "noun": noun, "tab": "all", "cursor": null, "limit": 200 });
    let mut before = Vec::new();
    for noun in ["quote", "invoice", "subscription", "customer", "product"] {
        before.push((
            noun,
            shop.call("records.list", list(noun)).await["rows"]
                .as_array()
                .expect("rows")
                .len(),
        ));
    }
    assert!(
        before.iter().all(|(_, rows)| *rows > 5),
        "the practice account holds a believable business: {before:?}"
    );
    let mut draft = draft_for(&shop, "Marisol Vega").await;
    draft["lines"] = json!([line("a", "Photo retouching", "12", "80", None)]);
    let id = finalized(&shop, &draft).await;
    let document = shop
        .call("documents.fetch", json!({ "noun": "quote", "id": id }))
        .await;

    let shop = shop.again_offline().await;
    for (noun, rows) in before {
        let now = shop.call("records.list", list(noun)).await["rows"]
            .as_array()
            .expect("rows")
            .len();
        assert!(now >= rows, "{noun}: {now} of {rows} are still there");
    }
    let sheet = shop.call("quotes.show", json!({ "id": id })).await;
    assert!(sheet["row"]["as_of"].is_i64(), "it says as of when");
    let again = shop
        .call("documents.fetch", json!({ "noun": "quote", "id": id }))
        .await;
    assert_eq!(
        again["sha256"], document["sha256"],
        "the seen PDF is still there"
    );
    let overview = shop.call("app.overview", Value::Null).await;
    assert_eq!(overview["sync"]["reachable"], false);

    let outcome = shop
        .call("quotes.accept", json!({ "id": id, "note": null }))
        .await;
    assert_eq!(outcome["state"], "queued", "{outcome}");
    assert_eq!(outcome["problem"]["code"], "unreachable");
    assert_eq!(
        shop.call("quotes.show", json!({ "id": id })).await["row"]["pending"],
        "accept",
        "it shows what is under way"
    );

    let shop = shop.again().await;
    let outcome = crate::once::settled(&shop, &outcome).await;
    assert_eq!(outcome["state"], "done", "it went out by itself: {outcome}");
    assert_eq!(
        shop.stripe_says(&format!("/v1/quotes/{id}")).await["status"],
        "accepted"
    );
    shop.close().await;
}
