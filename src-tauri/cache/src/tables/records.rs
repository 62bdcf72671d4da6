//! Copies of Stripe's objects: storing, fetching and forgetting one. Lists stand in `pages`, counts
//! and sums in `figures`, finding by text in `search`.

use rusqlite::{OptionalExtension as _, params};
use serde_json::Value;

use super::search;
use crate::migrations::Step;
use crate::{Changed, Error, Kind, Read};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: include_str!("records.sql"),
}];

/// A copy of one of Stripe's objects.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// What it is a copy of.
    pub kind: Kind,
    /// Stripe's id.
    pub id: String,
    /// When Stripe said so, unix seconds UTC.
    pub as_of: i64,
    /// What lists and search need of it.
    pub columns: Columns,
    /// The object as Stripe gave it, without secrets.
    pub raw: Value,
}

/// A record as lists show it: without the JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is a copy of.
    pub kind: Kind,
    /// Stripe's id.
    pub id: String,
    /// When Stripe said so, unix seconds UTC.
    pub as_of: i64,
    /// What lists and search need of it.
    pub columns: Columns,
}

/// What lists and search need of a record. What each means for a kind is decided by whoever
/// stores it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// When the object was created, unix seconds UTC.
    pub created: i64,
    /// Its state as Stripe names it, such as `open`; empty where the kind has none.
    pub state: String,
    /// Its number as people know it, such as `INV-0042`.
    pub number: Option<String>,
    /// The id of the customer it belongs to.
    pub customer: Option<String>,
    /// The id of what it came from: the quote of an invoice, the product of a price.
    pub parent: Option<String>,
    /// What a list shows first.
    pub title: String,
    /// What a list shows beside it.
    pub subtitle: String,
    /// The currency of `amount`, as Stripe writes it (`usd`).
    pub currency: Option<String>,
    /// The amount a list shows, in minor units of `currency` as Stripe counts them.
    pub amount: Option<i64>,
    /// What the amount is per, such as `month`.
    pub per: Option<String>,
    /// The time that matters next: when a quote expires, an invoice is due. Unix seconds UTC.
    pub at: Option<i64>,
    /// When the object was last changed, where Stripe says so, unix seconds UTC.
    pub updated: Option<i64>,
    /// More words to be found by, besides title, subtitle, number, id and amount. Empty in the rows of pages
    /// and listings.
    pub search: String,
}

/// What a put did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// There was no such record.
    New,
    /// It replaced what was there.
    Changed,
    /// Everything but `as_of` was there already.
    Same,
    /// What is there is newer, and stays.
    Older,
}

/// Reads records.
pub struct Records<'r> {
    pub(crate) read: &'r Read<'r>,
}

/// Writes records.
pub struct RecordsMut<'w> {
    pub(crate) read: Records<'w>,
    pub(crate) changed: &'w mut Changed,
}

/// The columns of a [`Row`], in the order `row` reads them, with the last as named.
macro_rules! columns {
    ($search:literal) => {
        concat!(
            "records.kind, records.id, records.as_of, records.created, records.state, ",
            "records.number, records.customer, records.parent, records.title, records.subtitle, ",
            "records.currency, records.amount, records.per, records.at, records.updated, ",
            $search
        )
    };
}

/// All of a row.
pub(crate) const ROW: &str = columns!("records.search");
/// A row as lists show it: what search looks at is the longest of its texts, and left out.
pub(crate) const LISTED: &str = columns!("''");

/// The kind of what `row` reads.
pub(crate) fn kind_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Kind> {
    let code = row.get_ref(0)?.as_str()?;
    Kind::from_code(code).ok_or_else(|| {
        let unknown = format!("unknown kind {code}");
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, unknown.into())
    })
}

pub(crate) fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        kind: kind_of(row)?,
        id: row.get(1)?,
        as_of: row.get(2)?,
        columns: Columns {
            created: row.get(3)?,
            state: row.get(4)?,
            number: row.get(5)?,
            customer: row.get(6)?,
            parent: row.get(7)?,
            title: row.get(8)?,
            subtitle: row.get(9)?,
            currency: row.get(10)?,
            amount: row.get(11)?,
            per: row.get(12)?,
            at: row.get(13)?,
            updated: row.get(14)?,
            search: row.get(15)?,
        },
    })
}

