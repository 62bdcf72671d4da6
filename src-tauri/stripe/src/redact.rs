//! Taking client secrets out of Stripe's JSON before anything stores or shows it.
//!
//! A `client_secret` lets whoever has it act on a payment. Not here: the API key, which never
//! is in any JSON.

use serde_json::Value;

/// The fields that hold client secrets, wherever they stand.
const SECRET_FIELDS: [&str; 2] = ["client_secret", "confirmation_secret"];

/// The same JSON without `client_secret` and `confirmation_secret`, at any depth.
#[must_use]
pub fn without_secrets(mut value: Value) -> Value {
    take_out(&mut value);
    value
}

fn take_out(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !SECRET_FIELDS.contains(&name.as_str()));
            fields.values_mut().for_each(take_out);
        }
        Value::Array(items) => items.iter_mut().for_each(take_out),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::without_secrets;
    use serde_json::json;

    #[test]
    fn secrets_go_at_any_depth_and_nothing_else_does() {
        let invoice = json!({
            "id": "in_1",
            "confirmation_secret": { "client_secret": "pi_1_secret_a", "type": "payment_intent" },
            "payments": { "data": [ { "payment": {
                "payment_intent": { "id": "pi_1", "client_secret": "pi_1_secret_a", "amount": 5 }
            } } ] },
            "metadata": { "note": "client_secret" },
        });
        let expected = json!({
            "id": "in_1",
            "payments": { "data": [ { "payment": {
                "payment_intent": { "id": "pi_1", "amount": 5 }
            } } ] },
            "metadata": { "note": "client_secret" },
        });
        let kept = without_secrets(invoice);
        assert_eq!(kept, expected);
        assert!(!kept.to_string().contains("_secret_"));
    }

    #[test]
    fn the_order_of_fields_is_kept() {
        let kept = without_secrets(json!({ "z": 1, "client_secret": "s", "a": 2, "m": 3 }));
        assert_eq!(kept.to_string(), r#"{"z":1,"a":2,"m":3}"#);
    }
}
