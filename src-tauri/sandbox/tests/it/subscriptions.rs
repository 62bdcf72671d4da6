//! What comes back every period.

use crate::shop::{DAY, NOW, Shop, id};

#[tokio::test]
async fn a_period_ends_and_the_next_is_billed() {
    let shop = Shop::open().await;
    let price = shop.price(2000, "recurring[interval]=month").await;
    let coupon = id(&shop
        .post("/v1/coupons", "percent_off=50&duration=once")
        .await);
    let quote = shop.open_quote(&price, &format!("collection_method=send_invoice&invoice_settings[days_until_due]=7&discounts[0][coupon]={coupon}")).await;
    let accepted = shop
        .post(
            &format!("/v1/quotes/{}/accept", id(&quote)),
            "expand[]=invoice",
        )
        .await;
    assert_eq!(accepted["invoice"]["total"], 1000);
    let path = format!(
        "/v1/subscriptions/{}",
        accepted["subscription"].as_str().unwrap()
    );
    let first_end = shop.get(&path).await["items"]["data"][0]["current_period_end"]
        .as_i64()
        .unwrap();
    assert_eq!(first_end, NOW + 31 * DAY, "4 May to 4 June");
    shop.control().set_now(first_end + 2 * 3600);
    let subscription = shop.get(&format!("{path}?expand[]=latest_invoice")).await;
    assert_eq!(
        subscription["items"]["data"][0]["current_period_start"],
        first_end
    );
    let latest = &subscription["latest_invoice"];
    assert_eq!(
        (
            &latest["billing_reason"],
            &latest["status"],
            &latest["total"]
        ),
        (&"subscription_cycle".into(), &"open".into(), &2000.into())
    );
    assert_eq!(latest["created"], first_end);
}

#[tokio::test]
async fn a_trial_ends_in_an_active_subscription() {
    let shop = Shop::open().await;
    let price = shop.price(2000, "recurring[interval]=month").await;
    let quote = shop
        .open_quote(&price, "subscription_data[trial_period_days]=10")
        .await;
    let accepted = shop
        .post(
            &format!("/v1/quotes/{}/accept", id(&quote)),
            "expand[]=subscription&expand[]=invoice",
        )
        .await;
    assert_eq!(
        (
            &accepted["subscription"]["status"],
            &accepted["invoice"]["total"]
        ),
        (&"trialing".into(), &0.into())
    );
    shop.control().advance_time(11 * DAY);
    let path = format!(
        "/v1/subscriptions/{}?expand[]=latest_invoice",
        id(&accepted["subscription"])
    );
    let subscription = shop.get(&path).await;
    assert_eq!(subscription["latest_invoice"]["total"], 2000);
    // No card was left, so the invoice could not be collected.
    assert_eq!(subscription["status"], "past_due");
    let invoice = id(&subscription["latest_invoice"]);
    shop.post(
        &format!("/v1/invoices/{invoice}/pay"),
        "payment_method=pm_card_visa",
    )
    .await;
    assert_eq!(shop.get(&path).await["status"], "active");
}

#[tokio::test]
async fn a_card_on_file_is_charged_by_itself() {
    let shop = Shop::open().await;
    let price = shop.price(2000, "recurring[interval]=month").await;
    let card = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
    let customer = id(&shop.post("/v1/customers", card).await);
    let quote = id(&shop
        .post(
            "/v1/quotes",
            &format!("customer={customer}&line_items[0][price]={price}"),
        )
        .await);
    shop.post(&format!("/v1/quotes/{quote}/finalize"), "").await;
    let accepted = shop.post(&format!("/v1/quotes/{quote}/accept"), "").await;
    shop.control().advance_time(3700);
    let invoice = shop
        .get(&format!(
            "/v1/invoices/{}",
            accepted["invoice"].as_str().unwrap()
        ))
        .await;
    assert_eq!(invoice["status"], "paid");
}

#[tokio::test]
async fn canceled_subscriptions_are_listed_only_when_asked_for() {
    let shop = Shop::open().await;
    let price = shop.price(2000, "recurring[interval]=month").await;
    let customer = shop.customer().await;
    let form = format!(
        "customer={customer}&items[0][price]={price}&collection_method=send_invoice&days_until_due=7"
    );
    let subscription = id(&shop.post("/v1/subscriptions", &form).await);
    let count = |list: serde_json::Value| list["data"].as_array().unwrap().len();
    assert_eq!(count(shop.get("/v1/subscriptions").await), 1);
    let ending = shop
        .post(
            &format!("/v1/subscriptions/{subscription}"),
            "cancel_at_period_end=true",
        )
        .await;
    assert_eq!(
        (&ending["status"], &ending["canceled_at"]),
        (&"active".into(), &NOW.into())
    );
    shop.control().advance_time(32 * DAY);
    assert_eq!(count(shop.get("/v1/subscriptions").await), 0);
    assert_eq!(count(shop.get("/v1/subscriptions?status=all").await), 1);
    assert!(
        shop.told()
            .await
            .contains(&"customer.subscription.deleted".to_owned())
    );
}
