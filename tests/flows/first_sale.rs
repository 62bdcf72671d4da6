//! The main job, end to end: quote, PDF, accept, invoice.

use crate::shop::Shop;
use crate::write::{discount, draft_for, finalized, line, made, vat};
use sandbox::Seed;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_recurring_quote_becomes_a_subscription_with_its_first_invoice() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Halden Bicycle Works").await;
    draft["lines"] = json!([
        line("a", "Webshop relaunch", "1", "7,200.00", None),
        line("b", "Care plan", "1", "149.00", Some("month")),
    ]);
    draft["tax"] = vat("20", false);
    draft["discounts"] = json!([discount("Returning customer", Some("2"), None, "once")]);

    let sheet = shop.call("drafts.put", draft.clone()).await;
    let figures = &sheet["figures"];
    // 7,349.00 less 2 % is 7,202.02; with 20 % tax 8,642.42. Each month 149.00 with tax: 178.80.
    assert_eq!(figures["upfront"]["total"]["text"], "$8,642.42");
    assert_eq!(figures["recurring"]["totals"]["total"]["text"], "$178.80");
    let makes: Vec<&str> = figures["saving"]
        .as_array()
        .expect("births")
        .iter()
        .filter_map(|birth| birth["kind"].as_str())
        .collect();
    assert_eq!(
        makes,
        ["customer", "product", "product", "coupon", "tax_rate"],
        "all that saving creates is said beforehand"
    );

    let id = finalized(&shop, &draft).await;
    let quote = shop.call("quotes.show", json!({ "id": id })).await;
    assert!(
        quote["row"]["number"]
            .as_str()
            .is_some_and(|number| number.starts_with("QT-")),
        "the number appears"
    );
    assert_eq!(
        quote["upfront"]["total"]["text"], "$8,642.42",
        "Stripe comes to the same total as the draft"
    );
    assert_eq!(quote["recurring"]["totals"]["total"]["text"], "$178.80");
    let births: Vec<(&str, &str)> = quote["births"]
        .as_array()
        .expect("births")
        .iter()
        .map(|birth| {
            (
                birth["kind"].as_str().expect("kind"),
                birth["amount"]["text"].as_str().expect("amount"),
            )
        })
        .collect();
    assert_eq!(
        births,
        [("subscription", "$178.80"), ("invoice", "$8,642.42")]
    );
    assert!(
        shop.call("records.list", page("draft")).await["rows"]
            .as_array()
            .expect("rows")
            .is_empty(),
        "the draft is a quote now"
    );

    let document = shop
        .call("documents.fetch", json!({ "noun": "quote", "id": id }))
        .await;
    assert_eq!(document["source"], "stripe");
    let account = shop.desk().account().await.expect("the account");
    let bytes = commands::document_bytes(&account, document["path"].as_str().expect("path"))
        .await
        .expect("the PDF");
    assert!(bytes.starts_with(b"%PDF-"));

    let outcome = shop
        .call(
            "quotes.accept",
            json!({ "id": id, "note": "Ingrid Halden, by e-mail" }),
        )
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let (subscription, invoice) = (made(&outcome, "subscription"), made(&outcome, "invoice"));

    let quote = shop.call("quotes.show", json!({ "id": id })).await;
    assert_eq!(quote["row"]["state"]["code"], "accepted");
    assert!(
        history(&quote).contains(&"accepted_by"),
        "who said yes is kept: {}",
        quote["history"]
    );
    let links: Vec<&str> = quote["links"]
        .as_array()
        .expect("links")
        .iter()
        .filter_map(|link| link["id"].as_str())
        .collect();
    assert!(
        links.contains(&subscription.as_str()) && links.contains(&invoice.as_str()),
        "the links lead there: {links:?}"
    );

    let invoice = shop.call("invoices.show", json!({ "id": invoice })).await;
    assert_eq!(
        invoice["row"]["state"]["code"], "scheduled",
        "it finalizes itself in an hour"
    );
    assert_eq!(invoice["totals"]["total"]["text"], "$8,642.42");
    let subscription = shop
        .call(
            "subscriptions.show",
            json!({ "noun": "subscription", "id": subscription }),
        )
        .await;
    assert_eq!(subscription["row"]["state"]["code"], "active");
    assert!(
        subscription["next"]["at"].as_i64().is_some(),
        "its next date is known"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_one_time_quote_becomes_a_draft_invoice_that_is_paid_out_of_band() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Okafor & Daughters Catering").await;
    draft["lines"] = json!([line("a", "Menu cards, spring", "250", "5.00", None)]);
    let id = finalized(&shop, &draft).await;
    let outcome = shop
        .call("quotes.accept", json!({ "id": id, "note": null }))
        .await;
    let invoice = made(&outcome, "invoice");
    let sheet = shop.call("invoices.show", json!({ "id": invoice })).await;
    assert_eq!(sheet["row"]["state"]["code"], "draft");

    let outcome = shop
        .call("invoices.finalize", json!({ "id": invoice }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shop.call("invoices.show", json!({ "id": invoice })).await;
    assert_eq!(sheet["row"]["state"]["code"], "open");
    assert!(sheet["row"]["number"].is_string() && sheet["hosted_url"].is_string());
    let document = shop
        .call(
            "documents.fetch",
            json!({ "noun": "invoice", "id": invoice }),
        )
        .await;
    assert_eq!(document["source"], "stripe");

    let outcome = shop
        .call("invoices.pay_out_of_band", json!({ "id": invoice }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shop.call("invoices.show", json!({ "id": invoice })).await;
    assert_eq!(sheet["row"]["state"]["code"], "paid");
    assert_eq!(
        shop.stripe_says(&format!("/v1/invoices/{invoice}")).await["status"],
        "paid"
    );
    let problem = shop
        .refused("invoices.void", json!({ "id": invoice }))
        .await;
    assert_eq!(
        problem.code,
        commands::view::Code::NotAllowed,
        "a paid invoice cannot be voided: {problem:?}"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_in_the_future_becomes_a_schedule() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Nordlys Design AS").await;
    draft["currency"] = json!("eur");
    draft["lines"] = json!([line("a", "Hosting", "1", "349", Some("month"))]);
    let start = chrono::Local::now() + chrono::Duration::days(40);
    draft["starts_on"] = json!(start.format("%Y-%m-%d").to_string());
    let id = finalized(&shop, &draft).await;
    let quote = shop.call("quotes.show", json!({ "id": id })).await;
    assert_eq!(
        quote["births"][0]["kind"], "subscription_schedule",
        "{}",
        quote["births"]
    );
    let outcome = shop
        .call("quotes.accept", json!({ "id": id, "note": null }))
        .await;
    let schedule = made(&outcome, "subscription_schedule");
    let sheet = shop
        .call(
            "subscriptions.show",
            json!({ "noun": "subscription_schedule", "id": schedule }),
        )
        .await;
    assert_eq!(sheet["row"]["state"]["code"], "not_started");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_currency_comes_to_the_same_total_on_both_sides() {
    let shop = Shop::open(Seed::Empty).await;
    for (currency, unit, total) in [
        ("usd", "19.99", "$119.94"),
        ("jpy", "330000", "¥1,980,000"),
        ("kwd", "4.12", "KWD 24.720"),
    ] {
        let mut draft = draft_for(&shop, "Gulf Pearl Trading").await;
        draft["currency"] = json!(currency);
        // Six of them; inclusive tax changes nothing in the total.
        draft["lines"] = json!([line("a", "Catalogue", "6", unit, None)]);
        draft["tax"] = vat("7.7", true);
        let sheet = shop.call("drafts.put", draft.clone()).await;
        assert_eq!(
            sheet["figures"]["upfront"]["total"]["text"], total,
            "{currency}"
        );
        let id = finalized(&shop, &draft).await;
        let quote = shop.call("quotes.show", json!({ "id": id })).await;
        assert_eq!(
            quote["upfront"], sheet["figures"]["upfront"],
            "{currency}: each share of the total is the same"
        );
    }
    shop.close().await;
}

fn page(tab: &str) -> Value {
    json!({ "noun": "quote", "tab": tab, "cursor": null, "limit": 50 })
}

fn history(sheet: &Value) -> Vec<&str> {
    sheet["history"]
        .as_array()
        .expect("history")
        .iter()
        .filter_map(|moment| moment["code"].as_str())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn editing_a_saved_draft_and_copying_a_quote_change_no_amount() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Alder & Finch").await;
    draft["lines"] = json!([
        line("a", "Menu", "1", "100", None),
        line("b", "Care plan", "2", "30", Some("month"))
    ]);
    draft["lines"][1]["tax"] = vat("5", false);
    draft["lines"][0]["discount"] = discount("Opening", Some("10"), None, "once");
    draft["tax"] = vat("20", false);
    draft["discounts"] = json!([discount("Spring", None, Some("25.00"), "once")]);
    let first = shop.call("drafts.put", draft.clone()).await["figures"]["upfront"].clone();
    let outcome = shop.call("quotes.save", json!({ "id": draft["id"] })).await;
    let id = outcome["subject"]["id"]
        .as_str()
        .expect("the quote")
        .to_owned();

    let edited = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "quote", "id": id } }),
        )
        .await;
    assert_eq!(
        edited["figures"]["upfront"], first,
        "what belongs to the whole quote is not taken for a line's own"
    );
    let outcome = shop
        .call("quotes.finalize", json!({ "id": edited["draft"]["id"] }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    assert_eq!(
        shop.call("quotes.show", json!({ "id": id })).await["upfront"]["total"],
        first["total"]
    );
    let copy = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "copy", "id": id } }),
        )
        .await;
    assert_eq!(
        copy["figures"]["upfront"], first,
        "a copy comes to the same"
    );
    assert!(
        copy["draft"]["record"].is_null(),
        "and is a quote of its own"
    );
    shop.close().await;
}
