//! Disputes that are answered: what the bank decides, and what that does to the balance. That a payment is
//! disputed at all, and what cannot be done with it then, is tried with the payments.

use serde_json::Value;

use crate::shop::{DAY, Shop, id};

/// The path of a new dispute over 40 dollars.
async fn disputed(shop: &Shop) -> String {
    let form = "amount=4000&currency=usd&confirm=true&payment_method=pm_card_createDisputeProductNotReceived\
                &automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never";
    let paid = id(&shop.post("/v1/payment_intents", form).await);
    let list = shop
        .get(&format!("/v1/disputes?payment_intent={paid}"))
        .await;
    format!("/v1/disputes/{}", id(&list["data"][0]))
}

async fn available(shop: &Shop) -> Value {
    shop.get("/v1/balance").await["available"][0]["amount"].clone()
}

#[tokio::test]
async fn evidence_is_gathered_and_the_bank_decides_an_hour_after_it_is_submitted() {
    let shop = Shop::open().await;
    let path = disputed(&shop).await;
    let staged = shop
        .post(
            &path,
            "submit=false&evidence[uncategorized_text]=winning_evidence",
        )
        .await;
    let details = &staged["evidence_details"];
    assert_eq!(
        (
            &staged["status"],
            &details["has_evidence"],
            &details["submission_count"]
        ),
        (&"needs_response".into(), &true.into(), &0.into())
    );
    shop.control().advance_time(2 * 3600);
    assert_eq!(shop.get(&path).await["status"], "needs_response");

    let sent = shop.post(&path, "submit=true").await;
    assert_eq!(sent["status"], "under_review");
    let refused = shop.refused(&path, "evidence[customer_name]=Ada").await;
    assert_eq!(refused.status, 400);
    let before = available(&shop).await.as_i64().unwrap();
    shop.control().advance_time(3600);
    let won = shop.get(&path).await;
    assert_eq!(won["status"], "won");
    assert_eq!(won["balance_transactions"][1]["net"], 5500);
    assert_eq!(available(&shop).await, before + 5500);
    let told = shop.told().await;
    for kind in ["updated", "closed", "funds_reinstated"] {
        let kind = format!("charge.dispute.{kind}");
        assert!(told.contains(&kind), "{kind}");
    }
}

#[tokio::test]
async fn a_dispute_is_lost_by_its_evidence_or_by_silence() {
    let shop = Shop::open().await;
    let (answered, silent, odd) = (
        disputed(&shop).await,
        disputed(&shop).await,
        disputed(&shop).await,
    );
    shop.post(&answered, "evidence[uncategorized_text]=losing_evidence")
        .await;
    shop.post(&odd, "evidence[uncategorized_text]=It+arrived.")
        .await;
    let file = shop.refused(&silent, "evidence[receipt]=file_1").await;
    assert_eq!(
        (file.error("code"), file.error("param")),
        ("resource_missing", "evidence[receipt]")
    );
    shop.control().advance_time(9 * DAY + 1);
    assert_eq!(shop.get(&answered).await["status"], "lost");
    assert_eq!(shop.get(&odd).await["status"], "under_review");
    let silent = shop.get(&silent).await;
    assert_eq!(
        (&silent["status"], &silent["evidence_details"]["past_due"]),
        (&"lost".into(), &true.into())
    );
}
