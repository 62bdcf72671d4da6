//! The frame of every page: its head, the words that no money is taken here, and the few files that
//! pages load. What stands on a page is the pages' own.

use super::escape::escape;
use crate::http::answer::Answer;
use crate::objects::account;

/// How wide a page is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Width {
    /// One column: a receipt, a question.
    One,
    /// The paper beside the form; on a phone, one above the other.
    Two,
}

const STYLE: &str = include_str!("assets/page.css");

/// The business's mark, as on its papers.
pub(crate) const LOGO: &[u8] = include_bytes!("assets/logo.png");

/// A page with nothing on it that runs: its own style sheet and pictures, and no script at all.
pub(super) fn page(status: u16, title: &str, width: Width, sections: &str) -> Answer {
    let width = match width {
        Width::One => "one",
        Width::Two => "two",
    };
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"icon\" href=\"/assets/logo.png\"><link rel=\"stylesheet\" href=\"/assets/page.css\"></head>\
         <body><p class=\"practice\">Practice account. Nothing here is real, and no money is taken.</p>\
         <main class=\"{width}\">{sections}</main></body></html>",
        escape(title)
    );
    Answer::page(status, html)
        .header(
            "content-security-policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'",
        )
        .header("referrer-policy", "no-referrer")
        .header("x-content-type-options", "nosniff")
}

/// The files that pages load.
pub(super) fn asset(name: &str) -> Option<Answer> {
    match name {
        "page.css" => Some(Answer::file(
            "text/css; charset=utf-8",
            STYLE.as_bytes().to_vec(),
        )),
        "logo.png" => Some(Answer::file("image/png", LOGO.to_vec())),
        _ => None,
    }
}

/// The business's mark and name, as they head everything it sends.
pub(super) fn letterhead() -> String {
    format!(
        "<div class=\"letterhead\"><img src=\"/assets/logo.png\" alt=\"\"><p><strong>{}</strong><span>{}</span></p></div>",
        account::NAME,
        account::EMAIL
    )
}

/// A page of a few words.
pub(super) fn words(status: u16, title: &str, text: &str) -> Answer {
    let section = format!(
        "<section><h1 class=\"words\">{}</h1><p class=\"under\">{}</p></section>",
        escape(title),
        escape(text)
    );
    page(status, title, Width::One, &section)
}
