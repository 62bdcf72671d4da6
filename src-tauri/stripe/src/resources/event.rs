//! Events: "this object changed". Events live for 30 days.
//!
//! The object inside is rendered in the account's own version of the API, not in the one pinned
//! here, so only its id is used: whoever reads an event fetches the object again. That is why it
//! has no typed view.

use serde::Deserialize;
use serde_json::Value;

use super::Typed;

/// That something happened.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Event {
    /// `evt_…`
    pub id: String,
    /// What happened, such as `quote.accepted`.
    #[serde(rename = "type")]
    pub kind: String,
    /// To what.
    pub data: EventData,
    /// The version of the API that the object inside is rendered in.
    pub api_version: Option<String>,
    /// What caused it, where a request did.
    pub request: Option<EventRequest>,
    /// Unix seconds UTC; several events may share one, in any order.
    pub created: i64,
    /// Whether it is about something real.
    pub livemode: bool,
}

impl Typed for Event {
    const OBJECT: &'static str = "event";
}

impl Event {
    /// The id of the object that changed; some objects (a balance) have none.
    #[must_use]
    pub fn object_id(&self) -> Option<&str> {
        self.data.object.get("id").and_then(Value::as_str)
    }

    /// What kind of object changed: `quote`, `invoice`, …
    #[must_use]
    pub fn object_kind(&self) -> Option<&str> {
        self.data.object.get("object").and_then(Value::as_str)
    }
}

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct EventData {
    /// The object then, in `api_version`.
    pub object: Value,
    /// What changed, for `*.updated`.
    pub previous_attributes: Option<Value>,
}

/// The request that caused an event.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EventRequest {
    /// `req_…`
    pub id: Option<String>,
    /// The key it was sent with: by it we know our own writes.
    pub idempotency_key: Option<String>,
}
