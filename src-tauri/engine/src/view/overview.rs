//! Where the owner stands: account, counts, freshness.

use super::{Amount, Problem, Row};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which of the three worlds an account lives in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The built-in account.
    Practice,
    /// A Stripe account with a test key.
    Test,
    /// A Stripe account with a live key.
    Live,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccountView {
    /// `practice`, or Stripe's account id with its mode.
    pub id: String,
    /// Stripe's own id, as its dashboard shows it; none for the practice account.
    pub stripe_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its mode.
    pub mode: Mode,
    /// Its currency for new quotes, lower case.
    pub currency: String,
    /// The one in use.
    pub current: bool,
    /// The end of its key, such as `…4f2a`; none for the practice account.
    pub key_hint: Option<String>,
}

/// What stands beside the places in the rail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Counts {
    /// Quotes that wait for an answer.
    pub open_quotes: u64,
    /// Invoices past due.
    pub late_invoices: u64,
    /// Invoices that wait for payment.
    pub open_invoices: u64,
    /// Subscriptions that run.
    pub subscriptions: u64,
    /// Customers.
    pub customers: u64,
    /// Products that can be sold.
    pub products: u64,
    /// Intents that are queued, under way or refused.
    pub outbox: u64,
}

/// How fresh the records are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SyncView {
    /// When everything was last looked at.
    pub at: Option<i64>,
    /// Under way now.
    pub running: bool,
    /// Records read so far in this run.
    pub read: u64,
    /// Whether Stripe answered last time.
    pub reachable: bool,
    /// Why not, or what went wrong.
    pub problem: Option<Problem>,
    /// How much of what Stripe lets be read was used, and how often it is looked at by itself.
    pub reads: ReadsView,
}

/// The reads of the last 30 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReadsView {
    /// How many there were.
    pub spent: u64,
    /// How many Stripe allows at the least.
    pub allowed: u64,
    /// Seconds from one look to the next while the owner looks; none when only on demand.
    pub every: Option<u32>,
    /// The same while the owner looks elsewhere.
    pub every_behind: Option<u32>,
}

/// Something worth a word while the owner does something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct News {
    /// In a line.
    pub title: String,
    /// More about it.
    pub text: String,
    /// The invoice that it is about, when it is about one.
    pub invoice: Option<String>,
}

/// Where the owner stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Overview {
    /// The account in use.
    pub account: AccountView,
    /// Counts.
    pub counts: Counts,
    /// Freshness.
    pub sync: SyncView,
    /// Quotes about to expire, soonest first.
    pub expiring: Vec<Row>,
    /// Invoices past due, latest first.
    pub late: Vec<Row>,
    /// What is open, per currency.
    pub open: Vec<Amount>,
    /// What was paid in the last 30 days, per currency.
    pub paid: Vec<Amount>,
    /// Now, by Counterfoil's clock; on the practice account its own.
    pub now: i64,
    /// Counterfoil's version.
    pub version: String,
}
