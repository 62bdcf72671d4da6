//! The sale itself, by keyboard: a quote is written, finalized and accepted,
//! and what was born of it is read off the screen.

use crate::diary::Diary;
use crate::driven::{Key, Page};

/// The field at the end of the lines.
const ADD_A_LINE: &str = "one.placeholder?.startsWith('Add a line')";

/// A button of these words.
pub(crate) fn button(words: &str) -> String {
    format!(
        "one.tagName === 'BUTTON' && one.innerText.trim().startsWith({})",
        serde_json::json!(words)
    )
}

/// Begins a quote for Harbour Bakery.
pub(crate) async fn take_a_customer(page: &Page) {
    page.press(&[Key::Control, Key::Letter('n')]).await;
    page.until(
        "the focus in an empty customer's field",
        "document.activeElement.placeholder?.startsWith('Search or type') && document.activeElement.value === ''",
    )
    .await;
    page.write("Harb").await;
    page.until(
        "a customer proposed",
        "document.activeElement.getAttribute('aria-activedescendant')",
    )
    .await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the customer taken",
        "document.activeElement.value === 'Harbour Bakery'",
    )
    .await;
}

/// Adds a line of its own, up to its price.
pub(crate) async fn type_a_line(page: &Page, what: &str, price: &str) {
    page.tab_to("the field for a new line", ADD_A_LINE).await;
    page.write(what).await;
    page.shows("[role=listbox]", what).await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the focus in the price",
        "document.activeElement.closest('[data-cell=unit]')",
    )
    .await;
    page.write(price).await;
}

/// Writes a quote over a free line and one from the catalogue, and answers with its number.
pub(crate) async fn write_and_finalize(page: &Page, diary: &mut Diary) -> String {
    take_a_customer(page).await;
    diary.note("A new quote; \"Harb\" and Enter chose Harbour Bakery");

    type_a_line(page, "Window lettering", "480").await;
    page.shows("dl[aria-live]", "$480.00").await;
    page.tab_to("the field for a new line", ADD_A_LINE).await;
    diary.note("A line of its own, Window lettering, at 480: the totals say $480.00");
    page.write("Care").await;
    page.shows("[role=listbox] [role=option]", "Care plan plus")
        .await;
    page.press(&[Key::Down]).await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the focus in the quantity",
        "document.activeElement.closest('[data-cell=quantity]')",
    )
    .await;
    page.shows("dl[aria-live]", "$609.00").await;
    page.shows("dl[aria-live]", "$129.00").await;
    page.until(
        "the preview, drawn",
        "document.querySelector('section[aria-label=\"How it will look\"] img')?.naturalWidth > 0",
    )
    .await;
    diary.picture(page, "Two lines typed: totals $609.00 and then $129.00 each month, and the paper beside them", "editor").await;

    page.tab_to("Finalize…", &button("Finalize…")).await;
    page.press(&[Key::Enter]).await;
    page.shows(
        "dialog[open]",
        "Finalize the quote of $609.00 for Harbour Bakery?",
    )
    .await;
    page.until(
        "the way back in focus",
        "document.activeElement.innerText.includes('Keep writing')",
    )
    .await;
    diary
        .picture(
            page,
            "The question before it is finalized names the amount and what is created",
            "finalize",
        )
        .await;
    page.tab_to("Finalize the quote", &button("Finalize the quote"))
        .await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the quote's number",
        "/^QT-/.test(document.querySelector('main h1')?.innerText)",
    )
    .await;
    let number = page.text("main h1").await.trim().to_owned();
    page.shows("main .slip", "Open").await;
    diary
        .picture(
            page,
            &format!("Finalized: it is {number} and open"),
            "open-quote",
        )
        .await;
    number
}

/// Accepts the newest quote and reads what it became.
pub(crate) async fn accept(page: &Page, number: &str, diary: &mut Diary) {
    page.press(&[Key::Alt, Key::Letter('2')]).await;
    page.shows("main h1", number).await;
    page.tab_to("Accept…", &button("Accept…")).await;
    page.press(&[Key::Enter]).await;
    page.shows(
        "dialog[open]",
        &format!("Accept {number} for Harbour Bakery?"),
    )
    .await;
    page.shows("dialog[open]", "A subscription").await;
    page.shows("dialog[open]", "$609.00").await;
    diary
        .picture(
            page,
            "The question before it is accepted says what will be born, and the amounts",
            "accept",
        )
        .await;
    page.tab_to(
        "Accept and start the subscription",
        &button("Accept and start"),
    )
    .await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the question answered",
        "!document.querySelector('dialog[open]')",
    )
    .await;
    page.shows("main .slip", "Belongs with").await;
    page.shows("main .slip", "Accepted").await;
    diary
        .picture(
            page,
            "Accepted, with its subscription and its invoice beside it",
            "accepted-quote",
        )
        .await;

    page.tab_to(
        "the way to the invoice",
        "one.tagName === 'BUTTON' && /\\nInvoice\\s*$/.test(one.innerText.trim())",
    )
    .await;
    page.press(&[Key::Enter]).await;
    page.until("the invoice", "location.hash.startsWith('#/invoices/')")
        .await;
    page.shows("main .slip", "Harbour Bakery").await;
    page.shows("main .slip", "Window lettering").await;
    page.shows("main .slip .big", "$609.00").await;
    diary
        .picture(
            page,
            "The invoice, read off the screen: Harbour Bakery, Window lettering, $609.00",
            "invoice",
        )
        .await;

    page.press(&[Key::Alt, Key::Letter('5')]).await;
    page.until(
        "the subscriptions",
        "location.hash.startsWith('#/subscriptions/')",
    )
    .await;
    page.shows("main .slip", "Harbour Bakery").await;
    page.shows("main .slip", "Next invoice").await;
    page.shows("main .slip", "$129.00").await;
    diary
        .picture(
            page,
            "The subscription: $129.00 each month, and the day of its next invoice",
            "subscription",
        )
        .await;
}
