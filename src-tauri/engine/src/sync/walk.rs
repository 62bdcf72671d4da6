//! The walk over everything, newest first, a page at a time.

use super::Position;
use super::source::{SOURCES, Source, expanded_list};
use crate::account::Account;
use crate::view::Problem;
use serde_json::{Value, json};
use stripe::{Client, Params};

/// Reads everything, going on where an interrupted walk was.
pub(super) async fn everything(
    account: &Account,
    client: &Client,
    mut position: Position,
) -> Result<(), Problem> {
    let walk = match position.walk {
        Some(walk) => walk,
        None => {
            let newest = client
                .page("/v1/events", &Params::new().set("limit", 1))
                .await?;
            position.since = newest.last_id;
            // Named by its beginning; a second one in the same second goes by the next.
            let now = account.now();
            let walk = position
                .last
                .map_or(now, |last| now.max(last.saturating_add(1)));
            position.walk = Some(walk);
            position.last = Some(walk);
            position.write(account).await?;
            walk
        }
    };
    for source in SOURCES {
        pages(account, client, source, walk).await?;
    }
    position.walk = None;
    position.event = position.since.take().or(position.event);
    position.at = Some(account.now());
    position.write(account).await
}

/// Reads the kinds that were never walked: those that this version keeps and an earlier one did not.
pub(super) async fn never_walked(
    account: &Account,
    client: &Client,
    position: &Position,
) -> Result<(), Problem> {
    let walk = position.last.unwrap_or_default();
    for source in SOURCES {
        let kind = source.kind;
        let stored = account.cache.read(move |r| r.positions().get(kind)).await?;
        let done = stored.is_some_and(|stored| stored.get("done") == Some(&Value::Bool(true)));
        if !done {
            pages(account, client, source, walk).await?;
        }
    }
    Ok(())
}

/// Reads one kind's pages from where this walk stands.
async fn pages(
    account: &Account,
    client: &Client,
    source: &Source,
    walk: i64,
) -> Result<(), Problem> {
    let kind = source.kind;
    let stored = account.cache.read(move |r| r.positions().get(kind)).await?;
    let mine = stored.filter(|stored| stored.get("walk").and_then(Value::as_i64) == Some(walk));
    let text = |name: &str| {
        mine.as_ref()
            .and_then(|mine| mine.get(name))
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    if mine.as_ref().and_then(|mine| mine.get("done")) == Some(&Value::Bool(true)) {
        return Ok(());
    }
    let mut after = text("after");
    loop {
        let params = expanded_list(source.path)
            .set("limit", 100)
            .set_some("starting_after", after.clone());
        let page = match client.page(source.path, &params).await {
            Ok(page) => page,
            // The object that we stood at was deleted meanwhile: this kind is begun again.
            Err(error) if error.is_missing() && after.is_some() => {
                after = None;
                continue;
            }
            Err(error) if error.is_forbidden() && source.optional => {
                tracing::info!(path = source.path, "the key may not read these");
                let skipped = json!({ "walk": walk, "after": null, "done": true });
                account
                    .cache
                    .write(move |w| w.positions().put(kind, &skipped))
                    .await?;
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let now = account.now();
        let read = page.data.len() as u64;
        let here = json!({ "walk": walk, "after": page.last_id, "done": !page.has_more });
        let objects = page.data;
        account
            .cache
            .write(move |w| {
                for object in objects {
                    crate::shape::put(w, object, now)?;
                }
                w.positions().put(kind, &here)
            })
            .await?;
        account.progress.change(|running| running.read += read);
        if !page.has_more {
            return Ok(());
        }
        after = page.last_id;
    }
}
