//! Sending what is in the outbox, one intent after the other. Before the
//! first byte leaves, the step is on record as being sent; its answer, what
//! the answer changed and "done" are stored in one transaction.

use crate::account::Account;
use crate::drafting;
use crate::settle::{self, Settled};
use crate::shape;
use crate::subscribing;
use crate::trouble;
use crate::view::{Code, Problem, Retry, Verb};
use cache::{Intent, Kind, Step};
use serde_json::{Value, json};
use stripe::{IdempotencyKey, Params};

/// Stripe may forget a key after 24 hours; an hour of margin for clocks that differ.
const KEY_LASTS_SECONDS: i64 = 23 * 60 * 60;
/// How long an intent waits after its first, second, … failed attempt, seconds.
const WAITS: [i64; 6] = [2, 5, 15, 60, 300, 900];

/// Sends everything whose time has come.
pub(crate) async fn all_due(account: &Account) {
    loop {
        let now = account.now();
        let due = account.cache.read(move |r| r.outbox().next_due(now)).await;
        match due {
            Ok(Some(intent)) => {
                if let Err(problem) = in_turn(account, intent).await {
                    tracing::warn!(%problem, "outbox");
                    return;
                }
            }
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, "outbox");
                return;
            }
        }
    }
}

/// Carries an intent, but not past an earlier one that waits for the network: what was done offline
/// goes out in the order in which it was done. The earlier one is tried first, whenever its own time
/// would come, and finds out for both whether Stripe can be reached.
async fn in_turn(account: &Account, intent: Intent) -> Result<(), Problem> {
    let named = intent.id.clone();
    let before = account
        .cache
        .read(move |r| r.outbox().waits_before(&named))
        .await?;
    let Some(before) = before.filter(|_| intent.state == cache::IntentState::Queued) else {
        return deliver(account, intent).await;
    };
    let first = before.id.clone();
    deliver(account, before).await?;
    let id = intent.id;
    account
        .cache
        .write(move |w| {
            let still = w
                .outbox()
                .get(&first)?
                .filter(|first| first.state == cache::IntentState::Queued && first.needs_network);
            // Reached: it is this one's turn when it is looked for again.
            let Some(still) = still else { return Ok(()) };
            w.outbox()
                .postpone(&id, still.not_before, still.problem.as_ref(), true)
        })
        .await?;
    Ok(())
}

/// What became of one step.
enum Sent {
    /// Stripe did it; with the object and the request's id.
    Did(Value, Option<String>),
    /// Stripe said no for good.
    Refused(Problem),
    /// It has to wait; with how much is known of it.
    Wait(Problem, Waiting),
}

/// What an intent waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    /// Nobody was reached: not a byte of the request left.
    Unsent,
    /// Stripe cannot be reached, and whether the request arrived is not known.
    Network,
    /// Stripe was reached and wants it later.
    Stripe,
}

impl Waiting {
    fn after(error: &stripe::Error) -> Waiting {
        let unsent = matches!(
            error,
            stripe::Error::Network {
                stage: stripe::Stage::Connecting,
                ..
            } | stripe::Error::Timeout {
                stage: stripe::Stage::Connecting
            } | stripe::Error::Tls { .. }
        );
        match (unsent, error.is_unreachable()) {
            (true, _) => Waiting::Unsent,
            (false, true) => Waiting::Network,
            (false, false) => Waiting::Stripe,
        }
    }
}

