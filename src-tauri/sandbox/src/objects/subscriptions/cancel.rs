//! The end of a subscription: asked for, on the day it was set for, or with its customer.

use serde_json::{Value, json};

use super::agenda::period;
use super::collect::{Behavior, bill_now};
use super::{agenda, bill, prorate};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::{invoices, schedules};
use crate::operation::{Ask, Reply};
use crate::store::rows::{self, Record};

pub(super) fn cancel(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut subscription = call.load("subscription", ask.id, "id")?;
    if ["canceled", "incomplete_expired"].contains(&subscription.json.status()) {
        return Err(Refusal::missing("subscription", ask.id, "id"));
    }
    let details = ask.args.hash("cancellation_details");
    subscription
        .json
        .put("cancellation_details", asked(details));
    let prorates = ask.args.flag("prorate").unwrap_or(false);
    let invoices_now = ask.args.flag("invoice_now").unwrap_or(false);
    end_now(call, &mut subscription, prorates, invoices_now)?;
    let subscription = call.load("subscription", ask.id, "id")?;
    Ok(subscription.json.into())
}

/// What somebody said when ending it.
pub(super) fn asked(details: &Value) -> Value {
    json!({
        "comment": details.copy("comment"),
        "feedback": details.copy("feedback"),
        "feedback_option": null,
        "reason": "cancellation_requested",
    })
}

/// Ends it now: `prorates` gives back the unused time, `invoices_now` bills what waits.
pub(in crate::objects) fn end_now(
    call: &Call<'_>,
    subscription: &mut Record,
    prorates: bool,
    invoices_now: bool,
) -> Result<(), Refusal> {
    if prorates {
        give_back_all(call, subscription)?;
    } else if !invoices_now {
        bill::drop_waiting(call, &subscription.json)?;
    }
    let last = if invoices_now {
        bill::waiting(call, subscription)?
    } else {
        None
    };
    let last_id = last.as_ref().map(|invoice| invoice.json.id().to_owned());
    end_sparing(call, subscription, last_id.as_deref())?;
    match last {
        Some(invoice) => bill_now(call, invoice, Behavior::Allow, true),
        None => Ok(()),
    }
}

/// Gives back the unused time of every item.
pub(super) fn give_back_all(call: &Call<'_>, subscription: &mut Record) -> Result<(), Refusal> {
    if subscription.json.status() == "trialing" {
        return Ok(());
    }
    for item in subscription.json["items"].items("data").to_vec() {
        prorate::give_back(call, subscription, &item, call.now)?;
    }
    Ok(())
}

/// The day set by `cancel_at` has come. Ended within a period, the rest of it is given back if that was asked.
pub(super) fn on_its_day(call: &Call<'_>, mut subscription: Record) -> Result<(), Refusal> {
    let within = call.now < period(&subscription.json).1;
    let prorates = within && subscription.private.flag("prorates_end");
    if prorates {
        give_back_all(call, &mut subscription)?;
    }
    let last = bill::waiting(call, &mut subscription)?;
    let last_id = last.as_ref().map(|invoice| invoice.json.id().to_owned());
    end_sparing(call, &mut subscription, last_id.as_deref())
}

/// Ends a subscription now. Its drafts stop advancing and its open invoices are not collected any more;
/// they can still be paid.
pub(in crate::objects) fn end(call: &Call<'_>, subscription: &mut Record) -> Result<(), Refusal> {
    end_sparing(call, subscription, None)
}

fn end_sparing(
    call: &Call<'_>,
    subscription: &mut Record,
    spared: Option<&str>,
) -> Result<(), Refusal> {
    let was_incomplete = subscription.json.status() == "incomplete";
    let status = if was_incomplete {
        "incomplete_expired"
    } else {
        "canceled"
    };
    subscription.json.put("status", status);
    if subscription.json.integer("canceled_at").is_none() {
        subscription.json.put("canceled_at", call.now);
    }
    subscription.json.put("ended_at", call.now);
    subscription.json.put("pending_update", Value::Null);
    if let Some(json) = subscription.json.as_object_mut() {
        json.shift_remove("status_details");
    }
    for field in ["waiting", "waits_for", "waits_until"] {
        subscription.private.put(field, Value::Null);
    }
    agenda::put_due(subscription);
    call.update(subscription)?;
    for mut invoice in call.children("invoice", subscription.json.id())? {
        if spared == Some(invoice.json.id()) {
            continue;
        }
        if was_incomplete && invoice.json.status() == "open" {
            invoices::void_open(call, &mut invoice)?;
            continue;
        }
        if ["draft", "open"].contains(&invoice.json.status()) {
            let before = invoice.json.clone();
            invoice.json.put("auto_advance", false);
            invoice.json.put("next_payment_attempt", Value::Null);
            invoices::advance_later(call, &mut invoice.json, None);
            call.changed("invoice.updated", &before, &invoice)?;
        }
    }
    call.emit("customer.subscription.deleted", &subscription.json)?;
    schedules::subscription_ended(call, &subscription.json)
}

/// A deleted customer's subscriptions end.
pub(in crate::objects) fn cancel_all(call: &Call<'_>, customer: &str) -> Result<(), Refusal> {
    for mut subscription in rows::of_customer(call.db, "subscription", customer)? {
        if !["canceled", "incomplete_expired"].contains(&subscription.json.status()) {
            end(call, &mut subscription)?;
        }
    }
    Ok(())
}

/// The first invoice was not paid in time.
pub(super) fn expire(call: &Call<'_>, mut subscription: Record) -> Result<(), Refusal> {
    let before = subscription.json.clone();
    subscription.json.put("status", "incomplete_expired");
    subscription.json.put("ended_at", call.now);
    agenda::keep(call, &before, &mut subscription)?;
    for mut invoice in call.children("invoice", subscription.json.id())? {
        if invoice.json.status() == "open" {
            invoices::void_open(call, &mut invoice)?;
        }
    }
    Ok(())
}
