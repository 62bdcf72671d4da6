//! What is left of a deleted object: its id.
//!
//! Not here: objects that are only inactive, canceled or void.

use serde::Deserialize;
use serde_json::Value;

/// The answer to a DELETE, and to a GET of what was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Deleted {
    /// The id it had.
    pub id: String,
    /// What it was: `customer`, `product`, `quote`, …
    pub object: String,
}

impl Deleted {
    /// Reads the JSON of a deleted object; `None` where it is not deleted.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let deleted = value.get("deleted").and_then(Value::as_bool)?;
        if deleted {
            Self::deserialize(value).ok()
        } else {
            None
        }
    }
}
