//! The columns of a product. Its amount is that of its default price, or of its newest active
//! one, which other records hold: see `related`.

use super::words::Words;
use crate::json;
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: super::active(raw),
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
