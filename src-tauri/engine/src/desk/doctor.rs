//! How everything is, in words: each part is looked at by itself, so that one
//! that is ill does not hide how the others are. What can be done about
//! records is `care`'s.

use super::Desk;
use super::care::listed;
use crate::account::Identity;
use crate::clock::{Clock as _, SystemClock};
use crate::sync;
use crate::view::{
    CheckAbout, Code, Health, HealthCheck, HealthState, IntentState, Mode, Problem, Retry,
};
use crate::{Account, outbox};
use cache::{Filter, Kind};
use model::calendar::DAY_SECONDS;
use std::path::Path;
use std::sync::Arc;

/// Less than this is soon no room at all, bytes.
const LITTLE_ROOM: u64 = 200 * 1024 * 1024;
/// No room for a backup, bytes.
const NO_ROOM: u64 = 16 * 1024 * 1024;

/// The kinds that a person would count as records.
const COUNTED: &[Kind] = &[
    Kind::Quote,
    Kind::Invoice,
    Kind::Subscription,
    Kind::Customer,
    Kind::Product,
];

impl Desk {
    /// Looks at everything. It asks Stripe, so it may take as long as Stripe does.
    pub async fn health(&self) -> Result<Health, Problem> {
        let (identity, file) = self.in_use().await;
        let mut checks = vec![self.of_account(&identity)];
        checks.push(self.of_keyring(&identity).await);
        match self.account().await {
            Ok(account) => {
                checks.push(of_stripe(&account).await);
                checks.push(of_records(&account, &file).await);
                checks.push(of_freshness(&account).await);
                checks.push(of_outbox(&account).await);
            }
            Err(problem) => checks.push(bad(CheckAbout::Records, problem)),
        }
        checks.push(of_backups(&file).await);
        let home = self.parts.home.clone();
        let disk = tokio::task::spawn_blocking(move || of_disk(&home)).await;
        checks.extend(disk);
        Ok(Health {
            state: checks
                .iter()
                .map(|check| check.state)
                .max()
                .unwrap_or(HealthState::Well),
            checks,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            stripe_version: stripe::API_VERSION.to_owned(),
            sqlite_version: cache::sqlite_version().to_owned(),
            home: self.parts.home.display().to_string(),
        })
    }

    fn of_account(&self, identity: &Identity) -> HealthCheck {
        let id = identity.stripe_id().unwrap_or_default();
        let what = match identity.mode {
            Mode::Practice => "the practice account: nothing in it is real".to_owned(),
            Mode::Test => format!("{id} in test mode: nothing in it is real"),
            Mode::Live => format!("{id}, live: everything in it is real"),
        };
        let said = format!("{}, {what}.", identity.name);
        let aside = crate::accounts::set_aside(&self.parts.home);
        if aside.exists() {
            return attention(
                CheckAbout::Account,
                format!(
                    "{said} The list of accounts could not be read; it lies in {}.",
                    aside.display()
                ),
                "Connect again what is missing under Settings, Accounts: its records are here. Then delete that file.",
            );
        }
        well(CheckAbout::Account, said)
    }

    async fn of_keyring(&self, identity: &Identity) -> HealthCheck {
        let about = CheckAbout::Keyring;
        if identity.mode == Mode::Practice {
            return well(about, "The practice account needs no keyring.".to_owned());
        }
        match self.parts.vault.holds(&identity.id).await {
            Ok(true) => well(
                about,
                format!(
                    "The keyring answers and holds this account’s key, ending in {}.",
                    identity.key_hint.as_deref().unwrap_or("…")
                ),
            ),
            Ok(false) => bad(
                about,
                Problem::new(
                    Code::KeyRefused,
                    "The keyring answers and holds no key for this account.",
                )
                .hint("Replace the key under Settings, Accounts."),
            ),
            Err(problem) => bad(about, problem),
        }
    }
}

