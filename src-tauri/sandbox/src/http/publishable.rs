//! What a page in a customer's browser may do with the account's publishable key: make a method of a
//! card, and look at or confirm one intent whose client secret it was given. Of that intent it sees what
//! a customer may see.

use serde_json::{Value, json};

use super::answer::Answer;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::operation::{Ask, Operation};

/// The operations that such a key opens. Everything else wants a secret key.
const OPEN: &[(&str, &str)] = &[
    ("POST", "/v1/payment_methods"),
    ("POST", "/v1/tokens"),
    ("GET", "/v1/payment_intents/{}"),
    ("POST", "/v1/payment_intents/{}/confirm"),
    ("GET", "/v1/setup_intents/{}"),
    ("POST", "/v1/setup_intents/{}/confirm"),
];

/// Parameters that are the merchant's to decide.
const MERCHANTS: &[&str] = &[
    "allowed_payment_method_types",
    "capture_method",
    "error_on_requires_action",
    "expand",
    "metadata",
    "off_session",
];

/// What of an intent a customer's page may see.
const SEEN: &[&str] = &[
    "id",
    "object",
    "amount",
    "automatic_payment_methods",
    "canceled_at",
    "cancellation_reason",
    "capture_method",
    "client_secret",
    "confirmation_method",
    "created",
    "currency",
    "description",
    "last_payment_error",
    "last_setup_error",
    "livemode",
    "next_action",
    "payment_method",
    "payment_method_types",
    "processing",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "source",
    "status",
    "usage",
];

pub(crate) fn opens(operation: &Operation) -> bool {
    OPEN.contains(&(operation.method, operation.path))
}

/// Whether what is asked is the page's to ask: with the secret of the intent that the address names.
pub(crate) fn check(call: &Call<'_>, operation: &Operation, ask: &Ask<'_>) -> Result<(), Refusal> {
    if let Some(name) = MERCHANTS.iter().find(|name| ask.args.has(name)) {
        return Err(Refusal::invalid(format!(
            "The parameter `{name}` cannot be used with a publishable API key."
        ))
        .code("secret_key_required")
        .param(name)
        .before_it_began());
    }
    let kind = match operation.path {
        path if path.starts_with("/v1/payment_intents/") => "payment_intent",
        path if path.starts_with("/v1/setup_intents/") => "setup_intent",
        _ => return Ok(()),
    };
    let secret = ask
        .args
        .text("client_secret")
        .ok_or_else(|| Refusal::missing_param("client_secret").before_it_began())?;
    let is_its_own = call
        .find(kind, ask.id)?
        .is_some_and(|intent| intent.json.text("client_secret") == Some(secret));
    if is_its_own {
        return Ok(());
    }
    let name = if kind == "payment_intent" {
        "PaymentIntent"
    } else {
        "SetupIntent"
    };
    Err(Refusal::invalid(format!("The client_secret provided does not match any associated {name} on this account. Ensure the publishable key used belongs to the same account that created the {name}."))
        .code("resource_missing")
        .param("client_secret")
        .before_it_began())
}

/// The answer without what is not a customer's to see.
pub(crate) fn narrowed(mut answer: Answer) -> Answer {
    if let Ok(mut value) = serde_json::from_slice::<Value>(&answer.body) {
        narrow(&mut value);
        if let Ok(body) = serde_json::to_vec(&value) {
            answer.body = body;
        }
    }
    answer
}

fn narrow(value: &mut Value) {
    let kind = value.must("object").to_owned();
    let Value::Object(fields) = value else {
        return;
    };
    match kind.as_str() {
        "payment_intent" | "setup_intent" => {
            fields.retain(|name, _| SEEN.contains(&name.as_str()));
        }
        "payment_method" => {
            fields.insert("metadata".to_owned(), json!({}));
        }
        _ => {}
    }
    for inner in fields.values_mut() {
        narrow(inner);
    }
}

#[cfg(test)]
mod tests {
    use super::narrow;
    use serde_json::json;

    #[test]
    fn an_intent_is_narrowed_wherever_it_stands() {
        let intent = json!({ "object": "payment_intent", "id": "pi_1", "customer": "cus_1", "status": "succeeded" });
        let mut answer = json!({ "error": { "message": "no", "payment_intent": intent } });
        narrow(&mut answer);
        assert_eq!(
            answer["error"]["payment_intent"],
            json!({ "object": "payment_intent", "id": "pi_1", "status": "succeeded" })
        );
    }
}
