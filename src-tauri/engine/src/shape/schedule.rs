//! The columns of a subscription schedule: when it starts. What it will charge stands in the
//! prices' records.

use super::{customer, words::Words};
use crate::json;
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: json::owned(raw, "status").unwrap_or_default(),
        customer: json::id(raw, "customer").map(str::to_owned),
        parent: json::id(raw, "subscription").map(str::to_owned),
        title: customer::named_in(raw)
            .or_else(|| json::id(raw, "customer").map(str::to_owned))
            .unwrap_or_default(),
        subtitle: json::owned(raw, "phases.0.description").unwrap_or_default(),
        currency: json::owned(raw, "phases.0.currency"),
        at: json::int(raw, "phases.0.start_date"),
        search: Words::new().metadata(raw).done(),
        ..Columns::default()
    }
}
