//! The file's format and how it came to be: every table brings its steps, this puts them in order.
//! Steps are never edited once released, only added.

use rusqlite::{Connection, TransactionBehavior};

use crate::Error;
use crate::tables;

/// Marks a file as ours in its header: "Cfol".
pub(crate) const APPLICATION: i32 = 0x4366_6f6c;

/// One step from the format before to `version`, for one table.
pub(crate) struct Step {
    /// The format the file has once all steps with this number have run.
    pub(crate) version: u32,
    /// What to run.
    pub(crate) sql: &'static str,
}

/// Every table's steps. Where versions are equal the order here counts.
const TABLES: &[&[Step]] = &[
    tables::records::STEPS,
    tables::search::STEPS,
    tables::documents::STEPS,
    tables::outbox::STEPS,
    tables::drafts::STEPS,
    tables::settings::STEPS,
    tables::positions::STEPS,
    tables::notes::STEPS,
    tables::lease::STEPS,
    tables::tallies::STEPS,
    tables::sizes::STEPS,
];

/// All steps, oldest format first.
pub(crate) fn steps() -> Vec<&'static Step> {
    let mut steps: Vec<_> = TABLES.iter().copied().flatten().collect();
    steps.sort_by_key(|step| step.version);
    steps
}

/// The format of an open file; 0 is an empty one.
pub(crate) fn version(sql: &Connection) -> Result<u32, Error> {
    Ok(sql.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Runs what is missing, all of it in one transaction: a file is never left between two formats.
pub(crate) fn run(sql: &mut Connection, steps: &[&Step]) -> Result<(), Error> {
    let tx = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read under the lock: another process may have done it all since we looked.
    let have = version(&tx)?;
    let mut reached = have;
    for step in steps.iter().filter(|step| step.version > have) {
        tx.execute_batch(step.sql)?;
        reached = step.version;
    }
    if reached > have {
        tx.pragma_update(None, "user_version", reached)?;
        tx.pragma_update(None, "application_id", APPLICATION)?;
    }
    tx.commit()?;
    Ok(())
}
