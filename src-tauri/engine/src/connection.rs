//! How an account reaches Stripe: the practice Stripe by the address that the
//! lease names, a real one with the key from the keyring. Whether it answered
//! last time is remembered here, for the freshness line.

use crate::vault::Vault;
use crate::view::{Code, Problem, Retry};
use cache::Cache;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use stripe::{Client, Config, SecretKey};
use tokio::sync::broadcast;

/// Where an account's Stripe is.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// The practice Stripe, run by whoever holds the lease.
    Practice {
        /// Its key, which is no secret.
        key: String,
    },
    /// Nowhere: the program was started offline.
    Away,
    /// Stripe, or a stand-in on this computer.
    Stripe {
        /// The account's name in the keyring.
        account: String,
        /// Another address than Stripe's.
        api_base: Option<String>,
        /// The keyring.
        vault: Vault,
    },
}

/// The way to Stripe.
#[derive(Debug)]
pub(crate) struct Connection {
    place: Place,
    made: Mutex<Option<(Option<String>, Client)>>,
    /// Reads of clients that were given up since.
    read: AtomicU64,
    last: Mutex<Option<Problem>>,
    /// Where it is said that Stripe answers no more, or again.
    changes: broadcast::Sender<cache::Changed>,
}

impl Connection {
    pub(crate) fn to(place: Place, changes: broadcast::Sender<cache::Changed>) -> Connection {
        Connection {
            place,
            made: Mutex::new(None),
            read: AtomicU64::new(0),
            last: Mutex::new(None),
            changes,
        }
    }

    /// A client; made once and kept, but anew when the practice Stripe moved.
    pub(crate) async fn client(&self, cache: &Cache, now: i64) -> Result<Client, Problem> {
        let client = self.find(cache, now).await;
        if let Err(problem) = &client {
            self.heard(Some(problem));
        }
        client
    }

    async fn find(&self, cache: &Cache, now: i64) -> Result<Client, Problem> {
        let url = match &self.place {
            Place::Practice { .. } => {
                let holder = cache.read(move |r| r.lease().current(now)).await?;
                Some(
                    holder
                        .and_then(|holder| holder.url)
                        .ok_or_else(practice_down)?,
                )
            }
            Place::Away => return Err(away()),
            Place::Stripe { api_base, .. } => api_base.clone(),
        };
        if let Some((at, client)) = self.made.lock().map_err(|_| poisoned())?.as_ref()
            && *at == url
        {
            return Ok(client.clone());
        }
        let key = match &self.place {
            Place::Practice { key } => SecretKey::parse(key).map_err(|problem| {
                Problem::new(Code::Bug, format!("The practice key is wrong: {problem}"))
            })?,
            Place::Away => return Err(away()),
            Place::Stripe { account, vault, .. } => vault.key(account).await?,
        };
        let config = match &url {
            Some(url) => Config::at(url, key),
            None => Config::stripe(key),
        }
        .map_err(|problem| Problem::new(Code::InvalidInput, problem.to_string()))?;
        let client = Client::new(config)?;
        let before = self
            .made
            .lock()
            .map_err(|_| poisoned())?
            .replace((url, client.clone()));
        self.leave(before);
        Ok(client)
    }

    /// Keeps in mind what a client that is given up has read.
    fn leave(&self, made: Option<(Option<String>, Client)>) {
        if let Some((_, client)) = made {
            self.read.fetch_add(client.take_reads(), Ordering::Relaxed);
        }
    }

    /// How many reads were sent since this was last asked.
    pub(crate) fn take_reads(&self) -> u64 {
        let now = self.made.lock().map_or(0, |made| {
            made.as_ref().map_or(0, |(_, client)| client.take_reads())
        });
        now.saturating_add(self.read.swap(0, Ordering::Relaxed))
    }

    /// The practice account's publishable key: its own with another beginning, as the practice Stripe
    /// takes it. Any other account's is asked for.
    pub(crate) fn practice_publishable_key(&self) -> Option<String> {
        match &self.place {
            Place::Practice { key } => key
                .split_once("_test_")
                .map(|(_, rest)| format!("pk_test_{rest}")),
            Place::Away | Place::Stripe { .. } => None,
        }
    }

    /// Notes how the last attempt to reach Stripe went.
    pub(crate) fn heard(&self, problem: Option<&Problem>) {
        let Ok(mut last) = self.last.lock() else {
            return;
        };
        let turned = last.is_some() != problem.is_some();
        *last = problem.cloned();
        drop(last);
        if turned {
            // How fresh the records are is shown from this; nobody listening is no mistake.
            let _ = self.changes.send(cache::Changed {
                positions: true,
                ..cache::Changed::default()
            });
        }
    }

    /// What went wrong last time; none when Stripe answered.
    pub(crate) fn last(&self) -> Option<Problem> {
        self.last.lock().ok().and_then(|last| last.clone())
    }
}

fn practice_down() -> Problem {
    Problem::new(Code::Unreachable, "The practice Stripe is not running.")
        .hint("Everything seen so far is still here. What you do now waits in the outbox.")
        .retry(Retry::Later)
}

fn away() -> Problem {
    Problem::new(
        Code::Unreachable,
        "Counterfoil was started offline (COUNTERFOIL_OFFLINE).",
    )
    .hint("Everything seen so far is here. What you do now waits in the outbox.")
    .retry(Retry::Later)
}

fn poisoned() -> Problem {
    Problem::new(Code::Bug, "Something went wrong inside Counterfoil.").hint("Start it again.")
}
