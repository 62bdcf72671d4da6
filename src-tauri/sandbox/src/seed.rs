//! What a new account begins with. Everything is made by the server's own operations, in the order of
//! time with the clock set back, so that numbers, states, totals and events are what they would be.

mod customers;
mod dates;
mod plan;
mod products;
mod script;
mod size;
mod studio;

use rusqlite::Connection;

use crate::errors::Refusal;
use crate::options::{Dates, Seed, Written};
use crate::store::schema;

/// Fills a new data file, in one transaction. An account of a size tells `written` how far it is.
pub(crate) fn fill(
    db: &mut Connection,
    seed: Seed,
    (now, salt): (i64, u64),
    written: Option<Written>,
) -> Result<(), Refusal> {
    let transaction = db.transaction()?;
    let mut script = script::Script::new(&transaction, now, salt);
    match seed {
        Seed::Empty => {}
        Seed::Practice => studio::write(&mut script)?,
        Seed::Size(invoices) => size::write(&mut script, invoices, Dates::Uniform, written)?,
        Seed::Spread(invoices, dates) => size::write(&mut script, invoices, dates, written)?,
    }
    script.until(now)?;
    schema::make_findable(&transaction)?;
    transaction.commit()?;
    Ok(())
}