/// Carries one intent as far as it goes now. Errors are of the cache only.
async fn deliver(account: &Account, intent: Intent) -> Result<(), Problem> {
    let id = intent.id.clone();
    let mut intent = intent;
    while let Some(step) = intent.next_step().cloned() {
        match send(account, &intent, step.clone()).await? {
            Sent::Did(object, request_id) => {
                let last = intent
                    .steps
                    .iter()
                    .all(|other| other.n <= step.n || settled(other));
                let born = if last {
                    settle::born(account, &intent, &object).await
                } else {
                    Vec::new()
                };
                record_answer(account, &intent, &step, object, request_id, born, last).await?;
            }
            Sent::Refused(problem) => {
                // That the key is taken no more is no answer to build on.
                let barred = problem.code == Code::KeyRefused;
                account.connection.heard(barred.then_some(&problem));
                // A card that says no leaves an attempt behind, which the sheet is to show.
                let left = if matches!(problem.code, Code::CardRefused | Code::AuthenticationNeeded)
                {
                    settle::left_behind(account, &intent).await
                } else {
                    Vec::new()
                };
                let (problem, now) = (stored(&problem), account.now());
                return Ok(account
                    .cache
                    .write(move |w| {
                        for object in left {
                            shape::put(w, object, now)?;
                        }
                        w.outbox().refuse(&id, &problem)
                    })
                    .await?);
            }
            Sent::Wait(problem, waiting) => {
                let needs_network = waiting != Waiting::Stripe;
                account.connection.heard(needs_network.then_some(&problem));
                let wait = WAITS
                    .get(step.attempts as usize)
                    .or(WAITS.last())
                    .copied()
                    .unwrap_or(900);
                let until = account.now().saturating_add(wait);
                let problem = stored(&problem);
                return Ok(account
                    .cache
                    .write(move |w| {
                        let sent = w
                            .outbox()
                            .get(&id)?
                            .and_then(|intent| intent.next_step().cloned());
                        // What never left is as if it had never been tried: it may still be put away.
                        if waiting == Waiting::Unsent
                            && sent.is_some_and(|sent| sent.state == cache::StepState::Sending)
                        {
                            w.outbox().unstart_step(&id, step.n)?;
                        }
                        w.outbox()
                            .postpone(&id, until, Some(&problem), needs_network)
                    })
                    .await?);
            }
        }
        account.connection.heard(None);
        let again = id.clone();
        match account.cache.read(move |r| r.outbox().get(&again)).await? {
            Some(next) => intent = next,
            None => return Ok(()),
        }
    }
    Ok(())
}

fn settled(step: &Step) -> bool {
    matches!(
        step.state,
        cache::StepState::Done | cache::StepState::Skipped
    )
}

/// Sends one step, settling first what an earlier attempt left open.
async fn send(account: &Account, intent: &Intent, step: Step) -> Result<Sent, Problem> {
    let client = match account.stripe().await {
        Ok(client) => client,
        Err(problem) => return Ok(Sent::Wait(problem, Waiting::Unsent)),
    };
    let path = filled(&Value::String(step.path.clone()), intent);
    let path = path.as_str().unwrap_or(&step.path).to_owned();
    let has_page = has_page(account, intent).await?;
    let unsure = must_ask_first(&step, account.now());
    if unsure || settle::looks_first(&step) {
        match settle::ask(&client, &step, &path, has_page).await {
            Ok(Settled::Happened(object)) => return Ok(Sent::Did(object, None)),
            Ok(Settled::Declined(problem)) => return Ok(Sent::Refused(*problem)),
            Ok(Settled::Nothing) if !unsure => {}
            Ok(Settled::Nothing) => {
                renew_key(
                    account,
                    intent,
                    &step,
                    "nothing had happened under the old one",
                )
                .await?
            }
            Err(error) => {
                // The question was not answered; what it was about is as unknown as before.
                let waiting = if error.is_unreachable() {
                    Waiting::Network
                } else {
                    Waiting::Stripe
                };
                return Ok(Sent::Wait(error.into(), waiting));
            }
        }
    }
    let (id, n, now) = (intent.id.clone(), step.n, account.now());
    let step = account
        .cache
        .write(move |w| w.outbox().start_step(&id, n, now))
        .await?;
    let params = Params::from_value(filled(&step.params, intent));
    let answer = if step.method == "DELETE" {
        client.delete_with(&path, &params).await
    } else {
        let key = IdempotencyKey::new(step.key.clone())
            .map_err(|_| Problem::new(Code::Bug, "An intent has no usable key."))?;
        client.post(&path, &params, &key).await
    };
    let error = match answer {
        Ok(answer) => return Ok(Sent::Did(answer.body, answer.request_id)),
        Err(error) => error,
    };
    tracing::info!(%error, path, "a request of the outbox");
    if error.is_refused() && !error.is_key_rejected() && !error.is_forbidden() {
        // The second of two attempts is refused because the first succeeded: that is a success.
        return match settle::ask(&client, &step, &path, has_page).await {
            Ok(Settled::Happened(object)) if settle::is_transition(&step) => {
                Ok(Sent::Did(object, None))
            }
            _ => Ok(Sent::Refused(trouble::of_charge(error, has_page))),
        };
    }
    if error.is_refused() {
        return Ok(Sent::Refused(trouble::refusal(error, &step.method, &path)));
    }
    let waiting = Waiting::after(&error);
    let mut problem: Problem = error.into();
    if problem.retry == Retry::Never {
        problem.retry = Retry::Later;
    }
    Ok(Sent::Wait(problem, waiting))
}

