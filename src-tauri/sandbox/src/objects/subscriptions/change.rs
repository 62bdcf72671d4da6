//! A change of what a subscription bills: other items, another rhythm, a trial that begins or ends. It prorates,
//! and begins a new period where the change asks for one. Who pays for it, and when, is [`super::collect`]'s.

use serde_json::Value;

use super::agenda::{self, period};
use super::bill::{self, Bill};
use super::make::Line;
use super::months::period_end;
use super::prorate;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::{invoice_items, prices};
use crate::store::rows::Record;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::objects) enum Proration {
    #[default]
    Create,
    Invoice,
    Nothing,
}

impl Proration {
    pub(in crate::objects) fn of(word: Option<&str>) -> Self {
        match word {
            Some("always_invoice") => Self::Invoice,
            Some("none") => Self::Nothing,
            _ => Self::Create,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::objects) enum Trial {
    #[default]
    Unchanged,
    Ends,
    Until(i64),
}

/// What is to be different.
#[derive(Debug, Default)]
pub(in crate::objects) struct Change {
    /// All items as they are to be, where any of them changes.
    pub(in crate::objects) items: Option<Vec<Value>>,
    pub(in crate::objects) proration: Proration,
    /// The moment from which the change counts; now where nothing is said.
    pub(in crate::objects) date: Option<i64>,
    /// A new period begins now.
    pub(in crate::objects) begins_anew: bool,
    pub(in crate::objects) trial: Trial,
    /// One-time lines for the invoice that comes of it, or the next.
    pub(in crate::objects) once: Vec<Line>,
}

/// Carries out `change`. The answer is the draft that is to be collected at once, if there is one.
pub(in crate::objects) fn apply(
    call: &Call<'_>,
    subscription: &mut Record,
    change: Change,
) -> Result<Option<Record>, Refusal> {
    let before = subscription.json.clone();
    let (start, end) = period(&before);
    let at = change.date.unwrap_or(call.now);
    if !(start..=end).contains(&at) {
        return Err(Refusal::invalid(
            "Cannot specify a proration date outside of the current billing period.",
        )
        .param("proration_date"));
    }
    let old = before["items"].items("data").to_vec();
    let new = change.items.unwrap_or_else(|| old.clone());
    let is_trial = before.status() == "trialing";
    let anew = change.trial != Trial::Unchanged
        || (!is_trial
            && (change.begins_anew
                || rhythm(&old) != rhythm(&new)
                || starts_to_cost(call, &old, &new)?));
    let prorates = change.proration != Proration::Nothing && !is_trial && at < end;

    let mut waits = !change.once.is_empty();
    for line in &change.once {
        invoice_items::of_once(call, &before, &line.price, line.quantity, &line.terms())?;
    }
    for item in &old {
        let same = new.iter().any(|other| bills_alike(item, other));
        if anew || !same {
            if prorates {
                waits |= prorate::give_back(call, subscription, item, at)?;
            } else if !new.iter().any(|other| other.id() == item.id()) {
                forget(subscription, item.id());
            }
        }
    }
    let count = new.len();
    subscription.json["items"].put("data", new);
    if anew {
        let whole = begin_anew(call, subscription, change.trial);
        agenda::keep(call, &before, subscription)?;
        let bill = Bill {
            reason: "subscription_update",
            period: whole,
            share: None,
        };
        return bill::period(call, subscription, &bill).map(Some);
    }
    for index in 0..count {
        let Some(item) = subscription.json["items"]["data"].get_mut(index) else {
            continue;
        };
        item.put("current_period_start", start);
        item.put("current_period_end", end);
        let item = item.clone();
        if prorates && !old.iter().any(|other| bills_alike(other, &item)) {
            waits |= prorate::charge_rest(call, subscription, &item, at)?;
        }
    }
    agenda::keep(call, &before, subscription)?;
    if waits && change.proration == Proration::Invoice {
        return bill::waiting(call, subscription);
    }
    Ok(None)
}

/// A new period, or trial, begins now; its start and end.
fn begin_anew(call: &Call<'_>, subscription: &mut Record, trial: Trial) -> (i64, i64) {
    let json = &mut subscription.json;
    let every = json
        .pointer("/items/data/0/price/recurring")
        .cloned()
        .unwrap_or_default();
    let end = match trial {
        Trial::Until(end) => {
            if json.status() != "trialing" {
                json.put("trial_start", call.now);
            }
            json.put("status", "trialing");
            json.put("trial_end", end);
            json.put("billing_cycle_anchor", end);
            end
        }
        _ => {
            if json.status() == "trialing" {
                json.put("status", "active");
                json.put("trial_end", call.now);
            }
            json.put("billing_cycle_anchor", call.now);
            period_end(call.now, &every, call.now)
        }
    };
    put_period(json, (call.now, end));
    if json.flag("cancel_at_period_end") {
        json.put("cancel_at", end);
    }
    (call.now, end)
}

pub(super) fn put_period(subscription: &mut Value, period: (i64, i64)) {
    let items = subscription
        .pointer_mut("/items/data")
        .and_then(Value::as_array_mut);
    for item in items.into_iter().flatten() {
        item.put("current_period_start", period.0);
        item.put("current_period_end", period.1);
    }
}

fn forget(subscription: &mut Record, item: &str) {
    if let Some(all) = subscription
        .private
        .get_mut("billed")
        .and_then(Value::as_object_mut)
    {
        all.shift_remove(item);
    }
}

/// The same item at the same price and quantity costs the same.
fn bills_alike(one: &Value, other: &Value) -> bool {
    one.id() == other.id()
        && one["price"].id() == other["price"].id()
        && one.integer("quantity") == other.integer("quantity")
}

/// How often the items are billed.
fn rhythm(items: &[Value]) -> Option<(&str, i64)> {
    let every = &items.first()?["price"]["recurring"];
    Some((every.must("interval"), every.amount("interval_count")))
}

/// What was free and is not any more is billed at once, from now.
fn starts_to_cost(call: &Call<'_>, old: &[Value], new: &[Value]) -> Result<bool, Refusal> {
    let is_free = |items: &[Value]| -> Result<bool, Refusal> {
        for item in items {
            if prices::amount(call, &item["price"], item.amount("quantity"))? != 0 {
                return Ok(false);
            }
        }
        Ok(true)
    };
    Ok(is_free(old)? && !is_free(new)?)
}
