//! Discounts over time and by code: how often each counts, where it stops, who may use it.

use serde_json::Value;

use crate::shop::{DAY, NOW, Shop, id};

/// What each of a subscription's invoices came to, oldest first.
async fn totals(shop: &Shop, subscription: &str) -> Vec<i64> {
    let page = shop
        .get(&format!(
            "/v1/invoices?subscription={subscription}&limit=100"
        ))
        .await;
    let all = page["data"].as_array().unwrap();
    all.iter()
        .rev()
        .map(|i| i["total"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn each_duration_ends_when_it_says() {
    let shop = Shop::open().await;
    let price = shop.price(1000, "recurring[interval]=month").await;
    let mut subscriptions = Vec::new();
    for (duration, wanted) in [
        ("once", [500, 1000, 1000, 1000]),
        ("repeating&duration_in_months=2", [500, 500, 1000, 1000]),
        ("forever", [500, 500, 500, 500]),
    ] {
        let coupon = id(&shop
            .post(
                "/v1/coupons",
                &format!("percent_off=50&duration={duration}"),
            )
            .await);
        let card =
            "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
        let customer = id(&shop.post("/v1/customers", card).await);
        let form =
            format!("customer={customer}&items[0][price]={price}&discounts[0][coupon]={coupon}");
        let subscription = id(&shop.post("/v1/subscriptions", &form).await);
        subscriptions.push((duration, subscription, coupon, wanted));
    }
    shop.control().advance_time(95 * DAY);
    for (duration, subscription, coupon, wanted) in subscriptions {
        assert_eq!(totals(&shop, &subscription).await, wanted, "{duration}");
        // However many invoices it was on, it was redeemed once.
        let coupon = shop.get(&format!("/v1/coupons/{coupon}")).await;
        assert_eq!(coupon["times_redeemed"], 1, "{duration}");
    }
}

#[tokio::test]
async fn what_a_discount_did_stays_when_it_is_taken_away() {
    let shop = Shop::open().await;
    let coupon = id(&shop
        .post("/v1/coupons", "percent_off=50&duration=forever")
        .await);
    let price = shop.price(1000, "recurring[interval]=month").await;
    let customer = shop.customer().await;
    let form = format!(
        "customer={customer}&items[0][price]={price}&discounts[0][coupon]={coupon}&collection_method=send_invoice&days_until_due=9"
    );
    let subscription = id(&shop.post("/v1/subscriptions", &form).await);
    shop.control().advance_time(DAY);
    let path = format!("/v1/subscriptions/{subscription}/discount");
    let gone = shop.send(shop.request("DELETE", &path)).await;
    assert_eq!((gone.status, &gone.body["deleted"]), (200, &true.into()));
    let told = shop
        .get("/v1/events?type=customer.discount.deleted&limit=1")
        .await;
    assert_eq!(told["data"][0]["data"]["object"]["id"], gone.body["id"]);
    let page = shop
        .get(&format!("/v1/invoices?subscription={subscription}"))
        .await;
    let paper = page["data"][0]["invoice_pdf"].as_str().unwrap();
    assert_eq!(shop.send(shop.request("GET", paper)).await.status, 200);
    shop.control().advance_time(32 * DAY);
    assert_eq!(totals(&shop, &subscription).await, [500, 1000]);
}

/// A draft over `amount` of `product`.
async fn draft(shop: &Shop, customer: &str, product: &str, amount: i64) -> Value {
    let invoice = shop
        .post(
            "/v1/invoices",
            &format!(
                "customer={customer}&currency=usd&collection_method=send_invoice&days_until_due=9"
            ),
        )
        .await;
    let line = format!(
        "lines[0][price_data][currency]=usd&lines[0][price_data][product]={product}&lines[0][price_data][unit_amount]={amount}"
    );
    shop.post(&format!("/v1/invoices/{}/add_lines", id(&invoice)), &line)
        .await
}

#[tokio::test]
async fn a_code_is_used_up_by_invoices_that_are_finalized() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let product = id(&shop.post("/v1/products", "name=Maps").await);
    let coupon = id(&shop
        .post("/v1/coupons", "amount_off=300&currency=usd&duration=once")
        .await);
    let code = id(&shop
        .post(
            "/v1/promotion_codes",
            &format!(
                "promotion[type]=coupon&promotion[coupon]={coupon}&max_redemptions=1&code=ONE"
            ),
        )
        .await);
    let with = format!("discounts[0][promotion_code]={code}");
    let first = id(&draft(&shop, &customer, &product, 1000).await);
    let second = id(&draft(&shop, &customer, &product, 1000).await);
    let path = |invoice: &str| format!("/v1/invoices/{invoice}");
    // Drafts count for nothing: both may have it until one is finalized.
    shop.post(&path(&first), &with).await;
    let other = shop.post(&path(&second), &with).await;
    assert_eq!(other["total"], 700);
    shop.post(&path(&second), "discounts=").await;
    shop.post(&format!("{}/finalize", path(&first)), "").await;
    let refused = shop.refused(&path(&second), &with).await;
    assert_eq!(refused.error("code"), "promotion_code_not_redeemable");
    assert_eq!(refused.error("param"), "discounts[0][promotion_code]");
    let used = shop.get(&format!("/v1/promotion_codes/{code}")).await;
    assert_eq!(
        (&used["active"], &used["times_redeemed"]),
        (&false.into(), &1.into())
    );
    let coupon = shop.get(&format!("/v1/coupons/{coupon}")).await;
    assert_eq!(coupon["times_redeemed"], 1);
    let told = shop
        .get("/v1/events?type=promotion_code.updated&limit=1")
        .await;
    assert_eq!(
        told["data"][0]["data"]["previous_attributes"],
        serde_json::json!({ "active": true, "times_redeemed": 0 })
    );
}

#[tokio::test]
async fn what_a_code_is_refused_for() {
    let shop = Shop::open().await;
    let (one, other) = (shop.customer().await, shop.customer().await);
    let product = id(&shop.post("/v1/products", "name=Maps").await);
    let coupon = id(&shop
        .post("/v1/coupons", "percent_off=10&duration=once")
        .await);
    let code = |more: &str| format!("promotion[type]=coupon&promotion[coupon]={coupon}&{more}");
    let invoice = id(&draft(&shop, &one, &product, 1000).await);
    for restriction in [
        format!("customer={other}"),
        format!("expires_at={}", NOW + DAY),
        "active=false".into(),
        "restrictions[minimum_amount]=1001&restrictions[minimum_amount_currency]=usd".into(),
        "restrictions[minimum_amount]=1&restrictions[minimum_amount_currency]=eur".into(),
    ] {
        let made = id(&shop.post("/v1/promotion_codes", &code(&restriction)).await);
        if restriction.starts_with("expires") {
            shop.control().advance_time(2 * DAY);
        }
        let refused = shop
            .refused(
                &format!("/v1/invoices/{invoice}"),
                &format!("discounts[0][promotion_code]={made}"),
            )
            .await;
        assert_eq!(
            (refused.status, refused.error("code")),
            (400, "promotion_code_not_redeemable"),
            "{restriction}"
        );
    }
    for (form, error, param) in [
        (
            code("restrictions[minimum_amount]=5"),
            "parameter_missing",
            "restrictions[minimum_amount_currency]",
        ),
        (code("code=not+a+word"), "", "code"),
        (code("colour=red"), "parameter_unknown", "colour"),
        (code(&format!("expires_at={NOW}")), "", "expires_at"),
        ("code=X".into(), "parameter_missing", "promotion"),
        (
            "promotion[type]=coupon".into(),
            "parameter_missing",
            "promotion[coupon]",
        ),
        (format!("coupon={coupon}"), "parameter_unknown", "coupon"),
    ] {
        let request = shop
            .form("/v1/promotion_codes", &form)
            .header("stripe-version", "2026-10-28.endive");
        let refused = shop.send(request).await;
        assert_eq!(
            (
                refused.status,
                refused.error("code"),
                refused.error("param")
            ),
            (400, error, param),
            "{form}"
        );
    }
}
