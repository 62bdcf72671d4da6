//! The columns of a quote. A quote carries only its customer's id: the name is filled in from the
//! customer's record.

use super::customer;
use super::words::{self, Words};
use crate::{amounts, json};
use cache::{Columns, Error, Kind, Record, Write};
use serde_json::Value;

/// The state of a quote that a later revision took the place of.
pub(crate) const SUPERSEDED: &str = "superseded";

pub(super) fn columns(raw: &Value) -> Columns {
    let total = json::int(raw, "amount_total");
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: json::owned(raw, "status").unwrap_or_default(),
        number: json::owned(raw, "number"),
        customer: json::id(raw, "customer").map(str::to_owned),
        parent: revises(raw).map(str::to_owned),
        title: customer::named_in(raw)
            .or_else(|| json::id(raw, "customer").map(str::to_owned))
            .unwrap_or_default(),
        subtitle: subject(raw),
        currency: json::owned(raw, "currency"),
        amount: total,
        per: per(raw, total),
        at: json::int(raw, "expires_at"),
        // Tells a canceled one from one that expired, without a look into it.
        updated: json::int(raw, "status_transitions.canceled_at"),
        search: Words::new()
            .texts(raw, &["header", "description", "footer", "customer.email"])
            .each(raw, "line_items", "description")
            .metadata(raw)
            .done(),
    }
}

/// The quote that this one is a revision of. A mere copy is born of nothing.
pub(super) fn revises(raw: &Value) -> Option<&str> {
    json::flag(raw, "from_quote.is_revision")
        .then(|| json::id(raw, "from_quote.quote"))
        .flatten()
}

/// What a quote is about: its header, which is as short as a title, else what it offers; its
/// description may be a page long and begin with a greeting.
fn subject(raw: &Value) -> String {
    json::owned(raw, "header")
        .or_else(|| words::first_line(raw, "line_items"))
        .or_else(|| json::owned(raw, "description"))
        .unwrap_or_default()
}

/// How often the quote's amount recurs: only where all of it does.
fn per(raw: &Value, total: Option<i64>) -> Option<String> {
    let recurring = json::at(raw, "computed.recurring");
    let interval = json::text(recurring, "interval")?;
    let whole = json::int(recurring, "amount_total") == total;
    let count = json::int(recurring, "interval_count").unwrap_or(1);
    whole.then(|| amounts::per_text(interval, count))
}

/// Most answers about a quote leave its lines out. Those that are kept already stay, as long as
/// the amounts say that they are the same lines.
pub(super) fn keep_lines(w: &mut Write<'_>, record: &mut Record) -> Result<(), Error> {
    if json::at(&record.raw, "line_items").is_object() {
        return Ok(());
    }
    let Some(before) = w.records().get(Kind::Quote, &record.id)? else {
        return Ok(());
    };
    let same = |path| json::at(&before.raw, path) == json::at(&record.raw, path);
    if !(same("amount_total") && same("amount_subtotal")) {
        return Ok(());
    }
    let lines = json::at(&before.raw, "line_items");
    let breakdown = json::at(&before.raw, "total_details.breakdown");
    if let Value::Object(fields) = &mut record.raw {
        if lines.is_object() {
            fields.insert("line_items".to_owned(), lines.clone());
        }
        if breakdown.is_object()
            && let Some(Value::Object(details)) = fields.get_mut("total_details")
        {
            details.insert("breakdown".to_owned(), breakdown.clone());
        }
    }
    record.columns = columns(&record.raw);
    Ok(())
}
