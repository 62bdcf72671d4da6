//! Lists: one page of records in an order, within a filter. Keyset pages, so that the hundredth
//! page costs what the first does and a record that arrives in between moves nothing.
//!
//! Which index answers a query is decided here, not guessed by the planner: an index that holds
//! the filter's most telling column and, wherever the list may be long, the order as well. Several
//! states are several such walks, merged; so an order never has to be sorted for, except within
//! the records of one customer or parent.

use std::cmp::Ordering;

use rusqlite::types::Value;
use serde_json::json;

use super::records::{LISTED, Records, Row, row};
use crate::{Error, Kind};

/// A span of integers, both ends included; an end that is not given is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The least that is within.
    pub min: Option<i64>,
    /// The most that is within.
    pub max: Option<i64>,
}

impl Span {
    /// Whether everything is within.
    pub fn is_open(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }
}

/// Which records are meant. Everything left empty or open filters nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Kind,
    /// In one of these states.
    pub states: Vec<String>,
    /// Belonging to this customer.
    pub customer: Option<String>,
    /// Born of this.
    pub parent: Option<String>,
    /// In this currency, as Stripe writes it (`usd`).
    pub currency: Option<String>,
    /// Created within, unix seconds UTC.
    pub created: Span,
    /// Expiring or due within, unix seconds UTC.
    pub at: Span,
    /// With an amount within, in minor units of whatever the currency is.
    pub amount: Span,
}

impl Filter {
    /// Every record of a kind.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            states: Vec::new(),
            customer: None,
            parent: None,
            currency: None,
            created: Span::default(),
            at: Span::default(),
            amount: Span::default(),
        }
    }
}

/// What a list is sorted by. Records without a value come last either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// When they were created.
    #[default]
    Created,
    /// When they expire or are due.
    At,
    /// How large the amount is, whatever the currency (see [`size`](crate::size)).
    Amount,
    /// The title, large and small letters alike.
    Title,
}

impl SortBy {
    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::At => "at",
            Self::Amount => "size",
            Self::Title => "title_key",
        }
    }

    const fn may_be_missing(self) -> bool {
        matches!(self, Self::At | Self::Amount)
    }
}

/// The order of a list; by default the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// The greatest first.
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self {
            by: SortBy::Created,
            descending: true,
        }
    }
}

/// A page to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Which records.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Where the page before ended; none for the first.
    pub after: Option<Cursor>,
    /// How many rows at most.
    pub limit: u32,
}

impl Query {
    /// The first page of everything of a kind, newest first.
    pub fn of(kind: Kind) -> Self {
        Self {
            filter: Filter::of(kind),
            sort: Sort::default(),
            after: None,
            limit: 50,
        }
    }
}

/// Where a page ended. Only meant for the same filter and order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) key: Key,
    pub(crate) id: String,
}

/// The value a record is sorted by. Ordered as SQLite orders the column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Missing,
    Number(i64),
    Text(String),
}

impl Cursor {
    /// As text, to be handed through a user interface and back.
    pub fn encode(&self) -> String {
        match &self.key {
            Key::Missing => json!([null, self.id]),
            Key::Number(key) => json!([key, self.id]),
            Key::Text(key) => json!([key, self.id]),
        }
        .to_string()
    }

    /// From that text; none when it is not one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        use serde_json::Value as Json;
        let (key, id) = serde_json::from_str::<[Json; 2]>(text).ok()?.into();
        let key = match key {
            Json::Null => Key::Missing,
            Json::Number(key) => Key::Number(key.as_i64()?),
            Json::String(key) => Key::Text(key),
            _ => return None,
        };
        let Json::String(id) = id else { return None };
        Some(Self { key, id })
    }

    /// Where a page ends that ends with this row.
    pub fn of(row: &Row, by: SortBy) -> Self {
        let number = |key: Option<i64>| key.map_or(Key::Missing, Key::Number);
        let columns = &row.columns;
        let key = match by {
            SortBy::Created => Key::Number(columns.created),
            SortBy::At => number(columns.at),
            SortBy::Amount => number(super::sizes::of(columns)),
            SortBy::Title => Key::Text(super::records::title_key(&columns.title)),
        };
        Self {
            key,
            id: row.id.clone(),
        }
    }

    /// Which comes first in a list.
    pub fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let missing = |cursor: &Self| cursor.key == Key::Missing;
        let order = (&self.key, &self.id).cmp(&(&other.key, &other.id));
        missing(self)
            .cmp(&missing(other))
            .then(if descending { order.reverse() } else { order })
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T = Row> {
    /// Its rows, in order.
    pub rows: Vec<T>,
    /// Where the next page begins; none when this is the last.
    pub next: Option<Cursor>,
}

