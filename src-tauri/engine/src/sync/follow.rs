//! Following the events since the last look. An event only says that something changed; each thing
//! that changed is read once, as it is now. What is still to be read is kept beside the events'
//! position, so that a look that is cut off goes on where it was and reads nothing twice.

use super::Position;
use super::source::{self, expanded_list, fetch};
use crate::account::Account;
use crate::news::{self, Paid};
use crate::view::Problem;
use cache::Kind;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use stripe::{Client, Params};

/// So many things are read at once; the client's own pace still holds.
const AT_ONCE: usize = 6;
/// How often the newest quotes are read when nobody asked to, seconds.
const QUOTES_SECONDS: i64 = 1_800;

/// Why a look did not come to its end.
pub(super) enum Cut {
    /// Stripe did not answer, or not well.
    Stripe(stripe::Error),
    /// What was read could not be kept.
    Kept(Problem),
    /// So much has changed that a walk over everything reads less.
    TooMuch,
}

impl From<stripe::Error> for Cut {
    fn from(error: stripe::Error) -> Cut {
        Cut::Stripe(error)
    }
}

impl From<Problem> for Cut {
    fn from(problem: Problem) -> Cut {
        Cut::Kept(problem)
    }
}

/// Follows the events; `asked` when somebody wants to see it now.
pub(super) async fn follow(
    account: &Account,
    client: &Client,
    position: &mut Position,
    asked: bool,
) -> Result<(), Cut> {
    events(account, client, position).await?;
    if position.todo.len() > pages_kept(account).await? {
        return Err(Cut::TooMuch);
    }
    let now = account.now();
    let due = position
        .quotes
        .is_none_or(|at| now.saturating_sub(at) >= QUOTES_SECONDS);
    if asked || due {
        // A draft quote that was changed elsewhere has no event; the newest page tells.
        let params = expanded_list("/v1/quotes").set("limit", 100);
        let page = client.page("/v1/quotes", &params).await?;
        position.quotes = Some(now);
        keep(account, page.data, position).await?;
    }
    let mut paid = Vec::new();
    while !position.todo.is_empty() {
        let some: Vec<(Kind, String)> = position.named(AT_ONCE);
        let answers =
            futures_util::future::join_all(some.iter().map(|(kind, id)| fetch(client, *kind, id)))
                .await;
        let mut objects = Vec::new();
        for ((kind, id), answer) in some.iter().zip(answers) {
            if let Err(error) = &answer
                && error.is_forbidden()
                && source::is_optional(*kind)
            {
                continue;
            }
            let gone = || json!({ "id": id, "object": kind.code(), "deleted": true });
            objects.push(answer?.unwrap_or_else(gone));
        }
        position.todo.drain(..some.len());
        paid.extend(keep(account, objects, position).await?);
    }
    position.at = Some(account.now());
    position.write(account).await?;
    if let Some(news) = news::told(&paid) {
        // Nobody listening is no mistake.
        let _ = account.news.send(news);
    }
    Ok(())
}

/// Reads the events, and keeps what they name together with how far they were read.
async fn events(
    account: &Account,
    client: &Client,
    position: &mut Position,
) -> Result<(), stripe::Error> {
    let mut named: BTreeSet<(String, String)> = position.todo.drain(..).collect();
    // Where no event was ever seen, all that there are have to be followed, newest first.
    let all = position.event.is_none();
    let mut after: Option<String> = None;
    let mut newest = None;
    loop {
        let params = Params::new().set("limit", 100);
        let params = match (all, &after) {
            (false, _) => params.set_some("ending_before", position.event.clone()),
            (true, after) => params.set_some("starting_after", after.clone()),
        };
        let page = client.page("/v1/events", &params).await;
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                position.todo = named.into_iter().collect();
                return Err(error);
            }
        };
        for event in &page.data {
            if let Some(object) = event.pointer("/data/object")
                && let Some((kind, id)) = crate::delivery::kind_of(object)
                && source::is_kept(kind)
            {
                named.insert((kind.code().to_owned(), id));
            }
        }
        let first = page.data.first().and_then(|event| event.get("id"));
        let first = first.and_then(Value::as_str).map(str::to_owned);
        if all {
            // Read backwards, only the end of it says that none is missing.
            newest = newest.or(first);
            after = page.last_id;
        } else if first.is_some() {
            position.event = first;
        }
        if !page.has_more || page.data.is_empty() {
            break;
        }
        if !all {
            position.todo = named.iter().cloned().collect();
            note(account, position).await;
        }
    }
    if all {
        position.event = newest;
    }
    position.todo = named.into_iter().collect();
    if !position.todo.is_empty() {
        note(account, position).await;
    }
    Ok(())
}

/// Keeps the position on the way; where that fails, the look is only longer the next time.
async fn note(account: &Account, position: &Position) {
    if let Err(problem) = position.write(account).await {
        tracing::warn!(%problem, "the position of the sync");
    }
}

/// Keeps what was read and how far that is, in one transaction; with the payments that it tells of.
async fn keep(
    account: &Account,
    objects: Vec<Value>,
    position: &Position,
) -> Result<Vec<Paid>, Problem> {
    let now = account.now();
    let read = objects.len() as u64;
    let here = json!(position);
    account.progress.change(|running| running.read += read);
    Ok(account
        .cache
        .write(move |w| {
            let mut paid = Vec::new();
            for object in objects {
                paid.extend(news::paid(w, &object)?);
                crate::shape::put(w, object, now)?;
            }
            w.positions().put(Kind::Event, &here)?;
            Ok(paid)
        })
        .await?)
}

/// About how many pages a walk over everything would read, and some more: below that, nobody walks.
async fn pages_kept(account: &Account) -> Result<usize, Problem> {
    let kept = account
        .cache
        .read(|r| {
            let mut records = 0;
            for source in source::SOURCES {
                let tallies = r.records().kept_tallies(source.kind)?;
                records += tallies.iter().map(|tally| tally.records).sum::<i64>();
            }
            Ok(records)
        })
        .await?;
    Ok(usize::try_from(kept / 100).unwrap_or(usize::MAX).max(500))
}
