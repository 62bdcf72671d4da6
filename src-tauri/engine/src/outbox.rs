//! The outbox as use cases see it: adding an intent, waiting for what becomes
//! of it, showing it, trying again, putting it away.

mod made_before;

use crate::account::Account;
use crate::lists::noun_of;
use crate::trouble::not_found;
use crate::view::{
    Code, IntentState, Link, OutboxItem, Outcome, OutcomeState, Problem, Retry, Verb,
};
use cache::{Intent, Kind, OutboxFilter, Step};
use serde_json::Value;
use std::time::Duration;

/// How long a command waits for the answer before it says "queued".
const PATIENCE: Duration = Duration::from_secs(25);

/// Starts an intent; its id is new.
pub(crate) fn intent(
    verb: Verb,
    subject: Option<(Kind, String)>,
    title: String,
    now: i64,
) -> Intent {
    let mut intent = Intent::new(uuid::Uuid::new_v4().to_string(), verb_code(verb), now);
    intent.subject = subject;
    intent.title = title;
    intent
}

/// Adds a request to an intent, with a key of its own. Requests that create something carry a
/// mark in the metadata, by which their effect is found again.
pub(crate) fn request(intent: Intent, path: &str, mut params: Value, creates: bool) -> Intent {
    let mark = creates.then(|| uuid::Uuid::new_v4().to_string());
    if let (Some(mark), Some(fields)) = (&mark, params.as_object_mut()) {
        let metadata = fields
            .entry("metadata")
            .or_insert_with(|| Value::Object(serde_json::Map::new()));
        if let Some(metadata) = metadata.as_object_mut() {
            metadata.insert("client_ref".to_owned(), Value::String(mark.clone()));
        }
    }
    let mut intent = intent.step("POST", path, params, uuid::Uuid::new_v4().to_string());
    if let Some(step) = intent.steps.last_mut() {
        step.client_ref = mark;
    }
    intent
}

/// Commits the intent, unless the same thing is already intended, and waits for what becomes of
/// it. `check` looks at the records in the same transaction and may refuse.
pub(crate) async fn carry_out<F>(
    account: &Account,
    intent: Intent,
    check: F,
) -> Result<Outcome, Problem>
where
    F: FnOnce(&cache::Read<'_>) -> Result<Result<(), Problem>, cache::Error> + Send + 'static,
{
    account.may_send()?;
    let added = account
        .cache
        .write(move |w| {
            if let Some((kind, id)) = &intent.subject {
                for other in w.outbox().pending_for(*kind, id)? {
                    match beside(&other, &intent) {
                        Beside::Nothing => {}
                        Beside::Twin => return Ok(Ok(other.id)),
                        Beside::Older => w.outbox().dismiss(&other.id, intent.created)?,
                        Beside::Gone => return Ok(Err(gone())),
                    }
                }
            }
            if let Err(problem) = check(w)? {
                return Ok(Err(problem));
            }
            if let Some((kind, id)) = &intent.subject {
                // A refusal that is tried anew has been dealt with; also one from when what is now
                // at Stripe was a draft of ours.
                let draft = intent.context.get("draft").and_then(Value::as_str);
                for id in std::iter::once(id.as_str()).chain(draft.filter(|draft| draft != id)) {
                    for refused in w.outbox().pending_for(*kind, id)? {
                        if refused.state == cache::IntentState::Refused
                            && (refused.verb == intent.verb || Some(id) == draft)
                        {
                            w.outbox().dismiss(&refused.id, intent.created)?;
                        }
                    }
                }
            }
            if intent.subject.is_none() {
                // What was refused is tried anew from where it stands; nothing of it was made.
                for refused in refused_before(w, &intent)? {
                    w.outbox().dismiss(&refused.id, intent.created)?;
                }
            }
            w.outbox().add(&intent)?;
            made_before::use_again(w, &intent)?;
            Ok(Ok(intent.id))
        })
        .await?;
    let id = added?;
    account.wake.notify_one();
    outcome(account, &id).await
}

/// What was refused of the same kind and title, about no record yet, before anything of it was done.
fn refused_before(r: &cache::Read<'_>, intent: &Intent) -> Result<Vec<Intent>, cache::Error> {
    let filter = OutboxFilter {
        states: vec![cache::IntentState::Refused],
        ..OutboxFilter::default()
    };
    let mut refused = r.outbox().list(&filter)?;
    let done = |step: &Step| step.state == cache::StepState::Done;
    let nothing_done = |of: &Intent| !of.steps.iter().any(done);
    refused.retain(|other| {
        other.subject.is_none()
            && other.verb == intent.verb
            && other.title == intent.title
            && nothing_done(other)
    });
    Ok(refused)
}

/// What an unsettled intent about the same record is to a new one.
enum Beside {
    /// Another matter.
    Nothing,
    /// The same: the button was pressed twice, and the second press waits for the first one's intent.
    Twin,
    /// A draft as it stood before, of which nothing was sent yet: the new one takes its place.
    Older,
    /// A draft as it stood before, and on its way.
    Gone,
}

fn beside(other: &Intent, intent: &Intent) -> Beside {
    if other.state == cache::IntentState::Refused {
        return Beside::Nothing;
    }
    let said = |of: &Intent| of.context.get("draft_said").cloned();
    let (Some(was), Some(is)) = (said(other), said(intent)) else {
        return match other.verb == intent.verb {
            true => Beside::Twin,
            false => Beside::Nothing,
        };
    };
    let same = crate::drafting::says_the_same(&was, &is);
    let sent = other.state == cache::IntentState::Sending
        || other.steps.iter().any(|step| step.first_sent_at.is_some());
    match (same && other.verb == intent.verb, sent) {
        (true, _) => Beside::Twin,
        (false, false) => Beside::Older,
        (false, true) => Beside::Gone,
    }
}

fn gone() -> Problem {
    Problem::new(
        Code::NotAllowed,
        "This is on its way to Stripe as it stood before.",
    )
    .hint("Wait until the outbox says that it is done, then change what is at Stripe.")
    .retry(Retry::Now)
}

/// Waits until the intent is done, refused, or known to wait for the network.
pub(crate) async fn outcome(account: &Account, id: &str) -> Result<Outcome, Problem> {
    let mut changes = account.cache.changes();
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let named = id.to_owned();
        let intent = account
            .cache
            .read(move |r| r.outbox().get(&named))
            .await?
            .ok_or_else(|| not_found("intent"))?;
        let waits = intent.state == cache::IntentState::Queued
            && intent.problem.is_some()
            && intent.not_before > 0;
        let over = !matches!(
            intent.state,
            cache::IntentState::Queued | cache::IntentState::Sending
        );
        if over || waits || tokio::time::Instant::now() >= deadline {
            return Ok(describe(account, intent).await?);
        }
        tokio::select! {
            _ = changes.recv() => {}
            // Another program may be the one that sends; its commits are noticed a little later.
            () = tokio::time::sleep(Duration::from_millis(250)) => {}
        }
    }
}

