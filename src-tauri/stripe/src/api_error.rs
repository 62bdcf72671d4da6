//! A refusal in Stripe's own words: the `error` object of a 4xx or 5xx answer.
//!
//! Not here: what the program says to a person about it; that is the engine's.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::exchange::Reply;

/// Stripe's four kinds of error.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// `api_error`: Stripe itself failed.
    Api,
    /// `card_error`: the card or the payment was declined.
    Card,
    /// `idempotency_error`: the key was used before for another request.
    Idempotency,
    /// `invalid_request_error`: everything else.
    InvalidRequest,
    /// A kind that this program does not know, as Stripe wrote it.
    Other(String),
}

/// An error that Stripe answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// Stripe's `type`.
    pub kind: ErrorKind,
    /// The code a program acts on, such as `resource_missing`.
    pub code: Option<String>,
    /// Why the bank declined, such as `insufficient_funds`.
    pub decline_code: Option<String>,
    /// Stripe's own sentence, in English.
    pub message: Option<String>,
    /// The parameter that is wrong, such as `line_items[0][price]`.
    pub param: Option<String>,
    /// Stripe's page about the code.
    pub doc_url: Option<String>,
    /// Stripe's `req_…`.
    pub request_id: Option<String>,
    /// How long Stripe asks to wait.
    pub retry_after: Option<Duration>,
    /// Which limit was met, on a 429: `global-rate`, `endpoint-concurrency`, …
    pub rate_limited_reason: Option<String>,
    /// What Stripe says about sending the same request again; outranks the status.
    pub should_retry: Option<bool>,
    /// The charge inside the error.
    pub charge: Option<String>,
    /// The payment intent inside the error.
    pub payment_intent: Option<String>,
    /// The payment method inside the error.
    pub payment_method: Option<String>,
    /// The setup intent inside the error.
    pub setup_intent: Option<String>,
}

impl ApiError {
    /// Reads the `error` object of an answer; `None` where there is none.
    pub(crate) fn read(reply: &Reply, body: &Value) -> Option<Self> {
        let error = body.get("error")?.as_object()?;
        let text = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
        // Objects come whole, and ids bare; either way only the id is kept: an intent in an
        // error carries its client secret.
        let id = |name: &str| match error.get(name)? {
            Value::String(id) => Some(id.clone()),
            object => object.get("id").and_then(Value::as_str).map(str::to_owned),
        };
        Some(Self {
            status: reply.status,
            kind: ErrorKind::from_text(&text("type").unwrap_or_default()),
            code: text("code"),
            decline_code: text("decline_code"),
            message: text("message"),
            param: text("param"),
            doc_url: text("doc_url"),
            request_id: reply.request_id.clone(),
            retry_after: reply.retry_after,
            rate_limited_reason: reply.rate_limited_reason.clone(),
            should_retry: reply.should_retry,
            charge: id("charge"),
            payment_intent: id("payment_intent"),
            payment_method: id("payment_method"),
            setup_intent: id("setup_intent"),
        })
    }

    /// Whether this code was given.
    #[must_use]
    pub fn is_code(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    /// Whether the object is locked by another request of the same account: code
    /// `lock_timeout`, or a 429 that names no limit.
    #[must_use]
    pub fn is_lock_timeout(&self) -> bool {
        self.is_code("lock_timeout") || (self.status == 429 && self.rate_limited_reason.is_none())
    }

    /// Whether a first request with the same idempotency key is still under way.
    #[must_use]
    pub fn is_key_in_use(&self) -> bool {
        self.is_code("idempotency_key_in_use")
    }

    /// Whether Stripe has done nothing and the very same request may be sent later. A met limit,
    /// a held lock and a key in use always pass, even where `Stripe-Should-Retry` says no: that
    /// advises against trying at once, not against the request.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        self.status == 429
            || self.is_lock_timeout()
            || self.is_key_in_use()
            || self
                .should_retry
                .unwrap_or(matches!(self.status, 409 | 502..=504))
    }
}

impl ErrorKind {
    fn from_text(text: &str) -> Self {
        match text {
            "api_error" => Self::Api,
            "card_error" => Self::Card,
            "idempotency_error" => Self::Idempotency,
            "invalid_request_error" => Self::InvalidRequest,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Some(message) => f.write_str(message)?,
            None => write!(f, "Stripe answered with status {}", self.status)?,
        }
        if let Some(code) = &self.code {
            write!(f, " [{code}]")?;
        }
        if let Some(request_id) = &self.request_id {
            write!(f, " ({request_id})")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}
