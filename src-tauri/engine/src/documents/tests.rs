//! That a PDF is Stripe's once it is kept, ours until then, and never waits for a Stripe that
//! does not answer.

#![allow(
    clippy::unwrap_used,
    reason = "a document that is missing fails its test"
)]

use super::{bytes, fetch, parse, preview, save};
use crate::sample::{DAY, Kept, NOW, account, but, draft, invoice, quote, shop};
use crate::view::{Code, Noun};
use cache::Kind;
use serde_json::json;

#[test]
fn only_paths_of_documents_lead_to_documents() {
    assert_eq!(parse("quote/qt_1.pdf"), Some(("quote", "qt_1")));
    assert_eq!(parse("/invoice/in_1.pdf"), Some(("invoice", "in_1")));
    assert_eq!(parse("draft/draft_0a.pdf"), Some(("draft", "draft_0a")));
    for path in [
        "",
        "quote",
        "quote/.pdf",
        "quote/qt_1",
        "customer/cus_1.pdf",
        "quote/../x.pdf",
        "quote/a/b.pdf",
    ] {
        assert_eq!(parse(path), None, "{path}");
    }
}

async fn kept() -> Kept {
    let mut objects = shop();
    objects.extend([
        quote("qt_draft", "draft"),
        quote("qt_1", "open"),
        invoice("in_1", "open", 500),
    ]);
    let kept = Kept::with(objects).await;
    kept.cache
        .write(|w| w.drafts().put(&draft("draft_1", None)))
        .await
        .unwrap();
    kept
}

#[tokio::test]
async fn until_stripes_is_kept_there_is_one_of_ours() {
    let kept = kept().await;
    let account = account(&kept);
    for path in [
        "draft/draft_1.pdf",
        "quote/qt_draft.pdf",
        "quote/qt_1.pdf",
        "invoice/in_1.pdf",
    ] {
        assert!(
            bytes(&account, path).await.unwrap().starts_with(b"%PDF-"),
            "{path}"
        );
    }
    let pages = preview(&account, "draft_1").await.unwrap();
    assert_eq!(pages.len(), 1);
    assert!(pages[0].starts_with("<svg"), "{}", &pages[0][..40]);
    assert_eq!(
        bytes(&account, "quote/qt_9.pdf").await.unwrap_err().code,
        Code::NotFound
    );
}

#[tokio::test]
async fn a_draft_needs_no_stripe_and_a_quote_does_once() {
    let kept = kept().await;
    let account = account(&kept);
    let draft = fetch(&account, Noun::Draft, "draft_1").await.unwrap();
    assert_eq!(
        (draft.source.as_str(), draft.file_name.as_str()),
        ("draft", "2026-11-22_quote draft_Tern Island.pdf")
    );
    assert_eq!(
        fetch(&account, Noun::Quote, "qt_draft")
            .await
            .unwrap()
            .source,
        "draft"
    );
    assert_eq!(
        fetch(&account, Noun::Quote, "qt_1").await.unwrap_err().code,
        Code::Unreachable
    );
    kept.cache
        .write(|w| {
            w.documents()
                .put(Kind::Quote, "qt_1", "pdf", b"%PDF-theirs", NOW)
        })
        .await
        .unwrap();
    let known = fetch(&account, Noun::Quote, "qt_1").await.unwrap();
    assert_eq!(
        (known.source.as_str(), known.size, known.fetched_at),
        ("stripe", Some(11), Some(NOW))
    );
    assert_eq!(bytes(&account, &known.path).await.unwrap(), b"%PDF-theirs");
    assert_eq!(
        fetch(&account, Noun::Customer, "cus_1")
            .await
            .unwrap_err()
            .code,
        Code::InvalidInput
    );
}

#[tokio::test]
async fn an_older_pdf_is_better_than_none() {
    let kept = kept().await;
    let account = account(&kept);
    let old = NOW - 10 * DAY;
    kept.cache
        .write(move |w| {
            w.documents()
                .put(Kind::Invoice, "in_1", "pdf", b"%PDF-old", old)
        })
        .await
        .unwrap();
    // It was fetched before the invoice was finalized, so Stripe is asked, and does not answer.
    assert_eq!(
        fetch(&account, Noun::Invoice, "in_1")
            .await
            .unwrap()
            .fetched_at,
        Some(old)
    );
    assert!(account.connection.last().is_some());
    kept.put(vec![but(
        invoice("in_1", "open", 500),
        json!({ "status_transitions": { "finalized_at": old - 1 } }),
    )])
    .await;
    assert_eq!(
        fetch(&account, Noun::Invoice, "in_1")
            .await
            .unwrap()
            .fetched_at,
        Some(old)
    );
}

#[tokio::test]
async fn saving_names_the_file_by_day_number_and_customer() {
    let kept = kept().await;
    let account = account(&kept);
    kept.cache
        .write(|w| {
            w.documents()
                .put(Kind::Quote, "qt_1", "pdf", b"%PDF-theirs", NOW)
        })
        .await
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (path, name) = save(&account, Noun::Quote, "qt_1", folder.path())
        .await
        .unwrap();
    assert_eq!(name, "2026-11-21_QT-7F3A21-0004-2_Halden Bicycle Works.pdf");
    assert_eq!(std::fs::read(path).unwrap(), b"%PDF-theirs");
}
