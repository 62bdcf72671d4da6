//! The window and the terminal on the same data at once: one effect per intent, whoever carries
//! it; and when the one that carries ends, the other takes over.

use crate::once::{count, open_quote, settled};
use crate::shop::Shop;
use crate::write::{draft_for, line};
use sandbox::Seed;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_on_one_folder_do_each_thing_once() {
    let window = Shop::open(Seed::Empty).await;
    let id = open_quote(&window).await;
    let terminal = window.beside().await;

    let sheet = terminal.call("quotes.show", json!({ "id": id })).await;
    assert_eq!(
        sheet["row"]["state"]["code"], "open",
        "both see the same records"
    );
    let request = json!({ "id": id, "note": null });
    let (first, second) = tokio::join!(
        window.call("quotes.accept", request.clone()),
        terminal.call("quotes.accept", request.clone())
    );
    assert_eq!(
        (&first["state"], &second["state"]),
        (&json!("done"), &json!("done")),
        "{first} {second}"
    );
    assert_eq!(count(&window, "/v1/subscriptions?limit=100").await, 1);

    // The terminal adds an intent; the window carries it.
    let mut draft = draft_for(&terminal, "Marisol Vega").await;
    draft["lines"] = json!([line("a", "Retouching", "1", "80", None)]);
    terminal.call("drafts.put", draft.clone()).await;
    let outcome = terminal
        .call("quotes.finalize", json!({ "id": draft["id"] }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    assert_eq!(count(&window, "/v1/quotes?limit=100").await, 2);
    let quote = outcome["subject"]["id"]
        .as_str()
        .expect("the quote")
        .to_owned();

    // The window ends. The terminal takes over the lease, the practice Stripe, and the outbox.
    let home = window.home().to_owned();
    window.desk().close().await;
    let outcome = terminal
        .call("quotes.accept", json!({ "id": quote, "note": null }))
        .await;
    let outcome = settled(&terminal, &outcome).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    terminal.serves().await;
    assert_eq!(
        terminal.stripe_says(&format!("/v1/quotes/{quote}")).await["status"],
        "accepted"
    );
    assert_eq!(count(&terminal, "/v1/invoices?limit=100").await, 2);
    assert!(home.exists());
    terminal.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_finalized_in_both_programs_becomes_one_quote() {
    let window = Shop::open(Seed::Empty).await;
    let terminal = window.beside().await;
    let mut draft = draft_for(&window, "Halden Bicycle Works").await;
    draft["lines"] = json!([line("a", "Hosting", "1", "49", Some("month"))]);
    window.call("drafts.put", draft.clone()).await;
    let request = json!({ "id": draft["id"] });
    let (first, second) = tokio::join!(
        window.call("quotes.finalize", request.clone()),
        terminal.call("quotes.finalize", request.clone())
    );
    assert_eq!(
        (&first["state"], &second["state"]),
        (&json!("done"), &json!("done")),
        "{first} {second}"
    );
    for path in ["/v1/quotes", "/v1/customers", "/v1/products"] {
        assert_eq!(
            count(&window, &format!("{path}?limit=100")).await,
            1,
            "{path}"
        );
    }
    terminal.close().await;
    window.close().await;
}
