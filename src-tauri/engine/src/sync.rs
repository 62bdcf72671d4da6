//! Keeping the records as Stripe has them. The first time, and when asked, a
//! walk over everything, newest first; otherwise what the events name, each
//! object read once. A page's rows and how far the walk has come are stored
//! in one transaction, so an interrupted walk goes on where it was.

mod follow;
mod lines;
mod source;
mod walk;

use crate::account::Account;
use crate::reads;
use crate::view::{Code, Noun, Problem, SyncView};
use cache::Kind;
use follow::Cut;
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::Duration;

pub(crate) use lines::whole;
pub(crate) use source::{expanded, expanded_list, fetch};

/// How a sync stands; only for showing, so it lives in memory.
#[derive(Debug, Default)]
pub(crate) struct Progress(Mutex<Running>);

#[derive(Debug, Default, Clone)]
struct Running {
    running: bool,
    read: u64,
    problem: Option<Problem>,
    /// When a sync was last begun, by a clock that only runs forward.
    begun: Option<std::time::Instant>,
}

impl Progress {
    fn change(&self, change: impl FnOnce(&mut Running)) {
        if let Ok(mut running) = self.0.lock() {
            change(&mut running);
        }
    }

    /// True for the caller who may start: only one sync runs at a time.
    fn begin(&self) -> bool {
        self.0.lock().is_ok_and(|mut running| {
            let free = !running.running;
            if free {
                let begun = Some(std::time::Instant::now());
                *running = Running {
                    running: true,
                    begun,
                    ..Running::default()
                };
            }
            free
        })
    }
}

/// Where the sync of an account stands, as it is stored beside the records.
#[derive(Debug, Default, Clone, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Position {
    /// The walk under way, named by when it began.
    pub(crate) walk: Option<i64>,
    /// The walk before it, so that no two go by the same name.
    pub(crate) last: Option<i64>,
    /// The newest event when that walk began: the events after it tell what the walk missed.
    pub(crate) since: Option<String>,
    /// The newest event that was followed.
    pub(crate) event: Option<String>,
    /// When everything was last known to be as Stripe has it, unix seconds UTC.
    pub(crate) at: Option<i64>,
    /// What the events name and was not read yet: kind and id.
    pub(crate) todo: Vec<(String, String)>,
    /// When the newest quotes were last read: drafts of them have no events. Unix seconds UTC.
    pub(crate) quotes: Option<i64>,
}

impl Position {
    pub(crate) async fn read(account: &Account) -> Result<Position, Problem> {
        let stored = account
            .cache
            .read(|r| r.positions().get(Kind::Event))
            .await?;
        Ok(stored
            .and_then(|stored| serde_json::from_value(stored).ok())
            .unwrap_or_default())
    }

    /// The next few things to be read; those of a kind that this version does not know are skipped.
    fn named(&mut self, most: usize) -> Vec<(Kind, String)> {
        self.todo
            .retain(|(code, _)| Kind::from_code(code).is_some());
        let known = self.todo.iter().take(most);
        known
            .filter_map(|(code, id)| Some((Kind::from_code(code)?, id.clone())))
            .collect()
    }

    pub(crate) async fn write(&self, account: &Account) -> Result<(), Problem> {
        let stored = json!(self);
        Ok(account
            .cache
            .write(move |w| w.positions().put(Kind::Event, &stored))
            .await?)
    }
}

/// Whether a sync may be tried by itself: not again at once after one that failed. A locked keyring
/// would ask for its password over and over; a network that is away asks nobody.
pub(crate) fn may_try(account: &Account) -> bool {
    const PAUSE: Duration = Duration::from_secs(60);
    const AWAY: Duration = Duration::from_secs(15);
    account.progress.0.lock().is_ok_and(|running| {
        let pause = match &running.problem {
            Some(problem) if problem.code == Code::Unreachable => AWAY,
            Some(_) => PAUSE,
            None => Duration::ZERO,
        };
        !running.running && running.begun.is_none_or(|begun| begun.elapsed() >= pause)
    })
}

/// Whether nothing was ever read to the end.
pub(crate) async fn never(account: &Account) -> bool {
    Position::read(account)
        .await
        .is_ok_and(|position| position.at.is_none())
}

/// Whether it is time to look again, by how often Stripe may be read and whether the owner looks;
/// or because Stripe could not be reached, which only another try can end; or because what kept the
/// last look from Stripe is over.
pub(crate) async fn is_time(account: &Account) -> bool {
    let last = account.connection.last();
    // So has a disk that was full: only another try tells that there is room again.
    let away = |problem: &Problem| matches!(problem.code, Code::Unreachable | Code::Disk);
    let failed = account.progress.0.lock().ok();
    let failed = failed.and_then(|running| running.problem.clone());
    if last.as_ref().is_some_and(away) || (last.is_none() && failed.is_some_and(|p| ends(&p))) {
        return true;
    }
    let Some(seconds) = reads::until_next(account).await else {
        return false;
    };
    let now = account.now();
    Position::read(account).await.is_ok_and(|position| {
        let at = position.at.map(|at| now.saturating_sub(at));
        // What was begun is ended, and a clock that was set back does not stop the looking.
        !position.todo.is_empty() || at.is_none_or(|ago| ago < 0 || ago >= seconds)
    })
}

/// Whether a problem is over as soon as Stripe answers anything.
fn ends(problem: &Problem) -> bool {
    matches!(
        problem.code,
        Code::Unreachable | Code::KeyringMissing | Code::KeyringLocked | Code::KeyRefused
    )
}

