//! Invoices through their states. Writing one is in `drafting`, what it looks
//! like to a person in `sheets`; what may be done with it is the model's to say.

use crate::account::Account;
use crate::drafting::{PREFIX, of_record, write_down};
use crate::json;
use crate::outbox::{carry_out, intent, request};
use crate::payments::elsewhere;
use crate::trouble::not_found;
use crate::view::{Code, Link, Noun, Outcome, OutcomeState, Problem, Verb};
use cache::{Filter, Kind, Query, Read};
use serde_json::{Value, json};

/// Longest note of how something was paid, in characters.
const LONGEST_REFERENCE: usize = 200;

/// Makes the draft a draft invoice at Stripe, or changes the one that it edits.
pub async fn save(account: &Account, id: &str) -> Result<Outcome, Problem> {
    write_down(account, id, Verb::Save).await
}

/// Finalizes a draft of ours, a draft invoice at Stripe, or one with changes kept here: it gets its
/// number and can be paid.
pub async fn finalize(account: &Account, id: &str) -> Result<Outcome, Problem> {
    if let Some(draft) = of_record(account, id).await? {
        return write_down(account, &draft, Verb::Finalize).await;
    }
    if id.starts_with(PREFIX) {
        return write_down(account, id, Verb::Finalize).await;
    }
    act(
        account,
        id,
        Verb::Finalize,
        "/finalize",
        json!({}),
        Value::Null,
    )
    .await
}

/// Notes that it was paid by other means than Stripe, and how: a transfer's text, a cheque's number.
/// A `part` of what remains is written as it was typed; none for all of it.
pub async fn pay_out_of_band(
    account: &Account,
    id: &str,
    reference: Option<String>,
    part: Option<String>,
) -> Result<Outcome, Problem> {
    let reference = reference
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    if let Some(long) = reference
        .as_ref()
        .filter(|text| text.chars().count() > LONGEST_REFERENCE)
    {
        let length = long.chars().count();
        let message = format!(
            "The reference has {length} characters, and at most {LONGEST_REFERENCE} fit. Shorten it."
        );
        return Err(Problem::new(Code::InvalidInput, message.clone()).field("reference", message));
    }
    if let Some(part) = part
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        && let Some(amount) = elsewhere::part(account, id, part).await?
    {
        return elsewhere::note_part(account, id, amount, reference.as_deref()).await;
    }
    let note = match reference {
        Some(text) => json!({ "note": text, "note_code": "paid" }),
        None => Value::Null,
    };
    let params = json!({ "paid_out_of_band": true });
    act(account, id, Verb::PayOutOfBand, "/pay", params, note).await
}

/// Makes it void. It keeps its number and its paper.
pub async fn void(account: &Account, id: &str) -> Result<Outcome, Problem> {
    act(account, id, Verb::Void, "/void", json!({}), Value::Null).await
}

/// Gives up on being paid.
pub async fn mark_uncollectible(account: &Account, id: &str) -> Result<Outcome, Problem> {
    act(
        account,
        id,
        Verb::MarkUncollectible,
        "/mark_uncollectible",
        json!({}),
        Value::Null,
    )
    .await
}

/// Deletes a draft that belongs to no subscription.
pub async fn delete(account: &Account, id: &str) -> Result<Outcome, Problem> {
    act(account, id, Verb::Delete, "", Value::Null, Value::Null).await
}

/// Has Stripe send it to the customer. In test mode, and on the practice account, no mail goes out.
pub async fn send(account: &Account, id: &str) -> Result<Outcome, Problem> {
    let by = match crate::sending::no_mail(account.identity.mode) {
        Some(no_mail) => format!("by Stripe. {no_mail}"),
        None => "by Stripe".to_owned(),
    };
    let note = json!({ "note": by, "note_code": "sent" });
    act(account, id, Verb::Send, "/send", json!({}), note).await
}

