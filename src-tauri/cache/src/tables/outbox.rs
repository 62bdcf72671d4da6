//! The writes that are intended, under way, done or stuck. An intent is what a person asked for;
//! its steps are the requests it takes, in order, each with the idempotency key it is sent with.
//!
//! Not the sending, nor when a failure is worth another attempt: whoever sends records here what
//! it is about to do before it does it, and the answer in the transaction that stores what the
//! answer changed. So a program killed at any point finds here what it had started.

use rusqlite::OptionalExtension as _;
use serde_json::Value;

use crate::migrations::Step as Migration;
use crate::{Changed, Error, Kind, Read};

mod progress;
mod rows;

pub(crate) const STEPS: &[Migration] = &[Migration {
    version: 1,
    sql: include_str!("outbox.sql"),
}];

macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$state_doc:meta])* $state:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$state_doc])* $state,)* }

        impl $name {
            /// Its name, as stored.
            pub const fn code(self) -> &'static str {
                match self { $($name::$state => $code,)* }
            }

            /// The state of this name.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$state),)* _ => None }
            }
        }
    };
}

states! {
    /// How far an intent has come.
    IntentState {
        /// It waits for its turn, its time or the network.
        Queued = "queued",
        /// A step is under way; after a crash, it may or may not have arrived.
        Sending = "sending",
        /// Everything it wanted has happened.
        Done = "done",
        /// Stripe refused it; someone has to decide.
        Refused = "refused",
        /// Someone decided against it.
        Dismissed = "dismissed",
    }
}

states! {
    /// How far a step has come.
    StepState {
        /// Not under way. With attempts behind it, the last one failed.
        Waiting = "waiting",
        /// Handed to the network, no answer yet.
        Sending = "sending",
        /// Answered.
        Done = "done",
        /// Refused.
        Refused = "refused",
        /// Not needed any more.
        Skipped = "skipped",
    }
}

/// Something a person asked for that has to happen at Stripe.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// Its id, a UUID given by the caller.
    pub id: String,
    /// What it is, such as `quotes.accept`.
    pub verb: String,
    /// The record it is about, if there is one yet. Intents about one record go in the order in
    /// which they were added.
    pub subject: Option<(Kind, String)>,
    /// What it is about in a person's words.
    pub title: String,
    /// When it was asked for, unix seconds UTC.
    pub created: i64,
    /// How far it has come.
    pub state: IntentState,
    /// Whether it waits because Stripe could not be reached.
    pub needs_network: bool,
    /// Not before this time, unix seconds UTC; 0 is at once.
    pub not_before: i64,
    /// When it was done or dismissed, unix seconds UTC.
    pub finished: Option<i64>,
    /// Why it was refused or put off.
    pub problem: Option<Value>,
    /// What whoever added it wants to find again when it is settled.
    pub context: Value,
    /// The requests it takes, in order.
    pub steps: Vec<Step>,
}

impl Intent {
    /// A queued intent without steps.
    pub fn new(id: impl Into<String>, verb: impl Into<String>, created: i64) -> Self {
        Self {
            id: id.into(),
            verb: verb.into(),
            subject: None,
            title: String::new(),
            created,
            state: IntentState::Queued,
            needs_network: false,
            not_before: 0,
            finished: None,
            problem: None,
            context: Value::Null,
            steps: Vec::new(),
        }
    }

    /// Adds a step to its end, to be sent with this idempotency key.
    #[must_use]
    pub fn step(
        mut self,
        method: impl Into<String>,
        path: impl Into<String>,
        params: Value,
        key: impl Into<String>,
    ) -> Self {
        let n = u32::try_from(self.steps.len()).unwrap_or(u32::MAX);
        self.steps.push(Step {
            n,
            method: method.into(),
            path: path.into(),
            params,
            key: key.into(),
            client_ref: None,
            state: StepState::Waiting,
            attempts: 0,
            first_sent_at: None,
            last_error: None,
            result: None,
            superseded: Vec::new(),
        });
        self
    }

