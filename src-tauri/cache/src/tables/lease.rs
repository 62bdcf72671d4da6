//! The lease: of the processes that have this file open, the one that sends what is in the outbox
//! and runs the practice Stripe. It runs out by itself, so a holder that was killed blocks nobody
//! for long.

use rusqlite::OptionalExtension as _;

use crate::migrations::Step;
use crate::{Changed, Error, Read};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: include_str!("lease.sql"),
}];

/// Who holds the lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The name the holder gave itself, one per process and start.
    pub holder: String,
    /// Where its practice Stripe listens, if it runs one.
    pub url: Option<String>,
    /// When the lease runs out unless renewed, unix seconds UTC.
    pub until: i64,
}

/// The outcome of asking for the lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lease {
    /// It is the asker's.
    Held,
    /// It is someone else's.
    HeldBy(Holder),
}

/// Reads the lease.
pub struct LeaseRow<'r> {
    pub(crate) read: &'r Read<'r>,
}

/// Takes, renews and gives up the lease.
pub struct LeaseRowMut<'w> {
    pub(crate) read: LeaseRow<'w>,
    pub(crate) changed: &'w mut Changed,
}

impl LeaseRow<'_> {
    /// Who holds it at `now` (unix seconds UTC), if anyone does.
    pub fn current(&self, now: i64) -> Result<Option<Holder>, Error> {
        Ok(self
            .read
            .sql
            .prepare_cached("SELECT holder, url, until FROM lease WHERE until > ?1")?
            .query_row([now], |row| {
                Ok(Holder {
                    holder: row.get(0)?,
                    url: row.get(1)?,
                    until: row.get(2)?,
                })
            })
            .optional()?)
    }
}

impl LeaseRowMut<'_> {
    /// Takes the lease for `ttl` seconds from `now` (unix seconds UTC), unless another holds it.
    /// Whoever holds it already keeps it for that long, with the new `url`.
    pub fn acquire(
        &mut self,
        holder: &str,
        now: i64,
        ttl: i64,
        url: Option<&str>,
    ) -> Result<Lease, Error> {
        if let Some(other) = self.current(now)?.filter(|other| other.holder != holder) {
            return Ok(Lease::HeldBy(other));
        }
        self.sql()
            .prepare_cached(
                "INSERT INTO lease (one, holder, url, until) VALUES (1, ?1, ?2, ?3)
                 ON CONFLICT (one) DO UPDATE
                 SET holder = excluded.holder, url = excluded.url, until = excluded.until",
            )?
            .execute((holder, url, now.saturating_add(ttl)))?;
        self.changed.lease = true;
        Ok(Lease::Held)
    }

    /// Prolongs the lease to `ttl` seconds from `now`, keeping its `url`. False when it is not
    /// `holder`'s any more, who must then stop sending.
    pub fn renew(&mut self, holder: &str, now: i64, ttl: i64) -> Result<bool, Error> {
        let rows = self
            .sql()
            .prepare_cached("UPDATE lease SET until = ?3 WHERE holder = ?1 AND until > ?2")?
            .execute((holder, now, now.saturating_add(ttl)))?;
        self.changed.lease |= rows > 0;
        Ok(rows > 0)
    }

    /// Gives the lease up; no mistake when it is someone else's by now.
    pub fn release(&mut self, holder: &str) -> Result<(), Error> {
        let rows = self
            .sql()
            .prepare_cached("DELETE FROM lease WHERE holder = ?1")?
            .execute([holder])?;
        self.changed.lease |= rows > 0;
        Ok(())
    }
}
