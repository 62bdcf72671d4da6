//! Lists: pages, what stands above them, and finding by text. Answered from the cache alone; what
//! has expired or is late is asked of the clock, not of a stored word.

mod drafts;
mod merge;
mod rows;
mod tabs;
mod totals;

#[cfg(test)]
mod tests;

use crate::account::Account;
use crate::view::{Code, Noun, Page, Problem, Row, Summary, SummaryTotal, Tab};
use cache::{Kind, Query, Read, SortBy};

pub(crate) use crate::shape::noun_of;
pub(crate) use drafts::{customer_name, figures as draft_figures, settings_in};
pub(crate) use rows::Rows;
pub(crate) use totals::open_invoices;

/// What narrows a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Only this customer's.
    pub customer: Option<String>,
    /// Only this currency, lower case.
    pub currency: Option<String>,
    /// Made at or after this time, unix seconds UTC.
    pub from: Option<i64>,
    /// Made before this time, unix seconds UTC.
    pub to: Option<i64>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// The expiry or due date, soonest first.
    Date,
    /// The largest amount first, by its figure, whatever the currency.
    Amount,
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
    /// How many rows at the most, up to 200.
    pub limit: u32,
}

/// No page is longer.
const LONGEST: u32 = 200;
/// How many customers or prices are offered while one types.
pub(crate) const OFFERED: u32 = 20;

impl Sort {
    fn of_cache(self) -> cache::Sort {
        match self {
            Sort::Newest => cache::Sort {
                by: SortBy::Created,
                descending: true,
            },
            Sort::Date => cache::Sort {
                by: SortBy::At,
                descending: false,
            },
            Sort::Amount => cache::Sort {
                by: SortBy::Amount,
                descending: true,
            },
        }
    }
}

/// One page of a list.
pub async fn page(account: &Account, ask: Ask) -> Result<Page, Problem> {
    let now = account.now();
    account
        .cache
        .read(move |r| Ok(read_page(r, &ask, now)))
        .await?
}

pub(crate) fn read_page(r: &Read<'_>, ask: &Ask, now: i64) -> Result<Page, Problem> {
    let filters =
        tabs::filters(ask.noun, &ask.tab, &ask.narrow, now).ok_or_else(|| no_tab(&ask.tab))?;
    let limit = ask.limit.clamp(1, LONGEST);
    let merged = merge::page(r, &filters, ask.sort, ask.cursor.as_deref(), limit)?;
    let rows = Rows::new(r, now)?;
    let drafts = match tabs::drafts(ask.noun, &ask.tab) {
        Some(kind) => drafts::rows(r, kind, &ask.narrow, now)?,
        None => Vec::new(),
    };
    let mut total = count(drafts.len());
    for filter in &filters {
        total = total.saturating_add(unsigned(r.records().count(filter)?));
    }
    // What exists only here stands first, on the first page.
    let mut shown = if ask.cursor.is_none() {
        drafts
    } else {
        Vec::new()
    };
    for row in merged.rows {
        shown.push(rows.show(row)?);
    }
    Ok(Page {
        rows: shown,
        next: merged.next,
        total,
    })
}

/// What stands above a list.
pub async fn summary(account: &Account, noun: Noun, narrow: Narrow) -> Result<Summary, Problem> {
    let now = account.now();
    account
        .cache
        .read(move |r| Ok(read_summary(r, noun, &narrow, now)))
        .await?
}

pub(crate) fn read_summary(
    r: &Read<'_>,
    noun: Noun,
    narrow: &Narrow,
    now: i64,
) -> Result<Summary, Problem> {
    let drafts = match tabs::drafts(noun, "all") {
        Some(kind) => drafts::rows(r, kind, narrow, now)?.len(),
        None => 0,
    };
    let mut shown = Vec::new();
    for id in tabs::ids(noun) {
        let mut rows = if tabs::drafts(noun, id).is_some() {
            count(drafts)
        } else {
            0
        };
        for filter in tabs::filters(noun, id, narrow, now).unwrap_or_default() {
            rows = rows.saturating_add(unsigned(r.records().count(&filter)?));
        }
        shown.push(Tab {
            id: (*id).to_owned(),
            count: rows,
        });
    }
    let mut totals = Vec::new();
    for id in tabs::totals(noun) {
        let filters = tabs::filters(noun, id, narrow, now).unwrap_or_default();
        let amounts = totals::amounts(r, &filters)?;
        totals.push(SummaryTotal {
            id: (*id).to_owned(),
            amounts,
        });
    }
    Ok(Summary {
        tabs: shown,
        totals,
    })
}

/// What a text finds in everything, drafts first, then newest first.
pub async fn find(account: &Account, text: &str, limit: u32) -> Result<Vec<Row>, Problem> {
    let (text, now) = (text.to_owned(), account.now());
    account
        .cache
        .read(move |r| Ok(read_find(r, &text, limit.clamp(1, 50), now)))
        .await?
}

/// What the search looks at: everything that has a place of its own in the window.
const FOUND: [Kind; 6] = [
    Kind::Quote,
    Kind::Invoice,
    Kind::Subscription,
    Kind::SubscriptionSchedule,
    Kind::Customer,
    Kind::Product,
];

pub(crate) fn read_find(
    r: &Read<'_>,
    text: &str,
    limit: u32,
    now: i64,
) -> Result<Vec<Row>, Problem> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let rows = Rows::new(r, now)?;
    let mut found = drafts::find(r, text, now)?;
    for row in r.records().search(text, &FOUND, limit)? {
        found.push(rows.show(row)?);
    }
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
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

fn no_tab(tab: &str) -> Problem {
    Problem::new(
        Code::InvalidInput,
        format!("This list has no tab called \u{201c}{tab}\u{201d}."),
    )
    .hint("Use one of the tabs of its summary, or \u{201c}all\u{201d}.")
    .field("tab", "There is no such tab.")
}

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// How many rows some filters leave.
pub(crate) fn counted(r: &Read<'_>, noun: Noun, tab: &str, now: i64) -> Result<u64, cache::Error> {
    let mut rows = 0_u64;
    for filter in tabs::filters(noun, tab, &Narrow::default(), now).unwrap_or_default() {
        rows = rows.saturating_add(unsigned(r.records().count(&filter)?));
    }
    Ok(rows)
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
    let page = merge::page(r, &filters, sort, None, limit)?;
    page.rows.into_iter().map(|row| rows.show(row)).collect()
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