impl Records<'_> {
    /// A record with its JSON.
    pub fn get(&self, kind: Kind, id: &str) -> Result<Option<Record>, Error> {
        let found = self
            .read
            .sql
            .prepare_cached(&format!(
                "SELECT {ROW}, raws.raw FROM records JOIN raws ON raws.id = records.raw
                 WHERE kind = ?1 AND records.id = ?2"
            ))?
            .query_row([kind.code(), id], |found| {
                Ok((row(found)?, found.get::<_, Vec<u8>>(16)?))
            })
            .optional()?;
        let Some((row, raw)) = found else {
            return Ok(None);
        };
        Ok(Some(Record {
            raw: self.read.codec.unpack(id, &raw)?,
            kind: row.kind,
            id: row.id,
            as_of: row.as_of,
            columns: row.columns,
        }))
    }

    /// A record as lists show it.
    pub fn row(&self, kind: Kind, id: &str) -> Result<Option<Row>, Error> {
        Ok(self
            .read
            .sql
            .prepare_cached(&format!(
                "SELECT {ROW} FROM records WHERE kind = ?1 AND id = ?2"
            ))?
            .query_row([kind.code(), id], row)
            .optional()?)
    }

    /// The records of a kind with exactly this title, large and small letters alike; some at most.
    pub fn titled(&self, kind: Kind, title: &str, limit: u32) -> Result<Vec<Row>, Error> {
        let mut select = self.read.sql.prepare_cached(&format!(
            "SELECT {LISTED} FROM records INDEXED BY records_title
             WHERE kind = ?1 AND title_key = ?2 ORDER BY id LIMIT ?3"
        ))?;
        let rows = select.query_map((kind.code(), title_key(title), limit), row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The ids of a kind whose `as_of` is before this time (unix seconds UTC): after a full walk
    /// that began then, Stripe no longer lists them.
    pub fn unseen_since(&self, kind: Kind, as_of: i64) -> Result<Vec<String>, Error> {
        let mut select = self
            .read
            .sql
            .prepare_cached("SELECT id FROM records WHERE kind = ?1 AND as_of < ?2 ORDER BY id")?;
        let ids = select.query_map((kind.code(), as_of), |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}

/// What is stored, as far as `put` must know it.
struct Stored {
    place: i64,
    row: Row,
    raw: Vec<u8>,
}

impl RecordsMut<'_> {
    /// Stores a record over an older one, with its place in search. Of two copies the one with
    /// the later `as_of` stays, and with equal ones the one put last.
    pub fn put(&mut self, record: &Record) -> Result<Put, Error> {
        let raw = self.read.read.codec.pack(&record.id, &record.raw)?;
        let done = match self.stored(record.kind, &record.id)? {
            None => {
                self.insert(record, &raw)?;
                Put::New
            }
            Some(stored) if stored.row.as_of > record.as_of => return Ok(Put::Older),
            Some(stored) if stored.raw == raw && stored.row.columns == record.columns => {
                self.sql()
                    .prepare_cached("UPDATE records SET as_of = ?2 WHERE place = ?1")?
                    .execute((stored.place, record.as_of))?;
                return Ok(Put::Same);
            }
            // Its place follows from `created`, so it has to move.
            Some(stored) if stored.row.columns.created != record.columns.created => {
                self.remove(stored.place)?;
                self.insert(record, &raw)?;
                Put::Changed
            }
            Some(stored) => {
                self.update(&stored, record, &raw)?;
                Put::Changed
            }
        };
        Changed::note(&mut self.changed.records, record.kind, &record.id);
        Ok(done)
    }

    /// Removes a record that no longer exists at Stripe. Its documents and notes stay. False when
    /// there is none.
    pub fn forget(&mut self, kind: Kind, id: &str) -> Result<bool, Error> {
        let place: Option<i64> = self
            .sql()
            .prepare_cached("SELECT place FROM records WHERE kind = ?1 AND id = ?2")?
            .query_row([kind.code(), id], |row| row.get(0))
            .optional()?;
        let Some(place) = place else {
            return Ok(false);
        };
        self.remove(place)?;
        Changed::note(&mut self.changed.records, kind, id);
        Ok(true)
    }

    fn stored(&self, kind: Kind, id: &str) -> Result<Option<Stored>, Error> {
        Ok(self
            .sql()
            .prepare_cached(&format!(
                "SELECT {ROW}, raws.raw, place FROM records JOIN raws ON raws.id = records.raw
                 WHERE kind = ?1 AND records.id = ?2"
            ))?
            .query_row([kind.code(), id], |found| {
                Ok(Stored {
                    row: row(found)?,
                    raw: found.get(16)?,
                    place: found.get(17)?,
                })
            })
            .optional()?)
    }

    fn insert(&self, record: &Record, raw: &[u8]) -> Result<(), Error> {
        let place = self.place(record.columns.created)?;
        let c = &record.columns;
        self.sql()
            .prepare_cached("INSERT INTO raws (raw) VALUES (?1)")?
            .execute([raw])?;
        let raw = self.sql().last_insert_rowid();
        self.sql()
            .prepare_cached(
                "INSERT INTO records (place, raw, kind, id, as_of, created, state, number, customer,
                   parent, title, title_key, subtitle, currency, amount, per, at, updated, search)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                   ?17, ?18, ?19)",
            )?
            .execute(params![
                place,
                raw,
                record.kind.code(),
                record.id,
                record.as_of,
                c.created,
                c.state,
                c.number,
                c.customer,
                c.parent,
                c.title,
                title_key(&c.title),
                c.subtitle,
                c.currency,
                c.amount,
                c.per,
                c.at,
                c.updated,
                c.search,
            ])?;
        search::insert(self.sql(), place, record.kind, c)
    }

    fn update(&self, stored: &Stored, record: &Record, raw: &[u8]) -> Result<(), Error> {
        let (place, c) = (stored.place, &record.columns);
        self.sql()
            .prepare_cached(
                "UPDATE records SET as_of = ?2, state = ?3, number = ?4, customer = ?5,
                   parent = ?6, title = ?7, title_key = ?8, subtitle = ?9, currency = ?10,
                   amount = ?11, per = ?12, at = ?13, updated = ?14, search = ?15
                 WHERE place = ?1",
            )?
            .execute(params![
                place,
                record.as_of,
                c.state,
                c.number,
                c.customer,
                c.parent,
                c.title,
                title_key(&c.title),
                c.subtitle,
                c.currency,
                c.amount,
                c.per,
                c.at,
                c.updated,
                c.search,
            ])?;
        if stored.raw != raw {
            self.sql()
                .prepare_cached("UPDATE raws SET raw = ?2 WHERE id = (SELECT raw FROM records WHERE place = ?1)")?
                .execute((place, raw))?;
        }
        if search::text(&stored.row.columns) != search::text(c) {
            search::remove(self.sql(), place)?;
            search::insert(self.sql(), place, record.kind, c)?;
        }
        Ok(())
    }

    fn remove(&self, place: i64) -> Result<(), Error> {
        search::remove(self.sql(), place)?;
        let raw: i64 = self
            .sql()
            .prepare_cached("DELETE FROM records WHERE place = ?1 RETURNING raw")?
            .query_row([place], |row| row.get(0))?;
        self.sql()
            .prepare_cached("DELETE FROM raws WHERE id = ?1")?
            .execute([raw])?;
        Ok(())
    }

    /// A free row number, the smaller the later `created` is. Full-text search returns its hits
    /// in the order of row numbers at no cost, which so is newest first. And a backfill, which
    /// goes from the newest to the oldest, adds rows at the end, as that index wants it: it
    /// writes out all it has in memory whenever row numbers go backwards.
    fn place(&self, created: i64) -> Result<i64, Error> {
        // 2^20 records a second, from 1970 to the year 140,000.
        const LAST: i64 = 1 << 42;
        let first = (LAST - created.clamp(0, LAST)) << 20;
        let last: Option<i64> = self
            .sql()
            .prepare_cached("SELECT max(place) FROM records WHERE place BETWEEN ?1 AND ?2")?
            .query_row([first, first + (1 << 20) - 1], |row| row.get(0))?;
        Ok(last.map_or(first, |last| last + 1))
    }
}

/// What titles are sorted by: letters alike whether large or small, in any script.
pub(crate) fn title_key(title: &str) -> String {
    title.to_lowercase()
}
