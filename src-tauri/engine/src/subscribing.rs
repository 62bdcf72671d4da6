//! Subscriptions while they run: what they bill is changed, they rest, they end. Not their
//! beginning, which is an accepted quote's, and not what they look like; that is in `sheets`.

mod changes;
mod preview;

use crate::account::Account;
use crate::drafting::typed::day_of;
use crate::outbox::{carry_out, intent, request};
use crate::trouble::not_found;
use crate::view::{
    Code, HeldInvoices, Outcome, Problem, SubscriptionChange, SubscriptionEnd, Verb,
};
use cache::{Intent, Kind, Read};
use model::subscription::Verb as May;
use serde_json::{Value, json};

pub use preview::{change as preview_change, end as preview_end, upcoming};

/// Changes what it bills.
pub async fn change(account: &Account, change: SubscriptionChange) -> Result<Outcome, Problem> {
    let mut params = changes::params(&change)?;
    let at = change.prorated_at.unwrap_or_else(|| account.now());
    if let Some(fields) = params.as_object_mut() {
        fields.insert("proration_date".to_owned(), json!(at));
    }
    let waiting = change.id.clone();
    let twin = account
        .cache
        .read(move |r| r.outbox().pending_for(Kind::Subscription, &waiting))
        .await?
        .into_iter()
        .any(|other| {
            other.verb == crate::outbox::verb_code(Verb::Change)
                && other.state != cache::IntentState::Refused
        });
    if twin {
        // The same change pressed twice must not be made twice, and another one must not be lost.
        return Err(Problem::new(
            Code::NotAllowed,
            "An earlier change of this subscription is still under way.",
        )
        .hint("The outbox shows how far it is. Make this change when that one is done, or put that one away."));
    }
    let path = format!("/v1/subscriptions/{}", change.id);
    let begun = begin(account, &change.id, Verb::Change).await?;
    // The mark tells later whether it took effect: invoiced at once, it must not be done twice.
    carry(account, request(begun, &path, params, true), May::Change).await
}

/// Holds its invoices back, until a day (`YYYY-MM-DD`, in the owner's time) or until it is resumed.
pub async fn pause(
    account: &Account,
    id: &str,
    invoices: HeldInvoices,
    until: Option<&str>,
) -> Result<Outcome, Problem> {
    let mut hold = json!({ "behavior": invoices });
    if let Some(day) = until.map(str::trim).filter(|day| !day.is_empty()) {
        let at = resumes_at(day, account.now())?;
        if let Some(fields) = hold.as_object_mut() {
            fields.insert("resumes_at".to_owned(), json!(at));
        }
    }
    update(
        account,
        id,
        Verb::Pause,
        May::Pause,
        json!({ "pause_collection": hold }),
    )
    .await
}

fn resumes_at(day: &str, now: i64) -> Result<i64, Problem> {
    let wrong = |message: &str| Problem::new(Code::InvalidInput, message).field("until", message);
    let parsed = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d")
        .map_err(|_| wrong("Write the day as 2026-12-31."))?;
    let at = crate::drafting::typed::start_of(parsed)
        .ok_or_else(|| wrong("There is no such moment on that day."))?;
    if day_of(now).is_some_and(|today| parsed <= today) {
        return Err(wrong("The day must lie in the future."));
    }
    Ok(at)
}

/// Lets its invoices go out again.
pub async fn resume(account: &Account, id: &str) -> Result<Outcome, Problem> {
    let named = id.to_owned();
    let rests = account
        .cache
        .read(move |r| r.records().row(Kind::Subscription, &named))
        .await?
        .is_some_and(|row| row.columns.state == "paused");
    if !rests {
        // Stripe takes the hold off where the field is emptied.
        return update(
            account,
            id,
            Verb::Resume,
            May::Resume,
            json!({ "pause_collection": "" }),
        )
        .await;
    }
    let params = whole(json!({ "billing_cycle_anchor": { "type": "now" } }));
    let path = format!("/v1/subscriptions/{id}/resume");
    let begun = begin(account, id, Verb::Resume).await?;
    carry(account, request(begun, &path, params, false), May::Resume).await
}

/// Ends the trial, so that it is billed from now on.
pub async fn end_trial(account: &Account, id: &str) -> Result<Outcome, Problem> {
    let path = format!("/v1/subscriptions/{id}");
    let begun = begin(account, id, Verb::EndTrial).await?;
    let params = whole(json!({ "trial_end": "now" }));
    carry(account, request(begun, &path, params, true), May::EndTrial).await
}

/// Has this saved card of its customer's charged from now on, before the customer's own default.
pub async fn use_card(account: &Account, id: &str, card: &str) -> Result<Outcome, Problem> {
    let params = json!({ "default_payment_method": card });
    update(account, id, Verb::DefaultCard, May::Change, params).await
}

/// Takes back an end that was set.
pub async fn keep(account: &Account, id: &str) -> Result<Outcome, Problem> {
    let named = id.to_owned();
    let record = account
        .cache
        .read(move |r| r.records().get(Kind::Subscription, &named))
        .await?
        .ok_or_else(|| not_found("subscription"))?;
    // Stripe takes one of the two at a time.
    let params = if crate::json::flag(&record.raw, "cancel_at_period_end") {
        json!({ "cancel_at_period_end": false })
    } else {
        json!({ "cancel_at": "" })
    };
    update(account, id, Verb::Keep, May::Keep, params).await
}

