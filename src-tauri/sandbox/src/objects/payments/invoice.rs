//! Payments of invoices: the intent that finalizing opens, the invoice payment between the two, and
//! what becomes of the invoice when its intent is paid or fails elsewhere.

use serde_json::{Value, json};

use super::attempt::{How, Outcome, attempt};
use super::{methods, shapes};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::{invoices, subscriptions};
use crate::store::rows::Record;

/// Opens the default payment of an invoice that is being finalized.
pub(in crate::objects) fn open_for(call: &Call<'_>, invoice: &Record) -> Result<(), Refusal> {
    let json = &invoice.json;
    let wanted = shapes::Wanted {
        amount: json.amount("amount_due"),
        currency: json.must("currency"),
        customer: json.copy("customer"),
        description: format!("Payment for Invoice {}", json.must("number")).into(),
    };
    let mut intent = Record {
        json: shapes::intent(call, wanted)?,
        private: json!({ "invoice": json.id() }),
    };
    if subscriptions::wants_card_kept(call, json)? {
        intent.json.put("setup_future_usage", "off_session");
    }
    call.insert(&intent)?;
    call.emit("payment_intent.created", &intent.json)?;
    let payment = Record::new(json!({
        "id": call.new_id("inpay_1")?,
        "object": "invoice_payment",
        "amount_paid": null,
        "amount_requested": json.amount("amount_due"),
        "created": call.now,
        "currency": json.must("currency"),
        "invoice": json.id(),
        "is_default": true,
        "livemode": false,
        "payment": { "payment_intent": intent.json.id(), "type": "payment_intent" },
        "status": "open",
        "status_transitions": { "canceled_at": null, "paid_at": null },
    }));
    call.insert(&payment)
}

pub(super) fn open_payment(
    call: &Call<'_>,
    invoice: &Value,
) -> Result<Option<(Record, Record)>, Refusal> {
    let payment = call
        .children("invoice_payment", invoice.id())?
        .into_iter()
        .find(|p| p.json.status() == "open");
    let Some(payment) = payment else {
        return Ok(None);
    };
    let intent = call.load(
        "payment_intent",
        payment.json["payment"].must("payment_intent"),
        "payment_intent",
    )?;
    Ok(Some((payment, intent)))
}

/// Cancels the open payment of an invoice that is settled otherwise, or not at all.
pub(in crate::objects) fn close_for(
    call: &Call<'_>,
    invoice: &Record,
    reason: &str,
) -> Result<(), Refusal> {
    let Some((mut payment, mut intent)) = open_payment(call, &invoice.json)? else {
        return Ok(());
    };
    intent.json.put("status", "canceled");
    intent.json.put("canceled_at", call.now);
    intent.json.put("cancellation_reason", reason);
    intent.json.put("next_action", Value::Null);
    call.update(&intent)?;
    call.emit("payment_intent.canceled", &intent.json)?;
    payment.json.put("status", "canceled");
    payment.json["status_transitions"].put("canceled_at", call.now);
    call.update(&payment)
}

/// Charges an open invoice's remaining amount to a test card.
pub(in crate::objects) fn charge(
    call: &Call<'_>,
    invoice: &Record,
    method: &str,
    off_session: bool,
) -> Result<Outcome, Refusal> {
    let mut method = methods::find_or_make(call, method)?;
    let (payment, mut intent) = open_payment(call, &invoice.json)?.ok_or_else(|| {
        Refusal::invalid("This invoice has no open payment.")
            .code("invoice_payment_intent_requires_action")
    })?;
    intent.private.put("invoice", invoice.json.id());
    if subscriptions::wants_card_kept(call, &invoice.json)? {
        intent.json.put("setup_future_usage", "off_session");
    }
    // The invoice's page can ask the cardholder later, so an attempt that nobody attends asks too.
    let asked = super::attempt::must_ask(&method, off_session, false);
    let how = How {
        off_session: off_session && !asked,
        ..How::default()
    };
    let outcome = attempt(call, &mut intent, &mut method, &how)?;
    if matches!(outcome, Outcome::Succeeded) {
        paid(call, payment, &intent)?;
        keep_card(call, &invoice.json, &intent.json)?;
    }
    Ok(outcome)
}

/// The subscription keeps the card that paid, if it asked for that before it was paid.
fn keep_card(call: &Call<'_>, invoice: &Value, intent: &Value) -> Result<(), Refusal> {
    match (
        intent.text("setup_future_usage"),
        intent.text("payment_method"),
    ) {
        (Some(_), Some(method)) => subscriptions::keep_card(call, invoice, method),
        _ => Ok(()),
    }
}

fn paid(call: &Call<'_>, mut payment: Record, intent: &Record) -> Result<(), Refusal> {
    payment.json.put("status", "paid");
    payment
        .json
        .put("amount_paid", intent.json.amount("amount_received"));
    payment.json["status_transitions"].put("paid_at", call.now);
    call.update(&payment)?;
    call.emit("invoice_payment.paid", &payment.json)
}

/// An intent was attempted by itself: the invoice that it pays hears of it.
pub(super) fn attempted(
    call: &Call<'_>,
    intent: &Record,
    outcome: &Outcome,
) -> Result<(), Refusal> {
    let Some(id) = intent.private.text("invoice") else {
        return Ok(());
    };
    let mut invoice = call.load("invoice", id, "invoice")?;
    let open = open_payment(call, &invoice.json)?;
    match (outcome, open) {
        (Outcome::Succeeded, Some((payment, own))) if own.json.id() == intent.json.id() => {
            paid(call, payment, intent)?;
            keep_card(call, &invoice.json, &intent.json)?;
            invoices::paid_elsewhere(call, &mut invoice)
        }
        (Outcome::Declined(_), Some(_)) => invoices::failed_elsewhere(call, &mut invoice),
        _ => Ok(()),
    }
}
