//! The checked parameters of one request, as operations read them. A parameter that was not sent and
//! one that was sent empty are told apart by [`Args::sent`].

use serde_json::Value;

use crate::json::Fields;

#[derive(Debug, Clone)]
pub(crate) struct Args(Value);

impl Args {
    pub(crate) fn new(map: Value) -> Self {
        Self(map)
    }

    pub(crate) fn all(&self) -> &Value {
        &self.0
    }

    /// The parameter as it was sent: `Some(Null)` where an empty value unset it.
    pub(crate) fn sent(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.present(name).is_some()
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.0.integer(name)
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(name).and_then(Value::as_bool)
    }

    pub(crate) fn items(&self, name: &str) -> &[Value] {
        self.0.items(name)
    }

    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        self.0.texts(name)
    }

    /// A nested hash, or null.
    pub(crate) fn hash(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    /// What was sent, or null.
    pub(crate) fn value(&self, name: &str) -> Value {
        self.0.copy(name)
    }

    /// Copies the named parameters that were sent onto `object`; an unset one becomes null.
    pub(crate) fn copy_onto(&self, object: &mut Value, names: &[&str]) {
        for name in names {
            if let Some(value) = self.sent(name) {
                object.put(name, value.clone());
            }
        }
    }

    /// Stripe's metadata rule: keys add up, an empty value removes its key, an empty hash removes all.
    pub(crate) fn merge_metadata(&self, object: &mut Value) {
        match self.sent("metadata") {
            None => {}
            Some(Value::Object(changes)) => {
                object.put("metadata", merged(object.get("metadata"), changes))
            }
            Some(_) => object.put("metadata", serde_json::json!({})),
        }
    }
}

/// The metadata that results from applying `changes` to `old`.
pub(crate) fn merged(old: Option<&Value>, changes: &serde_json::Map<String, Value>) -> Value {
    let mut out = old.and_then(Value::as_object).cloned().unwrap_or_default();
    for (key, value) in changes {
        if value.as_str() == Some("") {
            out.shift_remove(key);
        } else {
            out.insert(key.clone(), value.clone());
        }
    }
    Value::Object(out)
}
