//! Quotes: taking them through their states. Writing one is in `drafting`, what
//! it looks like to a person in `sheets`; what may be done with it is the
//! model's to say.

mod later;
mod next_charge;

use crate::account::Account;
use crate::drafting::{PREFIX, of_record, plan, write_down};
use crate::outbox::{carry_out, intent, request};
use crate::trouble::not_found;
use crate::view::{Link, Noun, Outcome, OutcomeState, Problem, Verb};
use cache::Kind;
use model::quote::{Facts, Standing, Status, standing};
use serde_json::{Value, json};
use stripe::Typed as _;
use stripe::resources::Quote;

pub use later::{extend, revise};
pub(crate) use next_charge::{Told, next_charge};

/// Makes the draft a draft quote at Stripe, or changes the one that it edits.
pub async fn save(account: &Account, id: &str) -> Result<Outcome, Problem> {
    write_down(account, id, Verb::Save).await
}

/// Finalizes a draft of ours, a draft quote at Stripe, or one with changes kept here.
pub async fn finalize(account: &Account, id: &str) -> Result<Outcome, Problem> {
    if let Some(draft) = of_record(account, id).await? {
        return write_down(account, &draft, Verb::Finalize).await;
    }
    if id.starts_with(PREFIX) {
        return write_down(account, id, Verb::Finalize).await;
    }
    transition(account, id, Verb::Finalize, "finalize", Value::Null).await
}

/// Accepts a quote. Accepting twice is a success with no second effect.
pub async fn accept(account: &Account, id: &str, note: Option<String>) -> Result<Outcome, Problem> {
    if let Some(done) = already_accepted(account, id).await? {
        return Ok(done);
    }
    let note = note.filter(|note| !note.trim().is_empty());
    transition(account, id, Verb::Accept, "accept", json!({ "note": note })).await
}

/// Takes a quote back.
pub async fn cancel(account: &Account, id: &str) -> Result<Outcome, Problem> {
    transition(account, id, Verb::Cancel, "cancel", Value::Null).await
}

async fn already_accepted(account: &Account, id: &str) -> Result<Option<Outcome>, Problem> {
    let named = id.to_owned();
    let found = account
        .cache
        .read(move |r| {
            let Some(record) = r.records().get(Kind::Quote, &named)? else {
                return Ok(None);
            };
            if record.columns.state != "accepted" {
                return Ok(None);
            }
            let mut made = Vec::new();
            for (field, noun, kind) in [
                ("subscription", Noun::Subscription, Kind::Subscription),
                (
                    "subscription_schedule",
                    Noun::SubscriptionSchedule,
                    Kind::SubscriptionSchedule,
                ),
                ("invoice", Noun::Invoice, Kind::Invoice),
            ] {
                if let Some(id) = record.raw.get(field).and_then(Value::as_str) {
                    let named = r.records().get(kind, id)?;
                    let label = named.map_or_else(
                        || id.to_owned(),
                        |named| named.columns.number.unwrap_or(named.columns.title),
                    );
                    made.push(Link {
                        noun,
                        id: id.to_owned(),
                        relation: kind.code().to_owned(),
                        label,
                    });
                }
            }
            let label = record.columns.number.unwrap_or(record.columns.title);
            let subject = Link {
                noun: Noun::Quote,
                id: named,
                relation: "subject".to_owned(),
                label,
            };
            Ok(Some((subject, made)))
        })
        .await?;
    Ok(found.map(|(subject, made)| Outcome {
        intent: String::new(),
        state: OutcomeState::Done,
        subject: Some(subject),
        made,
        problem: None,
    }))
}

/// Sends one of a quote's verbs, if its state allows it.
async fn transition(
    account: &Account,
    id: &str,
    verb: Verb,
    path: &str,
    context: Value,
) -> Result<Outcome, Problem> {
    let named = id.to_owned();
    let title = account
        .cache
        .read(move |r| title(r, &named))
        .await?
        .ok_or_else(|| not_found("quote"))?;
    let now = account.now();
    let mut intent = intent(verb, Some((Kind::Quote, id.to_owned())), title, now);
    intent.context = context;
    let intent = request(
        intent,
        &format!("/v1/quotes/{id}/{path}"),
        json!({ "expand": plan::quote::expand() }),
        false,
    );
    let (id, asked) = (id.to_owned(), model_verb(verb));
    carry_out(account, intent, move |w| allowed(w, &id, asked, now)).await
}

fn model_verb(verb: Verb) -> model::quote::Verb {
    match verb {
        Verb::Finalize => model::quote::Verb::Finalize,
        Verb::Accept => model::quote::Verb::Accept,
        Verb::Cancel => model::quote::Verb::Cancel,
        Verb::Revise => model::quote::Verb::Revise,
        Verb::Extend => model::quote::Verb::Extend,
        _ => model::quote::Verb::Edit,
    }
}

fn title(r: &cache::Read<'_>, id: &str) -> Result<Option<String>, cache::Error> {
    let record = r.records().get(Kind::Quote, id)?;
    Ok(record.map(|record| {
        let columns = record.columns;
        columns.number.map_or(columns.title.clone(), |number| {
            format!("{number}, {}", columns.title)
        })
    }))
}

/// Whether the quote's state allows the verb.
pub(crate) fn allowed(
    r: &cache::Read<'_>,
    id: &str,
    verb: model::quote::Verb,
    now: i64,
) -> Result<Result<(), Problem>, cache::Error> {
    let Some(record) = r.records().get(Kind::Quote, id)? else {
        return Ok(Err(not_found("quote")));
    };
    let stands = match Quote::from_value(&record.raw) {
        Ok(quote) => standing(
            &Facts {
                status: Status::parse(quote.status.as_str()),
                expires_at: Some(quote.expires_at),
                canceled_at: quote.status_transitions.canceled_at,
                superseded: record.columns.state == "superseded",
            },
            now,
        ),
        Err(_) => Standing::Unknown(record.columns.state),
    };
    Ok(model::quote::may(&stands, verb).map_err(Problem::from))
}
