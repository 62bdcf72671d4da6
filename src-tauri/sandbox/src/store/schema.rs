//! The tables, made when a file is new. Objects of every noun share one table: their JSON as clients
//! see it, what only the server knows beside it, and the few columns that lists filter by.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::rows::RowError;
use crate::search::fields;

const VERSION: i64 = 3;
/// An object's text is about 4 KB: it fits into a page with what goes with it.
const PAGE: i64 = 8192;
const CACHED_KIB: i64 = 64 * 1024;

const TABLES: &str = "
CREATE TABLE objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    object TEXT NOT NULL,
    id TEXT NOT NULL,
    created INTEGER NOT NULL,
    status TEXT,
    customer TEXT,
    parent TEXT,
    due INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    json TEXT NOT NULL,
    private TEXT NOT NULL,
    UNIQUE (object, id)
) STRICT;
CREATE INDEX objects_by_kind ON objects (object, seq) WHERE deleted = 0;
CREATE INDEX objects_by_customer ON objects (object, customer, seq) WHERE customer IS NOT NULL;
CREATE INDEX objects_by_parent ON objects (object, parent, seq) WHERE parent IS NOT NULL;
CREATE INDEX objects_by_status ON objects (object, status, seq) WHERE status IS NOT NULL;
CREATE INDEX objects_by_due ON objects (due) WHERE due IS NOT NULL;

CREATE TABLE idempotency (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    request TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created);

CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
";

/// Came later: made in older files too, where it changes nothing that is there.
const ADDED: &str = "
CREATE TABLE IF NOT EXISTS keys (
    key TEXT PRIMARY KEY,
    permissions TEXT,
    revoked INTEGER NOT NULL,
    expires_at INTEGER
) STRICT;
";

/// What a file of version 1 lacks: objects that live in the time of a test clock.
const CLOCKS: &str = "
ALTER TABLE objects ADD COLUMN clock TEXT;
DROP INDEX objects_by_due;
CREATE INDEX objects_by_due ON objects (clock, due) WHERE due IS NOT NULL;
CREATE INDEX objects_by_clock ON objects (clock, id) WHERE clock IS NOT NULL;
";

/// What a file of version 2 lacks: what search looks at, of the kinds of object that can be searched. An
/// object that is deleted is found no more.
const SEARCHED: &str = "
CREATE TABLE searched (
    object TEXT NOT NULL,
    seq INTEGER NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (object, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER found_no_more AFTER UPDATE OF deleted ON objects WHEN NEW.deleted = 1
BEGIN DELETE FROM searched WHERE object = NEW.object AND seq = NEW.seq; END;
";

/// Makes the tables of a new file, which nobody else sees before it is filled: until then nothing has
/// to survive a crash.
pub(super) fn make(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.pragma_update(None, "page_size", PAGE)?;
    connection.pragma_update(None, "journal_mode", "MEMORY")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    at_hand(connection)?;
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {TABLES} {CLOCKS} {SEARCHED} {ADDED} PRAGMA user_version = {VERSION}; COMMIT;"
    ))
}

/// Readies a file that has its tables: from here on every commit is on disk before its answer leaves.
pub(super) fn ready(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    at_hand(connection)?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version < VERSION {
        let transaction = connection.unchecked_transaction()?;
        // A file of version 0 was killed before it had its tables.
        let tables = if version == 0 { TABLES } else { "" };
        let clocks = if version < 2 { CLOCKS } else { "" };
        transaction.execute_batch(&format!(
            "{tables} {clocks} {SEARCHED} PRAGMA user_version = {VERSION};"
        ))?;
        make_findable(&transaction).map_err(|e| match e {
            RowError::Sql(error) => error,
            RowError::Json(error) => rusqlite::Error::ToSqlConversionFailure(Box::new(error)),
        })?;
        transaction.commit()?;
    }
    connection.execute_batch(ADDED)
}

/// Keeps what search looks at of everything that is there: for an account that was just filled, and for an
/// older file.
pub(crate) fn make_findable(db: &Connection) -> Result<(), RowError> {
    let mut statement =
        db.prepare("SELECT seq, json FROM objects WHERE object = ?1 AND deleted = 0 ORDER BY seq")?;
    let mut keep =
        db.prepare("INSERT OR REPLACE INTO searched (object, seq, fields) VALUES (?1, ?2, ?3)")?;
    for kind in fields::KINDS {
        let mut rows = statement.query([kind.object])?;
        while let Some(row) = rows.next()? {
            let (seq, json): (i64, String) = (row.get(0)?, row.get(1)?);
            let fields = fields::kept(&serde_json::from_str(&json)?)?;
            keep.execute((kind.object, seq, fields))?;
        }
    }
    Ok(())
}

/// What is kept at hand in memory: pages, and statements ready to run.
fn at_hand(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.pragma_update(None, "cache_size", -CACHED_KIB)?;
    connection.set_prepared_statement_cache_capacity(256);
    // A kept statement keeps its plan: without this, those that a partial index may answer are planned anew
    // each time, which is a seventh of what filling an account takes.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test's own database")]
mod tests {
    use rusqlite::Connection;

    #[test]
    fn a_file_of_the_first_version_is_kept_and_completed() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(&format!("{} PRAGMA user_version = 1;", super::TABLES))
            .unwrap();
        let row = r#"INSERT INTO objects (object, id, created, json, private) VALUES ('customer', 'cus_1', 1, '{"object":"customer","created":1}', '{}')"#;
        db.execute_batch(row).unwrap();
        super::ready(&db).unwrap();
        super::ready(&db).unwrap();
        let on_clock = "SELECT count(*) FROM objects WHERE clock IS NULL";
        let kept: i64 = db.query_row(on_clock, [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 1);
        let found: String = db
            .query_row("SELECT fields FROM searched", [], |row| row.get(0))
            .unwrap();
        assert_eq!(found, "[1,null,null,null,null]");
    }

    /// Reading every line of the account to find one invoice's made seeding grow with the square of it.
    #[test]
    fn what_is_asked_often_is_found_by_its_index() {
        let db = Connection::open_in_memory().unwrap();
        super::make(&db).unwrap();
        for (condition, index) in [
            ("parent = 'p' AND deleted = 0", "objects_by_parent"),
            (
                "customer = 'c' AND deleted = 0 AND seq < 9",
                "objects_by_customer",
            ),
            ("status = 's' AND deleted = 0", "objects_by_status"),
            ("deleted = 0", "objects_by_kind"),
        ] {
            let sql = format!(
                "EXPLAIN QUERY PLAN SELECT json FROM objects WHERE object = 'o' AND {condition} ORDER BY seq DESC LIMIT 10"
            );
            let plan: String = db.query_row(&sql, [], |row| row.get(3)).unwrap();
            assert!(plan.contains(index), "{condition}: {plan}");
        }
    }
}
