//! What is told of each change.

use crate::shop::{DAY, NOW, Shop};

#[tokio::test]
async fn an_update_tells_what_was_before() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let path = format!("/v1/customers/{customer}");
    shop.send(
        shop.form(&path, "name=New&metadata[a]=1")
            .header("idempotency-key", "key-1"),
    )
    .await;
    let event = shop.get("/v1/events?type=customer.updated").await["data"][0].clone();
    assert_eq!(
        event["data"]["previous_attributes"],
        serde_json::json!({"name": "Harbour Bakery", "metadata": {"a": null}})
    );
    assert_eq!(event["data"]["object"]["name"], "New");
    assert_eq!(event["request"]["idempotency_key"], "key-1");
    assert_eq!(
        (&event["created"], &event["api_version"]),
        (&NOW.into(), &"2026-10-28.endive".into())
    );
    // Nothing changed, nothing told.
    shop.post(&path, "name=New").await;
    assert_eq!(
        shop.get("/v1/events?type=customer.updated").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn events_are_filtered_and_forgotten() {
    let shop = Shop::open().await;
    shop.customer().await;
    shop.price(100, "").await;
    let count = |page: serde_json::Value| page["data"].as_array().unwrap().len();
    assert_eq!(count(shop.get("/v1/events?type=customer.*").await), 1);
    assert_eq!(
        count(
            shop.get("/v1/events?types[]=price.created&types[]=product.created")
                .await
        ),
        2
    );
    assert_eq!(
        count(shop.get(&format!("/v1/events?created[gt]={NOW}")).await),
        0
    );
    let both = shop
        .send(shop.request("GET", "/v1/events?type=a&types[]=b"))
        .await;
    assert_eq!(both.status, 400);
    shop.control().advance_time(31 * DAY);
    assert_eq!(count(shop.get("/v1/events").await), 0);
}