/// Whether what is asked is about money that has the payment page of an invoice.
async fn has_page(account: &Account, intent: &Intent) -> Result<bool, Problem> {
    match intent.subject.clone() {
        Some((Kind::PaymentIntent, id)) => {
            let row = account
                .cache
                .read(move |r| r.records().row(Kind::PaymentIntent, &id));
            Ok(row.await?.is_some_and(|row| row.columns.parent.is_some()))
        }
        _ => Ok(intent.verb != crate::outbox::verb_code(Verb::Collect)),
    }
}

/// An attempt was made whose outcome is not known, and repeating it with the same key would no
/// longer tell: the key is too old, or its saved answer is a failure of Stripe's own.
fn must_ask_first(step: &Step, now: i64) -> bool {
    let Some(first) = step.first_sent_at else {
        return false;
    };
    let failed = step
        .last_error
        .as_ref()
        .and_then(|error| error.get("code"))
        .and_then(Value::as_str);
    now.saturating_sub(first) >= KEY_LASTS_SECONDS || failed == Some("stripe_failed")
}

async fn renew_key(
    account: &Account,
    intent: &Intent,
    step: &Step,
    why: &'static str,
) -> Result<(), Problem> {
    let (id, n, now) = (intent.id.clone(), step.n, account.now());
    let key = uuid::Uuid::new_v4().to_string();
    account
        .cache
        .write(move |w| w.outbox().replace_key(&id, n, &key, why, now))
        .await?;
    Ok(())
}

/// Stores the answer, what it changed and how far the intent is now, in one transaction.
async fn record_answer(
    account: &Account,
    intent: &Intent,
    step: &Step,
    object: Value,
    request_id: Option<String>,
    born: Vec<Value>,
    last: bool,
) -> Result<(), Problem> {
    let result = json!({
        "id": object.get("id"),
        "object": object.get("object"),
        "request_id": request_id,
        // Only a quote makes something; with others comes along what they changed.
        "made": born.iter().filter(|_| json_is(&object, "quote")).map(|object| json!({ "id": object.get("id"), "object": object.get("object") })).collect::<Vec<_>>(),
    });
    let (intent, n, now) = (intent.clone(), step.n, account.now());
    // What an acceptance brings with it is intended in the transaction that notes the acceptance.
    let accepts = intent.verb == crate::outbox::verb_code(crate::view::Verb::Accept);
    let follows = accepts
        .then(|| subscribing::keep_card(&object, now))
        .flatten();
    account
        .cache
        .write(move |w| {
            for object in born.into_iter().chain(std::iter::once(object)) {
                shape::put(w, object, now)?;
            }
            w.outbox().finish_step(&intent.id, n, &result)?;
            know_draft(w, &intent, n, &result)?;
            if last && let Some(next) = follows {
                w.outbox().add(&next)?;
            }
            if last {
                w.outbox().finish(&intent.id, now)?;
                put_away_draft(w, &intent, now)?;
                keep_note(w, &intent, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(())
}

/// The local draft has come to be at Stripe. From now on it is a change to that, whatever becomes of
/// the steps that follow: a second try must not make a second one.
fn know_draft(
    w: &mut cache::Write<'_>,
    intent: &Intent,
    n: u32,
    result: &Value,
) -> Result<(), cache::Error> {
    let born = intent.steps.iter().find(|step| step.n == n);
    let paper = born.is_some_and(|step| {
        step.client_ref.is_some() && matches!(step.path.as_str(), "/v1/quotes" | "/v1/invoices")
    });
    let Some(id) = intent.context.get("draft").and_then(Value::as_str) else {
        return Ok(());
    };
    let Some(mut draft) = w.drafts().get(id)?.filter(|_| paper) else {
        return Ok(());
    };
    draft.record = result.get("id").and_then(Value::as_str).map(str::to_owned);
    if let Some(record) = &draft.record
        && let Some(fields) = draft.json.as_object_mut()
    {
        fields.remove("quote");
        fields.insert("record".to_owned(), Value::String(record.clone()));
    }
    // A draft that is put away knows it as well: a window that still shows it may keep it once more.
    w.drafts().put(&draft)
}

/// The local draft is at Stripe as a whole. If nobody wrote on it meanwhile it has done its work;
/// otherwise it stays, now as a change to what is there.
fn put_away_draft(w: &mut cache::Write<'_>, intent: &Intent, now: i64) -> Result<(), cache::Error> {
    let Some(id) = intent.context.get("draft").and_then(Value::as_str) else {
        return Ok(());
    };
    let Some(draft) = w.drafts().get(id)? else {
        return Ok(());
    };
    if intent
        .context
        .get("draft_said")
        .is_some_and(|said| drafting::says_the_same(said, &draft.json))
    {
        w.drafts().delete(id, now)?;
    }
    Ok(())
}

/// What the owner noted with the intent, such as who said yes, goes into the record's history.
fn keep_note(w: &mut cache::Write<'_>, intent: &Intent, now: i64) -> Result<(), cache::Error> {
    let (Some((kind, id)), Some(note)) = (&intent.subject, intent.context.get("note")) else {
        return Ok(());
    };
    if note.is_null() {
        return Ok(());
    }
    let code = intent
        .context
        .get("note_code")
        .and_then(Value::as_str)
        .unwrap_or("accepted_by");
    w.notes().append(*kind, id, now, code, note)?;
    Ok(())
}

fn json_is(object: &Value, kind: &str) -> bool {
    object.get("object").and_then(Value::as_str) == Some(kind)
}

fn stored(problem: &Problem) -> Value {
    serde_json::to_value(problem).unwrap_or(Value::Null)
}

/// Puts the results of earlier steps where `{0.id}` stands for them.
fn filled(value: &Value, intent: &Intent) -> Value {
    match value {
        Value::String(text) => Value::String(filled_text(text, intent)),
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| filled(item, intent)).collect())
        }
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, field)| (name.clone(), filled(field, intent)))
                .collect(),
        ),
        other => other.clone(),
    }
}

