//! Sending: the mail draft with its PDF, what the record notes of it, and invoices that Stripe
//! sends.

use crate::once::{count, insist, open_quote};
use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, made};
use commands::view::Code;
use mail_parser::{MessageParser, MimeHeaders as _};
use sandbox::{Fault, Seed};
use serde_json::{Value, json};
use std::path::Path;

async fn open_invoice(shop: &Shop) -> String {
    let mut draft = draft_for(shop, "Mørk & Søn \"Nord\" / Süd").await;
    draft["lines"] = json!([line("a", "Menu cards", "250", "5.00", None)]);
    let quote = finalized(shop, &draft).await;
    let invoice = made(
        &shop
            .call("quotes.accept", json!({ "id": quote, "note": null }))
            .await,
        "invoice",
    );
    let of = json!({ "noun": "invoice", "id": invoice });
    let refused = shop.refused("mail.draft", of).await;
    assert!(refused.message.contains("still a draft"), "{refused:?}");
    assert_eq!(
        shop.refused("invoices.send", json!({ "id": invoice }))
            .await
            .code,
        Code::NotAllowed
    );
    assert_eq!(
        shop.call("invoices.finalize", json!({ "id": invoice }))
            .await["state"],
        "done"
    );
    invoice
}

fn codes(sheet: &Value) -> Vec<(String, Option<String>)> {
    let owned = |value: &Value| value.as_str().map(str::to_owned);
    let history = sheet["history"].as_array().expect("a history").iter();
    history
        .map(|moment| {
            (
                owned(&moment["code"]).unwrap_or_default(),
                owned(&moment["text"]),
            )
        })
        .collect()
}

fn times(sheet: &Value, code: &str) -> usize {
    codes(sheet)
        .iter()
        .filter(|(found, _)| found == code)
        .count()
}

