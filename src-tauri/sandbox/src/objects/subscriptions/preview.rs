//! The invoice that a subscription would make next, or with a change. Everything here makes real objects: whoever
//! calls it takes them back.

use serde_json::{Value, json};

use super::agenda::period;
use super::change::{self, Proration};
use super::{ANCHOR, CANCEL_AT, ITEM_CHANGE, PRORATION, bill, cancel, create, cycle, update};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::params::{Args, IDS, Kind, Param, clearable, optional};
use crate::store::rows::Record;

/// `subscription_details` of a preview.
pub(in crate::objects) const DETAILS: &[Param] = &[
    optional("billing_cycle_anchor", ANCHOR),
    clearable("cancel_at", CANCEL_AT),
    optional("cancel_at_period_end", Kind::Boolean),
    optional("cancel_now", Kind::Boolean),
    clearable("default_tax_rates", IDS),
    optional("items", Kind::List(&Kind::Hash(ITEM_CHANGE))),
    clearable("metadata", Kind::Metadata),
    optional("proration_behavior", PRORATION),
    optional("proration_date", Kind::Time),
    optional("trial_end", Kind::TimeOr("now")),
];

/// The invoice that `subscription`, or a new one for `customer`, would make with these details.
pub(in crate::objects) fn next_invoice(
    call: &Call<'_>,
    subscription: Option<&str>,
    customer: Option<&str>,
    details: &Value,
) -> Result<Record, Refusal> {
    let Some(id) = subscription else {
        let mut sent = details.clone();
        sent.put("customer", customer);
        let made = create::first_invoice(call, &Args::new(sent))?;
        return made.ok_or_else(|| nothing(customer.unwrap_or_default()));
    };
    let mut subscription = call.load("subscription", id, "subscription")?;
    let owner = subscription.json.must("customer").to_owned();
    if customer.is_some_and(|c| c != owner) {
        return Err(
            Refusal::invalid("The subscription belongs to another customer.").param("subscription"),
        );
    }
    if ["canceled", "incomplete", "incomplete_expired", "paused"]
        .contains(&subscription.json.status())
    {
        return Err(nothing(&owner));
    }
    let args = Args::new(if details.is_null() {
        json!({})
    } else {
        details.clone()
    });
    let proration = Proration::of(args.text("proration_behavior"));
    if args.flag("cancel_now") == Some(true) {
        if proration != Proration::Nothing {
            cancel::give_back_all(call, &mut subscription)?;
        }
        let last = bill::waiting(call, &mut subscription)?;
        return last.ok_or_else(|| nothing(&owner));
    }
    let change = update::asked(call, &subscription, &args, "subscription_details[items]")?;
    let date = change.as_ref().map(|c| c.date.unwrap_or(call.now));
    update::apply_settings(call, &mut subscription, &args)?;
    call.update(&subscription)?;
    let mut invoice = match change {
        Some(change) => change::apply(call, &mut subscription, change)?,
        None => None,
    };
    if invoice.is_none() {
        invoice = coming_of(call, subscription)?;
    }
    let mut invoice = invoice.ok_or_else(|| nothing(&owner))?;
    if let (Some(date), Some(details)) = (
        date,
        invoice.json.pointer_mut("/parent/subscription_details"),
    ) {
        details.put("subscription_proration_date", date);
    }
    Ok(invoice)
}

/// The invoice that comes at the end of the period.
pub(in crate::objects) fn coming(call: &Call<'_>, id: &str) -> Result<Record, Refusal> {
    let subscription = call.load("subscription", id, "subscription")?;
    let owner = subscription.json.must("customer").to_owned();
    coming_of(call, subscription)?.ok_or_else(|| nothing(&owner))
}

fn coming_of(call: &Call<'_>, mut subscription: Record) -> Result<Option<Record>, Refusal> {
    let end = period(&subscription.json).1;
    let later = call.at(end);
    if subscription
        .json
        .integer("cancel_at")
        .is_some_and(|at| at <= end)
    {
        return bill::waiting(&later, &mut subscription);
    }
    cycle::renew(&later, subscription)
}

pub(in crate::objects) fn nothing(customer: &str) -> Refusal {
    Refusal::new(
        404,
        "invalid_request_error",
        format!("No upcoming invoices for customer: {customer}"),
    )
    .code("invoice_upcoming_none")
}