fn filled_text(text: &str, intent: &Intent) -> String {
    let mut text = text.to_owned();
    for step in &intent.steps {
        let id = step
            .result
            .as_ref()
            .and_then(|result| result.get("id"))
            .and_then(Value::as_str);
        if let Some(id) = id {
            text = text.replace(&format!("{{{}.id}}", step.n), id);
        }
    }
    text
}

/// The record that an object of Stripe's is kept as.
pub(crate) fn kind_of(object: &Value) -> Option<(Kind, String)> {
    let kind = Kind::from_code(object.get("object")?.as_str()?)?;
    Some((kind, object.get("id")?.as_str()?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{KEY_LASTS_SECONDS, filled, must_ask_first};
    use cache::{Intent, StepState};
    use serde_json::json;

    fn two_steps() -> Intent {
        let mut intent = Intent::new("i", "quotes.save", 0)
            .step(
                "POST",
                "/v1/products",
                json!({"name": "{0.id} is a name"}),
                "k0",
            )
            .step(
                "POST",
                "/v1/quotes/{0.id}",
                json!({"line_items": [{"price_data": {"product": "{0.id}"}}]}),
                "k1",
            );
        intent.steps[0].state = StepState::Done;
        intent.steps[0].result = Some(json!({"id": "prod_1"}));
        intent
    }

    #[test]
    fn results_of_earlier_steps_are_filled_in_at_any_depth() {
        let intent = two_steps();
        assert_eq!(
            filled(&intent.steps[1].params, &intent),
            json!({"line_items": [{"price_data": {"product": "prod_1"}}]}),
        );
        assert_eq!(
            filled(&json!("/v1/quotes/{0.id}"), &intent),
            json!("/v1/quotes/prod_1")
        );
    }

    #[test]
    fn an_old_key_or_a_saved_failure_is_asked_about_first() {
        let mut step = two_steps().steps[1].clone();
        assert!(!must_ask_first(&step, 1_000), "it was never sent");
        step.first_sent_at = Some(1_000);
        assert!(
            !must_ask_first(&step, 1_000 + KEY_LASTS_SECONDS - 1),
            "the key still tells"
        );
        assert!(
            must_ask_first(&step, 1_000 + KEY_LASTS_SECONDS),
            "Stripe may have forgotten the key"
        );
        step.last_error = Some(json!({"code": "stripe_failed"}));
        assert!(
            must_ask_first(&step, 1_001),
            "the key would only replay the saved failure"
        );
    }
}