async fn of_stripe(account: &Arc<Account>) -> HealthCheck {
    let asked = sync::run(account, false).await;
    let problem = match asked {
        Ok(view) => view.problem,
        Err(problem) => Some(problem),
    };
    match problem {
        None => well(CheckAbout::Stripe, "Stripe answers.".to_owned()),
        Some(problem) => bad(CheckAbout::Stripe, problem),
    }
}

async fn of_records(account: &Account, file: &Path) -> HealthCheck {
    let about = CheckAbout::Records;
    if let Err(error) = account.cache.check().await {
        return bad(about, error.into());
    }
    let counted = account
        .cache
        .read(|r| {
            let mut all = 0i64;
            for kind in COUNTED {
                all = all.saturating_add(r.records().count(&Filter::of(*kind))?);
            }
            Ok(all)
        })
        .await
        .ok()
        .and_then(|all| u64::try_from(all).ok())
        .unwrap_or_default();
    // What was written last may still lie in the log beside the file.
    let log = file.with_extension("sqlite-wal");
    let size = [file, &log]
        .into_iter()
        .filter_map(|file| std::fs::metadata(file).ok())
        .fold(0u64, |sum, about| sum.saturating_add(about.len()));
    well(
        about,
        format!(
            "{}, {}, in order.",
            counted_as(counted, "record"),
            in_bytes(size)
        ),
    )
}

async fn of_freshness(account: &Account) -> HealthCheck {
    let about = CheckAbout::Freshness;
    let at = match sync::view(account).await {
        Ok(view) => view.at,
        Err(problem) => return bad(about, problem),
    };
    let Some(at) = at else {
        return attention(
            about,
            "Nothing was read from Stripe yet.".to_owned(),
            "It is read as soon as Stripe answers.",
        );
    };
    let age = account.now().saturating_sub(at);
    let said = format!("The records are as of {}, {} ago.", moment(at), aged(age));
    if age > DAY_SECONDS {
        return attention(
            about,
            said,
            "Sync, or see above why Stripe does not answer.",
        );
    }
    well(about, said)
}

async fn of_outbox(account: &Account) -> HealthCheck {
    let about = CheckAbout::Outbox;
    let items = match outbox::list(account).await {
        Ok(items) => items,
        Err(problem) => return bad(about, problem),
    };
    let waiting: Vec<i64> = items
        .iter()
        .filter(|item| matches!(item.state, IntentState::Queued | IntentState::Sending))
        .map(|item| item.created)
        .collect();
    let refused = items
        .iter()
        .filter(|item| item.state == IntentState::Refused)
        .count();
    if refused > 0 {
        return attention(
            about,
            format!(
                "{} refused by Stripe, {} waiting.",
                counted_as(count(refused), "change"),
                waiting.len()
            ),
            "Open the outbox: mend what is named there and try again, or put it away.",
        );
    }
    let Some(oldest) = waiting.iter().min() else {
        return well(about, "Nothing waits.".to_owned());
    };
    let age = account.now().saturating_sub(*oldest);
    let said = format!(
        "{} waiting to go out, the oldest for {}.",
        counted_as(count(waiting.len()), "change"),
        aged(age)
    );
    if age > DAY_SECONDS {
        return attention(about, said, "See above why Stripe does not answer.");
    }
    well(about, said)
}

async fn of_backups(file: &Path) -> HealthCheck {
    let about = CheckAbout::Backups;
    let all = listed(file).await;
    let Some(newest) = all.first() else {
        return well(
            about,
            "None yet. The first is made when Counterfoil is closed, then one a day.".to_owned(),
        );
    };
    let age = SystemClock.now().saturating_sub(newest.at);
    let said = format!(
        "{}, the newest of {}.",
        counted_as(count(all.len()), "backup"),
        moment(newest.at)
    );
    if age > 3 * DAY_SECONDS {
        return attention(
            about,
            said,
            "One is made each day that Counterfoil runs. Back up now, or see whether there is room on the disk.",
        );
    }
    well(about, said)
}

