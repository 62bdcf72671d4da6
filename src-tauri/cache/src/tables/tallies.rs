//! How many records there are and what they add up to, kept by the file itself (see the triggers in
//! `tallies.sql`): what stands around a whole list needs no walk over it. Figures of anything
//! narrower are in `figures`.

use super::records::Records;
use crate::migrations::Step;
use crate::{Error, Kind};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 2,
    sql: include_str!("tallies.sql"),
}];

/// All records of a kind that are in the same state and currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The state; empty where the kind has none.
    pub state: String,
    /// The currency as Stripe writes it (`usd`); empty where it is not known.
    pub currency: String,
    /// How many they are.
    pub records: i64,
    /// How many of them have an amount.
    pub priced: i64,
    /// What these add up to, in the currency's minor units.
    pub amount: i64,
}

impl Records<'_> {
    /// Every state and currency in which there are records of a kind.
    pub fn kept_tallies(&self, kind: Kind) -> Result<Vec<Tally>, Error> {
        let mut select = self.read.sql.prepare_cached(
            "SELECT state, currency, records, priced, amount FROM tallies
             WHERE kind = ?1 AND records > 0 ORDER BY state, currency",
        )?;
        let rows = select.query_map([kind.code()], |row| {
            Ok(Tally {
                state: row.get(0)?,
                currency: row.get(1)?,
                records: row.get(2)?,
                priced: row.get(3)?,
                amount: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A number that grows whenever a list of this kind may have come out differently.
    pub fn generation(&self, kind: Kind) -> Result<i64, Error> {
        let mut select = self
            .read
            .sql
            .prepare_cached("SELECT number FROM generations WHERE kind = ?1")?;
        let mut rows = select.query([kind.code()])?;
        Ok(match rows.next()? {
            Some(row) => row.get(0)?,
            None => 0,
        })
    }
}
