//! What happened, for those who ask `/v1/events`: an event is written with the change that it tells of,
//! in the same transaction. It does not deliver anything; there are no webhooks here.

use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::options::API_VERSION;
use crate::store::rows::{self, Record};

/// How long Stripe lists an event.
pub(crate) const KEPT_SECONDS: i64 = 30 * 86_400;

/// Whether what happens now is still listed when somebody asks.
pub(crate) fn is_told(call: &Call<'_>) -> bool {
    call.events_at >= call.events_since
}

pub(crate) fn emit(
    call: &Call<'_>,
    kind: &str,
    object: &Value,
    previous: Option<Value>,
) -> Result<(), Refusal> {
    if !is_told(call) {
        return Ok(());
    }
    let mut data = json!({ "object": object });
    if let Some(previous) = previous {
        data.put("previous_attributes", previous);
    }
    let request = match &call.request {
        Some(asker) => json!({ "id": asker.id, "idempotency_key": asker.idempotency_key }),
        None => json!({ "id": null, "idempotency_key": null }),
    };
    let event = json!({
        "id": call.new_event_id()?,
        "object": "event",
        "api_version": API_VERSION,
        "created": call.events_at,
        "data": data,
        "livemode": false,
        "pending_webhooks": 0,
        "request": request,
        "type": kind,
    });
    Ok(rows::insert(call.db, &Record::new(event), None)?)
}

/// What `before` said where `after` says something else. Hashes are compared inside, lists as a whole.
pub(crate) fn previous_attributes(before: &Value, after: &Value) -> Value {
    let mut out = Map::new();
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else {
        return Value::Object(out);
    };
    for (field, was) in old {
        match new.get(field) {
            Some(is) if is == was => {}
            Some(is) if was.is_object() && is.is_object() => {
                out.insert(field.clone(), previous_attributes(was, is));
            }
            _ => {
                out.insert(field.clone(), was.clone());
            }
        }
    }
    for field in new.keys().filter(|f| !old.contains_key(*f)) {
        out.insert(field.clone(), Value::Null);
    }
    Value::Object(out)
}

#[cfg(test)]
mod tests {
    use super::previous_attributes;
    use serde_json::json;

    #[test]
    fn only_what_changed_is_told() {
        let before = json!({"name": "A", "metadata": {"a": "1", "b": "2"}, "tags": [1], "same": 5});
        let after =
            json!({"name": "B", "metadata": {"a": "1", "c": "3"}, "tags": [1, 2], "same": 5});
        let expected = json!({"name": "A", "metadata": {"b": "2", "c": null}, "tags": [1]});
        assert_eq!(previous_attributes(&before, &after), expected);
    }
}
