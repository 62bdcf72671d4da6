//! What may become of an intent, and from which state. Each change names the states it is allowed
//! from; anything else is the caller's mistake and leaves everything as it was.

use rusqlite::{ToSql, params};
use serde_json::Value;

use super::{Intent, IntentState, OutboxMut, Step, StepState, rows};
use crate::Error;

impl OutboxMut<'_> {
    /// Adds an intent behind all others. Its steps are numbered by their place.
    pub fn add(&mut self, intent: &Intent) -> Result<(), Error> {
        rows::insert(self.sql(), intent)?;
        self.changed.outbox = true;
        Ok(())
    }

    /// Records that a step is about to be sent. Only once this is committed may the first byte
    /// leave. Returns the step as it is to be sent.
    pub fn start_step(&mut self, id: &str, n: u32, now: i64) -> Result<Step, Error> {
        let intent = self.expect(id, &[IntentState::Queued, IntentState::Sending], "sent")?;
        let step = step(&intent, n)?;
        if !matches!(step.state, StepState::Waiting | StepState::Sending) {
            return Err(wrong_step(id, step, "sent"));
        }
        self.set_step(
            id,
            n,
            "state = 'sending', attempts = attempts + 1,
             first_sent_at = coalesce(first_sent_at, ?3)",
            &[&now],
        )?;
        let sending = "state = 'sending', needs_network = 0, not_before = 0";
        self.set(id, sending, &[])?;
        self.reread(id, n)
    }

    /// Records a step's answer: what later steps need of it.
    pub fn finish_step(&mut self, id: &str, n: u32, result: &Value) -> Result<(), Error> {
        self.expect(id, &[IntentState::Queued, IntentState::Sending], "answered")?;
        let set = "state = 'done', last_error = NULL, result = ?3";
        self.set_step(id, n, set, &[&result.to_string()])
    }

    /// Takes back a start whose request certainly never left this machine, such as when no
    /// connection could be made. The intent may then be dismissed again.
    pub fn unstart_step(&mut self, id: &str, n: u32) -> Result<(), Error> {
        let intent = self.expect(id, &[IntentState::Sending], "taken back")?;
        let started = step(&intent, n)?;
        if started.state != StepState::Sending {
            return Err(wrong_step(id, started, "taken back"));
        }
        let set = "state = 'waiting', attempts = attempts - 1,
             first_sent_at = iif(attempts = 1, NULL, first_sent_at)";
        self.set_step(id, n, set, &[])?;
        self.set(id, "state = 'queued'", &[])
    }

    /// Records that a step is not needed: what it would do is so already.
    pub fn skip_step(&mut self, id: &str, n: u32) -> Result<(), Error> {
        self.expect(id, &[IntentState::Queued, IntentState::Sending], "skipped")?;
        self.set_step(id, n, "state = 'skipped'", &[])
    }

    /// Records that Stripe refused the intent's next step, and why. It stays until it is retried
    /// or dismissed.
    pub fn refuse(&mut self, id: &str, problem: &Value) -> Result<(), Error> {
        let from = [IntentState::Queued, IntentState::Sending];
        let intent = self.expect(id, &from, "refused")?;
        let problem = problem.to_string();
        if let Some(step) = intent.next_step() {
            self.set_step(
                id,
                step.n,
                "state = 'refused', last_error = ?3",
                &[&problem],
            )?;
        }
        let refused = "state = 'refused', needs_network = 0, problem = ?2";
        self.set(id, refused, &[&problem])
    }

    /// Puts an intent off until a time (unix seconds UTC), because of a problem that may pass.
    /// Its steps keep their keys. `needs_network` when Stripe could not be reached at all.
    pub fn postpone(
        &mut self,
        id: &str,
        until: i64,
        problem: Option<&Value>,
        needs_network: bool,
    ) -> Result<(), Error> {
        let from = [IntentState::Queued, IntentState::Sending];
        let intent = self.expect(id, &from, "put off")?;
        let problem = problem.map(Value::to_string);
        if let Some(step) = intent.next_step() {
            self.set_step(
                id,
                step.n,
                "state = 'waiting', last_error = ?3",
                &[&problem],
            )?;
        }
        let queued = "state = 'queued', problem = ?2, needs_network = ?3, not_before = ?4";
        self.set(id, queued, &[&problem, &needs_network, &until])
    }

    /// Lets everything that waits for the network, or for a time, go at once.
    pub fn hurry(&mut self) -> Result<(), Error> {
        let update = "UPDATE intents SET not_before = 0, needs_network = 0
                      WHERE state = 'queued' AND (not_before > 0 OR needs_network)";
        let rows = self.sql().prepare_cached(update)?.execute([])?;
        self.changed.outbox |= rows > 0;
        Ok(())
    }

    /// Gives a step a new idempotency key, keeping the old one and the reason on record. Only for
    /// when it is known that nothing happened under the old key.
    pub fn replace_key(
        &mut self,
        id: &str,
        n: u32,
        key: &str,
        why: &str,
        now: i64,
    ) -> Result<Step, Error> {
        let from = [
            IntentState::Queued,
            IntentState::Sending,
            IntentState::Refused,
        ];
        let intent = self.expect(id, &from, "given a new key")?;
        let old = step(&intent, n)?;
        if matches!(old.state, StepState::Done | StepState::Skipped) {
            return Err(wrong_step(id, old, "given a new key"));
        }
        self.sql()
            .prepare_cached(
                "INSERT INTO superseded_keys (intent, n, key, why, at, attempts, first_sent_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                id,
                n,
                old.key,
                why,
                now,
                old.attempts,
                old.first_sent_at
            ])?;
        let set = "key = ?3, state = 'waiting', attempts = 0, first_sent_at = NULL";
        self.set_step(id, n, set, &[&key])?;
        self.reread(id, n)
    }

    /// Records that everything an intent wanted has happened: a step under way counts as done, one
    /// that was never sent as skipped.
    pub fn finish(&mut self, id: &str, now: i64) -> Result<(), Error> {
        let from = [IntentState::Queued, IntentState::Sending];
        let intent = self.expect(id, &from, "done")?;
        for step in &intent.steps {
            match step.state {
                StepState::Done | StepState::Skipped => {}
                StepState::Sending => self.finish_step(id, step.n, &Value::Null)?,
                StepState::Waiting | StepState::Refused => self.skip_step(id, step.n)?,
            }
        }
        let done = "state = 'done', needs_network = 0, problem = NULL, finished = ?2";
        self.set(id, done, &[&now])
    }

    /// Someone decided against an intent. Not possible while a request may be under way, nor
    /// after one was sent whose outcome is unknown: that has to be settled first. (One that never
    /// left is taken back by [`OutboxMut::unstart_step`].)
    pub fn dismiss(&mut self, id: &str, now: i64) -> Result<(), Error> {
        let from = [IntentState::Queued, IntentState::Refused];
        let intent = self.expect(id, &from, "dismissed")?;
        let unsettled = |step: &Step| step.attempts > 0 && step.state == StepState::Waiting;
        if let Some(step) = intent.steps.iter().find(|step| unsettled(step)) {
            return Err(wrong_step(
                id,
                step,
                "dismissed before its outcome is known",
            ));
        }
        let dismissed = "state = 'dismissed', needs_network = 0, finished = ?2";
        self.set(id, dismissed, &[&now])
    }

    /// Queues a refused intent again. Stripe would answer the old key with the old refusal, so
    /// the refused step gets this new one.
    pub fn retry(&mut self, id: &str, key: &str, now: i64) -> Result<(), Error> {
        let intent = self.expect(id, &[IntentState::Refused], "retried")?;
        if let Some(step) = intent.next_step() {
            self.replace_key(id, step.n, key, "retried after a refusal", now)?;
        }
        let queued = "state = 'queued', problem = NULL, needs_network = 0, not_before = 0";
        self.set(id, queued, &[])
    }

    /// Replaces what the adder wants to find again.
    pub fn set_context(&mut self, id: &str, context: &Value) -> Result<(), Error> {
        self.set(id, "context = ?2", &[&context.to_string()])
    }

    /// Removes intents done or dismissed before this time (unix seconds UTC), and says how many.
    pub fn purge(&mut self, before: i64) -> Result<usize, Error> {
        let rows = self
            .sql()
            .prepare_cached(
                "DELETE FROM intents WHERE state IN ('done', 'dismissed') AND finished < ?1",
            )?
            .execute([before])?;
        self.changed.outbox |= rows > 0;
        Ok(rows)
    }

    fn expect(
        &self,
        id: &str,
        from: &[IntentState],
        wanted: &'static str,
    ) -> Result<Intent, Error> {
        let intent = self.get(id)?.ok_or_else(|| missing(id))?;
        if from.contains(&intent.state) {
            return Ok(intent);
        }
        Err(Error::Order {
            table: "intents",
            id: id.to_owned(),
            state: intent.state.code(),
            wanted,
        })
    }

    fn reread(&self, id: &str, n: u32) -> Result<Step, Error> {
        let intent = self.get(id)?.ok_or_else(|| missing(id))?;
        step(&intent, n).cloned()
    }

    /// `set` may name `values` from `?2` on.
    fn set(&mut self, id: &str, set: &str, values: &[&dyn ToSql]) -> Result<(), Error> {
        let update = format!("UPDATE intents SET {set} WHERE id = ?1");
        let values = [&[&id as &dyn ToSql], values].concat();
        self.update(id, &update, &values)
    }

    /// `set` may name `values` from `?3` on.
    fn set_step(
        &mut self,
        id: &str,
        n: u32,
        set: &str,
        values: &[&dyn ToSql],
    ) -> Result<(), Error> {
        let update = format!("UPDATE steps SET {set} WHERE intent = ?1 AND n = ?2");
        let values = [&[&id as &dyn ToSql, &n], values].concat();
        self.update(id, &update, &values)
    }

    fn update(&mut self, id: &str, update: &str, values: &[&dyn ToSql]) -> Result<(), Error> {
        let rows = self.sql().prepare_cached(update)?.execute(values)?;
        self.changed.outbox = true;
        if rows == 0 { Err(missing(id)) } else { Ok(()) }
    }
}

fn step(intent: &Intent, n: u32) -> Result<&Step, Error> {
    let found = intent.steps.iter().find(|step| step.n == n);
    found.ok_or_else(|| missing(&format!("{} step {n}", intent.id)))
}

fn missing(id: &str) -> Error {
    Error::Missing {
        table: "intents",
        id: id.to_owned(),
    }
}

fn wrong_step(id: &str, step: &Step, wanted: &'static str) -> Error {
    Error::Order {
        table: "steps",
        id: format!("{id} step {}", step.n),
        state: step.state.code(),
        wanted,
    }
}
