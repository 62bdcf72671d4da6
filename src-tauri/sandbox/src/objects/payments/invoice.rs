//! Payments of invoices: the intent that finalizing opens, the invoice payment between the two, and
//! what becomes of the invoice when its intent is paid or fails elsewhere.

use serde_json::{Value, json};

use super::attempt::{How, Outcome, attempt};
use super::{methods, shapes};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::format::money;
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
    call.insert(&link(call, json, &intent.json, true)?)
}

/// The invoice payment between an invoice and an intent.
fn link(
    call: &Call<'_>,
    invoice: &Value,
    intent: &Value,
    is_default: bool,
) -> Result<Record, Refusal> {
    let payment = json!({ "payment_intent": intent.id(), "type": "payment_intent" });
    between(
        call,
        invoice,
        payment,
        (intent.amount("amount"), is_default),
    )
}

fn between(
    call: &Call<'_>,
    invoice: &Value,
    payment: Value,
    (amount, is_default): (i64, bool),
) -> Result<Record, Refusal> {
    Ok(Record::new(json!({
        "id": call.new_id("inpay_1")?,
        "object": "invoice_payment",
        "amount_paid": null,
        "amount_requested": amount,
        "created": call.now,
        "currency": invoice.must("currency"),
        "invoice": invoice.id(),
        "is_default": is_default,
        "livemode": false,
        "payment": payment,
        "status": "open",
        "status_transitions": { "canceled_at": null, "paid_at": null },
    })))
}

/// The open default payment of an invoice and its intent.
pub(super) fn open_payment(
    call: &Call<'_>,
    invoice: &Value,
) -> Result<Option<(Record, Record)>, Refusal> {
    let payment = call
        .children("invoice_payment", invoice.id())?
        .into_iter()
        .find(|p| p.json.status() == "open" && p.json.flag("is_default"));
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

/// What of an invoice's payments forbids voiding or editing it: one that is paid, or open beside the default.
pub(in crate::objects) fn holding(
    call: &Call<'_>,
    invoice: &str,
) -> Result<Option<&'static str>, Refusal> {
    let payments = call.children("invoice_payment", invoice)?;
    let has = |status: &str, also_default: bool| {
        payments
            .iter()
            .any(|p| p.json.status() == status && (also_default || !p.json.flag("is_default")))
    };
    Ok(match (has("paid", true), has("open", false)) {
        (true, _) => Some("paid"),
        (_, true) => Some("open"),
        _ => None,
    })
}

/// Keeps the default payment in step with what remains to be paid.
pub(in crate::objects) fn follow(call: &Call<'_>, invoice: &Value) -> Result<(), Refusal> {
    let Some((mut payment, mut intent)) = open_payment(call, invoice)? else {
        return Ok(());
    };
    let remaining = invoice.amount("amount_remaining");
    if remaining > 0 && payment.json.amount("amount_requested") != remaining {
        payment.json.put("amount_requested", remaining);
        intent.json.put("amount", remaining);
        call.update(&payment)?;
        // Stripe has no event for an intent that is merely changed.
        call.update(&intent)?;
    }
    Ok(())
}

/// Cancels the open default payment of an invoice that is settled otherwise, or not at all.
pub(in crate::objects) fn close_for(
    call: &Call<'_>,
    invoice: &Record,
    reason: &str,
) -> Result<(), Refusal> {
    let Some((payment, mut intent)) = open_payment(call, &invoice.json)? else {
        return Ok(());
    };
    intent.json.put("status", "canceled");
    intent.json.put("canceled_at", call.now);
    intent.json.put("cancellation_reason", reason);
    intent.json.put("next_action", Value::Null);
    call.update(&intent)?;
    call.emit("payment_intent.canceled", &intent.json)?;
    close(call, payment)
}

fn close(call: &Call<'_>, mut payment: Record) -> Result<(), Refusal> {
    payment.json.put("status", "canceled");
    payment.json["status_transitions"].put("canceled_at", call.now);
    call.update(&payment)
}

/// Adds an intent to an open invoice's payments; one that has succeeded already pays at once.
pub(in crate::objects) fn attach_to(
    call: &Call<'_>,
    invoice: &mut Record,
    id: &str,
) -> Result<(), Refusal> {
    let mut intent = call.load("payment_intent", id, "payment_intent")?;
    let json = &intent.json;
    let wrong = |message: String| Err(Refusal::invalid(message).param("payment_intent"));
    if intent.private.text("invoice").is_some() {
        return wrong(format!(
            "The PaymentIntent {id} is already attached to an invoice."
        ));
    }
    for shared in ["currency", "customer"] {
        if json.text(shared) != invoice.json.text(shared) {
            return wrong(format!(
                "The PaymentIntent must have the same {shared} as the invoice."
            ));
        }
    }
    if json.status() == "canceled" {
        return wrong("A canceled PaymentIntent cannot be attached to an invoice.".into());
    }
    let remaining = invoice.json.amount("amount_remaining");
    if json.amount("amount") > remaining {
        return wrong(format!(
            "The PaymentIntent's amount ({}) is greater than what remains to be paid of the invoice ({}).",
            money(json.amount("amount"), json.must("currency")),
            money(remaining, json.must("currency"))
        ));
    }
    let payment = link(call, &invoice.json, json, false)?;
    call.insert(&payment)?;
    intent.private.put("invoice", invoice.json.id());
    call.update(&intent)?;
    if intent.json.status() == "succeeded" {
        paid(call, payment, &intent)?;
        invoices::receive(call, invoice, intent.json.amount("amount_received"))?;
    }
    Ok(())
}

