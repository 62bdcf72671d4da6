//! An invoice that does not exist yet, as Stripe reckons that it would be.

use super::dates::day;
use super::pieces::{lines, totals};
use commands::view::{ChangePreview, InvoicePreview};

/// The next invoice of a subscription, or that none will come.
pub(crate) fn upcoming(preview: Option<&InvoicePreview>) -> String {
    preview.map_or_else(
        || "No invoice will come.".to_owned(),
        |preview| {
            let when = preview
                .at
                .map_or_else(String::new, |at| format!(" on {}", day(at)));
            format!(
                "Next invoice{when}: {}\n{}",
                preview.due.text,
                body(preview)
            )
        },
    )
}

/// What a change would bill.
pub(crate) fn change(preview: &ChangePreview) -> String {
    let Some(invoice) = &preview.invoice else {
        return "Nothing more will be billed.".to_owned();
    };
    let when = match invoice.at {
        _ if preview.at_once => "An invoice at once".to_owned(),
        Some(at) => format!("With the next invoice, on {}", day(at)),
        None => "With the next invoice".to_owned(),
    };
    format!("{when}: {}\n{}", invoice.due.text, body(invoice))
}

fn body(preview: &InvoicePreview) -> String {
    format!(
        "\n{}\n{}",
        lines(&preview.lines),
        totals(&preview.totals, "Total")
    )
}
