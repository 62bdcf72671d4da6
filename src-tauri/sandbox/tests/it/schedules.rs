//! Schedules: phases that follow each other, and what they leave behind.

use serde_json::Value;

use crate::shop::{DAY, NOW, Shop, id};

async fn payer(shop: &Shop) -> String {
    let card = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
    id(&shop.post("/v1/customers", card).await)
}

async fn prices(shop: &Shop) -> (String, String) {
    (
        shop.price(2000, "recurring[interval]=month").await,
        shop.price(5000, "recurring[interval]=month").await,
    )
}

async fn latest(shop: &Shop, subscription: &str) -> Value {
    let path = format!("/v1/subscriptions/{subscription}?expand[]=latest_invoice");
    shop.get(&path).await["latest_invoice"].clone()
}

#[tokio::test]
async fn phases_follow_each_other_and_then_it_is_canceled() {
    let shop = Shop::open().await;
    let (first, second) = prices(&shop).await;
    let setup = shop.price(700, "").await;
    let customer = payer(&shop).await;
    let form = format!(
        "customer={customer}&start_date=now&end_behavior=cancel\
         &phases[0][items][0][price]={first}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=2&phases[0][add_invoice_items][0][price]={setup}\
         &phases[1][items][0][price]={second}&phases[1][items][0][quantity]=2&phases[1][metadata][level]=two"
    );
    let schedule = shop.post("/v1/subscription_schedules", &form).await;
    assert_eq!(schedule["status"], "active");
    assert_eq!(
        schedule["phases"][0]["end_date"],
        schedule["phases"][1]["start_date"]
    );
    let subscription = schedule["subscription"].as_str().unwrap().to_owned();
    let draft = latest(&shop, &subscription).await;
    assert_eq!(
        (&draft["status"], &draft["total"]),
        (&"draft".into(), &2700.into())
    );
    let end = schedule["phases"][1]["end_date"].as_i64().unwrap();
    let path = format!("/v1/subscriptions/{subscription}");
    assert_eq!(shop.get(&path).await["cancel_at"], end);

    shop.control().advance_time(31 * DAY + 7200);
    assert_eq!(latest(&shop, &subscription).await["total"], 2000);
    let preview = shop
        .post(
            "/v1/invoices/create_preview",
            &format!("schedule={}", id(&schedule)),
        )
        .await;
    assert_eq!(preview["total"], 10000, "the next phase's");
    shop.control().advance_time(30 * DAY);
    let invoice = latest(&shop, &subscription).await;
    assert_eq!(
        (&invoice["total"], &invoice["billing_reason"]),
        (&10000.into(), &"subscription_cycle".into())
    );
    assert_eq!(
        invoice["lines"]["data"].as_array().unwrap().len(),
        1,
        "no prorations at the turn"
    );
    let now = shop.get(&path).await;
    assert_eq!(
        (
            &now["items"]["data"][0]["quantity"],
            &now["metadata"]["level"]
        ),
        (&2.into(), &"two".into())
    );

    shop.control().set_now(end);
    assert_eq!(shop.get(&path).await["status"], "canceled");
    let over = shop
        .get(&format!("/v1/subscription_schedules/{}", id(&schedule)))
        .await;
    assert_eq!(
        (&over["status"], &over["completed_at"]),
        (&"completed".into(), &end.into())
    );
    assert_eq!(
        latest(&shop, &subscription).await["id"],
        invoice["id"],
        "nothing is billed at the end"
    );
    let told = shop.told().await;
    for kind in ["expiring", "completed"] {
        let kind = format!("subscription_schedule.{kind}");
        assert!(told.contains(&kind), "{kind}");
    }
}

#[tokio::test]
async fn a_day_that_a_person_has_set_outlasts_the_turn_of_a_phase() {
    let shop = Shop::open().await;
    let (first, second) = prices(&shop).await;
    let customer = payer(&shop).await;
    let form = format!(
        "customer={customer}&start_date=now&end_behavior=release\
         &phases[0][items][0][price]={first}&phases[0][duration][interval]=month\
         &phases[1][items][0][price]={second}&phases[1][duration][interval]=month"
    );
    let schedule = shop.post("/v1/subscription_schedules", &form).await;
    let path = format!(
        "/v1/subscriptions/{}",
        schedule["subscription"].as_str().unwrap()
    );
    let last_day = NOW + 45 * DAY;
    shop.post(&path, &format!("cancel_at={last_day}")).await;
    shop.control().advance_time(32 * DAY);
    let turned = shop.get(&path).await;
    assert_eq!(
        (
            &turned["items"]["data"][0]["price"]["id"],
            &turned["cancel_at"]
        ),
        (&second.into(), &last_day.into())
    );

    // The schedule's own end is set and taken back by the schedule.
    let change = format!("/v1/subscription_schedules/{}", id(&schedule));
    shop.post(&change, "end_behavior=cancel").await;
    let end = &schedule["phases"][1]["end_date"];
    assert_eq!(&shop.get(&path).await["cancel_at"], end);
    shop.post(&change, "end_behavior=release").await;
    assert_eq!(shop.get(&path).await["cancel_at"], Value::Null);
}

