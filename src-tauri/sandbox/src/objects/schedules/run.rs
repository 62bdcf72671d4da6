//! What time does to a schedule: it begins, goes from phase to phase, and ends by releasing its subscription or by
//! canceling it.

use serde_json::{Value, json};

use super::transition;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::subscriptions::{self, Proration};
use crate::store::rows::Record;

/// A week before its end a schedule says so.
const NOTICE_SECONDS: i64 = 7 * 86_400;

/// Where a schedule keeps the end that it has set for its subscription.
const ENDS: &str = "ends";

/// A moment of the schedule's has come.
pub(crate) fn advance(call: &Call<'_>, mut schedule: Record) -> Result<(), Refusal> {
    let before = schedule.json.clone();
    let phases = before.items("phases");
    let end = before["current_phase"].integer("end_date");
    let next = match end {
        None => phases.first(),
        Some(end) if end > call.now => {
            schedule.private.put("noticed", true);
            plan_next(&mut schedule);
            call.update(&schedule)?;
            return call.emit("subscription_schedule.expiring", &schedule.json);
        }
        Some(end) => phases
            .iter()
            .find(|phase| phase.amount("start_date") == end),
    };
    let Some(phase) = next else {
        return finish(call, &mut schedule);
    };
    match before.text("subscription") {
        None => {
            let subscription = transition::begin(call, &before, phase)?;
            schedule.json.put("subscription", subscription.json.id());
        }
        Some(id) => {
            let mut subscription = call.load("subscription", id, "subscription")?;
            let proration = Proration::of(phase.text("proration_behavior"));
            transition::turn(call, &before, phase, &mut subscription, proration, true)?;
        }
    }
    schedule.json.put("status", "active");
    enter(&mut schedule, phase);
    plan_next(&mut schedule);
    set_end(call, &mut schedule)?;
    call.changed("subscription_schedule.updated", &before, &schedule)
}

fn enter(schedule: &mut Record, phase: &Value) {
    let current = json!({ "end_date": phase["end_date"], "start_date": phase["start_date"] });
    schedule.json.put("current_phase", current);
}

/// When the schedule has something to do next.
fn plan_next(schedule: &mut Record) {
    let end = schedule.json["current_phase"].amount("end_date");
    let last = schedule
        .json
        .items("phases")
        .last()
        .map_or(end, |p| p.amount("end_date"));
    let notice = last - NOTICE_SECONDS;
    let start = schedule.json["current_phase"].amount("start_date");
    let notices = !schedule.private.flag("noticed") && notice > start && notice < end;
    schedule
        .private
        .put("due", if notices { notice } else { end });
}

/// A subscription whose schedule cancels it says when. A day that a person has set stays, unless the schedule
/// has an end of its own.
fn set_end(call: &Call<'_>, schedule: &mut Record) -> Result<(), Refusal> {
    let Some(id) = schedule.json.text("subscription") else {
        return Ok(());
    };
    let mut subscription = call.load("subscription", id, "subscription")?;
    let before = subscription.json.clone();
    let phases = schedule.json.items("phases");
    let last = phases.last().map(|p| p.amount("end_date"));
    if schedule.json.must("end_behavior") == "cancel" {
        subscription.json.put("cancel_at", last);
        schedule.private.put(ENDS, last);
    } else {
        unset_end(schedule, &mut subscription);
    }
    subscriptions::keep(call, &before, &mut subscription)
}

/// Takes back the end that the schedule has set, if the subscription still has that one.
fn unset_end(schedule: &mut Record, subscription: &mut Record) {
    let set = schedule.private.integer(ENDS);
    if set.is_some() && subscription.json.integer("cancel_at") == set {
        subscription.json.put("cancel_at", Value::Null);
    }
    schedule.private.put(ENDS, Value::Null);
}

/// An update has changed the phases: the current one may be another, or say something else.
pub(super) fn catch_up(
    call: &Call<'_>,
    schedule: &mut Record,
    before: &Value,
    proration: Option<&str>,
) -> Result<(), Refusal> {
    let current = schedule
        .json
        .items("phases")
        .iter()
        .find(|p| p.amount("start_date") <= call.now && call.now < p.amount("end_date"))
        .cloned();
    let Some(phase) = current else {
        return Err(Refusal::invalid("The phases must include the current one.").param("phases"));
    };
    let id = schedule.json.must("subscription").to_owned();
    let mut subscription = call.load("subscription", &id, "subscription")?;
    let was = before
        .items("phases")
        .iter()
        .find(|p| p.amount("start_date") == phase.amount("start_date"));
    let same = was.is_some_and(|was| {
        [
            "items",
            "trial_end",
            "discounts",
            "default_tax_rates",
            "collection_method",
        ]
        .iter()
        .all(|field| was[*field] == phase[*field])
    });
    if !same {
        let proration = Proration::of(proration);
        transition::turn(
            call,
            &schedule.json,
            &phase,
            &mut subscription,
            proration,
            false,
        )?;
    }
    enter(schedule, &phase);
    plan_next(schedule);
    set_end(call, schedule)
}

/// The last phase is over.
fn finish(call: &Call<'_>, schedule: &mut Record) -> Result<(), Refusal> {
    if schedule.json.must("end_behavior") != "cancel" {
        return let_go(call, schedule, true);
    }
    let id = schedule.json.must("subscription").to_owned();
    stop(schedule, "completed");
    schedule.json.put("completed_at", call.now);
    call.update(schedule)?;
    let mut subscription = call.load("subscription", &id, "subscription")?;
    if subscription.json.status() != "canceled" {
        subscriptions::end(call, &mut subscription)?;
    }
    call.emit("subscription_schedule.completed", &schedule.json)
}

/// It has nothing to do any more.
pub(super) fn stop(schedule: &mut Record, status: &str) {
    schedule.json.put("status", status);
    schedule.json.put("current_phase", Value::Null);
    schedule.private.put("due", Value::Null);
}

/// Leaves the subscription to itself; the day on which the schedule would have ended it stays if that is wished.
pub(super) fn let_go(
    call: &Call<'_>,
    schedule: &mut Record,
    keeps_end: bool,
) -> Result<(), Refusal> {
    let subscription = schedule.json.copy("subscription");
    stop(schedule, "released");
    schedule.json.put("released_at", call.now);
    schedule.json.put("subscription", Value::Null);
    if let Some(id) = subscription.as_str() {
        let mut record = call.load("subscription", id, "subscription")?;
        let before = record.json.clone();
        record.json.put("schedule", Value::Null);
        if !keeps_end {
            unset_end(schedule, &mut record);
        }
        subscriptions::keep(call, &before, &mut record)?;
    }
    schedule.json.put("released_subscription", subscription);
    call.update(schedule)?;
    call.emit("subscription_schedule.released", &schedule.json)
}

/// A schedule ends with its subscription.
pub(in crate::objects) fn subscription_ended(
    call: &Call<'_>,
    subscription: &Value,
) -> Result<(), Refusal> {
    let Some(id) = subscription.text("schedule") else {
        return Ok(());
    };
    let mut schedule = call.load("subscription_schedule", id, "schedule")?;
    if schedule.json.status() != "active" {
        return Ok(());
    }
    stop(&mut schedule, "canceled");
    schedule.json.put("canceled_at", call.now);
    call.update(&schedule)?;
    call.emit("subscription_schedule.canceled", &schedule.json)
}
