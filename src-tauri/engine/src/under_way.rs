//! What the outbox says about records: what is under way with them, and what Stripe refused last.
//! Not the outbox itself.

use crate::outbox;
use crate::view::{Problem, Verb};
use cache::{Error, Intent, IntentState, Kind, OutboxFilter, Read};
use serde_json::Value;
use std::collections::HashMap;

/// What is queued or being sent, by record and by draft.
#[derive(Debug, Default)]
pub(crate) struct UnderWay {
    records: HashMap<(Kind, String), Verb>,
    drafts: HashMap<String, Verb>,
}

impl UnderWay {
    /// Reads it all at once: there are few, and a list asks for many rows.
    pub(crate) fn read(r: &Read<'_>) -> Result<UnderWay, Error> {
        let waiting = r.outbox().open()?;
        let mut under_way = UnderWay::default();
        // The latest is listed first, and overwritten by what has to be done before it.
        for intent in waiting {
            let verb = outbox::verb_of(&intent.verb);
            if let Some(draft) = draft(&intent) {
                under_way.drafts.insert(draft.to_owned(), verb);
            }
            if let Some(subject) = intent.subject {
                under_way.records.insert(subject, verb);
            }
        }
        Ok(under_way)
    }

    /// What is under way with a record.
    pub(crate) fn of(&self, kind: Kind, id: &str) -> Option<Verb> {
        // Mostly nothing is, and a list asks for each of its rows.
        if self.records.is_empty() {
            return None;
        }
        self.records.get(&(kind, id.to_owned())).copied()
    }

    /// What is under way with a local draft.
    pub(crate) fn of_draft(&self, id: &str) -> Option<Verb> {
        self.drafts.get(id).copied()
    }
}

/// What Stripe refused last about a record, until it is tried again or withdrawn.
pub(crate) fn problem(r: &Read<'_>, kind: Kind, id: &str) -> Result<Option<Problem>, Error> {
    let refused = r.outbox().list(&OutboxFilter {
        states: vec![IntentState::Refused],
        subject: Some((kind, id.to_owned())),
        limit: Some(1),
    })?;
    Ok(refused.into_iter().next().and_then(told))
}

fn told(intent: Intent) -> Option<Problem> {
    intent.problem.as_ref().and_then(outbox::problem_in)
}

fn draft(intent: &Intent) -> Option<&str> {
    intent.context.get("draft").and_then(Value::as_str)
}
