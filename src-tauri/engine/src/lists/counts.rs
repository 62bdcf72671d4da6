//! How many records a tab has: from the tallies that the file keeps where nothing narrows the list,
//! else from one walk that counts every state at once.

use cache::{Error, Filter, Read};

/// Counts over filters that differ in their states only cost one look together.
pub(super) struct Counts<'r, 'c> {
    r: &'r Read<'c>,
    known: Vec<(Filter, Vec<(String, i64)>)>,
}

impl<'r, 'c> Counts<'r, 'c> {
    pub(super) fn new(r: &'r Read<'c>) -> Counts<'r, 'c> {
        Counts {
            r,
            known: Vec::new(),
        }
    }

    /// How many records these filters leave together.
    pub(super) fn of(&mut self, filters: &[Filter]) -> Result<u64, Error> {
        let mut count = 0_u64;
        for filter in filters {
            count = count.saturating_add(u64::try_from(self.one(filter)?).unwrap_or(0));
        }
        Ok(count)
    }

    fn one(&mut self, filter: &Filter) -> Result<i64, Error> {
        // What is due by some time is few, and an index holds it by that time.
        if !filter.at.is_open() {
            return self.r.records().count(filter);
        }
        let whole = Filter {
            states: Vec::new(),
            ..filter.clone()
        };
        let at = match self.known.iter().position(|(known, _)| *known == whole) {
            Some(at) => at,
            None => {
                let states = if is_whole(&whole) {
                    let kept = self.r.records().kept_tallies(whole.kind)?;
                    kept.into_iter()
                        .map(|tally| (tally.state, tally.records))
                        .collect()
                } else {
                    self.r.records().tallies(&whole)?
                };
                self.known.push((whole, states));
                self.known.len() - 1
            }
        };
        let states = self.known.get(at).map_or(&[][..], |(_, states)| states);
        let meant = |state: &String| filter.states.is_empty() || filter.states.contains(state);
        let counts = states.iter().filter(|(state, _)| meant(state));
        Ok(counts.map(|(_, count)| count).sum())
    }
}

/// Whether a filter leaves whole states: nothing but them narrows it. Then an index holds the list
/// in every order, and the file has counted it.
pub(super) fn is_whole(filter: &Filter) -> bool {
    let states = Filter {
        states: filter.states.clone(),
        ..Filter::of(filter.kind)
    };
    states == *filter
}
