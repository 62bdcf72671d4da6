//! A way to use the server's operations from inside, at a time of one's choice.

use rusqlite::Connection;
use serde_json::Value;

use crate::call::{Asker, Call};
use crate::errors::Refusal;
use crate::http::form::{self, Node};
use crate::json::Fields;
use crate::operation::{self, Ask, Reply};
use crate::store::rows;
use crate::{due, events, ids, params};

pub(super) struct Script<'s> {
    db: &'s Connection,
    /// When the account is opened; the script's own time runs up to it.
    pub(super) end: i64,
    salt: u64,
    pub(super) now: i64,
    asked: u64,
    dice: u64,
}

/// Parameters as a form would carry them.
pub(super) type Form = Vec<(String, String)>;

/// One parameter.
pub(super) fn p(key: impl Into<String>, value: impl ToString) -> (String, String) {
    (key.into(), value.to_string())
}

impl<'s> Script<'s> {
    pub(super) fn new(db: &'s Connection, end: i64, salt: u64) -> Self {
        Self {
            db,
            end,
            salt,
            now: end,
            asked: 0,
            dice: 0,
        }
    }

    /// Sets the script's time, after everything that was due by then has happened.
    pub(super) fn until(&mut self, at: i64) -> Result<(), Refusal> {
        while let Some((due, record)) = rows::next_due(self.db, None, at)? {
            due::step(&self.call(due, None), record)?;
        }
        self.now = at;
        Ok(())
    }

    fn call(&self, now: i64, request: Option<Asker>) -> Call<'_> {
        Call {
            db: self.db,
            now,
            clock: None,
            events_at: now,
            salt: self.salt,
            request,
            gated: false,
            events_since: self.end - events::KEPT_SECONDS,
            filling: true,
            by_link: false,
        }
    }

    /// `POST path` at the script's time.
    pub(super) fn post(&mut self, path: &str, pairs: Form) -> Result<Value, Refusal> {
        let mut tree = Node::empty();
        for (key, value) in pairs {
            form::add(&mut tree, &key, value);
        }
        let (operation, ids) = operation::find("POST", path)
            .ok_or_else(|| Refusal::broken(format!("no operation POST {path}")))?;
        let ask = Ask {
            id: ids.id,
            under: ids.under,
            args: params::check(operation.params, &tree, false)?,
        };
        self.asked += 1;
        let asker = Asker {
            id: ids::make("req_", self.salt, self.asked, 14),
            idempotency_key: None,
        };
        match (operation.run)(&self.call(self.now, Some(asker)), &ask)? {
            Reply::Object(value) => Ok(value),
            Reply::Text(text) => Ok(serde_json::from_str(&text)?),
            Reply::Pdf(_) => Ok(Value::Null),
        }
    }

    /// The object as it is now.
    pub(super) fn see(&self, noun: &str, id: &str) -> Result<Value, Refusal> {
        Ok(self.call(self.now, None).load(noun, id, "id")?.json)
    }

    /// The open invoices that were sent to their customer and are older than `days`.
    pub(super) fn unpaid(&self, days: i64) -> Result<Vec<String>, Refusal> {
        let mut statement = self.db.prepare_cached(
            "SELECT id FROM objects WHERE object = 'invoice' AND status = 'open' AND parent IS NOT NULL AND created < ?1 ORDER BY seq",
        )?;
        let rows = statement.query_map([self.now - days * 86_400], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A number below `below`, the same ones in the same order for the same account.
    pub(super) fn roll(&mut self, below: u64) -> u64 {
        self.dice = ids::scramble(self.dice ^ 0x0005_eedd_1ce0);
        self.dice % below.max(1)
    }
}

/// The id that an answer carries.
pub(super) fn id_of(answer: &Value) -> String {
    answer.id().to_owned()
}
