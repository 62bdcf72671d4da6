//! An invoice through its states, and what each state refuses.

use crate::once::open_quote;
use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, made};
use commands::view::Code;
use sandbox::Seed;
use serde_json::{Value, json};

/// A draft invoice that belongs to no subscription.
pub(crate) async fn draft_invoice(shop: &Shop) -> String {
    let mut draft = draft_for(shop, "Okafor & Daughters Catering").await;
    draft["lines"] = json!([line("a", "Menu cards, spring", "250", "5.00", None)]);
    let id = finalized(shop, &draft).await;
    made(
        &shop
            .call("quotes.accept", json!({ "id": id, "note": null }))
            .await,
        "invoice",
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_through_the_states_and_what_is_refused_at_its_end() {
    // What is done, the state it ends in, Stripe's own word, and what is refused then.
    let table: [(&[&str], &str, &str, &[&str]); 5] = [
        (&["finalize"], "open", "open", &["finalize", "delete"]),
        (
            &["finalize", "pay_out_of_band"],
            "paid",
            "paid",
            &["pay_out_of_band", "void", "mark_uncollectible", "delete"],
        ),
        (
            &["finalize", "void"],
            "void",
            "void",
            &["void", "pay_out_of_band", "mark_uncollectible", "finalize"],
        ),
        (
            &["finalize", "mark_uncollectible"],
            "uncollectible",
            "uncollectible",
            &["mark_uncollectible", "delete"],
        ),
        (
            &["finalize", "mark_uncollectible", "pay_out_of_band"],
            "paid",
            "paid",
            &["void"],
        ),
    ];
    let shop = Shop::open(Seed::Empty).await;
    for (acts, state, status, refused) in table {
        let id = draft_invoice(&shop).await;
        for act in acts {
            let outcome = shop
                .call(&format!("invoices.{act}"), json!({ "id": id }))
                .await;
            assert_eq!(outcome["state"], "done", "{acts:?}: {outcome}");
        }
        let sheet = shop.call("invoices.show", json!({ "id": id })).await;
        assert_eq!(sheet["row"]["state"]["code"], state, "{acts:?}");
        assert!(
            sheet["row"]["number"].is_string(),
            "{acts:?}: it has its number"
        );
        assert_eq!(
            shop.stripe_says(&format!("/v1/invoices/{id}")).await["status"],
            status,
            "{acts:?}"
        );
        for verb in refused {
            let problem = shop
                .refused(&format!("invoices.{verb}"), json!({ "id": id }))
                .await;
            assert_eq!(
                problem.code,
                commands::view::Code::NotAllowed,
                "{acts:?}, then {verb}: {problem:?}"
            );
            assert!(problem.hint.is_some(), "{acts:?}, then {verb}: {problem:?}");
            let action = sheet["actions"]
                .as_array()
                .expect("actions")
                .iter()
                .find(|action| action["verb"] == **verb);
            assert!(
                action.is_none_or(|action| action["allowed"] == false),
                "{acts:?}: the sheet offers no {verb}"
            );
        }
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_deleted_and_what_belongs_to_a_subscription_is_not() {
    let shop = Shop::open(Seed::Empty).await;
    let id = draft_invoice(&shop).await;
    let problem = shop.refused("invoices.void", json!({ "id": id })).await;
    assert!(problem.message.contains("draft"), "{problem:?}");
    let problem = shop
        .refused("invoices.mark_uncollectible", json!({ "id": id }))
        .await;
    assert!(
        problem
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("Finalize")),
        "{problem:?}"
    );
    assert_eq!(
        shop.call("invoices.delete", json!({ "id": id })).await["state"],
        "done"
    );
    let problem = shop.refused("invoices.show", json!({ "id": id })).await;
    assert_eq!(problem.code, commands::view::Code::NotFound);
    assert_eq!(
        shop.stripe_says(&format!("/v1/invoices/{id}")).await["error"]["code"],
        "resource_missing"
    );

    let quote = open_quote(&shop).await;
    let outcome = shop
        .call("quotes.accept", json!({ "id": quote, "note": null }))
        .await;
    let first = made(&outcome, "invoice");
    let problem = shop
        .refused("invoices.delete", json!({ "id": first }))
        .await;
    assert!(problem.message.contains("subscription"), "{problem:?}");

    // An hour later Stripe finalizes it by itself; a sync tells.
    shop.stripe().advance_time(2 * 3_600);
    shop.call("sync.run", json!({ "full": false })).await;
    let sheet = shop.call("invoices.show", json!({ "id": first })).await;
    assert_eq!(sheet["row"]["state"]["code"], "open", "{}", sheet["row"]);
    assert!(sheet["row"]["number"].is_string());
    // Past due once its days are over, with nothing said by Stripe.
    shop.stripe().advance_time(20 * 86_400);
    let sheet = shop.call("invoices.show", json!({ "id": first })).await;
    assert_eq!(
        sheet["row"]["state"]["code"], "past_due",
        "{}",
        sheet["row"]
    );
    let overview = shop.call("app.overview", Value::Null).await;
    assert_eq!(overview["counts"]["late_invoices"], 1);
    assert_eq!(overview["late"][0]["id"], json!(first));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_are_kept_previewed_and_saved_beside_each_other() {
    let shop = Shop::open(Seed::Empty).await;
    let mut draft = draft_for(&shop, "../Ægir: Sønner?").await;
    draft["lines"] = json!([line("a", "Menu cards", "250", "5.00", None)]);
    shop.call("drafts.put", draft.clone()).await;
    let pages = shop
        .call("drafts.preview", json!({ "id": draft["id"] }))
        .await;
    assert!(
        pages["pages"][0]
            .as_str()
            .is_some_and(|page| page.starts_with("<svg")),
        "a page to look at"
    );
    let id = finalized(&shop, &draft).await;
    let invoice = made(
        &shop
            .call("quotes.accept", json!({ "id": id, "note": null }))
            .await,
        "invoice",
    );
    shop.call("invoices.finalize", json!({ "id": invoice }))
        .await;

    let request = json!({ "noun": "invoice", "id": invoice });
    let first = shop.call("documents.save", request.clone()).await;
    let again = shop.call("documents.save", request.clone()).await;
    assert_eq!(first, again, "the same paper is not saved twice");
    // Someone has written on it: that is another file now, and stays.
    let written_on = first["path"].as_str().expect("a path");
    std::fs::write(written_on, b"%PDF- with remarks").expect("writing");
    let second = shop.call("documents.save", request).await;
    assert_ne!(first["path"], second["path"], "no file is written over");
    assert_eq!(
        std::fs::read(written_on).expect("the file"),
        b"%PDF- with remarks"
    );
    // It is shown where it lies by its name, and nothing outside of that folder is.
    let desk = shop.desk();
    let name = second["name"].as_str().expect("a name");
    let lies = commands::saved_file(&desk, name).expect("it was just saved");
    assert_eq!(lies.to_str(), second["path"].as_str());
    let above = format!("../{name}");
    for other in [
        "",
        ".",
        "..",
        "nothing.pdf",
        &above,
        second["path"].as_str().expect("a path"),
    ] {
        let refused = commands::saved_file(&desk, other).expect_err(other);
        assert_eq!(refused.code, Code::NotFound, "{other}");
    }
    for saved in [first, second] {
        let name = saved["name"].as_str().expect("a name");
        assert!(
            !name.contains(['/', ':', '?']) && !name.contains(".."),
            "a name that every disk takes: {name}"
        );
        let path = saved["path"].as_str().expect("a path");
        assert!(std::fs::read(path).expect("the file").starts_with(b"%PDF-"));
        std::fs::remove_file(path).expect("the test leaves no file behind");
    }
    shop.close().await;
}
