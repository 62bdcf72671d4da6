//! From JSON to a typed view, with an error that says which object and why.
//!
//! Not here: the views.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The JSON is not what the view expects.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a readable {expected}: {detail}", id.as_deref().unwrap_or("the answer"))]
pub struct Mismatch {
    /// Which object was expected, as Stripe names it.
    pub expected: &'static str,
    /// The id of what came instead, where it has one.
    pub id: Option<String>,
    /// What is missing or wrong.
    pub detail: String,
}

/// A typed view of one of Stripe's objects.
pub trait Typed: DeserializeOwned {
    /// The value of the JSON's `object` field.
    const OBJECT: &'static str;

    /// Reads the JSON. A deleted object is a mismatch: ask [`Deleted`](super::Deleted) first.
    fn from_value(value: &Value) -> Result<Self, Mismatch> {
        let mismatch = |detail: String| Mismatch {
            expected: Self::OBJECT,
            id: value.get("id").and_then(Value::as_str).map(str::to_owned),
            detail,
        };
        match value.get("object").and_then(Value::as_str) {
            Some(object) if object == Self::OBJECT => {}
            Some(object) => return Err(mismatch(format!("it is a {object}"))),
            None => return Err(mismatch("it has no `object` field".to_owned())),
        }
        if value.get("deleted").and_then(Value::as_bool) == Some(true) {
            return Err(mismatch("it was deleted".to_owned()));
        }
        Self::deserialize(value).map_err(|problem| mismatch(problem.to_string()))
    }
}
