//! The timeline of a record: what happened, when, and what belongs to it. Only ever added to; the
//! words for a code are chosen where it is shown.

use rusqlite::Row;
use serde_json::Value;

use crate::migrations::Step;
use crate::{Changed, Error, Kind, Read};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: include_str!("notes.sql"),
}];

/// One thing that happened to a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The kind of the record.
    pub kind: Kind,
    /// The id of the record.
    pub id: String,
    /// When it happened, unix seconds UTC.
    pub at: i64,
    /// What happened, such as `quote.accepted`.
    pub code: String,
    /// What belongs to it, in the words of whoever wrote it.
    pub json: Value,
}

/// Reads timelines.
pub struct Notes<'r> {
    pub(crate) read: &'r Read<'r>,
}

/// Adds to timelines.
pub struct NotesMut<'w> {
    pub(crate) read: Notes<'w>,
    pub(crate) changed: &'w mut Changed,
}

impl Notes<'_> {
    /// A record's timeline, oldest first.
    pub fn list(&self, kind: Kind, id: &str) -> Result<Vec<Note>, Error> {
        let mut select = self.read.sql.prepare_cached(
            "SELECT kind, id, at, code, json FROM notes WHERE kind = ?1 AND id = ?2 ORDER BY at, seq",
        )?;
        collect(select.query([kind.code(), id])?)
    }

    /// What happened last, to whichever record, newest first.
    pub fn recent(&self, limit: u32) -> Result<Vec<Note>, Error> {
        let mut select = self.read.sql.prepare_cached(
            "SELECT kind, id, at, code, json FROM notes ORDER BY at DESC, seq DESC LIMIT ?1",
        )?;
        collect(select.query([limit])?)
    }
}

/// Notes on kinds of a newer version are left out.
fn collect(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Note>, Error> {
    let mut notes = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(note) = note(row)? {
            notes.push(note);
        }
    }
    Ok(notes)
}

fn note(row: &Row<'_>) -> Result<Option<Note>, Error> {
    let Some(kind) = Kind::from_code(row.get_ref(0)?.as_str().unwrap_or_default()) else {
        return Ok(None);
    };
    let id: String = row.get(1)?;
    let text: String = row.get(4)?;
    let json = serde_json::from_str(&text).map_err(Error::stored("notes", &id))?;
    Ok(Some(Note {
        kind,
        id,
        at: row.get(2)?,
        code: row.get(3)?,
        json,
    }))
}

impl NotesMut<'_> {
    /// Adds to a record's timeline. The record itself need not be here yet.
    pub fn append(
        &mut self,
        kind: Kind,
        id: &str,
        at: i64,
        code: &str,
        json: &Value,
    ) -> Result<(), Error> {
        self.sql()
            .prepare_cached(
                "INSERT INTO notes (kind, id, at, code, json) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((kind.code(), id, at, code, json.to_string()))?;
        Changed::note(&mut self.changed.notes, kind, id);
        Ok(())
    }
}
