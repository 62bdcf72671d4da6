//! Settings of the account: a key, and JSON. What keys there are is decided by whoever uses them.

use rusqlite::OptionalExtension as _;
use serde_json::Value;

use crate::migrations::Step;
use crate::{Changed, Error, Read};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: include_str!("settings.sql"),
}];

/// Reads settings.
pub struct Settings<'r> {
    pub(crate) read: &'r Read<'r>,
}

/// Writes settings.
pub struct SettingsMut<'w> {
    pub(crate) read: Settings<'w>,
    pub(crate) changed: &'w mut Changed,
}

impl Settings<'_> {
    /// The value stored under this key.
    pub fn get(&self, key: &str) -> Result<Option<Value>, Error> {
        let text: Option<String> = self
            .read
            .sql
            .prepare_cached("SELECT json FROM settings WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        text.map(|text| serde_json::from_str(&text).map_err(Error::stored("settings", key)))
            .transpose()
    }

    /// Everything that is set, by key.
    pub fn all(&self) -> Result<Vec<(String, Value)>, Error> {
        let mut select = self
            .read
            .sql
            .prepare_cached("SELECT key, json FROM settings ORDER BY key")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.map(|row| {
            let (key, text): (String, String) = row?;
            let value = serde_json::from_str(&text).map_err(Error::stored("settings", &key))?;
            Ok((key, value))
        })
        .collect()
    }
}

impl SettingsMut<'_> {
    /// Stores a value. Storing what is there already changes nothing and tells nobody.
    pub fn put(&mut self, key: &str, value: &Value) -> Result<(), Error> {
        let rows = self
            .sql()
            .prepare_cached(
                "INSERT INTO settings (key, json) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET json = excluded.json WHERE json <> excluded.json",
            )?
            .execute([key, &value.to_string()])?;
        self.changed.settings |= rows > 0;
        Ok(())
    }

    /// Stores a figure of the program's own, which nothing that is shown depends on: nobody is told.
    pub fn note(&mut self, key: &str, value: &Value) -> Result<(), Error> {
        let told = self.changed.settings;
        self.put(key, value)?;
        self.changed.settings = told;
        Ok(())
    }

    /// Removes a setting; one that is not there is no mistake.
    pub fn delete(&mut self, key: &str) -> Result<(), Error> {
        let rows = self
            .sql()
            .prepare_cached("DELETE FROM settings WHERE key = ?1")?
            .execute([key])?;
        self.changed.settings |= rows > 0;
        Ok(())
    }
}
