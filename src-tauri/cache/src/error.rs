//! What can go wrong with the cache, told apart as far as someone can act on it. Not the words for
//! people: those are chosen where a problem is shown.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// A failure of the cache.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file was written by a newer version of the program; it was left as it is.
    #[error("{file} has format {theirs}, this version knows formats up to {ours}")]
    Newer {
        /// The file that was refused.
        file: PathBuf,
        /// The newest format this version writes.
        ours: u32,
        /// The format of the file.
        theirs: u32,
    },
    /// The file cannot be read as a database, or parts of it cannot. It was left as it is;
    /// [`crate::rescue`] may still copy out what cannot be fetched again.
    #[error("{file} is damaged: {detail}")]
    Damaged {
        /// The damaged file.
        file: PathBuf,
        /// What SQLite or the check said about it.
        detail: String,
    },
    /// There is no such file, or an empty one, and there are backups of it: it is not a new one.
    #[error("{file} is gone, and there are backups of it")]
    Gone {
        /// Where it lay.
        file: PathBuf,
    },
    /// The file is a sound database of some other program; it was left as it is.
    #[error("{file} belongs to another program")]
    Foreign {
        /// The file that was refused.
        file: PathBuf,
    },
    /// Another process kept the file locked for longer than we wait.
    #[error("the file is in use by another process")]
    Busy,
    /// The disk, or the quota on it, is full.
    #[error("the disk is full")]
    Full,
    /// The file cannot be written: its folder may be read-only, or the disk fails.
    #[error("{file} cannot be written: {detail}")]
    Unwritable {
        /// The file.
        file: PathBuf,
        /// What SQLite said about it.
        detail: String,
    },
    /// A file or folder could not be created, read, renamed or removed.
    #[error("{file}: {source}")]
    Io {
        /// The file or folder.
        file: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The SQLite linked in is older than the first one without the WAL-reset bug.
    #[error("SQLite {found} is too old, 3.51.3 is the first that is safe here")]
    OldSqlite {
        /// The version linked in.
        found: &'static str,
    },
    /// Something stored is not what this version would have stored.
    #[error("{table} {id}: {detail}")]
    Stored {
        /// The table it stands in.
        table: &'static str,
        /// Which row.
        id: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The row that was to be changed is not there.
    #[error("{table} has no {id}")]
    Missing {
        /// The table it was looked for in.
        table: &'static str,
        /// Which row.
        id: String,
    },
    /// The row is not in a state that allows the change.
    #[error("{table} {id} is {state}, so it cannot be {wanted}")]
    Order {
        /// The table it stands in.
        table: &'static str,
        /// Which row.
        id: String,
        /// The state it is in.
        state: &'static str,
        /// What was asked of it.
        wanted: &'static str,
    },
    /// The caller's closure panicked; its transaction was rolled back.
    #[error("a task on the cache panicked: {message}")]
    Panicked {
        /// The panic's message, where it had one.
        message: String,
    },
    /// The cache's threads have ended.
    #[error("the cache is closed")]
    Closed,
    /// Any other failure of SQLite.
    #[error("SQLite: {0}")]
    Sql(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(source: rusqlite::Error) -> Self {
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged {
                // Filled in by `in_file` wherever the file is known.
                file: PathBuf::new(),
                detail: source.to_string(),
            },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => {
                Self::Unwritable {
                    file: PathBuf::new(),
                    detail: source.to_string(),
                }
            }
            _ => Self::Sql(source),
        }
    }
}

impl Error {
    /// Names the file in errors that came from SQLite, which does not.
    pub(crate) fn in_file(self, path: &std::path::Path) -> Self {
        match self {
            Self::Damaged { file, detail } if file.as_os_str().is_empty() => Self::Damaged {
                file: path.to_owned(),
                detail,
            },
            Self::Unwritable { file, detail } if file.as_os_str().is_empty() => Self::Unwritable {
                file: path.to_owned(),
                detail,
            },
            other => other,
        }
    }

    /// For `map_err` on file operations.
    pub(crate) fn io(file: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io {
                file: file.to_owned(),
                source,
            },
        }
    }

    /// For `map_err` on decoding what is stored.
    pub(crate) fn stored<E: std::fmt::Display>(
        table: &'static str,
        id: &str,
    ) -> impl FnOnce(E) -> Self {
        move |source| Self::Stored {
            table,
            id: id.to_owned(),
            detail: source.to_string(),
        }
    }
}
