//! One account at work: its records, its way to Stripe, its clock. This is
//! the struct that every use case is handed; there are no statics.

use crate::clock::{Clock as _, MovedClock, SystemClock};
use crate::connection::Connection;
use crate::view::{AccountView, Code, Mode, News, Problem, Retry};
use cache::Cache;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{Notify, broadcast};

/// What is known about an account before its records are opened.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Identity {
    /// `practice`, or Stripe's account id with its mode, such as `acct_1_test`.
    pub id: String,
    /// The business's name.
    pub name: String,
    /// Practice, test or live.
    pub mode: Mode,
    /// Three-letter code of the account's own currency, lower case.
    pub currency: String,
    /// Another address than Stripe's, on this computer only.
    pub api_base: Option<String>,
    /// The end of the key, such as `…4f2a`.
    pub key_hint: Option<String>,
}

/// One account at work.
#[derive(Debug)]
pub struct Account {
    /// Who it is.
    pub identity: Identity,
    pub(crate) attention: crate::reads::Attention,
    pub(crate) cache: Cache,
    pub(crate) clock: MovedClock,
    pub(crate) connection: Connection,
    /// Wakes the sender of the outbox.
    pub(crate) wake: Notify,
    pub(crate) news: broadcast::Sender<News>,
    pub(crate) packs: crate::packs::Progress,
    pub(crate) paper: crate::papers::Press,
    pub(crate) progress: crate::sync::Progress,
    /// Whether the owner has said, since this account was opened, that real money is meant.
    pub(crate) meant: AtomicBool,
    pub(crate) shelf: Arc<crate::lists::Shelf>,
}

impl Account {
    /// Unix seconds, UTC.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The account as user interfaces see it, taken as the one in use.
    pub fn view(&self) -> AccountView {
        self.identity.view(true)
    }

    /// The owner means it: changes to this live account may go out until it is closed.
    pub fn confirm_live(&self) {
        self.meant.store(true, Ordering::Relaxed);
    }

    /// Whether a new intent may be added: on a live account only once the owner has said so.
    pub(crate) fn may_send(&self) -> Result<(), Problem> {
        if self.identity.mode != Mode::Live || self.meant.load(Ordering::Relaxed) {
            return Ok(());
        }
        Err(Problem::new(
            Code::LiveNotConfirmed,
            format!("{} is a live account: this would be real.", self.identity.name),
        )
        .hint("Say that real money is meant, or use the practice account. Nothing was sent and nothing has changed.")
        .retry(Retry::Now))
    }

    /// A client for Stripe, or why there is none.
    pub(crate) async fn stripe(&self) -> Result<stripe::Client, Problem> {
        // The lease that names the practice Stripe's address goes by the computer's time, whatever
        // the practice account's own clock says.
        self.connection.client(&self.cache, SystemClock.now()).await
    }

    /// What the cache says has changed, for whoever shows records.
    pub fn changes(&self) -> tokio::sync::broadcast::Receiver<cache::Changed> {
        self.cache.changes()
    }
}

impl Identity {
    /// The built-in account, by the name that the practice Stripe gives it.
    pub fn practice() -> Identity {
        Identity {
            id: "practice".to_owned(),
            name: "Linden Studio".to_owned(),
            mode: Mode::Practice,
            currency: "usd".to_owned(),
            api_base: None,
            key_hint: None,
        }
    }

    /// Stripe's own id of it: ours without the mode behind it. None for the practice account.
    pub(crate) fn stripe_id(&self) -> Option<&str> {
        let real = self.mode != Mode::Practice;
        real.then(|| self.id.rsplit_once('_'))
            .flatten()
            .map(|(id, _)| id)
    }

    /// As user interfaces see it.
    pub fn view(&self, current: bool) -> AccountView {
        AccountView {
            stripe_id: self.stripe_id().map(str::to_owned),
            id: self.id.clone(),
            name: self.name.clone(),
            mode: self.mode,
            currency: self.currency.clone(),
            current,
            key_hint: self.key_hint.clone(),
        }
    }
}
