//! Finding out whether a request took effect, by reading what it would have
//! changed. Never by sending it again.

use crate::account::Account;
use crate::sync;
use cache::{Kind, Step};
use serde_json::Value;
use stripe::{Client, Error};

/// What reading showed.
#[derive(Debug)]
pub(crate) enum Settled {
    /// It took effect; this is the object now.
    Happened(Value),
    /// Nothing happened: it may be sent under a new key.
    Nothing,
}

/// How a step's effect can be seen.
#[derive(Debug, PartialEq, Eq)]
enum Question<'a> {
    /// The object at this path is in one of these states.
    State { path: &'a str, wanted: &'static [&'static str] },
    /// The object at this path is gone.
    Gone { path: &'a str },
    /// An object in this list carries the step's mark.
    Made { list: &'a str, mark: &'a str },
    /// Doing it twice is the same as doing it once.
    Repeatable,
}

/// Transitions by the last part of their path, and the states that show them. A quote that was
/// finalized may have been accepted since; an invoice that was finalized, paid.
const TRANSITIONS: &[(&str, &str, &[&str])] = &[
    ("/v1/quotes/", "finalize", &["open", "accepted", "canceled"]),
    ("/v1/quotes/", "accept", &["accepted"]),
    ("/v1/quotes/", "cancel", &["canceled"]),
    ("/v1/invoices/", "finalize", &["open", "paid", "void", "uncollectible"]),
    ("/v1/invoices/", "pay", &["paid"]),
    ("/v1/invoices/", "void", &["void"]),
    ("/v1/invoices/", "mark_uncollectible", &["uncollectible"]),
];

/// Whether the step moves an object from one state to another.
pub(crate) fn is_transition(step: &Step) -> bool {
    matches!(question(step, &step.path), Question::State { .. } | Question::Gone { .. })
}

fn question<'a>(step: &'a Step, path: &'a str) -> Question<'a> {
    if step.method == "DELETE" {
        return Question::Gone { path };
    }
    for (noun, verb, wanted) in TRANSITIONS {
        if path.starts_with(noun)
            && let Some(path) = path.strip_suffix(verb)
        {
            return Question::State { path: path.trim_end_matches('/'), wanted };
        }
    }
    match &step.client_ref {
        Some(mark) => Question::Made { list: path, mark },
        None => Question::Repeatable,
    }
}

/// Reads what `step`, to be sent to `path`, would have changed.
pub(crate) async fn ask(client: &Client, step: &Step, path: &str) -> Result<Settled, Error> {
    match question(step, path) {
        Question::State { path, wanted } => {
            let object = client.get(path, &sync::expanded(path)).await?.body;
            let status = object.get("status").and_then(Value::as_str).unwrap_or_default();
            Ok(if wanted.contains(&status) { Settled::Happened(object) } else { Settled::Nothing })
        }
        Question::Gone { path } => match client.get(path, &sync::expanded(path)).await {
            Ok(answer) if answer.body.get("deleted") == Some(&Value::Bool(true)) => Ok(Settled::Happened(answer.body)),
            Ok(_) => Ok(Settled::Nothing),
            Err(error) if error.is_missing() => Ok(Settled::Happened(gone(path))),
            Err(error) => Err(error),
        },
        Question::Made { list, mark } => look_through(client, list, mark, step.first_sent_at.unwrap_or(0)).await,
        Question::Repeatable => Ok(Settled::Nothing),
    }
}

/// What Stripe answers about a deleted object, when it no longer answers at all.
fn gone(path: &str) -> Value {
    let mut parts = path.rsplit('/');
    let id = parts.next().unwrap_or_default();
    let object = parts.next().unwrap_or_default().trim_end_matches('s');
    serde_json::json!({ "id": id, "object": object, "deleted": true })
}

/// Looks for the mark among what was made since the request was first sent, newest first. The
/// margin is for clocks that differ.
async fn look_through(client: &Client, list: &str, mark: &str, since: i64) -> Result<Settled, Error> {
    const MARGIN_SECONDS: i64 = 3_600;
    let mut after: Option<String> = None;
    loop {
        let params = sync::expanded_list(list).set("limit", 100).set_some("starting_after", after.clone());
        let page = client.page(list, &params).await?;
        for object in &page.data {
            if object.pointer("/metadata/client_ref").and_then(Value::as_str) == Some(mark) {
                return Ok(Settled::Happened(object.clone()));
            }
        }
        let oldest = page.data.last().and_then(|object| object.get("created")).and_then(Value::as_i64);
        let too_old = oldest.is_some_and(|created| created < since.saturating_sub(MARGIN_SECONDS));
        if !page.has_more || too_old {
            return Ok(Settled::Nothing);
        }
        after = page.last_id;
    }
}

/// What an act made besides the object it answers with, read afresh, so that both are stored
/// together. What cannot be read now comes with the next sync.
pub(crate) async fn born(account: &Account, object: &Value) -> Vec<Value> {
    if object.get("object").and_then(Value::as_str) != Some("quote") {
        return Vec::new();
    }
    let Ok(client) = account.stripe().await else { return Vec::new() };
    let mut found = Vec::new();
    for (field, kind) in [
        ("customer", Kind::Customer),
        ("subscription", Kind::Subscription),
        ("subscription_schedule", Kind::SubscriptionSchedule),
        ("invoice", Kind::Invoice),
    ] {
        let id = object.get(field).and_then(|value| value.as_str().or_else(|| value.get("id").and_then(Value::as_str)));
        let Some(id) = id else { continue };
        match sync::fetch(&client, kind, id).await {
            Ok(Some(object)) => found.push(object),
            Ok(None) => {}
            Err(error) => tracing::info!(%error, "what was born comes with the next sync"),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Question, question};
    use cache::Intent;
    use serde_json::json;

    fn check(method: &str, path: &str, mark: Option<&str>, expect: &Question<'_>) {
        let mut intent = Intent::new("i", "v", 0).step(method, path, json!({}), "k");
        intent.steps[0].client_ref = mark.map(str::to_owned);
        assert_eq!(question(&intent.steps[0], path), *expect, "{method} {path}");
    }

    #[test]
    fn every_request_has_a_question_that_settles_it() {
        check("POST", "/v1/quotes/qt_1/accept", None, &Question::State { path: "/v1/quotes/qt_1", wanted: &["accepted"] });
        check(
            "POST",
            "/v1/invoices/in_1/finalize",
            None,
            &Question::State { path: "/v1/invoices/in_1", wanted: &["open", "paid", "void", "uncollectible"] },
        );
        check("DELETE", "/v1/invoices/in_1", None, &Question::Gone { path: "/v1/invoices/in_1" });
        check("POST", "/v1/customers", Some("m"), &Question::Made { list: "/v1/customers", mark: "m" });
        check("POST", "/v1/quotes/qt_1", None, &Question::Repeatable);
    }
}