/// Rows on their way to whoever asked. Each is shown as soon as the next one has come: to hold them
/// all first would cost more than to read them.
pub(super) struct Showing<T, F> {
    most: usize,
    by: SortBy,
    show: F,
    shown: Vec<T>,
    /// The last one so far.
    held: Option<Row>,
    more: bool,
}

impl<T, F: FnMut(Row) -> Result<T, Error>> Showing<T, F> {
    /// For so many rows, in an order by this.
    pub(super) fn new(most: u32, by: SortBy, show: F) -> Self {
        Self {
            most: usize::try_from(most).unwrap_or(usize::MAX),
            by,
            show,
            shown: Vec::new(),
            held: None,
            more: false,
        }
    }

    /// Takes the next row; false when there is no room for it.
    pub(super) fn take(&mut self, row: Row) -> Result<bool, Error> {
        if self.shown.len() + usize::from(self.held.is_some()) >= self.most {
            self.more = true;
            return Ok(false);
        }
        if let Some(before) = self.held.replace(row) {
            self.shown.push((self.show)(before)?);
        }
        Ok(true)
    }

    /// The page. The next one begins where this ends, if some row had no room here.
    pub(super) fn end(mut self) -> Result<Page<T>, Error> {
        let last = self.held.as_ref().filter(|_| self.more);
        let next = last.map(|row| Cursor::of(row, self.by));
        if let Some(last) = self.held {
            self.shown.push((self.show)(last)?);
        }
        Ok(Page {
            rows: self.shown,
            next,
        })
    }
}

