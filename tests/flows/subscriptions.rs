//! Subscriptions while they run: changed with what it comes to shown first, on
//! hold, ended, kept; what lost answers and second presses make of that.

use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, made};
use commands::view::Code;
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// A running subscription of one item at 90.00 a month, paid by invoice.
async fn subscription(shop: &Shop) -> String {
    accepted(shop, |draft| {
        draft["lines"] = json!([line("a", "Care plan", "3", "30.00", Some("month"))])
    })
    .await
}

async fn accepted(shop: &Shop, fill: impl FnOnce(&mut Value)) -> String {
    let mut draft = draft_for(shop, "Halden Bicycle Works").await;
    fill(&mut draft);
    let id = finalized(shop, &draft).await;
    let outcome = shop
        .call("quotes.accept", json!({ "id": id, "note": null }))
        .await;
    made(&outcome, "subscription")
}

async fn sheet(shop: &Shop, id: &str) -> Value {
    shop.call(
        "subscriptions.show",
        json!({ "noun": "subscription", "id": id }),
    )
    .await
}

async fn done(shop: &Shop, name: &str, request: Value) {
    let outcome = shop.call(name, request).await;
    assert_eq!(outcome["state"], "done", "{name}: {outcome}");
}

fn change(sheet: &Value, quantity: i64, proration: &str) -> Value {
    json!({
        "id": sheet["row"]["id"],
        "items": [{ "item": sheet["parts"][0]["item"], "price": null, "quantity": quantity, "remove": false }],
        "proration": proration,
        "prorated_at": null,
    })
}

