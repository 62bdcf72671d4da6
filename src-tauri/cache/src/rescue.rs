//! Copying out of a damaged file what exists nowhere else. Not a repair: the damaged file stays as
//! it is, records are left behind (they can be fetched again), and the fresh file holds every row
//! that could still be read. Which file is put in whose place is decided in `backups`.

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

/// In the order in which they refer to one another, each with what happens to a row that the
/// fresh file has from a backup already.
const TABLES: [(&str, Twin); 8] = [
    ("settings", Twin::IfBroken),
    ("drafts", Twin::IfBroken),
    ("notes", Twin::Stays),
    // What was sent is sent, whatever one goes back to.
    ("intents", Twin::Goes),
    ("steps", Twin::Goes),
    ("superseded_keys", Twin::Goes),
    ("contents", Twin::Stays),
    ("documents", Twin::Stays),
];

/// What happens to a row of a backup when the file has one of the same name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Twin {
    /// The backup's stays.
    Stays,
    /// The file's takes its place.
    Goes,
    /// The file's takes its place where one goes back because of damage; where one goes back by
    /// choice, the backup's is what is wanted.
    IfBroken,
}

/// Copies what can be read from the file `from` into a fresh file `to`, which must not exist yet.
///
/// It works on a copy of the damaged file, for SQLite writes to whatever it opens. Blocking; call
/// it off the async runtime.
pub fn rescue(from: &Path, to: &Path) -> Result<Rescued, Error> {
    rescue_onto(from, to, None)
}

/// [`rescue`], onto a copy of the backup `base`, if one is given. Of a file that this version does
/// not know, nothing is taken over.
pub(crate) fn rescue_onto(from: &Path, to: &Path, base: Option<&Path>) -> Result<Rescued, Error> {
    if to.exists() {
        let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        return Err(Error::io(to)(taken));
    }
    if let Some(base) = base {
        fs::copy(base, to).map_err(Error::io(base))?;
    }
    let strange = open::refuse_by_header(from, open::ours()).err();
    if let Some(Error::Newer { .. } | Error::Foreign { .. }) = strange {
        return onto_nothing(to);
    }
    let copy = beside(to, ".damaged");
    fs::copy(from, &copy).map_err(Error::io(from))?;
    // What was committed last may stand only in the log.
    let (log, log_copy) = (beside(from, "-wal"), beside(&copy, "-wal"));
    if log.exists() {
        fs::copy(&log, &log_copy).map_err(Error::io(&log))?;
    }
    let rescued = copy_out(&copy, to, base.is_some()).map_err(|e| e.in_file(from));
    for leftover in [&copy, &log_copy, &beside(&copy, "-shm")] {
        if leftover.exists() {
            fs::remove_file(leftover).map_err(Error::io(leftover))?;
        }
    }
    rescued
}

/// The backup alone.
fn onto_nothing(to: &Path) -> Result<Rescued, Error> {
    let mut fresh = open::writer(to)?;
    let into = fresh.transaction()?;
    doubt(&into)?;
    let rescued = counted(&into, Vec::new())?;
    into.commit()?;
    Ok(rescued)
}

fn copy_out(damaged: &Path, to: &Path, onto_backup: bool) -> Result<Rescued, Error> {
    let from = Connection::open_with_flags(damaged, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let broken = open::check(&from, damaged).is_err();
    let mut fresh = open::writer(to)?;
    // A row may have lost the row it refers to, and one that takes another's place must not take
    // along what refers to it; that is sorted out at the end.
    fresh.pragma_update(None, "foreign_keys", false)?;
    let into = fresh.transaction()?;
    let mut incomplete = Vec::new();
    for (table, twin) in TABLES {
        let theirs = twin == Twin::Goes || (twin == Twin::IfBroken && broken);
        if onto_backup && table == "settings" && !broken {
            continue;
        }
        if !copy_table(&from, &into, table, theirs)? {
            incomplete.push(table);
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
            "superseded_keys",
            "DELETE FROM superseded_keys WHERE rowid NOT IN (SELECT min(rowid) FROM superseded_keys GROUP BY intent, n, key)",
        ),
        (
            "documents",
            "DELETE FROM documents WHERE sha256 NOT IN (SELECT sha256 FROM contents)",
        ),
    ] {
        let gone = into.execute(orphans, [])?;
        let twins = orphans.contains("GROUP BY");
        if gone > 0 && !twins && !incomplete.contains(&table) {
            incomplete.push(table);
        }
    }
    if onto_backup || broken {
        doubt(&into)?;
    }
    let rescued = counted(&into, incomplete)?;
    into.commit()?;
    Ok(rescued)
}

/// Whether an intent of an older copy was sent since nobody here knows: each counts as sent when
/// it was intended. Its key, or the object's state once the key is too old, then tells.
fn doubt(into: &Connection) -> Result<(), Error> {
    into.execute(
        "UPDATE steps SET attempts = max(attempts, 1),
            first_sent_at = (SELECT created FROM intents WHERE id = steps.intent)
         WHERE state = 'waiting' AND first_sent_at IS NULL
            AND intent IN (SELECT id FROM intents WHERE state IN ('queued', 'sending'))",
        [],
    )?;
    // Whoever held the lease when the copy was made does not hold this file's.
    into.execute("DELETE FROM lease", [])?;
    Ok(())
}

fn counted(into: &Connection, incomplete: Vec<&'static str>) -> Result<Rescued, Error> {
    let count = |table: &str| -> Result<usize, Error> {
        let count: i64 = into.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
            row.get(0)
        })?;
        Ok(usize::try_from(count).unwrap_or_default())
    };
    Ok(Rescued {
        drafts: count("drafts")?,
        intents: count("intents")?,
        notes: count("notes")?,
        documents: count("documents")?,
        settings: count("settings")?,
        incomplete,
    })
}

/// Copies a table from both ends towards the damage in the middle. False when not all of it could
/// be read. `theirs` says that a row takes the place of one that is there already.
fn copy_table(
    from: &Connection,
    into: &Connection,
    table: &str,
    theirs: bool,
) -> Result<bool, Error> {
    let columns = columns(into, table)?;
    let marks = vec!["?"; columns.len()].join(", ");
    let list = columns.join(", ");
    let or = if theirs { "REPLACE" } else { "IGNORE" };
    let insert = format!("INSERT OR {or} INTO {table} ({list}) VALUES ({marks})");
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
