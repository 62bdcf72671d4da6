//! Quotes and invoices being written here. Not Stripe's own drafts, which are records like any
//! other.

use rusqlite::Row;
use serde_json::Value;

use crate::migrations::Step;
use crate::{Changed, Error, Read};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: include_str!("drafts.sql"),
}];

/// A quote or an invoice being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its own id, given by the caller.
    pub id: String,
    /// The draft at Stripe that it will change, if there is one already. Its column is called as
    /// when only quotes were written here.
    pub record: Option<String>,
    /// What has been written so far.
    pub json: Value,
    /// When it was last written to, unix seconds UTC.
    pub updated_at: i64,
    /// When it was deleted, unix seconds UTC; it can be restored until it is purged.
    pub deleted_at: Option<i64>,
}

/// Reads drafts.
pub struct Drafts<'r> {
    pub(crate) read: &'r Read<'r>,
}

/// Writes drafts.
pub struct DraftsMut<'w> {
    pub(crate) read: Drafts<'w>,
    pub(crate) changed: &'w mut Changed,
}

const COLUMNS: &str = "SELECT id, quote, json, updated_at, deleted_at FROM drafts";

impl Drafts<'_> {
    /// A draft, also a deleted one.
    pub fn get(&self, id: &str) -> Result<Option<Draft>, Error> {
        self.one(&format!("{COLUMNS} WHERE id = ?1"), id)
    }

    /// The draft that changes this record, the latest if there are several.
    pub fn of_record(&self, record: &str) -> Result<Option<Draft>, Error> {
        let select = "WHERE quote = ?1 AND deleted_at IS NULL ORDER BY updated_at DESC LIMIT 1";
        self.one(&format!("{COLUMNS} {select}"), record)
    }

    /// All that are not deleted, the latest written to first.
    pub fn list(&self) -> Result<Vec<Draft>, Error> {
        let select = "WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC";
        let mut select = self
            .read
            .sql
            .prepare_cached(&format!("{COLUMNS} {select}"))?;
        let mut rows = select.query([])?;
        let mut drafts = Vec::new();
        while let Some(row) = rows.next()? {
            drafts.push(draft(row)?);
        }
        Ok(drafts)
    }

    fn one(&self, select: &str, id: &str) -> Result<Option<Draft>, Error> {
        let mut select = self.read.sql.prepare_cached(select)?;
        let mut rows = select.query([id])?;
        rows.next()?.map(draft).transpose()
    }
}

fn draft(row: &Row<'_>) -> Result<Draft, Error> {
    let id: String = row.get(0)?;
    let text: String = row.get(2)?;
    let json = serde_json::from_str(&text).map_err(Error::stored("drafts", &id))?;
    Ok(Draft {
        id,
        record: row.get(1)?,
        json,
        updated_at: row.get(3)?,
        deleted_at: row.get(4)?,
    })
}

impl DraftsMut<'_> {
    /// Stores a draft as it is given, `deleted_at` included, over the one with the same id.
    pub fn put(&mut self, draft: &Draft) -> Result<(), Error> {
        self.sql()
            .prepare_cached(
                "INSERT INTO drafts (id, quote, json, updated_at, deleted_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (id) DO UPDATE SET quote = excluded.quote, json = excluded.json,
                   updated_at = excluded.updated_at, deleted_at = excluded.deleted_at",
            )?
            .execute((
                &draft.id,
                &draft.record,
                draft.json.to_string(),
                draft.updated_at,
                draft.deleted_at,
            ))?;
        self.changed.drafts = true;
        Ok(())
    }

    /// Takes a draft off the list; [`DraftsMut::restore`] brings it back. False when there is none
    /// to delete.
    pub fn delete(&mut self, id: &str, now: i64) -> Result<bool, Error> {
        self.set(
            "UPDATE drafts SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL",
            id,
            Some(now),
        )
    }

    /// Brings a deleted draft back. False when there is none.
    pub fn restore(&mut self, id: &str) -> Result<bool, Error> {
        let update = "UPDATE drafts SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NOT NULL";
        self.set(update, id, None)
    }

    /// Removes for good what was deleted before this time (unix seconds UTC), and says how many.
    pub fn purge(&mut self, before: i64) -> Result<usize, Error> {
        let rows = self
            .sql()
            .prepare_cached("DELETE FROM drafts WHERE deleted_at < ?1")?
            .execute([before])?;
        self.changed.drafts |= rows > 0;
        Ok(rows)
    }

    fn set(&mut self, update: &str, id: &str, at: Option<i64>) -> Result<bool, Error> {
        let rows = self.sql().prepare_cached(update)?.execute((id, at))?;
        self.changed.drafts |= rows > 0;
        Ok(rows > 0)
    }
}
