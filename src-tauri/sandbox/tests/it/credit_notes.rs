//! Credit notes, and what they leave of their invoice; the balance that some of them fill. How their
//! sums come about is held in `sums.rs`.

use crate::shop::{Shop, id};
use serde_json::Value;

/// An open invoice of one line, to be sent.
pub(crate) async fn billed(shop: &Shop, customer: &str, amount: i64) -> Value {
    let invoice = shop
        .post(
            "/v1/invoices",
            &format!(
                "customer={customer}&collection_method=send_invoice&days_until_due=30&currency=usd"
            ),
        )
        .await;
    let path = format!("/v1/invoices/{}", id(&invoice));
    shop.post(
        &format!("{path}/add_lines"),
        &format!("lines[0][amount]={amount}&lines[0][description]=Work"),
    )
    .await;
    shop.post(&format!("{path}/finalize"), "").await
}

/// The newest event of a kind.
async fn newest(shop: &Shop, kind: &str) -> Value {
    shop.get(&format!("/v1/events?type={kind}&limit=1")).await["data"][0].clone()
}

#[tokio::test]
async fn an_invoice_tells_what_a_note_changed() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let invoice = billed(&shop, &customer, 10_000).await;
    let note = shop
        .post(
            "/v1/credit_notes",
            &format!("invoice={}&amount=2500", id(&invoice)),
        )
        .await;
    assert_eq!(
        note["number"],
        format!("{}-CN-01", invoice["number"].as_str().unwrap())
    );
    let told = newest(&shop, "invoice.updated").await;
    assert_eq!(
        told["data"]["previous_attributes"],
        serde_json::json!({ "amount_due": 10_000, "amount_remaining": 10_000, "pre_payment_credit_notes_amount": 0 })
    );
    shop.post(&format!("/v1/credit_notes/{}", id(&note)), "memo=Late")
        .await;
    let told = newest(&shop, "credit_note.updated").await;
    assert_eq!(
        told["data"]["previous_attributes"],
        serde_json::json!({ "memo": null })
    );
    shop.post(&format!("/v1/credit_notes/{}/void", id(&note)), "")
        .await;
    let after = shop.get(&format!("/v1/invoices/{}", id(&invoice))).await;
    assert_eq!(
        (
            &after["amount_due"],
            &after["pre_payment_credit_notes_amount"]
        ),
        (&10_000.into(), &0.into())
    );
    // A number is not used twice, not even a void one's.
    let next = shop
        .post(
            "/v1/credit_notes",
            &format!("invoice={}&amount=1", id(&invoice)),
        )
        .await;
    assert!(next["number"].as_str().unwrap().ends_with("-CN-02"));
}

#[tokio::test]
async fn a_note_over_everything_pays_the_invoice_and_cancels_its_payment() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let invoice = billed(&shop, &customer, 10_000).await;
    shop.post(
        "/v1/credit_notes",
        &format!("invoice={}&amount=10000", id(&invoice)),
    )
    .await;
    let paid = shop
        .get(&format!(
            "/v1/invoices/{}?expand[]=payments.data.payment.payment_intent",
            id(&invoice)
        ))
        .await;
    assert_eq!(
        (&paid["status"], &paid["amount_paid"]),
        (&"paid".into(), &0.into())
    );
    let payment = &paid["payments"]["data"][0];
    assert_eq!(payment["status"], "canceled");
    assert_eq!(payment["payment"]["payment_intent"]["status"], "canceled");
}

#[tokio::test]
async fn a_preview_leaves_nothing_behind() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let invoice = billed(&shop, &customer, 10_000).await;
    let told = shop.told().await;
    let preview = shop
        .get(&format!(
            "/v1/credit_notes/preview?invoice={}&amount=400",
            id(&invoice)
        ))
        .await;
    assert_eq!(
        (&preview["total"], &preview["type"]),
        (&400.into(), &"pre_payment".into())
    );
    assert_eq!(shop.told().await, told);
    assert_eq!(
        shop.get("/v1/credit_notes").await["data"],
        serde_json::json!([])
    );
}

