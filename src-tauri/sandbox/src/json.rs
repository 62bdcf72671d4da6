//! Short ways to read and write fields of the JSON objects that are this server's state. Absent and
//! null read alike, as they do in Stripe's API.

use serde_json::Value;

pub(crate) trait Fields {
    fn text(&self, field: &str) -> Option<&str>;
    fn integer(&self, field: &str) -> Option<i64>;
    fn flag(&self, field: &str) -> bool;
    fn items(&self, field: &str) -> &[Value];
    fn present(&self, field: &str) -> Option<&Value>;
    fn put(&mut self, field: &str, value: impl Into<Value>);

    /// A field that every object has.
    fn must(&self, field: &str) -> &str {
        self.text(field).unwrap_or_default()
    }

    fn id(&self) -> &str {
        self.must("id")
    }

    fn status(&self) -> &str {
        self.must("status")
    }

    fn amount(&self, field: &str) -> i64 {
        self.integer(field).unwrap_or_default()
    }

    /// The strings of a list of strings.
    fn texts(&self, field: &str) -> Vec<String> {
        self.items(field)
            .iter()
            .filter_map(|v| v.as_str().map(str::to_owned))
            .collect()
    }

    /// A field's value, or null: for copying one object's field into another.
    fn copy(&self, field: &str) -> Value {
        self.present(field).cloned().unwrap_or(Value::Null)
    }
}

impl Fields for Value {
    fn text(&self, field: &str) -> Option<&str> {
        self.get(field)?.as_str()
    }

    fn integer(&self, field: &str) -> Option<i64> {
        self.get(field)?.as_i64()
    }

    fn flag(&self, field: &str) -> bool {
        self.get(field).and_then(Value::as_bool).unwrap_or(false)
    }

    fn items(&self, field: &str) -> &[Value] {
        self.get(field)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    fn present(&self, field: &str) -> Option<&Value> {
        self.get(field).filter(|v| !v.is_null())
    }

    fn put(&mut self, field: &str, value: impl Into<Value>) {
        if let Some(map) = self.as_object_mut() {
            map.insert(field.to_owned(), value.into());
        }
    }
}
