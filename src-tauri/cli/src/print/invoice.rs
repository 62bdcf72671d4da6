//! An invoice's sheet.

use super::dates::{day, moment};
use super::pieces::{
    actions, block, customer, document, head, history, lines, links, sheet, terms, titled, totals,
};
use super::problem;
use super::table::{Side, Table};
use super::words::standing;
use commands::view::InvoiceSheet;

/// The payments behind it, with why the last attempt of each failed.
fn payments(invoice: &InvoiceSheet) -> String {
    let mut lines = Vec::new();
    for payment in &invoice.payments {
        lines.push(format!(
            "{}: {}, {}",
            payment.row.id,
            payment.amount.text,
            standing(&payment.row)
        ));
        if let Some(failure) = &payment.failure {
            lines.push(format!("  {} {}", failure.message, failure.hint));
        }
    }
    titled("Payments", &block(lines))
}

/// What has come so far, payment by payment.
fn received(invoice: &InvoiceSheet) -> String {
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Left, Side::Left]);
    for part in &invoice.received {
        let back = part
            .back
            .as_ref()
            .map(|back| format!("{} went back", back.text));
        let about = [part.reference.clone(), back];
        let about: Vec<String> = about.into_iter().flatten().collect();
        table.row([
            &part.at.map_or_else(String::new, day),
            &part.amount.text,
            part.by.as_deref().unwrap_or("another way than Stripe"),
            &about.join(", "),
        ]);
    }
    titled("Paid so far", &table.text("  "))
}

/// The whole invoice.
pub(crate) fn invoice(invoice: &InvoiceSheet) -> String {
    let mut top = head(&invoice.row, None);
    top.push_str(&customer(invoice.customer.as_ref()));
    top.push_str(&document(invoice.document.as_ref()));
    if let Some(url) = &invoice.hosted_url {
        top.push_str(&format!("  Hosted page: {url}\n"));
    }
    if let Some(at) = invoice.finalizes_at {
        top.push_str(&format!("  Finalizes itself {}\n", moment(at)));
    }
    let mut items = lines(&invoice.lines);
    if invoice.more_lines {
        items.push_str("  Stripe has more lines than are kept here.\n");
    }
    let mut paid = Table::new(&[Side::Left, Side::Right]);
    for (name, amount) in [
        ("Due", &invoice.due),
        ("Paid", &invoice.paid),
        ("Remaining", &invoice.remaining),
    ] {
        paid.row([name, &amount.text]);
    }
    sheet([
        top,
        items,
        format!("{}{}", totals(&invoice.totals, "Total"), paid.text("  ")),
        received(invoice),
        payments(invoice),
        terms(&invoice.terms),
        links(&invoice.links),
        history(&invoice.history),
        invoice
            .problem
            .as_ref()
            .map(|found| format!("{}\n", problem::sentence(found)))
            .unwrap_or_default(),
        actions(&invoice.actions),
    ])
}
