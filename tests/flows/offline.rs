//! Without a network: what was seen is there, what is written waits.

use crate::shop::Shop;
use crate::write::{draft_for, finalized, line};
use sandbox::Seed;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn everything_seen_is_there_and_what_is_written_waits_for_stripe() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    let list = |noun: &str| json!({ "noun": noun, "tab": "all", "cursor": null, "limit": 200 });
    let mut before = Vec::new();
    for noun in ["quote", "invoice", "subscription", "customer", "product"] {
        before.push((
            noun,
            shop.call("records.list", list(noun)).await["rows"]
                .as_array()
                .expect("rows")
                .len(),
        ));
    }
    assert!(
        before.iter().all(|(_, rows)| *rows > 5),
        "the practice account holds a believable business: {before:?}"
    );
    let mut draft = draft_for(&shop, "Marisol Vega").await;
    draft["lines"] = json!([line("a", "Photo retouching", "12", "80", None)]);
    let id = finalized(&shop, &draft).await;
    let document = shop
        .call("documents.fetch", json!({ "noun": "quote", "id": id }))
        .await;

    let shop = shop.again_offline().await;
    for (noun, rows) in before {
        let now = shop.call("records.list", list(noun)).await["rows"]
            .as_array()
            .expect("rows")
            .len();
        assert!(now >= rows, "{noun}: {now} of {rows} are still there");
    }
    let sheet = shop.call("quotes.show", json!({ "id": id })).await;
    assert!(sheet["row"]["as_of"].is_i64(), "it says as of when");
    let again = shop
        .call("documents.fetch", json!({ "noun": "quote", "id": id }))
        .await;
    assert_eq!(
        again["sha256"], document["sha256"],
        "the seen PDF is still there"
    );
    let overview = shop.call("app.overview", Value::Null).await;
    assert_eq!(overview["sync"]["reachable"], false);

    let outcome = shop
        .call("quotes.accept", json!({ "id": id, "note": null }))
        .await;
    assert_eq!(outcome["state"], "queued", "{outcome}");
    assert_eq!(outcome["problem"]["code"], "unreachable");
    assert_eq!(
        shop.call("quotes.show", json!({ "id": id })).await["row"]["pending"],
        "accept",
        "it shows what is under way"
    );

    let shop = shop.again().await;
    let outcome = crate::once::settled(&shop, &outcome).await;
    assert_eq!(outcome["state"], "done", "it went out by itself: {outcome}");
    assert_eq!(
        shop.stripe_says(&format!("/v1/quotes/{id}")).await["status"],
        "accepted"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_offline_goes_out_in_order_and_once() {
    let shop = Shop::open(Seed::Empty).await;
    shop.synced().await;
    let shop = shop.again_offline().await;
    let names = ["Alder & Finch", "Beech Works", "Cedar Bakery", "Dogwood"];
    let mut outcomes = Vec::new();
    for name in names {
        let mut draft = draft_for(&shop, name).await;
        draft["lines"] = json!([line("a", "Photo retouching", "1", "80", None)]);
        shop.call("drafts.put", draft.clone()).await;
        let outcome = shop
            .call("quotes.finalize", json!({ "id": draft["id"] }))
            .await;
        assert_eq!(outcome["state"], "queued", "{outcome}");
        assert_eq!(outcome["problem"]["code"], "unreachable", "{outcome}");
        outcomes.push(outcome);
    }
    let outbox = shop.call("outbox.list", Value::Null).await;
    let waiting = outbox.as_array().expect("the outbox");
    assert_eq!(waiting.len(), names.len(), "all of it can be seen waiting");
    assert!(
        waiting.iter().all(|item| item["state"] == "queued"),
        "{outbox}"
    );

    let shop = shop.again().await;
    for outcome in &outcomes {
        let outcome = crate::once::settled(&shop, outcome).await;
        assert_eq!(outcome["state"], "done", "{outcome}");
    }
    let made = shop.stripe_says("/v1/customers?limit=100").await;
    let mut order: Vec<&str> = made["data"]
        .as_array()
        .expect("customers")
        .iter()
        .filter_map(|customer| customer["name"].as_str())
        .collect();
    // Stripe lists the newest first.
    order.reverse();
    assert_eq!(order, names, "in the order in which it was done, each once");
    let quotes = shop.stripe_says("/v1/quotes?limit=100").await;
    let quotes = quotes["data"].as_array().expect("quotes");
    assert_eq!(quotes.len(), names.len());
    assert!(quotes.iter().all(|quote| quote["status"] == "open"));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_draft_that_waits_only_the_last_version_goes_out() {
    let shop = Shop::open(Seed::Empty).await;
    shop.synced().await;
    let shop = shop.again_offline().await;
    let mut draft = draft_for(&shop, "Alder & Finch").await;
    let id = json!({ "id": draft["id"] });
    let mut outcomes = Vec::new();
    for (price, verb) in [
        ("480", "quotes.finalize"),
        ("530", "quotes.save"),
        ("580", "quotes.finalize"),
        ("580", "quotes.finalize"),
    ] {
        draft["lines"] = json!([line("a", "Photo retouching", "1", price, None)]);
        let sheet = shop.call("drafts.put", draft.clone()).await;
        let waits = outcomes.last().map(|_| true);
        assert_eq!(sheet["pending"].is_string(), waits.is_some(), "{sheet}");
        outcomes.push(shop.call(verb, id.clone()).await);
    }
    assert_ne!(outcomes[0]["intent"], outcomes[2]["intent"]);
    assert_eq!(
        outcomes[2]["intent"], outcomes[3]["intent"],
        "pressing twice is once"
    );
    let sheet = shop.call("drafts.put", draft.clone()).await;
    assert_eq!(
        (&sheet["pending"], &sheet["changed_since"]),
        (&json!("finalize"), &json!(false))
    );

    let shop = shop.again().await;
    let outcome = crate::once::settled(&shop, &outcomes[3]).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let quotes = shop.stripe_says("/v1/quotes").await;
    let found: Vec<_> = quotes["data"]
        .as_array()
        .expect("quotes")
        .iter()
        .map(|quote| (&quote["amount_total"], &quote["status"]))
        .collect();
    assert_eq!(found, [(&json!(58_000), &json!("open"))]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_waits_is_not_made_twice_without_a_word() {
    let shop = Shop::open(Seed::Empty).await;
    let draft = draft_for(&shop, "Ana Lima").await;
    let shop = shop.again_offline().await;
    let ask = async |name: &str| -> Vec<Value> {
        let mut draft = draft.clone();
        draft["customer"] = json!({ "kind": "new", "fields": { "name": name } });
        draft["lines"] = json!([line("a", "Menu cards", "250", "5.00", None)]);
        shop.call("drafts.put", draft.clone()).await;
        let before = json!({ "noun": "draft", "id": draft["id"], "verb": "finalize" });
        let all = shop.call("acts.before", before).await;
        let all = all.as_array().expect("a list").clone();
        all.into_iter()
            .filter(|caution| caution["code"] == "namesake")
            .collect()
    };
    assert_eq!(ask("Rosa Lima").await, [] as [Value; 0]);
    let put = json!({ "id": null, "fields": { "name": "Rosa Lima" } });
    let outcome = shop.call("customers.put", put).await;
    assert_eq!(outcome["state"], "queued", "{outcome}");
    let said = ask("rosa lima").await;
    assert_eq!(said.len(), 1, "{said:?}");
    // A draft that waits with a new customer is no other customer than its own.
    assert_eq!(ask("Tern Island").await, [] as [Value; 0]);
    let finalize = json!({ "id": draft["id"] });
    let outcome = shop.call("quotes.finalize", finalize).await;
    assert_eq!(outcome["state"], "queued", "{outcome}");
    assert_eq!(ask("Tern Island").await, [] as [Value; 0]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_went_out_by_itself_leads_to_what_it_became() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Marisol Vega").await;
    draft["lines"] = json!([line("a", "Photo retouching", "12", "80", None)]);
    shop.call("drafts.put", draft.clone()).await;
    let shop = shop.again_offline().await;
    let outcome = shop.call("quotes.save", json!({ "id": draft["id"] })).await;
    assert_eq!(outcome["state"], "queued", "{outcome}");
    let looked_at = json!({ "id": draft["id"] });
    let sheet = shop.call("drafts.show", looked_at.clone()).await;
    assert_eq!(
        (&sheet["pending"], &sheet["draft"]["record"]),
        (&json!("save"), &Value::Null),
        "{sheet}"
    );

    let shop = shop.again().await;
    let outcome = crate::once::settled(&shop, &outcome).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shop.call("drafts.show", looked_at).await;
    let became = sheet["draft"]["record"].as_str().unwrap_or_default();
    assert!(
        sheet["pending"].is_null() && became.starts_with("qt_"),
        "whoever still looks at the draft is told: {sheet}"
    );
    let status = &shop.stripe_says(&format!("/v1/quotes/{became}")).await["status"];
    assert_eq!(status, "draft", "{became}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_without_its_pdf_says_that_and_promises_nothing() {
    let shop = Shop::open(Seed::Empty).await;
    let id = crate::once::open_quote(&shop).await;
    let shop = shop.again_offline().await;
    let refused = shop
        .refused("mail.draft", json!({ "noun": "quote", "id": id }))
        .await;
    assert!(refused.message.contains("PDF"), "{refused:?}");
    let hint = refused.hint.unwrap_or_default();
    assert!(!hint.contains("outbox"), "{hint}");
    shop.close().await;
}
