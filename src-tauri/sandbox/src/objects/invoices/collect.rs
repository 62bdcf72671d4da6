//! Getting an invoice paid: out of band, with a test card, or by itself when its draft has advanced.

use serde_json::Value;

use super::{retries, steps, transition};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::customers::ledger;
use crate::objects::payments::{self, Outcome};
use crate::objects::subscriptions;
use crate::operation::{Ask, Reply};
use crate::store::rows::Record;

/// Paying a draft finalizes it first.
pub(super) fn pay(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut invoice = call.load("invoice", ask.id, "id")?;
    match invoice.json.status() {
        "draft" => steps::finalize_now(call, &mut invoice)?,
        "open" | "uncollectible" => {}
        "paid" => {
            return Err(Refusal::invalid("Invoice is already paid").code("invoice_already_paid"));
        }
        status => {
            return Err(Refusal::state(format!(
                "This invoice cannot be paid: it has a status of `{status}`."
            )));
        }
    }
    if invoice.json.status() == "paid" {
        return Ok(invoice.json.into());
    }
    if args.flag("paid_out_of_band") == Some(true) {
        let due = invoice.json.amount("amount_remaining");
        payments::close_for(call, &invoice, "automatic")?;
        let outside = invoice.json.amount("amount_paid_off_stripe") + due;
        invoice.json.put("amount_paid_off_stripe", outside);
        settle(call, &mut invoice)?;
        return Ok(invoice.json.into());
    }
    let method = args
        .text("payment_method")
        .or(args.text("source"))
        .map(str::to_owned);
    let Some(method) = method.or(default_method(call, &invoice.json)?) else {
        return Err(Refusal::invalid(
            "There is no `default_payment_method` set on this Customer or Invoice. Please set a default payment method for Customer to use for future payments, or pass a `payment_method` to pay this invoice.",
        ));
    };
    // Whoever pays by the API is taken to be alone, unless they say that the customer is there.
    let off_session = args.flag("off_session").unwrap_or(true);
    match charge(call, &mut invoice, &method, off_session)? {
        Outcome::Declined(refusal) => Err(refusal.keeping_changes()),
        Outcome::RequiresAction => Err(Refusal::new(402, "card_error", "This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action")
            .code("invoice_payment_intent_requires_action")
            .keeping_changes()),
        Outcome::Succeeded | Outcome::RequiresCapture => Ok(invoice.json.into()),
    }
}

/// Adds a payment of one's own to an open invoice: a part of it, a deposit, or all.
pub(super) fn attach_payment(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut invoice = call.load("invoice", ask.id, "id")?;
    let payment = match (args.text("payment_intent"), args.text("payment_record")) {
        (Some(intent), None) => intent,
        (None, Some(record)) => record,
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: payment_intent, payment_record.",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        (None, None) => return Err(Refusal::missing_param("payment_intent").before_it_began()),
    };
    if invoice.json.status() != "open" {
        return Err(Refusal::state(format!(
            "Payments can only be attached to an open invoice. This one has a status of `{}`.",
            invoice.json.status()
        )));
    }
    if args.has("payment_record") {
        payments::attach_record(call, &mut invoice, payment)?;
    } else {
        payments::attach_to(call, &mut invoice, payment)?;
    }
    Ok(invoice.json.into())
}

/// The payment that an invoice attempts with the card that there is for it.
pub(in crate::objects) fn attempt(
    call: &Call<'_>,
    invoice: &mut Record,
    off_session: bool,
) -> Result<Outcome, Refusal> {
    match default_method(call, &invoice.json)? {
        Some(method) => charge(call, invoice, &method, off_session),
        None => {
            failed_elsewhere(call, invoice)?;
            Ok(Outcome::Declined(Refusal::invalid(
                "This customer has no attached payment source or default payment method.",
            )))
        }
    }
}

fn charge(
    call: &Call<'_>,
    invoice: &mut Record,
    method: &str,
    off_session: bool,
) -> Result<Outcome, Refusal> {
    let outcome = payments::charge(call, invoice, method, off_session)?;
    match &outcome {
        Outcome::Succeeded | Outcome::RequiresCapture => paid_elsewhere(call, invoice)?,
        Outcome::Declined(_) => {
            failed_elsewhere(call, invoice)?;
        }
        Outcome::RequiresAction => {
            call.emit("invoice.payment_action_required", &invoice.json)?;
            failed_elsewhere(call, invoice)?;
        }
    }
    Ok(outcome)
}