#[tokio::test]
async fn the_paper_opens_by_its_link_alone() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let invoice = billed(&shop, &customer, 10_000).await;
    let note = shop
        .post(
            "/v1/credit_notes",
            &format!(
                "invoice={}&amount=2500&memo=Delivered+late&reason=order_change",
                id(&invoice)
            ),
        )
        .await;
    let link = note["pdf"].as_str().unwrap();
    let paper = shop.send(shop.request("GET", link)).await;
    assert!(paper.bytes.starts_with(b"%PDF-"));
    assert_eq!(
        paper.header("content-disposition"),
        Some(
            format!(
                "inline; filename=\"Credit-note-{}.pdf\"",
                note["number"].as_str().unwrap()
            )
            .as_str()
        )
    );
    let guessed = link.replace("/pdf", "x/pdf");
    assert_eq!(shop.send(shop.request("GET", &guessed)).await.status, 404);
}

#[tokio::test]
async fn what_a_note_may_not_be() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let invoice = billed(&shop, &customer, 10_000).await;
    let (invoice, line) = (id(&invoice), id(&invoice["lines"]["data"][0]));
    for (form, code, param) in [
        ("amount=10001".to_owned(), "", "amount"),
        ("amount=0".into(), "", "amount"),
        ("amount=-5".into(), "parameter_invalid_integer", "amount"),
        ("amount=5&credit_amount=5".into(), "", ""),
        ("amount=5&reason=because".into(), "", "reason"),
        ("amount=5&colour=red".into(), "parameter_unknown", "colour"),
        (
            "lines[0][type]=invoice_line_item&lines[0][amount]=5".into(),
            "parameter_missing",
            "lines[0][invoice_line_item]",
        ),
        (
            format!("lines[0][type]=invoice_line_item&lines[0][invoice_line_item]={line}"),
            "parameter_missing",
            "lines[0]",
        ),
        (
            format!(
                "lines[0][type]=invoice_line_item&lines[0][invoice_line_item]={line}&lines[0][quantity]=2"
            ),
            "",
            "lines[0][quantity]",
        ),
        (
            format!(
                "lines[0][type]=custom_line_item&lines[0][invoice_line_item]={line}&lines[0][unit_amount]=5"
            ),
            "",
            "lines[0][invoice_line_item]",
        ),
        (
            "lines[0][type]=custom_line_item".into(),
            "parameter_missing",
            "lines[0][unit_amount]",
        ),
        (
            "shipping_cost[shipping_rate]=shr_none".into(),
            "",
            "shipping_cost[shipping_rate]",
        ),
    ] {
        let refused = shop
            .refused("/v1/credit_notes", &format!("invoice={invoice}&{form}"))
            .await;
        assert_eq!(
            (
                refused.status,
                refused.error("code"),
                refused.error("param")
            ),
            (400, code, param),
            "{form}: {}",
            refused.body
        );
    }
    assert_eq!(
        shop.get("/v1/credit_notes").await["data"],
        serde_json::json!([])
    );
}

