//! Copying out of a damaged file what exists nowhere else. Not a repair: the damaged file stays as
//! it is, records are left behind (they can be fetched again), and the fresh file holds every row
//! that could still be read.

use std::fs;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::Error;
use crate::open::{self, beside};

/// What was copied, and where something could not be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rescued {
    /// Quotes being written.
    pub drafts: usize,
    /// Intents of the outbox.
    pub intents: usize,
    /// Entries of timelines.
    pub notes: usize,
    /// Documents whose bytes are whole.
    pub documents: usize,
    /// Settings.
    pub settings: usize,
    /// The tables in which something could not be read, or whose rows did not fit together.
    pub incomplete: Vec<&'static str>,
}

/// In the order in which they refer to one another.
const TABLES: [&str; 8] = [
    "settings",
    "drafts",
    "notes",
    "intents",
    "steps",
    "superseded_keys",
    "contents",
    "documents",
];

/// Copies what can be read from the file `from` into a fresh file `to`, which must not exist yet.
///
/// It works on a copy of the damaged file, for SQLite writes to whatever it opens. Blocking; call
/// it off the async runtime.
pub fn rescue(from: &Path, to: &Path) -> Result<Rescued, Error> {
    if to.exists() {
        let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        return Err(Error::io(to)(taken));
    }
    let copy = beside(to, ".damaged");
    fs::copy(from, &copy).map_err(Error::io(from))?;
    // What was committed last may stand only in the log.
    let (log, log_copy) = (beside(from, "-wal"), beside(&copy, "-wal"));
    if log.exists() {
        fs::copy(&log, &log_copy).map_err(Error::io(&log))?;
    }
    let rescued = copy_out(&copy, to).map_err(|e| e.in_file(from));
    for leftover in [&copy, &log_copy, &beside(&copy, "-shm")] {
        if leftover.exists() {
            fs::remove_file(leftover).map_err(Error::io(leftover))?;
        }
    }
    rescued
}

fn copy_out(damaged: &Path, to: &Path) -> Result<Rescued, Error> {
    let from = Connection::open_with_flags(damaged, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mut fresh = open::writer(to)?;
    let into = fresh.transaction()?;
    // A row may have lost the row it refers to; that is sorted out at the end.
    into.pragma_update(None, "defer_foreign_keys", true)?;
    let mut rescued = Rescued::default();
    for table in TABLES {
        if !copy_table(&from, &into, table)? {
            rescued.incomplete.push(table);
        }
    }
    for (table, orphans) in [
        (
            "steps",
            "DELETE FROM steps WHERE intent NOT IN (SELECT id FROM intents)",
        ),
        (
            "superseded_keys",
            "DELETE FROM superseded_keys WHERE (intent, n) NOT IN (SELECT intent, n FROM steps)",
        ),
        (
            "documents",
            "DELETE FROM documents WHERE sha256 NOT IN (SELECT sha256 FROM contents)",
        ),
    ] {
        if into.execute(orphans, [])? > 0 && !rescued.incomplete.contains(&table) {
            rescued.incomplete.push(table);
        }
    }
    let count = |table: &str| -> Result<usize, Error> {
        let count: i64 = into.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
            row.get(0)
        })?;
        Ok(usize::try_from(count).unwrap_or_default())
    };
    rescued.drafts = count("drafts")?;
    rescued.intents = count("intents")?;
    rescued.notes = count("notes")?;
    rescued.documents = count("documents")?;
    rescued.settings = count("settings")?;
    into.commit()?;
    Ok(rescued)
}

/// Copies a table from both ends towards the damage in the middle. False when not all of it could
/// be read.
fn copy_table(from: &Connection, into: &Connection, table: &str) -> Result<bool, Error> {
    let columns = columns(into, table)?;
    let marks = vec!["?"; columns.len()].join(", ");
    let list = columns.join(", ");
    let insert = format!("INSERT OR IGNORE INTO {table} ({list}) VALUES ({marks})");
    let mut insert = into.prepare(&insert)?;
    for direction in ["ASC", "DESC"] {
        // `NOT INDEXED`: the table itself is what is read, whatever became of its indices.
        let select = format!("SELECT {list} FROM {table} NOT INDEXED ORDER BY rowid {direction}");
        let Ok(mut select) = from.prepare(&select) else {
            return Ok(false);
        };
        let Ok(mut rows) = select.query([]) else {
            return Ok(false);
        };
        loop {
            match rows.next() {
                Ok(None) => return Ok(true),
                Err(_) => break,
                Ok(Some(row)) => {
                    let values: Result<Vec<Value>, _> =
                        (0..columns.len()).map(|at| row.get(at)).collect();
                    // Damage may also read as values that the table does not allow, or as bytes
                    // that are not the document's any more.
                    let Ok(values) = values else { continue };
                    if whole(table, &values) {
                        let _ = insert.execute(params_from_iter(values));
                    }
                }
            }
        }
    }
    Ok(false)
}

/// Whether a document's bytes still have their hash; anything else is taken as it is.
fn whole(table: &str, values: &[Value]) -> bool {
    match (table, values) {
        ("contents", [Value::Text(sha256), _, Value::Blob(bytes)]) => {
            crate::tables::documents::hex(bytes) == *sha256
        }
        ("contents", _) => false,
        _ => true,
    }
}

fn columns(sql: &Connection, table: &str) -> Result<Vec<String>, Error> {
    let mut select = sql.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let names = select.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}
