//! Revising and extending an open quote: one draft for one wish, whatever happens between the
//! click and the answer, and a chain that says which revision stands.

use crate::once::{count, insist, open_quote};
use crate::shop::Shop;
use crate::write::made;
use commands::view::Code;
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

const DAY: i64 = 86_400;

async fn begun(shop: &Shop, outcome: Value) -> String {
    let outcome = insist(shop, outcome).await;
    assert_eq!(
        (&outcome["state"], &outcome["subject"]["noun"]),
        (&json!("done"), &json!("quote")),
        "{outcome}"
    );
    outcome["subject"]["id"]
        .as_str()
        .expect("the draft quote")
        .to_owned()
}

/// Edits the draft quote of a revision, and finalizes it. That it takes another quote's place is said
/// before, whether the quote is looked at or being written.
async fn finish(shop: &Shop, quote: &str, unit: &str) {
    let sheet = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "quote", "id": quote } }),
        )
        .await;
    let mut draft = sheet["draft"].clone();
    assert_eq!(
        draft["record"],
        json!(quote),
        "the draft edits the quote that Stripe has already"
    );
    draft["lines"][0]["unit"] = json!(unit);
    shop.call("drafts.put", draft.clone()).await;
    for (noun, id) in [("quote", json!(quote)), ("draft", draft["id"].clone())] {
        let before = json!({ "noun": noun, "id": id, "verb": "finalize" });
        let cautions = shop.call("acts.before", before).await;
        let says = cautions.as_array().expect("a list").iter();
        let replaces = says.filter(|caution| caution["code"] == "replaces");
        assert_eq!(replaces.count(), 1, "{noun}: {cautions}");
    }
    let outcome = shop
        .call("quotes.finalize", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(
        (&outcome["state"], &outcome["subject"]["id"]),
        (&json!("done"), &json!(quote)),
        "{outcome}"
    );
}

async fn show(shop: &Shop, quote: &str) -> Value {
    shop.call("quotes.show", json!({ "id": quote })).await
}

/// The labels of a sheet's links of this relation, in order.
fn ways(sheet: &Value, relation: &str) -> Vec<String> {
    let links = sheet["links"].as_array().expect("links").iter();
    links
        .filter(|link| link["relation"] == relation)
        .map(|link| link["label"].as_str().unwrap_or_default().to_owned())
        .collect()
}