#[tokio::test]
async fn a_running_subscription_is_scheduled_changed_and_let_go() {
    let shop = Shop::open().await;
    let (first, second) = prices(&shop).await;
    let customer = payer(&shop).await;
    let made = shop
        .post(
            "/v1/subscriptions",
            &format!("customer={customer}&items[0][price]={first}"),
        )
        .await;
    let from = format!("from_subscription={}", id(&made));
    let schedule = shop.post("/v1/subscription_schedules", &from).await;
    assert_eq!(
        (&schedule["status"], &schedule["phases"][0]["start_date"]),
        (&"active".into(), &NOW.into())
    );
    let again = shop.refused("/v1/subscription_schedules", &from).await;
    assert_eq!(again.status, 400);
    let path = format!("/v1/subscription_schedules/{}", id(&schedule));
    let end = schedule["phases"][0]["end_date"].as_i64().unwrap();
    let form = format!(
        "phases[0][items][0][price]={first}&phases[0][start_date]={NOW}&phases[0][end_date]={end}&phases[1][items][0][price]={second}"
    );
    let planned = shop.post(&path, &form).await;
    assert_eq!(planned["phases"][1]["start_date"], end);
    shop.control().set_now(end + 7200);
    assert_eq!(latest(&shop, &id(&made)).await["total"], 5000);
    let paused = shop
        .refused(&format!("/v1/subscriptions/{}/pause", id(&made)), "")
        .await;
    assert_eq!(paused.status, 400, "a schedule rules it");
    let released = shop.post(&format!("{path}/release"), "").await;
    assert_eq!(
        (
            &released["status"],
            &released["subscription"],
            &released["released_subscription"]
        ),
        (&"released".into(), &Value::Null, &made["id"])
    );
    let free = shop.get(&format!("/v1/subscriptions/{}", id(&made))).await;
    assert_eq!(
        (&free["status"], &free["schedule"]),
        (&"active".into(), &Value::Null)
    );
    let refused = shop.refused(&format!("{path}/cancel"), "").await;
    assert_eq!(refused.error("code"), "status_transition_invalid");
}

#[tokio::test]
async fn what_begins_later_waits_and_is_canceled_with_what_it_began() {
    let shop = Shop::open().await;
    let (first, second) = prices(&shop).await;
    let customer = payer(&shop).await;
    let form = format!(
        "customer={customer}&start_date={}&phases[0][items][0][price]={first}&phases[0][trial_end]={}",
        NOW + 5 * DAY,
        NOW + 9 * DAY
    );
    let schedule = shop.post("/v1/subscription_schedules", &form).await;
    let path = format!("/v1/subscription_schedules/{}", id(&schedule));
    assert_eq!(
        (&schedule["status"], &schedule["subscription"]),
        (&"not_started".into(), &Value::Null)
    );
    let preview = shop
        .post(
            "/v1/invoices/create_preview",
            &format!("customer={customer}&schedule_details[phases][0][items][0][price]={second}"),
        )
        .await;
    assert_eq!(preview["total"], 5000);
    shop.control().advance_time(6 * DAY);
    let begun = shop.get(&format!("{path}?expand[]=subscription")).await;
    assert_eq!(
        (&begun["status"], &begun["subscription"]["status"]),
        (&"active".into(), &"trialing".into())
    );
    let canceled = shop.post(&format!("{path}/cancel"), "").await;
    assert_eq!(canceled["status"], "canceled");
    let subscription = shop
        .get(&format!("/v1/subscriptions/{}", id(&begun["subscription"])))
        .await;
    assert_eq!(subscription["status"], "canceled");
    let listed = shop
        .get(&format!(
            "/v1/subscription_schedules?customer={customer}&scheduled=false"
        ))
        .await;
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    let none = shop
        .refused(
            "/v1/subscription_schedules",
            &format!("customer={customer}"),
        )
        .await;
    assert_eq!((none.status, none.error("param")), (400, "phases"));
}
