//! Who carries: of the programs that have an account open, the holder of its
//! lease sends the outbox, syncs, and runs the practice Stripe. The others
//! add intents and wait. A lease runs out by itself, so a program that was
//! killed blocks nobody for long.

use crate::account::Account;
use crate::clock::{Clock as _, SystemClock};
use crate::delivery;
use crate::desk::{Served, StartPractice};
use crate::reads;
use crate::sync;
use crate::view::{Code, Problem, Retry};
use cache::{Holder, Lease};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::{Notify, broadcast, oneshot};

/// How long a lease lasts unless renewed, seconds.
const LEASE_SECONDS: i64 = 15;
/// How often it is renewed and the outbox looked at, when nothing wakes us sooner.
const ROUND: Duration = Duration::from_secs(3);
/// A start is no time for copying; the day's backup waits this long, or for the end.
const SETTLED: Duration = Duration::from_secs(60);
/// A backup that could not be made, for want of room for one, is not tried again at once.
const BACKUP_PAUSE: Duration = Duration::from_secs(3600);

/// How long a program that runs the practice Stripe may take to accept a connection.
const ACCEPTED: Duration = Duration::from_millis(200);

/// One program's service to one account.
pub(crate) struct Round {
    pub(crate) account: Arc<Account>,
    pub(crate) holder: String,
    pub(crate) practice: Option<(StartPractice, PathBuf)>,
    pub(crate) stop: Arc<Notify>,
}

impl Round {
    /// Serves until stopped. Says `ready` when the first round is over: the lease is held or
    /// known to be someone else's, and the practice Stripe is up or known not to come up.
    pub(crate) async fn run(self, ready: oneshot::Sender<()>) {
        let mut served: Option<Served> = None;
        let mut backup_from = Instant::now() + SETTLED;
        let mut holds;
        let mut ready = Some(ready);
        let mut changes = self.account.changes();
        // A start looks once, however fresh the records are: whether the keyring opens and the key is still taken is
        // seen by that alone. The practice Stripe is this program's own.
        let mut look = self.practice.is_none();
        loop {
            let held = match self.hold(&mut served).await {
                Ok(held) => held,
                Err(problem) => {
                    self.account.connection.heard(Some(&problem));
                    false
                }
            };
            if let Some(ready) = ready.take() {
                // The practice account is at hand at once; nobody should see it empty first.
                if held && self.practice.is_some() && sync::never(&self.account).await {
                    let _ = sync::run(&self.account, false).await;
                }
                // The desk may have been dropped meanwhile.
                let _ = ready.send(());
            }
            holds = held;
            if held && self.carry(std::mem::take(&mut look)).await {
                break;
            }
            if held && Instant::now() >= backup_from {
                backup_from = Instant::now() + BACKUP_PAUSE;
                self.back_up().await;
            }
            tokio::select! {
                () = self.stop.notified() => break,
                () = self.account.wake.notified() => {}
                // Another program may have put something into the outbox.
                () = elsewhere(&mut changes) => {}
                () = tokio::time::sleep(ROUND) => {}
            }
        }
        if holds {
            self.back_up().await;
        }
        let holder = self.holder.clone();
        if let Err(error) = self
            .account
            .cache
            .write(move |w| w.lease().release(&holder))
            .await
        {
            tracing::warn!(%error, "the lease runs out by itself");
        }
        drop(served);
    }

    /// Makes the day's backup where there is none yet. That there is no room for it is no reason
    /// to stop; the doctor says how old the newest is.
    async fn back_up(&self) {
        if let Err(problem) = self.account.back_up().await {
            tracing::warn!(%problem, "the day's backup");
        }
    }

    /// Takes or renews the lease; the first time, starts the practice Stripe with it.
    async fn hold(&self, served: &mut Option<Served>) -> Result<bool, Problem> {
        // The lease is between programs on this computer, so its time is the computer's.
        let now = SystemClock.now();
        if served.is_none()
            && let Some((start, folder)) = &self.practice
        {
            let other = self
                .account
                .cache
                .read(move |r| r.lease().current(now))
                .await?;
            if let Some(other) = other.filter(|other| other.holder != self.holder) {
                if !gone(&other).await {
                    return Ok(false);
                }
                // It was killed, and its lease need not be waited for.
                self.account
                    .cache
                    .write(move |w| w.lease().release(&other.holder))
                    .await?;
            }
            match start.start(folder.clone()).await {
                Ok(running) => *served = Some(running),
                // The lease is taken all the same: whoever holds it says of each intent why it waits.
                Err(why) => self
                    .account
                    .connection
                    .heard(Some(&not_started(why.as_ref()))),
            }
        }
        let holder = self.holder.clone();
        let url = served.as_ref().map(|(url, _)| url.clone());
        let lease = self
            .account
            .cache
            .write(move |w| {
                w.lease()
                    .acquire(&holder, SystemClock.now(), LEASE_SECONDS, url.as_deref())
            })
            .await?;
        if lease != Lease::Held {
            // Someone was quicker; theirs is the practice Stripe that counts.
            *served = None;
            return Ok(false);
        }
        Ok(true)
    }

    /// Sends what is due and syncs when it is time, or because it is to `look`. True when told to stop meanwhile.
    async fn carry(&self, look: bool) -> bool {
        let work = async {
            if sync::may_try(&self.account) && sync::never(&self.account).await {
                let _ = sync::run(&self.account, false).await;
            }
            delivery::all_due(&self.account).await;
            if sync::may_try(&self.account) && (look || sync::is_time(&self.account).await) {
                let _ = sync::by_itself(&self.account).await;
            }
            reads::note(&self.account).await;
        };
        tokio::pin!(work);
        let mut renew = tokio::time::interval(Duration::from_secs(5));
        loop {
            tokio::select! {
                () = &mut work => return false,
                // What is under way is on record and settled on the next start.
                () = self.stop.notified() => return true,
                _ = renew.tick() => {
                    let holder = self.holder.clone();
                    let renewed = self.account.cache
                        .write(move |w| w.lease().renew(&holder, SystemClock.now(), LEASE_SECONDS))
                        .await;
                    if !matches!(renewed, Ok(true)) {
                        return false;
                    }
                }
            }
        }
    }
}

/// Whether whoever holds the lease lives no more. It runs the practice Stripe as long as it lives,
/// so an address that refuses a connection has nobody behind it; one that is only slow has.
async fn gone(holder: &Holder) -> bool {
    let Some(address) = holder
        .url
        .as_deref()
        .and_then(|url| url.strip_prefix("http://"))
    else {
        return false;
    };
    let connected = tokio::time::timeout(ACCEPTED, TcpStream::connect(address)).await;
    matches!(connected, Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused)
}

/// Waits until another program has written to the account's file.
async fn elsewhere(changes: &mut broadcast::Receiver<cache::Changed>) {
    loop {
        match changes.recv().await {
            Ok(changed) if changed.elsewhere => return,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            // The records are being closed; the stop comes by its own way.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

fn not_started(why: &(dyn std::error::Error + Send + Sync)) -> Problem {
    Problem::new(
        Code::Unreachable,
        format!("The practice Stripe did not start: {why}"),
    )
    .hint("Everything seen so far is still here. What you do now waits in the outbox.")
    .retry(Retry::Later)
}
