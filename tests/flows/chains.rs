//! The network drops, or Stripe fails, in the middle of each request of the chain that makes a
//! draft a finalized quote. In the end everything exists exactly once, and the figures are right.

use crate::once::{count, insist};
use crate::shop::Shop;
use crate::write::{discount, draft_for, line, vat};
use futures_util::future::join_all;
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

/// The requests of the chain, by a part of their path.
const STEPS: [&str; 6] = [
    "/v1/customers",
    "/v1/products",
    "/v1/coupons",
    "/v1/tax_rates",
    "/v1/quotes",
    "/finalize",
];
/// What each chain creates, once.
const CREATED: [&str; 5] = [
    "/v1/customers",
    "/v1/products",
    "/v1/coupons",
    "/v1/tax_rates",
    "/v1/quotes",
];

/// A draft whose saving creates one of everything.
async fn everything_new(shop: &Shop) -> Value {
    let mut draft = draft_for(shop, "Halden Bicycle Works").await;
    draft["lines"] = json!([line("a", "Care plan", "3", "149.95", Some("month"))]);
    draft["discounts"] = json!([discount("Returning customer", Some("12.5"), None, "once")]);
    draft["tax"] = vat("19", false);
    draft
}

/// Every step of a chain meets `fault` so many times, one chain a step.
async fn check(fault: Fault, times: usize) {
    let shop = Shop::open(Seed::Empty).await;
    for (n, step) in STEPS.iter().enumerate() {
        let draft = everything_new(&shop).await;
        let figures = shop.call("drafts.put", draft.clone()).await["figures"].clone();
        shop.stripe().fail_next_matching("POST", step, times, fault);
        let outcome = shop
            .call("quotes.finalize", json!({ "id": draft["id"] }))
            .await;
        let outcome = insist(&shop, outcome).await;
        let at = format!("{fault:?} × {times} at {step}");
        assert_eq!(outcome["state"], "done", "{at}: {outcome}");
        for path in CREATED {
            assert_eq!(
                count(&shop, &format!("{path}?limit=100")).await,
                n + 1,
                "{at}: {path}"
            );
        }
        let quote = shop
            .call("quotes.show", json!({ "id": outcome["subject"]["id"] }))
            .await;
        assert_eq!(quote["row"]["state"]["code"], "open", "{at}");
        assert_eq!(
            quote["upfront"]["total"], figures["upfront"]["total"],
            "{at}"
        );
        assert_eq!(
            quote["recurring"]["totals"]["total"], figures["recurring"]["totals"]["total"],
            "{at}"
        );
        let drafts = shop
            .call(
                "records.list",
                json!({ "noun": "quote", "tab": "draft", "cursor": null, "limit": 9 }),
            )
            .await;
        assert_eq!(drafts["total"], 0, "{at}: the draft is a quote now");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_anywhere_in_the_chain_makes_nothing_twice() {
    join_all([check(Fault::AnswerLost, 1), check(Fault::AnswerLost, 4)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_connection_anywhere_in_the_chain_makes_nothing_twice() {
    join_all([
        check(Fault::ConnectionDropped, 1),
        check(Fault::ConnectionDropped, 4),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_failure_anywhere_in_the_chain_makes_nothing_twice() {
    join_all([check(Fault::ServerError, 1), check(Fault::ServerError, 3)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_stripe_anywhere_in_the_chain_makes_nothing_twice() {
    join_all([
        check(Fault::Unavailable, 4),
        check(Fault::LockTimeout, 4),
        check(Fault::RateLimited, 4),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_older_than_a_day_is_settled_by_looking() {
    let shop = Shop::open(Seed::Empty).await;
    for (n, step) in STEPS.iter().enumerate() {
        for (fault, sent_again) in [(Fault::AnswerLost, false), (Fault::ConnectionDropped, true)] {
            let draft = everything_new(&shop).await;
            shop.call("drafts.put", draft.clone()).await;
            // As often as the client tries by itself.
            shop.stripe().fail_next_matching("POST", step, 3, fault);
            let outcome = shop
                .call("quotes.finalize", json!({ "id": draft["id"] }))
                .await;
            let at = format!("{fault:?} at {step}");
            assert_eq!(outcome["state"], "queued", "{at}: {outcome}");
            let tried = posts(&shop, step);
            shop.stripe().advance_time(24 * 3_600);
            let outcome = insist(&shop, outcome).await;
            assert_eq!(outcome["state"], "done", "{at}: {outcome}");
            let quotes = 2 * n + usize::from(sent_again) + 1;
            for path in CREATED {
                assert_eq!(
                    count(&shop, &format!("{path}?limit=100")).await,
                    quotes,
                    "{at}: {path}"
                );
            }
            // The requests of the steps after the quote's creation hold its path as well.
            if *step != "/v1/quotes" {
                assert_eq!(
                    posts(&shop, step) - tried,
                    usize::from(sent_again),
                    "{at}: only what did not happen is sent again"
                );
            }
        }
    }
    shop.close().await;
}

/// How many writes to this path have come in.
fn posts(shop: &Shop, path: &str) -> usize {
    shop.stripe()
        .requests()
        .iter()
        .filter(|line| line.starts_with("POST") && line.contains(path))
        .count()
}
