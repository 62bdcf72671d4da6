//! An invoice from draft to paid, void or given up.

use crate::shop::{NOW, Shop, id};

async fn draft(shop: &Shop, amount: i64) -> String {
    let customer = shop.customer().await;
    let invoice = id(&shop
        .post(
            "/v1/invoices",
            &format!("customer={customer}&collection_method=send_invoice&days_until_due=7"),
        )
        .await);
    shop.post(
        "/v1/invoiceitems",
        &format!(
            "customer={customer}&invoice={invoice}&amount={amount}&currency=usd&description=Work"
        ),
    )
    .await;
    invoice
}

#[tokio::test]
async fn finalizing_gives_the_number_and_the_papers() {
    let shop = Shop::open().await;
    let invoice = draft(&shop, 5000).await;
    let before = shop.get(&format!("/v1/invoices/{invoice}")).await;
    assert!(
        before["number"].is_null()
            && before["hosted_invoice_url"].is_null()
            && before["invoice_pdf"].is_null()
    );
    let open = shop
        .post(
            &format!("/v1/invoices/{invoice}/finalize"),
            "expand[]=payments&expand[]=confirmation_secret",
        )
        .await;
    assert!(open["number"].as_str().unwrap().ends_with("-0001"));
    assert_eq!(open["effective_at"], NOW);
    assert_eq!(open["payments"]["data"][0]["amount_requested"], 5000);
    assert!(
        open["confirmation_secret"]["client_secret"]
            .as_str()
            .unwrap()
            .contains("_secret_")
    );
    let page = shop
        .send(shop.request("GET", open["hosted_invoice_url"].as_str().unwrap()))
        .await;
    let html = String::from_utf8(page.bytes).unwrap();
    assert!(html.contains("$50.00") && html.contains("Practice account"));
    let pdf = shop
        .send(shop.request("GET", open["invoice_pdf"].as_str().unwrap()))
        .await;
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    let elsewhere = format!("{}x", open["hosted_invoice_url"].as_str().unwrap());
    assert_eq!(shop.send(shop.request("GET", &elsewhere)).await.status, 404);
    let refused = shop
        .refused(&format!("/v1/invoices/{invoice}"), "description=late")
        .await;
    assert_eq!(refused.error("code"), "invoice_not_editable");
}

#[tokio::test]
async fn what_people_type_is_harmless_on_the_page() {
    let shop = Shop::open().await;
    let customer = id(&shop
        .post("/v1/customers", "name=<script>alert(1)</script>%26\"")
        .await);
    let invoice = id(&shop
        .post(
            "/v1/invoices",
            &format!("customer={customer}&footer=</style><b>"),
        )
        .await);
    shop.post("/v1/invoiceitems", &format!("customer={customer}&invoice={invoice}&amount=500&currency=usd&description=<img src=x onerror=y>")).await;
    let open = shop
        .post(&format!("/v1/invoices/{invoice}/finalize"), "")
        .await;
    let page = shop
        .send(shop.request("GET", open["hosted_invoice_url"].as_str().unwrap()))
        .await;
    let html = String::from_utf8(page.bytes).unwrap();
    assert!(
        !html.contains("<script>") && !html.contains("<img src=x") && !html.contains("</style><b>")
    );
    assert!(html.contains("&lt;script&gt;"));
}

