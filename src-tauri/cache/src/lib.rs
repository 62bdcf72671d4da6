//! What Counterfoil remembers, in one SQLite file an account: records of Stripe's objects, the
//! documents, the outbox, drafts, settings and where the sync stands.
//!
//! It is not the system of record (Stripe is) and knows nothing about Stripe's rules but how many
//! decimals a currency has (`sizes`): what a column of a record holds is decided by whoever stores
//! it. It never reads a clock; every time comes from the caller, in unix seconds UTC.
//!
//! The connection never leaves this crate. Callers hand a closure to [`Cache::write`] (one
//! transaction on the one writer thread) or [`Cache::read`] (one consistent view on one of a few
//! reader threads), so no database call ever blocks the async runtime:
//!
//! ```no_run
//! # async fn example(answer: cache::Record, intent: String) -> Result<(), cache::Error> {
//! let cache = cache::Cache::open(std::path::Path::new("account.sqlite"))?;
//! cache.write(move |w| {
//!     w.records().put(&answer)?;
//!     w.outbox().finish(&intent, 1_790_000_000)
//! }).await?;
//! # Ok(()) }
//! ```
//!
//! Layout: a file a table in `tables/`, with its migration beside it in SQL; `open` decides
//! whether a file may be used at all; `workers` owns the threads; `raw` keeps JSON small and
//! without secrets; `rescue` copies out of a damaged file what cannot be fetched again; `backups`
//! keeps copies and goes back to one.

mod backups;
mod cache;
mod changed;
mod error;
mod kind;
mod migrations;
mod open;
mod raw;
mod rescue;
mod tables;
mod transaction;
mod workers;

pub use backups::{Backup, PutRight, Remedy, backups, put_right};
pub use cache::Cache;
pub use changed::Changed;
pub use error::Error;
pub use kind::Kind;
pub use rescue::{Rescued, rescue};
pub use tables::documents::{Document, DocumentInfo, Documents, DocumentsMut};
pub use tables::drafts::{Draft, Drafts, DraftsMut};
pub use tables::figures::Sum;
pub use tables::lease::{Holder, Lease, LeaseRow, LeaseRowMut};
pub use tables::listing::Listing;
pub use tables::notes::{Note, Notes, NotesMut};
pub use tables::outbox::{
    Intent, IntentState, Outbox, OutboxCounts, OutboxFilter, OutboxMut, Step, StepState,
    SupersededKey,
};
pub use tables::pages::{Cursor, Filter, Page, Query, Sort, SortBy, Span};
pub use tables::positions::{Positions, PositionsMut};
pub use tables::records::{Columns, Put, Record, Records, RecordsMut, Row};
pub use tables::settings::{Settings, SettingsMut};
pub use tables::sizes::size;
pub use tables::tallies::Tally;
pub use transaction::{Read, Write};

/// The version of SQLite that is linked in.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}
