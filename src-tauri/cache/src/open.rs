//! Whether a file may be used, and with which settings: opening, refusing, copying, checking. Not
//! the tables themselves.

use std::fs::{self, File, OpenOptions};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::Error;
use crate::backups;
use crate::migrations::{self, Step};

/// 3.51.3 is the first without the bug that could reset a write-ahead log under a reader and lose
/// what was committed.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long to wait for another process's transaction before giving up.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much of the file a reader maps into memory, bytes; what lies beyond is read as ever.
const MAPPED: i64 = 256 << 20;
const HEADER: usize = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Opens the file for the writer thread, creating or migrating it as needed.
pub(crate) fn writer(path: &Path) -> Result<Connection, Error> {
    writer_with(path, &migrations::steps())
}

pub(crate) fn writer_with(path: &Path, steps: &[&Step]) -> Result<Connection, Error> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(Error::OldSqlite {
            found: rusqlite::version(),
        });
    }
    let ours = steps.last().map_or(0, |step| step.version);
    backups::finish(path)?;
    refuse_by_header(path, ours)?;
    if is_empty(path) && !backups::backups(path).is_empty() {
        return Err(Error::Gone {
            file: path.to_owned(),
        });
    }
    create(path)?;

    let mut sql = connect(path)?;
    // The header says what was last written back; the log beside it may know more.
    let have = migrations::version(&sql)?;
    refuse_newer(path, have, ours)?;
    let tables: i64 = sql.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if have == 0 && tables > 0 {
        return Err(Error::Foreign {
            file: path.to_owned(),
        });
    }
    sql.pragma_update(None, "journal_mode", "WAL")?;
    if have < ours {
        if have > 0 {
            backup(&sql, &copy_before(path, ours))?;
        }
        migrations::run(&mut sql, steps)?;
    }
    Ok(sql)
}

/// Opens the file for a reader thread, after the writer.
pub(crate) fn reader(path: &Path) -> Result<Connection, Error> {
    let sql = connect(path)?;
    sql.pragma_update(None, "query_only", true)?;
    // A page of a list sorted by anything but its age is read from all over the file: straight from
    // the system's own memory, without a copy for each piece.
    sql.pragma_update(None, "mmap_size", MAPPED)?;
    Ok(sql)
}

fn connect(path: &Path) -> Result<Connection, Error> {
    // Each connection stays on one thread, so SQLite need not lock it. No URI names: a path with
    // a question mark is a path.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(path, flags)?;
    sql.busy_timeout(PATIENCE)?;
    sql.pragma_update(None, "synchronous", "FULL")?;
    sql.pragma_update(None, "foreign_keys", true)?;
    sql.pragma_update(None, "trusted_schema", false)?;
    sql.pragma_update(None, "temp_store", "MEMORY")?;
    sql.pragma_update(None, "cache_size", -8_000)?;
    sql.set_prepared_statement_cache_capacity(128);
    // A kept statement keeps its plan, whatever is bound to it: each walk names the index it goes along.
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(sql)
}

/// The newest format that this version writes.
pub(crate) fn ours() -> u32 {
    migrations::steps().last().map_or(0, |step| step.version)
}

/// Looks at the first bytes without SQLite, which would create files beside the one it opens: a
/// file we refuse stays as it is.
pub(crate) fn refuse_by_header(path: &Path, ours: u32) -> Result<(), Error> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(Error::io(path)(e)),
    };
    let length = file.metadata().map_err(Error::io(path))?.len();
    if length == 0 {
        return Ok(());
    }
    let damaged = |detail: &str| Error::Damaged {
        file: path.to_owned(),
        detail: detail.to_owned(),
    };
    let mut header = [0; HEADER];
    file.read_exact(&mut header)
        .map_err(|_| damaged("shorter than a database's header"))?;
    if !header.starts_with(MAGIC) {
        return Err(damaged("not a database"));
    }
    let number = |at: usize| {
        let bytes: [u8; 4] = header[at..at + 4].try_into().unwrap_or_default();
        u32::from_be_bytes(bytes)
    };
    let (pages, version, application) = (number(28), number(60), number(68));
    if version > 0 && application != migrations::APPLICATION.cast_unsigned() {
        return Err(Error::Foreign {
            file: path.to_owned(),
        });
    }
    refuse_newer(path, version, ours)?;
    let page_size = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    // With a log beside it the file may still be about to grow.
    let log = fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len());
    if log == 0 && length < u64::from(pages) * page_size {
        return Err(damaged("cut short"));
    }
    Ok(())
}

/// Whether there is nothing in the file, or no file at all. What a log beside it says counts for
/// nothing: the first page of a file with a log is always in the file.
fn is_empty(path: &Path) -> bool {
    fs::metadata(path).map_or(0, |about| about.len()) == 0
}

fn refuse_newer(path: &Path, theirs: u32, ours: u32) -> Result<(), Error> {
    if theirs > ours {
        return Err(Error::Newer {
            file: path.to_owned(),
            ours,
            theirs,
        });
    }
    Ok(())
}

/// Creates the folder and an empty file that only its owner may read; SQLite gives the files it
/// puts beside it the same permissions.
pub(crate) fn create(path: &Path) -> Result<(), Error> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(Error::io(folder))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map(drop).map_err(Error::io(path))
}

/// Writes a compact copy: complete and on disk before it takes its name.
pub(crate) fn backup(sql: &Connection, to: &Path) -> Result<(), Error> {
    let unfinished = beside(to, ".unfinished");
    if unfinished.exists() {
        fs::remove_file(&unfinished).map_err(Error::io(&unfinished))?;
    }
    // `VACUUM INTO` accepts an empty file, which is how the copy gets its permissions.
    create(&unfinished)?;
    let name = unfinished.to_str().ok_or_else(|| Error::Io {
        file: unfinished.clone(),
        source: std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            "a backup's name must be valid Unicode",
        ),
    })?;
    // SQLite counts this as writing to the file it only reads.
    let query_only: bool = sql.pragma_query_value(None, "query_only", |row| row.get(0))?;
    sql.pragma_update(None, "query_only", false)?;
    let copied = sql.execute("VACUUM INTO ?1", [name]);
    sql.pragma_update(None, "query_only", query_only)?;
    copied?;
    OpenOptions::new()
        .write(true)
        .open(&unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&unfinished, to))
        .map_err(Error::io(to))
}

/// Reads everything for damage.
pub(crate) fn check(sql: &Connection, path: &Path) -> Result<(), Error> {
    let found: String = sql.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found == "ok" {
        return Ok(());
    }
    Err(Error::Damaged {
        file: path.to_owned(),
        detail: found,
    })
}

/// Where the copy goes that is made before a migration to `version`.
pub(crate) fn copy_before(path: &Path, version: u32) -> PathBuf {
    beside(path, &format!(".before-{version}"))
}

/// The file's name with something added to its end.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests;