fn path<'a>(draft: &'a Value, field: &str) -> &'a Path {
    Path::new(draft[field].as_str().expect("a path"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_draft_carries_the_quote_to_its_customer() {
    let shop = Shop::open(Seed::Empty).await;
    let quote = open_quote(&shop).await;
    let of = json!({ "noun": "quote", "id": quote });
    let said = shop.call("mail.preview", of.clone()).await;
    assert_eq!(
        (&said["to"], &said["by_stripe"]),
        (&json!("books@halden.example"), &json!(false))
    );
    let sheet = shop.call("quotes.show", json!({ "id": quote })).await;
    assert_eq!(
        times(&sheet, "draft_opened"),
        0,
        "looking at it notes nothing"
    );
    let number = sheet["row"]["number"].as_str().expect("a number");
    let body = said["body"].as_str().expect("a text");
    assert!(
        body.contains("Dear Brightwater Dental,") && body.contains(number),
        "{body}"
    );
    assert!(
        body.contains("$349.00 each month") && body.contains("valid until"),
        "{body}"
    );

    let draft = shop.call("mail.draft", of.clone()).await;
    let outgoing = shop.home().join("outgoing");
    assert!(
        path(&draft, "path").starts_with(&outgoing)
            && path(&draft, "attachment").starts_with(&outgoing)
    );
    let mail = std::fs::read(path(&draft, "path")).expect("the mail is written");
    let read = MessageParser::new().parse(&mail).expect("it can be read");
    assert_eq!(
        read.header_raw("X-Unsent").map(str::trim),
        Some("1"),
        "it opens for writing"
    );
    assert_eq!(read.subject(), draft["subject"].as_str());
    assert_eq!(
        read.subject(),
        said["subject"].as_str(),
        "it says what was shown before"
    );
    assert_eq!(
        read.body_text(0)
            .map(|text| text.replace("\r\n", "\n"))
            .as_deref(),
        Some(body)
    );
    let attached = read.attachment(0).expect("the PDF is attached");
    assert!(attached.contents().starts_with(b"%PDF-"));
    assert_eq!(attached.attachment_name(), said["file_name"].as_str());
    assert_eq!(
        std::fs::read(path(&draft, "attachment")).expect("the PDF lies beside it"),
        attached.contents()
    );

    // A second draft takes the first one's place. The record remembers that one was opened, which
    // is more than that it was written, and that it was sent.
    assert_eq!(
        shop.call("mail.draft", of.clone()).await["path"],
        draft["path"]
    );
    let sheet = shop.call("quotes.show", json!({ "id": quote })).await;
    assert_eq!(times(&sheet, "draft_opened"), 0, "{}", sheet["history"]);
    shop.call("mail.opened", of.clone()).await;
    shop.call("mail.sent", of.clone()).await;
    let sheet = shop.call("quotes.show", json!({ "id": quote })).await;
    assert_eq!(
        (times(&sheet, "draft_opened"), times(&sheet, "sent")),
        (1, 1),
        "{}",
        sheet["history"]
    );

    assert_eq!(
        shop.call("quotes.cancel", json!({ "id": quote })).await["state"],
        "done"
    );
    for command in ["mail.preview", "mail.draft", "mail.sent"] {
        assert_eq!(
            shop.refused(command, of.clone()).await.code,
            Code::NotAllowed,
            "{command}"
        );
    }
    assert_eq!(
        shop.refused("mail.draft", json!({ "noun": "customer", "id": "cus_1" }))
            .await
            .code,
        Code::InvalidInput
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_draft_tells_where_the_invoice_is_paid_and_works_offline() {
    let shop = Shop::open(Seed::Empty).await;
    let invoice = open_invoice(&shop).await;
    let of = json!({ "noun": "invoice", "id": invoice });
    let sheet = shop.call("invoices.show", json!({ "id": invoice })).await;
    let said = shop.call("mail.preview", of.clone()).await;
    let body = said["body"].as_str().expect("a text");
    assert!(
        body.contains(sheet["hosted_url"].as_str().expect("a payment page")),
        "{body}"
    );
    assert!(body.contains("$1,250.00, due on"), "{body}");
    assert_eq!(said["by_stripe"], true);
    assert!(
        said["stripe_note"]
            .as_str()
            .is_some_and(|note| note.contains("no mail")),
        "{said}"
    );

    let draft = shop.call("mail.draft", of.clone()).await;
    let name = path(&draft, "path")
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a name")
        .to_owned();
    assert!(
        name.ends_with(".eml")
            && name.contains("Mørk & Søn -Nord-Süd")
            && !name.contains(['"', '/']),
        "{name}"
    );

    // The PDF is kept by now: the next draft needs nobody's answer.
    let shop = shop.again_offline().await;
    let draft = shop.call("mail.draft", of).await;
    assert!(path(&draft, "path").exists());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stripe_sends_an_invoice_once() {
    let shop = Shop::open(Seed::Empty).await;
    for (n, (fault, how_often)) in [
        (Fault::AnswerLost, 1),
        (Fault::ServerError, 1),
        (Fault::ConnectionDropped, 4),
    ]
    .into_iter()
    .enumerate()
    {
        let invoice = open_invoice(&shop).await;
        shop.stripe()
            .fail_next_matching("POST", "/send", how_often, fault);
        let request = json!({ "id": invoice });
        let (one, other) = tokio::join!(
            shop.call("invoices.send", request.clone()),
            shop.call("invoices.send", request.clone())
        );
        assert_eq!(
            one["intent"], other["intent"],
            "the second press waits for the first one's intent"
        );
        let outcome = insist(&shop, one).await;
        assert_eq!(outcome["state"], "done", "{fault:?}: {outcome}");
        assert_eq!(
            count(&shop, "/v1/events?type=invoice.sent&limit=100").await,
            n + 1,
            "{fault:?}: one mail for one wish"
        );
        let sheet = shop.call("invoices.show", request).await;
        let sent: Vec<_> = codes(&sheet)
            .into_iter()
            .filter(|(code, _)| code == "sent")
            .collect();
        let [(_, Some(text))] = sent.as_slice() else {
            panic!("{fault:?}: {sent:?}")
        };
        assert!(
            text.contains("by Stripe") && text.contains("no mail"),
            "{text}"
        );
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stripe_sends_nothing_to_a_customer_without_an_e_mail() {
    let shop = Shop::open(Seed::Empty).await;
    let from = json!({ "from": { "kind": "new_invoice", "customer": null } });
    let mut draft = shop.call("drafts.open", from).await["draft"].clone();
    draft["customer"] = json!({ "kind": "new", "fields": { "name": "Tanaka", "email": "" } });
    draft["lines"] = json!([line("a", "Menu cards", "250", "5.00", None)]);
    let invoice = crate::invoicing::saved(&shop, &draft).await;
    shop.call("invoices.finalize", json!({ "id": invoice }))
        .await;
    let problem = shop
        .refused("invoices.send", json!({ "id": invoice }))
        .await;
    assert!(problem.message.contains("no e-mail"), "{problem:?}");
    let hint = problem.hint.unwrap_or_default();
    assert!(hint.contains("Edit the customer"), "{hint}");
    assert_eq!(
        count(&shop, "/v1/events?type=invoice.sent&limit=100").await,
        0
    );
    // With one, it is sent.
    let sheet = shop.call("invoices.show", json!({ "id": invoice })).await;
    let path = format!(
        "/v1/customers/{}",
        sheet["customer"]["id"].as_str().expect("a customer")
    );
    shop.behind_our_back("POST", &path, "email=books%40tanaka.example")
        .await;
    shop.call("sync.run", json!({ "full": false })).await;
    let outcome = shop.call("invoices.send", json!({ "id": invoice })).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_key_is_settled_by_what_stripe_told() {
    let shop = Shop::open(Seed::Empty).await;
    for (n, fault) in [Fault::AnswerLost, Fault::ConnectionDropped]
        .into_iter()
        .enumerate()
    {
        let invoice = open_invoice(&shop).await;
        shop.stripe().fail_next_matching("POST", "/send", 3, fault);
        let outcome = shop.call("invoices.send", json!({ "id": invoice })).await;
        assert_eq!(outcome["state"], "queued", "{fault:?}: {outcome}");
        shop.stripe().advance_time(24 * 3_600);
        let outcome = insist(&shop, outcome).await;
        assert_eq!(outcome["state"], "done", "{fault:?}: {outcome}");
        assert_eq!(
            count(&shop, "/v1/events?type=invoice.sent&limit=100").await,
            n + 1,
            "{fault:?}"
        );
    }
    shop.close().await;
}
