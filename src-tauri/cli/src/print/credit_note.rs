//! A credit note, and what one would do, for people.

use super::pieces::{block, sheet};
use super::table::clean;
use commands::view::{CreditNoteSheet, CreditPreview, CreditWay};

/// A credit note.
pub(crate) fn note(note: &CreditNoteSheet) -> String {
    let number = note.row.number.as_deref().unwrap_or(&note.row.id);
    let mut about = vec![
        format!("Credit note {number} on {}", note.invoice.label),
        format!("{} in all, {} of it tax", note.amount.text, note.tax.text),
    ];
    for (amount, what) in [
        (&note.before, "taken off what was to be paid"),
        (&note.refunded, "refunded"),
        (&note.balance, "put on the customer's balance"),
        (&note.outside, "given back another way"),
    ] {
        if amount.minor != 0 {
            about.push(format!("{} {what}", amount.text));
        }
    }
    if note.voided_at.is_some() {
        about.push("Void".to_owned());
    }
    about.extend(note.memo.iter().map(|memo| clean(memo)));
    sheet([block(about)])
}

/// What a credit note would do, in a sentence.
pub(crate) fn preview(preview: &CreditPreview, way: CreditWay) -> String {
    let (Some(amount), Some(before), Some(after), Some(remaining)) = (
        &preview.amount,
        &preview.before,
        &preview.after,
        &preview.remaining,
    ) else {
        return String::new();
    };
    let mut parts = Vec::new();
    if before.minor != 0 {
        parts.push(format!(
            "{} come off what is to be paid, which leaves {}",
            before.text, remaining.text
        ));
    }
    if after.minor != 0 {
        let how = match way {
            CreditWay::Refund => "go back to the card or account that paid",
            CreditWay::Balance => "go to the customer's balance, for the next invoice",
            CreditWay::Outside => "are given back another way",
        };
        parts.push(format!("{} {how}", after.text));
    }
    let tax = preview.tax.as_ref().filter(|tax| tax.minor != 0);
    let tax = tax.map_or_else(String::new, |tax| format!(" ({} of it tax)", tax.text));
    format!(
        "A credit note of {}{tax}: {}. This cannot be undone.",
        amount.text,
        parts.join("; ")
    )
}
