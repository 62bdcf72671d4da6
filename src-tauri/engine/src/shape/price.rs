//! The columns of a price: called as its product is, and born of it.

use super::words::Words;
use crate::{amounts, json};
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: super::active(raw),
        parent: json::id(raw, "product").map(str::to_owned),
        title: json::text(raw, "product.name")
            .or_else(|| json::id(raw, "product"))
            .unwrap_or_default()
            .to_owned(),
        subtitle: json::owned(raw, "nickname").unwrap_or_default(),
        currency: json::owned(raw, "currency"),
        amount: json::int(raw, "unit_amount"),
        per: per(raw),
        search: Words::new()
            .texts(raw, &["nickname", "lookup_key"])
            .metadata(raw)
            .done(),
        ..Columns::default()
    }
}

/// How often a price recurs, as the cache keeps it.
pub(super) fn per(price: &Value) -> Option<String> {
    let interval = json::text(price, "recurring.interval")?;
    let count = json::int(price, "recurring.interval_count").unwrap_or(1);
    Some(amounts::per_text(interval, count))
}