async fn describe(account: &Account, intent: Intent) -> Result<Outcome, cache::Error> {
    let state = match intent.state {
        cache::IntentState::Done | cache::IntentState::Dismissed => OutcomeState::Done,
        cache::IntentState::Refused => OutcomeState::Refused,
        cache::IntentState::Queued | cache::IntentState::Sending => OutcomeState::Queued,
    };
    let problem = intent.problem.as_ref().and_then(problem_in);
    let id = intent.id.clone();
    let (subject, made) = account
        .cache
        .read(move |r| {
            let subject = subject(&intent);
            let mut made = Vec::new();
            for step in &intent.steps {
                let created = answered(step).filter(|_| step.client_ref.is_some());
                if let Some((kind, id)) =
                    created.filter(|created| Some(created) != subject.as_ref())
                {
                    made.extend(link(r, kind, &id, kind.code())?);
                }
                made.extend(links(r, step)?);
            }
            let subject = match subject {
                Some((kind, id)) => link(r, kind, &id, "subject")?,
                None => None,
            };
            Ok((subject, made))
        })
        .await?;
    Ok(Outcome {
        intent: id,
        state,
        subject,
        made,
        problem,
    })
}

/// The record to show: the latest that has a sheet, for a draft has become a quote by now, and the
/// price that was added last is shown with its product.
fn subject(intent: &Intent) -> Option<(Kind, String)> {
    let shown = |(kind, _): &(Kind, String)| noun_of(*kind).is_some();
    intent
        .steps
        .iter()
        .rev()
        .filter_map(answered)
        .find(shown)
        .or_else(|| intent.subject.clone())
}

fn answered(step: &Step) -> Option<(Kind, String)> {
    crate::delivery::kind_of(step.result.as_ref()?)
}

/// What came to be with a step's answer besides the object it answered with.
fn links(r: &cache::Read<'_>, step: &Step) -> Result<Vec<Link>, cache::Error> {
    let mut links = Vec::new();
    let made = step
        .result
        .as_ref()
        .and_then(|result| result.get("made"))
        .and_then(Value::as_array);
    for object in made.into_iter().flatten() {
        if let Some((kind, id)) = crate::delivery::kind_of(object)
            && kind != Kind::Customer
        {
            links.extend(link(r, kind, &id, kind.code())?);
        }
    }
    Ok(links)
}

/// A link to a record, by its number or title. None for kinds that have no sheet.
fn link(
    r: &cache::Read<'_>,
    kind: Kind,
    id: &str,
    relation: &str,
) -> Result<Option<Link>, cache::Error> {
    let Some(noun) = noun_of(kind) else {
        return Ok(None);
    };
    let record = r.records().get(kind, id)?;
    let label = record.map_or_else(
        || id.to_owned(),
        |record| record.columns.number.unwrap_or(record.columns.title),
    );
    Ok(Some(Link {
        noun,
        id: id.to_owned(),
        relation: relation.to_owned(),
        label,
    }))
}

/// All that is not settled, and the latest of what is; newest first.
pub async fn list(account: &Account) -> Result<Vec<OutboxItem>, Problem> {
    let filter = OutboxFilter {
        limit: Some(200),
        ..OutboxFilter::default()
    };
    Ok(account
        .cache
        .read(move |r| {
            r.outbox()
                .list(&filter)?
                .into_iter()
                .map(|intent| item(r, intent))
                .collect()
        })
        .await?)
}

