//! Invoices written without a quote: kept, reckoned, saved once, edited at Stripe, finalized, copied.

use crate::once::{count, settled};
use crate::shop::Shop;
use crate::write::{discount, line, vat};
use sandbox::{Fault, Seed};
use serde_json::{Value, json};

/// An empty invoice for a new customer.
async fn begun(shop: &Shop, name: &str) -> Value {
    let from = json!({ "from": { "kind": "new_invoice", "customer": null } });
    let mut draft = shop.call("drafts.open", from).await["draft"].clone();
    assert_eq!(draft["kind"], "invoice");
    draft["customer"] =
        json!({ "kind": "new", "fields": { "name": name, "email": "books@halden.example" } });
    draft
}

/// Keeps the draft and saves it; answers with the invoice's id.
pub(crate) async fn saved(shop: &Shop, draft: &Value) -> String {
    let sheet = shop.call("drafts.put", draft.clone()).await;
    assert_eq!(blocking(&sheet), [""; 0], "{}", sheet["findings"]);
    let outcome = shop
        .call("invoices.save", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    assert_eq!(outcome["subject"]["noun"], "invoice", "{outcome}");
    let id = outcome["subject"]["id"].as_str().expect("the invoice");
    id.to_owned()
}

fn blocking(sheet: &Value) -> Vec<String> {
    let findings = sheet["findings"].as_array().expect("findings");
    let stops = findings.iter().filter(|found| found["blocking"] == true);
    stops
        .map(|found| found["path"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// The whole of what an invoice can say.
async fn full(shop: &Shop) -> Value {
    let mut draft = begun(shop, "Okafor & Daughters Catering").await;
    let mut fee = line("b", "Rush fee", "1", "120,50", None);
    fee["tax"] = vat("5", false);
    fee["discount"] = discount("Our mistake", None, Some("20"), "once");
    draft["lines"] = json!([line("a", "Menu cards", "250", "5.00", None), fee]);
    draft["tax"] = vat("20", false);
    draft["discounts"] = json!([discount("Returning customer", Some("10"), None, "once")]);
    draft["description"] = json!("Thank you for the spring party.");
    draft["footer"] = json!("Halden Savings Bank, 1234.56.78901");
    draft["custom_fields"] = json!([
        { "name": "Order number", "value": "4711" },
        { "name": "Your reference", "value": "I. Okafor" },
    ]);
    draft["days_until_due"] = json!(10);
    draft
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_says_all_that_was_written_and_comes_to_what_was_shown() {
    let shop = Shop::open(Seed::Empty).await;
    let draft = full(&shop).await;
    let sheet = shop.call("drafts.put", draft.clone()).await;
    let shown = sheet["figures"]["upfront"]["total"]["minor"].clone();
    assert!(shown.as_i64().is_some_and(|minor| minor > 0), "{sheet}");
    let births: Vec<&str> = sheet["figures"]["saving"]
        .as_array()
        .expect("births")
        .iter()
        .filter_map(|birth| birth["kind"].as_str())
        .collect();
    assert_eq!(
        births,
        ["customer", "coupon", "coupon", "tax_rate", "tax_rate"],
        "mere words need no product"
    );
    let list = json!({ "noun": "invoice", "tab": "draft", "cursor": null, "limit": 9 });
    let rows = shop.call("records.list", list.clone()).await;
    assert_eq!(rows["rows"][0]["noun"], "invoice_draft", "{rows}");
    assert_eq!(rows["rows"][0]["amount"]["minor"], shown);
    let pages = shop
        .call("drafts.preview", json!({ "id": draft["id"] }))
        .await;
    let page = pages["pages"][0].as_str().expect("a page");
    assert!(page.starts_with("<svg"));

    let id = saved(&shop, &draft).await;
    let stripe = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
    assert_eq!(stripe["total"], shown, "to the cent");
    for (field, value) in [
        ("status", json!("draft")),
        ("billing_reason", json!("manual")),
        ("auto_advance", json!(false)),
        ("description", json!("Thank you for the spring party.")),
        ("footer", json!("Halden Savings Bank, 1234.56.78901")),
        ("collection_method", json!("send_invoice")),
        ("custom_fields", draft["custom_fields"].clone()),
    ] {
        assert_eq!(stripe[field], value, "{field}");
    }
    let away = stripe["due_date"].as_i64().zip(stripe["created"].as_i64());
    assert_eq!(away.map(|(due, made)| due - made), Some(10 * 86_400));
    assert_eq!(count(&shop, "/v1/products?limit=9").await, 0);
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    assert_eq!(sheet["custom_fields"], draft["custom_fields"]);
    let rows = shop.call("records.list", list).await;
    assert_eq!(
        rows["total"], 1,
        "the draft here has become the one at Stripe"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_at_stripe_is_edited_line_by_line_and_finalized() {
    let shop = Shop::open(Seed::Empty).await;
    let id = saved(&shop, &full(&shop).await).await;
    let edit = json!({ "from": { "kind": "invoice", "id": id } });
    let opened = shop.call("drafts.open", edit.clone()).await;
    let again = shop.call("drafts.open", edit).await;
    assert_eq!(opened["draft"]["id"], again["draft"]["id"], "one, not two");
    assert_eq!(blocking(&opened), [""; 0], "{}", opened["findings"]);
    let stripe = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
    assert_eq!(
        opened["figures"]["upfront"]["total"]["minor"], stripe["total"],
        "read back, it comes to the same"
    );
    let items = shop
        .stripe_says(&format!("/v1/invoiceitems?invoice={id}"))
        .await;
    let before: Vec<&str> = ids(&items);

    let mut draft = opened["draft"].clone();
    draft["lines"][0]["quantity"] = json!("300");
    draft["lines"]
        .as_array_mut()
        .expect("lines")
        .push(line("c", "Delivery", "1", "45", None));
    draft["description"] = json!("");
    draft["due_on"] = json!("2027-05-03");
    draft["custom_fields"] = json!([]);
    let sheet = shop.call("drafts.put", draft.clone()).await;
    let shown = sheet["figures"]["upfront"]["total"]["minor"].clone();
    let outcome = shop
        .call("invoices.save", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let stripe = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
    assert_eq!(stripe["total"], shown);
    assert_eq!(stripe["description"], Value::Null);
    assert_eq!(stripe["custom_fields"], Value::Null);
    let items = shop
        .stripe_says(&format!("/v1/invoiceitems?invoice={id}"))
        .await;
    let after = ids(&items);
    assert_eq!(after.len(), 3);
    assert!(
        before.iter().all(|id| after.contains(id)),
        "what stays keeps its item: {before:?} {after:?}"
    );

    // A line goes; the whole is finalized in one go, with the changes that are kept here.
    let opened = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "invoice", "id": id } }),
        )
        .await;
    let mut draft = opened["draft"].clone();
    let gone = draft["lines"][1]["item"].clone();
    draft["lines"].as_array_mut().expect("lines").remove(1);
    let sheet = shop.call("drafts.put", draft.clone()).await;
    let outcome = shop.call("invoices.finalize", json!({ "id": id })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let stripe = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
    assert_eq!(stripe["status"], "open");
    assert_eq!(
        stripe["total"],
        sheet["figures"]["upfront"]["total"]["minor"]
    );
    let gone = gone.as_str().expect("its item");
    let item = shop.stripe_says(&format!("/v1/invoiceitems/{gone}")).await;
    assert_eq!(item["error"]["code"], "resource_missing", "{item}");
    let problem = shop
        .refused(
            "drafts.open",
            json!({ "from": { "kind": "invoice", "id": id } }),
        )
        .await;
    assert_eq!(problem.code, commands::view::Code::NotAllowed);
    shop.close().await;
}

fn ids(list: &Value) -> Vec<&str> {
    let data = list["data"].as_array().expect("a list");
    data.iter().filter_map(|one| one["id"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_that_accepting_a_quote_made_is_edited() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = crate::write::draft_for(&shop, "Brightwater Dental").await;
    draft["lines"] = json!([
        line("a", "Menu cards", "250", "5.00", None),
        line("b", "Envelopes", "250", "0.40", None),
    ]);
    draft["tax"] = vat("20", false);
    let quote = crate::write::finalized(&shop, &draft).await;
    let accepted = shop
        .call("quotes.accept", json!({ "id": quote, "note": null }))
        .await;
    let id = crate::write::made(&accepted, "invoice");
    let opened = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "invoice", "id": id } }),
        )
        .await;
    let mut draft = opened["draft"].clone();
    assert_eq!(draft["tax"]["name"], "VAT");
    assert_eq!(draft["lines"][0]["tax"], Value::Null, "counted once");
    draft["lines"][1]["unit"] = json!("0.50");
    let sheet = shop.call("drafts.put", draft.clone()).await;
    assert_eq!(
        sheet["figures"]["upfront"]["total"]["minor"],
        json!(165_000)
    );
    let other = json!({ "kind": "new", "fields": { "name": "Somebody else" } });
    let mut wrong = draft.clone();
    wrong["customer"] = other;
    wrong["currency"] = json!("eur");
    let sheet = shop.call("drafts.put", wrong).await;
    assert_eq!(blocking(&sheet), ["customer", "currency"]);
    shop.call("drafts.put", draft.clone()).await;
    let outcome = shop
        .call("invoices.save", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let stripe = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
    assert_eq!(stripe["total"], 165_000);
    assert_eq!(stripe["billing_reason"], "quote_accept");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_that_is_refused_halfway_leaves_nothing_double() {
    let shop = Shop::open(Seed::Empty).await;
    let steps = [
        "/v1/customers",
        "/v1/tax_rates",
        "/v1/coupons",
        "/v1/invoices",
        "/v1/invoiceitems",
        "/v1/invoices/in_",
    ];
    for (at, step) in steps.into_iter().enumerate() {
        let mut draft = full(&shop).await;
        draft["customer"]["fields"]["name"] = json!(format!("Customer {at}"));
        shop.call("drafts.put", draft.clone()).await;
        shop.stripe()
            .fail_next_matching("POST", step, 1, Fault::Forbidden);
        let outcome = shop
            .call("invoices.save", json!({ "id": draft["id"] }))
            .await;
        assert_eq!(outcome["state"], "refused", "at {step}: {outcome}");
        // Mended and saved again, as a person would rather than press "try again".
        let kept = shop
            .call(
                "drafts.open",
                json!({ "from": { "kind": "draft", "id": draft["id"] } }),
            )
            .await;
        let mut draft = kept["draft"].clone();
        draft["lines"][0]["quantity"] = json!("100");
        let sheet = shop.call("drafts.put", draft.clone()).await;
        let outcome = shop
            .call("invoices.save", json!({ "id": draft["id"] }))
            .await;
        assert_eq!(outcome["state"], "done", "at {step}: {outcome}");
        let id = outcome["subject"]["id"].as_str().expect("the invoice");
        let stripe = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
        assert_eq!(
            stripe["total"], sheet["figures"]["upfront"]["total"]["minor"],
            "at {step}"
        );
        assert_eq!(stripe["lines"]["data"].as_array().map(Vec::len), Some(2));
        let made = at + 1;
        assert_eq!(count(&shop, "/v1/invoices?limit=100").await, made);
        assert_eq!(count(&shop, "/v1/customers?limit=100").await, made);
        assert_eq!(
            count(&shop, "/v1/invoiceitems?limit=100").await,
            2 * made,
            "at {step}"
        );
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_button_pressed_twice_makes_one_invoice_and_a_lost_answer_none_more() {
    let shop = Shop::open(Seed::Empty).await;
    let draft = full(&shop).await;
    shop.call("drafts.put", draft.clone()).await;
    shop.stripe().fail_next(1, Fault::AnswerLost);
    let request = json!({ "id": draft["id"] });
    let (first, second) = tokio::join!(
        shop.call("invoices.save", request.clone()),
        shop.call("invoices.save", request.clone())
    );
    for outcome in [first, second] {
        let outcome = settled(&shop, &outcome).await;
        assert_eq!(outcome["state"], "done", "{outcome}");
    }
    assert_eq!(count(&shop, "/v1/invoices?limit=100").await, 1);
    assert_eq!(count(&shop, "/v1/invoiceitems?limit=100").await, 2);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_deleted_and_brought_back_and_copies_stand_alone() {
    let shop = Shop::open(Seed::Empty).await;
    let draft = full(&shop).await;
    shop.call("drafts.put", draft.clone()).await;
    let gone = shop
        .call("drafts.delete", json!({ "id": draft["id"] }))
        .await;
    let summary = json!({ "noun": "invoice" });
    let drafts = async || {
        let summary = shop.call("records.summary", summary.clone()).await;
        let tabs = summary["tabs"].as_array().expect("tabs").clone();
        tabs.iter()
            .find(|tab| tab["id"] == "draft")
            .expect("the tab")["count"]
            .clone()
    };
    assert_eq!(drafts().await, 0);
    shop.call("drafts.put", gone).await;
    assert_eq!(drafts().await, 1);

    let id = saved(&shop, &draft).await;
    shop.call("invoices.finalize", json!({ "id": id })).await;
    let copy = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "copy_invoice", "id": id } }),
        )
        .await;
    assert_eq!(copy["draft"]["record"], Value::Null);
    let second = saved(&shop, &copy["draft"]).await;
    assert_ne!(id, second);
    let stripe = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
    let other = shop.stripe_says(&format!("/v1/invoices/{second}")).await;
    assert_eq!(stripe["total"], other["total"]);
    assert_eq!(count(&shop, "/v1/tax_rates?limit=9").await, 2, "used again");

    // What should be known before: the same customer, the same sum, made just now.
    let before = json!({ "noun": "invoice", "id": second, "verb": "finalize" });
    let cautions = shop.call("acts.before", before).await;
    let codes: Vec<&str> = cautions
        .as_array()
        .expect("cautions")
        .iter()
        .filter_map(|caution| caution["code"].as_str())
        .collect();
    assert_eq!(codes, ["twin"], "{cautions}");
    let number = stripe["number"].as_str().expect("its number");
    let message = cautions[0]["message"].as_str().unwrap_or_default();
    assert!(message.contains(number), "{message}");
    assert_eq!(
        shop.call("invoices.delete", json!({ "id": second })).await["state"],
        "done"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_beside_its_field_and_sent_nowhere() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = begun(&shop, "").await;
    draft["customer"] = Value::Null;
    let sheet = shop.call("drafts.put", draft.clone()).await;
    assert_eq!(blocking(&sheet), ["customer", "lines"]);
    let problem = shop
        .refused("invoices.save", json!({ "id": draft["id"] }))
        .await;
    assert!(problem.message.contains("no customer"), "{problem:?}");
    draft["lines"] = json!([line("a", "Care", "1", "1.250", Some("month"))]);
    draft["due_on"] = json!("2020-02-30");
    draft["custom_fields"] = json!([{ "name": "", "value": "x" }]);
    let sheet = shop.call("drafts.put", draft.clone()).await;
    assert_eq!(
        blocking(&sheet),
        [
            "lines[0].unit",
            "due_on",
            "customer",
            "lines[0].recurring",
            "custom_fields[0].name",
        ],
        "{}",
        sheet["findings"]
    );
    draft["due_on"] = json!("2020-02-03");
    let sheet = shop.call("drafts.put", draft.clone()).await;
    assert!(blocking(&sheet).contains(&"due_on".to_owned()));
    let problem = shop
        .refused("invoices.finalize", json!({ "id": draft["id"] }))
        .await;
    assert!(problem.fields.len() > 3, "{problem:?}");
    assert_eq!(count(&shop, "/v1/invoices?limit=9").await, 0);
    assert_eq!(count(&shop, "/v1/customers?limit=9").await, 0);
    let problem = shop
        .refused(
            "drafts.open",
            json!({ "from": { "kind": "invoice", "id": "in_nowhere" } }),
        )
        .await;
    assert_eq!(problem.code, commands::view::Code::NotFound);

    // Words that stop nothing, but should be known: no e-mail, a currency without decimals.
    let mut draft = begun(&shop, "Tanaka").await;
    draft["customer"]["fields"]["email"] = json!("");
    draft["currency"] = json!("jpy");
    draft["lines"] = json!([line("a", "Signs", "2", "15000", None)]);
    draft["collection"] = json!("charge_automatically");
    draft["days_until_due"] = Value::Null;
    shop.call("drafts.put", draft.clone()).await;
    let before = json!({ "noun": "invoice_draft", "id": draft["id"], "verb": "finalize" });
    let cautions = shop.call("acts.before", before).await;
    let text = cautions.to_string();
    for word in ["no_email", "no_decimals", "¥30,000", "not_charged"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_from_elsewhere_keeps_its_reference_and_the_page_has_a_code() {
    let shop = Shop::open(Seed::Empty).await;
    let id = saved(&shop, &full(&shop).await).await;
    let problem = shop
        .refused("invoices.page_code", json!({ "id": id }))
        .await;
    assert_eq!(problem.hint.as_deref(), Some("Finalize it first."));
    let problem = shop.refused("invoices.revise", json!({ "id": id })).await;
    assert_eq!(problem.hint.as_deref(), Some("Change the draft itself."));
    shop.call("invoices.finalize", json!({ "id": id })).await;
    let code = shop.call("invoices.page_code", json!({ "id": id })).await;
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    assert_eq!(code["url"], sheet["hosted_url"]);
    assert!(
        code["svg"]
            .as_str()
            .is_some_and(|svg| svg.starts_with("<svg"))
    );
    let long = json!({ "id": id, "reference": "x".repeat(201) });
    let problem = shop.refused("invoices.pay_out_of_band", long).await;
    assert_eq!(problem.fields[0].path, "reference");
    let paid = json!({ "id": id, "reference": " Transfer of 3 May, ref. 4711 " });
    let outcome = shop.call("invoices.pay_out_of_band", paid).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    let history = sheet["history"].as_array().expect("history");
    let paid = history.iter().find(|moment| moment["code"] == "paid");
    assert_eq!(
        paid.expect("it is paid")["text"],
        "Transfer of 3 May, ref. 4711"
    );
    let problem = shop.refused("invoices.revise", json!({ "id": id })).await;
    assert!(
        problem
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("credit note")),
        "{problem:?}"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_charged_by_itself_goes_on_after_an_edit_and_what_is_sent_waits() {
    let shop = Shop::open(Seed::Empty).await;
    for (collection, due, goes_on) in [
        ("charge_automatically", Value::Null, true),
        ("send_invoice", json!(14), false),
    ] {
        let mut quote = crate::write::draft_for(&shop, "Halden Bicycle Works").await;
        quote["lines"] = json!([line("a", "Care plan", "1", "30.00", Some("month"))]);
        quote["collection"] = json!(collection);
        quote["days_until_due"] = due;
        let quote = crate::write::finalized(&shop, &quote).await;
        let outcome = shop
            .call("quotes.accept", json!({ "id": quote, "note": null }))
            .await;
        let id = crate::write::made(&outcome, "invoice");
        assert_eq!(
            shop.stripe_says(&format!("/v1/invoices/{id}")).await["auto_advance"],
            true,
            "{collection}: a subscription's first invoice"
        );
        let open = json!({ "from": { "kind": "invoice", "id": id } });
        let mut draft = shop.call("drafts.open", open).await["draft"].clone();
        draft["description"] = json!("Thank you for coming back.");
        shop.call("drafts.put", draft.clone()).await;
        let outcome = shop
            .call("invoices.finalize", json!({ "id": draft["id"] }))
            .await;
        assert_eq!(outcome["state"], "done", "{collection}: {outcome}");
        let stripe = shop.stripe_says(&format!("/v1/invoices/{id}")).await;
        assert_eq!(stripe["description"], "Thank you for coming back.");
        assert_eq!(stripe["auto_advance"], goes_on, "{collection}: {stripe}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_invoice_begins_in_the_currency_that_its_customer_is_always_billed_in() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = begun(&shop, "Kyoto Ceramics").await;
    assert_eq!(draft["currency"], "usd");
    draft["currency"] = json!("jpy");
    draft["lines"] = json!([line("a", "Menu cards", "2", "5000", None)]);
    let id = saved(&shop, &draft).await;
    let outcome = shop.call("invoices.finalize", json!({ "id": id })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    shop.call("sync.run", json!({ "full": false })).await;
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    let who = sheet["customer"]["id"].clone();
    let customer = shop.call("customers.show", json!({ "id": who })).await;
    assert_eq!(customer["currency"], "jpy", "{customer}");
    for kind in ["new", "new_invoice"] {
        let from = json!({ "from": { "kind": kind, "customer": who } });
        let draft = shop.call("drafts.open", from).await["draft"].clone();
        assert_eq!(draft["currency"], "jpy", "{draft}");
    }
    shop.close().await;
}
