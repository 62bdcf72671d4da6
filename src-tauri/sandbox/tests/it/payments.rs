//! Payments from card to receipt: intents through their states, test cards, and the page where a
//! cardholder passes or fails.

use crate::shop::{Shop, id};

const AT: &str = "amount=2500&currency=usd&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never";

/// The page of an intent that waits, and what answering it brings.
async fn answer(shop: &Shop, page: &str, outcome: &str) -> (u16, String) {
    let shown = shop.send(shop.request("GET", page)).await;
    let html = String::from_utf8(shown.bytes).unwrap();
    assert!(html.contains("Complete authentication") && html.contains("Fail authentication"));
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let answer = client
        .post(page)
        .body(format!("outcome={outcome}"))
        .send()
        .await
        .unwrap();
    let next = answer
        .headers()
        .get("location")
        .map(|l| l.to_str().unwrap().to_owned());
    (answer.status().as_u16(), next.unwrap_or_default())
}

/// As pages with a card form of their own send it, in one request.
#[tokio::test]
async fn an_intent_is_made_of_a_card_that_comes_along() {
    let shop = Shop::open().await;
    let card = "payment_method_data[type]=card&payment_method_data[card][token]=tok_mastercard";
    let paid = shop
        .post(
            "/v1/payment_intents",
            &format!(
                "amount=2000&currency=usd&confirm=true&return_url=https://shop.example/&{card}"
            ),
        )
        .await;
    assert_eq!(paid["status"], "succeeded");
    let path = format!("/v1/payment_intents/{}", id(&paid));
    let refused = shop.refused(&path, card).await;
    assert_eq!(refused.error("code"), "payment_intent_unexpected_state");
    let made = shop.post("/v1/setup_intents", card).await;
    assert_eq!(made["status"], "requires_confirmation");
}

#[tokio::test]
async fn a_payment_succeeds_with_its_fee_and_its_receipt() {
    let shop = Shop::open().await;
    let intent = shop
        .post(
            "/v1/payment_intents",
            &format!("{AT}&confirm=true&payment_method=pm_card_visa&expand[]=latest_charge.balance_transaction"),
        )
        .await;
    assert_eq!(intent["status"], "succeeded");
    let charge = &intent["latest_charge"];
    assert_eq!(charge["balance_transaction"]["fee"], 103);
    assert_eq!(charge["balance_transaction"]["net"], 2397);
    let page = shop
        .send(shop.request("GET", charge["receipt_url"].as_str().unwrap()))
        .await;
    assert!(String::from_utf8(page.bytes).unwrap().contains("$25.00"));
    let transaction = charge["balance_transaction"]["id"].as_str().unwrap();
    let path = format!("/v1/balance_transactions/{transaction}");
    assert_eq!(shop.get(&path).await["status"], "pending");
    shop.control().advance_time(3 * crate::shop::DAY);
    assert_eq!(shop.get(&path).await["status"], "available");
}

#[tokio::test]
async fn authentication_is_asked_in_both_forms_and_can_fail() {
    let shop = Shop::open().await;
    let made = |more: &str| {
        format!("{AT}&confirm=true&payment_method=pm_card_threeDSecure2Required{more}")
    };
    let asked = shop
        .post(
            "/v1/payment_intents",
            &made("&return_url=https://shop.example/back?a=1"),
        )
        .await;
    assert_eq!(asked["status"], "requires_action");
    let page = asked["next_action"]["redirect_to_url"]["url"]
        .as_str()
        .unwrap();
    let (status, next) = answer(&shop, page, "pass").await;
    assert_eq!(status, 303);
    assert!(next.starts_with("https://shop.example/back?a=1&payment_intent=pi_"));
    assert!(next.ends_with("redirect_status=succeeded"));
    let path = format!("/v1/payment_intents/{}", id(&asked));
    assert_eq!(shop.get(&path).await["status"], "succeeded");
    // The link has done its work.
    assert_eq!(shop.send(shop.request("GET", page)).await.status, 404);

    let asked = shop.post("/v1/payment_intents", &made("")).await;
    assert_eq!(asked["next_action"]["type"], "use_stripe_sdk");
    let page = asked["next_action"]["use_stripe_sdk"]["stripe_js"]
        .as_str()
        .unwrap();
    assert_eq!(answer(&shop, page, "fail").await.0, 200);
    let failed = shop
        .get(&format!("/v1/payment_intents/{}", id(&asked)))
        .await;
    assert_eq!(failed["status"], "requires_payment_method");
    assert_eq!(
        failed["last_payment_error"]["code"],
        "payment_intent_authentication_failure"
    );

    let refused = shop
        .refused(
            "/v1/payment_intents",
            &made("&error_on_requires_action=true"),
        )
        .await;
    assert_eq!(refused.status, 402);
    assert_eq!(refused.error("decline_code"), "authentication_not_handled");
    let alone = shop
        .refused("/v1/payment_intents", &made("&off_session=true"))
        .await;
    assert_eq!(alone.error("code"), "authentication_required");
    assert_eq!(
        alone.body["error"]["payment_intent"]["status"],
        "requires_payment_method"
    );
}

