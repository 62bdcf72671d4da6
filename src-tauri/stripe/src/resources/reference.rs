//! A field that points to another object: its id, or, when it was expanded, the object itself.
//!
//! Not here: fetching what it points to.

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use super::{Mismatch, Typed};

/// A pointer to another object, expanded or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    id: String,
    expanded: Option<Value>,
}

impl Reference {
    /// The id of the object pointed to.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The object as JSON, where it was expanded.
    #[must_use]
    pub fn expanded(&self) -> Option<&Value> {
        self.expanded.as_ref()
    }

    /// The object as a typed view, where it was expanded.
    pub fn typed<T: Typed>(&self) -> Option<Result<T, Mismatch>> {
        self.expanded.as_ref().map(T::from_value)
    }

    /// Whether it was expanded and says that it was deleted.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.expanded
            .as_ref()
            .is_some_and(|object| object.get("deleted") == Some(&Value::Bool(true)))
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(id) => Ok(Self { id, expanded: None }),
            object => match object.get("id").and_then(Value::as_str).map(str::to_owned) {
                Some(id) => Ok(Self {
                    id,
                    expanded: Some(object),
                }),
                None => Err(de::Error::custom("neither an id nor an object with one")),
            },
        }
    }
}
