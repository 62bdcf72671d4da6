//! The lists that were gone through, kept as long as they are right: until a record that may change
//! them does, or, where a tab goes by the clock, for a minute. They hold numbers of rows and no
//! records.

use super::{Narrow, Sort};
use crate::view::Noun;
use cache::{Error, Filter, Kind, Listing, Read};
use std::sync::{Arc, Mutex};

/// So many lists are kept; whoever looks at one has its tabs beside it.
const ROOM: usize = 6;
/// How long a list that goes by the clock is taken as right, seconds.
const BY_THE_CLOCK: i64 = 60;

/// A list by what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) noun: Noun,
    pub(super) tab: String,
    pub(super) narrow: Narrow,
    pub(super) sort: Sort,
}

/// The shelf.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<Vec<Kept>>);

#[derive(Debug)]
struct Kept {
    asked: Asked,
    generations: Vec<(Kind, i64)>,
    at: i64,
    listing: Arc<Listing>,
}

impl Shelf {
    /// The list of these filters; gone through when it is not here or no longer right.
    pub(super) fn listing(
        &self,
        r: &Read<'_>,
        asked: &Asked,
        filters: &[Filter],
        now: i64,
    ) -> Result<Arc<Listing>, Error> {
        let mut generations: Vec<(Kind, i64)> = Vec::new();
        for filter in filters {
            if !generations.iter().any(|(kind, _)| *kind == filter.kind) {
                generations.push((filter.kind, r.records().generation(filter.kind)?));
            }
        }
        let by_the_clock = filters.iter().any(|filter| !filter.at.is_open());
        let right = |kept: &Kept| {
            kept.generations == generations
                && (!by_the_clock || (kept.at..kept.at.saturating_add(BY_THE_CLOCK)).contains(&now))
        };
        if let Ok(mut all) = self.0.lock()
            && let Some(at) = all.iter().position(|kept| kept.asked == *asked)
        {
            // Taken out and put last: the first is the one that nobody has looked at for longest.
            let kept = all.remove(at);
            if right(&kept) {
                let listing = Arc::clone(&kept.listing);
                all.push(kept);
                return Ok(listing);
            }
        }
        let listing = Arc::new(r.records().listing(filters, asked.sort.of_cache())?);
        if let Ok(mut all) = self.0.lock() {
            all.retain(|kept| kept.asked != *asked);
            if all.len() >= ROOM {
                all.remove(0);
            }
            all.push(Kept {
                asked: asked.clone(),
                generations,
                at: now,
                listing: Arc::clone(&listing),
            });
        }
        Ok(listing)
    }
}
