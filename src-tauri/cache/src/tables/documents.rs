//! The bytes of PDFs, by the record they belong to and a label (such as `pdf` or `receipt`). Equal
//! bytes are kept once. Not where they are fetched or drawn.

use rusqlite::{OptionalExtension as _, Row};
use sha2::{Digest as _, Sha256};

use crate::migrations::Step;
use crate::{Changed, Error, Kind, Read};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: include_str!("documents.sql"),
}];

/// What is known of a document besides its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentInfo {
    /// What the document is of its record, such as `pdf`.
    pub label: String,
    /// SHA-256 of the bytes, in lower-case hex.
    pub sha256: String,
    /// How many bytes.
    pub size: i64,
    /// When they were fetched, unix seconds UTC.
    pub fetched_at: i64,
}

/// A document with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The bytes; checked against the hash when read.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, in lower-case hex.
    pub sha256: String,
    /// How many bytes.
    pub size: i64,
    /// When they were fetched, unix seconds UTC.
    pub fetched_at: i64,
}

/// Reads documents.
pub struct Documents<'r> {
    pub(crate) read: &'r Read<'r>,
}

/// Writes documents.
pub struct DocumentsMut<'w> {
    pub(crate) read: Documents<'w>,
    pub(crate) changed: &'w mut Changed,
}

impl Documents<'_> {
    /// A document with its bytes. Bytes that do not have their hash any more are an error, never
    /// shown.
    pub fn get(&self, kind: Kind, id: &str, label: &str) -> Result<Option<Document>, Error> {
        let document = self
            .read
            .sql
            .prepare_cached(
                "SELECT bytes, sha256, size, fetched_at FROM documents JOIN contents USING (sha256)
                 WHERE kind = ?1 AND id = ?2 AND label = ?3",
            )?
            .query_row([kind.code(), id, label], |row| {
                Ok(Document {
                    bytes: row.get(0)?,
                    sha256: row.get(1)?,
                    size: row.get(2)?,
                    fetched_at: row.get(3)?,
                })
            })
            .optional()?;
        match document {
            Some(document) if hex(&document.bytes) != document.sha256 => {
                Err(Error::stored("documents", id)(
                    "the bytes do not have their hash",
                ))
            }
            document => Ok(document),
        }
    }

    /// What is known of a document, without reading its bytes.
    pub fn info(&self, kind: Kind, id: &str, label: &str) -> Result<Option<DocumentInfo>, Error> {
        let mut list = self.list(kind, id)?;
        Ok(list
            .iter()
            .position(|info| info.label == label)
            .map(|at| list.swap_remove(at)))
    }

    /// The documents of a record, by label, without their bytes.
    pub fn list(&self, kind: Kind, id: &str) -> Result<Vec<DocumentInfo>, Error> {
        let mut select = self.read.sql.prepare_cached(
            "SELECT label, sha256, size, fetched_at FROM documents JOIN contents USING (sha256)
             WHERE kind = ?1 AND id = ?2 ORDER BY label",
        )?;
        let rows = select.query_map([kind.code(), id], info)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn info(row: &Row<'_>) -> rusqlite::Result<DocumentInfo> {
    Ok(DocumentInfo {
        label: row.get(0)?,
        sha256: row.get(1)?,
        size: row.get(2)?,
        fetched_at: row.get(3)?,
    })
}

impl DocumentsMut<'_> {
    /// Stores a document over the one with the same label, and returns the SHA-256 of its bytes
    /// in hex.
    pub fn put(
        &mut self,
        kind: Kind,
        id: &str,
        label: &str,
        bytes: &[u8],
        fetched_at: i64,
    ) -> Result<String, Error> {
        let sha256 = hex(bytes);
        let size = i64::try_from(bytes.len()).map_err(Error::stored("documents", id))?;
        let before = self.info(kind, id, label)?;
        let sql = self.sql();
        sql.prepare_cached(
            "INSERT INTO contents (sha256, size, bytes) VALUES (?1, ?2, ?3)
             ON CONFLICT (sha256) DO NOTHING",
        )?
        .execute((&sha256, size, bytes))?;
        sql.prepare_cached(
            "INSERT INTO documents (kind, id, label, sha256, fetched_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (kind, id, label) DO UPDATE
             SET sha256 = excluded.sha256, fetched_at = excluded.fetched_at",
        )?
        .execute((kind.code(), id, label, &sha256, fetched_at))?;
        if let Some(before) = before.filter(|before| before.sha256 != sha256) {
            self.drop_orphan(&before.sha256)?;
        }
        Changed::note(&mut self.changed.documents, kind, id);
        Ok(sha256)
    }

    /// Removes every document of a record.
    pub fn forget(&mut self, kind: Kind, id: &str) -> Result<(), Error> {
        let list = self.list(kind, id)?;
        if list.is_empty() {
            return Ok(());
        }
        self.sql()
            .prepare_cached("DELETE FROM documents WHERE kind = ?1 AND id = ?2")?
            .execute([kind.code(), id])?;
        for info in list {
            self.drop_orphan(&info.sha256)?;
        }
        Changed::note(&mut self.changed.documents, kind, id);
        Ok(())
    }

    fn drop_orphan(&self, sha256: &str) -> Result<(), Error> {
        self.sql()
            .prepare_cached(
                "DELETE FROM contents WHERE sha256 = ?1
                 AND NOT EXISTS (SELECT 1 FROM documents WHERE sha256 = ?1)",
            )?
            .execute([sha256])?;
        Ok(())
    }
}

/// SHA-256 in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
