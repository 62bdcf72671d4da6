//! Whether money was taken: by reading the payment, never by charging again.

use super::{MOMENT_SECONDS, Settled};
use crate::sheets::payment::of_problem;
use crate::{json, sync};
use cache::Step;
use serde_json::Value;
use stripe::{Client, Error, Params, paths};

/// States in which a payment has been tried with success, or waits for its bank.
const TAKEN: [&str; 4] = [
    "succeeded",
    "processing",
    "requires_capture",
    "requires_action",
];

/// What became of charging the invoice or payment at `path`.
pub(super) async fn ask(
    client: &Client,
    path: &str,
    step: &Step,
    has_page: bool,
) -> Result<Settled, Error> {
    let object = client.get(path, &sync::expanded(path)).await?.body;
    let of_invoice = json::text(&object, "object") == Some("invoice");
    if of_invoice && json::text(&object, "status") == Some("paid") {
        return Ok(Settled::Happened(object));
    }
    let out_of_band = step.params.get("paid_out_of_band") == Some(&Value::Bool(true));
    let intent = match of_invoice {
        false => Some(object.clone()),
        true if out_of_band => None,
        true => default_payment(client, &object).await?,
    };
    let Some(intent) = intent else {
        return Ok(Settled::Nothing);
    };
    let status = json::text(&intent, "status").unwrap_or_default();
    if status == "requires_action" && of_invoice {
        // Nobody was there to be asked; the invoice's page asks.
        return Ok(Settled::Declined(Box::new(of_problem(
            None,
            Some("invoice_payment_intent_requires_action"),
            true,
        ))));
    }
    if TAKEN.contains(&status) {
        return Ok(Settled::Happened(object));
    }
    declined_since(client, &intent, step, has_page).await
}

/// An attempt since the request was first sent, which the bank declined.
async fn declined_since(
    client: &Client,
    intent: &Value,
    step: &Step,
    has_page: bool,
) -> Result<Settled, Error> {
    let (Some(charge), Some(sent)) = (json::id(intent, "latest_charge"), step.first_sent_at) else {
        return Ok(Settled::Nothing);
    };
    let charge = client
        .get(&paths::charge(charge), &Params::new())
        .await?
        .body;
    let since = sent.saturating_sub(MOMENT_SECONDS);
    let tried = json::int(&charge, "created").is_some_and(|at| at >= since)
        && json::text(&charge, "status") == Some("failed");
    if !tried {
        return Ok(Settled::Nothing);
    }
    Ok(Settled::Declined(Box::new(of_problem(
        json::text(intent, "last_payment_error.decline_code"),
        json::text(intent, "last_payment_error.code"),
        has_page,
    ))))
}

/// The payment that an invoice has opened itself.
async fn default_payment(client: &Client, invoice: &Value) -> Result<Option<Value>, Error> {
    let payment = json::items(invoice, "payments")
        .iter()
        .find(|payment| json::flag(payment, "is_default"))
        .and_then(|payment| json::id(payment, "payment.payment_intent"));
    match payment {
        Some(id) => Ok(Some(
            client
                .get(&paths::payment_intent(id), &Params::new())
                .await?
                .body,
        )),
        None => Ok(None),
    }
}
