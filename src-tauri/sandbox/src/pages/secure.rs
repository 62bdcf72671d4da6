//! The page that stands for a bank's own: a person passes or fails the authentication of a payment.

use super::invoice::{escape, frame};
use crate::json::Fields;
use crate::money::format::money;
use crate::store::rows::Record;

/// The question, as a form that posts to its own address.
pub(super) fn question(intent: &Record) -> String {
    let json = &intent.json;
    let what = match json.text("currency") {
        Some(currency) => format!("A payment of {}", money(json.amount("amount"), currency)),
        None => "A card is to be saved for later payments".to_owned(),
    };
    frame(
        "Confirm it is you",
        &format!(
            "<h1>Confirm it is you</h1><p>{}. In practice, this page stands for the bank of the card.</p>\
             <form method=\"post\"><button name=\"outcome\" value=\"pass\">Complete authentication</button> \
             <button name=\"outcome\" value=\"fail\">Fail authentication</button></form>",
            escape(&what)
        ),
    )
}

/// Where nothing was said of where to go next.
pub(super) fn done(has_passed: bool) -> String {
    let words = if has_passed {
        "<h1>Authentication is complete</h1><p>This page can be closed.</p>"
    } else {
        "<h1>Authentication failed</h1><p>The card was not charged. This page can be closed.</p>"
    };
    frame("Confirm it is you", words)
}
