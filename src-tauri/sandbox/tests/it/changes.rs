//! Subscriptions change within their period: items, proration, trials, pausing, ends.

use serde_json::Value;

use crate::shop::{DAY, NOW, Shop, id};

/// A customer whose card pays by itself.
async fn payer(shop: &Shop) -> String {
    let card = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
    id(&shop.post("/v1/customers", card).await)
}

/// A paid monthly subscription and its price.
pub(crate) async fn subscribed(shop: &Shop, amount: i64, more: &str) -> (Value, String) {
    let price = shop.price(amount, "recurring[interval]=month").await;
    let customer = payer(shop).await;
    let form = format!("customer={customer}&items[0][price]={price}&{more}");
    (shop.post("/v1/subscriptions", &form).await, price)
}

fn item(subscription: &Value) -> String {
    subscription["items"]["data"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub(crate) async fn latest(shop: &Shop, subscription: &str) -> Value {
    let path = format!("/v1/subscriptions/{subscription}?expand[]=latest_invoice");
    shop.get(&path).await["latest_invoice"].clone()
}

/// Amounts and words of an invoice's lines.
fn lines(invoice: &Value) -> Vec<(i64, String, bool)> {
    let all = invoice["lines"]["data"].as_array().unwrap();
    let read = |line: &Value| {
        let parent = &line["parent"];
        let details = parent[parent["type"].as_str().unwrap()].clone();
        (
            line["amount"].as_i64().unwrap(),
            line["description"].as_str().unwrap().to_owned(),
            details["proration"].as_bool().unwrap(),
        )
    };
    all.iter().map(read).collect()
}

#[tokio::test]
async fn a_new_subscription_is_paid_within_the_request() {
    let shop = Shop::open().await;
    let (subscription, price) = subscribed(&shop, 2000, "").await;
    assert_eq!(subscription["status"], "active");
    let invoice = latest(&shop, &id(&subscription)).await;
    assert_eq!(
        (&invoice["status"], &invoice["amount_paid"]),
        (&"paid".into(), &2000.into())
    );
    let told = shop.told().await;
    let first = told
        .iter()
        .find(|t| t.starts_with("customer.subscription"))
        .unwrap();
    assert_eq!(first, "customer.subscription.created");

    let poor = shop.customer().await;
    let form = format!("customer={poor}&items[0][price]={price}");
    let refused = shop.refused("/v1/subscriptions", &form).await;
    assert_eq!(
        (refused.status, refused.error("code")),
        (400, "resource_missing")
    );
    let waiting = shop
        .post("/v1/subscriptions", &format!("{form}&payment_behavior=default_incomplete&payment_settings[save_default_payment_method]=on_subscription"))
        .await;
    assert_eq!(waiting["status"], "incomplete");
    let invoice = waiting["latest_invoice"].as_str().unwrap();
    shop.post(
        &format!("/v1/invoices/{invoice}/pay"),
        "payment_method=pm_card_visa",
    )
    .await;
    let path = format!(
        "/v1/subscriptions/{}?expand[]=default_payment_method",
        id(&waiting)
    );
    let paid = shop.get(&path).await;
    assert_eq!(paid["status"], "active");
    assert_eq!(
        paid["default_payment_method"]["customer"],
        poor.as_str(),
        "the card is kept"
    );
}

#[tokio::test]
async fn a_first_payment_that_fails_leaves_it_incomplete_for_23_hours() {
    let shop = Shop::open().await;
    let price = shop.price(2000, "recurring[interval]=month").await;
    let card = "payment_method=pm_card_chargeCustomerFail&invoice_settings[default_payment_method]=pm_card_chargeCustomerFail";
    let customer = id(&shop.post("/v1/customers", card).await);
    let form = format!("customer={customer}&items[0][price]={price}");
    let refused = shop
        .refused(
            "/v1/subscriptions",
            &format!("{form}&payment_behavior=error_if_incomplete"),
        )
        .await;
    assert_eq!(
        (refused.status, refused.error("code")),
        (402, "card_declined")
    );
    let none = shop.get("/v1/subscriptions?status=all").await;
    assert_eq!(none["data"].as_array().unwrap().len(), 0);

    let subscription = shop.post("/v1/subscriptions", &form).await;
    assert_eq!(subscription["status"], "incomplete");
    let path = format!(
        "/v1/subscriptions/{}?expand[]=latest_invoice",
        id(&subscription)
    );
    shop.control().advance_time(23 * 3600 - 1);
    assert_eq!(shop.get(&path).await["status"], "incomplete");
    shop.control().advance_time(1);
    let expired = shop.get(&path).await;
    assert_eq!(
        (&expired["status"], &expired["latest_invoice"]["status"]),
        (&"incomplete_expired".into(), &"void".into())
    );
    let count = |list: Value| list["data"].as_array().unwrap().len();
    assert_eq!(count(shop.get("/v1/subscriptions?status=ended").await), 1);
}

#[tokio::test]
async fn more_of_the_same_is_prorated_on_the_next_invoice() {
    let shop = Shop::open().await;
    let (subscription, _) = subscribed(&shop, 3100, "").await;
    let (path, item) = (
        format!("/v1/subscriptions/{}", id(&subscription)),
        item(&subscription),
    );
    // 31 days from 4 May; 10 of them pass.
    shop.control().advance_time(10 * DAY);
    let preview = shop
        .post(
            "/v1/invoices/create_preview",
            &format!("subscription={}&subscription_details[items][0][id]={item}&subscription_details[items][0][quantity]=3", id(&subscription)),
        )
        .await;
    assert_eq!(preview["total"], 3 * 3100 - 2100 + 3 * 2100);
    assert_eq!(
        preview["parent"]["subscription_details"]["subscription_proration_date"],
        NOW + 10 * DAY
    );
    let changed = shop
        .post(&path, &format!("items[0][id]={item}&items[0][quantity]=3"))
        .await;
    assert_eq!(changed["items"]["data"][0]["quantity"], 3);
    let pending = shop.get("/v1/invoiceitems?pending=true").await;
    assert_eq!(pending["data"].as_array().unwrap().len(), 2);
    assert_eq!(pending["data"][0]["proration"], true);
    shop.control().advance_time(21 * DAY + 7200);
    let invoice = latest(&shop, &id(&subscription)).await;
    assert_eq!(invoice["total"], preview["total"], "as previewed");
    assert_eq!(
        lines(&invoice),
        [
            (9300, "3 × Work (at $31.00 / month)".to_owned(), false),
            (
                -2100,
                "Unused time on Work after May 14, 2026".to_owned(),
                true
            ),
            (
                6300,
                "Remaining time on 3 × Work after May 14, 2026".to_owned(),
                true
            ),
        ]
    );
    assert_eq!(invoice["status"], "paid");
    let credit =
        &invoice["lines"]["data"][1]["parent"]["invoice_item_details"]["proration_details"];
    let first = credit["credited_items"]["invoice"].as_str().unwrap();
    assert_eq!(
        shop.get(&format!("/v1/invoices/{first}")).await["billing_reason"],
        "subscription_create"
    );
}

#[tokio::test]
async fn always_invoice_bills_at_once_and_none_not_at_all() {
    let shop = Shop::open().await;
    let (subscription, _) = subscribed(&shop, 3100, "").await;
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    let dearer = shop.price(6200, "recurring[interval]=month").await;
    shop.control().advance_time(10 * DAY);
    let form = format!(
        "items[0][id]={}&items[0][price]={dearer}&proration_behavior=always_invoice",
        item(&subscription)
    );
    shop.post(&path, &form).await;
    let invoice = latest(&shop, &id(&subscription)).await;
    assert_eq!(
        (
            &invoice["billing_reason"],
            &invoice["status"],
            &invoice["total"]
        ),
        (&"subscription_update".into(), &"paid".into(), &2100.into())
    );
    // An item more, and away again, without a word on any invoice.
    let added = shop
        .post(
            "/v1/subscription_items",
            &format!(
                "subscription={}&price={dearer}&quantity=2&proration_behavior=none",
                id(&subscription)
            ),
        )
        .await;
    assert_eq!(added["quantity"], 2);
    let listed = shop
        .get(&format!(
            "/v1/subscription_items?subscription={}",
            id(&subscription)
        ))
        .await;
    assert_eq!(listed["data"].as_array().unwrap().len(), 2);
    let gone = shop
        .send(shop.request("DELETE", &format!("/v1/subscription_items/{}", id(&added))))
        .await;
    assert_eq!(
        (gone.status, &gone.body["deleted"]),
        (200, &true.into()),
        "{}",
        gone.body
    );
    assert_eq!(latest(&shop, &id(&subscription)).await["id"], invoice["id"]);
    let last = shop
        .send(shop.request(
            "DELETE",
            &format!("/v1/subscription_items/{}", item(&subscription)),
        ))
        .await;
    assert_eq!(last.status, 400, "a subscription keeps an item");
}

#[tokio::test]
async fn another_rhythm_begins_a_period_of_its_own() {
    let shop = Shop::open().await;
    let (subscription, _) = subscribed(&shop, 3100, "").await;
    let yearly = shop.price(30000, "recurring[interval]=year").await;
    shop.control().advance_time(10 * DAY);
    let now = NOW + 10 * DAY;
    let changed = shop
        .post(
            &format!("/v1/subscriptions/{}", id(&subscription)),
            &format!(
                "items[0][id]={}&items[0][price]={yearly}",
                item(&subscription)
            ),
        )
        .await;
    assert_eq!(changed["billing_cycle_anchor"], now);
    assert_eq!(changed["items"]["data"][0]["current_period_start"], now);
    assert_eq!(
        changed["items"]["data"][0]["current_period_end"],
        now + 365 * DAY
    );
    let invoice = latest(&shop, &id(&subscription)).await;
    assert_eq!(
        (&invoice["total"], &invoice["status"]),
        (&(30000 - 2100).into(), &"paid".into())
    );
}

#[tokio::test]
async fn what_cannot_be_paid_waits_or_is_taken_back() {
    let shop = Shop::open().await;
    let (subscription, _) = subscribed(&shop, 3100, "").await;
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    let failing = "default_payment_method=pm_card_chargeCustomerFail";
    shop.post(&path, failing).await;
    let change = format!(
        "items[0][id]={}&items[0][quantity]=5&proration_behavior=always_invoice",
        item(&subscription)
    );
    let refused = shop
        .refused(
            &path,
            &format!("{change}&payment_behavior=error_if_incomplete"),
        )
        .await;
    assert_eq!(refused.status, 402);
    assert_eq!(shop.get(&path).await["items"]["data"][0]["quantity"], 1);
    let waiting = shop
        .post(
            &path,
            &format!("{change}&payment_behavior=pending_if_incomplete"),
        )
        .await;
    assert_eq!(
        (
            &waiting["status"],
            &waiting["items"]["data"][0]["quantity"],
            &waiting["pending_update"]["subscription_items"][0]["quantity"]
        ),
        (&"active".into(), &1.into(), &5.into())
    );
    let invoice = waiting["latest_invoice"].as_str().unwrap();
    shop.post(
        &format!("/v1/invoices/{invoice}/pay"),
        "payment_method=pm_card_visa",
    )
    .await;
    let applied = shop.get(&path).await;
    assert_eq!(
        (
            &applied["pending_update"],
            &applied["items"]["data"][0]["quantity"]
        ),
        (&Value::Null, &5.into())
    );
    let change = change.replace("=5", "=9");
    shop.post(
        &path,
        &format!("{change}&payment_behavior=pending_if_incomplete"),
    )
    .await;
    shop.control().advance_time(DAY);
    let dropped = shop.get(&format!("{path}?expand[]=latest_invoice")).await;
    assert_eq!(
        (
            &dropped["pending_update"],
            &dropped["items"]["data"][0]["quantity"],
            &dropped["latest_invoice"]["status"]
        ),
        (&Value::Null, &5.into(), &"void".into())
    );
    let told = shop.told().await;
    for kind in ["applied", "expired"] {
        let kind = format!("customer.subscription.pending_update_{kind}");
        assert!(told.contains(&kind), "{kind}");
    }
    shop.post(&path, &change.replace("=9", "=6")).await;
    assert_eq!(shop.get(&path).await["status"], "past_due");
}

#[tokio::test]
async fn trials_warn_end_early_and_ask_for_a_card() {
    let shop = Shop::open().await;
    let price = shop.price(2000, "recurring[interval]=month").await;
    let customer = shop.customer().await;
    let form = format!(
        "customer={customer}&items[0][price]={price}&trial_period_days=10&trial_settings[end_behavior][missing_payment_method]="
    );
    let paused = shop
        .post("/v1/subscriptions", &format!("{form}pause"))
        .await;
    let canceled = shop
        .post("/v1/subscriptions", &format!("{form}cancel"))
        .await;
    let early = shop
        .post("/v1/subscriptions", &format!("{form}pause"))
        .await;
    assert_eq!(
        (&paused["status"], &paused["trial_end"]),
        (&"trialing".into(), &(NOW + 10 * DAY).into())
    );
    let ended = shop
        .post(
            &format!("/v1/subscriptions/{}", id(&early)),
            "trial_end=now",
        )
        .await;
    assert_eq!(
        (&ended["status"], &ended["trial_end"]),
        (&"past_due".into(), &NOW.into())
    );
    let warnings = |told: Vec<String>| {
        told.iter()
            .filter(|t| t.ends_with("trial_will_end"))
            .count()
    };
    shop.control().advance_time(7 * DAY - 1);
    assert_eq!(warnings(shop.told().await), 0);
    shop.control().advance_time(1);
    assert_eq!(warnings(shop.told().await), 2);
    shop.control().advance_time(3 * DAY);
    let path = format!("/v1/subscriptions/{}", id(&paused));
    let rests = shop.get(&path).await;
    assert_eq!(rests["status"], "paused");
    assert_eq!(
        rests["status_details"]["paused"]["subscription"]["type"],
        "trial_end_without_payment_method"
    );
    assert_eq!(
        shop.get(&format!("/v1/subscriptions/{}", id(&canceled)))
            .await["status"],
        "canceled"
    );
    shop.post(
        &format!("/v1/customers/{customer}"),
        "invoice_settings[default_payment_method]=pm_card_visa",
    )
    .await;
    let resumed = shop.post(&format!("{path}/resume"), "").await;
    assert_eq!(
        (&resumed["status"], &resumed["billing_cycle_anchor"]),
        (&"active".into(), &(NOW + 10 * DAY).into())
    );
    assert_eq!(latest(&shop, &id(&paused)).await["status"], "paid");
}

#[tokio::test]
async fn pausing_gives_back_and_resuming_begins_anew() {
    let shop = Shop::open().await;
    let (subscription, _) = subscribed(&shop, 3100, "").await;
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    shop.control().advance_time(10 * DAY);
    let paused = shop
        .post(&format!("{path}/pause"), "invoicing_behavior=invoice")
        .await;
    assert_eq!(paused["status"], "paused");
    let credit = latest(&shop, &id(&subscription)).await;
    assert_eq!(
        (&credit["total"], &credit["ending_balance"]),
        (&(-2100).into(), &(-2100).into())
    );
    assert!(
        shop.told()
            .await
            .contains(&"customer.subscription.paused".to_owned())
    );
    shop.control().advance_time(90 * DAY);
    assert_eq!(
        shop.get(&path).await["latest_invoice"],
        credit["id"],
        "no periods pass"
    );
    let resumed = shop.post(&format!("{path}/resume"), "").await;
    assert_eq!(resumed["status"], "active");
    let invoice = latest(&shop, &id(&subscription)).await;
    assert_eq!(
        (&invoice["total"], &invoice["amount_due"]),
        (&3100.into(), &1000.into())
    );
    assert!(
        shop.told()
            .await
            .contains(&"customer.subscription.resumed".to_owned())
    );
}

#[tokio::test]
async fn collection_rests_while_periods_pass() {
    let shop = Shop::open().await;
    let (subscription, _) = subscribed(&shop, 3100, "").await;
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    let rests = format!(
        "pause_collection[behavior]=void&pause_collection[resumes_at]={}",
        NOW + 40 * DAY
    );
    shop.post(&path, &rests).await;
    shop.control().advance_time(32 * DAY);
    assert_eq!(latest(&shop, &id(&subscription)).await["status"], "void");
    shop.post(&path, "pause_collection[behavior]=keep_as_draft")
        .await;
    shop.control().advance_time(31 * DAY);
    assert_eq!(latest(&shop, &id(&subscription)).await["status"], "draft");
    let resumed = shop.post(&path, "pause_collection=").await;
    assert_eq!(
        (&resumed["pause_collection"], &resumed["status"]),
        (&Value::Null, &"active".into())
    );
    shop.control().advance_time(31 * DAY);
    assert_eq!(latest(&shop, &id(&subscription)).await["status"], "paid");
}

#[tokio::test]
async fn ending_gives_back_what_is_asked_for() {
    let shop = Shop::open().await;
    let (subscription, _) = subscribed(&shop, 3100, "").await;
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    shop.control().advance_time(10 * DAY);
    let preview = shop
        .post(
            "/v1/invoices/create_preview",
            &format!(
                "subscription={}&subscription_details[cancel_now]=true",
                id(&subscription)
            ),
        )
        .await;
    assert_eq!(preview["total"], -2100);
    let ended = shop
        .send(
            shop.request("DELETE", &path)
                .body("prorate=true&invoice_now=true&cancellation_details[feedback]=unused"),
        )
        .await
        .body;
    assert_eq!(
        (&ended["status"], &ended["cancellation_details"]["feedback"]),
        (&"canceled".into(), &"unused".into())
    );
    let last = latest(&shop, &id(&subscription)).await;
    assert_eq!(
        (&last["total"], &last["status"]),
        (&(-2100).into(), &"paid".into())
    );
    let (other, _) = subscribed(&shop, 3100, "").await;
    let path = format!("/v1/subscriptions/{}", id(&other));
    let set = shop
        .post(&path, &format!("cancel_at={}", NOW + 15 * DAY))
        .await;
    assert_eq!(
        (&set["status"], &set["cancel_at_period_end"]),
        (&"active".into(), &false.into())
    );
    shop.control().advance_time(5 * DAY);
    assert_eq!(shop.get(&path).await["status"], "canceled");
    let last = latest(&shop, &id(&other)).await;
    assert_eq!(last["total"], -2600, "26 of 31 days");
}

#[tokio::test]
async fn discounts_count_in_prorations_once_and_for_as_long_as_they_last() {
    let shop = Shop::open().await;
    let once = id(&shop
        .post("/v1/coupons", "percent_off=50&duration=once")
        .await);
    let (subscription, _) = subscribed(&shop, 3100, &format!("discounts[0][coupon]={once}")).await;
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    assert_eq!(latest(&shop, &id(&subscription)).await["total"], 1550);
    shop.control().advance_time(10 * DAY);
    let form = format!(
        "items[0][id]={}&items[0][quantity]=2&proration_behavior=always_invoice",
        item(&subscription)
    );
    shop.post(&path, &form).await;
    let invoice = latest(&shop, &id(&subscription)).await;
    assert_eq!(
        invoice["total"],
        2 * 2100 - 1050,
        "half was paid, half is given back, the rest is in full"
    );
    let again = id(&shop
        .post("/v1/coupons", "percent_off=10&duration=once")
        .await);
    shop.post(&path, &format!("discounts[0][coupon]={again}"))
        .await;
    shop.control().advance_time(22 * DAY);
    assert_eq!(
        latest(&shop, &id(&subscription)).await["total"],
        5580,
        "the next invoice has it"
    );
    shop.control().advance_time(31 * DAY);
    assert_eq!(
        latest(&shop, &id(&subscription)).await["total"],
        6200,
        "and no other"
    );
}
