//! The columns of a product. Its amount is that of its default price, or of its newest active
//! one, which other records hold: see `related`.

use super::words::Words;
use super::{A_LINK, MADE_FOR};
use crate::json;
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: state(raw),
        title: json::text(raw, "name")
            .or_else(|| json::text(raw, "id"))
            .unwrap_or_default()
            .to_owned(),
        subtitle: json::owned(raw, "description").unwrap_or_default(),
        updated: json::int(raw, "updated"),
        search: Words::new()
            .texts(raw, &["unit_label", "url"])
            .metadata(raw)
            .done(),
        ..Columns::default()
    }
}

/// What a link sells once is no product of the catalogue, though Stripe keeps one for it.
fn state(raw: &Value) -> String {
    let mark = raw.pointer("/metadata").and_then(|all| all.get(MADE_FOR));
    match mark.and_then(Value::as_str) {
        Some(A_LINK) => "of_a_link".to_owned(),
        _ => super::active(raw),
    }
}
