//! What time does by itself: quotes expire, drafts finalize, schedules start, periods and trials end.
//! Each step happens at its own moment, so that its events and numbers carry the time it was due.

use rusqlite::Connection;

use crate::call::Call;
use crate::errors::Refusal;
use crate::events;
use crate::http::execute::Setting;
use crate::json::Fields;
use crate::objects::{clocks, invoices, payments, payouts, quotes, schedules, subscriptions};
use crate::store::rows::{self, Record};

/// Does everything that was due before `setting.now`, a transaction a step.
pub(crate) fn run_until(db: &mut Connection, setting: Setting) -> Result<(), Refusal> {
    while let Some((due, record)) = rows::next_due(db, None, setting.now)? {
        let transaction = db.transaction()?;
        let call = Call {
            db: &transaction,
            now: due,
            clock: None,
            events_at: due,
            salt: setting.salt,
            request: None,
            gated: false,
            events_since: setting.now - events::KEPT_SECONDS,
            filling: false,
            by_link: false,
        };
        step(&call, record)?;
        transaction.commit()?;
    }
    for (clock, to) in clocks::advancing(db)? {
        run_clock(db, setting, &clock, to)?;
    }
    Ok(())
}

/// Brings a test clock to its target, in the order in which things are due.
fn run_clock(
    db: &mut Connection,
    setting: Setting,
    clock: &Record,
    to: i64,
) -> Result<(), Refusal> {
    let id = clock.json.id();
    loop {
        let next = rows::next_due(db, Some(id), to)?;
        let transaction = db.transaction()?;
        let call = Call {
            db: &transaction,
            now: next.as_ref().map_or(to, |(due, _)| *due),
            clock: Some(id.to_owned()),
            events_at: setting.now,
            salt: setting.salt,
            request: None,
            gated: false,
            events_since: setting.now - events::KEPT_SECONDS,
            filling: false,
            by_link: false,
        };
        let is_over = next.is_none();
        match next {
            Some((_, record)) => step(&call, record)?,
            None => clocks::arrived(&call, clock.clone(), to)?,
        }
        transaction.commit()?;
        if is_over {
            return Ok(());
        }
    }
}

/// Every arm moves the object's due time on or away, or it would come again for ever.
pub(crate) fn step(call: &Call<'_>, record: Record) -> Result<(), Refusal> {
    match record.json.must("object") {
        "quote" => quotes::expire(call, record),
        "invoice" => invoices::advance(call, record),
        "balance_transaction" => payments::settle(call, record),
        "refund" => payments::refunds::advance(call, record),
        "dispute" => payments::disputes::advance(call, record),
        "payout" => payouts::arrive(call, record),
        "subscription" => subscriptions::advance(call, record),
        "test_helpers.test_clock" => clocks::expire(call, &record),
        "subscription_schedule" => schedules::advance(call, record),
        other => Err(Refusal::broken(format!(
            "nothing is ever due for a {other}"
        ))),
    }
}
