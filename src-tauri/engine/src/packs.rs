//! The accountant's pack: everything that was finalized or accepted in a period, as one ZIP of
//! PDFs and tables. [`look`] says what would be in it, [`make`] fetches what is missing and writes
//! it. Nothing is silently left out: what cannot be had is named, with the reason, in the answer
//! and in the pack itself. The same records give the same bytes.

mod archive;
mod csv;
mod fetching;
mod gather;
mod making;
mod manifest;
mod period;
mod progress;
mod proof;
mod tables;

#[cfg(test)]
mod tests;

use crate::account::Account;
use crate::view::{PackGap, PackLook, PackMade, PackStatus, Problem};
use cache::Kind;

pub use archive::Place;
pub use period::Period;
pub(crate) use progress::Progress;

/// The time zone whose days the owner means.
use chrono::Local as Zone;

/// How much of what is missing an answer names; the pack's own manifest names all of it.
const NAMED: usize = 100;

/// What the pack of a period would hold.
pub async fn look(account: &Account, period: Period) -> Result<PackLook, Problem> {
    let entries = account
        .cache
        .read(move |r| Ok(gather::entries(r, period, &Zone)))
        .await??;
    let missing: Vec<PackGap> = entries
        .iter()
        .flat_map(|entry| entry.lacks.iter().map(|lack| entry.gap(*lack, None)))
        .collect();
    let invoices = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Invoice)
        .count();
    Ok(PackLook {
        invoices: invoices as u64,
        quotes: (entries.len() - invoices) as u64,
        totals: gather::sums(&entries)?,
        missing_count: missing.len() as u64,
        missing: missing.into_iter().take(NAMED).collect(),
    })
}

/// Makes the pack of a period; `bom` marks its tables for spreadsheets that would not take them
/// for UTF-8 otherwise. Stopped or failed, it leaves no file behind.
pub async fn make(
    account: &Account,
    period: Period,
    bom: bool,
    place: &Place,
) -> Result<PackMade, Problem> {
    let underway = account.packs.begin()?;
    Box::pin(making::make(account, period, bom, place, &underway)).await
}

/// How far the making of a pack is.
pub fn status(account: &Account) -> PackStatus {
    account.packs.status()
}

/// Stops the pack that is being made, if one is.
pub fn cancel(account: &Account) -> PackStatus {
    account.packs.stop();
    status(account)
}