#[tokio::test]
async fn paid_out_of_band_leaves_no_payment() {
    let shop = Shop::open().await;
    let invoice = draft(&shop, 5000).await;
    let paid = shop
        .post(
            &format!("/v1/invoices/{invoice}/pay"),
            "paid_out_of_band=true&expand[]=payments",
        )
        .await;
    assert_eq!(
        (
            &paid["status"],
            &paid["amount_remaining"],
            &paid["amount_paid"]
        ),
        (&"paid".into(), &0.into(), &5000.into())
    );
    assert_eq!(paid["status_transitions"]["paid_at"], NOW);
    assert_eq!(paid["payments"]["data"][0]["status"], "canceled");
    assert_eq!(
        shop.get("/v1/charges").await["data"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    assert_eq!(
        shop.refused(
            &format!("/v1/invoices/{invoice}/pay"),
            "paid_out_of_band=true"
        )
        .await
        .error("code"),
        "invoice_already_paid"
    );
    assert_eq!(
        shop.refused(&format!("/v1/invoices/{invoice}/void"), "")
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_declined_card_leaves_its_failed_payment() {
    let shop = Shop::open().await;
    let invoice = draft(&shop, 5000).await;
    let refused = shop
        .refused(
            &format!("/v1/invoices/{invoice}/pay"),
            "payment_method=pm_card_chargeDeclinedInsufficientFunds",
        )
        .await;
    assert_eq!((refused.status, refused.error("type")), (402, "card_error"));
    assert_eq!(
        (refused.error("code"), refused.error("decline_code")),
        ("card_declined", "insufficient_funds")
    );
    let open = shop.get(&format!("/v1/invoices/{invoice}")).await;
    assert_eq!(
        (&open["status"], &open["attempt_count"]),
        (&"open".into(), &1.into())
    );
    let told = shop.told().await;
    for kind in [
        "charge.failed",
        "payment_intent.payment_failed",
        "invoice.payment_failed",
    ] {
        assert!(told.contains(&kind.to_owned()), "{kind} in {told:?}");
    }
    let paid = shop
        .post(
            &format!("/v1/invoices/{invoice}/pay"),
            "payment_method=pm_card_visa",
        )
        .await;
    assert_eq!(paid["status"], "paid");
    assert_eq!(
        shop.get("/v1/balance").await["pending"][0]["amount"],
        5000 - 175
    );
}

#[tokio::test]
async fn void_and_uncollectible() {
    let shop = Shop::open().await;
    let one = draft(&shop, 5000).await;
    assert_eq!(
        shop.refused(&format!("/v1/invoices/{one}/void"), "")
            .await
            .status,
        400
    );
    assert_eq!(
        shop.refused(&format!("/v1/invoices/{one}/mark_uncollectible"), "")
            .await
            .status,
        400
    );
    shop.post(&format!("/v1/invoices/{one}/finalize"), "").await;
    let given_up = shop
        .post(&format!("/v1/invoices/{one}/mark_uncollectible"), "")
        .await;
    assert_eq!(given_up["status"], "uncollectible");
    let void = shop
        .post(
            &format!("/v1/invoices/{one}/void"),
            "expand[]=payments.data.payment.payment_intent",
        )
        .await;
    assert_eq!(void["status"], "void");
    assert_eq!(
        void["payments"]["data"][0]["payment"]["payment_intent"]["cancellation_reason"],
        "void_invoice"
    );
}

#[tokio::test]
async fn drafts_are_deleted_and_leave_a_tombstone() {
    let shop = Shop::open().await;
    let one = draft(&shop, 5000).await;
    let path = format!("/v1/invoices/{one}");
    let gone = shop.send(shop.request("DELETE", &path)).await;
    assert_eq!(
        gone.body,
        serde_json::json!({"id": one, "object": "invoice", "deleted": true})
    );
    assert_eq!(shop.send(shop.request("GET", &path)).await.status, 404);
    assert_eq!(
        shop.get("/v1/invoices").await["data"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    let two = draft(&shop, 5000).await;
    shop.post(&format!("/v1/invoices/{two}/finalize"), "").await;
    assert_eq!(
        shop.send(shop.request("DELETE", &format!("/v1/invoices/{two}")))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn pending_items_wait_unless_they_are_asked_for() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    shop.post(
        "/v1/invoiceitems",
        &format!("customer={customer}&amount=700&currency=eur"),
    )
    .await;
    let without = shop
        .post("/v1/invoices", &format!("customer={customer}"))
        .await;
    assert_eq!(without["total"], 0);
    let with = shop
        .post(
            "/v1/invoices",
            &format!("customer={customer}&pending_invoice_items_behavior=include"),
        )
        .await;
    assert_eq!(
        (&with["total"], &with["currency"]),
        (&700.into(), &"eur".into())
    );
    assert_eq!(
        shop.get("/v1/invoiceitems?pending=true").await["data"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[tokio::test]
async fn a_sum_too_small_to_charge_goes_to_the_balance() {
    let shop = Shop::open().await;
    let small = draft(&shop, 20).await;
    let paid = shop
        .post(
            &format!("/v1/invoices/{small}/finalize"),
            "expand[]=customer",
        )
        .await;
    assert_eq!(
        (&paid["status"], &paid["amount_due"]),
        (&"paid".into(), &0.into())
    );
    assert_eq!(paid["customer"]["balance"], 20);
}

#[tokio::test]
async fn a_preview_leaves_nothing_behind() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let events = shop.told().await.len();
    let form =
        format!("customer={customer}&invoice_items[0][amount]=900&invoice_items[0][currency]=usd");
    assert_eq!(
        shop.post("/v1/invoices/create_preview", &form).await["total"],
        900
    );
    assert_eq!(shop.told().await.len(), events);
    assert_eq!(
        shop.get("/v1/invoices").await["data"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}
