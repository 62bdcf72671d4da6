//! Lists: pages, what stands around them, and finding by text. Answered from the cache alone; what
//! has expired or is late is asked of the clock, not of a stored word.

mod counts;
mod days;
mod drafts;
mod find;
mod found;
mod merge;
mod narrow;
mod rows;
mod shelf;
mod tabs;
mod totals;

#[cfg(test)]
mod tests;

use crate::account::Account;
use crate::view::{Code, Noun, Problem, Row, Summary, SummaryTotal, Tab};
use cache::{Kind, Query, Read, SortBy};
use counts::Counts;
use found::{Found, List};
use std::sync::Arc;

pub(crate) use crate::shape::noun_of;
pub(crate) use drafts::{customer_name, figures as draft_figures, settings_in};
pub use find::{Wanted, find};
pub use narrow::Narrow;
pub(crate) use rows::Rows;
pub(crate) use shelf::Shelf;
pub(crate) use tabs::OPEN_INVOICES;
pub(crate) use totals::{open_invoices, ordered};

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// The expiry or due date, soonest first.
    Date,
    /// The expiry or due date, latest first.
    Latest,
    /// The largest amount first, by its figure, whatever the currency: 2,025,000 yen before 4,420.500 dinars.
    Amount,
    /// The smallest amount first, likewise.
    Smallest,
    /// By name, from A to Z.
    Name,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Of what.
    pub noun: Noun,
    /// Which tab; `all` for everything.
    pub tab: String,
    /// What narrows it.
    pub narrow: Narrow,
    /// In which order.
    pub sort: Sort,
    /// Where the page starts, as the page before said.
    pub cursor: Option<String>,
    /// Or: the row it starts with, counted from 0. Goes before the cursor.
    pub at: Option<u64>,
    /// How many rows at the most, up to 200.
    pub limit: u32,
}

/// No page is longer.
const LONGEST: u32 = 200;
/// Bytes that most pages fit into.
const ROOM: usize = 64 * 1024;
/// How many customers or prices are offered while one types.
pub(crate) const OFFERED: u32 = 20;

impl Sort {
    pub(crate) fn of_cache(self) -> cache::Sort {
        let (by, descending) = match self {
            Sort::Newest => (SortBy::Created, true),
            Sort::Oldest => (SortBy::Created, false),
            Sort::Date => (SortBy::At, false),
            Sort::Latest => (SortBy::At, true),
            Sort::Amount => (SortBy::Amount, true),
            Sort::Smallest => (SortBy::Amount, false),
            Sort::Name => (SortBy::Title, false),
        };
        cache::Sort { by, descending }
    }
}

/// One page of a list, as the JSON of a [`Page`](crate::view::Page). It is on its way to a user
/// interface, and holding its rows until all are found costs more than finding them.
pub async fn page(account: &Account, ask: Ask) -> Result<String, Problem> {
    let (now, shelf) = (account.now(), Arc::clone(&account.shelf));
    account
        .cache
        .read(move |r| Ok(read_page(r, &shelf, &ask, now)))
        .await?
}

