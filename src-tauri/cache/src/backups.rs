//! Copies of a file and going back to one. A copy is made before each change of
//! format (see `open`) and one a day; which of those stay is decided here.
//! When to make one, and what a person is told, is not.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::open::{self, beside};
use crate::rescue::{self, Rescued};
use crate::{Cache, Error};

/// So many of the last days are kept.
const DAYS: usize = 5;
/// And of so many weeks before them, the newest of each.
const WEEKS: usize = 4;

/// A copy of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// What it goes by: its day, or `before-2`.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// When it was made, unix seconds UTC.
    pub at: i64,
    /// Its size in bytes.
    pub bytes: u64,
    /// The format that it was made before, where it was made for a change of format.
    pub before: Option<u32>,
}

/// What to do with a file that cannot be used, or is not wanted as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy<'a> {
    /// A fresh file with all that can still be read of what exists nowhere else.
    Afresh,
    /// This backup. What the file knows beyond it of the outbox, and whatever was added since to
    /// drafts, notes and documents, is taken over as far as it can be read.
    Restore(&'a Path),
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutRight {
    /// What the file in use holds now.
    pub rescued: Rescued,
    /// Where the file lies that was in use before, as it was.
    pub aside: PathBuf,
}

/// The folder of a file's daily backups.
fn folder(file: &Path) -> PathBuf {
    file.with_extension("backups")
}

/// All backups of a file, the newest first. A folder that cannot be read has none.
#[must_use]
pub fn backups(file: &Path) -> Vec<Backup> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder(file)).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|kind| kind == "sqlite")
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            all.extend(backup(name, &path, None));
        }
    }
    let own = file.file_name().and_then(|name| name.to_str());
    let before = own.map(|own| format!("{own}.before-")).unwrap_or_default();
    let parent = file.parent().map(fs::read_dir);
    for entry in parent.into_iter().flatten().flatten().flatten() {
        let path = entry.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let version = name
            .and_then(|name| name.strip_prefix(&before))
            .and_then(|version| version.parse().ok());
        if let Some(version) = version {
            all.extend(backup(&format!("before-{version}"), &path, Some(version)));
        }
    }
    all.sort_by(|one, other| (other.at, &other.name).cmp(&(one.at, &one.name)));
    all
}

fn backup(name: &str, path: &Path, before: Option<u32>) -> Option<Backup> {
    let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let at = about
        .modified()
        .ok()
        .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    Some(Backup {
        name: name.to_owned(),
        path: path.to_owned(),
        at: at.map_or(0, |at| i64::try_from(at.as_secs()).unwrap_or(i64::MAX)),
        bytes: about.len(),
        before,
    })
}

impl Cache {
    /// Makes the backup of this day (`2026-05-03`), unless there is one, and removes those that
    /// are not kept any longer. True when one was made.
    pub async fn back_up(&self, day: &str) -> Result<bool, Error> {
        if folder(self.path()).join(format!("{day}.sqlite")).exists() {
            return Ok(false);
        }
        self.back_up_now(day).await?;
        Ok(true)
    }

    /// Makes the backup of this day, in place of an earlier one of it, and removes those that are
    /// not kept any longer. Damaged records never take the place of a backup.
    pub async fn back_up_now(&self, day: &str) -> Result<(), Error> {
        let folder = folder(self.path());
        let to = folder.join(format!("{day}.sqlite"));
        if to.exists() {
            self.check().await?;
        }
        fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
        self.backup(&to).await?;
        let days: Vec<String> = backups(self.path())
            .into_iter()
            .filter(|backup| backup.before.is_none())
            .map(|backup| backup.name)
            .collect();
        for old in not_kept(days) {
            let path = folder.join(format!("{old}.sqlite"));
            fs::remove_file(&path).map_err(Error::io(&path))?;
        }
        Ok(())
    }
}

/// Of these days (`2026-05-03`), those whose backups have had their time. A name that is no day
/// is left alone.
fn not_kept(mut days: Vec<String>) -> Vec<String> {
    days.retain(|day| week(day).is_some());
    days.sort();
    days.reverse();
    let mut weeks = BTreeSet::new();
    let older = days.split_off(days.len().min(DAYS));
    older
        .into_iter()
        .filter(|day| {
            let Some(week) = week(day) else { return false };
            let first_of_its_week = weeks.insert(week);
            !(first_of_its_week && weeks.len() <= WEEKS)
        })
        .collect()
}

/// The number of the week that a day lies in, counted from a Monday long ago.
fn week(day: &str) -> Option<i64> {
    let mut parts = day.split('-').map(str::parse::<i64>);
    let (year, month, date) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&date) {
        return None;
    }
    // Days since 1 March of year 0, a Wednesday, by the calendar's own pattern of months.
    let year = if month < 3 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date - 1;
    Some((days + 2).div_euclid(7))
}

/// Puts a fresh file in the place of one that is not to be used as it is. Nothing is overwritten:
/// the file goes aside, named with `mark`. Until the last moment it is the one in use, and a crash
/// in between is finished by the next start. Nobody may have it open. Blocking.
pub fn put_right(file: &Path, remedy: Remedy<'_>, mark: &str) -> Result<PutRight, Error> {
    let aside = file.with_extension(format!("set-aside-{mark}.sqlite"));
    if aside.exists() {
        let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        return Err(Error::io(&aside)(taken));
    }
    let fresh = fresh(file);
    for leftover in with_logs(&fresh) {
        remove(&leftover)?;
    }
    // Of a file that is gone an empty one goes aside.
    open::create(file)?;
    let base = match remedy {
        Remedy::Afresh => None,
        Remedy::Restore(backup) => Some(backup),
    };
    let rescued = rescue::rescue_onto(file, &fresh, base)?;
    // The log first, as a copy: wherever this ends, the file and its log are both somewhere.
    for end in ["-wal", "-shm"] {
        let log = beside(file, end);
        if log.exists() {
            fs::copy(&log, beside(&aside, end)).map_err(Error::io(&log))?;
        }
    }
    fs::rename(file, &aside).map_err(Error::io(file))?;
    finish(file)?;
    Ok(PutRight { rescued, aside })
}

/// Finishes what a crash interrupted: the file went aside, the fresh one waits to take its place.
pub(crate) fn finish(file: &Path) -> Result<(), Error> {
    let fresh = fresh(file);
    if file.exists() || !fresh.exists() {
        return Ok(());
    }
    // These belong to the file that went aside, and would be taken for the fresh one's.
    for end in ["-wal", "-shm"] {
        remove(&beside(file, end))?;
    }
    fs::rename(&fresh, file).map_err(Error::io(file))
}

fn fresh(file: &Path) -> PathBuf {
    beside(file, ".fresh")
}

fn with_logs(file: &Path) -> [PathBuf; 4] {
    [
        file.to_owned(),
        beside(file, "-wal"),
        beside(file, "-shm"),
        beside(file, ".damaged"),
    ]
}

fn remove(file: &Path) -> Result<(), Error> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(file)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
