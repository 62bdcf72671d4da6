//! Test clocks, the account's own clock as it is moved from outside, and that it makes no difference in how many
//! steps time passes.

use serde_json::Value;

use crate::shop::{DAY, NOW, Shop, id};

const CLOCKS: &str = "/v1/test_helpers/test_clocks";

#[tokio::test]
async fn a_customer_on_a_clock_lives_in_its_time() {
    let shop = Shop::open().await;
    let start = NOW - 300 * DAY;
    let clock = shop
        .post(CLOCKS, &format!("frozen_time={start}&name=Autumn"))
        .await;
    assert_eq!(
        (&clock["status"], &clock["deletes_after"]),
        (&"ready".into(), &(NOW + 30 * DAY).into())
    );
    let price = shop.price(2000, "recurring[interval]=month").await;
    let card = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
    let customer = id(&shop
        .post(
            "/v1/customers",
            &format!("test_clock={}&{card}", id(&clock)),
        )
        .await);
    let outside = shop.customer().await;
    let subscription = shop
        .post(
            "/v1/subscriptions",
            &format!("customer={customer}&items[0][price]={price}"),
        )
        .await;
    assert_eq!(
        (&subscription["created"], &subscription["test_clock"]),
        (&start.into(), &clock["id"])
    );
    let quote = shop
        .post(
            "/v1/quotes",
            &format!("customer={customer}&line_items[0][price]={price}"),
        )
        .await;
    assert_eq!(quote["expires_at"], start + 30 * DAY);

    // The account's time passes by it.
    shop.control().advance_time(20 * DAY);
    let path = format!(
        "/v1/subscriptions/{}?expand[]=latest_invoice",
        id(&subscription)
    );
    assert_eq!(shop.get(&path).await["latest_invoice"]["created"], start);
    shop.control().set_now(NOW);

    let path_of_clock = format!("{CLOCKS}/{}", id(&clock));
    let back = shop
        .refused(
            &format!("{path_of_clock}/advance"),
            &format!("frozen_time={start}"),
        )
        .await;
    assert_eq!(back.error("param"), "frozen_time");
    let far = shop
        .refused(
            &format!("{path_of_clock}/advance"),
            &format!("frozen_time={}", start + 70 * DAY),
        )
        .await;
    assert_eq!(far.error("param"), "frozen_time");
    let to = start + 35 * DAY;
    let advancing = shop
        .post(
            &format!("{path_of_clock}/advance"),
            &format!("frozen_time={to}"),
        )
        .await;
    assert_eq!(
        (
            &advancing["status"],
            &advancing["status_details"]["advancing"]["target_frozen_time"]
        ),
        (&"advancing".into(), &to.into())
    );
    let ready = shop.get(&path_of_clock).await;
    assert_eq!(
        (&ready["status"], &ready["frozen_time"]),
        (&"ready".into(), &to.into())
    );
    let renewed = shop.get(&path).await;
    assert_eq!(
        renewed["latest_invoice"]["billing_reason"],
        "subscription_cycle"
    );
    assert_eq!(renewed["latest_invoice"]["status"], "paid");
    assert_eq!(
        shop.get(&format!("/v1/quotes/{}", id(&quote))).await["status"],
        "canceled"
    );
    assert!(
        shop.told()
            .await
            .contains(&"test_helpers.test_clock.ready".to_owned())
    );

    // Lists leave it out unless it is asked for.
    let ids =
        |list: Value| -> Vec<String> { list["data"].as_array().unwrap().iter().map(id).collect() };
    assert_eq!(ids(shop.get("/v1/customers").await), [outside]);
    let own = format!("/v1/customers?test_clock={}", id(&clock));
    assert_eq!(ids(shop.get(&own).await), [customer.as_str()]);
    assert!(ids(shop.get("/v1/subscriptions").await).is_empty());
    assert_eq!(
        ids(shop
            .get(&format!("/v1/subscriptions?customer={customer}"))
            .await)
        .len(),
        1
    );

    let gone = shop.send(shop.request("DELETE", &path_of_clock)).await;
    assert_eq!(gone.body["deleted"], true);
    assert_eq!(
        shop.get(&format!("/v1/customers/{customer}")).await["deleted"],
        true
    );
    assert_eq!(shop.send(shop.request("GET", &path)).await.status, 404);
}

#[tokio::test]
async fn a_clock_goes_after_thirty_days_and_nothing_can_be_made_on_it() {
    let shop = Shop::open().await;
    let clock = shop.post(CLOCKS, &format!("frozen_time={NOW}")).await;
    let far = format!("frozen_time={}", NOW + 800 * DAY);
    let refused = shop
        .refused(&format!("{CLOCKS}/{}/advance", id(&clock)), &far)
        .await;
    assert_eq!(
        refused.error("param"),
        "frozen_time",
        "two years at most without subscriptions"
    );
    shop.control().advance_time(30 * DAY);
    assert_eq!(shop.get(CLOCKS).await["data"], serde_json::json!([]));
    let refused = shop
        .refused("/v1/customers", &format!("test_clock={}", id(&clock)))
        .await;
    assert_eq!(refused.error("param"), "test_clock");
}

#[tokio::test]
async fn the_practice_clock_is_moved_by_whoever_has_the_key() {
    let shop = Shop::open().await;
    assert_eq!(shop.get("/_practice/clock").await["now"], NOW);
    let price = shop.price(900, "").await;
    let quote = shop.open_quote(&price, "").await;
    let moved = shop.post("/_practice/clock", "months=1&advance=3600").await;
    assert_eq!(moved["now"], NOW + 31 * DAY + 3600, "May has 31 days");
    let quote = shop.get(&format!("/v1/quotes/{}", id(&quote))).await;
    assert_eq!(
        (
            &quote["status"],
            &quote["status_transitions"]["canceled_at"]
        ),
        (&"canceled".into(), &(NOW + 30 * DAY).into())
    );
    let back = shop.refused("/_practice/clock", "advance=-1").await;
    assert_eq!(back.error("code"), "parameter_invalid_integer");
    let stranger = crate::shop::http()
        .post(format!("{}/_practice/clock", shop.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(stranger.status().as_u16(), 401);
}
