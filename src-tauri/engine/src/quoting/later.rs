//! What becomes of a quote that is out: a revision of it, or a later expiry. Writing the revision
//! itself is editing a draft quote, as for any other.

use super::{allowed, title};
use crate::account::Account;
use crate::drafting::plan;
use crate::outbox::{carry_out, intent, request};
use crate::trouble::not_found;
use crate::view::{Code, Link, Noun, Outcome, OutcomeState, Problem, Verb};
use cache::{Kind, Read};
use model::calendar::DAY_SECONDS;
use model::quote::Verb as May;
use serde_json::json;

/// The most days by which a quote is extended at once.
const MOST_DAYS: u32 = 365;

/// Begins a revision of an open quote: a draft quote at Stripe with the same contents, which the
/// outcome names. One that is begun already is the one: there is never a second draft beside it.
pub async fn revise(account: &Account, id: &str) -> Result<Outcome, Problem> {
    if let Some(begun) = begun(account, id).await? {
        return Ok(begun);
    }
    let now = account.now();
    let intent = intent(
        Verb::Revise,
        Some((Kind::Quote, id.to_owned())),
        named(account, id).await?,
        now,
    );
    // Stripe takes nothing else along with it, so that no mark can be left: see `settle`.
    let params = json!({ "from_quote": { "quote": id, "is_revision": true }, "expand": plan::quote::expand() });
    let intent = request(intent, "/v1/quotes", params, false);
    let quote = id.to_owned();
    let asked = carry_out(account, intent, move |w| {
        if draft_of(w, &quote)?.is_some() {
            return Ok(Err(Problem::new(
                Code::NotAllowed,
                "A revision of this quote is being written already.",
            )));
        }
        allowed(w, &quote, May::Revise, now)
    });
    match asked.await {
        Ok(outcome) => Ok(outcome),
        // The other press was quicker, and its revision is the one.
        Err(problem) => begun(account, id).await?.ok_or(problem),
    }
}

/// Gives an open quote so many days more, counted from its expiry.
pub async fn extend(account: &Account, id: &str, days: u32) -> Result<Outcome, Problem> {
    if days == 0 || days > MOST_DAYS {
        let message = format!("A quote is extended by 1 to {MOST_DAYS} days.");
        return Err(Problem::new(Code::InvalidInput, message.clone()).field("days", message));
    }
    let now = account.now();
    let named_id = id.to_owned();
    let expires = account
        .cache
        .read(move |r| r.records().row(Kind::Quote, &named_id))
        .await?;
    let expires = expires
        .ok_or_else(|| not_found("quote"))?
        .columns
        .at
        .unwrap_or(now);
    let until = expires
        .max(now)
        .saturating_add(i64::from(days).saturating_mul(DAY_SECONDS));
    let intent = intent(
        Verb::Extend,
        Some((Kind::Quote, id.to_owned())),
        named(account, id).await?,
        now,
    );
    let params = json!({ "expires_at": until, "expand": plan::quote::expand() });
    let intent = request(intent, &format!("/v1/quotes/{id}"), params, false);
    let quote = id.to_owned();
    carry_out(account, intent, move |w| {
        allowed(w, &quote, May::Extend, now)
    })
    .await
}

async fn named(account: &Account, id: &str) -> Result<String, Problem> {
    let id = id.to_owned();
    account
        .cache
        .read(move |r| title(r, &id))
        .await?
        .ok_or_else(|| not_found("quote"))
}

/// The draft quote that is a revision of this one, with what to call it.
fn draft_of(r: &Read<'_>, id: &str) -> Result<Option<(String, String)>, cache::Error> {
    let later = r.records().children(Kind::Quote, id)?;
    let draft = later.into_iter().find(|row| row.columns.state == "draft");
    Ok(draft.map(|row| (row.id, row.columns.title)))
}

async fn begun(account: &Account, id: &str) -> Result<Option<Outcome>, Problem> {
    let id = id.to_owned();
    let draft = account.cache.read(move |r| draft_of(r, &id)).await?;
    Ok(draft.map(|(id, label)| Outcome {
        intent: String::new(),
        state: OutcomeState::Done,
        subject: Some(Link {
            noun: Noun::Quote,
            id,
            relation: "subject".to_owned(),
            label,
        }),
        made: Vec::new(),
        problem: None,
    }))
}