impl Records<'_> {
    /// One page of a list.
    pub fn page(&self, query: &Query) -> Result<Page, Error> {
        self.page_as(query, Ok)
    }

    /// One page of a list, each row as `show` makes it.
    pub fn page_as<T>(
        &self,
        query: &Query,
        show: impl FnMut(Row) -> Result<T, Error>,
    ) -> Result<Page<T>, Error> {
        let mut showing = Showing::new(query.limit, query.sort.by, show);
        // Rows without a value come after all that have one, in walks of their own.
        let (missing, valued): (Vec<_>, Vec<_>) =
            selects(query).into_iter().partition(|walk| walk.missing);
        if self.walks(query, valued, &mut showing)? {
            self.walks(query, missing, &mut showing)?;
        }
        showing.end()
    }

    /// Shows what lies along some walks, in order; whether there is room for more.
    fn walks<T, F: FnMut(Row) -> Result<T, Error>>(
        &self,
        query: &Query,
        walks: Vec<Select>,
        showing: &mut Showing<T, F>,
    ) -> Result<bool, Error> {
        let merged = walks.len() > 1;
        let mut rows = Vec::new();
        for select in walks {
            let mut prepared = self.read.sql.prepare_cached(&select.sql)?;
            for found in prepared.query_map(rusqlite::params_from_iter(select.values), row)? {
                let row = found?;
                if merged {
                    // Each walk has its share of what comes next.
                    rows.push((Cursor::of(&row, query.sort.by), row));
                } else if !showing.take(row)? {
                    return Ok(false);
                }
            }
        }
        rows.sort_by(|(a, _), (b, _)| a.compare(b, query.sort.descending));
        for (_, row) in rows {
            if !showing.take(row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What was born of a record: newest first, all of it.
    pub fn children(&self, kind: Kind, parent: &str) -> Result<Vec<Row>, Error> {
        let mut query = Query::of(kind);
        query.filter.parent = Some(parent.to_owned());
        query.limit = u32::MAX;
        Ok(self.page(&query)?.rows)
    }
}

/// One walk along an index.
pub(crate) struct Select {
    pub(crate) sql: String,
    values: Vec<Value>,
    /// It is for the rows that have no value to sort by.
    missing: bool,
}

/// The walks that together hold a page: first those for rows that have a value to sort by.
pub(crate) fn selects(query: &Query) -> Vec<Select> {
    let filter = &query.filter;
    let walks: Vec<Option<&str>> = if filter.parent.is_some() || filter.customer.is_some() {
        vec![None]
    } else {
        let mut states: Vec<&str> = filter.states.iter().map(String::as_str).collect();
        states.sort_unstable();
        states.dedup();
        match states.len() {
            0 => vec![None],
            _ => states.into_iter().map(Some).collect(),
        }
    };
    let past_values = matches!(
        &query.after,
        Some(Cursor {
            key: Key::Missing,
            ..
        })
    );
    let mut selects = Vec::new();
    if !past_values {
        selects.extend(walks.iter().map(|state| select(query, *state, false)));
    }
    if query.sort.by.may_be_missing() {
        selects.extend(walks.iter().map(|state| select(query, *state, true)));
    }
    selects
}

fn select(query: &Query, state: Option<&str>, missing: bool) -> Select {
    let Query { filter, sort, .. } = query;
    let by = sort.by.column();
    let (than, direction) = if sort.descending {
        ("<", "DESC")
    } else {
        (">", "ASC")
    };
    let index = match (&filter.parent, &filter.customer, state) {
        (Some(_), _, _) => "records_parent".to_owned(),
        (_, Some(_), _) => "records_customer".to_owned(),
        (_, _, Some(_)) => format!("records_state_{}", by.trim_end_matches("_key")),
        _ => format!("records_{}", by.trim_end_matches("_key")),
    };

    let mut conditions = Conditions::of(filter.kind);
    match state {
        Some(state) => conditions.push("state =", state.to_owned()),
        None => conditions.states(&filter.states),
    }
    // Past a cursor the span's own end on that side holds by itself; leaving it in would let
    // SQLite walk from there instead of from the cursor.
    let narrowed = |column: SortBy, mut span: Span| {
        if query.after.is_some() && !missing && sort.by == column {
            match sort.descending {
                true => span.max = None,
                false => span.min = None,
            }
        }
        span
    };
    conditions.rest(&Filter {
        created: narrowed(SortBy::Created, filter.created),
        at: narrowed(SortBy::At, filter.at),
        ..filter.clone()
    });
    let after = query.after.as_ref();
    if missing {
        conditions.literal(&format!("{by} IS NULL"));
        if let Some(Cursor {
            key: Key::Missing,
            id,
        }) = after
        {
            conditions.push(&format!("id {than}"), id.clone());
        }
    } else {
        let key = after.map(|after| match &after.key {
            Key::Number(key) => Value::from(*key),
            Key::Text(key) => Value::from(key.clone()),
            Key::Missing => Value::Null,
        });
        match (key, after) {
            (Some(key), Some(after)) => {
                conditions.pair(&format!("({by}, id) {than}"), key, after.id.clone());
            }
            // Not `IS NOT NULL`, which would have an ascending walk step over every row without.
            _ if sort.by.may_be_missing() => conditions.push(&format!("{by} >="), i64::MIN),
            _ => {}
        }
    }
    let limit = conditions.value(i64::from(query.limit) + 1);
    let order = if missing {
        format!("id {direction}")
    } else {
        format!("{by} {direction}, id {direction}")
    };
    Select {
        sql: format!(
            "SELECT {LISTED} FROM records INDEXED BY {index} WHERE {} ORDER BY {order} LIMIT {limit}",
            conditions.sql
        ),
        values: conditions.values,
        missing,
    }
}

/// A `WHERE` under construction, with the values for its placeholders.
pub(crate) struct Conditions {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

impl Conditions {
    /// Everything a filter says.
    pub(crate) fn all(filter: &Filter) -> Self {
        let mut all = Self::of(filter.kind);
        all.states(&filter.states);
        all.rest(filter);
        all
    }

    fn of(kind: Kind) -> Self {
        let mut new = Self {
            sql: String::new(),
            values: Vec::new(),
        };
        new.push("kind =", kind.code().to_owned());
        new
    }

    fn states(&mut self, states: &[String]) {
        if !states.is_empty() {
            let marks: Vec<_> = states.iter().map(|s| self.value(s.clone())).collect();
            self.literal(&format!("state IN ({})", marks.join(", ")));
        }
    }

    /// Everything but kind and states.
    fn rest(&mut self, filter: &Filter) {
        for (column, text) in [
            ("customer =", &filter.customer),
            ("parent =", &filter.parent),
            ("currency =", &filter.currency),
        ] {
            if let Some(text) = text {
                self.push(column, text.clone());
            }
        }
        for (column, span) in [
            ("created", filter.created),
            ("at", filter.at),
            ("amount", filter.amount),
        ] {
            if let Some(min) = span.min {
                self.push(&format!("{column} >="), min);
            }
            if let Some(max) = span.max {
                self.push(&format!("{column} <="), max);
            }
        }
    }

    fn push(&mut self, left: &str, value: impl Into<Value>) {
        let mark = self.value(value);
        self.literal(&format!("{left} {mark}"));
    }

    fn pair(&mut self, left: &str, first: Value, second: String) {
        let (first, second) = (self.value(first), self.value(second));
        self.literal(&format!("{left} ({first}, {second})"));
    }

    fn literal(&mut self, condition: &str) {
        if !self.sql.is_empty() {
            self.sql.push_str(" AND ");
        }
        self.sql.push_str(condition);
    }

    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }
}