    /// The step to do next: the first that is neither done nor skipped.
    pub fn next_step(&self) -> Option<&Step> {
        let open = |step: &&Step| !matches!(step.state, StepState::Done | StepState::Skipped);
        self.steps.iter().find(open)
    }
}

/// One request of an intent.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its place among the intent's steps, from 0.
    pub n: u32,
    /// The HTTP method.
    pub method: String,
    /// The path; may hold placeholders such as `{0.id}` for results of earlier steps.
    pub path: String,
    /// The parameters, with placeholders likewise.
    pub params: Value,
    /// The idempotency key it is sent with.
    pub key: String,
    /// The mark in the object's metadata by which its effect is found again.
    pub client_ref: Option<String>,
    /// How far it has come.
    pub state: StepState,
    /// How often it was sent with this key.
    pub attempts: u32,
    /// When it was first sent with this key, unix seconds UTC: Stripe forgets keys after a day.
    pub first_sent_at: Option<i64>,
    /// Why the last attempt failed.
    pub last_error: Option<Value>,
    /// What later steps need of its answer.
    pub result: Option<Value>,
    /// The keys it was sent with before, oldest first.
    pub superseded: Vec<SupersededKey>,
}

/// An idempotency key that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupersededKey {
    /// The key.
    pub key: String,
    /// Why it was given up.
    pub why: String,
    /// When, unix seconds UTC.
    pub at: i64,
    /// How often it had been sent.
    pub attempts: u32,
    /// When it was first sent, unix seconds UTC.
    pub first_sent_at: Option<i64>,
}

/// Which intents to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxFilter {
    /// In one of these states; empty is any.
    pub states: Vec<IntentState>,
    /// About this record.
    pub subject: Option<(Kind, String)>,
    /// At most so many; none is all.
    pub limit: Option<u32>,
}

/// How many intents there are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Waiting for their turn, their time or the network.
    pub queued: i64,
    /// Of those, waiting for the network.
    pub needs_network: i64,
    /// Under way.
    pub sending: i64,
    /// Done.
    pub done: i64,
    /// Refused.
    pub refused: i64,
    /// Dismissed.
    pub dismissed: i64,
}

/// The condition on states is the one of the index `intents_open`, word for word.
pub(crate) const NEXT_DUE: &str = "SELECT seq FROM intents AS i INDEXED BY intents_open
     WHERE state IN ('queued', 'sending') AND not_before <= ?1
     AND NOT EXISTS (
       SELECT 1 FROM intents AS e
       WHERE e.subject_kind = i.subject_kind AND e.subject_id = i.subject_id
       AND e.seq < i.seq AND e.state IN ('queued', 'sending'))
     ORDER BY seq LIMIT 1";

/// As above; without rows it costs nothing, however many lie settled.
pub(crate) const OPEN: &str = "SELECT seq FROM intents INDEXED BY intents_open
     WHERE state IN ('queued', 'sending') ORDER BY seq DESC";

/// Reads the outbox.
pub struct Outbox<'r> {
    pub(crate) read: &'r Read<'r>,
}

/// Adds to the outbox and records how its intents get on.
pub struct OutboxMut<'w> {
    pub(crate) read: Outbox<'w>,
    pub(crate) changed: &'w mut Changed,
}

