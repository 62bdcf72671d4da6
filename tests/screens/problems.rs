//! A bad day on the screen: what was refused is said where it was asked, in the
//! sentence that comes from Rust, and with what to do.

use crate::browser::{LIGHT, open};
use sandbox::{Fault, Seed};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_acceptance_says_why_and_what_to_do() {
    let Some(open) = open(Seed::Practice, LIGHT).await else {
        return;
    };
    let quote = open
        .row("quote", |row| row["state"]["code"] == "open")
        .await;
    let id = quote["id"].as_str().expect("an id");
    open.visit(
        &format!("#/quotes/{id}"),
        quote["number"].as_str().expect("a number"),
    )
    .await;

    open.shop
        .stripe()
        .fail_next_matching("POST", "/accept", 1, Fault::Forbidden);
    open.page.click("main .slip button", "Accept…").await;
    open.page
        .shows("dialog[open]", "This cannot be taken back")
        .await;
    open.page
        .click("dialog[open] footer button", "Accept")
        .await;
    open.page
        .until(
            "the refusal",
            "document.querySelector('[role=alert]')?.innerText.trim()",
        )
        .await;
    open.picture("refused").await;
    let said = open.page.text("[role=alert]").await;
    let kept = open.shop.call("quotes.show", json!({ "id": id })).await["problem"].clone();
    let sentence = kept["message"]
        .as_str()
        .expect("the record says what is wrong");
    assert!(
        said.contains(sentence),
        "Rust says \"{sentence}\", the screen \"{said}\""
    );
    for raw in ["undefined", "null", "[object", "Error:", "status code"] {
        assert!(!said.contains(raw), "no machine's words: {said}");
    }
    assert_eq!(
        open.shop.stripe_says(&format!("/v1/quotes/{id}")).await["status"],
        "open",
        "nothing was done"
    );
    open.close().await;
}