fn may(sheet: &Value, verb: &str) -> bool {
    let actions = sheet["actions"].as_array().expect("actions").iter();
    actions
        .filter(|action| action["verb"] == verb)
        .any(|action| action["allowed"] == true)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_takes_the_place_of_the_quote_once_it_is_finalized() {
    let shop = Shop::open(Seed::Empty).await;
    let first = open_quote(&shop).await;
    assert!(may(&show(&shop, &first).await, "revise"));
    let second = begun(
        &shop,
        shop.call("quotes.revise", json!({ "id": first })).await,
    )
    .await;

    let sheet = show(&shop, &first).await;
    assert_eq!(
        sheet["row"]["state"]["code"], "open",
        "a draft takes the place of nothing"
    );
    let refused = shop.refused("quotes.revise", json!({ "id": second })).await;
    assert_eq!(
        refused.code,
        Code::NotAllowed,
        "a draft is edited as it is: {refused:?}"
    );

    finish(&shop, &second, "379.00").await;
    let third = begun(
        &shop,
        shop.call("quotes.revise", json!({ "id": second })).await,
    )
    .await;
    finish(&shop, &third, "389.00").await;

    let (one, two, three) = (
        show(&shop, &first).await,
        show(&shop, &second).await,
        show(&shop, &third).await,
    );
    let number = |sheet: &Value| {
        sheet["row"]["number"]
            .as_str()
            .expect("a number")
            .to_owned()
    };
    assert_eq!(
        [&one["revision"], &two["revision"], &three["revision"]],
        [&json!(1), &json!(2), &json!(3)]
    );
    for old in [&one, &two] {
        assert_eq!(old["row"]["state"]["code"], "superseded");
        assert!(
            !may(old, "accept") && !may(old, "extend") && !may(old, "send"),
            "{}",
            old["actions"]
        );
    }
    assert_eq!(three["row"]["state"]["code"], "open");
    assert_eq!(three["headline"]["minor"], 38_900);
    assert_eq!(
        ways(&three, "revision_of"),
        [number(&two), number(&one)],
        "the whole chain, the latest first"
    );
    assert_eq!(ways(&two, "revision_of"), [number(&one)]);
    assert_eq!(ways(&two, "revised_by"), [number(&three)]);
    assert_eq!(ways(&one, "revised_by"), [number(&two), number(&three)]);

    let refused = shop
        .refused("quotes.accept", json!({ "id": first, "note": null }))
        .await;
    assert!(refused.message.contains("later revision"), "{refused:?}");
    made(
        &shop
            .call("quotes.accept", json!({ "id": third, "note": null }))
            .await,
        "subscription",
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn revising_twice_leads_to_the_one_draft() {
    let shop = Shop::open(Seed::Empty).await;
    let first = open_quote(&shop).await;
    let request = json!({ "id": first });
    let (one, other) = tokio::join!(
        shop.call("quotes.revise", request.clone()),
        shop.call("quotes.revise", request.clone())
    );
    let (one, other) = (begun(&shop, one).await, begun(&shop, other).await);
    let third = begun(&shop, shop.call("quotes.revise", request.clone()).await).await;
    assert_eq!((&one, &one), (&other, &third));
    assert_eq!(count(&shop, "/v1/quotes?limit=100").await, 2);

    // Given up, it makes room for another one, and is no part of the chain.
    assert_eq!(
        shop.call("quotes.cancel", json!({ "id": one })).await["state"],
        "done"
    );
    let again = begun(&shop, shop.call("quotes.revise", request).await).await;
    assert_ne!(again, one);
    let sheet = show(&shop, &first).await;
    assert_eq!(ways(&sheet, "revised_by").len(), 1, "{}", sheet["links"]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_while_revising_makes_no_second_draft() {
    for (fault, times) in [
        (Fault::AnswerLost, 1),
        (Fault::AnswerLost, 4),
        (Fault::ConnectionDropped, 4),
        (Fault::ServerError, 1),
        (Fault::ServerError, 3),
        (Fault::LockTimeout, 4),
    ] {
        let shop = Shop::open(Seed::Empty).await;
        let first = open_quote(&shop).await;
        shop.stripe()
            .fail_next_matching("POST", "/v1/quotes", times, fault);
        let outcome = shop.call("quotes.revise", json!({ "id": first })).await;
        let draft = begun(&shop, outcome).await;
        let at = format!("{fault:?} × {times}");
        assert_eq!(count(&shop, "/v1/quotes?limit=100").await, 2, "{at}");
        finish(&shop, &draft, "379.00").await;
        assert_eq!(
            show(&shop, &first).await["row"]["state"]["code"],
            "superseded",
            "{at}"
        );
        shop.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_ended_between_the_two_calls_goes_on_with_the_same_draft() {
    let shop = Shop::open(Seed::Empty).await;
    let first = open_quote(&shop).await;
    // Stripe makes the draft, and its answer never comes; a day later the key tells nothing.
    shop.stripe()
        .fail_next_matching("POST", "/v1/quotes", 3, Fault::AnswerLost);
    let outcome = shop.call("quotes.revise", json!({ "id": first })).await;
    assert_eq!(outcome["state"], "queued", "{outcome}");
    assert_eq!(count(&shop, "/v1/quotes?limit=100").await, 2);
    shop.stripe().advance_time(25 * 3_600);
    let shop = shop.again().await;
    let draft = begun(
        &shop,
        shop.call("quotes.revise", json!({ "id": first })).await,
    )
    .await;
    assert_eq!(
        count(&shop, "/v1/quotes?limit=100").await,
        2,
        "the draft is found again"
    );
    finish(&shop, &draft, "379.00").await;
    assert_eq!(count(&shop, "/v1/quotes?limit=100").await, 2);
    assert_eq!(
        show(&shop, &first).await["row"]["state"]["code"],
        "superseded"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_begun_elsewhere_is_the_one() {
    let shop = Shop::open(Seed::Empty).await;
    let first = open_quote(&shop).await;
    let form = format!("from_quote%5Bquote%5D={first}&from_quote%5Bis_revision%5D=true");
    let elsewhere = shop
        .behind_our_back("POST", "/v1/quotes", form.leak())
        .await;
    let draft = begun(
        &shop,
        shop.call("quotes.revise", json!({ "id": first })).await,
    )
    .await;
    assert_eq!(elsewhere["id"], json!(draft));
    assert_eq!(count(&shop, "/v1/quotes?limit=100").await, 2);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_quote_is_given_more_time() {
    let shop = Shop::open(Seed::Empty).await;
    let quote = open_quote(&shop).await;
    let before = show(&shop, &quote).await["terms"]["until"]
        .as_i64()
        .expect("an expiry");
    shop.stripe()
        .fail_next_matching("POST", "/v1/quotes", 1, Fault::AnswerLost);
    let request = json!({ "id": quote, "days": 14 });
    let (one, other) = tokio::join!(
        shop.call("quotes.extend", request.clone()),
        shop.call("quotes.extend", request.clone())
    );
    assert_eq!(
        one["intent"], other["intent"],
        "the second press waits for the first one's intent"
    );
    assert_eq!(insist(&shop, one).await["state"], "done");
    let after = show(&shop, &quote).await["terms"]["until"]
        .as_i64()
        .expect("an expiry");
    assert_eq!(after - before, 14 * DAY, "by so many days, once");
    assert_eq!(
        shop.stripe_says(&format!("/v1/quotes/{quote}")).await["expires_at"],
        json!(after)
    );

    for days in [0, 366] {
        let refused = shop
            .refused("quotes.extend", json!({ "id": quote, "days": days }))
            .await;
        assert_eq!(
            (refused.code, refused.fields.len()),
            (Code::InvalidInput, 1),
            "{refused:?}"
        );
    }
    assert_eq!(
        shop.call("quotes.cancel", json!({ "id": quote })).await["state"],
        "done"
    );
    let refused = shop.refused("quotes.extend", request).await;
    assert_eq!(refused.code, Code::NotAllowed, "{refused:?}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_of_a_quote_are_not_both_accepted_without_a_word() {
    let shop = Shop::open(Seed::Empty).await;
    let first = open_quote(&shop).await;
    let codes = async |id: &str, verb: &str| -> Vec<String> {
        let before = json!({ "noun": "quote", "id": id, "verb": verb });
        let cautions = shop.call("acts.before", before).await;
        let said = cautions.as_array().expect("a list").iter();
        said.map(|caution| caution["code"].as_str().unwrap_or_default().to_owned())
            .filter(|code| ["accepted_before", "revision_begun"].contains(&code.as_str()))
            .collect()
    };
    assert!(codes(&first, "accept").await.is_empty());
    let second = begun(
        &shop,
        shop.call("quotes.revise", json!({ "id": first })).await,
    )
    .await;
    assert_eq!(codes(&first, "accept").await, ["revision_begun"]);
    assert!(codes(&second, "finalize").await.is_empty());

    shop.call("quotes.accept", json!({ "id": first })).await;
    for verb in ["finalize", "accept"] {
        assert_eq!(codes(&second, verb).await, ["accepted_before"], "{verb}");
    }
    // While it is being written as well.
    let from = json!({ "from": { "kind": "quote", "id": second } });
    let draft = shop.call("drafts.open", from).await["draft"]["id"].clone();
    let before = json!({ "noun": "draft", "id": draft, "verb": "finalize" });
    let cautions = shop.call("acts.before", before).await;
    assert_eq!(cautions[0]["code"], "accepted_before", "{cautions}");
    // And once it is out.
    let outcome = shop.call("quotes.finalize", json!({ "id": draft })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    assert_eq!(codes(&second, "accept").await, ["accepted_before"]);
    shop.close().await;
}
