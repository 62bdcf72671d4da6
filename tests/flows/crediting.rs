//! Credit notes, before and after payment, and invoices that are replaced by corrected ones.

use crate::invoices::draft_invoice;
use crate::invoicing::saved;
use crate::reading_back;
use crate::shop::Shop;
use crate::write::{discount, line, vat};
use sandbox::Seed;
use serde_json::{Value, json};

/// An open invoice of $120.00, $20.00 of it tax.
async fn open(shop: &Shop) -> String {
    let from = json!({ "from": { "kind": "new_invoice", "customer": null } });
    let mut draft = shop.call("drafts.open", from).await["draft"].clone();
    draft["customer"] = json!({ "kind": "new",
        "fields": { "name": "Halden Bicycle Works", "email": "books@halden.example" } });
    draft["lines"] = json!([line("a", "Menu cards", "20", "5.00", None)]);
    draft["tax"] = vat("20", false);
    let id = saved(shop, &draft).await;
    let outcome = shop.call("invoices.finalize", json!({ "id": id })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    id
}

fn wish(invoice: &str, amount: &str, way: &str) -> Value {
    json!({ "invoice": invoice, "amount": amount, "way": way })
}

/// Issues a credit note that must come about; answers with its id.
async fn credited(shop: &Shop, wish: Value) -> String {
    let outcome = shop.call("credit_notes.create", wish).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    assert_eq!(outcome["subject"]["noun"], "credit_note", "{outcome}");
    outcome["subject"]["id"]
        .as_str()
        .expect("a note")
        .to_owned()
}

/// The list and the sheet say the same of an open invoice: what it asks for after credit, and what
/// is left of that once a part is paid. So does the sum above the list.
async fn same_figure(shop: &Shop, sheet: &Value, (asked, left): (i64, Option<i64>)) {
    let all = json!({ "noun": "invoice", "tab": "all", "cursor": null, "limit": 20 });
    let listed = shop.call("records.list", all).await;
    for row in [&listed["rows"][0], &sheet["row"]] {
        let figures = (&row["amount"]["minor"], &row["left"]["minor"]);
        assert_eq!(figures, (&json!(asked), &json!(left)), "{row}");
    }
    assert_eq!(sheet["due"]["minor"], asked);
    let all = json!({ "noun": "invoice", "tab": "all" });
    let summary = shop.call("records.summary", all).await;
    assert_eq!(summary["listed"][0]["minor"], asked, "{summary}");
}

#[tokio::test(flavor = "multi_thread")]
async fn before_payment_it_lowers_what_is_owed_and_can_be_taken_back() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open(&shop).await;
    let preview = shop
        .call("credit_notes.preview", wish(&id, "30", "balance"))
        .await;
    for (field, minor) in [
        ("amount", 3_000),
        ("before", 3_000),
        ("after", 0),
        ("remaining", 9_000),
        ("tax", 0),
        ("most", 12_000),
        ("refundable", 0),
    ] {
        assert_eq!(preview[field]["minor"], minor, "{field}: {preview}");
    }
    assert_eq!(
        shop.stripe_says("/v1/credit_notes").await["data"],
        json!([]),
        "asking issues nothing"
    );
    let mut wanted = wish(&id, "30", "balance");
    wanted["reason"] = json!("order_change");
    wanted["memo"] = json!("Two cards were misprinted.");
    let note = credited(&shop, wanted).await;
    let stripe = shop.stripe_says(&format!("/v1/credit_notes/{note}")).await;
    for (field, value) in [
        ("amount", json!(3_000)),
        ("pre_payment_amount", json!(3_000)),
        ("reason", json!("order_change")),
        ("memo", json!("Two cards were misprinted.")),
        ("invoice", json!(id)),
    ] {
        assert_eq!(stripe[field], value, "{field}");
    }
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    assert_eq!(sheet["remaining"]["minor"], 9_000, "the invoice knows");
    assert_eq!(sheet["credit_notes"][0]["row"]["id"], json!(note));
    let asks = &sheet["payments"][0]["amount"];
    assert_eq!(asks["minor"], 9_000, "and so does its payment");
    same_figure(&shop, &sheet, (9_000, None)).await;
    let pdf = json!({ "noun": "credit_note", "id": note });
    let document = shop.call("documents.fetch", pdf).await;
    assert_eq!(document["source"], "stripe", "{document}");
    let bytes = commands::document_bytes(
        &shop.desk().account().await.expect("an account"),
        document["path"].as_str().expect("a path"),
    )
    .await
    .expect("its bytes");
    assert!(bytes.starts_with(b"%PDF-"));

    let list = json!({ "noun": "credit_note", "tab": "all", "cursor": null, "limit": 9 });
    let rows = shop.call("records.list", list).await;
    assert_eq!(rows["rows"][0]["state"]["code"], "issued", "{rows}");
    let outcome = shop.call("credit_notes.void", json!({ "id": note })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    assert_eq!(sheet["remaining"]["minor"], 12_000, "owed again");
    let asks = &sheet["payments"][0]["amount"];
    assert_eq!(asks["minor"], 12_000, "and asked for again");
    let shown = shop.call("credit_notes.show", json!({ "id": note })).await;
    assert_eq!(shown["row"]["state"]["code"], "void");
    let problem = shop
        .refused("credit_notes.void", json!({ "id": note }))
        .await;
    assert_eq!(problem.message, "This credit note is void.");
    // All of it: by its lines, so that their taxes go as well, and nothing is left to pay.
    let id = open(&shop).await;
    let all = wish(&id, "", "balance");
    let preview = shop.call("credit_notes.preview", all.clone()).await;
    assert_eq!(preview["tax"]["minor"], 2_000, "{preview}");
    let note = credited(&shop, all).await;
    let shown = shop.call("credit_notes.show", json!({ "id": note })).await;
    assert_eq!(shown["tax"]["minor"], 2_000, "{shown}");
    assert_eq!(shown["amount"]["minor"], 12_000);
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    assert_eq!(sheet["row"]["state"]["code"], "paid", "{}", sheet["row"]);
    let problem = shop
        .refused("credit_notes.create", wish(&id, "1", "balance"))
        .await;
    assert_eq!(problem.message, "All of this invoice is credited.");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_payment_it_goes_to_the_balance_or_back_another_way_or_to_the_card() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open(&shop).await;
    let customer = shop.stripe_says(&format!("/v1/invoices/{id}")).await["customer"].clone();
    let customer = customer.as_str().expect("the customer").to_owned();
    shop.call("invoices.pay_out_of_band", json!({ "id": id }))
        .await;
    let preview = shop
        .call("credit_notes.preview", wish(&id, "24.00", "refund"))
        .await;
    let problem = preview["problem"]["message"].as_str().unwrap_or_default();
    assert!(
        problem.contains("Only $0.00 was paid through Stripe"),
        "{preview}"
    );
    let note = credited(&shop, wish(&id, "24.00", "balance")).await;
    let stripe = shop.stripe_says(&format!("/v1/customers/{customer}")).await;
    assert_eq!(stripe["balance"], -2_400, "for the next invoice");
    credited(&shop, wish(&id, "36.00", "outside")).await;
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    let notes = sheet["credit_notes"].as_array().expect("notes");
    let parts: Vec<_> = notes
        .iter()
        .map(|note| {
            ["before", "refunded", "balance", "outside"]
                .map(|part| note[part]["minor"].as_i64().unwrap_or(-1))
        })
        .collect();
    assert!(parts.contains(&[0, 0, 2_400, 0]), "{parts:?}");
    assert!(parts.contains(&[0, 0, 0, 3_600]), "{parts:?}");
    let problem = shop
        .refused("credit_notes.void", json!({ "id": note }))
        .await;
    assert!(problem.message.contains("gave back"), "{problem:?}");

    // Paid by card at Stripe: the money goes back the way it came.
    let id = open(&shop).await;
    let of = shop.stripe_says(&format!("/v1/invoices/{id}")).await["customer"].clone();
    let of = of.as_str().expect("the customer");
    let form = Box::leak(format!("customer={of}").into_boxed_str());
    let path = "/v1/payment_methods/pm_card_visa/attach";
    let card = shop.behind_our_back("POST", path, form).await;
    let card = card["id"].as_str().expect("a card");
    let form = Box::leak(format!("payment_method={card}").into_boxed_str());
    let path = format!("/v1/invoices/{id}/pay");
    let paid = shop.behind_our_back("POST", &path, form).await;
    assert_eq!(paid["status"], "paid", "{paid}");
    shop.call("records.refresh", json!({ "noun": "invoice", "id": id }))
        .await;
    let note = credited(&shop, wish(&id, "60", "refund")).await;
    let stripe = shop.stripe_says(&format!("/v1/credit_notes/{note}")).await;
    assert_eq!(stripe["refunds"][0]["amount_refunded"], 6_000, "{stripe}");
    let shown = shop.call("credit_notes.show", json!({ "id": note })).await;
    assert_eq!(shown["refunded"]["minor"], 6_000);
    // The payment says at once what went back of it and what is left.
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    let payment = &sheet["payments"][0];
    assert_eq!(
        payment["row"]["state"]["code"], "partly_refunded",
        "{payment}"
    );
    assert_eq!(payment["row"]["left"]["minor"], 6_000, "{payment}");
    assert_eq!(payment["refunds"][0]["amount"]["minor"], 6_000, "{payment}");
    // The invoice's own history tells what money did, each with its amount.
    let number = shown["row"]["number"].as_str().expect("a number");
    for (code, text) in [
        ("paid_part", "$120.00, Visa ···· 4242".to_owned()),
        ("credited", format!("$60.00, {number}")),
        ("refunded", "$60.00".to_owned()),
    ] {
        let history = sheet["history"].as_array().expect("moments");
        let told = history.iter().find(|moment| moment["code"] == code);
        assert_eq!(
            told.map(|moment| &moment["text"]),
            Some(&json!(text)),
            "{code}: {history:?}"
        );
    }
    shop.close().await;
}

/// An open invoice of two lines, with ten per cent off and a tax on top: $199.99, less $20.00, and
/// $36.00 of tax.
async fn of_two_lines(shop: &Shop) -> String {
    let from = json!({ "from": { "kind": "new_invoice", "customer": null } });
    let mut draft = shop.call("drafts.open", from).await["draft"].clone();
    draft["customer"] = json!({ "kind": "new",
        "fields": { "name": "Halden Bicycle Works", "email": "books@halden.example" } });
    draft["lines"] = json!([
        line("a", "Menu cards", "20", "5.00", None),
        line("b", "Signs", "3", "33.33", None)
    ]);
    draft["discounts"] = json!([discount("Spring", Some("10"), None, "once")]);
    draft["tax"] = vat("20", false);
    let id = saved(shop, &draft).await;
    let outcome = shop.call("invoices.finalize", json!({ "id": id })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    id
}

/// The lines of an invoice that something can be taken off, by their titles.
async fn lines_of(shop: &Shop, id: &str) -> Vec<Value> {
    let all = shop
        .call("credit_notes.preview", wish(id, "", "balance"))
        .await;
    all["lines"].as_array().expect("lines").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn single_lines_are_credited_with_their_share_of_discount_and_tax() {
    let shop = Shop::open(Seed::Empty).await;
    let id = of_two_lines(&shop).await;
    let lines = lines_of(&shop, &id).await;
    let of = |title: &str| {
        let found = lines.iter().find(|line| line["title"] == title);
        found.unwrap_or_else(|| panic!("{title} in {lines:?}"))["id"].clone()
    };
    let (cards, signs) = (of("Menu cards"), of("Signs"));
    assert_eq!(lines[1]["quantity"], 3, "{lines:?}");
    let by = |lines: Value| json!({ "invoice": id, "lines": lines, "way": "balance" });

    // Two of three signs: $66.66, less $6.67, and $12.00 of tax.
    let two = by(json!([{ "line": signs, "quantity": "2" }]));
    let preview = shop.call("credit_notes.preview", two.clone()).await;
    assert_eq!(preview["amount"]["text"], "$71.99", "{preview}");
    assert_eq!(preview["tax"]["text"], "$12.00", "{preview}");
    assert_eq!(preview["remaining"]["text"], "$144.00", "{preview}");
    assert_eq!(
        shop.stripe_says("/v1/credit_notes").await["data"],
        json!([]),
        "asking issues nothing"
    );
    let note = credited(&shop, two).await;
    let says = shop.stripe_says(&format!("/v1/credit_notes/{note}")).await;
    assert_eq!(says["total"], 7_199, "{says}");
    assert_eq!(says["lines"]["data"][0]["quantity"], 2, "{says}");
    assert_eq!(says["lines"]["data"][0]["invoice_line_item"], signs);

    // What is left of a line is known, and no more than that can be asked for.
    let left = lines_of(&shop, &id).await;
    assert_eq!(left[1]["left"]["text"], "$33.33", "{left:?}");
    assert_eq!(left[1]["quantity"], Value::Null, "by amount from now on");
    for (chosen, says) in [
        (json!([{ "line": signs, "amount": "33.34" }]), "Only $33.33"),
        (json!([{ "line": cards, "quantity": "21" }]), "from 1 to 20"),
        (
            json!([{ "line": cards, "quantity": "a few" }]),
            "whole number",
        ),
        (json!([{ "line": cards, "amount": "0" }]), "above zero"),
        (
            json!([{ "line": cards, "amount": "5", "quantity": "1" }]),
            "not both",
        ),
        (json!([{ "line": cards }, { "line": cards }]), "twice"),
        (json!([{ "line": "il_nowhere" }]), "not on the invoice"),
    ] {
        let preview = shop.call("credit_notes.preview", by(chosen.clone())).await;
        let message = preview["problem"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(says), "{chosen}: {preview}");
        let path = preview["problem"]["fields"][0]["path"].as_str();
        assert!(
            path.is_some_and(|path| path.starts_with("lines[")),
            "{preview}"
        );
        let problem = shop.refused("credit_notes.create", by(chosen)).await;
        assert!(problem.message.contains(says), "{problem:?}");
    }

    // A part of one and the rest of the other, in one note; what is left after that is the last cent.
    let both = by(json!([{ "line": cards, "amount": "12.50" }, { "line": signs }]));
    let preview = shop.call("credit_notes.preview", both.clone()).await;
    let note = credited(&shop, both).await;
    let says = shop.stripe_says(&format!("/v1/credit_notes/{note}")).await;
    assert_eq!(
        preview["amount"]["minor"], says["total"],
        "{preview} {says}"
    );
    let rest = by(json!([{ "line": cards }]));
    credited(&shop, rest).await;
    let sheet = shop.call("invoices.show", json!({ "id": id })).await;
    assert_eq!(sheet["remaining"]["minor"], 0, "to the cent: {sheet}");
    assert_eq!(sheet["row"]["state"]["code"], "paid", "{}", sheet["row"]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_a_paid_invoice_go_where_the_owner_says_to_the_cent() {
    let shop = Shop::open(Seed::Empty).await;
    let id = of_two_lines(&shop).await;
    let customer = shop.stripe_says(&format!("/v1/invoices/{id}")).await["customer"].clone();
    let customer = customer.as_str().expect("the customer").to_owned();
    let lines = lines_of(&shop, &id).await;
    shop.call("invoices.pay_out_of_band", json!({ "id": id }))
        .await;
    let by = |line: &Value, quantity: &str, way: &str| json!({ "invoice": id, "way": way, "lines": [{ "line": line["id"], "quantity": quantity }] });
    let preview = shop
        .call("credit_notes.preview", by(&lines[1], "2", "balance"))
        .await;
    assert_eq!(preview["after"]["text"], "$71.99", "{preview}");
    assert_eq!(preview["before"]["minor"], 0);
    credited(&shop, by(&lines[1], "2", "balance")).await;
    let says = shop.stripe_says(&format!("/v1/customers/{customer}")).await;
    assert_eq!(says["balance"], -7_199, "for the next invoice");
    // Nothing of it was paid through Stripe, so nothing can go back that way.
    let preview = shop
        .call("credit_notes.preview", by(&lines[0], "1", "refund"))
        .await;
    let message = preview["problem"]["message"].as_str().unwrap_or_default();
    assert!(message.contains("Only $0.00 was paid"), "{preview}");
    // Without Stripe nobody can say what lines come to, and an amount still can be credited.
    let shop = shop.again_offline().await;
    let preview = shop
        .call("credit_notes.preview", by(&lines[0], "1", "outside"))
        .await;
    assert_eq!(preview["problem"]["code"], "unreachable", "{preview}");
    let preview = shop
        .call("credit_notes.preview", wish(&id, "5", "outside"))
        .await;
    assert_eq!(preview["amount"]["text"], "$5.00", "{preview}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_that_cannot_be_are_refused_before_anything_is_sent() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open(&shop).await;
    for amount in ["0", "-5", "120.01", "1.250", "a little", "1e3"] {
        let preview = shop
            .call("credit_notes.preview", wish(&id, amount, "balance"))
            .await;
        assert!(preview["problem"].is_object(), "{amount}: {preview}");
        assert_eq!(preview["amount"], Value::Null, "{amount}");
        let problem = shop
            .refused("credit_notes.create", wish(&id, amount, "balance"))
            .await;
        assert_eq!(problem.fields[0].path, "amount", "{amount}: {problem:?}");
    }
    let mut long = wish(&id, "1", "balance");
    long["memo"] = json!("x".repeat(5_001));
    let problem = shop.refused("credit_notes.create", long).await;
    assert_eq!(problem.fields[0].path, "memo");
    let nowhere = wish("in_nowhere", "1", "balance");
    let problem = shop.refused("credit_notes.create", nowhere).await;
    assert_eq!(problem.code, commands::view::Code::NotFound);
    assert_eq!(
        shop.stripe_says("/v1/credit_notes").await["data"],
        json!([])
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finalized_invoice_is_replaced_by_a_corrected_one() {
    let shop = Shop::open(Seed::Empty).await;
    let id = open(&shop).await;
    let outcome = shop.call("invoices.revise", json!({ "id": id })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let draft = outcome["subject"]["id"].as_str().expect("the revision");
    assert_ne!(draft, id);
    let again = shop.call("invoices.revise", json!({ "id": id })).await;
    assert_eq!(again["subject"]["id"], json!(draft), "one, not two");
    let opened = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "invoice", "id": draft } }),
        )
        .await;
    let mut words = opened["draft"].clone();
    words["lines"][0]["quantity"] = json!("10");
    // Whoever writes it, and whoever finalizes it, is told what becomes of the old one.
    let number = shop.call("invoices.show", json!({ "id": id })).await["row"]["number"].clone();
    assert!(number.is_string(), "{number}");
    let kept = shop.call("drafts.put", words.clone()).await;
    assert_eq!(kept["replaces"], number, "{kept}");
    for (noun, id) in [
        ("invoice", json!(draft)),
        ("invoice_draft", words["id"].clone()),
    ] {
        let before = json!({ "noun": noun, "id": id, "verb": "finalize" });
        let cautions = shop.call("acts.before", before).await;
        assert_eq!(cautions[0]["code"], "replaces", "{cautions}");
        let message = cautions[0]["message"].as_str().unwrap_or_default();
        assert!(
            message.contains(number.as_str().unwrap_or_default()) && message.contains("void"),
            "{message}"
        );
    }
    let outcome = shop.call("invoices.finalize", json!({ "id": draft })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let old = shop.call("invoices.show", json!({ "id": id })).await;
    assert_eq!(old["row"]["state"]["code"], "void", "{}", old["row"]);
    let new = shop.call("invoices.show", json!({ "id": draft })).await;
    assert_eq!(new["row"]["state"]["code"], "open", "{}", new["row"]);
    assert_eq!(new["totals"]["total"]["minor"], 6_000);
    let links = new["links"].as_array().expect("links");
    assert!(
        links
            .iter()
            .any(|link| link["relation"] == "revision_of" && link["id"] == json!(id)),
        "{links:?}"
    );
    let problem = shop.refused("invoices.revise", json!({ "id": id })).await;
    assert_eq!(problem.message, "This invoice is void.");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stripes_own_client_reads_back_what_the_sheets_say() {
    let Some(python) = reading_back::client() else {
        return;
    };
    let shop = Shop::open(Seed::Empty).await;
    let credited_one = open(&shop).await;
    credited(&shop, wish(&credited_one, "30", "balance")).await;
    let paid = open(&shop).await;
    shop.call("invoices.pay_out_of_band", json!({ "id": paid }))
        .await;
    credited(&shop, wish(&paid, "24", "balance")).await;
    let void = open(&shop).await;
    shop.call("invoices.void", json!({ "id": void })).await;
    // A part that came another way, one line credited, written off, replaced, and still being written.
    let deposit = open(&shop).await;
    let came = json!({ "id": deposit, "part": "50", "reference": "Transfer of May 4" });
    shop.call("invoices.pay_out_of_band", came).await;
    let two_lines = of_two_lines(&shop).await;
    let first = lines_of(&shop, &two_lines).await[0]["id"].clone();
    let line = json!([{ "line": first, "quantity": "2" }]);
    let by_line = json!({ "invoice": two_lines, "lines": line, "way": "balance" });
    credited(&shop, by_line).await;
    let written_off = open(&shop).await;
    let id = json!({ "id": written_off });
    shop.call("invoices.mark_uncollectible", id).await;
    let replaced = open(&shop).await;
    let revised = shop
        .call("invoices.revise", json!({ "id": replaced }))
        .await;
    let id = json!({ "id": revised["subject"]["id"] });
    shop.call("invoices.finalize", id).await;
    draft_invoice(&shop).await;

    let seen = reading_back::seen(&shop, python).await;
    let seen = seen["invoices"].as_array().expect("invoices");
    let status_of = |id: &str| {
        let one = seen.iter().find(|one| one["id"] == id);
        one.expect("it is read back")["status"].clone()
    };
    assert_eq!(seen.len(), 9);
    assert_eq!(status_of(&void), "void");
    assert_eq!(status_of(&written_off), "uncollectible");
    assert_eq!(status_of(&replaced), "void");
    assert_eq!(status_of(&deposit), "open");
    for one in seen {
        let sheet = shop.call("invoices.show", json!({ "id": one["id"] })).await;
        assert_eq!(sheet["row"]["state"]["stripe"], one["status"], "{one}");
        assert_eq!(sheet["totals"]["total"]["minor"], one["total"], "{one}");
        assert_eq!(sheet["remaining"]["minor"], one["remaining"], "{one}");
        assert_eq!(sheet["lines"][0]["title"], one["lines"][0], "{one}");
        let ours = sheet["credit_notes"].as_array().expect("notes");
        let theirs = one["credit_notes"].as_array().expect("notes");
        assert_eq!(ours.len(), theirs.len(), "{one}");
        for (ours, theirs) in ours.iter().zip(theirs) {
            assert_eq!(ours["row"]["id"], theirs["id"]);
            assert_eq!(ours["amount"]["minor"], theirs["total"]);
        }
    }
    shop.close().await;
}