fn item(r: &cache::Read<'_>, intent: Intent) -> Result<OutboxItem, cache::Error> {
    let done = |step: &&Step| {
        matches!(
            step.state,
            cache::StepState::Done | cache::StepState::Skipped
        )
    };
    let request_ids = intent
        .steps
        .iter()
        .filter_map(|step| step.result.as_ref()?.get("request_id")?.as_str());
    let subject = subject(&intent);
    Ok(OutboxItem {
        verb: verb_of(&intent.verb),
        state: match intent.state {
            cache::IntentState::Queued => IntentState::Queued,
            cache::IntentState::Sending => IntentState::Sending,
            cache::IntentState::Done => IntentState::Done,
            cache::IntentState::Refused => IntentState::Refused,
            cache::IntentState::Dismissed => IntentState::Dismissed,
        },
        created: intent.created,
        steps_done: count(intent.steps.iter().filter(done).count()),
        steps: count(intent.steps.len()),
        attempts: intent
            .steps
            .iter()
            .map(|step| step.attempts)
            .max()
            .unwrap_or(0),
        problem: intent.problem.as_ref().and_then(problem_in),
        bank_asks: bank_asks(r, &intent)?,
        subject: match subject {
            Some((kind, id)) => link(r, kind, &id, "subject")?,
            None => None,
        },
        request_ids: request_ids.map(str::to_owned).collect(),
        id: intent.id,
        title: intent.title,
    })
}

/// Whether a charge that was sent still waits for the customer at the bank, as its payment stands now.
fn bank_asks(r: &cache::Read<'_>, intent: &Intent) -> Result<bool, cache::Error> {
    let charges = matches!(
        verb_of(&intent.verb),
        Verb::Pay | Verb::Continue | Verb::Collect
    );
    if !charges || intent.state != cache::IntentState::Done {
        return Ok(false);
    }
    let payments = match intent.steps.iter().rev().find_map(answered) {
        Some((Kind::PaymentIntent, id)) => {
            let row = r.records().row(Kind::PaymentIntent, &id)?;
            row.into_iter().collect()
        }
        Some((Kind::Invoice, id)) => r.records().children(Kind::PaymentIntent, &id)?,
        _ => Vec::new(),
    };
    Ok(payments
        .first()
        .is_some_and(|payment| payment.columns.state == "needs_action"))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Tries a refused or waiting intent again.
pub async fn retry(account: &Account, id: &str) -> Result<Outcome, Problem> {
    account.may_send()?;
    let (named, now) = (id.to_owned(), account.now());
    let key = uuid::Uuid::new_v4().to_string();
    account
        .cache
        .write(move |w| {
            let intent = w.outbox().get(&named)?;
            if let Some(no) = intent.as_ref().and_then(not_again) {
                return Ok(Err(no));
            }
            let done = match intent.map(|intent| intent.state) {
                Some(cache::IntentState::Refused) => w.outbox().retry(&named, &key, now),
                // Why it waits stays on record: it may have to be asked about before it is sent.
                Some(_) => w.outbox().hurry(),
                None => Err(cache::Error::Missing {
                    table: "intents",
                    id: named,
                }),
            };
            done.map(Ok)
        })
        .await??;
    account.wake.notify_one();
    outcome(account, id).await
}

/// Banks count attempts: an intent that names a card which said no for good is not tried again as
/// it is. (Accepting a quote names none: the customer may have another default card by now.)
fn not_again(intent: &Intent) -> Option<Problem> {
    let was = intent.problem.as_ref().and_then(problem_in)?;
    let card = matches!(was.code, Code::CardRefused | Code::AuthenticationNeeded);
    let named = matches!(
        verb_of(&intent.verb),
        Verb::Pay | Verb::Continue | Verb::AttachCard
    );
    let stands =
        intent.state == cache::IntentState::Refused && card && named && was.retry == Retry::Never;
    stands.then(|| {
        Problem::new(
            Code::NotAllowed,
            "Trying the same card again at once does not help, and can get it blocked.",
        )
        .hint(was.hint.unwrap_or_default())
    })
}

/// Puts a refused intent, or one that was never sent, away.
pub async fn dismiss(account: &Account, id: &str) -> Result<(), Problem> {
    let (id, now) = (id.to_owned(), account.now());
    Ok(account
        .cache
        .write(move |w| w.outbox().dismiss(&id, now))
        .await?)
}

/// The problem as it was stored with an intent.
pub(crate) fn problem_in(value: &Value) -> Option<Problem> {
    serde_json::from_value(value.clone()).ok()
}

/// A verb's name, as stored.
pub(crate) fn verb_code(verb: Verb) -> String {
    serde_json::to_value(verb)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The verb of a stored name; what a newer version stored counts as saving.
pub(crate) fn verb_of(code: &str) -> Verb {
    serde_json::from_value(Value::String(code.to_owned())).unwrap_or(Verb::Save)
}
