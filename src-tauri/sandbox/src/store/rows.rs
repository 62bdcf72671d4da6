//! Reading and writing single objects inside the running transaction. Lists are in [`crate::list`].

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use super::keys;
use crate::json::Fields;
use crate::search;

/// An object: what clients see, and what only the server knows.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) json: Value,
    pub(crate) private: Value,
}

impl Record {
    pub(crate) fn new(json: Value) -> Self {
        Self {
            json,
            private: json!({}),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum RowError {
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl From<RowError> for crate::errors::Refusal {
    fn from(error: RowError) -> Self {
        Self::broken(error)
    }
}

/// The object, or the tombstone of a deleted one.
pub(crate) fn find(db: &Connection, object: &str, id: &str) -> Result<Option<Record>, RowError> {
    let found = db
        .prepare_cached("SELECT json, private FROM objects WHERE object = ?1 AND id = ?2")?
        .query_row(params![object, id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    found
        .map(|(json, private)| read(&json, &private))
        .transpose()
}

fn read(json: &str, private: &str) -> Result<Record, RowError> {
    Ok(Record {
        json: serde_json::from_str(json)?,
        private: serde_json::from_str(private)?,
    })
}

/// The objects that belong to `parent`, oldest first.
pub(crate) fn children(
    db: &Connection,
    object: &str,
    parent: &str,
) -> Result<Vec<Record>, RowError> {
    many(
        db,
        "SELECT json, private FROM objects WHERE object = ?1 AND parent = ?2 AND deleted = 0 ORDER BY seq",
        object,
        parent,
    )
}

/// The objects of a customer, oldest first.
pub(crate) fn of_customer(
    db: &Connection,
    object: &str,
    customer: &str,
) -> Result<Vec<Record>, RowError> {
    many(
        db,
        "SELECT json, private FROM objects WHERE object = ?1 AND customer = ?2 AND deleted = 0 ORDER BY seq",
        object,
        customer,
    )
}

fn many(db: &Connection, sql: &str, object: &str, key: &str) -> Result<Vec<Record>, RowError> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![object, key], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    rows.map(|row| {
        row.map_err(RowError::from)
            .and_then(|(json, private)| read(&json, &private))
    })
    .collect()
}

/// The object in whose list at `path` the part `id` stands.
pub(crate) fn holding(
    db: &Connection,
    object: &str,
    path: &str,
    id: &str,
) -> Result<Option<Record>, RowError> {
    let found = db
        .prepare_cached("SELECT json, private FROM objects WHERE object = ?1 AND deleted = 0 AND EXISTS (SELECT 1 FROM json_each(objects.json, ?2) WHERE json_extract(value, '$.id') = ?3)")?
        .query_row([object, path, id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    found
        .map(|(json, private)| read(&json, &private))
        .transpose()
}

/// Stores a new object; `clock` is the test clock that it belongs to, if it does.
pub(crate) fn insert(
    db: &Connection,
    record: &Record,
    clock: Option<&str>,
) -> Result<(), RowError> {
    let keys = keys::of(&record.json, &record.private);
    db.prepare_cached(
        "INSERT INTO objects (object, id, created, status, customer, parent, due, json, private, clock) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        record.json.must("object"),
        record.json.id(),
        // Some objects (items, lines, discounts) show no time of their own.
        record.json.integer("created").or(record.json.integer("start")).unwrap_or_default(),
        keys.status,
        keys.customer,
        keys.parent,
        keys.due,
        serde_json::to_string(&record.json)?,
        serde_json::to_string(&record.private)?,
        clock,
    ])?;
    Ok(())
}

/// Stores what became of an object.
pub(crate) fn update(db: &Connection, record: &Record) -> Result<(), RowError> {
    let keys = keys::of(&record.json, &record.private);
    let (json, private) = (
        serde_json::to_string(&record.json)?,
        serde_json::to_string(&record.private)?,
    );
    let all = params![
        record.json.must("object"),
        record.json.id(),
        keys.status,
        keys.customer,
        keys.parent,
        keys.due,
        json,
        private,
    ];
    // Most changes leave the keys as they are, and then no index has to be touched.
    let same_keys = db
        .prepare_cached(
            "UPDATE objects SET json = ?7, private = ?8 WHERE object = ?1 AND id = ?2 AND status IS ?3 AND customer IS ?4 AND parent IS ?5 AND due IS ?6",
        )?
        .execute(all)?;
    if same_keys == 0 {
        db.prepare_cached(
            "UPDATE objects SET status = ?3, customer = ?4, parent = ?5, due = ?6, json = ?7, private = ?8 WHERE object = ?1 AND id = ?2",
        )?
        .execute(all)?;
    }
    Ok(())
}

/// Keeps what search looks at of an object that is stored, if it is of a kind that can be searched.
pub(crate) fn keep_findable(db: &Connection, json: &Value) -> Result<(), RowError> {
    if let Some(fields) = search::fields::kept(json)? {
        db.prepare_cached(
            "INSERT INTO searched (object, seq, fields) SELECT object, seq, ?3 FROM objects WHERE object = ?1 AND id = ?2 ON CONFLICT DO UPDATE SET fields = ?3",
        )?
        .execute(params![json.must("object"), json.id(), fields])?;
    }
    Ok(())
}

/// Leaves a tombstone: lists pass over it, and a reference to it still says that it was deleted.
pub(crate) fn bury(db: &Connection, object: &str, id: &str) -> Result<Value, RowError> {
    let tombstone = json!({ "id": id, "object": object, "deleted": true });
    db.prepare_cached(
        "UPDATE objects SET deleted = 1, due = NULL, status = NULL, customer = NULL, parent = NULL, json = ?3 WHERE object = ?1 AND id = ?2",
    )?
    .execute(params![object, id, serde_json::to_string(&tombstone)?])?;
    Ok(tombstone)
}

/// Takes a part of an object (a line) away without a trace.
pub(crate) fn remove(db: &Connection, object: &str, id: &str) -> Result<(), RowError> {
    db.prepare_cached("DELETE FROM objects WHERE object = ?1 AND id = ?2")?
        .execute(params![object, id])?;
    Ok(())
}

/// The next value of a counter that never goes back.
pub(crate) fn next_number(db: &Connection, name: &str) -> Result<i64, RowError> {
    let next = number(db, name)?.unwrap_or_default() + 1;
    set_number(db, name, next)?;
    Ok(next)
}

pub(crate) fn number(db: &Connection, name: &str) -> Result<Option<i64>, RowError> {
    Ok(db
        .prepare_cached("SELECT value FROM numbers WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

pub(crate) fn set_number(db: &Connection, name: &str, value: i64) -> Result<(), RowError> {
    let known = db
        .prepare_cached("UPDATE numbers SET value = ?2 WHERE name = ?1")?
        .execute(params![name, value])?;
    if known == 0 {
        db.prepare_cached("INSERT INTO numbers (name, value) VALUES (?1, ?2)")?
            .execute(params![name, value])?;
    }
    Ok(())
}

/// The object whose time has come first, at or before `now`, by the account's time or by that of `clock`. A
/// schedule goes before what it schedules.
pub(crate) fn next_due(
    db: &Connection,
    clock: Option<&str>,
    now: i64,
) -> Result<Option<(i64, Record)>, RowError> {
    let found = db
        .prepare_cached(
            "SELECT due, json, private FROM objects WHERE due <= ?1 AND clock IS ?2 ORDER BY due, object <> 'subscription_schedule', seq LIMIT 1",
        )?
        .query_row(params![now, clock], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        })
        .optional()?;
    found
        .map(|(due, json, private)| Ok((due, read(&json, &private)?)))
        .transpose()
}

/// The test clock that the object with this id is on.
pub(crate) fn clock_of(db: &Connection, id: &str) -> Result<Option<String>, RowError> {
    Ok(db
        .prepare_cached("SELECT clock FROM objects WHERE clock IS NOT NULL AND id = ?1 LIMIT 1")?
        .query_row([id], |row| row.get(0))
        .optional()?)
}

/// The objects of a noun on a test clock, oldest first.
pub(crate) fn of_clock(
    db: &Connection,
    object: &str,
    clock: &str,
) -> Result<Vec<Record>, RowError> {
    many(
        db,
        "SELECT json, private FROM objects WHERE object = ?1 AND clock = ?2 AND deleted = 0 ORDER BY seq",
        object,
        clock,
    )
}

/// The objects of a noun in this status, oldest first.
pub(crate) fn with_status(
    db: &Connection,
    object: &str,
    status: &str,
) -> Result<Vec<Record>, RowError> {
    many(
        db,
        "SELECT json, private FROM objects WHERE object = ?1 AND status = ?2 AND deleted = 0 ORDER BY seq",
        object,
        status,
    )
}

/// Whether there is any object of this noun.
pub(crate) fn has_any(db: &Connection, object: &str) -> Result<bool, RowError> {
    Ok(db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM objects WHERE object = ?1 AND deleted = 0)")?
        .query_row([object], |row| row.get(0))?)
}

/// Leaves tombstones of everything that is on a test clock.
pub(crate) fn bury_clock(db: &Connection, clock: &str) -> Result<(), RowError> {
    db.prepare_cached(
        "UPDATE objects SET deleted = 1, due = NULL, status = NULL, customer = NULL, parent = NULL, json = json_object('id', id, 'object', object, 'deleted', json('true')) WHERE clock = ?1",
    )?
    .execute([clock])?;
    Ok(())
}
