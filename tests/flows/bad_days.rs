//! Twice, late and meanwhile: the button pressed twice, and a draft that is written on while it
//! is being saved.

use crate::once::{count, open_quote};
use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, made};
use sandbox::{Fault, Seed};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn each_button_pressed_twice_acts_once() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Brightwater Dental").await;
    draft["lines"] = json!([line("a", "Brochure", "400", "1.20", None)]);
    shop.call("drafts.put", draft.clone()).await;

    let twice = async |name: &str, request: serde_json::Value| {
        let (first, second) = tokio::join!(
            shop.call(name, request.clone()),
            shop.call(name, request.clone())
        );
        assert_eq!(
            (&first["state"], &second["state"]),
            (&json!("done"), &json!("done")),
            "{name}: {first} {second}"
        );
        assert_eq!(
            first["intent"], second["intent"],
            "{name}: the second press waits for the first one's intent"
        );
        first
    };
    let outcome = twice("quotes.finalize", json!({ "id": draft["id"] })).await;
    assert_eq!(count(&shop, "/v1/quotes?limit=100").await, 1);
    assert_eq!(count(&shop, "/v1/customers?limit=100").await, 1);

    let quote = outcome["subject"]["id"]
        .as_str()
        .expect("the quote")
        .to_owned();
    let invoice = made(
        &twice("quotes.accept", json!({ "id": quote, "note": null })).await,
        "invoice",
    );
    let again = shop
        .refused("quotes.finalize", json!({ "id": quote }))
        .await;
    assert_eq!(again.code, commands::view::Code::NotAllowed, "{again:?}");
    twice("invoices.finalize", json!({ "id": invoice })).await;
    twice("invoices.pay_out_of_band", json!({ "id": invoice })).await;
    assert_eq!(count(&shop, "/v1/invoices?limit=100").await, 1);

    let other = finalized_invoice(&shop).await;
    twice("invoices.void", json!({ "id": other })).await;
    let third = shop.refused("invoices.void", json!({ "id": other })).await;
    assert!(third.message.contains("void"), "{third:?}");

    let quote = open_quote(&shop).await;
    twice("quotes.cancel", json!({ "id": quote })).await;
    for verb in ["/finalize", "/accept", "/pay", "/void", "/cancel"] {
        let lines = shop.stripe().requests();
        let paths: Vec<&String> = lines
            .iter()
            .filter(|line| line.starts_with("POST") && line.ends_with(verb))
            .collect();
        let mut once = paths.clone();
        once.sort();
        once.dedup();
        assert_eq!(
            paths.len(),
            once.len(),
            "{verb}: no request was sent twice: {paths:?}"
        );
    }
    shop.close().await;
}

async fn finalized_invoice(shop: &Shop) -> String {
    let mut draft = draft_for(shop, "Okafor & Daughters Catering").await;
    draft["lines"] = json!([line("a", "Menu cards", "250", "5.00", None)]);
    let id = finalized(shop, &draft).await;
    let invoice = made(
        &shop
            .call("quotes.accept", json!({ "id": id, "note": null }))
            .await,
        "invoice",
    );
    assert_eq!(
        shop.call("invoices.finalize", json!({ "id": invoice }))
            .await["state"],
        "done"
    );
    invoice
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_while_a_draft_is_being_saved_is_kept() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Nordlys Design AS").await;
    draft["lines"] = json!([line("a", "Logo", "1", "900", None)]);
    shop.call("drafts.put", draft.clone()).await;
    // The answer to the first request is lost, so that the save takes a moment.
    shop.stripe()
        .fail_next_matching("POST", "/v1/customers", 1, Fault::AnswerLost);
    let newer = {
        let mut newer = draft.clone();
        newer["header"] = json!("With the letterhead");
        newer
    };
    let id = json!({ "id": draft["id"] });
    let write_on = async {
        shop.until("the save is under way", async || {
            shop.stripe()
                .requests()
                .iter()
                .any(|line| line == "POST /v1/customers")
        })
        .await;
        shop.call("drafts.put", newer.clone()).await
    };
    let (outcome, _) = tokio::join!(shop.call("quotes.save", id.clone()), write_on);
    assert_eq!(outcome["state"], "done", "{outcome}");
    let quote = outcome["subject"]["id"].clone();
    let kept = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "draft", "id": draft["id"] } }),
        )
        .await;
    assert_eq!(
        kept["draft"]["header"], "With the letterhead",
        "the newer text is kept"
    );
    assert_eq!(
        kept["draft"]["record"], quote,
        "as a change to the quote that it became"
    );

    // The window still shows the draft as it opened it, without the quote, and keeps that.
    shop.call("drafts.put", newer).await;
    let outcome = shop.call("quotes.save", id).await;
    assert_eq!(
        (&outcome["state"], &outcome["subject"]["id"]),
        (&json!("done"), &quote),
        "{outcome}"
    );
    let all = shop.stripe_says("/v1/quotes?limit=100").await["data"].clone();
    assert_eq!(
        all.as_array().expect("a list").len(),
        1,
        "one quote, not a second one"
    );
    assert_eq!(all[0]["header"], "With the letterhead");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_keeps_a_saved_draft_changes_the_quote_it_became() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Nordlys Design AS").await;
    draft["lines"] = json!([line("a", "Logo", "1", "900", None)]);
    shop.call("drafts.put", draft.clone()).await;
    let outcome = shop.call("quotes.save", json!({ "id": draft["id"] })).await;
    let quote = outcome["subject"]["id"].clone();

    draft["footer"] = json!("Thank you for asking us.");
    let sheet = shop.call("drafts.put", draft.clone()).await;
    assert_eq!(
        sheet["draft"]["record"], quote,
        "the draft is known to be that quote: {sheet}"
    );
    let outcome = shop
        .call("quotes.finalize", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(
        (&outcome["state"], &outcome["subject"]["id"]),
        (&json!("done"), &quote),
        "{outcome}"
    );
    assert_eq!(count(&shop, "/v1/quotes?limit=100").await, 1);
    assert_eq!(
        count(&shop, "/v1/customers?limit=100").await,
        1,
        "and its customer is not made again"
    );
    assert_eq!(
        shop.stripe_says("/v1/quotes?limit=1").await["data"][0]["footer"],
        "Thank you for asking us."
    );
    shop.close().await;
}