/// Begins a revision of a finalized invoice: a draft at Stripe with the same contents, which the
/// outcome names. One that is begun already is the one. Finalized, it takes the invoice's place,
/// which Stripe then voids.
pub async fn revise(account: &Account, id: &str) -> Result<Outcome, Problem> {
    if let Some(begun) = begun(account, id).await? {
        return Ok(begun);
    }
    let now = account.now();
    let named = id.to_owned();
    let title = account
        .cache
        .read(move |r| title(r, &named))
        .await?
        .ok_or_else(|| not_found("invoice"))?;
    let subject = Some((Kind::Invoice, id.to_owned()));
    let intent = intent(Verb::Revise, subject, title, now);
    let params = json!({ "from_invoice": { "action": "revision", "invoice": id } });
    let intent = request(intent, "/v1/invoices", whole(params), false);
    let invoice = id.to_owned();
    let asked = carry_out(account, intent, move |w| {
        if revision_of(w, &invoice)?.is_some() {
            return Ok(Err(Problem::new(
                Code::NotAllowed,
                "A revision of this invoice is being written already.",
            )));
        }
        crate::sheets::invoice::allowed(w, &invoice, Verb::Revise, now)
    });
    match asked.await {
        Ok(outcome) => Ok(outcome),
        // The other press was quicker, and its revision is the one.
        Err(problem) => begun(account, id).await?.ok_or(problem),
    }
}

fn title(r: &Read<'_>, id: &str) -> Result<Option<String>, cache::Error> {
    let record = r.records().row(Kind::Invoice, id)?;
    Ok(record.map(|record| {
        let columns = record.columns;
        columns.number.map_or(columns.title.clone(), |number| {
            format!("{number}, {}", columns.title)
        })
    }))
}

/// The draft that is to take this invoice's place, with what to call it.
fn revision_of(r: &Read<'_>, id: &str) -> Result<Option<(String, String)>, cache::Error> {
    let Some(of) = r.records().row(Kind::Invoice, id)? else {
        return Ok(None);
    };
    let drafts = Query {
        filter: Filter {
            states: vec!["draft".to_owned()],
            customer: of.columns.customer,
            ..Filter::of(Kind::Invoice)
        },
        ..Query::of(Kind::Invoice)
    };
    for row in r.records().page(&drafts)?.rows {
        let record = r.records().get(Kind::Invoice, &row.id)?;
        let from = record.and_then(|record| json::owned(&record.raw, "from_invoice.invoice"));
        if from.as_deref() == Some(id) {
            return Ok(Some((row.id, row.columns.title)));
        }
    }
    Ok(None)
}

async fn begun(account: &Account, id: &str) -> Result<Option<Outcome>, Problem> {
    let id = id.to_owned();
    let draft = account.cache.read(move |r| revision_of(r, &id)).await?;
    Ok(draft.map(|(id, label)| Outcome {
        intent: String::new(),
        state: OutcomeState::Done,
        subject: Some(Link {
            noun: Noun::Invoice,
            id,
            relation: "subject".to_owned(),
            label,
        }),
        made: Vec::new(),
        problem: None,
    }))
}

async fn act(
    account: &Account,
    id: &str,
    verb: Verb,
    action: &str,
    params: Value,
    context: Value,
) -> Result<Outcome, Problem> {
    let named = id.to_owned();
    let record = account
        .cache
        .read(move |r| r.records().get(Kind::Invoice, &named))
        .await?;
    let record = record.ok_or_else(|| not_found("invoice"))?;
    // The owner sends it when it suits; Stripe is not to mail it because of this click alone. What
    // is charged automatically goes on by itself, as was agreed.
    let by_hand =
        record.raw.get("collection_method").and_then(Value::as_str) == Some("send_invoice");
    let params = if verb == Verb::Finalize && by_hand {
        json!({ "auto_advance": false })
    } else {
        params
    };
    let named = id.to_owned();
    let title = account.cache.read(move |r| title(r, &named)).await?;
    let title = title.unwrap_or(record.columns.title);
    let now = account.now();
    let mut intent = intent(verb, Some((Kind::Invoice, id.to_owned())), title, now);
    intent.context = context;
    let path = format!("/v1/invoices/{id}{action}");
    let intent = match verb {
        Verb::Delete => intent.step(
            "DELETE",
            path,
            Value::Null,
            uuid::Uuid::new_v4().to_string(),
        ),
        _ => request(intent, &path, whole(params), false),
    };
    let id = id.to_owned();
    carry_out(account, intent, move |w| match verb {
        Verb::Send => crate::sending::may_stripe(w, &id, now),
        _ => crate::sheets::invoice::allowed(w, &id, verb, now),
    })
    .await
}

/// Every answer brings along what the record is to be stored with.
pub(crate) fn whole(mut params: Value) -> Value {
    if let (Some(fields), Some(expand)) = (
        params.as_object_mut(),
        crate::sync::expanded("/v1/invoices/any").get("expand"),
    ) {
        fields.insert("expand".to_owned(), expand.clone());
    }
    params
}
