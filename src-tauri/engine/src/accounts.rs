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
    /// As it lies on disk now: another program may have added an account a moment ago. A list that
    /// means nothing is set aside, and the one from before the last change stands in for it; with
    /// neither there is the practice account, and the others are connected again to their records.
    pub(crate) fn read(home: &Path) -> Result<Registry, Problem> {
        let file = file(home);
        match kept(&file)? {
            Kept::List(list) => return Ok(list),
            Kept::Nothing => return Ok(Registry::default()),
            Kept::Unreadable => {}
        }
        let list = match kept(&before(&file))? {
            Kept::List(list) => list,
            Kept::Nothing | Kept::Unreadable => Registry::default(),
        };
        std::fs::rename(&file, set_aside(home)).map_err(|error| disk(&file, &error))?;
        list.write(home)?;
        Ok(list)
    }

    /// Changes the list as it lies on disk, one program at a time.
    pub(crate) fn change(home: &Path, change: impl FnOnce(&mut Registry)) -> Result<(), Problem> {
        let lock = home.join("accounts.lock");
        let held = std::fs::File::create(&lock).and_then(|held| held.lock().map(|()| held));
        let _held = held.map_err(|error| disk(&lock, &error))?;
        let mut list = Registry::read(home)?;
        change(&mut list);
        list.write(home)
    }

    /// Writes beside and renames, so that a crash leaves the old list or the new one.
    fn write(&self, home: &Path) -> Result<(), Problem> {
        let file = file(home);
        let beside = file.with_extension("json.new");
        let write = || -> std::io::Result<()> {
            let mut out = std::fs::File::create(&beside)?;
            out.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
            out.sync_all()?;
            if file.exists() {
                std::fs::copy(&file, before(&file))?;
            }
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

/// What lies where a list of accounts is kept.
enum Kept {
    List(Registry),
    Nothing,
    Unreadable,
}

fn kept(file: &Path) -> Result<Kept, Problem> {
    match std::fs::read(file) {
        Ok(text) => Ok(serde_json::from_slice(&text).map_or_else(
            |error| {
                tracing::error!(%error, file = %file.display(), "a list of accounts");
                Kept::Unreadable
            },
            Kept::List,
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Kept::Nothing),
        Err(error) => Err(disk(file, &error)),
    }
}

/// The list from before the last change.
fn before(file: &Path) -> PathBuf {
    file.with_extension("json.before")
}

/// Where a list that cannot be read is put.
pub(crate) fn set_aside(home: &Path) -> PathBuf {
    home.join("accounts.json.unreadable")
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

#[cfg(test)]
mod tests {
    use super::{Registry, file, set_aside};
    use crate::account::Identity;
    use crate::view::Mode;
    use std::path::Path;

    fn add(home: &Path, id: &str) -> Result<(), Box<dyn std::error::Error>> {
        let identity = Identity {
            id: id.to_owned(),
            name: "Linden Studio".to_owned(),
            mode: Mode::Test,
            currency: "usd".to_owned(),
            api_base: None,
            key_hint: None,
        };
        Registry::change(home, |list| list.accounts.push(identity))
            .map_err(|problem| problem.message.into())
    }

    fn ids(home: &Path) -> Vec<String> {
        let list = Registry::read(home).map(|list| list.accounts);
        list.map(|all| all.into_iter().map(|one| one.id).collect())
            .unwrap_or_default()
    }

    #[test]
    fn what_two_programs_add_at_once_is_all_there() -> Result<(), Box<dyn std::error::Error>> {
        let home = tempfile::tempdir()?;
        std::thread::scope(|scope| {
            for program in 0..4 {
                let home = home.path();
                scope.spawn(move || {
                    for n in 0..5 {
                        assert!(add(home, &format!("acct_{program}{n}_test")).is_ok());
                    }
                });
            }
        });
        assert_eq!(ids(home.path()).len(), 20);
        Ok(())
    }

    #[test]
    fn a_list_that_means_nothing_gives_way_to_the_one_before()
    -> Result<(), Box<dyn std::error::Error>> {
        let home = tempfile::tempdir()?;
        add(home.path(), "acct_1_test")?;
        add(home.path(), "acct_2_test")?;
        for broken in ["{bad", "", "[]"] {
            std::fs::write(file(home.path()), broken)?;
            assert_eq!(ids(home.path()), ["acct_1_test"], "{broken:?}");
            assert_eq!(std::fs::read_to_string(set_aside(home.path()))?, broken);
        }
        std::fs::remove_file(super::before(&file(home.path())))?;
        std::fs::write(file(home.path()), "{bad")?;
        assert!(ids(home.path()).is_empty(), "the practice account is left");
        Ok(())
    }
}
