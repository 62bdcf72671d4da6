//! Where the owner stands: what waits, what is late, what came in. Answered from the cache alone.

use crate::account::Account;
use crate::lists::{self, Narrow, Sort};
use crate::view::{Amount, Counts, Noun, Overview, Problem, Row, SyncView};
use cache::{Error, Kind, Read};
use model::calendar::DAY_SECONDS;

/// So many rows of each kind are named.
const NAMED: u32 = 5;
/// What was paid within this time is added up.
const RECENTLY: i64 = 30 * DAY_SECONDS;

/// Where the owner stands.
pub async fn overview(account: &Account) -> Result<Overview, Problem> {
    let sync = crate::sync::view(account).await?;
    let (view, now) = (account.view(), account.now());
    let read = account.cache.read(move |r| gather(r, now)).await?;
    Ok(assemble(view, sync, read, now))
}

/// What the cache contributes.
struct Gathered {
    counts: Counts,
    expiring: Vec<Row>,
    late: Vec<Row>,
    open: Vec<Amount>,
    paid: Vec<Amount>,
}

fn assemble(
    account: crate::view::AccountView,
    sync: SyncView,
    read: Gathered,
    now: i64,
) -> Overview {
    Overview {
        account,
        counts: read.counts,
        sync,
        expiring: read.expiring,
        late: read.late,
        open: read.open,
        paid: read.paid,
        now,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

fn gather(r: &Read<'_>, now: i64) -> Result<Gathered, Error> {
    let all = Narrow::default();
    let soonest =
        |noun: Noun, tab: &str| lists::first(r, (noun, tab), &all, Sort::Date, NAMED, now);
    Ok(Gathered {
        counts: counts(r, now)?,
        expiring: soonest(Noun::Quote, "expiring")?,
        late: soonest(Noun::Invoice, "late")?,
        open: lists::summed(r, (Noun::Invoice, "open"), &all, now)?,
        paid: paid(r, now)?,
    })
}

fn counts(r: &Read<'_>, now: i64) -> Result<Counts, Error> {
    let count = |noun, tab| lists::counted(r, noun, tab, now);
    let outbox = r.outbox().counts()?;
    let waiting = outbox
        .queued
        .saturating_add(outbox.sending)
        .saturating_add(outbox.refused);
    Ok(Counts {
        open_quotes: count(Noun::Quote, "open")?,
        late_invoices: count(Noun::Invoice, "late")?,
        open_invoices: count(Noun::Invoice, "open")?,
        subscriptions: count(Noun::Subscription, "running")?,
        customers: count(Noun::Customer, "all")?,
        products: count(Noun::Product, "all")?,
        outbox: u64::try_from(waiting).unwrap_or(0),
    })
}

/// What was paid in the last 30 days, per currency.
fn paid(r: &Read<'_>, now: i64) -> Result<Vec<Amount>, Error> {
    let since = now.saturating_sub(RECENTLY);
    let sums = r
        .records()
        .sums_changed_since(Kind::Invoice, "paid", since)?;
    Ok(lists::listed(sums))
}

#[cfg(test)]
mod tests {
    use super::gather;
    use crate::sample::{DAY, Kept, NOW, but, invoice, quote, subscription};
    use serde_json::json;

    #[tokio::test]
    async fn the_overview_says_what_waits_and_what_came_in() {
        let paid_at = |at: i64| json!({ "status_transitions": { "paid_at": at } });
        let kept = Kept::with(vec![
            quote("qt_1", "open"),
            quote("qt_2", "accepted"),
            but(
                invoice("in_1", "open", 5_000),
                json!({ "due_date": NOW - DAY }),
            ),
            but(
                invoice("in_2", "open", 7_000),
                json!({ "due_date": NOW - 9 * DAY }),
            ),
            but(
                invoice("in_3", "paid", 900),
                json!({ "created": NOW - 90 * DAY }),
            ),
            but(invoice("in_4", "paid", 100), paid_at(NOW - 40 * DAY)),
            subscription("sub_1", "trialing"),
        ])
        .await;
        let read = kept.read(|r| gather(r, NOW)).await;
        let Ok(read) = read else {
            unreachable!("a cache that was just written can be read");
        };
        let late: Vec<&str> = read.late.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(late, ["in_2", "in_1"], "the longest overdue first");
        assert_eq!(read.expiring.len(), 1);
        assert_eq!(
            (
                read.counts.open_quotes,
                read.counts.late_invoices,
                read.counts.subscriptions
            ),
            (1, 2, 1)
        );
        let texts = |amounts: &[crate::view::Amount]| {
            amounts
                .iter()
                .map(|amount| amount.text.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (texts(&read.open), texts(&read.paid)),
            (vec!["$120.00".to_owned()], vec!["$9.00".to_owned()])
        );
    }
}
