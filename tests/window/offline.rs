//! The same home again with no Stripe to be reached: everything seen is there,
//! says as of when, and what needs Stripe says so.

use crate::diary::Diary;
use crate::driven::{Key, Page};
use crate::paper;
use crate::sale::button;

/// Reads list, sheet and paper again, and meets a button that needs the network.
pub(crate) async fn read_everything(page: &Page, number: &str, diary: &mut Diary) {
    page.until(
        "the list",
        "document.querySelector('main [role=option]')?.innerText.trim()",
    )
    .await;
    page.shows("main h1", number).await;
    page.press(&[Key::F5]).await;
    page.shows("nav", "Offline, as of").await;
    page.shows("main .slip", "As of").await;
    page.shows("main .slip", "Accepted").await;
    diary
        .picture(
            page,
            "Started offline, in the dark: the list and the quote are there, as of when",
            "offline",
        )
        .await;

    page.tab_to("Open PDF", &button("Open PDF")).await;
    page.press(&[Key::Enter]).await;
    paper::shown(page, number).await;
    diary
        .picture(page, "The PDF that was seen is still there", "offline-pdf")
        .await;
    page.tab_to("Back", &button("Back")).await;
    page.press(&[Key::Enter]).await;

    page.press(&[Key::Alt, Key::Letter('3')]).await;
    page.until("an invoice", "location.hash.startsWith('#/invoices/')")
        .await;
    page.shows("main .slip", "$609.00").await;
    page.shows("main .slip", "As of").await;
    diary
        .picture(
            page,
            "The invoice, as of when it was seen",
            "offline-invoice",
        )
        .await;

    down_to_a_paid_one(page).await;
    page.tab_to("Open PDF", &button("Open PDF")).await;
    page.press(&[Key::Enter]).await;
    page.shows(
        "main button[aria-disabled=true]",
        "Stripe cannot be reached.",
    )
    .await;
    diary
        .picture(
            page,
            "A paper that was never fetched: the button that needs Stripe says so",
            "offline-reason",
        )
        .await;

    page.press(&[Key::Control, Key::Letter('k')]).await;
    page.until(
        "the box that finds",
        "document.querySelector('dialog[open] input') === document.activeElement",
    )
    .await;
    page.write("harbour").await;
    page.shows("dialog[open]", "Harbour Bakery").await;
    page.press(&[Key::Escape]).await;
    page.until("the box closed", "!document.querySelector('dialog[open]')")
        .await;
    diary.note("Searching still finds Harbour Bakery");
}

/// Goes down the list to an invoice that was paid long ago, and waits for its sheet.
async fn down_to_a_paid_one(page: &Page) {
    const CHOSEN: &str = "document.querySelector('main [role=option][aria-selected=true]')";
    for place in 2..40 {
        page.press(&[Key::Down]).await;
        page.until(
            "the next row, chosen",
            &format!("{CHOSEN}?.ariaPosInSet === '{place}'"),
        )
        .await;
        if page
            .script(&format!("return {CHOSEN}.innerText.includes('Paid')"))
            .await
            == true
        {
            page.until(
                "its sheet",
                "document.querySelector('main .slip .state')?.innerText.includes('Paid')",
            )
            .await;
            return;
        }
    }
    panic!("no paid invoice among the newest forty");
}
