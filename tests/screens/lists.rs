//! Lists: long ones hold only what is in sight, empty ones say what to do.

use crate::browser::{LIGHT, open};
use crate::driven::Key;
use sandbox::Seed;
use serde_json::Value;

/// More than any screen shows, and more than one page that the core hands out.
const MANY: u32 = 700;

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_holds_only_the_rows_in_sight() {
    let Some(open) = open(Seed::Size(MANY), LIGHT).await else {
        return;
    };
    open.visit("#/invoices", "invoices, newest first").await;
    let total = format!("document.querySelector('main [role=option]')?.ariaSetSize === '{MANY}'");
    open.page.until("all of them counted", &total).await;
    few_rows(&open.page).await;

    open.page
        .script("document.querySelector('main [role=listbox]').focus()")
        .await;
    open.page.press(&[Key::End]).await;
    let last = format!(
        "document.querySelector('main [role=option][aria-selected=true]')?.ariaPosInSet === '{MANY}'"
    );
    open.page.until("the last row, chosen", &last).await;
    let seen = "(() => { const list = document.querySelector('main [role=listbox]').getBoundingClientRect(), row = document.querySelector('main [role=option][aria-selected=true]').getBoundingClientRect(); return row.top >= list.top - 1 && row.bottom <= list.bottom + 1; })()";
    open.page.until("the last row, in sight", seen).await;
    few_rows(&open.page).await;
    let focus = open.page.script("return document.activeElement.role").await;
    assert_eq!(focus, "listbox", "the focus stays with the list");
    open.picture("long-list").await;

    // What does not fit under Today is a press away, with its tab chosen.
    let counts = open.shop.call("app.overview", Value::Null).await["counts"].clone();
    let late = counts["late_invoices"].as_u64().expect("a number");
    assert!(late > 5, "more than Today shows: {counts}");
    open.visit("#/today", "Invoices past due").await;
    open.page.click("main button", &format!("All {late}")).await;
    open.page
        .shows("main [role=tab][aria-selected=true]", "Past due")
        .await;
    open.page
        .shows("main .sum", &format!("{late} invoices"))
        .await;
    let wrong = open.wrong().await;
    assert!(wrong.is_empty(), "{wrong:#?}");
    open.close().await;
}

async fn few_rows(page: &crate::driven::Page) {
    let rows = page
        .script("return document.querySelectorAll('main [role=option]').length")
        .await;
    assert!(
        rows.as_u64().is_some_and(|rows| (5..60).contains(&rows)),
        "{rows} of {MANY} rows are in the document"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_account_says_what_its_places_are_for() {
    let Some(open) = open(Seed::Empty, LIGHT).await else {
        return;
    };
    for (place, words) in [
        ("quotes", "No quotes yet"),
        ("invoices", "No invoices yet"),
        ("subscriptions", "No subscriptions yet"),
        ("customers", "No customers yet"),
        ("catalogue", "Nothing in the catalogue yet"),
        ("outbox", "Nothing waits to be sent"),
        ("today", "No quote expires in the next days."),
    ] {
        open.visit(&format!("#/{place}"), words).await;
        let wrong = open.wrong().await;
        assert!(wrong.is_empty(), "{place}: {wrong:#?}");
    }
    open.visit("#/quotes", "New quote").await;
    open.page
        .click("main [role=tabpanel] button", "New quote")
        .await;
    open.page.shows("main h1", "New quote").await;
    open.close().await;
}
