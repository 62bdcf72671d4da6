//! What earlier saves of the same draft made already: its customer, products, tax rates and
//! coupons. When Stripe refused the quote itself and the draft was mended, or when it was written
//! on while it was being saved, they are used again instead of being made a second time.

use cache::{Error, Intent, Kind, OutboxFilter, Step, StepState, Write};
use serde_json::Value;

/// Marks the steps of `intent`, which has just been added, as done where an earlier intent about
/// the same draft made exactly this, and it is still there.
pub(super) fn use_again(w: &mut Write<'_>, intent: &Intent) -> Result<(), Error> {
    let Some(draft) = intent.context.get("draft").and_then(Value::as_str) else {
        return Ok(());
    };
    let kind = intent
        .subject
        .as_ref()
        .map_or(Kind::Quote, |(kind, _)| *kind);
    let draft_itself = (kind, draft.to_owned());
    let subjects = intent
        .subject
        .iter()
        .filter(|subject| **subject != draft_itself)
        .chain([&draft_itself]);
    let mut earlier = Vec::new();
    for subject in subjects {
        earlier.extend(w.outbox().list(&OutboxFilter {
            subject: Some(subject.clone()),
            ..OutboxFilter::default()
        })?);
    }
    for step in &intent.steps {
        let made = earlier
            .iter()
            .filter(|other| other.id != intent.id)
            .flat_map(|other| &other.steps);
        let Some(result) = made
            .filter(|made| is_same(made, step))
            .find_map(|made| made.result.clone())
        else {
            continue;
        };
        let there = match crate::delivery::kind_of(&result) {
            Some((kind, id)) => w.records().get(kind, &id)?.is_some(),
            None => false,
        };
        if there {
            w.outbox().finish_step(&intent.id, step.n, &result)?;
        }
    }
    Ok(())
}

/// What is the draft's own: it is changed from then on, and never taken for another's.
const ITS_OWN: [&str; 3] = ["/v1/quotes", "/v1/invoices", "/v1/invoiceitems"];

/// Whether `made` is done and is the creation that `step` asks for.
fn is_same(made: &Step, step: &Step) -> bool {
    made.state == StepState::Done
        && step.client_ref.is_some()
        && !ITS_OWN.contains(&step.path.as_str())
        && made.method == step.method
        && made.path == step.path
        && unmarked(&made.params) == unmarked(&step.params)
}

/// The parameters without the mark, which is another one each time.
fn unmarked(params: &Value) -> Value {
    let mut params = params.clone();
    if let Some(metadata) = params.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("client_ref");
    }
    params
}

#[cfg(test)]
mod tests {
    use super::is_same;
    use crate::outbox::{intent, request};
    use crate::view::Verb;
    use cache::{Step, StepState};
    use serde_json::{Value, json};

    fn step(path: &str, params: Value) -> Option<Step> {
        request(
            intent(Verb::Save, None, String::new(), 0),
            path,
            params,
            true,
        )
        .steps
        .pop()
    }

    fn check(path: &str, made: Value, asked: Value, expect: bool) {
        let (Some(mut first), Some(second)) = (step(path, made), step(path, asked)) else {
            return;
        };
        assert!(!is_same(&first, &second), "{path}: nothing was made yet");
        first.state = StepState::Done;
        assert_eq!(is_same(&first, &second), expect, "{path}");
    }

    #[test]
    fn only_the_very_same_thing_is_used_again() {
        check(
            "/v1/customers",
            json!({"name": "Ana"}),
            json!({"name": "Ana"}),
            true,
        );
        check(
            "/v1/customers",
            json!({"name": "Ana"}),
            json!({"name": "Ana Lima"}),
            false,
        );
        check(
            "/v1/quotes",
            json!({"customer": "{0.id}"}),
            json!({"customer": "{0.id}"}),
            false,
        );
    }
}
