//! Which accounts there are and which one is in use: a small file beside
//! their records. No key is ever in it.

use crate::account::Identity;
use crate::view::{Code, Problem, Retry};
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The built-in account's id.
pub const PRACTICE: &str = "practice";

/// The list of accounts, as it lies on disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Registry {
    /// The account in use.
    pub(crate) current: String,
    /// All but the practice account, in the order in which they were added.
    #[serde(default)]
    pub(crate) accounts: Vec<Identity>,
}

impl Default for Registry {
    fn default() -> Registry {
        Registry {
            current: PRACTICE.to_owned(),
            accounts: Vec::new(),
        }
    }
}

impl Registry {
    pub(crate) fn read(home: &Path) -> Result<Registry, Problem> {
        let file = file(home);
        let text = match std::fs::read(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Registry::default());
            }
            Err(error) => return Err(disk(&file, &error)),
        };
        serde_json::from_slice(&text).map_err(|error| {
            tracing::error!(%error, "accounts.json");
            Problem::new(
                Code::Damaged,
                format!("The list of accounts in {} cannot be read.", file.display()),
            )
            .hint("Move the file away and connect your accounts again; their records stay.")
        })
    }

    /// Writes beside and renames, so that a crash leaves the old list or the new one.
    pub(crate) fn write(&self, home: &Path) -> Result<(), Problem> {
        let file = file(home);
        let beside = file.with_extension("json.new");
        let write = || -> std::io::Result<()> {
            let mut out = std::fs::File::create(&beside)?;
            out.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
            out.sync_all()?;
            std::fs::rename(&beside, &file)
        };
        write().map_err(|error| disk(&file, &error))
    }

    /// The practice account first, then the others.
    pub(crate) fn all(&self) -> Vec<Identity> {
        std::iter::once(Identity::practice())
            .chain(self.accounts.iter().cloned())
            .collect()
    }

    pub(crate) fn find(&self, id: &str) -> Option<Identity> {
        self.all().into_iter().find(|account| account.id == id)
    }
}

/// Where an account's records lie.
pub(crate) fn records_file(home: &Path, id: &str) -> PathBuf {
    home.join("accounts").join(format!("{id}.sqlite"))
}

/// Where the practice Stripe keeps its own data.
pub(crate) fn practice_folder(home: &Path) -> PathBuf {
    home.join("practice")
}

/// Where all state lies: `COUNTERFOIL_HOME`, or the place the system has for it.
pub fn home(chosen: Option<PathBuf>) -> Result<PathBuf, Problem> {
    chosen
        .or_else(|| dirs::data_dir().map(|folder| folder.join("counterfoil")))
        .ok_or_else(|| {
            Problem::new(
                Code::Disk,
                "This computer names no folder for a program's data.",
            )
            .hint("Set COUNTERFOIL_HOME to a folder of your own.")
        })
}

/// Where saved PDFs go: the system's download folder, or one beside the records.
pub fn documents_folder(home: &Path) -> PathBuf {
    dirs::download_dir().unwrap_or_else(|| home.join("documents"))
}

/// Where mail drafts lie, with their PDFs.
pub fn outgoing_folder(home: &Path) -> PathBuf {
    home.join("outgoing")
}

/// What to say when a file or folder cannot be used.
pub(crate) fn disk(file: &Path, error: &std::io::Error) -> Problem {
    let full = matches!(
        error.kind(),
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
    );
    if full {
        return Problem::new(Code::Disk, "The disk is full.")
            .hint("Make room, then try again.")
            .retry(Retry::Now);
    }
    let forbidden = matches!(
        error.kind(),
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied
    );
    let what = if forbidden {
        format!("{} cannot be written.", file.display())
    } else {
        format!("{} cannot be used: {error}.", file.display())
    };
    Problem::new(Code::Disk, what)
        .hint("See that the folder exists and may be written, then try again.")
        .retry(Retry::Now)
}

fn file(home: &Path) -> PathBuf {
    home.join("accounts.json")
}
