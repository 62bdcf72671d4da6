//! A customer's sheet.

use super::pieces::{amounts, block, sheet, titled};
use super::table::clean;
use super::{problem, rows};
use commands::view::CustomerSheet;

/// The whole customer.
pub(crate) fn customer(customer: &CustomerSheet) -> String {
    let fields = &customer.fields;
    let town = format!("{} {}", fields.postal_code, fields.city);
    let mut lines: Vec<String> = [
        &fields.email,
        &fields.phone,
        &fields.line1,
        &fields.line2,
        &town,
        &fields.region,
        &fields.country,
        &fields.note,
    ]
    .into_iter()
    .map(|line| clean(line.trim()))
    .filter(|line| !line.is_empty())
    .collect();
    if !customer.open.is_empty() {
        lines.push(format!("Open: {}", amounts(&customer.open)));
    }
    if !customer.paid.is_empty() {
        lines.push(format!("Paid: {}", amounts(&customer.paid)));
    }
    sheet([
        format!(
            "Customer {} ({})\n{}",
            clean(&customer.row.title),
            customer.row.id,
            block(lines)
        ),
        titled("Quotes", &rows::table(&customer.quotes, "  ")),
        titled("Invoices", &rows::table(&customer.invoices, "  ")),
        titled("Subscriptions", &rows::table(&customer.subscriptions, "  ")),
        titled("Payments", &rows::table(&customer.payments, "  ")),
        customer
            .problem
            .as_ref()
            .map(problem::sentence)
            .unwrap_or_default(),
    ])
}