fn count(invoice: &mut Record) {
    let attempts = invoice.json.amount("attempt_count") + 1;
    invoice.json.put("attempt_count", attempts);
    invoice.json.put("attempted", true);
}

/// The invoice's intent has been paid.
pub(in crate::objects) fn paid_elsewhere(
    call: &Call<'_>,
    invoice: &mut Record,
) -> Result<(), Refusal> {
    count(invoice);
    settle(call, invoice)
}

/// A payment beside the default one has come in: in part, in full, or more than was still asked for.
pub(in crate::objects) fn receive(
    call: &Call<'_>,
    invoice: &mut Record,
    amount: i64,
) -> Result<(), Refusal> {
    let before = invoice.json.clone();
    let applied = amount.min(invoice.json.amount("amount_remaining"));
    let over = amount - applied;
    for (field, change) in [
        ("amount_paid", applied),
        ("amount_remaining", -applied),
        ("amount_overpaid", over),
    ] {
        let sum = invoice.json.amount(field) + change;
        invoice.json.put(field, sum);
    }
    if over > 0 {
        let entry = ledger::Entry {
            amount: -over,
            kind: "invoice_overpaid",
            invoice: Some(invoice.json.id()),
            credit_note: None,
        };
        ledger::enter(call, invoice.json.must("customer"), entry)?;
    }
    payments::follow(call, &invoice.json)?;
    call.changed("invoice.updated", &before, invoice)?;
    if over > 0 {
        call.emit("invoice.overpaid", &invoice.json)?;
    }
    settle_if_nothing_remains(call, invoice)
}

/// An open invoice that asks for nothing any more is paid.
pub(in crate::objects) fn settle_if_nothing_remains(
    call: &Call<'_>,
    invoice: &mut Record,
) -> Result<(), Refusal> {
    let waits = ["open", "uncollectible"].contains(&invoice.json.status());
    if !waits || invoice.json.amount("amount_remaining") > 0 {
        return Ok(());
    }
    payments::close_for(call, invoice, "automatic")?;
    settle(call, invoice)
}

/// Nothing to pay with, or the invoice's intent was tried in vain.
pub(in crate::objects) fn failed_elsewhere(
    call: &Call<'_>,
    invoice: &mut Record,
) -> Result<(), Refusal> {
    let before = invoice.json.clone();
    count(invoice);
    retries::schedule(call, invoice);
    call.changed("invoice.updated", &before, invoice)?;
    call.emit("invoice.payment_failed", &invoice.json)?;
    subscriptions::payment_failed(call, &invoice.json)
}

/// Marks an invoice as paid in full.
pub(super) fn settle(call: &Call<'_>, invoice: &mut Record) -> Result<(), Refusal> {
    let before = invoice.json.clone();
    let due = invoice.json.amount("amount_due");
    invoice.json.put("status", "paid");
    invoice.json.put("attempted", true);
    invoice.json.put("amount_paid", due);
    invoice.json.put("amount_remaining", 0);
    invoice.json.put("next_payment_attempt", Value::Null);
    transition(&mut invoice.json, "paid_at", call.now);
    call.changed("invoice.updated", &before, invoice)?;
    call.emit("invoice.paid", &invoice.json)?;
    call.emit("invoice.payment_succeeded", &invoice.json)?;
    subscriptions::paid(call, &invoice.json)
}

/// The invoice's own method, its subscription's, or the customer's.
fn default_method(call: &Call<'_>, invoice: &Value) -> Result<Option<String>, Refusal> {
    if let Some(own) = invoice.text("default_payment_method") {
        return Ok(Some(own.to_owned()));
    }
    match subscriptions::own_card(call, invoice)? {
        Some(card) => Ok(Some(card)),
        None => of_customer(call, invoice.must("customer")),
    }
}

fn of_customer(call: &Call<'_>, id: &str) -> Result<Option<String>, Refusal> {
    let customer = call.load("customer", id, "customer")?.json;
    Ok(customer["invoice_settings"]
        .text("default_payment_method")
        .or(customer.text("default_source"))
        .map(str::to_owned))
}

/// Whether there is a card that pays a subscription's invoices by itself.
pub(in crate::objects) fn can_be_collected(
    call: &Call<'_>,
    subscription: &Value,
) -> Result<bool, Refusal> {
    if subscription.text("default_payment_method").is_some() {
        return Ok(true);
    }
    Ok(of_customer(call, subscription.must("customer"))?.is_some())
}
