//! How account, keyring, records, outbox and disk are, and what can be done
//! about records that cannot be used.

use super::Problem;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckAbout {
    /// Whose account it is.
    Account,
    /// The keyring and the key in it.
    Keyring,
    /// Whether Stripe answers.
    Stripe,
    /// The file of the records.
    Records,
    /// How old the records are.
    Freshness,
    /// What waits or was refused.
    Outbox,
    /// The copies of the records.
    Backups,
    /// The disk that all of it lies on.
    Disk,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// In order.
    Well,
    /// It works, and its owner may want to look.
    Attention,
    /// It does not work.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HealthCheck {
    /// What.
    pub about: CheckAbout,
    /// How it is.
    pub state: HealthState,
    /// The same in a sentence.
    pub said: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// How everything is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Health {
    /// The worst of the checks.
    pub state: HealthState,
    /// What was looked at.
    pub checks: Vec<HealthCheck>,
    /// Counterfoil's version.
    pub version: String,
    /// The version of Stripe's API that it speaks.
    pub stripe_version: String,
    /// The version of SQLite that it keeps records with.
    pub sqlite_version: String,
    /// The folder that holds everything.
    pub home: String,
}

/// A copy of the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupView {
    /// What it goes by: its day, or `before-2`.
    pub name: String,
    /// When it was made.
    pub at: i64,
    /// Its size in bytes.
    pub bytes: u64,
    /// The format that it was made before, where it was made for a change of format.
    pub before: Option<u32>,
}

/// What can be done about the records of the account in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Care {
    /// The file.
    pub file: String,
    /// Why it cannot be used as it is.
    pub problem: Option<Problem>,
    /// Whether a fresh file with all that can still be read is a way out.
    pub afresh: bool,
    /// Nothing is left of the file: there is nothing in it to be saved.
    pub gone: bool,
    /// The copies that one can go back to, the newest first.
    pub backups: Vec<BackupView>,
}

/// What is in the file in use after it was put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Repaired {
    /// Quotes being written.
    pub drafts: u64,
    /// Intents of the outbox, whatever became of them.
    pub intents: u64,
    /// PDFs.
    pub documents: u64,
    /// Not everything could be read.
    pub incomplete: bool,
    /// Where the file lies that was in use before.
    pub aside: String,
}