/// Adds money that came another way to an open invoice's payments. It has come already, so it pays at once.
pub(in crate::objects) fn attach_record(
    call: &Call<'_>,
    invoice: &mut Record,
    id: &str,
) -> Result<(), Refusal> {
    let mut record = call.load("payment_record", id, "payment_record")?;
    let wrong = |message: String| Err(Refusal::invalid(message).param("payment_record"));
    if record.private.text("invoice").is_some() {
        return wrong(format!(
            "The PaymentRecord {id} is already attached to an invoice."
        ));
    }
    let came = &record.json["amount_guaranteed"];
    let (amount, currency) = (came.amount("value"), came.must("currency"));
    if Some(currency) != invoice.json.text("currency") {
        return wrong("The PaymentRecord must have the same currency as the invoice.".into());
    }
    if amount == 0 {
        return wrong(format!("Nothing of the PaymentRecord {id} has come yet."));
    }
    let remaining = invoice.json.amount("amount_remaining");
    if amount > remaining {
        return wrong(format!(
            "The PaymentRecord's amount ({}) is greater than what remains to be paid of the invoice ({}).",
            money(amount, currency),
            money(remaining, currency)
        ));
    }
    let payment = json!({ "payment_record": id, "type": "payment_record" });
    let payment = between(call, &invoice.json, payment, (amount, false))?;
    call.insert(&payment)?;
    record.private.put("invoice", invoice.json.id());
    call.update(&record)?;
    settled(call, payment, amount)?;
    let outside = invoice.json.amount("amount_paid_off_stripe") + amount;
    invoice.json.put("amount_paid_off_stripe", outside);
    invoices::receive(call, invoice, amount)
}

/// An attached intent was canceled: its payment with it.
pub(super) fn canceled(call: &Call<'_>, intent: &Record) -> Result<(), Refusal> {
    match payment_of(call, intent)? {
        Some(payment) => close(call, payment),
        None => Ok(()),
    }
}

/// Whether the intent is the one that the invoice opened for itself.
pub(super) fn is_default(call: &Call<'_>, intent: &Record) -> Result<bool, Refusal> {
    Ok(payment_of(call, intent)?.is_some_and(|p| p.json.flag("is_default")))
}

/// The open payment through which this very intent pays an invoice.
fn payment_of(call: &Call<'_>, intent: &Record) -> Result<Option<Record>, Refusal> {
    let Some(invoice) = intent.private.text("invoice") else {
        return Ok(None);
    };
    let all = call.children("invoice_payment", invoice)?;
    Ok(all.into_iter().find(|p| {
        p.json.status() == "open"
            && p.json["payment"].text("payment_intent") == Some(intent.json.id())
    }))
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

/// Open payments of a subscription's invoices follow its wish to keep the card that pays.
pub(in crate::objects) fn follow_wish(call: &Call<'_>, subscription: &str) -> Result<(), Refusal> {
    for invoice in call.children("invoice", subscription)? {
        let wish = subscriptions::wants_card_kept(call, &invoice.json)?.then_some("off_session");
        if let Some((_, mut intent)) = open_payment(call, &invoice.json)?
            && intent.json.text("setup_future_usage") != wish
        {
            intent.json.put("setup_future_usage", wish);
            call.update(&intent)?;
        }
    }
    Ok(())
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

fn paid(call: &Call<'_>, payment: Record, intent: &Record) -> Result<(), Refusal> {
    settled(call, payment, intent.json.amount("amount_received"))
}

fn settled(call: &Call<'_>, mut payment: Record, amount: i64) -> Result<(), Refusal> {
    payment.json.put("status", "paid");
    payment.json.put("amount_paid", amount);
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
    let Some(payment) = payment_of(call, intent)? else {
        return Ok(());
    };
    let is_default = payment.json.flag("is_default");
    match outcome {
        Outcome::Succeeded => {
            paid(call, payment, intent)?;
            keep_card(call, &invoice.json, &intent.json)?;
            if is_default {
                invoices::paid_elsewhere(call, &mut invoice)
            } else {
                let amount = intent.json.amount("amount_received");
                invoices::receive(call, &mut invoice, amount)
            }
        }
        Outcome::Declined(_) if is_default => invoices::failed_elsewhere(call, &mut invoice),
        _ => Ok(()),
    }
}
