//! The columns of an invoice item, born of the invoice it stands on.

use super::customer;
use crate::json;
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    Columns {
        // Invoice items have a date instead of a time of creation.
        created: json::int(raw, "date").unwrap_or(0),
        customer: json::id(raw, "customer").map(str::to_owned),
        parent: json::id(raw, "invoice").map(str::to_owned),
        title: customer::named_in(raw).unwrap_or_default(),
        subtitle: json::owned(raw, "description").unwrap_or_default(),
        currency: json::owned(raw, "currency"),
        amount: json::int(raw, "amount"),
        ..Columns::default()
    }
}