impl Outbox<'_> {
    /// An intent with its steps.
    pub fn get(&self, id: &str) -> Result<Option<Intent>, Error> {
        let seq = self
            .read
            .sql
            .prepare_cached("SELECT seq FROM intents WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        seq.map(|seq| rows::intent(self.read.sql, seq)).transpose()
    }

    /// The oldest intent whose time has come at `now` (unix seconds UTC), under way ones
    /// included: whoever holds the lease finds there what it, or a holder before it, had started.
    /// An intent waits for earlier ones about the same record.
    pub fn next_due(&self, now: i64) -> Result<Option<Intent>, Error> {
        let seq = self
            .read
            .sql
            .prepare_cached(NEXT_DUE)?
            .query_row([now], |row| row.get(0))
            .optional()?;
        seq.map(|seq| rows::intent(self.read.sql, seq)).transpose()
    }

    /// The oldest intent that waits because Stripe could not be reached, of those added before this
    /// one.
    pub fn waits_before(&self, id: &str) -> Result<Option<Intent>, Error> {
        let seq = self
            .read
            .sql
            .prepare_cached(
                "SELECT seq FROM intents INDEXED BY intents_open
                 WHERE state IN ('queued', 'sending') AND state = 'queued' AND needs_network
                 AND seq < (SELECT seq FROM intents WHERE id = ?1) ORDER BY seq LIMIT 1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?;
        seq.map(|seq| rows::intent(self.read.sql, seq)).transpose()
    }

    /// When the next intent's time comes (unix seconds UTC; may be in the past), if any waits.
    pub fn next_time(&self) -> Result<Option<i64>, Error> {
        let select = "SELECT min(not_before) FROM intents WHERE state IN ('queued', 'sending')";
        let mut select = self.read.sql.prepare_cached(select)?;
        Ok(select.query_row([], |row| row.get(0))?)
    }

    /// Intents, the latest added first.
    pub fn list(&self, filter: &OutboxFilter) -> Result<Vec<Intent>, Error> {
        rows::list(self.read.sql, filter)
    }

    /// What may still have to be sent, the latest added first: asked with every page of a list, and
    /// mostly nothing.
    pub fn open(&self) -> Result<Vec<Intent>, Error> {
        let mut select = self.read.sql.prepare_cached(OPEN)?;
        let seqs = select.query_map([], |row| row.get(0))?;
        let seqs = seqs.collect::<Result<Vec<i64>, _>>()?;
        seqs.into_iter()
            .map(|seq| rows::intent(self.read.sql, seq))
            .collect()
    }

    /// How many intents there are in each state.
    pub fn counts(&self) -> Result<OutboxCounts, Error> {
        let mut select = self.read.sql.prepare_cached(
            "SELECT state, count(*), sum(needs_network) FROM intents GROUP BY state",
        )?;
        let mut rows = select.query([])?;
        let mut counts = OutboxCounts::default();
        while let Some(row) = rows.next()? {
            let count = row.get(1)?;
            match IntentState::from_code(row.get_ref(0)?.as_str().unwrap_or_default()) {
                Some(IntentState::Queued) => {
                    counts.queued = count;
                    counts.needs_network = row.get(2)?;
                }
                Some(IntentState::Sending) => counts.sending = count,
                Some(IntentState::Done) => counts.done = count,
                Some(IntentState::Refused) => counts.refused = count,
                Some(IntentState::Dismissed) => counts.dismissed = count,
                None => {}
            }
        }
        Ok(counts)
    }

    /// The intents about a record that are not settled: queued, under way or refused, oldest
    /// first.
    pub fn pending_for(&self, kind: Kind, id: &str) -> Result<Vec<Intent>, Error> {
        let mut pending = self.list(&OutboxFilter {
            states: vec![
                IntentState::Queued,
                IntentState::Sending,
                IntentState::Refused,
            ],
            subject: Some((kind, id.to_owned())),
            limit: None,
        })?;
        pending.reverse();
        Ok(pending)
    }

    /// Every record that has unsettled intents, so that a list can mark its rows at once.
    pub fn pending_subjects(&self) -> Result<Vec<(Kind, String)>, Error> {
        let mut select = self.read.sql.prepare_cached(
            "SELECT DISTINCT subject_kind, subject_id FROM intents
             WHERE state IN ('queued', 'sending', 'refused') AND subject_id IS NOT NULL",
        )?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut subjects = Vec::new();
        for row in rows {
            let (code, id): (String, String) = row?;
            subjects.extend(Kind::from_code(&code).map(|kind| (kind, id)));
        }
        Ok(subjects)
    }
}
