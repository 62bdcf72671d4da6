//! What time has yet to do to a subscription, and when: derived from its state, so that no moment can be
//! forgotten when the state changes. Doing it is [`super::cycle`]'s.

use serde_json::Value;

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::store::rows::Record;

/// What happens by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The first invoice was not paid in time.
    ExpireIncomplete,
    /// The invoice of a change that waits for it, or of a resumption, was not paid in time.
    DropWaiting,
    /// The trial ends in three days.
    WarnOfTrial,
    /// The next invoice comes in a week.
    Announce,
    /// The day named by `cancel_at`.
    End,
    /// Invoices are collected again.
    Collect,
    /// The period, or the trial, is over.
    Renew,
}

/// How long an invoice that holds something up may stay unpaid: 23 hours.
pub(super) const PATIENCE_SECONDS: i64 = 23 * 3600;
const DAY: i64 = 86_400;
const TRIAL_WARNING_SECONDS: i64 = 3 * DAY;
/// Stripe lets an account choose the days; a week is its default.
const ANNOUNCED_SECONDS: i64 = 7 * DAY;

/// The next moment of a subscription, in unix seconds, and what happens then.
pub(super) fn next(json: &Value, private: &Value) -> Option<(i64, Step)> {
    let waiting = private
        .integer("waits_until")
        .map(|at| (at, Step::DropWaiting));
    match json.status() {
        "canceled" | "incomplete_expired" => return None,
        "paused" => return waiting,
        "incomplete" => {
            let until = json.amount("created") + PATIENCE_SECONDS;
            return Some((until, Step::ExpireIncomplete));
        }
        _ => {}
    }
    let end = period(json).1;
    let mut steps = vec![(end, Step::Renew)];
    steps.extend(waiting);
    if let Some(at) = json.integer("cancel_at") {
        steps.push((at, Step::End));
    }
    if let Some(at) = json["pause_collection"].integer("resumes_at") {
        steps.push((at, Step::Collect));
    }
    if json.status() == "trialing" {
        if private.integer("warned_of") != Some(end) {
            steps.push((end - TRIAL_WARNING_SECONDS, Step::WarnOfTrial));
        }
    } else if private.integer("announced") != Some(end)
        && end - period(json).0 > ANNOUNCED_SECONDS
        && json.integer("cancel_at").is_none_or(|at| at > end)
    {
        steps.push((end - ANNOUNCED_SECONDS, Step::Announce));
    }
    // What ends a subscription comes before what would renew it at the same moment.
    steps
        .into_iter()
        .min_by_key(|(at, step)| (*at, *step == Step::Renew))
}

/// The current period's start and end; all items share one.
pub(in crate::objects) fn period(json: &Value) -> (i64, i64) {
    let item = json.pointer("/items/data/0").unwrap_or(&Value::Null);
    (
        item.amount("current_period_start"),
        item.integer("current_period_end").unwrap_or(i64::MAX),
    )
}

/// Stores a changed subscription with its next moment, and tells of the change.
pub(in crate::objects) fn keep(
    call: &Call<'_>,
    before: &Value,
    after: &mut Record,
) -> Result<(), Refusal> {
    put_due(after);
    call.changed("customer.subscription.updated", before, after)
}

pub(super) fn put_due(subscription: &mut Record) {
    let due = next(&subscription.json, &subscription.private).map(|(at, _)| at);
    subscription.private.put("due", due);
}

#[cfg(test)]
mod tests {
    use super::{DAY, Step, next};
    use serde_json::{Value, json};

    fn check(state: Value, private: Value, expected: Option<(i64, Step)>) {
        let mut json = json!({
            "created": 0, "status": "active",
            "items": { "data": [{ "current_period_start": 0, "current_period_end": 30 * DAY }] },
        });
        for (field, value) in state.as_object().into_iter().flatten() {
            json[field] = value.clone();
        }
        assert_eq!(next(&json, &private), expected, "{state} {private}");
    }

    #[test]
    fn the_nearest_moment_comes_first() {
        let told = json!({ "announced": 30 * DAY });
        check(json!({}), json!({}), Some((23 * DAY, Step::Announce)));
        check(json!({}), told.clone(), Some((30 * DAY, Step::Renew)));
        check(
            json!({ "cancel_at": 30 * DAY }),
            json!({}),
            Some((30 * DAY, Step::End)),
        );
        check(
            json!({ "cancel_at": 9 * DAY }),
            json!({}),
            Some((9 * DAY, Step::End)),
        );
        check(
            json!({ "pause_collection": { "resumes_at": 5 } }),
            json!({}),
            Some((5, Step::Collect)),
        );
        check(
            json!({ "status": "trialing" }),
            json!({}),
            Some((27 * DAY, Step::WarnOfTrial)),
        );
        check(
            json!({ "status": "trialing" }),
            json!({ "warned_of": 30 * DAY }),
            Some((30 * DAY, Step::Renew)),
        );
        check(
            json!({ "status": "incomplete" }),
            json!({}),
            Some((82_800, Step::ExpireIncomplete)),
        );
        check(json!({ "status": "paused" }), json!({}), None);
        check(json!({ "status": "canceled" }), told, None);
    }
}
