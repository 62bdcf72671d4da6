//! The rows of a list from anywhere in it. Two ways lead there: along an index that holds the list
//! in order as it is, or, for what is narrowed and for the middle of anything, over the shelf.

use super::counts::is_whole;
use super::shelf::Asked;
use super::{Ask, Shelf, merge};
use cache::{Cursor, Error, Filter, Listing, Read, Row, Sum};
use std::sync::Arc;

/// Marks a cursor of a list from the shelf; the other way's are lists themselves.
const OF_SHELF: char = '@';

/// What makes of a record's columns what is shown: called once for each row, in the list's order.
pub(super) trait Show<T>: FnMut(Row) -> Result<T, Error> {}
impl<T, F: FnMut(Row) -> Result<T, Error>> Show<T> for F {}

/// A list, ready to be read.
pub(super) struct List<'l, 'c> {
    pub(super) r: &'l Read<'c>,
    pub(super) shelf: &'l Shelf,
    pub(super) ask: &'l Ask,
    pub(super) filters: &'l [Filter],
    pub(super) now: i64,
}

/// A part of it, whose rows were shown as they were found.
pub(super) struct Found {
    /// Where the next part begins; none at the end.
    pub(super) next: Option<String>,
    /// How many rows the whole list has.
    pub(super) total: u64,
}

impl List<'_, '_> {
    /// From its beginning.
    pub(super) fn first(&self, limit: u32, show: impl Show<()>) -> Result<Found, Error> {
        if self.is_whole() {
            self.along(None, limit, show)
        } else {
            self.off_the_shelf(0, limit, show)
        }
    }

    /// From where a cursor says.
    pub(super) fn after(
        &self,
        cursor: Option<&str>,
        limit: u32,
        show: impl Show<()>,
    ) -> Result<Found, Error> {
        let place = cursor
            .and_then(|text| text.strip_prefix(OF_SHELF))
            .and_then(Cursor::parse);
        match place {
            Some(place) => {
                let listing = self.listing()?;
                let sort = self.ask.sort.of_cache();
                let start = self.r.records().listed_after(&listing, &place, sort)?;
                self.part(&listing, start, limit, show)
            }
            None if self.is_whole() => self.along(cursor, limit, show),
            None => self.off_the_shelf(0, limit, show),
        }
    }

    /// From a row, counted from 0.
    pub(super) fn from(
        &self,
        start: usize,
        limit: u32,
        show: impl Show<()>,
    ) -> Result<Found, Error> {
        if start == 0 && self.is_whole() && limit > 0 {
            self.along(None, limit, show)
        } else {
            self.off_the_shelf(start, limit, show)
        }
    }

    /// What its amounts add up to, by currency.
    pub(super) fn sums(&self) -> Result<Vec<Sum>, Error> {
        if !self.is_whole() {
            return Ok(self.listing()?.sums().to_vec());
        }
        let mut sums = Vec::new();
        for filter in self.filters {
            sums.extend(whole_sums(self.r, filter)?);
        }
        Ok(sums)
    }

    fn is_whole(&self) -> bool {
        self.filters.iter().all(is_whole)
    }

    fn along(&self, cursor: Option<&str>, limit: u32, show: impl Show<()>) -> Result<Found, Error> {
        let merged = merge::page(self.r, self.filters, self.ask.sort, cursor, limit, show)?;
        Ok(Found {
            next: merged.next,
            total: super::Counts::new(self.r).of(self.filters)?,
        })
    }

    fn off_the_shelf(&self, start: usize, limit: u32, show: impl Show<()>) -> Result<Found, Error> {
        let listing = self.listing()?;
        self.part(&listing, start, limit, show)
    }

    fn part(
        &self,
        listing: &Listing,
        start: usize,
        limit: u32,
        show: impl Show<()>,
    ) -> Result<Found, Error> {
        let sort = self.ask.sort.of_cache();
        let page = self
            .r
            .records()
            .listed(listing, sort, (start, limit), show)?;
        Ok(Found {
            next: page
                .next
                .map(|cursor| format!("{OF_SHELF}{}", cursor.encode())),
            total: super::count(listing.len()),
        })
    }

    fn listing(&self) -> Result<Arc<Listing>, Error> {
        let asked = Asked {
            noun: self.ask.noun,
            tab: self.ask.tab.clone(),
            narrow: self.ask.narrow.clone(),
            sort: self.ask.sort,
        };
        self.shelf.listing(self.r, &asked, self.filters, self.now)
    }
}

/// What the records of whole states add up to: counted already.
pub(super) fn whole_sums(r: &Read<'_>, filter: &Filter) -> Result<Vec<Sum>, Error> {
    let tallies = r.records().kept_tallies(filter.kind)?;
    let meant = tallies
        .into_iter()
        .filter(|tally| filter.states.is_empty() || filter.states.contains(&tally.state))
        .filter(|tally| tally.priced > 0);
    Ok(meant
        .map(|tally| Sum {
            currency: tally.currency,
            amount: tally.amount,
            count: tally.priced,
        })
        .collect())
}
