//! Keeping the records as Stripe has them. The first time, and when asked, a
//! walk over everything, newest first; otherwise what the events name, each
//! object read once. A page's rows and how far the walk has come are stored
//! in one transaction, so an interrupted walk goes on where it was.

mod lines;
mod source;
mod walk;

use crate::account::Account;
use crate::view::{Noun, Problem, SyncView};
use cache::Kind;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Mutex;

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

    pub(crate) async fn write(&self, account: &Account) -> Result<(), Problem> {
        let stored = json!(self);
        Ok(account
            .cache
            .write(move |w| w.positions().put(Kind::Event, &stored))
            .await?)
    }
}

/// Whether a sync may be tried by itself: not again at once after one that failed. A locked keyring
/// would ask for its password over and over.
pub(crate) fn may_try(account: &Account) -> bool {
    const PAUSE: std::time::Duration = std::time::Duration::from_secs(60);
    account.progress.0.lock().is_ok_and(|running| {
        let failed_lately =
            running.problem.is_some() && running.begun.is_some_and(|begun| begun.elapsed() < PAUSE);
        !running.running && !failed_lately
    })
}

/// Whether nothing was ever read to the end.
pub(crate) async fn never(account: &Account) -> bool {
    Position::read(account)
        .await
        .is_ok_and(|position| position.at.is_none())
}

/// Whether the last look is longer ago than `seconds`.
pub(crate) async fn older_than(account: &Account, seconds: i64) -> bool {
    let now = account.now();
    Position::read(account).await.is_ok_and(|position| {
        position
            .at
            .is_none_or(|at| now.saturating_sub(at) >= seconds)
    })
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
        problem: last.or(running.problem),
    })
}

/// Looks at Stripe now: everything with `full`, otherwise what changed.
pub async fn run(account: &Account, full: bool) -> Result<SyncView, Problem> {
    if !account.progress.begin() {
        return view(account).await;
    }
    let result = look(account, full).await;
    let problem = result.as_ref().err().cloned();
    account.connection.heard(problem.as_ref());
    account.progress.change(|running| {
        running.running = false;
        running.problem = problem;
    });
    result?;
    if let Ok(()) = account.cache.write(|w| w.outbox().hurry()).await {
        // Stripe answers again: what waited for the network may go.
        account.wake.notify_one();
    }
    view(account).await
}

async fn look(account: &Account, full: bool) -> Result<(), Problem> {
    let client = account.stripe().await?;
    let mut position = Position::read(account).await?;
    if full {
        position.walk = None;
        position.at = None;
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
        return walk::everything(account, &client, position).await;
    }
    match follow(account, &client, &mut position).await {
        // The event we stood at is older than Stripe keeps them.
        Err(error) if error.is_missing() => {
            position.walk = None;
            walk::everything(account, &client, position).await
        }
        Err(error) => Err(error.into()),
        Ok(result) => result,
    }
}

/// Follows the events since the last one. The outer result is of the reading, the inner of the
/// storing.
async fn follow(
    account: &Account,
    client: &stripe::Client,
    position: &mut Position,
) -> Result<Result<(), Problem>, stripe::Error> {
    let mut touched: BTreeSet<(Kind, String)> = BTreeSet::new();
    // Where no event was ever seen, all that there are have to be followed, newest first.
    let all = position.event.is_none();
    let mut after: Option<String> = None;
    loop {
        let params = stripe::Params::new().set("limit", 100);
        let params = match (all, &after) {
            (false, _) => params.set_some("ending_before", position.event.clone()),
            (true, after) => params.set_some("starting_after", after.clone()),
        };
        let page = client.page("/v1/events", &params).await?;
        for event in &page.data {
            if let Some(object) = event.pointer("/data/object")
                && let Some(named) = crate::delivery::kind_of(object)
                && source::is_kept(named.0)
            {
                touched.insert(named);
            }
        }
        let newest = page
            .data
            .first()
            .and_then(|event| event.get("id"))
            .and_then(Value::as_str);
        if let Some(newest) = newest
            && after.is_none()
        {
            position.event = Some(newest.to_owned());
        }
        if !page.has_more || page.data.is_empty() {
            break;
        }
        if all {
            after = page.last_id;
        }
    }
    // A draft quote that was changed elsewhere has no event; the newest page tells.
    for quote in client
        .page("/v1/quotes", &expanded_list("/v1/quotes").set("limit", 100))
        .await?
        .data
    {
        if let Err(problem) = keep(account, quote).await {
            return Ok(Err(problem));
        }
    }
    for (kind, id) in touched {
        let object = fetch(client, kind, &id)
            .await?
            .unwrap_or_else(|| json!({ "id": id, "object": kind.code(), "deleted": true }));
        if let Err(problem) = keep(account, object).await {
            return Ok(Err(problem));
        }
    }
    position.at = Some(account.now());
    Ok(position.write(account).await)
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
    keep(
        account,
        object.unwrap_or_else(|| json!({ "id": id, "object": kind.code(), "deleted": true })),
    )
    .await
}

/// Reads one record again, now.
pub async fn refresh_noun(account: &Account, noun: Noun, id: &str) -> Result<(), Problem> {
    let kind = match noun {
        // A draft that only exists here has nothing to be read again.
        Noun::Draft | Noun::InvoiceDraft => return Ok(()),
        Noun::Quote => Kind::Quote,
        Noun::Invoice => Kind::Invoice,
        Noun::Subscription => Kind::Subscription,
        Noun::SubscriptionSchedule => Kind::SubscriptionSchedule,
        Noun::Customer => Kind::Customer,
        Noun::Product => Kind::Product,
    };
    refresh(account, kind, id).await
}

async fn keep(account: &Account, object: Value) -> Result<(), Problem> {
    let now = account.now();
    account.progress.change(|running| running.read += 1);
    Ok(account
        .cache
        .write(move |w| crate::shape::put(w, object, now))
        .await?)
}
