//! A narrowed list, gone through once and kept: where each of its records lies, in order. Any page
//! of it, at any row, is then as quick as its first, however the list is narrowed and sorted, and
//! its length and sums are known. Lists that an index holds in order as they are need none of
//! this; they are in `pages`.
//!
//! It is a picture of one moment. Whoever keeps one asks for the generation of its kinds (see
//! `tallies`) and throws it away when that has changed.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, params_from_iter};

use super::figures::Sum;
use super::pages::{Conditions, Cursor, Filter, Key, Page, Showing, Sort, SortBy};
use super::records::{LISTED, Records, Row, row};
use super::sizes::size;
use crate::Error;

/// A list as it was when it was gone through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    places: Vec<i64>,
    sums: Vec<Sum>,
}

impl Listing {
    /// How many records it holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// What the amounts of its records add up to, by currency.
    pub fn sums(&self) -> &[Sum] {
        &self.sums
    }
}

/// What is read of a record to put it into its place.
struct Entry {
    cursor: Cursor,
    place: i64,
}

impl Records<'_> {
    /// Goes through the records of these filters, none of which may be in two of them.
    pub fn listing(&self, filters: &[Filter], sort: Sort) -> Result<Listing, Error> {
        let mut entries = Vec::new();
        let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for filter in filters {
            let (sql, conditions) = select(filter, sort.by);
            let mut prepared = self.read.sql.prepare_cached(&sql)?;
            let mut rows = prepared.query(params_from_iter(conditions.values))?;
            while let Some(found) = rows.next()? {
                let currency = found.get_ref(3)?.as_str_or_null();
                let currency = currency.map_err(rusqlite::Error::from)?;
                let amount: Option<i64> = found.get(4)?;
                let number = |key: Option<i64>| key.map_or(Key::Missing, Key::Number);
                let key = match sort.by {
                    SortBy::Title => Key::Text(found.get(0)?),
                    SortBy::Amount => number(amount.map(|amount| size(amount, currency))),
                    _ => number(found.get(0)?),
                };
                let id = found.get(1)?;
                entries.push(Entry {
                    cursor: Cursor { key, id },
                    place: found.get(2)?,
                });
                if let (Some(currency), Some(amount)) = (currency, amount) {
                    // One look-up for a currency already there, without a copy of its name.
                    let (sum, count) = match sums.get_mut(currency) {
                        Some(known) => known,
                        None => sums.entry(currency.to_owned()).or_default(),
                    };
                    *sum = sum.saturating_add(amount);
                    *count += 1;
                }
            }
        }
        entries.sort_unstable_by(|a, b| a.cursor.compare(&b.cursor, sort.descending));
        let sums = sums.into_iter().map(|(currency, (amount, count))| Sum {
            currency,
            amount,
            count,
        });
        Ok(Listing {
            places: entries.iter().map(|entry| entry.place).collect(),
            sums: sums.collect(),
        })
    }

    /// The rows of a listing of this order from `start` on, `limit` at most, each as `show` makes it.
    /// What was removed since is left out.
    pub fn listed<T>(
        &self,
        listing: &Listing,
        sort: Sort,
        (start, limit): (usize, u32),
        show: impl FnMut(Row) -> Result<T, Error>,
    ) -> Result<Page<T>, Error> {
        let mut showing = Showing::new(limit, sort.by, show);
        let mut select = self
            .read
            .sql
            .prepare_cached(&format!("SELECT {LISTED} FROM records WHERE place = ?1"))?;
        for place in listing.places.iter().skip(start) {
            if let Some(row) = select.query_row([place], row).optional()?
                && !showing.take(row)?
            {
                break;
            }
        }
        showing.end()
    }

    /// The first row of a listing that comes after a cursor of the same order; looks at few.
    pub fn listed_after(
        &self,
        listing: &Listing,
        cursor: &Cursor,
        sort: Sort,
    ) -> Result<usize, Error> {
        let mut select = self
            .read
            .sql
            .prepare_cached(&format!("SELECT {LISTED} FROM records WHERE place = ?1"))?;
        let (mut low, mut high) = (0, listing.places.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let found = select.query_row([listing.places[middle]], row).optional()?;
            let here = found.map(|row| Cursor::of(&row, sort.by));
            let before =
                here.is_some_and(|here| here.compare(cursor, sort.descending) != Ordering::Greater);
            if before {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }
}

/// Goes along the index that narrows most: a customer's or parent's records, those of a state that
/// are due, else all of a kind within the days asked for.
pub(crate) fn select(filter: &Filter, by: SortBy) -> (String, Conditions) {
    let index = match (&filter.parent, &filter.customer) {
        (Some(_), _) => "records_parent",
        (_, Some(_)) => "records_customer",
        _ if !filter.states.is_empty() && !filter.at.is_open() => "records_state_at",
        _ => "records_figures",
    };
    let conditions = Conditions::all(filter);
    let key = match by {
        // Reckoned from what is read anyhow, which the index holds.
        SortBy::Amount => "NULL",
        _ => by.column(),
    };
    let sql = format!(
        "SELECT {key}, id, place, currency, amount FROM records INDEXED BY {index} WHERE {}",
        conditions.sql
    );
    (sql, conditions)
}