/// How the sync stands, for people.
pub async fn view(account: &Account) -> Result<SyncView, Problem> {
    let position = Position::read(account).await?;
    let running = account
        .progress
        .0
        .lock()
        .map(|running| running.clone())
        .unwrap_or_default();
    let last = account.connection.last();
    Ok(SyncView {
        at: position.at,
        running: running.running,
        read: running.read,
        reachable: last.is_none(),
        problem: last.or(running.problem.filter(|problem| !ends(problem))),
        reads: reads::view(account).await,
    })
}

/// Looks at Stripe because somebody wants to see it now: everything with `full`, otherwise what
/// changed. A look that is under way may have been too early for what is wanted, and is waited for.
pub async fn run(account: &Account, full: bool) -> Result<SyncView, Problem> {
    const GLANCE: std::time::Duration = std::time::Duration::from_millis(20);
    let runs = || account.progress.0.lock().is_ok_and(|p| p.running);
    while runs() {
        tokio::time::sleep(GLANCE).await;
    }
    run_for(account, full, true).await
}

/// Looks at Stripe because it is time to.
pub(crate) async fn by_itself(account: &Account) -> Result<SyncView, Problem> {
    run_for(account, false, false).await
}

async fn run_for(account: &Account, full: bool, asked: bool) -> Result<SyncView, Problem> {
    if !account.progress.begin() {
        return view(account).await;
    }
    let result = look(account, full, asked).await;
    reads::note(account).await;
    let problem = result.as_ref().err().cloned();
    account.connection.heard(problem.as_ref());
    account.progress.change(|running| {
        running.running = false;
        running.problem = problem;
    });
    // Whoever looked in between saw it run, and nothing in the file says that it has ended.
    account.cache.tell(cache::Changed {
        positions: true,
        ..cache::Changed::default()
    });
    result?;
    if let Ok(()) = account.cache.write(|w| w.outbox().hurry()).await {
        // Stripe answers again: what waited for the network may go.
        account.wake.notify_one();
    }
    view(account).await
}

async fn look(account: &Account, full: bool, asked: bool) -> Result<(), Problem> {
    crate::practice::heed(account).await;
    let client = account.stripe().await?;
    let mut position = Position::read(account).await?;
    if full {
        position.walk = None;
        position.at = None;
        position.todo.clear();
    }
    if position.at.is_none() {
        return walk::everything(account, &client, position).await;
    }
    // Stripe keeps events for thirty days; a day of margin for clocks that differ.
    const EVENTS_LAST_SECONDS: i64 = 29 * 86_400;
    if position
        .at
        .is_some_and(|at| account.now().saturating_sub(at) >= EVENTS_LAST_SECONDS)
    {
        position.walk = None;
        position.todo.clear();
        return walk::everything(account, &client, position).await;
    }
    match follow::follow(account, &client, &mut position, asked).await {
        Ok(()) => walk::never_walked(account, &client, &position).await,
        // The event we stood at is older than Stripe keeps them.
        Err(Cut::Stripe(error)) if !error.is_missing() => Err(error.into()),
        Err(Cut::Kept(problem)) => Err(problem),
        Err(Cut::Stripe(_) | Cut::TooMuch) => {
            position.walk = None;
            position.todo.clear();
            walk::everything(account, &client, position).await
        }
    }
}

/// Reads one record of this kind again, now.
pub(crate) async fn refresh(account: &Account, kind: Kind, id: &str) -> Result<(), Problem> {
    let client = account.stripe().await?;
    let object = match fetch(&client, kind, id).await {
        Ok(object) => object,
        Err(error) => {
            let problem = error.into();
            account.connection.heard(Some(&problem));
            return Err(problem);
        }
    };
    account.connection.heard(None);
    reads::note(account).await;
    keep(
        account,
        object.unwrap_or_else(|| json!({ "id": id, "object": kind.code(), "deleted": true })),
    )
    .await
}

/// Reads a payment again with its attempts, what went back, and the invoice that it pays.
pub(crate) async fn money_again(account: &Account, payment: &str) -> Result<(), Problem> {
    refresh(account, Kind::PaymentIntent, payment).await?;
    let client = account.stripe().await?;
    for object in crate::settle::around_payment(account, &client, payment).await {
        keep(account, object).await?;
    }
    Ok(())
}

/// Reads one record again, now.
pub async fn refresh_noun(account: &Account, noun: Noun, id: &str) -> Result<(), Problem> {
    let kind = match noun {
        // A draft that only exists here has nothing to be read again.
        Noun::Draft | Noun::InvoiceDraft => return Ok(()),
        Noun::Quote => Kind::Quote,
        Noun::Invoice => Kind::Invoice,
        Noun::CreditNote => Kind::CreditNote,
        Noun::Subscription => Kind::Subscription,
        Noun::SubscriptionSchedule => Kind::SubscriptionSchedule,
        Noun::Customer => Kind::Customer,
        Noun::Product => Kind::Product,
        Noun::Payment => Kind::PaymentIntent,
    };
    refresh(account, kind, id).await
}

pub(crate) async fn keep(account: &Account, object: Value) -> Result<(), Problem> {
    let now = account.now();
    account.progress.change(|running| running.read += 1);
    Ok(account
        .cache
        .write(move |w| crate::shape::put(w, object, now))
        .await?)
}
