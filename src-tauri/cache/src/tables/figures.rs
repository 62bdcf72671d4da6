//! Counts and sums over records. Money is summed by currency, never across.

use rusqlite::params_from_iter;

use super::pages::{Conditions, Filter};
use super::records::Records;
use crate::{Error, Kind};

/// A sum in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The currency, as Stripe writes it (`usd`).
    pub currency: String,
    /// The sum in its minor units.
    pub amount: i64,
    /// Over how many records.
    pub count: i64,
}

/// Asks for `what` over a filter, in the index made for it unless a customer, a parent or the time
/// at which something is due narrows it down further.
pub(crate) fn select(filter: &Filter, what: &str, rest: &str) -> (String, Conditions) {
    let index = match (&filter.customer, &filter.parent) {
        (_, Some(_)) => "records_parent",
        (Some(_), _) => "records_customer",
        _ if !filter.states.is_empty() && !filter.at.is_open() => "records_state_at",
        _ => "records_figures",
    };
    let conditions = Conditions::all(filter);
    let sql = format!(
        "SELECT {what} FROM records INDEXED BY {index} WHERE {} {rest}",
        conditions.sql
    );
    (sql, conditions)
}

impl Records<'_> {
    /// How many records a filter leaves.
    pub fn count(&self, filter: &Filter) -> Result<i64, Error> {
        let (sql, conditions) = select(filter, "count(*)", "");
        let mut select = self.read.sql.prepare_cached(&sql)?;
        Ok(select.query_row(params_from_iter(conditions.values), |row| row.get(0))?)
    }

    /// How many records a filter leaves in each state, by state. The filter's own states are
    /// taken into account: to tally the tabs of a list, leave them empty.
    pub fn tallies(&self, filter: &Filter) -> Result<Vec<(String, i64)>, Error> {
        let (sql, conditions) = select(filter, "state, count(*)", "GROUP BY state ORDER BY state");
        let mut select = self.read.sql.prepare_cached(&sql)?;
        let rows = select.query_map(params_from_iter(conditions.values), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The sum of the amounts that a filter leaves, by currency. Records without an amount do not
    /// count.
    pub fn sums(&self, filter: &Filter) -> Result<Vec<Sum>, Error> {
        let (sql, conditions) = select(
            filter,
            "currency, sum(amount), count(*)",
            "AND amount IS NOT NULL AND currency IS NOT NULL GROUP BY currency ORDER BY currency",
        );
        let mut select = self.read.sql.prepare_cached(&sql)?;
        let rows = select.query_map(params_from_iter(conditions.values), |row| {
            Ok(Sum {
                currency: row.get(0)?,
                amount: row.get(1)?,
                count: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The sum of the amounts of a kind's records in a state that changed last at or after a time
    /// (unix seconds UTC), by currency: what was paid of late, whenever it was billed.
    pub fn sums_changed_since(
        &self,
        kind: Kind,
        state: &str,
        since: i64,
    ) -> Result<Vec<Sum>, Error> {
        let mut select = self.read.sql.prepare_cached(CHANGED_SINCE)?;
        let rows = select.query_map((kind.code(), state, since), |row| {
            Ok(Sum {
                currency: row.get(0)?,
                amount: row.get(1)?,
                count: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(crate) const CHANGED_SINCE: &str =
    "SELECT currency, sum(amount), count(*) FROM records INDEXED BY records_changed
     WHERE kind = ?1 AND state = ?2 AND updated >= ?3 AND currency IS NOT NULL AND amount IS NOT NULL
     GROUP BY currency ORDER BY currency";
