//! What is asked of Stripe: nested parameters, written as JSON, sent as a form.
//!
//! The rules of the wire: `line_items[0][price]=…` for nesting; `true` and `false`; `null`, `""`
//! and an empty list are `name=`, by which Stripe unsets a field or empties a list; an empty
//! object says nothing, since objects (metadata) are merged and not replaced. The order of
//! fields is kept, so the same parameters always make the same bytes.
//!
//! Not here: which parameters an endpoint takes.

use serde_json::{Map, Value};
use url::form_urlencoded;

/// The parameters of one request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params(Map<String, Value>);

impl Params {
    /// No parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The fields of a JSON object; anything but an object has no fields and gives none.
    #[must_use]
    pub fn from_value(value: Value) -> Self {
        match value {
            Value::Object(fields) => Self(fields),
            _ => Self::default(),
        }
    }

    /// With this field set, replacing one of the same name in its place.
    #[must_use]
    pub fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// With this field set where there is a value, and otherwise left alone.
    #[must_use]
    pub fn set_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// With one more path to expand, such as `customer` or `data.lines`.
    #[must_use]
    pub fn expand(mut self, path: &str) -> Self {
        let paths = self
            .0
            .entry("expand")
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(paths) = paths {
            paths.push(Value::String(path.to_owned()));
        }
        self
    }

    /// The value of a top-level field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The parameters as JSON, for storing an intent; [`Params::from_value`] reads it back.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// The flat names and values, in order, before percent-encoding.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (name, value) in &self.0 {
            flatten(name.clone(), value, &mut pairs);
        }
        pairs
    }

    /// The body of a POST or the query of a GET: `application/x-www-form-urlencoded`, brackets
    /// percent-encoded, as some proxies refuse them bare.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.pairs() {
            form.append_pair(&name, &value);
        }
        form.finish()
    }
}

impl From<Value> for Params {
    fn from(value: Value) -> Self {
        Self::from_value(value)
    }
}

fn flatten(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => pairs.push((name, String::new())),
        Value::Bool(yes) => pairs.push((name, yes.to_string())),
        Value::Number(number) => pairs.push((name, number.to_string())),
        Value::String(text) => pairs.push((name, text.clone())),
        Value::Array(items) if items.is_empty() => pairs.push((name, String::new())),
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                flatten(format!("{name}[{position}]"), item, pairs);
            }
        }
        Value::Object(fields) => {
            for (field, inner) in fields {
                flatten(format!("{name}[{field}]"), inner, pairs);
            }
        }
    }
}

#[cfg(test)]
#[path = "params_tests.rs"]
mod tests;
