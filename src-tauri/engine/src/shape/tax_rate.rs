//! The columns of a tax rate: "VAT", "20%".

use crate::json;
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    let percent = json::decimal(raw, "percentage").unwrap_or_default();
    let how = if json::flag(raw, "inclusive") {
        "included"
    } else {
        "added"
    };
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: super::active(raw),
        title: json::owned(raw, "display_name").unwrap_or_default(),
        subtitle: format!("{percent}%, {how}"),
        ..Columns::default()
    }
}
