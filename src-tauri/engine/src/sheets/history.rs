//! A record's timeline: what Stripe says happened, what was noted here, and what is still to come.

use crate::json;
use crate::view::{Moment, Problem};
use cache::{Kind, Read};
use serde_json::Value;

/// Moments under collection.
#[derive(Debug)]
pub(super) struct History {
    now: i64,
    moments: Vec<Moment>,
}

impl History {
    pub(super) fn at(now: i64) -> History {
        History {
            now,
            moments: Vec::new(),
        }
    }

    /// Adds a moment, if it has a time.
    pub(super) fn note(&mut self, at: Option<i64>, code: &str, text: Option<String>) {
        if let Some(at) = at {
            let future = at > self.now;
            self.moments.push(Moment {
                at,
                code: code.to_owned(),
                text,
                future,
            });
        }
    }

    /// Adds the times that stand in an object's `status_transitions`.
    pub(super) fn transitions(&mut self, raw: &Value, names: &[(&str, &str)]) {
        for (field, code) in names {
            self.note(
                json::int(raw, &format!("status_transitions.{field}")),
                code,
                None,
            );
        }
    }

    /// What was noted here, and the whole, newest first. A note of what Stripe says as well adds
    /// nothing but its text.
    pub(super) fn tell(
        mut self,
        r: &Read<'_>,
        kind: Kind,
        id: &str,
    ) -> Result<Vec<Moment>, Problem> {
        for note in r.notes().list(kind, id)? {
            let code = note
                .code
                .rsplit('.')
                .next()
                .unwrap_or(&note.code)
                .to_owned();
            let text = note
                .json
                .as_str()
                .map(str::to_owned)
                .or_else(|| json::owned(&note.json, "text"));
            match self
                .moments
                .iter_mut()
                .find(|moment| moment.code == code && !moment.future)
            {
                Some(known) if !matches!(code.as_str(), "sent" | "draft_opened" | "paid_part") => {
                    known.text = known.text.take().or(text)
                }
                _ => self.moments.push(Moment {
                    at: note.at,
                    code,
                    text,
                    future: note.at > self.now,
                }),
            }
        }
        // Stable, so that what was noted later stays above what happened in the same second.
        self.moments.reverse();
        self.moments
            .sort_by_key(|moment| std::cmp::Reverse(moment.at));
        Ok(self.moments)
    }
}