#[tokio::test]
async fn what_is_held_is_captured_in_part_or_let_go() {
    let shop = Shop::open().await;
    let form = format!("{AT}&confirm=true&payment_method=pm_card_visa&capture_method=manual");
    let held = id(&shop.post("/v1/payment_intents", &form).await);
    let path = format!("/v1/payment_intents/{held}/capture");
    let over = shop.refused(&path, "amount_to_capture=2501").await;
    assert_eq!(over.error("code"), "amount_too_large");
    let taken = shop
        .post(&path, "amount_to_capture=2000&expand[]=latest_charge")
        .await;
    assert_eq!(
        (&taken["status"], &taken["amount_received"]),
        (&"succeeded".into(), &2000.into())
    );
    assert_eq!(taken["latest_charge"]["amount_refunded"], 500);
    assert_eq!(
        shop.refused(&path, "").await.error("code"),
        "payment_intent_unexpected_state"
    );
    let held = id(&shop.post("/v1/payment_intents", &form).await);
    let gone = shop
        .post(
            &format!("/v1/payment_intents/{held}/cancel"),
            "cancellation_reason=abandoned&expand[]=latest_charge",
        )
        .await;
    assert_eq!(
        (&gone["status"], &gone["latest_charge"]["refunded"]),
        (&"canceled".into(), &true.into())
    );
}

#[tokio::test]
async fn a_card_that_was_set_up_is_not_asked_again() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let setup = shop
        .post(
            "/v1/setup_intents",
            &format!("customer={customer}&payment_method=pm_card_authenticationRequiredOnSetup&confirm=true&return_url=https://shop.example/"),
        )
        .await;
    let page = setup["next_action"]["redirect_to_url"]["url"]
        .as_str()
        .unwrap();
    answer(&shop, page, "pass").await;
    let done = shop.get(&format!("/v1/setup_intents/{}", id(&setup))).await;
    assert_eq!(done["status"], "succeeded");
    let method = done["payment_method"].as_str().unwrap();
    let paid = shop
        .post(
            "/v1/payment_intents",
            &format!(
                "{AT}&customer={customer}&payment_method={method}&confirm=true&off_session=true"
            ),
        )
        .await;
    assert_eq!(paid["status"], "succeeded");
    shop.post(&format!("/v1/payment_methods/{method}/detach"), "")
        .await;
    let again = shop
        .refused(
            &format!("/v1/payment_methods/{method}/attach"),
            &format!("customer={customer}"),
        )
        .await;
    assert!(again.error("message").contains("may not be used again"));
}

#[tokio::test]
async fn an_invoice_is_paid_at_the_banks_page() {
    let shop = Shop::open().await;
    let customer = shop.customer().await;
    let invoice = id(&shop
        .post("/v1/invoices", &format!("customer={customer}"))
        .await);
    shop.post(
        "/v1/invoiceitems",
        &format!("customer={customer}&invoice={invoice}&amount=5000&currency=usd"),
    )
    .await;
    shop.post(&format!("/v1/invoices/{invoice}/finalize"), "")
        .await;
    let refused = shop
        .refused(
            &format!("/v1/invoices/{invoice}/pay"),
            "payment_method=pm_card_authenticationRequired",
        )
        .await;
    assert_eq!(
        refused.error("code"),
        "invoice_payment_intent_requires_action"
    );
    let open = shop
        .get(&format!(
            "/v1/invoices/{invoice}?expand[]=payments.data.payment.payment_intent"
        ))
        .await;
    let intent = &open["payments"]["data"][0]["payment"]["payment_intent"];
    let page = intent["next_action"]["use_stripe_sdk"]["stripe_js"]
        .as_str()
        .unwrap();
    answer(&shop, page, "pass").await;
    let paid = shop.get(&format!("/v1/invoices/{invoice}")).await;
    assert_eq!(
        (&paid["status"], &paid["amount_paid"]),
        (&"paid".into(), &5000.into())
    );
    let told = shop.told().await;
    for kind in [
        "invoice.payment_action_required",
        "payment_intent.requires_action",
        "invoice_payment.paid",
        "invoice.paid",
    ] {
        assert!(
            told.iter().any(|t| t == kind),
            "{kind} is missing in {told:?}"
        );
    }
}

