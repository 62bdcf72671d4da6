//! The invoice that a schedule would make next, or with other phases. Everything here makes real objects: whoever
//! calls it takes them back.

use serde_json::{Value, json};

use super::run;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::subscriptions;
use crate::params::Args;
use crate::store::rows::Record;

/// The invoice that `schedule`, or a new one for `customer`, would make with these details.
pub(in crate::objects) fn next_invoice(
    call: &Call<'_>,
    schedule: Option<&str>,
    customer: Option<&str>,
    details: &Value,
) -> Result<Record, Refusal> {
    let mut sent = if details.is_null() {
        json!({})
    } else {
        details.clone()
    };
    let schedule = if let Some(id) = schedule {
        let mut schedule = super::running(call, id, "previewed")?;
        if !details.is_null() {
            super::change(call, &mut schedule, &Args::new(sent))?;
        }
        schedule
    } else {
        sent.put("customer", customer);
        let first = details.items("phases").first();
        let start = first.and_then(|phase| phase.integer("start_date"));
        sent.put("start_date", start);
        super::make(call, &Args::new(sent))?
    };
    let owner = schedule.json.must("customer").to_owned();
    let latest = |id: &str| -> Result<Option<String>, Refusal> {
        let subscription = call.load("subscription", id, "subscription")?;
        Ok(subscription.json.text("latest_invoice").map(str::to_owned))
    };
    let Some(id) = schedule.json.text("subscription").map(str::to_owned) else {
        let start = schedule.json["phases"][0].amount("start_date");
        run::advance(&call.at(start), schedule.clone())?;
        let begun = call.load("subscription_schedule", schedule.json.id(), "schedule")?;
        return match latest(begun.json.must("subscription"))? {
            Some(first) => call.load("invoice", &first, "invoice"),
            None => Err(subscriptions::nothing(&owner)),
        };
    };
    let before = latest(&id)?;
    let is_new =
        customer.is_some() && before.is_some() && schedule.json.amount("created") == call.now;
    let subscription = call.load("subscription", &id, "subscription")?;
    let end = subscriptions::period(&subscription.json).1;
    let phase_end = schedule.json["current_phase"].integer("end_date");
    if !is_new && phase_end.is_some_and(|phase| phase <= end) {
        let later = call.at(phase_end.unwrap_or(end));
        run::advance(&later, schedule)?;
    }
    let after = latest(&id)?;
    if after != before || is_new {
        let id = after.unwrap_or_default();
        return call.load("invoice", &id, "invoice");
    }
    subscriptions::coming(call, &id)
}
