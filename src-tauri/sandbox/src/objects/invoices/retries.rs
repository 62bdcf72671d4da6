//! What time does to an open invoice: a payment that failed is tried again after 3, 5 and 7 days, and one that is
//! sent is announced as due and then as overdue. The attempts themselves are [`super::collect`]'s.

use serde_json::Value;

use super::collect;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::subscriptions;
use crate::options::AfterRetries;
use crate::store::rows::{self, Record};

const DAY: i64 = 86_400;
/// Days from one attempt to the next.
const RETRY_DAYS: [i64; 3] = [3, 5, 7];
/// How long before its day a sent invoice is announced as due.
const WARNING_SECONDS: i64 = 3 * DAY;

/// Where the account's choice is kept.
pub(crate) const AFTER_RETRIES: &str = "after_retries";

pub(crate) fn number_of(choice: AfterRetries) -> i64 {
    match choice {
        AfterRetries::Cancel => 0,
        AfterRetries::MarkUnpaid => 1,
        AfterRetries::LeavePastDue => 2,
    }
}

/// What the account does when retries are used up.
pub(in crate::objects) fn after_retries(call: &Call<'_>) -> Result<AfterRetries, Refusal> {
    Ok(match rows::number(call.db, AFTER_RETRIES)? {
        Some(1) => AfterRetries::MarkUnpaid,
        Some(2) => AfterRetries::LeavePastDue,
        _ => AfterRetries::Cancel,
    })
}

/// When an invoice that could not be collected is tried again, if it is. An attempt by hand in between does not
/// put that off.
pub(super) fn schedule(call: &Call<'_>, invoice: &mut Record) {
    let json = &invoice.json;
    if json
        .integer("next_payment_attempt")
        .is_some_and(|at| at > call.now)
    {
        return;
    }
    let collects =
        json.must("collection_method") == "charge_automatically" && json.flag("auto_advance");
    let used = invoice.private.amount("retries");
    let wait = usize::try_from(used)
        .ok()
        .and_then(|used| RETRY_DAYS.get(used))
        .filter(|_| collects);
    invoice.json.put(
        "next_payment_attempt",
        wait.map(|days| call.now + days * DAY),
    );
    invoice.private.put("retries", used + 1);
}

/// Sets the first reminder of an invoice that has just been opened.
pub(super) fn plan_reminders(call: &Call<'_>, invoice: &mut Record) {
    if let Some(due) = invoice.json.integer("due_date") {
        let warned = due - WARNING_SECONDS;
        let next = if warned > call.now { warned } else { due };
        invoice.private.put("reminder", next.max(call.now));
    }
}

/// When time next has something to do with an invoice, from what is stored of it.
pub(crate) fn due(json: &Value, private: &Value) -> Option<i64> {
    match json.status() {
        "draft" => json.integer("automatically_finalizes_at"),
        "open" => match (
            json.integer("next_payment_attempt"),
            private.integer("reminder"),
        ) {
            (Some(attempt), Some(reminder)) => Some(attempt.min(reminder)),
            (attempt, reminder) => attempt.or(reminder),
        },
        _ => None,
    }
}

/// A moment of an open invoice's has come.
pub(super) fn advance(call: &Call<'_>, mut invoice: Record) -> Result<(), Refusal> {
    if invoice
        .json
        .integer("next_payment_attempt")
        .is_some_and(|at| at <= call.now)
    {
        return retry(call, invoice);
    }
    let due = invoice.json.amount("due_date");
    if call.now < due {
        invoice.private.put("reminder", due);
        call.update(&invoice)?;
        return call.emit("invoice.will_be_due", &invoice.json);
    }
    invoice.private.put("reminder", Value::Null);
    call.update(&invoice)?;
    call.emit("invoice.overdue", &invoice.json)?;
    subscriptions::payment_failed(call, &invoice.json)
}

fn retry(call: &Call<'_>, mut invoice: Record) -> Result<(), Refusal> {
    collect::attempt(call, &mut invoice, true)?;
    let after = call.load("invoice", invoice.json.id(), "invoice")?;
    let is_over =
        after.json.status() == "open" && after.json.integer("next_payment_attempt").is_none();
    if is_over {
        subscriptions::given_up(call, &after.json)?;
    }
    Ok(())
}