fn allowed(sheet: &Value) -> Vec<&str> {
    let actions = sheet["actions"].as_array().expect("actions");
    let allowed = actions.iter().filter(|action| action["allowed"] == true);
    allowed
        .filter_map(|action| action["verb"].as_str())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_invoice_is_told_to_the_cent() {
    let shop = Shop::open(Seed::Empty).await;
    let id = accepted(&shop, |draft| {
        draft["lines"] = json!([line("a", "Care plan", "1", "129.00", Some("month"))]);
        draft["tax"] = crate::write::vat("6.25", false);
    })
    .await;
    let upcoming = shop
        .call("subscriptions.upcoming", json!({ "id": id }))
        .await;
    assert_eq!(upcoming["due"]["minor"], 13_706, "{upcoming}");
    assert_eq!(upcoming["totals"]["taxes"][0]["amount"]["minor"], 806);
    let sheet = sheet(&shop, &id).await;
    assert_eq!(upcoming["at"], sheet["period_end"], "when the period ends");

    done(
        &shop,
        "subscriptions.cancel",
        json!({ "id": id, "now": true, "credit": false, "invoice": false }),
    )
    .await;
    let nothing = shop
        .call("subscriptions.upcoming", json!({ "id": id }))
        .await;
    assert_eq!(nothing, Value::Null, "what has ended bills nothing more");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_bills_what_was_shown_before() {
    let shop = Shop::open(Seed::Empty).await;
    let id = subscription(&shop).await;
    shop.stripe().advance_time(10 * DAY);
    let before = sheet(&shop, &id).await;
    for (quantity, proration, at_once) in [
        (5, "always_invoice", true),
        (4, "create_prorations", false),
        (6, "none", false),
    ] {
        let mut asked = change(&before, quantity, proration);
        let preview = shop.call("subscriptions.preview", asked.clone()).await;
        assert_eq!(preview["at_once"], at_once, "{preview}");
        asked["prorated_at"] = preview["prorated_at"].clone();
        // Time passes between looking and pressing; what was shown is what counts.
        shop.stripe().advance_time(3_600);
        done(&shop, "subscriptions.change", asked).await;
        let after = sheet(&shop, &id).await;
        assert_eq!(after["parts"][0]["quantity"], quantity);
        assert_eq!(
            shop.stripe_says(&format!("/v1/subscriptions/{id}")).await["items"]["data"][0]["quantity"],
            quantity
        );
        if at_once {
            let latest = shop
                .stripe_says(&format!("/v1/subscriptions/{id}?expand[]=latest_invoice"))
                .await;
            assert_eq!(
                latest["latest_invoice"]["total"], preview["invoice"]["totals"]["total"]["minor"],
                "{latest}"
            );
            // It is here along with the answer: nothing was read since.
            let invoice = latest["latest_invoice"]["id"].as_str().expect("an id");
            let link = after["links"].as_array().expect("links").iter();
            let link = link.filter(|link| link["relation"] == "invoice");
            let labels: Vec<_> = link.map(|link| (&link["id"], &link["label"])).collect();
            let number = &latest["latest_invoice"]["number"];
            assert_eq!(labels, [(&json!(invoice), number)]);
            let listed = after["invoices"].as_array().expect("invoices");
            assert!(
                listed.iter().any(|row| row["id"] == invoice),
                "{listed:?} without {invoice}"
            );
        } else {
            let next = shop
                .call("subscriptions.upcoming", json!({ "id": id }))
                .await;
            assert_eq!(
                next["totals"]["total"], preview["invoice"]["totals"]["total"],
                "{proration}: {next}"
            );
        }
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn items_are_added_exchanged_and_taken_out() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    let id = subscription(&shop).await;
    let prices = shop
        .call(
            "prices.pick",
            json!({ "text": "hosting", "currency": "usd" }),
        )
        .await;
    let monthly = prices
        .as_array()
        .expect("prices")
        .iter()
        .find(|price| price["currency"] == "usd" && price["per"]["interval"] == "month");
    let price = monthly.expect("a monthly price in dollars")["id"].clone();
    let before = sheet(&shop, &id).await;
    let item = before["parts"][0]["item"].clone();
    let items = json!([
        { "item": null, "price": price, "quantity": 2, "remove": false },
    ]);
    done(
        &shop,
        "subscriptions.change",
        json!({ "id": id, "items": items, "proration": "none", "prorated_at": null }),
    )
    .await;
    let added = sheet(&shop, &id).await;
    assert_eq!(added["parts"].as_array().map(Vec::len), Some(2), "{added}");

    let items = json!([{ "item": item, "price": null, "quantity": null, "remove": true }]);
    done(
        &shop,
        "subscriptions.change",
        json!({ "id": id, "items": items, "proration": "none", "prorated_at": null }),
    )
    .await;
    let left = sheet(&shop, &id).await;
    assert_eq!(left["parts"][0]["price"], price, "{left}");
    assert_eq!(left["parts"][0]["quantity"], 2);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_hold_it_bills_nothing_and_resumed_it_does_again() {
    let shop = Shop::open(Seed::Empty).await;
    let id = subscription(&shop).await;
    assert_eq!(
        allowed(&sheet(&shop, &id).await),
        ["change", "pause", "cancel_at_end", "cancel"]
    );
    done(
        &shop,
        "subscriptions.pause",
        json!({ "id": id, "invoices": "void", "until": null }),
    )
    .await;
    let held = sheet(&shop, &id).await;
    assert_eq!(held["row"]["state"]["code"], "paused");
    assert_eq!(held["hold"], json!({ "invoices": "void", "until": null }));
    assert_eq!(
        allowed(&held),
        ["resume", "change", "cancel_at_end", "cancel"]
    );
    let stripe = shop.stripe_says(&format!("/v1/subscriptions/{id}")).await;
    assert_eq!(stripe["pause_collection"]["behavior"], "void");
    let again = shop
        .refused("subscriptions.pause", json!({ "id": id }))
        .await;
    assert_eq!(again.code, Code::NotAllowed, "{again:?}");

    let running = shop
        .call(
            "records.list",
            json!({ "noun": "subscription", "tab": "active", "cursor": null, "limit": 10 }),
        )
        .await;
    assert_eq!(
        running["total"], 1,
        "what is on hold is still a running subscription"
    );

    done(&shop, "subscriptions.resume", json!({ "id": id })).await;
    let resumed = sheet(&shop, &id).await;
    assert_eq!(resumed["row"]["state"]["code"], "active");
    assert_eq!(resumed["hold"], Value::Null);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_ends_on_a_day_that_lies_ahead() {
    let shop = Shop::open(Seed::Empty).await;
    let id = subscription(&shop).await;
    for day in ["2020-01-01", "tomorrow", "2026-13-40"] {
        let problem = shop
            .refused(
                "subscriptions.pause",
                json!({ "id": id, "invoices": "void", "until": day }),
            )
            .await;
        assert_eq!(problem.code, Code::InvalidInput, "{day}: {problem:?}");
        assert_eq!(problem.fields[0].path, "until");
    }
    done(
        &shop,
        "subscriptions.pause",
        json!({ "id": id, "invoices": "keep_as_draft", "until": "2099-01-01" }),
    )
    .await;
    let held = sheet(&shop, &id).await;
    assert_eq!(held["hold"]["until"], held["row"]["state"]["at"], "{held}");
    assert!(held["hold"]["until"].is_i64());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_is_set_taken_back_and_made() {
    let shop = Shop::open(Seed::Empty).await;
    let id = subscription(&shop).await;
    let at_end = json!({ "id": id, "now": false, "credit": false, "invoice": false });
    done(&shop, "subscriptions.cancel", at_end.clone()).await;
    let ending = sheet(&shop, &id).await;
    assert_eq!(ending["row"]["state"]["code"], "ending");
    assert_eq!(ending["next"], Value::Null, "no further invoice");
    assert_eq!(allowed(&ending)[0], "keep");
    assert_eq!(
        shop.refused("subscriptions.cancel", at_end).await.code,
        Code::NotAllowed
    );

    done(&shop, "subscriptions.keep", json!({ "id": id })).await;
    assert_eq!(sheet(&shop, &id).await["row"]["state"]["code"], "active");

    shop.stripe().advance_time(15 * DAY);
    let now = json!({ "id": id, "now": true, "credit": true, "invoice": true });
    let gives = shop.call("subscriptions.preview_end", now.clone()).await;
    let back = gives["totals"]["total"]["minor"]
        .as_i64()
        .expect("an amount");
    assert!(
        (-4_700..=-4_300).contains(&back),
        "about half of 90.00 comes back: {gives}"
    );
    done(&shop, "subscriptions.cancel", now.clone()).await;
    let ended = sheet(&shop, &id).await;
    assert_eq!(ended["row"]["state"]["code"], "canceled");
    assert!(allowed(&ended).is_empty());
    let stripe = shop
        .stripe_says(&format!("/v1/subscriptions/{id}?expand[]=latest_invoice"))
        .await;
    assert_eq!(stripe["latest_invoice"]["total"], back, "{stripe}");
    let twice = shop.refused("subscriptions.cancel", now).await;
    assert_eq!(twice.code, Code::NotAllowed, "{twice:?}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_ends_when_the_owner_says_so() {
    let shop = Shop::open(Seed::Empty).await;
    let id = accepted(&shop, |draft| {
        draft["lines"] = json!([line("a", "Care plan", "1", "30.00", Some("month"))]);
        draft["trial_days"] = json!(14);
    })
    .await;
    assert_eq!(sheet(&shop, &id).await["row"]["state"]["code"], "trialing");
    done(&shop, "subscriptions.end_trial", json!({ "id": id })).await;
    let over = sheet(&shop, &id).await;
    assert_eq!(over["row"]["state"]["code"], "active", "{over}");
    let refused = shop
        .refused("subscriptions.end_trial", json!({ "id": id }))
        .await;
    assert_eq!(refused.code, Code::NotAllowed);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_is_taken_back_or_lets_its_subscription_go() {
    let shop = Shop::open(Seed::Empty).await;
    let scheduled = async || {
        let mut draft = draft_for(&shop, "Fennimore Books").await;
        draft["lines"] = json!([line("a", "Care plan", "1", "30.00", Some("month"))]);
        draft["starts_on"] = json!("2099-01-01");
        let id = finalized(&shop, &draft).await;
        made(
            &shop
                .call("quotes.accept", json!({ "id": id, "note": null }))
                .await,
            "subscription_schedule",
        )
    };
    for (command, state) in [
        ("schedules.cancel", "canceled"),
        ("schedules.release", "released"),
    ] {
        let id = scheduled().await;
        let ask = json!({ "noun": "subscription_schedule", "id": id });
        let before = shop.call("subscriptions.show", ask.clone()).await;
        assert_eq!(
            before["phases"].as_array().map(Vec::len),
            Some(1),
            "{before}"
        );
        done(&shop, command, json!({ "id": id })).await;
        let after = shop.call("subscriptions.show", ask).await;
        assert_eq!(after["row"]["state"]["code"], state, "{command}");
        assert!(allowed(&after).is_empty());
        assert_eq!(
            shop.refused(command, json!({ "id": id })).await.code,
            Code::NotAllowed
        );
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_changes_are_told_before_anything_is_sent() {
    let shop = Shop::open(Seed::Empty).await;
    let id = subscription(&shop).await;
    let good = sheet(&shop, &id).await;
    let item = &good["parts"][0]["item"];
    for (items, path) in [
        (json!([]), None),
        (
            json!([{ "item": item, "price": null, "quantity": 0, "remove": false }]),
            Some("items[0].quantity"),
        ),
        (
            json!([{ "item": item, "price": null, "quantity": -2, "remove": false }]),
            Some("items[0].quantity"),
        ),
        (
            json!([{ "item": null, "price": null, "quantity": 1, "remove": false }]),
            Some("items[0].price"),
        ),
    ] {
        let asked = json!({ "id": id, "items": items, "proration": "none", "prorated_at": null });
        for command in ["subscriptions.preview", "subscriptions.change"] {
            let problem = shop.refused(command, asked.clone()).await;
            assert_eq!(problem.code, Code::InvalidInput, "{asked}: {problem:?}");
            assert_eq!(
                problem.fields.first().map(|field| field.path.as_str()),
                path
            );
        }
    }
    let outbox = shop.call("outbox.list", json!({})).await;
    let changes = outbox
        .as_array()
        .expect("intents")
        .iter()
        .filter(|item| item["verb"] == "change");
    assert_eq!(changes.count(), 0, "nothing was even intended");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_changes_nothing_twice() {
    let shop = Shop::open(Seed::Empty).await;
    for fault in [Fault::AnswerLost, Fault::ServerErrorAfter] {
        let id = subscription(&shop).await;
        shop.stripe().advance_time(10 * DAY);
        let before = sheet(&shop, &id).await;
        shop.stripe().fail_next(1, fault);
        done_in_the_end(&shop, change(&before, 5, "always_invoice")).await;
        let invoices = shop
            .stripe_says(&format!("/v1/invoices?subscription={id}"))
            .await;
        let made = invoices["data"].as_array().expect("invoices");
        assert_eq!(
            made.len(),
            2,
            "the first invoice and one for the change: {invoices}"
        );
    }
    shop.close().await;
}

async fn done_in_the_end(shop: &Shop, asked: Value) {
    let outcome = shop.call("subscriptions.change", asked).await;
    let intent = outcome["intent"].clone();
    shop.until("the change is settled", async || {
        shop.call("outbox.retry", json!({ "id": intent })).await["state"] == "done"
            || shop
                .call("outbox.list", json!({}))
                .await
                .as_array()
                .is_some_and(|all| {
                    all.iter()
                        .any(|item| item["id"] == intent && item["state"] == "done")
                })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_card_that_pays_is_kept_for_the_renewals() {
    let shop = Shop::open(Seed::Empty).await;
    let id = accepted(&shop, |draft| {
        draft["lines"] = json!([line("a", "Care plan", "1", "30.00", Some("month"))]);
        draft["collection"] = json!("charge_automatically");
        draft["days_until_due"] = Value::Null;
    })
    .await;
    shop.until("the card that pays is to be kept", async || {
        let subscription = shop.stripe_says(&format!("/v1/subscriptions/{id}")).await;
        subscription["payment_settings"]["save_default_payment_method"] == "on_subscription"
    })
    .await;
    let by_invoice = subscription(&shop).await;
    let left = shop
        .stripe_says(&format!("/v1/subscriptions/{by_invoice}"))
        .await;
    assert_ne!(
        left["payment_settings"]["save_default_payment_method"],
        "on_subscription"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_card_is_chosen_for_it() {
    let shop = Shop::open(Seed::Empty).await;
    let id = accepted(&shop, |draft| {
        draft["lines"] = json!([line("a", "Care plan", "1", "30.00", Some("month"))]);
        draft["collection"] = json!("charge_automatically");
        draft["days_until_due"] = Value::Null;
    })
    .await;
    let customer = sheet(&shop, &id).await["customer"]["id"].clone();
    let attached = shop
        .call(
            "cards.attach",
            json!({ "customer": customer, "card": "pm_card_mastercard" }),
        )
        .await;
    assert_eq!(attached["state"], "done", "{attached}");
    let cards = shop.call("cards.list", json!({ "id": customer })).await;
    let card = cards[0]["id"].clone();
    done(
        &shop,
        "subscriptions.use_card",
        json!({ "id": id, "card": card }),
    )
    .await;
    assert_eq!(sheet(&shop, &id).await["card"], card);
    let stripe = shop.stripe_says(&format!("/v1/subscriptions/{id}")).await;
    assert_eq!(stripe["default_payment_method"], card);
    shop.close().await;
}
