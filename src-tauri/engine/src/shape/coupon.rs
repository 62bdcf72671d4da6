//! The columns of a coupon: its name and what it takes off.

use crate::{amounts, json};
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    let currency = json::owned(raw, "currency");
    let off = json::int(raw, "amount_off");
    let subtitle = match (json::decimal(raw, "percent_off"), off, &currency) {
        (Some(percent), _, _) => format!("{percent}% off"),
        (None, Some(off), Some(code)) => format!("{} off", amounts::amount(off, code).text),
        _ => String::new(),
    };
    let state = if json::flag(raw, "valid") {
        "active"
    } else {
        "archived"
    };
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: state.to_owned(),
        title: json::text(raw, "name")
            .or_else(|| json::text(raw, "id"))
            .unwrap_or_default()
            .to_owned(),
        subtitle,
        currency,
        amount: off,
        ..Columns::default()
    }
}
