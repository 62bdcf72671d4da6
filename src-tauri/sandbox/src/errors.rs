//! Refusals in Stripe's shape. Not here: failures of the server itself to start ([`crate::Error`]).

use serde_json::{Map, Value, json};

/// Why a request was not done, as the client reads it.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    body: Map<String, Value>,
    /// The endpoint had begun: its answer belongs to the idempotency key. Refused parameters do not.
    pub(crate) began: bool,
    /// What was changed on the way stays changed: a declined card leaves its failed payment behind.
    pub(crate) keeps_changes: bool,
}

impl Refusal {
    pub(crate) fn new(status: u16, kind: &str, message: impl Into<String>) -> Self {
        let mut body = Map::new();
        body.insert("type".into(), kind.into());
        body.insert("message".into(), message.into().into());
        Self {
            status,
            body,
            began: true,
            keeps_changes: false,
        }
    }

    /// 400, for something that the request itself has wrong.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "invalid_request_error", message)
    }

    pub(crate) fn code(mut self, code: &str) -> Self {
        self.body.insert("code".into(), code.into());
        self.body.insert(
            "doc_url".into(),
            format!(
                "https://stripe.com/docs/error-codes/{}",
                code.replace('_', "-")
            )
            .into(),
        );
        self
    }

    pub(crate) fn param(mut self, param: &str) -> Self {
        self.body.insert("param".into(), param.into());
        self
    }

    pub(crate) fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.body.insert(field.into(), value.into());
        self
    }

    /// Refused before the endpoint began: nothing is kept for the idempotency key.
    pub(crate) fn before_it_began(mut self) -> Self {
        self.began = false;
        self
    }

    pub(crate) fn keeping_changes(mut self) -> Self {
        self.keeps_changes = true;
        self
    }

    pub(crate) fn keeping_nothing(mut self) -> Self {
        self.keeps_changes = false;
        self
    }

    /// An object that does not exist: 404 when the URL names it, 400 when a parameter does.
    pub(crate) fn missing(noun: &str, id: &str, param: &str) -> Self {
        let status = if param == "id" { 404 } else { 400 };
        Self::new(
            status,
            "invalid_request_error",
            format!("No such {}: '{id}'", noun.replace('_', " ")),
        )
        .code("resource_missing")
        .param(param)
    }

    /// A step that the object's state does not allow.
    pub(crate) fn state(message: impl Into<String>) -> Self {
        Self::invalid(message).code("status_transition_invalid")
    }

    pub(crate) fn missing_param(param: &str) -> Self {
        Self::invalid(format!("Missing required param: {param}."))
            .code("parameter_missing")
            .param(param)
    }

    /// What it says in one of its fields; nothing when the field is not there.
    pub(crate) fn says(&self, field: &str) -> &str {
        self.body
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Something of our own went wrong.
    pub(crate) fn broken(message: impl std::fmt::Display) -> Self {
        Self::new(
            500,
            "api_error",
            format!("The practice Stripe could not do this: {message}"),
        )
    }

    /// The refusal as it stands inside an object that could not go on because of it.
    pub(crate) fn as_json(&self) -> Value {
        Value::Object(self.body.clone())
    }

    pub(crate) fn into_body(mut self, request_id: &str) -> Value {
        self.body.insert(
            "request_log_url".into(),
            format!("https://dashboard.stripe.com/test/logs/{request_id}").into(),
        );
        json!({ "error": self.body })
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::broken(error)
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::broken(error)
    }
}
