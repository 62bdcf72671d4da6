//! What time does to a subscription: a trial ends, a period ends and the next one begins, or the
//! subscription ends with it.

use serde_json::Value;

use super::make;
use super::months::period_end;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts;
use crate::store::rows::Record;

/// The current period, or the trial, is over.
pub(crate) fn advance(call: &Call<'_>, mut subscription: Record) -> Result<(), Refusal> {
    if subscription.json.flag("cancel_at_period_end") {
        return super::end(call, &mut subscription);
    }
    let before = subscription.json.clone();
    if subscription.json.status() == "trialing" {
        subscription.json.put("status", "active");
    }
    let anchor = subscription
        .json
        .integer("billing_cycle_anchor")
        .unwrap_or(call.now);
    let mut period = (call.now, i64::MAX);
    if let Some(items) = subscription
        .json
        .pointer_mut("/items/data")
        .and_then(Value::as_array_mut)
    {
        for item in items {
            let start = item.integer("current_period_end").unwrap_or(call.now);
            period = (
                start,
                period_end(start, &item["price"]["recurring"], anchor),
            );
            item.put("current_period_start", period.0);
            item.put("current_period_end", period.1);
            let lasting = discounts::lasting(call, &item.texts("discounts"), call.now)?;
            item.put("discounts", lasting);
        }
    }
    let lasting = discounts::lasting(call, &subscription.json.texts("discounts"), call.now)?;
    subscription.json.put("discounts", lasting);
    subscription.private.put("due", period.1);
    call.changed("customer.subscription.updated", &before, &subscription)?;
    make::invoice(call, &mut subscription, "subscription_cycle", period, &[])?;
    Ok(())
}

/// An invoice of a subscription could not be collected.
pub(in crate::objects) fn payment_failed(call: &Call<'_>, invoice: &Value) -> Result<(), Refusal> {
    let Some(id) = invoice
        .pointer("/parent/subscription_details/subscription")
        .and_then(Value::as_str)
    else {
        return Ok(());
    };
    let mut subscription = call.load("subscription", id, "subscription")?;
    if subscription.json.status() != "active" {
        return Ok(());
    }
    let before = subscription.json.clone();
    subscription.json.put("status", "past_due");
    call.changed("customer.subscription.updated", &before, &subscription)
}

/// An invoice of a subscription has been paid: what was past due no longer is, unless another invoice
/// is still open and late.
pub(in crate::objects) fn paid(call: &Call<'_>, invoice: &Value) -> Result<(), Refusal> {
    let Some(id) = invoice
        .pointer("/parent/subscription_details/subscription")
        .and_then(Value::as_str)
    else {
        return Ok(());
    };
    let mut subscription = call.load("subscription", id, "subscription")?;
    let unpaid = call
        .children("invoice", id)?
        .iter()
        .any(|other| other.json.status() == "open" && other.json.flag("attempted"));
    if subscription.json.status() != "past_due" || unpaid {
        return Ok(());
    }
    let before = subscription.json.clone();
    subscription.json.put("status", "active");
    call.changed("customer.subscription.updated", &before, &subscription)
}
