//! Lists, cursors, filters, expand.

use crate::shop::{NOW, Shop, id};
use serde_json::Value;

fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(id).collect()
}

#[tokio::test]
async fn pages_meet_everything_once_in_both_directions() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for n in 0..7 {
        made.insert(
            0,
            id(&shop.post("/v1/customers", &format!("name=C{n}")).await),
        );
    }
    let first = shop.get("/v1/customers?limit=3").await;
    assert_eq!(
        (ids(&first), &first["has_more"], &first["url"]),
        (made[..3].to_vec(), &true.into(), &"/v1/customers".into())
    );
    let second = shop
        .get(&format!("/v1/customers?limit=3&starting_after={}", made[2]))
        .await;
    assert_eq!(ids(&second), made[3..6]);
    let last = shop
        .get(&format!("/v1/customers?limit=3&starting_after={}", made[5]))
        .await;
    assert_eq!(
        (ids(&last), &last["has_more"]),
        (made[6..].to_vec(), &false.into())
    );
    let back = shop
        .get(&format!("/v1/customers?limit=2&ending_before={}", made[4]))
        .await;
    assert_eq!(
        (ids(&back), &back["has_more"]),
        (made[2..4].to_vec(), &true.into())
    );
    for bad in [
        "limit=0",
        "limit=101",
        "limit=x",
        "starting_after=cus_none",
        "starting_after=a&ending_before=b",
        "colour=red",
    ] {
        assert_eq!(
            shop.send(shop.request("GET", &format!("/v1/customers?{bad}")))
                .await
                .status,
            400,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn filters_hold() {
    let shop = Shop::open().await;
    shop.post("/v1/customers", "email=a@b.example").await;
    shop.control().advance_time(100);
    shop.post("/v1/customers", "email=c@d.example").await;
    let count = |page: Value| page["data"].as_array().unwrap().len();
    assert_eq!(
        count(shop.get("/v1/customers?email=a%40b.example").await),
        1
    );
    assert_eq!(
        count(
            shop.get(&format!("/v1/customers?created[gte]={}", NOW + 100))
                .await
        ),
        1
    );
    assert_eq!(
        count(
            shop.get(&format!("/v1/customers?created%5Blt%5D={}", NOW + 100))
                .await
        ),
        1
    );
    assert_eq!(
        count(shop.get(&format!("/v1/customers?created={NOW}")).await),
        1
    );
    let quotes_have_none = shop
        .send(shop.request("GET", "/v1/quotes?created[gte]=1"))
        .await;
    assert_eq!(quotes_have_none.error("code"), "parameter_unknown");
}

#[tokio::test]
async fn expand_reaches_through_lists_and_objects() {
    let shop = Shop::open().await;
    let price = shop.price(1000, "recurring[interval]=month").await;
    let quote = shop.open_quote(&price, "").await;
    shop.post(&format!("/v1/quotes/{}/accept", id(&quote)), "")
        .await;
    let page = shop.get("/v1/quotes?expand[]=data.subscription.latest_invoice&expand[]=data.line_items.data.price.product").await;
    let shown = &page["data"][0];
    assert_eq!(shown["subscription"]["latest_invoice"]["object"], "invoice");
    assert_eq!(
        shown["line_items"]["data"][0]["price"]["product"]["name"],
        "Work"
    );
    let plain = shop.get(&format!("/v1/quotes/{}", id(&quote))).await;
    assert!(plain.get("line_items").is_none(), "only on request");
    let path = format!("/v1/quotes/{}", id(&quote));
    for bad in ["status", "nothing", "customer.email", "a.b.c.d.e"] {
        let refused = shop
            .send(shop.request("GET", &format!("{path}?expand[]={bad}")))
            .await;
        assert_eq!(refused.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn metadata_adds_up_and_empty_values_remove() {
    let shop = Shop::open().await;
    let path = format!(
        "/v1/customers/{}",
        id(&shop
            .post("/v1/customers", "metadata[a]=1&metadata[b]=2")
            .await)
    );
    let merged = shop.post(&path, "metadata[b]=&metadata[c]=3").await;
    assert_eq!(merged["metadata"], serde_json::json!({"a": "1", "c": "3"}));
    assert_eq!(
        shop.post(&path, "metadata=").await["metadata"],
        serde_json::json!({})
    );
    let long = "x".repeat(501);
    assert_eq!(
        shop.refused(&path, &format!("metadata[a]={long}"))
            .await
            .status,
        400
    );
}
