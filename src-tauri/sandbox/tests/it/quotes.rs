//! A quote from draft to what it becomes.

use crate::shop::{DAY, NOW, Shop, id};

#[tokio::test]
async fn a_one_time_quote_becomes_a_draft_invoice() {
    let shop = Shop::open().await;
    let price = shop.price(12_000, "").await;
    let quote = shop
        .open_quote(
            &price,
            "collection_method=send_invoice&invoice_settings[days_until_due]=30&metadata[ref]=7",
        )
        .await;
    assert_eq!(quote["status"], "open");
    let number = quote["number"].as_str().unwrap();
    assert!(
        number.starts_with("QT-") && number.ends_with("-0001-1"),
        "{number}"
    );
    let accepted = shop
        .post(
            &format!("/v1/quotes/{}/accept", id(&quote)),
            "expand[]=invoice",
        )
        .await;
    let invoice = &accepted["invoice"];
    assert_eq!(accepted["status"], "accepted");
    assert_eq!(invoice["status"], "draft");
    assert_eq!(invoice["auto_advance"], false);
    assert_eq!(
        invoice["automatically_finalizes_at"],
        serde_json::Value::Null
    );
    assert_eq!(invoice["billing_reason"], "quote_accept");
    assert_eq!(invoice["parent"]["quote_details"]["quote"], quote["id"]);
    assert_eq!(invoice["due_date"], NOW + 30 * DAY);
    assert_eq!(invoice["total"], 12_000);
    let told = shop.told().await;
    let at = |kind: &str| {
        told.iter()
            .position(|k| k == kind)
            .unwrap_or_else(|| panic!("no {kind} in {told:?}"))
    };
    assert!(
        at("quote.created") < at("quote.finalized") && at("quote.finalized") < at("quote.accepted")
    );
    assert!(at("invoice.created") > at("quote.finalized"));
}

#[tokio::test]
async fn a_recurring_quote_becomes_a_subscription_that_bills_itself_after_an_hour() {
    let shop = Shop::open().await;
    let price = shop.price(4900, "recurring[interval]=month").await;
    let quote = shop
        .open_quote(
            &price,
            "collection_method=send_invoice&invoice_settings[days_until_due]=14",
        )
        .await;
    let accepted = shop
        .post(
            &format!("/v1/quotes/{}/accept", id(&quote)),
            "expand[]=subscription",
        )
        .await;
    assert_eq!(accepted["subscription"]["status"], "active");
    let path = format!("/v1/invoices/{}", accepted["invoice"].as_str().unwrap());
    let invoice = shop.get(&path).await;
    assert_eq!(
        (&invoice["status"], &invoice["auto_advance"]),
        (&"draft".into(), &true.into())
    );
    assert_eq!(invoice["automatically_finalizes_at"], NOW + 3600);
    shop.control().advance_time(3599);
    assert_eq!(shop.get(&path).await["status"], "draft");
    shop.control().advance_time(1);
    let invoice = shop.get(&path).await;
    assert_eq!(invoice["status"], "open");
    assert_eq!(invoice["status_transitions"]["finalized_at"], NOW + 3600);
    assert!(shop.told().await.contains(&"invoice.sent".to_owned()));
}

#[tokio::test]
async fn a_quote_that_begins_later_becomes_a_schedule() {
    let shop = Shop::open().await;
    let price = shop.price(4900, "recurring[interval]=month").await;
    let start = NOW + 10 * DAY;
    let quote = shop
        .open_quote(
            &price,
            &format!("subscription_data[effective_date]={start}"),
        )
        .await;
    let accepted = shop
        .post(&format!("/v1/quotes/{}/accept", id(&quote)), "")
        .await;
    assert!(accepted["subscription"].is_null() && accepted["invoice"].is_null());
    let path = format!(
        "/v1/subscription_schedules/{}",
        accepted["subscription_schedule"].as_str().unwrap()
    );
    let schedule = shop.get(&path).await;
    assert_eq!(schedule["status"], "not_started");
    assert_eq!(schedule["phases"][0]["start_date"], start);
    shop.control().advance_time(11 * DAY);
    let schedule = shop.get(&format!("{path}?expand[]=subscription")).await;
    assert_eq!(schedule["status"], "active");
    assert_eq!(schedule["subscription"]["start_date"], start);
}

#[tokio::test]
async fn quotes_expire_by_themselves() {
    let shop = Shop::open().await;
    let price = shop.price(1000, "").await;
    let quote = shop
        .open_quote(&price, &format!("expires_at={}", NOW + DAY))
        .await;
    shop.control().advance_time(2 * DAY);
    let quote = shop.get(&format!("/v1/quotes/{}", id(&quote))).await;
    assert_eq!(quote["status"], "canceled");
    assert_eq!(quote["status_transitions"]["canceled_at"], NOW + DAY);
    let event = shop.get("/v1/events?type=quote.canceled").await;
    assert!(event["data"][0]["request"]["id"].is_null());
}

