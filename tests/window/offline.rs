//! The same home again with no Stripe to be reached: everything seen is there,
//! says as of when, and what needs Stripe says so.

use crate::diary::Diary;
use crate::driven::{Key, Page};
use crate::paper;
use crate::sale::button;

/// Reads list, sheet and paper again, and meets a button that needs the network.
pub(crate) async fn read_everything(page: &Page, number: &str, diary: &mut Diary) {
    page.until("the list", "document.querySelector('main [role=option]')?.innerText.trim()").await;
    page.shows("main h1", number).await;
    page.press(&[Key::F5]).await;
    page.shows("nav", "Offline, as of").await;
    page.shows("main .slip", "As of").await;
    page.shows("main .slip", "Accepted").await;
    diary.picture(page, "Started offline, in the dark: the list and the quote are there, as of when", "offline").await;

    page.tab_to("Open PDF", &button("Open PDF")).await;
    page.press(&[Key::Enter]).await;
    paper::shown(page, number).await;
    diary.picture(page, "The PDF that was seen is still there", "offline-pdf").await;
    page.tab_to("Back", &button("Back")).await;
    page.press(&[Key::Enter]).await;

    page.press(&[Key::Alt, Key::Letter('3')]).await;
    page.until("an invoice", "location.hash.startsWith('#/invoices/')").await;
    page.shows("main .slip", "$609.00").await;
    page.shows("main .slip", "As of").await;
    diary.picture(page, "The invoice, as of when it was seen", "offline-invoice").await;

    page.press(&[Key::Down]).await;
    page.until("another invoice", "document.querySelector('main .slip h1')?.innerText.startsWith('INV-') || /\\d{4}$/.test(document.querySelector('main .slip h1')?.innerText)").await;
    page.tab_to("Open PDF", &button("Open PDF")).await;
    page.press(&[Key::Enter]).await;
    page.shows("main button[aria-disabled=true]", "Stripe cannot be reached.").await;
    diary.picture(page, "A paper that was never fetched: the button that needs Stripe says so", "offline-reason").await;

    page.press(&[Key::Control, Key::Letter('k')]).await;
    page.until("the box that finds", "document.querySelector('dialog[open] input') === document.activeElement").await;
    page.write("harbour").await;
    page.shows("dialog[open]", "Harbour Bakery").await;
    page.press(&[Key::Escape]).await;
    page.until("the box closed", "!document.querySelector('dialog[open]')").await;
    diary.note("Searching still finds Harbour Bakery");
}