/// Ends it, now or with the period that is paid for.
pub async fn cancel(account: &Account, end: &SubscriptionEnd) -> Result<Outcome, Problem> {
    if !end.now {
        let params = json!({ "cancel_at_period_end": true });
        return update(
            account,
            &end.id,
            Verb::CancelAtEnd,
            May::CancelAtEnd,
            params,
        )
        .await;
    }
    let begun = begin(account, &end.id, Verb::Cancel).await?;
    let params = whole(json!({ "prorate": end.credit, "invoice_now": end.invoice }));
    let path = format!("/v1/subscriptions/{}", end.id);
    let key = uuid::Uuid::new_v4().to_string();
    carry(
        account,
        begun.step("DELETE", path, params, key),
        May::Cancel,
    )
    .await
}

/// Takes a schedule back that has not begun, and with it what it would have started.
pub async fn cancel_schedule(account: &Account, id: &str) -> Result<Outcome, Problem> {
    schedule(account, id, Verb::Cancel, "cancel").await
}

/// Lets a subscription go on as it is, without the phases that its schedule still holds.
pub async fn release_schedule(account: &Account, id: &str) -> Result<Outcome, Problem> {
    schedule(account, id, Verb::Release, "release").await
}

async fn schedule(account: &Account, id: &str, verb: Verb, act: &str) -> Result<Outcome, Problem> {
    let kind = Kind::SubscriptionSchedule;
    let begun = begin_with(account, kind, id, verb).await?;
    let path = format!("/v1/subscription_schedules/{id}/{act}");
    let named = id.to_owned();
    carry_out(account, request(begun, &path, json!({}), false), move |w| {
        let Some(row) = w.records().row(kind, &named)? else {
            return Ok(Err(not_found("subscription")));
        };
        Ok(
            crate::sheets::subscription::schedule_may(verb, &row.columns.state)
                .map_err(|why| Problem::new(Code::NotAllowed, why)),
        )
    })
    .await
}

/// What follows once a quote is accepted into a subscription that charges a card: the first card
/// that pays is kept for the renewals. None for other answers.
pub(crate) fn keep_card(quote: &Value, now: i64) -> Option<Intent> {
    let text = |path| crate::json::text(quote, path);
    if text("status") != Some("accepted")
        || text("collection_method") != Some("charge_automatically")
    {
        return None;
    }
    let id = crate::json::id(quote, "subscription")?;
    let title = text("number").unwrap_or_default().to_owned();
    let begun = intent(
        Verb::KeepCard,
        Some((Kind::Subscription, id.to_owned())),
        title,
        now,
    );
    let params =
        json!({ "payment_settings": { "save_default_payment_method": "on_subscription" } });
    let path = format!("/v1/subscriptions/{id}");
    Some(request(begun, &path, whole(params), false))
}

async fn update(
    account: &Account,
    id: &str,
    verb: Verb,
    may: May,
    params: Value,
) -> Result<Outcome, Problem> {
    let path = format!("/v1/subscriptions/{id}");
    let begun = begin(account, id, verb).await?;
    carry(account, request(begun, &path, whole(params), false), may).await
}

async fn begin(account: &Account, id: &str, verb: Verb) -> Result<Intent, Problem> {
    begin_with(account, Kind::Subscription, id, verb).await
}

/// An intent about a subscription or schedule, titled with who and what.
async fn begin_with(
    account: &Account,
    kind: Kind,
    id: &str,
    verb: Verb,
) -> Result<Intent, Problem> {
    let named = id.to_owned();
    let row = account
        .cache
        .read(move |r| r.records().row(kind, &named))
        .await?
        .ok_or_else(|| not_found("subscription"))?;
    let title = row.columns.title;
    Ok(intent(
        verb,
        Some((kind, id.to_owned())),
        title,
        account.now(),
    ))
}

async fn carry(account: &Account, intent: Intent, may: May) -> Result<Outcome, Problem> {
    let id = intent
        .subject
        .as_ref()
        .map(|(_, id)| id.clone())
        .unwrap_or_default();
    carry_out(account, intent, move |w| allowed(w, &id, may)).await
}

/// Whether the subscription's state allows it, asked in the transaction that will note it.
fn allowed(r: &Read<'_>, id: &str, may: May) -> Result<Result<(), Problem>, cache::Error> {
    let Some(record) = r.records().get(Kind::Subscription, id)? else {
        return Ok(Err(not_found("subscription")));
    };
    let facts = crate::facts::of_subscription(&record.columns, &record.raw);
    Ok(model::subscription::may(&facts, may).map_err(Problem::from))
}

/// The answer brings along what the record is to be stored with.
fn whole(mut params: Value) -> Value {
    if let (Some(fields), Some(expand)) = (
        params.as_object_mut(),
        crate::sync::expanded("/v1/subscriptions/any").get("expand"),
    ) {
        fields.insert("expand".to_owned(), expand.clone());
    }
    params
}
