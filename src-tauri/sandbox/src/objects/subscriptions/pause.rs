//! Pausing and resuming. A paused subscription makes no invoices and no periods pass. Not here:
//! `pause_collection`, under which periods pass and only the collecting rests; that is a plain setting.

use serde_json::{Value, json};

use super::agenda::{self, PATIENCE_SECONDS, period};
use super::bill::{self, Bill};
use super::change::{Proration, put_period};
use super::collect::{Behavior, bill_now};
use super::months::period_end;
use super::{ANCHOR, PRORATION, prorate};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::operation::{Ask, Reply};
use crate::params::{Kind, Param, optional, required};
use crate::store::rows::Record;

pub(super) const PAUSE: &[Param] = &[
    optional(
        "bill_for",
        Kind::Hash(&[
            optional(
                "outstanding_usage_through",
                Kind::Hash(&[required("type", Kind::Choice(&["none", "now"]))]),
            ),
            optional(
                "unused_time_from",
                Kind::Hash(&[required(
                    "type",
                    Kind::Choice(&["item_current_period_start", "none", "now"]),
                )]),
            ),
        ]),
    ),
    optional(
        "invoicing_behavior",
        Kind::Choice(&["invoice", "pending_invoice_item"]),
    ),
    optional("type", Kind::Choice(&["subscription"])),
];

pub(super) const RESUME: &[Param] = &[
    optional("billing_cycle_anchor", ANCHOR),
    optional(
        "payment_behavior",
        Kind::Choice(&["resume_on_payment_attempt", "resume_on_payment_success"]),
    ),
    optional("proration_behavior", PRORATION),
    optional("proration_date", Kind::Time),
];

pub(super) const COLLECTION_PAUSE: Kind = Kind::Hash(&[
    required(
        "behavior",
        Kind::Choice(&["keep_as_draft", "mark_uncollectible", "void"]),
    ),
    optional("resumes_at", Kind::Time),
]);

pub(super) fn pause(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut subscription = call.load("subscription", ask.id, "id")?;
    if !["active", "past_due", "trialing", "unpaid"].contains(&subscription.json.status()) {
        return Err(Refusal::state(format!(
            "This subscription cannot be paused: it has a status of `{}`.",
            subscription.json.status()
        )));
    }
    if subscription.json.text("schedule").is_some() {
        return Err(Refusal::invalid(
            "This subscription is managed by a subscription schedule, so it cannot be paused. Release the schedule first.",
        ));
    }
    let from = match ask.args.hash("bill_for")["unused_time_from"].text("type") {
        Some("none") => None,
        Some("item_current_period_start") => Some(period(&subscription.json).0),
        _ => Some(call.now),
    };
    if let Some(from) = from
        && subscription.json.status() != "trialing"
    {
        for item in subscription.json["items"].items("data").to_vec() {
            prorate::give_back(call, &mut subscription, &item, from)?;
        }
    }
    let last = match ask.args.text("invoicing_behavior") {
        Some("invoice") => bill::waiting(call, &mut subscription)?,
        _ => None,
    };
    rest(call, &mut subscription, "pause_requested")?;
    if let Some(invoice) = last {
        bill_now(call, invoice, Behavior::Allow, true)?;
    }
    let subscription = call.load("subscription", ask.id, "id")?;
    Ok(subscription.json.into())
}

/// Pauses it for this reason.
pub(super) fn rest(
    call: &Call<'_>,
    subscription: &mut Record,
    reason: &str,
) -> Result<(), Refusal> {
    let before = subscription.json.clone();
    subscription.json.put("status", "paused");
    subscription.json.put(
        "status_details",
        json!({ "paused": { "subscription": { "type": reason }, "transitioned_at": call.now, "type": "subscription" } }),
    );
    agenda::keep(call, &before, subscription)?;
    call.emit("customer.subscription.paused", &subscription.json)
}

pub(super) fn resume(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut subscription = call.load("subscription", ask.id, "id")?;
    if subscription.json.status() != "paused" {
        return Err(Refusal::state(
            "You can only resume a subscription with a status of `paused`.",
        ));
    }
    if subscription.json.must("collection_method") != "charge_automatically" {
        return Err(Refusal::invalid(
            "Only subscriptions whose collection method is `charge_automatically` can be resumed.",
        ));
    }
    if subscription.private.text("waits_for").is_some() {
        return Err(Refusal::state(
            "This subscription is already being resumed: its invoice waits to be paid.",
        ));
    }
    let before = subscription.json.clone();
    let unchanged = args.hash("billing_cycle_anchor").text("type") == Some("unchanged");
    let proration = Proration::of(args.text("proration_behavior"));
    let invoice = if unchanged {
        catch_up(call, &mut subscription);
        if proration != Proration::Nothing {
            let at = args.integer("proration_date").unwrap_or(call.now);
            for item in subscription.json["items"].items("data").to_vec() {
                prorate::charge_rest(call, &mut subscription, &item, at)?;
            }
        }
        call.update(&subscription)?;
        match proration {
            Proration::Invoice => bill::waiting(call, &mut subscription)?,
            _ => None,
        }
    } else {
        let every = recurring(&subscription.json);
        let whole = (call.now, period_end(call.now, &every, call.now));
        subscription.json.put("billing_cycle_anchor", call.now);
        put_period(&mut subscription.json, whole);
        let bill = Bill {
            reason: "subscription_update",
            period: whole,
            share: None,
        };
        Some(bill::period(call, &mut subscription, &bill)?)
    };
    match invoice {
        None => resumed(call, subscription, &before)?,
        Some(invoice) if args.text("payment_behavior") == Some("resume_on_payment_success") => {
            subscription.private.put("waits_for", invoice.json.id());
            subscription
                .private
                .put("waits_until", call.now + PATIENCE_SECONDS);
            agenda::put_due(&mut subscription);
            call.update(&subscription)?;
            bill_now(call, invoice, Behavior::Allow, false)?;
        }
        Some(invoice) => {
            resumed(call, subscription, &before)?;
            bill_now(call, invoice, Behavior::Allow, false)?;
        }
    }
    let subscription = call.load("subscription", ask.id, "id")?;
    Ok(subscription.json.into())
}

/// The periods that passed while it was paused are over.
fn catch_up(call: &Call<'_>, subscription: &mut Record) {
    let every = recurring(&subscription.json);
    let anchor = subscription.json.amount("billing_cycle_anchor");
    let (mut start, mut end) = period(&subscription.json);
    while end <= call.now {
        (start, end) = (end, period_end(end, &every, anchor));
    }
    put_period(&mut subscription.json, (start, end));
}

fn recurring(subscription: &Value) -> Value {
    subscription
        .pointer("/items/data/0/price/recurring")
        .cloned()
        .unwrap_or_default()
}

/// Goes on; `before` is how the subscription was told of last.
pub(super) fn resumed(
    call: &Call<'_>,
    mut subscription: Record,
    before: &Value,
) -> Result<(), Refusal> {
    subscription.json.put("status", "active");
    if let Some(json) = subscription.json.as_object_mut() {
        json.shift_remove("status_details");
    }
    agenda::keep(call, before, &mut subscription)?;
    call.emit("customer.subscription.resumed", &subscription.json)
}
