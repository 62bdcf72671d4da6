//! Records that cannot be used, or are not wanted as they are: what can be
//! done, and doing it. The file in use is set aside and never overwritten;
//! what is put in its place is the cache's. How everything is stands in
//! `doctor`.

use super::Desk;
use crate::accounts::records_file;
use crate::clock::{Clock as _, SystemClock};
use crate::view::{BackupView, Care, Code, Problem, Repaired, Retry};
use cache::{Backup, Remedy};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A command that is just being answered holds the records a moment longer.
const LET_GO: Duration = Duration::from_secs(5);

impl Desk {
    /// What can be done about the records of the account in use. Answers also where they cannot
    /// be opened.
    pub async fn care(&self) -> Result<Care, Problem> {
        let (_, file) = self.in_use().await;
        let problem = match self.account().await {
            Ok(account) => account.cache.check().await.err().map(Problem::from),
            Err(problem) => Some(problem),
        };
        let afresh = problem
            .as_ref()
            .is_some_and(|problem| problem.code == Code::Damaged);
        Ok(Care {
            backups: listed(&file).await.iter().map(view).collect(),
            file: file.display().to_string(),
            gone: afresh
                && tokio::fs::metadata(&file)
                    .await
                    .map_or(0, |about| about.len())
                    == 0,
            afresh,
            problem,
        })
    }

    /// Makes today's backup now, in place of the one that the day may have.
    pub async fn back_up(&self) -> Result<Care, Problem> {
        self.account().await?.cache.back_up_now(&today()).await?;
        self.care().await
    }

    /// Goes back to a backup, or, without one, saves out of damaged records what can be read.
    pub async fn repair(&self, backup: Option<String>) -> Result<Repaired, Problem> {
        let (_, file) = self.in_use().await;
        let chosen = match &backup {
            Some(name) => {
                let all = listed(&file).await;
                let found = all.into_iter().find(|backup| backup.name == *name);
                Some(found.ok_or_else(|| no_backup(name))?)
            }
            None => None,
        };
        if chosen.is_none() && !self.care().await?.afresh {
            return Err(Problem::new(
                Code::NotAllowed,
                "These records are not damaged. There is nothing to be saved out of them.",
            )
            .hint("To read everything from Stripe again, use a full sync."));
        }
        self.nobody_else().await?;
        self.put_down().await?;
        let mark = mark(SystemClock.now());
        let done = tokio::task::spawn_blocking(move || {
            let remedy = match &chosen {
                Some(backup) => Remedy::Restore(&backup.path),
                None => Remedy::Afresh,
            };
            cache::put_right(&file, remedy, &mark)
        })
        .await
        .map_err(|_| {
            Problem::new(Code::Bug, "Something went wrong inside Counterfoil.")
                .hint("The records were left as they are. Start it again.")
        })??;
        let _ = self.changes.send(cache::Changed {
            elsewhere: true,
            ..cache::Changed::default()
        });
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Ok(Repaired {
            drafts: number(done.rescued.drafts),
            intents: number(done.rescued.intents),
            documents: number(done.rescued.documents),
            incomplete: !done.rescued.incomplete.is_empty(),
            aside: done.aside.display().to_string(),
        })
    }

    /// The account in use with its file, opened or not.
    pub(super) async fn in_use(&self) -> (crate::Identity, PathBuf) {
        let state = self.state.lock().await;
        let identity = self
            .identity_of(&state.current)
            .unwrap_or_else(|_| crate::Identity::practice());
        let file = records_file(&self.parts.home, &identity.id);
        (identity, file)
    }

    /// Refuses while another program has the same records in its hands.
    async fn nobody_else(&self) -> Result<(), Problem> {
        let Ok(account) = self.account().await else {
            return Ok(());
        };
        let now = SystemClock.now();
        let lease = account.cache.read(move |r| r.lease().current(now)).await;
        match lease {
            Ok(Some(other)) if other.holder != self.holder => Err(Problem::new(
                Code::NotAllowed,
                "Another Counterfoil, a window or a terminal, has these records open.",
            )
            .hint("Close it first, then try again.")
            .retry(Retry::Now)),
            // Where they cannot be read, nobody else can work with them either.
            _ => Ok(()),
        }
    }

    /// Closes the account in use and waits until its file is let go.
    async fn put_down(&self) -> Result<(), Problem> {
        let open = self.state.lock().await.open.take();
        let Some(open) = open else { return Ok(()) };
        let mut account = Arc::clone(&open.account);
        open.close().await;
        let limit = tokio::time::Instant::now() + LET_GO;
        loop {
            account = match Arc::try_unwrap(account) {
                Ok(account) => {
                    account.cache.close().await;
                    return Ok(());
                }
                Err(account) => account,
            };
            if tokio::time::Instant::now() >= limit {
                return Err(
                    Problem::new(Code::Disk, "The records are still being used.")
                        .hint("Wait until what is under way is done, then try again.")
                        .retry(Retry::Now),
                );
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl crate::Account {
    /// Makes today's backup, unless there is one.
    pub(crate) async fn back_up(&self) -> Result<bool, Problem> {
        Ok(self.cache.back_up(&today()).await?)
    }
}

/// The day that a backup is of. Days are counted by the computer's clock, whatever the practice
/// account's says.
fn today() -> String {
    let day = chrono::DateTime::from_timestamp(SystemClock.now(), 0).unwrap_or_default();
    day.format("%Y-%m-%d").to_string()
}

/// The backups of a file, off the async runtime.
pub(super) async fn listed(file: &std::path::Path) -> Vec<Backup> {
    let file = file.to_owned();
    tokio::task::spawn_blocking(move || cache::backups(&file))
        .await
        .unwrap_or_default()
}

fn view(backup: &Backup) -> BackupView {
    BackupView {
        name: backup.name.clone(),
        at: backup.at,
        bytes: backup.bytes,
        before: backup.before,
    }
}

fn no_backup(name: &str) -> Problem {
    Problem::new(
        Code::NotFound,
        format!("There is no backup “{name}” of these records."),
    )
    .hint("Look which there are, and choose one of those.")
}

/// A name's part that says when.
fn mark(now: i64) -> String {
    let at = chrono::DateTime::from_timestamp(now, 0).unwrap_or_default();
    at.format("%Y-%m-%d-%H%M%S").to_string()
}
