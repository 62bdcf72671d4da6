//! The PDF in the window: its bytes come over the program's own scheme and are
//! drawn by the webview's viewer, whose text is read.

use crate::diary::Diary;
use crate::driven::{Key, Page};
use crate::sale::button;

/// Opens the PDF of the quote and reads it.
pub(crate) async fn read(page: &Page, number: &str, diary: &mut Diary) {
    page.press(&[Key::Alt, Key::Letter('2')]).await;
    page.shows("main h1", number).await;
    page.tab_to("Open PDF", &button("Open PDF")).await;
    page.press(&[Key::Enter]).await;
    shown(page, number).await;
    diary
        .picture(
            page,
            "Stripe's PDF of the quote, in the window, with its number and $609.00",
            "pdf",
        )
        .await;
    page.tab_to("Back", &button("Back")).await;
    page.press(&[Key::Enter]).await;
    page.shows("main h1", number).await;
}

/// Waits until the viewer has drawn the paper with this number.
pub(crate) async fn shown(page: &Page, number: &str) {
    page.until(
        "the frame of the PDF",
        "document.querySelector('iframe')?.src.startsWith('preview:')",
    )
    .await;
    let limit = std::time::Instant::now() + crate::driven::PATIENCE;
    loop {
        let text = page.text_of_pdf().await;
        if text.contains(number) && text.contains("$609.00") {
            return;
        }
        assert!(
            std::time::Instant::now() < limit,
            "the PDF shows no {number}; it shows:\n{text}"
        );
        tokio::time::sleep(crate::driven::LOOK_AGAIN).await;
    }
}
