//! Reaching into Stripe's JSON where a typed view would be too strict: a record is stored and
//! listed even if a field of it is missing or new. Not for reading amounts that a person acts
//! on: sheets read those through `stripe::resources`, which refuses what it cannot read.

use serde_json::Value;

/// What stands at a path such as `computed.upfront.amount_total`; null where nothing does.
pub(crate) fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    // A list asks so much of each of its rows, mostly without the object itself.
    if value.is_null() {
        return value;
    }
    path.split('.').fold(value, |value, name| match value {
        Value::Array(items) => name
            .parse::<usize>()
            .ok()
            .and_then(|n| items.get(n))
            .unwrap_or(&Value::Null),
        other => other.get(name).unwrap_or(&Value::Null),
    })
}

/// A text that is not blank.
pub(crate) fn text<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    at(value, path)
        .as_str()
        .filter(|text| !text.trim().is_empty())
}

/// The same, owned.
pub(crate) fn owned(value: &Value, path: &str) -> Option<String> {
    text(value, path).map(str::to_owned)
}

/// A whole number.
pub(crate) fn int(value: &Value, path: &str) -> Option<i64> {
    at(value, path).as_i64()
}

/// A yes; anything else is a no.
pub(crate) fn flag(value: &Value, path: &str) -> bool {
    at(value, path).as_bool().unwrap_or(false)
}

/// The id of what a field points to, expanded or not.
pub(crate) fn id<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    match at(value, path) {
        Value::String(id) => Some(id.as_str()).filter(|id| !id.is_empty()),
        object => text(object, "id"),
    }
}

/// The things of a list, whether it is one of Stripe's lists or a plain array.
pub(crate) fn items<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    match at(value, path) {
        Value::Array(items) => items,
        list => at(list, "data").as_array().map_or(&[], Vec::as_slice),
    }
}

/// A percentage or price as Stripe wrote it, `7.7` or `"0.05"`, without an idle `.0`.
pub(crate) fn decimal(value: &Value, path: &str) -> Option<String> {
    match at(value, path) {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map(str::to_owned).unwrap_or(text))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_lead_through_objects_arrays_and_lists() {
        let value = json!({
            "customer": { "id": "cus_1", "name": " " },
            "price": "price_1",
            "lines": { "data": [{ "amount": 5 }] },
            "phases": [{ "start": 7 }],
            "percentage": 19.0,
        });
        assert_eq!(id(&value, "customer"), Some("cus_1"));
        assert_eq!(id(&value, "price"), Some("price_1"));
        assert_eq!(id(&value, "nothing"), None);
        assert_eq!(text(&value, "customer.name"), None);
        assert_eq!(int(&value, "phases.0.start"), Some(7));
        assert_eq!(items(&value, "lines").len(), 1);
        assert_eq!(items(&value, "phases").len(), 1);
        assert_eq!(items(&value, "price").len(), 0);
        assert_eq!(decimal(&value, "percentage").as_deref(), Some("19"));
    }
}
