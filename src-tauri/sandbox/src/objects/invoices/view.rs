//! What of an invoice comes only on request: its payments and the secret that a payment page needs.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::embedded;

pub(crate) fn on_request(call: &Call<'_>, id: &str, field: &str) -> Result<Option<Value>, Refusal> {
    let payments: Vec<Value> = call
        .children("invoice_payment", id)?
        .into_iter()
        .map(|p| p.json)
        .collect();
    if field == "payments" {
        return Ok(Some(embedded(
            format!("/v1/invoice_payments?invoice={id}"),
            payments,
        )));
    }
    let open = payments
        .iter()
        .find(|p| p.status() == "open")
        .and_then(|p| p["payment"].text("payment_intent"));
    let Some(intent) = open else {
        return Ok(Some(Value::Null));
    };
    let intent = call.load("payment_intent", intent, "payment_intent")?;
    Ok(Some(
        json!({ "client_secret": intent.json.copy("client_secret"), "type": "payment_intent" }),
    ))
}

/// The taxes of what an invoice asks for shipping.
pub(crate) fn shipping_taxes(call: &Call<'_>, id: &str) -> Result<Option<Value>, Refusal> {
    let invoice = call.load("invoice", id, "id")?;
    Ok(Some(json!(invoice.private.items("shipping_taxes"))))
}
