//! What Stripe refuses, and what was already done: each is told with what to do, and nothing
//! happens twice.

use crate::once::{count, insist, open_quote};
use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, made};
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

/// A problem says what happened and what to do.
fn advises(problem: &Value) {
    assert!(
        problem["message"]
            .as_str()
            .is_some_and(|text| text.ends_with(['.', ')'])),
        "a sentence: {problem}"
    );
    assert!(
        problem["hint"]
            .as_str()
            .is_some_and(|text| text.ends_with('.')),
        "and what to do: {problem}"
    );
}

/// A one-time quote, finalized.
async fn one_time_quote(shop: &Shop) -> String {
    let mut draft = draft_for(shop, "Okafor & Daughters Catering").await;
    draft["lines"] = json!([line("a", "Menu cards", "250", "5.00", None)]);
    finalized(shop, &draft).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_and_failure_is_explained_and_then_done_once() {
    // What goes wrong, what becomes of the click, and which problem is told.
    let table = [
        (Fault::KeyExpired, "refused", "key_refused"),
        (Fault::CardDeclined, "refused", "card_refused"),
        (Fault::Forbidden, "refused", "permission_missing"),
        (Fault::LockTimeout, "queued", "rate_limited"),
        (Fault::RateLimited, "queued", "rate_limited"),
        (Fault::ServerError, "queued", "stripe_failed"),
        (Fault::Unavailable, "queued", "stripe_failed"),
        (Fault::ConnectionDropped, "queued", "unreachable"),
        (Fault::AnswerLost, "queued", "unreachable"),
    ];
    let shop = Shop::open(Seed::Empty).await;
    for (n, (fault, state, code)) in table.into_iter().enumerate() {
        let id = open_quote(&shop).await;
        shop.stripe()
            .fail_next_matching("POST", "/accept", 3, fault);
        let outcome = shop
            .call("quotes.accept", json!({ "id": id, "note": null }))
            .await;
        assert_eq!(
            (
                outcome["state"].as_str(),
                outcome["problem"]["code"].as_str()
            ),
            (Some(state), Some(code)),
            "{fault:?}: {outcome}"
        );
        advises(&outcome["problem"]);
        shop.stripe().clear_faults();
        let outcome = if state == "refused" {
            let sheet = shop.call("quotes.show", json!({ "id": id })).await;
            assert_eq!(
                sheet["problem"]["code"], code,
                "{fault:?}: the record says so until it is mended"
            );
            shop.call("outbox.retry", json!({ "id": outcome["intent"] }))
                .await
        } else {
            insist(&shop, outcome).await
        };
        assert_eq!(outcome["state"], "done", "{fault:?}: {outcome}");
        assert_eq!(
            count(&shop, "/v1/subscriptions?limit=100").await,
            n + 1,
            "{fault:?}"
        );
        assert_eq!(
            count(&shop, "/v1/invoices?limit=100").await,
            n + 1,
            "{fault:?}"
        );
        let sheet = shop.call("quotes.show", json!({ "id": id })).await;
        assert_eq!(
            (&sheet["row"]["state"]["code"], &sheet["problem"]),
            (&json!("accepted"), &Value::Null),
            "{fault:?}"
        );
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_is_not_accepted_and_the_reason_is_given() {
    let shop = Shop::open(Seed::Empty).await;

    let mut draft = draft_for(&shop, "Marisol Vega").await;
    draft["lines"] = json!([line("a", "Retouching", "1", "80", None)]);
    shop.call("drafts.put", draft.clone()).await;
    let outcome = shop.call("quotes.save", json!({ "id": draft["id"] })).await;
    let saved = outcome["subject"]["id"]
        .as_str()
        .expect("the draft quote")
        .to_owned();

    let canceled = one_time_quote(&shop).await;
    assert_eq!(
        shop.call("quotes.cancel", json!({ "id": canceled })).await["state"],
        "done"
    );
    let expired = one_time_quote(&shop).await;
    shop.stripe().advance_time(32 * 86_400);

    let accepts = |shop: &Shop| {
        shop.stripe()
            .requests()
            .iter()
            .filter(|line| line.ends_with("/accept"))
            .count()
    };
    for (id, says) in [
        (saved, "still a draft"),
        (canceled, "canceled"),
        (expired, "expired on"),
    ] {
        let problem = shop
            .refused("quotes.accept", json!({ "id": id, "note": null }))
            .await;
        assert_eq!(
            problem.code,
            commands::view::Code::NotAllowed,
            "{says}: {problem:?}"
        );
        assert!(
            problem.message.contains(says),
            "{problem:?} should say “{says}”"
        );
        assert!(problem.hint.is_some(), "{problem:?}");
    }
    let problem = shop
        .refused("quotes.accept", json!({ "id": "qt_nobody", "note": null }))
        .await;
    assert_eq!(problem.code, commands::view::Code::NotFound);
    assert_eq!(
        accepts(&shop),
        0,
        "Stripe is not bothered with what cannot be"
    );
    assert_eq!(count(&shop, "/v1/invoices?limit=100").await, 0);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_computer_did_meanwhile_is_found_out() {
    let shop = Shop::open(Seed::Empty).await;

    let accepted = one_time_quote(&shop).await;
    shop.behind_our_back("POST", &format!("/v1/quotes/{accepted}/accept"), "")
        .await;
    let outcome = shop
        .call("quotes.accept", json!({ "id": accepted, "note": null }))
        .await;
    assert_eq!(
        outcome["state"], "done",
        "it is accepted, which is what was wanted: {outcome}"
    );
    assert_eq!(count(&shop, "/v1/invoices?limit=100").await, 1, "once");
    let invoice = made(&outcome, "invoice");

    let canceled = one_time_quote(&shop).await;
    shop.behind_our_back("POST", &format!("/v1/quotes/{canceled}/cancel"), "")
        .await;
    let outcome = shop
        .call("quotes.accept", json!({ "id": canceled, "note": null }))
        .await;
    assert_eq!(
        (&outcome["state"], &outcome["problem"]["code"]),
        (&json!("refused"), &json!("stripe_refused")),
        "{outcome}"
    );
    advises(&outcome["problem"]);
    shop.call("outbox.dismiss", json!({ "id": outcome["intent"] }))
        .await;
    shop.call(
        "records.refresh",
        json!({ "noun": "quote", "id": canceled }),
    )
    .await;
    let sheet = shop.call("quotes.show", json!({ "id": canceled })).await;
    assert_eq!(
        (&sheet["row"]["state"]["code"], &sheet["problem"]),
        (&json!("canceled"), &Value::Null),
        "put away, and read again"
    );

    let deleted = shop
        .behind_our_back("DELETE", &format!("/v1/invoices/{invoice}"), "")
        .await;
    assert_eq!(deleted["deleted"], true);
    let outcome = shop
        .call("invoices.finalize", json!({ "id": invoice }))
        .await;
    assert_eq!(
        (&outcome["state"], &outcome["problem"]["code"]),
        (&json!("refused"), &json!("not_found")),
        "{outcome}"
    );
    advises(&outcome["problem"]);
    shop.call("sync.run", json!({ "full": false })).await;
    let problem = shop
        .refused("invoices.show", json!({ "id": invoice }))
        .await;
    assert_eq!(
        problem.code,
        commands::view::Code::NotFound,
        "a sync tells that it is gone"
    );

    // Deleting what is gone already is what was wanted.
    let quote = one_time_quote(&shop).await;
    let invoice = made(
        &shop
            .call("quotes.accept", json!({ "id": quote, "note": null }))
            .await,
        "invoice",
    );
    shop.behind_our_back("DELETE", &format!("/v1/invoices/{invoice}"), "")
        .await;
    let outcome = shop.call("invoices.delete", json!({ "id": invoice })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    shop.refused("invoices.show", json!({ "id": invoice }))
        .await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_lacks_quotes_is_explained_and_tried_again() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Okafor & Daughters Catering").await;
    draft["lines"] = json!([line("a", "Menu cards", "250", "5.00", None)]);
    shop.call("drafts.put", draft.clone()).await;
    shop.stripe().require_invoicing_plus(true);
    let outcome = shop
        .call("quotes.finalize", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(
        (&outcome["state"], &outcome["problem"]["code"]),
        (&json!("refused"), &json!("plan_required")),
        "{outcome}"
    );
    assert!(
        outcome["problem"]["hint"]
            .as_str()
            .is_some_and(|hint| hint.contains("Invoicing Plus")),
        "{outcome}"
    );
    shop.stripe().require_invoicing_plus(false);
    let outcome = shop
        .call("outbox.retry", json!({ "id": outcome["intent"] }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    for path in ["/v1/customers", "/v1/products", "/v1/quotes"] {
        assert_eq!(
            count(&shop, &format!("{path}?limit=100")).await,
            1,
            "{path}: what was made before the refusal is used"
        );
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_is_mended_after_a_refusal_uses_what_was_made_before_it() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Halden Bicycle Works").await;
    draft["lines"] = json!([line("a", "Workshop sign", "1", "640", None)]);
    shop.call("drafts.put", draft.clone()).await;
    shop.stripe()
        .fail_next_matching("POST", "/v1/quotes", 1, Fault::CardDeclined);
    let outcome = shop
        .call("quotes.finalize", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(outcome["state"], "refused", "{outcome}");
    let sheet = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "draft", "id": draft["id"] } }),
        )
        .await;
    assert_eq!(
        sheet["problem"]["code"], "card_refused",
        "the draft says what was wrong"
    );

    draft["header"] = json!("Sign for the workshop");
    finalized(&shop, &draft).await;
    for path in ["/v1/customers", "/v1/products", "/v1/quotes"] {
        assert_eq!(
            count(&shop, &format!("{path}?limit=100")).await,
            1,
            "{path}"
        );
    }
    assert_eq!(
        shop.stripe_says("/v1/quotes?limit=1").await["data"][0]["header"],
        "Sign for the workshop"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_was_refused_is_kept_once_however_often_it_is_tried() {
    let shop = Shop::open(Seed::Empty).await;
    let fields = json!({ "name": "Ana Lima", "email": "ana@lima.example" });
    let put = json!({ "id": null, "fields": fields });
    let states = async || -> Vec<String> {
        let all = shop.call("outbox.list", json!({})).await;
        let all = all.as_array().expect("a list").iter();
        all.map(|item| item["state"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    for expect in [vec!["refused"], vec!["refused", "dismissed"]] {
        shop.stripe()
            .fail_next_matching("POST", "/customers", 1, Fault::KeyExpired);
        let outcome = shop.call("customers.put", put.clone()).await;
        assert_eq!(outcome["state"], "refused", "{outcome}");
        assert_eq!(states().await, expect);
    }
    let outcome = shop.call("customers.put", put).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    assert_eq!(states().await, ["done", "dismissed", "dismissed"]);
    shop.close().await;
}
