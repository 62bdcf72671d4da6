//! The columns of an invoice. Its amount is its total; its time is when it is due, or when a
//! draft finalizes itself. An invoice that is charged automatically has no due date, so it is
//! never late by the calendar.

use super::customer;
use super::words::{self, Words};
use crate::json;
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    let state = state(raw);
    let at = match state.as_str() {
        "draft" => json::int(raw, "automatically_finalizes_at"),
        _ => json::int(raw, "due_date"),
    };
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        number: json::owned(raw, "number"),
        customer: json::id(raw, "customer").map(str::to_owned),
        parent: json::text(raw, "parent.quote_details.quote")
            .or_else(|| json::id(raw, "parent.subscription_details.subscription"))
            .map(str::to_owned),
        title: customer::named_in(raw)
            .or_else(|| json::id(raw, "customer").map(str::to_owned))
            .unwrap_or_default(),
        // An invoice's description is what it says at the foot; its lines say what it is about.
        subtitle: words::first_line(raw, "lines")
            .or_else(|| json::owned(raw, "description"))
            .unwrap_or_default(),
        currency: json::owned(raw, "currency"),
        amount: json::int(raw, "total"),
        at,
        updated: last_change(raw),
        search: Words::new()
            .texts(raw, &["customer_email", "description", "footer", "receipt_number"])
            .each(raw, "lines", "description")
            .each(raw, "custom_fields", "value")
            .metadata(raw)
            .done(),
        state,
        ..Columns::default()
    }
}

/// Stripe's status, but for open invoices of which something is paid or credited already: sums
/// of what is open need to tell them apart.
fn state(raw: &Value) -> String {
    let status = json::text(raw, "status").unwrap_or_default();
    let remaining = json::int(raw, "amount_remaining");
    if status == "open" && remaining.is_some() && remaining != json::int(raw, "total") {
        return "partly_paid".to_owned();
    }
    status.to_owned()
}

/// When an invoice changed last, by what Stripe says about it; of a paid one, when it was paid.
fn last_change(raw: &Value) -> Option<i64> {
    let fields = ["finalized_at", "paid_at", "voided_at", "marked_uncollectible_at"];
    fields
        .iter()
        .filter_map(|field| json::int(raw, &format!("status_transitions.{field}")))
        .max()
}
