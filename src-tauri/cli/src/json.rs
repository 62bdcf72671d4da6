//! Answers as JSON: one document each. And back: replies as their types.

use commands::view::{Code, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A reply or request as a JSON value.
pub(crate) fn value(of: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(of).map_err(|error| fault(&error))
}

/// A reply as its type.
pub(crate) fn typed<T: DeserializeOwned>(reply: Value) -> Result<T, Problem> {
    serde_json::from_value(reply).map_err(|error| fault(&error))
}

/// The document as it is printed: indented, so that it can be read as well.
pub(crate) fn document(value: &Value) -> String {
    format!("{value:#}")
}

fn fault(error: &serde_json::Error) -> Problem {
    Problem::new(
        Code::Bug,
        format!("An answer inside Counterfoil has another shape than expected: {error}."),
    )
    .hint("Nothing was lost. See that window and terminal program are of the same version.")
}