#[tokio::test]
async fn old_clients_say_some_things_elsewhere() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let price = shop.price(700, "").await;
    let old = |path: &str, form: String| {
        shop.form(path, &form)
            .header("stripe-version", "2024-06-20")
    };
    let form = format!("customer={customer}&price={price}&quantity=2");
    let item = shop.send(old("/v1/invoiceitems", form)).await.body;
    assert_eq!(item["amount"], 1400);
    let form = format!("customer={customer}&currency=usd&unit_amount=300&quantity=3");
    let item = shop.send(old("/v1/invoiceitems", form)).await.body;
    assert_eq!(item["amount"], 900);
    let invoice = shop
        .post(
            "/v1/invoices",
            &format!("customer={customer}&pending_invoice_items_behavior=include"),
        )
        .await;
    let invoice = shop
        .post(
            &format!("/v1/invoices/{}/pay", id(&invoice)),
            "payment_method=pm_card_visa",
        )
        .await;
    let payments = shop
        .get(&format!("/v1/invoice_payments?invoice={}", id(&invoice)))
        .await;
    let intent = payments["data"][0]["payment"]["payment_intent"]
        .as_str()
        .unwrap();
    let refund = id(&shop
        .post(
            "/v1/refunds",
            &format!("payment_intent={intent}&amount=500"),
        )
        .await);
    let form = format!("invoice={}&amount=500&refund={refund}", id(&invoice));
    let refused = shop
        .send(
            shop.form("/v1/credit_notes", &form)
                .header("stripe-version", "2026-10-28.endive"),
        )
        .await;
    assert_eq!(refused.error("param"), "refund");
    let note = shop.send(old("/v1/credit_notes", form)).await.body;
    assert_eq!(
        (&note["refunds"][0]["refund"], &note["post_payment_amount"]),
        (&refund.into(), &500.into())
    );
}

#[tokio::test]
async fn a_refund_is_taken_from_as_many_payments_as_it_needs() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let invoice = id(&billed(&shop, &customer, 10_000).await);
    let form = format!(
        "amount=4000&currency=usd&customer={customer}&confirm=true&payment_method=pm_card_visa&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
    );
    let intent = id(&shop.post("/v1/payment_intents", &form).await);
    let path = format!("/v1/invoices/{invoice}");
    shop.post(
        &format!("{path}/attach_payment"),
        &format!("payment_intent={intent}"),
    )
    .await;
    shop.post(&format!("{path}/pay"), "payment_method=pm_card_visa")
        .await;
    let note = format!("invoice={invoice}&amount=9000&refund_amount=9000");
    let note = shop
        .post(
            "/v1/credit_notes",
            &format!("{note}&expand[]=refunds.refund"),
        )
        .await;
    let refunds: Vec<(&Value, &Value)> = note["refunds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (&r["amount_refunded"], &r["refund"]["amount"]))
        .collect();
    assert_eq!(
        refunds,
        [(&4000.into(), &4000.into()), (&5000.into(), &5000.into())]
    );
    // What is left of the payments is less than what is left of the invoice to credit.
    shop.post(
        "/v1/refunds",
        &format!(
            "charge={}&amount=600",
            note["refunds"][1]["refund"]["charge"].as_str().unwrap()
        ),
    )
    .await;
    let refused = shop
        .refused(
            "/v1/credit_notes",
            &format!("invoice={invoice}&amount=1000&refund_amount=1000"),
        )
        .await;
    assert_eq!(refused.error("param"), "refund_amount");
    let after = shop.get(&path).await;
    assert_eq!(after["post_payment_credit_notes_amount"], 9000);
}

#[tokio::test]
async fn two_payments_of_everything_fill_the_balance() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let invoice = id(&billed(&shop, &customer, 10_000).await);
    let mut intents = Vec::new();
    for _ in 0..2 {
        let form = format!(
            "amount=8000&currency=usd&customer={customer}&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
        );
        let intent = id(&shop.post("/v1/payment_intents", &form).await);
        shop.post(
            &format!("/v1/invoices/{invoice}/attach_payment"),
            &format!("payment_intent={intent}"),
        )
        .await;
        intents.push(intent);
    }
    for intent in intents {
        shop.post(
            &format!("/v1/payment_intents/{intent}/confirm"),
            "payment_method=pm_card_visa",
        )
        .await;
    }
    let paid = shop.get(&format!("/v1/invoices/{invoice}")).await;
    assert_eq!(
        (
            &paid["status"],
            &paid["amount_paid"],
            &paid["amount_overpaid"],
            &paid["amount_remaining"]
        ),
        (&"paid".into(), &10_000.into(), &6000.into(), &0.into())
    );
    let customer = shop.get(&format!("/v1/customers/{customer}")).await;
    assert_eq!(customer["balance"], -6000);
}