/// Whether the folder can be written, tried, and how much room there is.
fn of_disk(home: &Path) -> HealthCheck {
    let about = CheckAbout::Disk;
    let probe = home.join(format!(".probe-{}", uuid::Uuid::new_v4().simple()));
    let tried = std::fs::write(&probe, b"probe");
    let _ = std::fs::remove_file(&probe);
    if let Err(error) = tried {
        return bad(about, crate::accounts::disk(home, &error));
    }
    let Some(free) = room(home) else {
        return well(about, format!("{} can be written.", home.display()));
    };
    let said = format!(
        "{} can be written; {} free.",
        home.display(),
        in_bytes(free)
    );
    if free < NO_ROOM {
        return bad(
            about,
            Problem::new(Code::Disk, said)
                .hint("Make room on the disk. What was kept before is safe.")
                .retry(Retry::Now),
        );
    }
    if free < LITTLE_ROOM {
        return attention(
            about,
            said,
            "Make room soon: records and backups need some.",
        );
    }
    well(about, said)
}

/// Free bytes on the disk of this folder, where the system says so.
#[cfg(unix)]
fn room(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn room(_: &Path) -> Option<u64> {
    None
}

fn well(about: CheckAbout, said: String) -> HealthCheck {
    HealthCheck {
        about,
        state: HealthState::Well,
        said,
        hint: None,
    }
}

fn attention(about: CheckAbout, said: String, hint: &str) -> HealthCheck {
    HealthCheck {
        about,
        state: HealthState::Attention,
        said,
        hint: Some(hint.to_owned()),
    }
}

fn bad(about: CheckAbout, problem: Problem) -> HealthCheck {
    HealthCheck {
        about,
        state: HealthState::Bad,
        said: problem.message,
        hint: problem.hint,
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn counted_as(number: u64, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

/// A size as people write it.
fn in_bytes(bytes: u64) -> String {
    const KILO: u64 = 1024;
    match bytes {
        0..KILO => format!("{bytes} bytes"),
        KILO..1_048_576 => format!("{} KB", bytes / KILO),
        1_048_576..1_073_741_824 => format!("{} MB", bytes / 1_048_576),
        _ => format!("{} GB", bytes / 1_073_741_824),
    }
}

/// A span of time in its largest unit.
fn aged(seconds: i64) -> String {
    let seconds = u64::try_from(seconds).unwrap_or(0);
    match seconds {
        0..120 => "a moment".to_owned(),
        120..7_200 => counted_as(seconds / 60, "minute"),
        7_200..172_800 => counted_as(seconds / 3_600, "hour"),
        _ => counted_as(seconds / 86_400, "day"),
    }
}

/// A moment (unix seconds UTC) by the clock on the owner's wall.
fn moment(at: i64) -> String {
    let at = chrono::DateTime::from_timestamp(at, 0).unwrap_or_default();
    let here = at.with_timezone(&chrono::Local);
    here.format("%-d %B %Y, %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::{aged, in_bytes, of_disk};
    use crate::view::HealthState;

    #[test]
    fn sizes_and_ages_are_said_in_their_largest_unit() {
        for (bytes, expect) in [
            (0, "0 bytes"),
            (2_048, "2 KB"),
            (5_400_000, "5 MB"),
            (3_221_225_472, "3 GB"),
        ] {
            assert_eq!(in_bytes(bytes), expect);
        }
        for (seconds, expect) in [
            (-5, "a moment"),
            (300, "5 minutes"),
            (7_200, "2 hours"),
            (864_000, "10 days"),
        ] {
            assert_eq!(aged(seconds), expect);
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_bad_and_leaves_nothing() {
        let folder = tempfile::tempdir();
        let Ok(folder) = folder else {
            unreachable!("a temporary folder can be made");
        };
        assert_ne!(of_disk(folder.path()).state, HealthState::Bad);
        assert_eq!(
            std::fs::read_dir(folder.path()).map_or(9, Iterator::count),
            0,
            "the probe is gone"
        );
        assert_eq!(
            of_disk(&folder.path().join("nowhere")).state,
            HealthState::Bad
        );
    }
}
