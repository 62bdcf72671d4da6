//! What Stripe answered when it did what was asked.
//!
//! Not here: refusals and lost answers; those are [`Error`](crate::Error)s.

use serde_json::Value;

use crate::resources::{Mismatch, Typed};

/// A 2xx answer: the object or list as Stripe sent it, unknown fields and all.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The JSON body. It may hold client secrets: see [`redact`](crate::redact) before storing.
    pub body: Value,
    /// Stripe's `req_…`, to be named when asking Stripe's support.
    pub request_id: Option<String>,
    /// Whether Stripe recognised the idempotency key and repeated its first answer.
    pub replayed: bool,
}

impl Answer {
    /// The body as a typed view.
    pub fn typed<T: Typed>(&self) -> Result<T, Mismatch> {
        T::from_value(&self.body)
    }
}
