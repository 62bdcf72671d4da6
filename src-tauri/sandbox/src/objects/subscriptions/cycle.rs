//! What time does to a subscription, each at its moment: it is announced, renewed, ended, given up. Which of these
//! comes next is [`super::agenda`]'s.

use serde_json::Value;

use super::agenda::{self, Step, period};
use super::bill::{self, Bill};
use super::months::period_end;
use super::{cancel, pause, pending, preview};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::invoices;
use crate::store::rows::Record;

/// A moment of the subscription's has come.
pub(crate) fn advance(call: &Call<'_>, subscription: Record) -> Result<(), Refusal> {
    let Some((_, step)) = agenda::next(&subscription.json, &subscription.private) else {
        // Written by an older version, whose next moment was kept otherwise.
        return settle(call, subscription);
    };
    match step {
        Step::ExpireIncomplete => cancel::expire(call, subscription),
        Step::DropWaiting => pending::expire(call, subscription),
        Step::WarnOfTrial => warn(call, subscription),
        Step::Announce => announce(call, subscription),
        Step::End => cancel::on_its_day(call, subscription),
        Step::Collect => collect_again(call, subscription),
        Step::Renew => renew(call, subscription).map(|_| ()),
    }
}

fn settle(call: &Call<'_>, mut subscription: Record) -> Result<(), Refusal> {
    agenda::put_due(&mut subscription);
    call.update(&subscription)
}

fn warn(call: &Call<'_>, mut subscription: Record) -> Result<(), Refusal> {
    let end = period(&subscription.json).1;
    subscription.private.put("warned_of", end);
    settle(call, subscription.clone())?;
    call.emit("customer.subscription.trial_will_end", &subscription.json)
}

/// Tells of the invoice to come, which is made for that and taken back.
fn announce(call: &Call<'_>, mut subscription: Record) -> Result<(), Refusal> {
    let end = period(&subscription.json).1;
    subscription.private.put("announced", end);
    settle(call, subscription.clone())?;
    if call.events_at < call.events_since {
        return Ok(());
    }
    let invoice = invoices::taken_back(call, |call| preview::coming(call, subscription.json.id()))?;
    call.emit("invoice.upcoming", &invoice)
}

fn collect_again(call: &Call<'_>, mut subscription: Record) -> Result<(), Refusal> {
    let before = subscription.json.clone();
    subscription.json.put("pause_collection", Value::Null);
    agenda::keep(call, &before, &mut subscription)
}

/// The current period, or the trial, is over: the next one begins and is billed by a draft. `None` where it
/// ends instead, or rests.
pub(super) fn renew(call: &Call<'_>, mut subscription: Record) -> Result<Option<Record>, Refusal> {
    let was_trial = subscription.json.status() == "trialing";
    if was_trial && !invoices::can_be_collected(call, &subscription.json)? {
        let wish =
            subscription.json["trial_settings"]["end_behavior"].must("missing_payment_method");
        match wish {
            "cancel" => return super::end(call, &mut subscription).map(|()| None),
            "pause" => {
                return pause::rest(call, &mut subscription, "trial_end_without_payment_method")
                    .map(|()| None);
            }
            _ => {}
        }
    }
    let before = subscription.json.clone();
    if was_trial {
        subscription.json.put("status", "active");
    }
    let anchor = subscription.json.amount("billing_cycle_anchor");
    let start = period(&subscription.json).1;
    let every = subscription
        .json
        .pointer("/items/data/0/price/recurring")
        .cloned()
        .unwrap_or_default();
    let whole = (start, period_end(start, &every, anchor));
    let mut items = subscription.json["items"].items("data").to_vec();
    for item in &mut items {
        item.put("current_period_start", whole.0);
        item.put("current_period_end", whole.1);
        let left = bill::unused(call, &subscription, &item.texts("discounts"))?;
        item.put("discounts", left);
    }
    subscription.json["items"].put("data", items);
    let left = bill::unused(call, &subscription, &subscription.json.texts("discounts"))?;
    subscription.json.put("discounts", left);
    agenda::keep(call, &before, &mut subscription)?;
    let bill = Bill {
        reason: "subscription_cycle",
        period: whole,
        share: None,
    };
    bill::period(call, &mut subscription, &bill).map(Some)
}
