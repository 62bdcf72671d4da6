//! The lines of long invoices, of which Stripe only embeds the first ten.

use crate::account::Account;
use crate::view::Problem;
use crate::{json, shape};
use cache::Kind;
use futures_util::stream::StreamExt as _;
use serde_json::Value;
use stripe::{Params, paths};

/// Reads all lines of an invoice and keeps them with it, unless they are all here.
pub(crate) async fn whole(account: &Account, id: &str) -> Result<(), Problem> {
    let named = id.to_owned();
    let known = account
        .cache
        .read(move |r| r.records().get(Kind::Invoice, &named))
        .await?;
    if known.is_none_or(|known| !json::flag(&known.raw, "lines.has_more")) {
        return Ok(());
    }
    let client = account.stripe().await?;
    let mut pages = client.list(
        &paths::invoice_lines(id),
        &Params::new().expand("data.discounts"),
    );
    let mut lines: Vec<Value> = Vec::new();
    while let Some(page) = pages.next().await {
        lines.extend(
            page.map_err(Problem::from)
                .inspect_err(|problem| account.connection.heard(Some(problem)))?
                .data,
        );
    }
    let id = id.to_owned();
    Ok(account.cache.write(move |w| {
        let Some(mut record) = w.records().get(Kind::Invoice, &id)? else { return Ok(()) };
        // Read again meanwhile by a sync, it may be another invoice than the one the lines are of.
        let known: Vec<&str> = json::items(&record.raw, "lines").iter().filter_map(|line| json::text(line, "id")).collect();
        let whole = known.iter().all(|known| lines.iter().any(|line| json::text(line, "id") == Some(known)));
        if whole && let Some(list) = record.raw.get_mut("lines") {
            *list = serde_json::json!({ "object": "list", "data": lines, "has_more": false, "url": json::at(list, "url") });
            shape::put(w, record.raw, record.as_of)?;
        }
        Ok(())
    }).await?)
}
