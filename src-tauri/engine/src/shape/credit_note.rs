//! The columns of a credit note, born of the invoice that it takes something off.

use crate::json;
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: json::owned(raw, "status").unwrap_or_default(),
        number: json::owned(raw, "number"),
        customer: json::id(raw, "customer").map(str::to_owned),
        parent: json::id(raw, "invoice").map(str::to_owned),
        title: json::id(raw, "customer").unwrap_or_default().to_owned(),
        subtitle: json::owned(raw, "memo").unwrap_or_default(),
        currency: json::owned(raw, "currency"),
        amount: json::int(raw, "total"),
        updated: json::int(raw, "voided_at"),
        ..Columns::default()
    }
}
