//! Getting a subscription's invoices paid within a request, and what becomes of the subscription when one of them
//! is paid, now or later, or is not.

use serde_json::{Value, json};

use super::{agenda, pending};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::invoices;
use crate::objects::payments::Outcome;
use crate::options::AfterRetries;
use crate::store::rows::Record;

/// How a request wants its invoice paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Behavior {
    /// Attempted; where that fails the subscription is incomplete, or past due.
    #[default]
    Allow,
    /// Not attempted: somebody pays it later.
    Later,
    /// Attempted; where that fails nothing has happened.
    OrNothing,
    /// Attempted; where that fails the change waits for it.
    Waits,
}

impl Behavior {
    pub(super) fn of(word: Option<&str>) -> Self {
        match word {
            Some("default_incomplete") => Self::Later,
            Some("error_if_incomplete") => Self::OrNothing,
            Some("pending_if_incomplete") => Self::Waits,
            _ => Self::Allow,
        }
    }
}

/// Finalizes the draft that a request made and, unless it is sent or left for later, attempts it.
pub(super) fn bill_now(
    call: &Call<'_>,
    mut invoice: Record,
    behavior: Behavior,
    off_session: bool,
) -> Result<(), Refusal> {
    if !invoice.json.flag("auto_advance") {
        // Collection rests: the draft stays one.
        return Ok(());
    }
    invoices::finalize_now(call, &mut invoice)?;
    if invoice.json.status() != "open" {
        return Ok(());
    }
    if invoice.json.must("collection_method") == "send_invoice" {
        return call.emit("invoice.sent", &invoice.json);
    }
    if behavior == Behavior::Later {
        return payment_failed(call, &invoice.json);
    }
    match (invoices::attempt(call, &mut invoice, off_session)?, behavior) {
        (Outcome::Declined(refusal), Behavior::OrNothing) => Err(refusal.keeping_nothing()),
        (Outcome::RequiresAction, Behavior::OrNothing) => Err(Refusal::new(402, "card_error", "Payment for this subscription requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with `subscription.latest_invoice`. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action")
            .code("subscription_payment_intent_requires_action")),
        _ => Ok(()),
    }
}

/// The subscription that an invoice is of.
fn of_invoice(call: &Call<'_>, invoice: &Value) -> Result<Option<Record>, Refusal> {
    invoice
        .pointer("/parent/subscription_details/subscription")
        .and_then(Value::as_str)
        .map(|id| call.load("subscription", id, "subscription"))
        .transpose()
}

/// An invoice of a subscription could not be collected, or is to be paid by somebody later.
pub(in crate::objects) fn payment_failed(call: &Call<'_>, invoice: &Value) -> Result<(), Refusal> {
    let Some(mut subscription) = of_invoice(call, invoice)? else {
        return Ok(());
    };
    // What waits for its payment is not late.
    let waits = subscription.private.text("waits_for") == Some(invoice.id());
    if subscription.json.status() != "active" || waits {
        return Ok(());
    }
    let before = subscription.json.clone();
    subscription.json.put("status", "past_due");
    agenda::keep(call, &before, &mut subscription)
}

/// An invoice of a subscription has been paid: what waited for it happens, and what was past due no longer
/// is, unless another invoice is still open and late.
pub(in crate::objects) fn paid(call: &Call<'_>, invoice: &Value) -> Result<(), Refusal> {
    let Some(mut subscription) = of_invoice(call, invoice)? else {
        return Ok(());
    };
    if subscription.private.text("waits_for") == Some(invoice.id()) {
        return pending::settled(call, subscription);
    }
    let is_late = |other: &Record| {
        let json = &other.json;
        let overdue = json.integer("due_date").is_some_and(|due| due <= call.now);
        json.status() == "open" && (json.flag("attempted") || overdue)
    };
    let unpaid = call
        .children("invoice", subscription.json.id())?
        .iter()
        .any(is_late);
    let recovers = match subscription.json.status() {
        "incomplete" => true,
        "past_due" | "unpaid" => !unpaid,
        _ => false,
    };
    if !recovers {
        return Ok(());
    }
    let before = subscription.json.clone();
    subscription.json.put("status", "active");
    agenda::keep(call, &before, &mut subscription)
}

/// The retries are used up: what the account has chosen for this happens.
pub(in crate::objects) fn given_up(call: &Call<'_>, invoice: &Value) -> Result<(), Refusal> {
    let Some(mut subscription) = of_invoice(call, invoice)? else {
        return Ok(());
    };
    if subscription.json.status() != "past_due" {
        return Ok(());
    }
    match invoices::after_retries(call)? {
        AfterRetries::LeavePastDue => Ok(()),
        AfterRetries::MarkUnpaid => {
            let before = subscription.json.clone();
            subscription.json.put("status", "unpaid");
            agenda::keep(call, &before, &mut subscription)
        }
        AfterRetries::Cancel => {
            subscription.json.put(
                "cancellation_details",
                json!({ "comment": null, "feedback": null, "feedback_option": null, "reason": "payment_failed" }),
            );
            super::end(call, &mut subscription)
        }
    }
}

/// Keeps the card that paid, where the subscription asks for it.
pub(in crate::objects) fn keep_card(
    call: &Call<'_>,
    invoice: &Value,
    method: &str,
) -> Result<(), Refusal> {
    let Some(mut subscription) = of_invoice(call, invoice)? else {
        return Ok(());
    };
    if !saves_card(&subscription.json)
        || subscription.json.text("default_payment_method") == Some(method)
    {
        return Ok(());
    }
    let before = subscription.json.clone();
    subscription.json.put("default_payment_method", method);
    agenda::keep(call, &before, &mut subscription)
}

/// Whether payments of the invoice are to be made with a card that is kept.
pub(in crate::objects) fn wants_card_kept(
    call: &Call<'_>,
    invoice: &Value,
) -> Result<bool, Refusal> {
    Ok(of_invoice(call, invoice)?.is_some_and(|s| saves_card(&s.json)))
}

fn saves_card(subscription: &Value) -> bool {
    subscription["payment_settings"].must("save_default_payment_method") == "on_subscription"
}

/// The card that pays the subscription's invoices, where it has one of its own.
pub(in crate::objects) fn own_card(
    call: &Call<'_>,
    invoice: &Value,
) -> Result<Option<String>, Refusal> {
    Ok(of_invoice(call, invoice)?
        .and_then(|s| s.json.text("default_payment_method").map(str::to_owned)))
}

/// How collecting rests for the subscription of an invoice, where it does.
pub(in crate::objects) fn collection_rests(
    call: &Call<'_>,
    invoice: &Value,
) -> Result<Option<String>, Refusal> {
    Ok(of_invoice(call, invoice)?.and_then(|s| {
        s.json["pause_collection"]
            .text("behavior")
            .map(str::to_owned)
    }))
}
