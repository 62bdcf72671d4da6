//! Invoices through their states. What an invoice looks like to a person is
//! in `sheets`; what may be done with it is the model's to say.

use crate::account::Account;
use crate::outbox::{carry_out, intent, request};
use crate::trouble::not_found;
use crate::view::{Outcome, Problem, Verb};
use cache::Kind;
use serde_json::{Value, json};

/// Finalizes a draft: it gets its number and can be paid.
pub async fn finalize(account: &Account, id: &str) -> Result<Outcome, Problem> {
    act(account, id, Verb::Finalize, "/finalize", json!({})).await
}

/// Notes that it was paid by other means than Stripe.
pub async fn pay_out_of_band(account: &Account, id: &str) -> Result<Outcome, Problem> {
    act(
        account,
        id,
        Verb::PayOutOfBand,
        "/pay",
        json!({ "paid_out_of_band": true }),
    )
    .await
}

/// Makes it void. It keeps its number and its paper.
pub async fn void(account: &Account, id: &str) -> Result<Outcome, Problem> {
    act(account, id, Verb::Void, "/void", json!({})).await
}

/// Gives up on being paid.
pub async fn mark_uncollectible(account: &Account, id: &str) -> Result<Outcome, Problem> {
    act(
        account,
        id,
        Verb::MarkUncollectible,
        "/mark_uncollectible",
        json!({}),
    )
    .await
}

/// Deletes a draft that belongs to no subscription.
pub async fn delete(account: &Account, id: &str) -> Result<Outcome, Problem> {
    act(account, id, Verb::Delete, "", Value::Null).await
}

/// Has Stripe send it to the customer. In test mode, and on the practice account, no mail goes out.
pub async fn send(account: &Account, id: &str) -> Result<Outcome, Problem> {
    act(account, id, Verb::Send, "/send", json!({})).await
}

async fn act(
    account: &Account,
    id: &str,
    verb: Verb,
    action: &str,
    params: Value,
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
    let columns = record.columns;
    let title = columns.number.map_or(columns.title.clone(), |number| {
        format!("{number}, {}", columns.title)
    });
    let now = account.now();
    let mut intent = intent(verb, Some((Kind::Invoice, id.to_owned())), title, now);
    if verb == Verb::Send {
        let by = match crate::sending::no_mail(account.identity.mode) {
            Some(no_mail) => format!("by Stripe. {no_mail}"),
            None => "by Stripe".to_owned(),
        };
        intent.context = json!({ "note": by, "note_code": "sent" });
    }
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
fn whole(mut params: Value) -> Value {
    if let (Some(fields), Some(expand)) = (
        params.as_object_mut(),
        crate::sync::expanded("/v1/invoices/any").get("expand"),
    ) {
        fields.insert("expand".to_owned(), expand.clone());
    }
    params
}
