//! Revising a finalized invoice: what is copied, what takes whose place, and what may not be revised.

use crate::credit_notes::billed;
use crate::shop::{Shop, id};

fn of(invoice: &str) -> String {
    format!("from_invoice[action]=revision&from_invoice[invoice]={invoice}")
}

#[tokio::test]
async fn a_revision_takes_the_place_of_all_before_it() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let first = billed(&shop, &customer, 10_000).await;
    let second = shop.post("/v1/invoices", &of(&id(&first))).await;
    assert_eq!(second["due_date"], first["due_date"]);
    assert_eq!(second["lines"]["data"][0]["description"], "Work");
    // Until it is finalized, the first one stands.
    let waiting = shop.get(&format!("/v1/invoices/{}", id(&first))).await;
    assert_eq!(
        (&waiting["status"], &waiting["latest_revision"]),
        (&"open".into(), &serde_json::Value::Null)
    );
    shop.post(&format!("/v1/invoices/{}/finalize", id(&second)), "")
        .await;
    let third = shop
        .post("/v1/invoices", &(of(&id(&second)) + "&description=Third"))
        .await;
    assert_eq!(third["description"], "Third");
    shop.post(&format!("/v1/invoices/{}/finalize", id(&third)), "")
        .await;
    for older in [&first, &second] {
        let older = shop.get(&format!("/v1/invoices/{}", id(older))).await;
        assert_eq!(
            (&older["status"], &older["latest_revision"]),
            (&"void".into(), &third["id"])
        );
    }
}

#[tokio::test]
async fn what_was_paid_meanwhile_is_not_replaced() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let first = id(&billed(&shop, &customer, 10_000).await);
    let by_hand = id(&shop.post("/v1/invoices", &of(&first)).await);
    let by_itself = id(&shop
        .post("/v1/invoices", &(of(&first) + "&auto_advance=true"))
        .await);
    shop.post(
        &format!("/v1/invoices/{first}/pay"),
        "paid_out_of_band=true",
    )
    .await;
    let refused = shop
        .refused(&format!("/v1/invoices/{by_hand}/finalize"), "")
        .await;
    assert_eq!(refused.error("code"), "status_transition_invalid");
    // The draft that would finalize itself stays one, says why, and holds nothing else up.
    let other = id(&shop
        .post(
            "/v1/invoices",
            &format!("customer={customer}&auto_advance=true&collection_method=send_invoice&days_until_due=9"),
        )
        .await);
    shop.control().advance_time(2 * 3600);
    let waiting = shop.get(&format!("/v1/invoices/{by_itself}")).await;
    assert_eq!(
        (&waiting["status"], &waiting["automatically_finalizes_at"]),
        (&"draft".into(), &serde_json::Value::Null)
    );
    assert_eq!(
        waiting["last_finalization_error"]["code"],
        "status_transition_invalid"
    );
    assert!(
        shop.told()
            .await
            .contains(&"invoice.finalization_failed".to_owned())
    );
    assert_ne!(
        shop.get(&format!("/v1/invoices/{other}")).await["status"],
        "draft"
    );
    assert_eq!(
        shop.get(&format!("/v1/invoices/{first}")).await["status"],
        "paid"
    );
}

#[tokio::test]
async fn what_cannot_be_revised() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let draft = shop
        .post("/v1/invoices", &format!("customer={customer}"))
        .await;
    let paid = billed(&shop, &customer, 10_000).await;
    shop.post(
        &format!("/v1/invoices/{}/pay", id(&paid)),
        "paid_out_of_band=true",
    )
    .await;
    let partly = billed(&shop, &customer, 10_000).await;
    let form = format!(
        "amount=4000&currency=usd&customer={customer}&confirm=true&payment_method=pm_card_visa&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
    );
    let intent = id(&shop.post("/v1/payment_intents", &form).await);
    shop.post(
        &format!("/v1/invoices/{}/attach_payment", id(&partly)),
        &format!("payment_intent={intent}"),
    )
    .await;
    for invoice in [draft, paid, partly] {
        let refused = shop.refused("/v1/invoices", &of(&id(&invoice))).await;
        assert_eq!(
            (refused.status, refused.error("code")),
            (400, "status_transition_invalid"),
            "{}",
            invoice["status"]
        );
    }
    let open = billed(&shop, &customer, 10_000).await;
    let form = of(&id(&open)) + &format!("&customer={customer}");
    let refused = shop.refused("/v1/invoices", &form).await;
    assert_eq!(refused.error("code"), "parameters_exclusive");
}
