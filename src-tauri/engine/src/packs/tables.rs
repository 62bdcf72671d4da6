//! The columns of the pack's CSVs. Named as Stripe names them where Stripe has them; times in UTC
//! but for `finalized_on`, the owner's own day; amounts exact, with a decimal point. Sums stand in
//! the manifest, never among the rows.

use super::csv;
use super::period::{day_of, instant};
use crate::amounts::amount;
use crate::json;
use cache::Record;
use chrono::TimeZone;
use serde_json::Value;

/// The columns of `invoices.csv`.
pub(super) const INVOICES: &[&str] = &[
    "id",
    "number",
    "status",
    "finalized_on",
    "created",
    "finalized_at",
    "due_date",
    "paid_at",
    "voided_at",
    "marked_uncollectible_at",
    "customer",
    "customer_name",
    "customer_email",
    "customer_country",
    "currency",
    "subtotal",
    "discount",
    "tax",
    "total",
    "total_excluding_tax",
    "amount_due",
    "amount_paid",
    "amount_remaining",
    "starting_balance",
    "pre_payment_credit_notes_amount",
    "post_payment_credit_notes_amount",
    "billing_reason",
    "collection_method",
    "quote",
    "subscription",
    "receipt_number",
    "description",
    "file",
];

/// The columns of `lines.csv`.
pub(super) const LINES: &[&str] = &[
    "invoice",
    "invoice_number",
    "id",
    "description",
    "quantity",
    "unit_amount",
    "currency",
    "amount",
    "discount",
    "tax",
    "price",
    "product",
    "period_start",
    "period_end",
];

/// An invoice's row; `file` is its PDF in the pack, empty where it is missing.
pub(super) fn invoice(record: &Record, file: &str, zone: &impl TimeZone) -> String {
    let raw = &record.raw;
    let currency = json::text(raw, "currency").unwrap_or_default();
    let text = |path: &str| json::owned(raw, path).unwrap_or_default();
    let id = |path: &str| json::id(raw, path).unwrap_or_default().to_owned();
    let time = |path: &str| json::int(raw, path).map(instant).unwrap_or_default();
    let money = |path: &str| figure(json::int(raw, path), currency);
    let finalized =
        json::int(raw, "status_transitions.finalized_at").unwrap_or(record.columns.created);
    csv::row([
        record.id.clone(),
        text("number"),
        text("status"),
        day_of(finalized, zone).to_string(),
        time("created"),
        time("status_transitions.finalized_at"),
        time("due_date"),
        time("status_transitions.paid_at"),
        time("status_transitions.voided_at"),
        time("status_transitions.marked_uncollectible_at"),
        id("customer"),
        text("customer_name"),
        text("customer_email"),
        text("customer_address.country"),
        currency.to_owned(),
        money("subtotal"),
        figure(summed(raw, "total_discount_amounts"), currency),
        figure(summed(raw, "total_taxes"), currency),
        money("total"),
        money("total_excluding_tax"),
        money("amount_due"),
        money("amount_paid"),
        money("amount_remaining"),
        money("starting_balance"),
        money("pre_payment_credit_notes_amount"),
        money("post_payment_credit_notes_amount"),
        text("billing_reason"),
        text("collection_method"),
        id("parent.quote_details.quote"),
        id("parent.subscription_details.subscription"),
        text("receipt_number"),
        text("description"),
        file.to_owned(),
    ])
}

/// The rows of an invoice's lines, and how many there are.
pub(super) fn lines(record: &Record) -> (String, u64) {
    let (mut rows, mut count) = (String::new(), 0);
    for line in json::items(&record.raw, "lines") {
        rows.push_str(&of_line(record, line));
        count += 1;
    }
    (rows, count)
}

fn of_line(record: &Record, line: &Value) -> String {
    let currency = json::text(line, "currency")
        .or_else(|| json::text(&record.raw, "currency"))
        .unwrap_or_default();
    let text = |path: &str| json::owned(line, path).unwrap_or_default();
    let time = |path: &str| json::int(line, path).map(instant).unwrap_or_default();
    let quantity =
        json::decimal(line, "quantity_decimal").or_else(|| json::decimal(line, "quantity"));
    let unit = json::decimal(line, "pricing.unit_amount_decimal")
        .and_then(|minor| crate::amounts::unit(&minor, currency));
    csv::row([
        record.id.clone(),
        record.columns.number.clone().unwrap_or_default(),
        text("id"),
        text("description"),
        quantity.unwrap_or_default(),
        unit.map(|unit| unit.decimal).unwrap_or_default(),
        currency.to_owned(),
        figure(json::int(line, "amount"), currency),
        figure(summed(line, "discount_amounts"), currency),
        figure(summed(line, "taxes"), currency),
        json::id(line, "pricing.price_details.price")
            .unwrap_or_default()
            .to_owned(),
        json::id(line, "pricing.price_details.product")
            .unwrap_or_default()
            .to_owned(),
        time("period.start"),
        time("period.end"),
    ])
}

/// The exact figure; empty where Stripe says none.
fn figure(minor: Option<i64>, currency: &str) -> String {
    minor
        .map(|minor| amount(minor, currency).decimal)
        .unwrap_or_default()
}

/// The sum of the amounts of a list such as `total_taxes`, minor units.
fn summed(value: &Value, path: &str) -> Option<i64> {
    json::items(value, path)
        .iter()
        .try_fold(0_i64, |sum, part| {
            sum.checked_add(json::int(part, "amount")?)
        })
}
