//! Payouts and the balance: money that leaves, arrives, comes back, and always adds up.

use crate::shop::{DAY, Shop, id};

/// Pays `amount` with a card whose money is there at once.
async fn earn(shop: &Shop, amount: i64, currency: &str) {
    let form = format!(
        "amount={amount}&currency={currency}&confirm=true&payment_method=pm_card_bypassPending&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
    );
    shop.post("/v1/payment_intents", &form).await;
}

async fn available(shop: &Shop, currency: &str) -> i64 {
    let balance = shop.get("/v1/balance").await;
    let all = balance["available"].as_array().unwrap();
    all.iter()
        .find(|b| b["currency"] == currency)
        .map_or(0, |b| b["amount"].as_i64().unwrap())
}

/// Every movement's net, in all: what the balance says it has and waits for.
async fn adds_up(shop: &Shop, currency: &str) {
    let page = shop
        .get(&format!(
            "/v1/balance_transactions?limit=100&currency={currency}"
        ))
        .await;
    let moved: i64 = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| {
            let part = |field: &str| t[field].as_i64().unwrap();
            assert_eq!(part("net"), part("amount") - part("fee"));
            part("net")
        })
        .sum();
    let balance = shop.get("/v1/balance").await;
    let shown: i64 = ["available", "pending"]
        .iter()
        .flat_map(|side| balance[side].as_array().unwrap())
        .filter(|b| b["currency"] == currency)
        .map(|b| b["amount"].as_i64().unwrap())
        .sum();
    assert_eq!(moved, shown, "{currency}");
}

#[tokio::test]
async fn a_payout_arrives_by_itself_and_can_be_fetched_back_once() {
    let shop = Shop::open().await;
    earn(&shop, 10_000, "usd").await;
    earn(&shop, 10_000, "eur").await;
    let before = available(&shop, "usd").await;
    assert_eq!(before, 10_000 - 320);
    let payout = shop.post("/v1/payouts", "amount=5000&currency=usd").await;
    assert_eq!(available(&shop, "usd").await, before - 5000);
    adds_up(&shop, "usd").await;
    shop.control().advance_time(2 * DAY);
    let path = format!("/v1/payouts/{}", id(&payout));
    assert_eq!(shop.get(&path).await["status"], "paid");
    let told = shop.told().await;
    let of_payouts: Vec<&str> = told
        .iter()
        .map(String::as_str)
        .filter(|t| t.starts_with("payout."))
        .collect();
    assert_eq!(
        of_payouts,
        ["payout.created", "payout.updated", "payout.paid"]
    );
    let back = shop.post(&format!("{path}/reverse"), "").await;
    assert_eq!(
        (&back["amount"], &back["original_payout"]),
        (&(-5000).into(), &payout["id"])
    );
    assert_eq!(shop.get(&path).await["reversed_by"], back["id"]);
    assert_eq!(available(&shop, "usd").await, before);
    assert_eq!(
        shop.refused(&format!("{path}/reverse"), "").await.status,
        400
    );
    for currency in ["usd", "eur"] {
        adds_up(&shop, currency).await;
    }
}

#[tokio::test]
async fn only_what_is_there_can_be_paid_out() {
    let shop = Shop::open().await;
    earn(&shop, 10_000, "usd").await;
    let most = available(&shop, "usd").await;
    for (form, code) in [
        (
            format!("amount={}&currency=usd", most + 1),
            "balance_insufficient",
        ),
        ("amount=1&currency=eur".into(), "balance_insufficient"),
        ("amount=0&currency=usd".into(), "parameter_invalid_integer"),
        ("currency=usd".into(), "parameter_missing"),
        (
            "amount=1&currency=usd&destination=ba_other".into(),
            "resource_missing",
        ),
    ] {
        let refused = shop.refused("/v1/payouts", &form).await;
        assert_eq!(
            (refused.status, refused.error("code")),
            (400, code),
            "{form}"
        );
    }
    let all = shop
        .post(
            "/v1/payouts",
            &format!("amount={most}&currency=usd&method=instant"),
        )
        .await;
    assert_eq!(available(&shop, "usd").await, 0);
    shop.post(&format!("/v1/payouts/{}/cancel", id(&all)), "")
        .await;
    assert_eq!(available(&shop, "usd").await, most);
    // What was canceled does not arrive.
    shop.control().advance_time(DAY);
    let path = format!("/v1/payouts/{}", id(&all));
    assert_eq!(shop.get(&path).await["status"], "canceled");
    adds_up(&shop, "usd").await;
}
