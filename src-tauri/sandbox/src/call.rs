//! One request's view of the account: the running transaction, the time, and who asked. Operations
//! read and change objects only through it, so that every change finds its way to an event.

use rusqlite::Connection;
use serde_json::Value;

use crate::errors::Refusal;
use crate::store::rows::{self, Record};
use crate::{events, ids};

pub(crate) struct Call<'c> {
    pub(crate) db: &'c Connection,
    /// Unix seconds UTC, the same during the whole request.
    pub(crate) now: i64,
    /// The test clock in whose time this happens, if it is not the account's.
    pub(crate) clock: Option<String>,
    /// The account's time, in which events are told.
    pub(crate) events_at: i64,
    /// Tells this account's ids apart from others'.
    pub(crate) salt: u64,
    /// `None` when time does something by itself.
    pub(crate) request: Option<Asker>,
    /// Whether one-time quotes are refused for want of the Invoicing Plus plan.
    pub(crate) gated: bool,
    /// Events before these unix seconds would not be listed any more, so they are not made.
    pub(crate) events_since: i64,
    /// Whether the account is still being filled: then nobody searches yet, and what search looks at is read
    /// off once at the end, not anew with every change.
    pub(crate) filling: bool,
    /// Whether a payment link buys here for its visitor: then the prices that were made in place are sold,
    /// though nobody can name them.
    pub(crate) by_link: bool,
}

/// The request as events name it.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) id: String,
    pub(crate) idempotency_key: Option<String>,
}

impl Call<'_> {
    /// The same request at another time: for looking ahead.
    pub(crate) fn at(&self, now: i64) -> Self {
        Self {
            now,
            clock: self.clock.clone(),
            request: self.request.clone(),
            ..*self
        }
    }

    /// The same request, as a payment link makes it.
    pub(crate) fn by_link(&self) -> Self {
        Self {
            by_link: true,
            ..self.at(self.now)
        }
    }

    pub(crate) fn new_id(&self, prefix: &str) -> Result<String, Refusal> {
        self.new_token(prefix, 24)
    }

    pub(crate) fn new_token(&self, prefix: &str, length: usize) -> Result<String, Refusal> {
        let counter = rows::next_number(self.db, "ids")?;
        Ok(ids::make(prefix, self.salt, counter.unsigned_abs(), length))
    }

    /// Events count by themselves, so that it makes no difference to other ids how many are still told.
    pub(crate) fn new_event_id(&self) -> Result<String, Refusal> {
        let counter = rows::next_number(self.db, "events")?;
        Ok(ids::make("evt_1", !self.salt, counter.unsigned_abs(), 24))
    }

    /// The object or its tombstone.
    pub(crate) fn find(&self, object: &str, id: &str) -> Result<Option<Record>, Refusal> {
        Ok(rows::find(self.db, object, id)?)
    }

    /// The object, or Stripe's refusal naming `param` (`id` for the object that the URL names).
    pub(crate) fn load(&self, object: &str, id: &str, param: &str) -> Result<Record, Refusal> {
        match self.find(object, id)? {
            Some(record) if !crate::json::Fields::flag(&record.json, "deleted") => Ok(record),
            _ => Err(Refusal::missing(object, id, param)),
        }
    }

    pub(crate) fn insert(&self, record: &Record) -> Result<(), Refusal> {
        rows::insert(self.db, record, self.clock.as_deref())?;
        self.keep_findable(record)
    }

    pub(crate) fn update(&self, record: &Record) -> Result<(), Refusal> {
        rows::update(self.db, record)?;
        self.keep_findable(record)
    }

    fn keep_findable(&self, record: &Record) -> Result<(), Refusal> {
        if self.filling {
            return Ok(());
        }
        Ok(rows::keep_findable(self.db, &record.json)?)
    }

    pub(crate) fn children(&self, object: &str, parent: &str) -> Result<Vec<Record>, Refusal> {
        Ok(rows::children(self.db, object, parent)?)
    }

    pub(crate) fn emit(&self, kind: &str, object: &Value) -> Result<(), Refusal> {
        events::emit(self, kind, object, None)
    }

    /// Stores what became of `before` and tells of it, if anything that clients see has changed.
    pub(crate) fn changed(
        &self,
        kind: &str,
        before: &Value,
        after: &Record,
    ) -> Result<(), Refusal> {
        self.update(after)?;
        if !events::is_told(self) {
            return Ok(());
        }
        let previous = events::previous_attributes(before, &after.json);
        if previous.as_object().is_some_and(|p| !p.is_empty()) {
            events::emit(self, kind, &after.json, Some(previous))?;
        }
        Ok(())
    }
}
