//! What cannot be sent is said before anything is sent, at its place, with what to do.

use crate::shop::Shop;
use crate::write::{discount, draft_for, line, vat};
use sandbox::Seed;
use serde_json::{Value, json};

/// Changes a sound draft and looks for a finding at `path` with `code`; then saving or finalizing
/// is refused and Stripe is not asked.
async fn check(shop: &Shop, what: &str, change: impl FnOnce(&mut Value), path: &str, code: &str) {
    let mut draft = draft_for(shop, "Halden Bicycle Works").await;
    draft["lines"] = json!([line("a", "Workshop sign", "1", "640.00", None)]);
    change(&mut draft);
    let before = shop.stripe().requests().len();
    let sheet = shop.call("drafts.put", draft.clone()).await;
    let findings = sheet["findings"].as_array().expect("findings");
    let finding = findings
        .iter()
        .find(|finding| finding["path"] == path && finding["code"] == code);
    let finding =
        finding.unwrap_or_else(|| panic!("{what}: no {code} at {path} among {findings:#?}"));
    assert_eq!(finding["blocking"], true, "{what}");
    assert!(
        finding["message"]
            .as_str()
            .is_some_and(|text| text.ends_with('.') && text.len() > 20),
        "{what}: {finding}"
    );
    let problem = shop
        .refused("quotes.finalize", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(
        problem.code,
        commands::view::Code::InvalidInput,
        "{what}: {problem:?}"
    );
    assert!(
        problem.fields.iter().any(|field| field.path == path),
        "{what}: {problem:?}"
    );
    assert_eq!(
        shop.stripe().requests().len(),
        before,
        "{what}: Stripe was not asked"
    );
    let kept = shop
        .call(
            "drafts.open",
            json!({ "from": { "kind": "draft", "id": draft["id"] } }),
        )
        .await;
    let lines = kept["draft"]["lines"].as_array().expect("lines");
    let typed = draft["lines"].as_array().expect("lines");
    assert_eq!(lines.len(), typed.len(), "{what}: no line is lost");
    for (kept, typed) in lines.iter().zip(typed) {
        for (field, text) in typed.as_object().expect("a line") {
            assert_eq!(&kept[field], text, "{what}: {field} is kept as typed");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_quote_is_said_at_its_place() {
    let shop = Shop::open(Seed::Empty).await;
    shop.synced().await;
    check(
        &shop,
        "no customer",
        |draft| draft["customer"] = Value::Null,
        "customer",
        "no_customer",
    )
    .await;
    check(
        &shop,
        "no lines",
        |draft| draft["lines"] = json!([]),
        "lines",
        "no_lines",
    )
    .await;
    check(
        &shop,
        "expired",
        |draft| draft["expires_on"] = json!("2021-03-04"),
        "expires_on",
        "expiry_passed",
    )
    .await;
    check(
        &shop,
        "no date",
        |draft| draft["expires_on"] = json!("4th of March"),
        "expires_on",
        "bad_date",
    )
    .await;
    check(
        &shop,
        "a line without a name",
        |draft| draft["lines"][0]["name"] = json!(" "),
        "lines[0].name",
        "no_name",
    )
    .await;
    check(
        &shop,
        "two rhythms",
        |draft| {
            draft["lines"] = json!([
                line("a", "Care", "1", "9", Some("month")),
                line("b", "Domain", "1", "20", Some("year"))
            ]);
        },
        "lines[1].recurring",
        "two_intervals",
    )
    .await;
    check(
        &shop,
        "no such currency",
        |draft| draft["currency"] = json!("xyz"),
        "currency",
        "bad_currency",
    )
    .await;
    check(
        &shop,
        "no days",
        |draft| draft["days_until_due"] = Value::Null,
        "days_until_due",
        "days_missing",
    )
    .await;
    check(
        &shop,
        "a long header",
        |draft| draft["header"] = json!("x".repeat(51)),
        "header",
        "text_too_long",
    )
    .await;
    check(
        &shop,
        "a trial of years",
        |draft| {
            draft["lines"][0]["per"] = json!({ "interval": "month", "count": 1 });
            draft["trial_days"] = json!(9_999);
        },
        "trial_days",
        "trial_too_long",
    )
    .await;
    check(
        &shop,
        "a tax of nothing",
        |draft| draft["tax"] = vat("twenty", false),
        "tax",
        "bad_percent",
    )
    .await;
    check(
        &shop,
        "a tax over all",
        |draft| draft["tax"] = vat("120", false),
        "tax",
        "bad_percent",
    )
    .await;
    check(
        &shop,
        "months",
        |draft| draft["discounts"] = json!([discount("A", Some("5"), None, "repeating")]),
        "discounts[0]",
        "no_months",
    )
    .await;
    check(
        &shop,
        "a discount below zero",
        |draft| draft["discounts"] = json!([discount("A", None, Some("-5"), "once")]),
        "discounts[0]",
        "bad_amount",
    )
    .await;
    check(
        &shop,
        "half a yen",
        |draft| {
            draft["currency"] = json!("jpy");
            draft["discounts"] = json!([discount("A", None, Some("5.5"), "once")]);
        },
        "discounts[0]",
        "bad_amount",
    )
    .await;
    check(
        &shop,
        "a discount of nothing",
        |draft| draft["discounts"] = json!([discount("A", None, None, "once")]),
        "discounts[0]",
        "bad_amount",
    )
    .await;
    for quantity in ["0.5", "-1", "", "many"] {
        check(
            &shop,
            quantity,
            |draft| draft["lines"][0]["quantity"] = json!(quantity),
            "lines[0].quantity",
            "bad_quantity",
        )
        .await;
    }
    check(
        &shop,
        "none of it",
        |draft| draft["lines"][0]["quantity"] = json!("0"),
        "lines[0].quantity",
        "no_quantity",
    )
    .await;
    // The same amounts stand in the field and in amounts.read.
    for (unit, currency, code) in [
        ("-5", "usd", "bad_amount"),
        ("", "usd", "bad_amount"),
        ("about 5", "usd", "bad_amount"),
        ("1000000", "usd", "bad_amount"),
        ("123456789", "eur", "bad_amount"),
        ("0.125", "kwd", "bad_amount"),
        ("640.50", "isk", "bad_amount"),
        ("€ 640", "usd", "bad_amount"),
        ("1.250", "usd", "ambiguous"),
        ("1.250", "kwd", "ambiguous"),
    ] {
        let what = format!("“{unit}” in {currency}");
        check(
            &shop,
            &what,
            |draft| {
                draft["currency"] = json!(currency);
                draft["lines"][0]["unit"] = json!(unit);
            },
            "lines[0].unit",
            code,
        )
        .await;
        let read = shop
            .call(
                "amounts.read",
                json!({ "text": unit, "currency": currency }),
            )
            .await;
        assert!(
            read["decimal"].is_null() && read["message"].is_string(),
            "{what}: {read}"
        );
        assert_eq!(
            read["readings"].as_array().map(Vec::len),
            Some(if code == "ambiguous" { 2 } else { 0 }),
            "{what}: {read}"
        );
        for reading in read["readings"].as_array().expect("readings") {
            let again = shop
                .call(
                    "amounts.read",
                    json!({ "text": reading, "currency": currency }),
                )
                .await;
            assert!(
                again["decimal"].is_string(),
                "{what}: {reading} is clear, {again}"
            );
        }
    }
    // A price may be finer than its currency, as Stripe's may; it is said, and does not stop.
    let mut draft = draft_for(&shop, "Halden Bicycle Works").await;
    draft["currency"] = json!("jpy");
    draft["lines"] = json!([line("a", "Flyers", "1000", "12.5", None)]);
    let sheet = shop.call("drafts.put", draft).await;
    let finding = sheet["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|finding| finding["code"] == "finer")
        .cloned();
    assert_eq!(finding.expect("a finding")["blocking"], false);
    assert_eq!(sheet["figures"]["upfront"]["total"]["minor"], 12_500);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_are_read_as_people_write_them() {
    let shop = Shop::open(Seed::Empty).await;
    for (text, currency, decimal) in [
        ("1.250,50", "eur", "1250.50"),
        ("1,250.50", "usd", "1250.50"),
        ("12*3", "usd", "36.00"),
        ("2 × 49,90", "eur", "99.80"),
        ("4.12", "kwd", "4.120"),
        ("$640", "usd", "640.00"),
        ("0.0125", "usd", "0.0125"),
    ] {
        let read = shop
            .call(
                "amounts.read",
                json!({ "text": text, "currency": currency }),
            )
            .await;
        assert_eq!(read["decimal"], decimal, "“{text}” in {currency}: {read}");
    }
    // What is to be moved is read for the question before it: whole minor units, above zero.
    let moved = |text: &str, currency: &str, most: Option<i64>| json!({ "text": text, "currency": currency, "moved": true, "most": most });
    for (text, currency, minor, said) in [
        ("1,234.50", "usd", 123_450, "$1,234.50"),
        ("1.234,50", "usd", 123_450, "$1,234.50"),
        ("12,5", "usd", 1_250, "$12.50"),
        ("2 * 617.25", "usd", 123_450, "$1,234.50"),
        ("1.250", "jpy", 1_250, "¥1,250"),
        ("4.12", "bhd", 4_120, "BHD 4.120"),
    ] {
        let read = shop
            .call("amounts.read", moved(text, currency, Some(minor)))
            .await;
        assert_eq!(
            (&read["amount"]["minor"], &read["amount"]["text"]),
            (&json!(minor), &json!(said)),
            "“{text}” in {currency}: {read}"
        );
        assert!(read["message"].is_null(), "{read}");
    }
    for (text, currency, most, says) in [
        (
            "1.5",
            "jpy",
            None,
            "JPY has no decimals. Write a whole amount.",
        ),
        ("0.0125", "usd", None, "USD has at most 2 decimals."),
        ("12,5,", "usd", None, "is not an amount."),
        ("-5", "usd", None, "below zero"),
        ("0", "usd", None, "Write an amount above zero."),
        ("", "usd", None, "The amount is empty."),
        ("€5", "usd", None, "everything here is in USD"),
        ("1.250", "kwd", None, "Write 1.25 or 1250"),
        (
            "20.01",
            "usd",
            Some(2_000),
            "This is more than $20.00. Write that or less.",
        ),
        ("5", "xyz", None, "xyz"),
    ] {
        let read = shop.call("amounts.read", moved(text, currency, most)).await;
        let message = read["message"].as_str().unwrap_or_default();
        assert!(
            message.contains(says) && read["amount"].is_null(),
            "“{text}” in {currency}: {read}"
        );
    }
    let read = shop
        .call("amounts.read", json!({ "text": "5", "currency": "xyz" }))
        .await;
    assert!(
        read["message"]
            .as_str()
            .is_some_and(|message| message.contains("xyz")),
        "{read}"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_of_another_currency_does_not_slip_into_a_quote() {
    let shop = Shop::open(Seed::Empty).await;
    let price = json!({ "currency": "eur", "unit": "100.00", "per": null });
    shop.call(
        "products.create",
        json!({ "name": "Sign", "detail": "", "prices": [price] }),
    )
    .await;
    let picked = shop
        .call("prices.pick", json!({ "text": "", "currency": "eur" }))
        .await;
    let of_euro = |unit: &str| {
        let mut line = line("a", "Sign", "1", unit, None);
        line["price"] = picked[0]["id"].clone();
        line["product"] = picked[0]["product"].clone();
        line
    };
    check(
        &shop,
        "100 euros are not 100 dollars",
        |draft| draft["lines"] = json!([of_euro("100.00")]),
        "lines[0].unit",
        "two_currencies",
    )
    .await;

    // A price of one's own for the same product is another matter.
    let mut draft = draft_for(&shop, "Halden Bicycle Works").await;
    draft["lines"] = json!([of_euro("115.00")]);
    let quote = crate::write::finalized(&shop, &draft).await;
    let stripe = shop.stripe_says(&format!("/v1/quotes/{quote}")).await;
    assert_eq!(
        (&stripe["currency"], &stripe["amount_total"]),
        (&json!("usd"), &json!(11_500))
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_make_no_sense_are_answered_not_crashed_on() {
    let shop = Shop::open(Seed::Empty).await;
    for (name, request) in [
        ("quotes.accept", json!({})),
        ("quotes.show", json!({ "id": 7 })),
        (
            "records.list",
            json!({ "noun": "spaceship", "tab": "all", "cursor": null, "limit": 9 }),
        ),
        (
            "records.list",
            json!({ "noun": "quote", "tab": "nowhere", "cursor": null, "limit": 9 }),
        ),
        ("drafts.open", json!({ "from": { "kind": "thin air" } })),
    ] {
        let problem = shop.refused(name, request.clone()).await;
        assert_eq!(
            problem.code,
            commands::view::Code::InvalidInput,
            "{name} {request}: {problem:?}"
        );
    }
    let problem = shop.refused("quotes.sing", json!({})).await;
    assert_eq!(problem.code, commands::view::Code::Bug);
    for name in [
        "quotes.show",
        "invoices.show",
        "customers.show",
        "products.show",
        "drafts.preview",
        "drafts.delete",
        "quotes.cancel",
        "invoices.void",
        "outbox.dismiss",
    ] {
        let problem = shop.refused(name, json!({ "id": "nothing" })).await;
        assert_eq!(
            problem.code,
            commands::view::Code::NotFound,
            "{name}: {problem:?}"
        );
        assert!(problem.hint.is_some(), "{name}: {problem:?}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_thrown_away_and_brought_back() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "Marisol Vega").await;
    draft["header"] = json!("Portraits");
    shop.call("drafts.put", draft.clone()).await;
    let thrown = shop
        .call("drafts.delete", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(thrown["header"], "Portraits");
    let list = json!({ "noun": "quote", "tab": "draft", "cursor": null, "limit": 9 });
    assert_eq!(shop.call("records.list", list.clone()).await["total"], 0);
    shop.call("drafts.put", thrown).await;
    assert_eq!(
        shop.call("records.list", list).await["rows"][0]["id"],
        draft["id"]
    );
    shop.close().await;
}
