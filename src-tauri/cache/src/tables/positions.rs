//! How far the sync of each kind has come, as JSON of the sync's own. Stored in the transaction
//! that stores the page it was derived from.

use rusqlite::OptionalExtension as _;
use serde_json::Value;

use crate::migrations::Step;
use crate::{Changed, Error, Kind, Read};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: include_str!("positions.sql"),
}];

/// Reads positions.
pub struct Positions<'r> {
    pub(crate) read: &'r Read<'r>,
}

/// Writes positions.
pub struct PositionsMut<'w> {
    pub(crate) read: Positions<'w>,
    pub(crate) changed: &'w mut Changed,
}

impl Positions<'_> {
    /// Where the sync of this kind stands; none when it never began.
    pub fn get(&self, kind: Kind) -> Result<Option<Value>, Error> {
        let text: Option<String> = self
            .read
            .sql
            .prepare_cached("SELECT json FROM positions WHERE kind = ?1")?
            .query_row([kind.code()], |row| row.get(0))
            .optional()?;
        text.map(|text| {
            serde_json::from_str(&text).map_err(Error::stored("positions", kind.code()))
        })
        .transpose()
    }

    /// Every kind whose sync has begun. Kinds of a newer version are left out.
    pub fn all(&self) -> Result<Vec<(Kind, Value)>, Error> {
        let mut select = self
            .read
            .sql
            .prepare_cached("SELECT kind, json FROM positions ORDER BY kind")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut all = Vec::new();
        for row in rows {
            let (code, text): (String, String) = row?;
            if let Some(kind) = Kind::from_code(&code) {
                let value =
                    serde_json::from_str(&text).map_err(Error::stored("positions", &code))?;
                all.push((kind, value));
            }
        }
        Ok(all)
    }
}

impl PositionsMut<'_> {
    /// Stores where the sync of this kind stands.
    pub fn put(&mut self, kind: Kind, position: &Value) -> Result<(), Error> {
        let rows = self
            .sql()
            .prepare_cached(
                "INSERT INTO positions (kind, json) VALUES (?1, ?2)
                 ON CONFLICT (kind) DO UPDATE SET json = excluded.json WHERE json <> excluded.json",
            )?
            .execute([kind.code(), &position.to_string()])?;
        self.changed.positions |= rows > 0;
        Ok(())
    }

    /// Forgets it, so that the sync of this kind begins anew.
    pub fn delete(&mut self, kind: Kind) -> Result<(), Error> {
        let rows = self
            .sql()
            .prepare_cached("DELETE FROM positions WHERE kind = ?1")?
            .execute([kind.code()])?;
        self.changed.positions |= rows > 0;
        Ok(())
    }
}
