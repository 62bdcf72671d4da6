//! What time does by itself: quotes expire, drafts finalize, schedules start, periods and trials end.
//! Each step happens at its own moment, so that its events and numbers carry the time it was due.

use rusqlite::Connection;

use crate::call::Call;
use crate::errors::Refusal;
use crate::events;
use crate::http::execute::Setting;
use crate::json::Fields;
use crate::objects::{invoices, payments, payouts, quotes, schedules, subscriptions};
use crate::store::rows::{self, Record};

/// Does everything that was due before `setting.now`, a transaction a step.
pub(crate) fn run_until(db: &mut Connection, setting: Setting) -> Result<(), Refusal> {
    while let Some((due, record)) = rows::next_due(db, setting.now)? {
        let transaction = db.transaction()?;
        let call = Call {
            db: &transaction,
            now: due,
            salt: setting.salt,
            request: None,
            gated: false,
            events_since: setting.now - events::KEPT_SECONDS,
        };
        step(&call, record)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Every arm moves the object's due time on or away, or it would come again for ever.
pub(crate) fn step(call: &Call<'_>, record: Record) -> Result<(), Refusal> {
    match record.json.must("object") {
        "quote" => quotes::expire(call, record),
        "invoice" => invoices::advance(call, record),
        "balance_transaction" => payments::settle(call, record),
        "refund" => payments::refunds::advance(call, record),
        "payout" => payouts::arrive(call, record),
        "subscription" => subscriptions::advance(call, record),
        "subscription_schedule" => schedules::advance(call, record),
        other => Err(Refusal::broken(format!(
            "nothing is ever due for a {other}"
        ))),
    }
}