#[tokio::test]
async fn steps_that_the_state_does_not_allow_are_refused() {
    let shop = Shop::open().await;
    let price = shop.price(1000, "").await;
    let customer = shop.customer().await;
    let draft = id(&shop
        .post(
            "/v1/quotes",
            &format!("customer={customer}&line_items[0][price]={price}"),
        )
        .await);
    assert_eq!(
        shop.refused(&format!("/v1/quotes/{draft}/accept"), "")
            .await
            .status,
        400
    );
    let pdf = shop
        .send(shop.request("GET", &format!("/v1/quotes/{draft}/pdf")))
        .await;
    assert_eq!(pdf.status, 400);
    shop.post(&format!("/v1/quotes/{draft}/finalize"), "").await;
    assert_eq!(
        shop.refused(&format!("/v1/quotes/{draft}/finalize"), "")
            .await
            .status,
        400
    );
    assert_eq!(
        shop.refused(&format!("/v1/quotes/{draft}"), "description=x")
            .await
            .status,
        400
    );
    shop.post(
        &format!("/v1/quotes/{draft}"),
        &format!("expires_at={}", NOW + DAY),
    )
    .await;
    shop.post(&format!("/v1/quotes/{draft}/accept"), "").await;
    for step in ["accept", "cancel", "finalize"] {
        assert_eq!(
            shop.refused(&format!("/v1/quotes/{draft}/{step}"), "")
                .await
                .status,
            400,
            "{step}"
        );
    }
    let empty = id(&shop
        .post("/v1/quotes", &format!("customer={customer}"))
        .await);
    assert_eq!(
        shop.refused(&format!("/v1/quotes/{empty}/finalize"), "")
            .await
            .error("param"),
        "line_items"
    );
    let nobody = id(&shop
        .post("/v1/quotes", &format!("line_items[0][price]={price}"))
        .await);
    assert_eq!(
        shop.refused(&format!("/v1/quotes/{nobody}/finalize"), "")
            .await
            .error("param"),
        "customer"
    );
    assert_eq!(
        shop.refused("/v1/quotes", &format!("expires_at={}", NOW - 1))
            .await
            .error("param"),
        "expires_at"
    );
    let euros = shop.price(1000, "currency=eur").await;
    let mixed =
        format!("customer={customer}&line_items[0][price]={price}&line_items[1][price]={euros}");
    assert_eq!(
        shop.refused("/v1/quotes", &mixed).await.error("param"),
        "line_items"
    );
}

#[tokio::test]
async fn a_revision_keeps_the_number_and_a_copy_does_not() {
    let shop = Shop::open().await;
    let price = shop.price(1000, "").await;
    let quote = shop.open_quote(&price, "").await;
    let from = format!("from_quote[quote]={}", id(&quote));
    let revision = shop
        .post(
            "/v1/quotes",
            &format!("{from}&from_quote[is_revision]=true"),
        )
        .await;
    assert_eq!(
        (&revision["status"], &revision["amount_total"]),
        (&"draft".into(), &1000.into())
    );
    let revision = shop
        .post(&format!("/v1/quotes/{}/finalize", id(&revision)), "")
        .await;
    let base = quote["number"]
        .as_str()
        .unwrap()
        .strip_suffix("-1")
        .unwrap();
    assert_eq!(revision["number"], format!("{base}-2"));
    let copy = shop.post("/v1/quotes", &from).await;
    let copy = shop
        .post(&format!("/v1/quotes/{}/finalize", id(&copy)), "")
        .await;
    assert_eq!(
        copy["number"],
        format!("{}-0002-1", base.strip_suffix("-0001").unwrap())
    );
    assert_eq!(
        shop.refused("/v1/quotes", &format!("{from}&description=x"))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn lines_are_replaced_and_kept_by_id() {
    let shop = Shop::open().await;
    let (one, two) = (shop.price(1000, "").await, shop.price(500, "").await);
    let quote = id(&shop
        .post(
            "/v1/quotes",
            &format!("line_items[0][price]={one}&line_items[1][price]={two}"),
        )
        .await);
    let lines = shop.get(&format!("/v1/quotes/{quote}/line_items")).await;
    let kept = id(&lines["data"][1]);
    let changed = shop
        .post(
            &format!("/v1/quotes/{quote}"),
            &format!("line_items[0][id]={kept}&line_items[0][quantity]=4"),
        )
        .await;
    assert_eq!(changed["amount_total"], 2000);
    let lines = shop.get(&format!("/v1/quotes/{quote}/line_items")).await;
    assert_eq!(lines["data"].as_array().unwrap().len(), 1);
    assert_eq!(id(&lines["data"][0]), kept);
}

#[tokio::test]
async fn the_plan_gate_holds_back_one_time_quotes_only() {
    let shop = Shop::open().await;
    let (once, monthly) = (
        shop.price(1000, "").await,
        shop.price(1000, "recurring[interval]=month").await,
    );
    let open = id(&shop.open_quote(&once, "").await);
    shop.control().require_invoicing_plus(true);
    let refused = shop.refused(&format!("/v1/quotes/{open}/accept"), "").await;
    assert!(refused.error("message").contains("Invoicing Plus"));
    assert_eq!(
        shop.send(shop.request("GET", &format!("/v1/quotes/{open}/pdf")))
            .await
            .status,
        400
    );
    shop.open_quote(&monthly, "").await;
    shop.control().require_invoicing_plus(false);
    shop.post(&format!("/v1/quotes/{open}/accept"), "").await;
}

#[tokio::test]
async fn an_open_quote_has_a_pdf() {
    let shop = Shop::open().await;
    let price = shop.price(1000, "").await;
    let quote = id(&shop
        .open_quote(&price, "header=Angebot&description=株式会社")
        .await);
    let pdf = shop
        .send(shop.request("GET", &format!("/v1/quotes/{quote}/pdf")))
        .await;
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    assert!(pdf.bytes.starts_with(b"%PDF-") && pdf.bytes.len() > 2000);
}