pub(crate) fn read_page(
    r: &Read<'_>,
    shelf: &Shelf,
    ask: &Ask,
    now: i64,
) -> Result<String, Problem> {
    const BEGIN: &str = r#"{"rows":["#;
    let mut json = Vec::with_capacity(ROOM);
    json.extend(BEGIN.bytes());
    let mut written = Ok(());
    let end = read_rows(r, shelf, ask, now, |row| {
        if json.len() > BEGIN.len() {
            json.push(b',');
        }
        if let Err(error) = serde_json::to_writer(&mut json, row) {
            written = Err(error);
        }
    })?;
    let text = written.and_then(|()| {
        let next = serde_json::to_string(&end.next)?;
        json.extend(format!(r#"],"next":{next},"total":{}}}"#, end.total).bytes());
        String::from_utf8(json).map_err(serde::de::Error::custom)
    });
    text.map_err(|error| Problem::new(Code::Bug, format!("A list cannot be written: {error}.")))
}

/// Hands the rows of a page over, each once and in the list's order.
fn read_rows(
    r: &Read<'_>,
    shelf: &Shelf,
    ask: &Ask,
    now: i64,
    mut hand: impl FnMut(&Row),
) -> Result<Found, Problem> {
    let filters = narrow::filters(r, (ask.noun, &ask.tab), &ask.narrow, now)?;
    let limit = ask.limit.clamp(1, LONGEST);
    let drafts = match tabs::drafts(ask.noun, &ask.tab) {
        Some(kind) => drafts::rows(r, kind, &ask.narrow, now)?,
        None => Vec::new(),
    };
    let here = drafts.len();
    let list = List {
        r,
        shelf,
        ask,
        filters: &filters,
        now,
    };
    // What exists only here stands first.
    let (start, most) = match ask.at {
        None if ask.cursor.is_none() => (0, here),
        None => (here, 0),
        Some(at) => (usize::try_from(at).unwrap_or(usize::MAX), limit as usize),
    };
    let mut handed = 0;
    for draft in drafts.iter().skip(start).take(most) {
        hand(draft);
        handed += 1;
    }
    let rows = Rows::new(r, now)?;
    let show = |row| {
        hand(&rows.show(row)?);
        Ok(())
    };
    let found = match ask.at {
        None if ask.cursor.is_none() => list.first(limit, show)?,
        None => list.after(ask.cursor.as_deref(), limit, show)?,
        Some(_) => list.from(
            start.saturating_sub(here),
            limit.saturating_sub(handed),
            show,
        )?,
    };
    Ok(Found {
        total: count(here).saturating_add(found.total),
        ..found
    })
}

/// What stands around a list.
pub async fn summary(
    account: &Account,
    noun: Noun,
    tab: String,
    narrow: Narrow,
) -> Result<Summary, Problem> {
    let (now, shelf) = (account.now(), Arc::clone(&account.shelf));
    account
        .cache
        .read(move |r| Ok(read_summary(r, &shelf, (noun, &tab), &narrow, now)))
        .await?
}

pub(crate) fn read_summary(
    r: &Read<'_>,
    shelf: &Shelf,
    (noun, tab): (Noun, &str),
    narrow: &Narrow,
    now: i64,
) -> Result<Summary, Problem> {
    let drafts = match tabs::drafts(noun, "all") {
        Some(kind) => drafts::rows(r, kind, narrow, now)?,
        None => Vec::new(),
    };
    let mut counts = Counts::new(r);
    let mut shown = Vec::new();
    for id in tabs::ids(noun) {
        let here = if tabs::drafts(noun, id).is_some() {
            count(drafts.len())
        } else {
            0
        };
        let filters = narrow::filters(r, (noun, id), narrow, now)?;
        shown.push(Tab {
            id: (*id).to_owned(),
            count: counts.of(&filters)?.saturating_add(here),
        });
    }
    let mut totals = Vec::new();
    for id in tabs::totals(noun) {
        let filters = narrow::filters(r, (noun, id), narrow, now)?;
        totals.push(SummaryTotal {
            id: (*id).to_owned(),
            amounts: totals::amounts(r, &filters)?,
        });
    }
    let mut awaited = false;
    let moved = tabs::moved(noun, tab);
    let listed = if let Some(moved) = moved {
        let filters = narrow::filters(r, (noun, tab), narrow, now)?;
        totals::moved(r, &filters, moved)?
    } else if tabs::has_amounts(noun) {
        let filters = narrow::filters(r, (noun, tab), narrow, now)?;
        awaited = tabs::awaited(&filters);
        let ask = Ask {
            noun,
            tab: tab.to_owned(),
            narrow: narrow.clone(),
            sort: Sort::Newest,
            cursor: None,
            at: None,
            limit: 1,
        };
        let list = List {
            r,
            shelf,
            ask: &ask,
            filters: &filters,
            now,
        };
        let here = drafts
            .iter()
            .filter(|_| tabs::drafts(noun, tab).is_some())
            .filter_map(|row| row.amount.as_ref());
        let mut sums = list.sums()?;
        for filter in &filters {
            sums.extend(if awaited {
                totals::settled(r, filter)?
            } else {
                totals::credited(r, filter)?
            });
        }
        totals::listed(sums, here)
    } else {
        Vec::new()
    };
    Ok(Summary {
        tabs: shown,
        totals,
        listed,
        awaited,
        moved,
        currencies: tabs::kind(noun)
            .map_or_else(|| Ok(Vec::new()), |kind| narrow::used(r, kind))?,
    })
}

/// Customers whose name, e-mail or place begins so; the most recent ones for an empty text.
pub async fn pick_customers(account: &Account, text: &str) -> Result<Vec<Row>, Problem> {
    let (text, now) = (text.to_owned(), account.now());
    account
        .cache
        .read(move |r| Ok(read_customers(r, &text, now)))
        .await?
}

fn read_customers(r: &Read<'_>, text: &str, now: i64) -> Result<Vec<Row>, Problem> {
    let rows = Rows::new(r, now)?;
    let found = if text.trim().is_empty() {
        r.records()
            .page(&Query {
                limit: OFFERED,
                ..Query::of(Kind::Customer)
            })?
            .rows
    } else {
        r.records().search(text, &[Kind::Customer], OFFERED)?
    };
    Ok(found
        .into_iter()
        .map(|row| rows.show(row))
        .collect::<Result<_, _>>()?)
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// How many rows a tab has.
pub(crate) fn counted(r: &Read<'_>, noun: Noun, tab: &str, now: i64) -> Result<u64, cache::Error> {
    Counts::new(r).of(&tabs::filters(noun, tab, &Narrow::default(), now).unwrap_or_default())
}

/// The first rows of a tab, in an order.
pub(crate) fn first(
    r: &Read<'_>,
    (noun, tab): (Noun, &str),
    narrow: &Narrow,
    sort: Sort,
    limit: u32,
    now: i64,
) -> Result<Vec<Row>, cache::Error> {
    let filters = tabs::filters(noun, tab, narrow, now).unwrap_or_default();
    let rows = Rows::new(r, now)?;
    let page = merge::page(r, &filters, sort, None, limit, |row| rows.show(row))?;
    Ok(page.rows)
}

/// Sums as amounts, the currency with the most records first.
pub(crate) fn listed(sums: Vec<cache::Sum>) -> Vec<crate::view::Amount> {
    totals::listed(sums, std::iter::empty())
}

/// What is open by a tab's filters, per currency.
pub(crate) fn summed(
    r: &Read<'_>,
    (noun, tab): (Noun, &str),
    narrow: &Narrow,
    now: i64,
) -> Result<Vec<crate::view::Amount>, cache::Error> {
    let filters = tabs::filters(noun, tab, narrow, now).unwrap_or_default();
    totals::amounts(r, &filters)
}
