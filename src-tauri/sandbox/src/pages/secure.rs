//! The page that stands for a bank's own: a person passes or fails the authentication of a payment.

use super::escape::{escape, fact};
use super::frame::{self, Width};
use crate::http::answer::Answer;
use crate::json::Fields;
use crate::money::format::money;
use crate::objects::account;
use crate::papers::card_name_of;
use crate::store::rows::Record;

/// The question, as a form that posts to its own address.
pub(super) fn question(intent: &Record, method: Option<&Record>) -> Answer {
    let json = &intent.json;
    let mut facts = fact("Shop", account::NAME);
    facts += &match json.text("currency") {
        Some(currency) => fact("Amount", &money(json.amount("amount"), currency)),
        None => fact("For", "Keeping the card for later payments"),
    };
    if let Some(method) = method {
        facts += &fact("Card", &card_name_of(&method.json["card"]));
    }
    let section = format!(
        "<section class=\"bank\"><h1 class=\"words\">Confirm it is you</h1>\
         <p class=\"under\">In practice, this page stands for the bank of the card.</p><dl>{facts}</dl>\
         <form method=\"post\"><div class=\"buttons\"><button name=\"outcome\" value=\"pass\">Complete authentication</button>\
         <button class=\"other\" name=\"outcome\" value=\"fail\">Fail authentication</button></div></form></section>"
    );
    frame::page(200, "Confirm it is you", Width::One, &section)
}

/// Where nothing was said of where to go next.
pub(super) fn done(has_passed: bool) -> Answer {
    let (title, text) = if has_passed {
        (
            "Authentication is complete",
            "The bank knows it was you. This page can be closed.",
        )
    } else {
        (
            "Authentication failed",
            "The card was not charged. This page can be closed.",
        )
    };
    let section = format!(
        "<section class=\"bank\"><h1 class=\"words\">{}</h1><p class=\"under\">{}</p></section>",
        escape(title),
        escape(text)
    );
    frame::page(200, title, Width::One, &section)
}