#[tokio::test]
async fn the_old_dialect_is_served_to_old_clients_only() {
    let shop = Shop::open().await;
    let form = "amount=500&currency=usd&payment_method_types[]=card";
    shop.post("/v1/payment_intents", form).await;
    let charge = shop
        .post("/v1/charges", "amount=500&currency=usd&source=tok_visa")
        .await;
    assert_eq!(charge["status"], "succeeded");
    let new = shop
        .form("/v1/payment_intents", form)
        .header("stripe-version", "2026-10-28.endive");
    let refused = shop.send(new).await;
    assert_eq!(refused.error("code"), "parameter_unknown");
}

#[tokio::test]
async fn refunds_wait_fail_and_never_exceed_what_was_paid() {
    let shop = Shop::open().await;
    let pay = async |card: &str| {
        id(&shop
            .post(
                "/v1/payment_intents",
                &format!("{AT}&confirm=true&payment_method=pm_card_{card}"),
            )
            .await)
    };
    let paid = pay("visa").await;
    shop.post("/v1/refunds", &format!("payment_intent={paid}&amount=1000"))
        .await;
    let over = shop
        .refused("/v1/refunds", &format!("payment_intent={paid}&amount=1501"))
        .await;
    assert_eq!(over.error("param"), "amount");
    let rest = shop
        .post(
            "/v1/refunds",
            &format!("payment_intent={paid}&expand[]=charge.refunds"),
        )
        .await;
    assert_eq!(
        (&rest["amount"], &rest["status"]),
        (&1500.into(), &"succeeded".into())
    );
    assert_eq!(
        rest["charge"]["refunds"]["data"].as_array().unwrap().len(),
        2
    );
    let none = shop
        .refused("/v1/refunds", &format!("payment_intent={paid}"))
        .await;
    assert_eq!(none.error("code"), "charge_already_refunded");

    let slow = shop
        .post(
            "/v1/refunds",
            &format!("payment_intent={}", pay("pendingRefund").await),
        )
        .await;
    let failing = shop
        .post(
            "/v1/refunds",
            &format!("payment_intent={}", pay("refundFail").await),
        )
        .await;
    let canceled = shop
        .post(
            "/v1/refunds",
            &format!("payment_intent={}", pay("pendingRefund").await),
        )
        .await;
    assert_eq!(
        (&slow["status"], &failing["status"]),
        (&"pending".into(), &"succeeded".into())
    );
    let canceled = shop
        .post(&format!("/v1/refunds/{}/cancel", id(&canceled)), "")
        .await;
    assert_eq!(canceled["status"], "canceled");
    shop.control().advance_time(3601);
    let slow = shop.get(&format!("/v1/refunds/{}", id(&slow))).await;
    let failed = shop
        .get(&format!("/v1/refunds/{}?expand[]=charge", id(&failing)))
        .await;
    assert_eq!(
        (&slow["status"], &failed["status"]),
        (&"succeeded".into(), &"failed".into())
    );
    assert_eq!(failed["charge"]["amount_refunded"], 0);
    // Four payments of 25.00 with a fee of 1.03 each; two of them stay refunded.
    let balance = shop.get("/v1/balance").await;
    let sum = balance["available"][0]["amount"].as_i64().unwrap()
        + balance["pending"][0]["amount"].as_i64().unwrap();
    assert_eq!(sum, 4 * (2500 - 103) - 2 * 2500);
    assert!(shop.told().await.iter().any(|t| t == "refund.failed"));
}

#[tokio::test]
async fn a_disputed_payment_is_taken_back_and_not_refunded_as_well() {
    let shop = Shop::open().await;
    let paid = id(&shop
        .post(
            "/v1/payment_intents",
            &format!("{AT}&confirm=true&payment_method=pm_card_createDisputeProductNotReceived"),
        )
        .await);
    let list = shop
        .get(&format!(
            "/v1/disputes?payment_intent={paid}&expand[]=data.charge"
        ))
        .await;
    let dispute = &list["data"][0];
    assert_eq!(
        (&dispute["status"], &dispute["charge"]["disputed"]),
        (&"needs_response".into(), &true.into())
    );
    assert_eq!(dispute["balance_transactions"][0]["net"], -4000);
    let refused = shop
        .refused("/v1/refunds", &format!("payment_intent={paid}"))
        .await;
    assert_eq!(refused.error("code"), "charge_disputed");
    let path = format!("/v1/disputes/{}/close", id(dispute));
    assert_eq!(shop.post(&path, "").await["status"], "lost");
    shop.refused(&path, "").await;
}
