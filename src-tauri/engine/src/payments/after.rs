//! After the money has come, or while it is held: giving it back, taking it, giving the payment up,
//! and the receipt.

use super::amount::{typed, wrong};
use super::{as_shown, record, titled};
use crate::account::Account;
use crate::outbox::{carry_out, intent, request};
use crate::view::{Code, Outcome, Problem, RefundReason, Verb, WebPage};
use crate::{amounts, json, sheets, sync};
use cache::Kind;
use serde_json::{Value, json};
use stripe::{Params, paths};

/// What is to go back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The payment.
    pub id: String,
    /// How much, as typed; none for all of it.
    pub amount: Option<String>,
    /// Why.
    pub reason: RefundReason,
    /// What could go back when the question was asked, minor units.
    pub shown: Option<i64>,
}

/// Gives money back.
pub async fn refund(account: &Account, back: Back) -> Result<Outcome, Problem> {
    let id = back.id.clone();
    // A part may have gone back elsewhere a moment ago.
    sync::money_again(account, &id).await?;
    let payment = record(account, Kind::PaymentIntent, &id).await?;
    may(account, &id, Verb::Refund).await?;
    let named = id.clone();
    let now = account.now();
    let sheet = account
        .cache
        .read(move |r| Ok(sheets::payment::sheet(r, &named, now)))
        .await??;
    let (left, currency) = (sheet.refundable.minor, sheet.amount.currency.as_str());
    as_shown(back.shown, left, currency)?;
    let amount = match back.amount.as_deref().map(str::trim) {
        None | Some("") => left,
        Some(text) => typed(account, text, currency, "amount").await?,
    };
    if amount > left {
        let most = amounts::amount(left, currency).text;
        return Err(wrong(
            "amount",
            format!("Only {most} can still go back. Write that or less."),
        ));
    }
    let reason = serde_json::to_value(back.reason).unwrap_or(Value::Null);
    let params = json!({ "payment_intent": id, "amount": amount, "reason": reason });
    let text = amounts::amount(amount, currency).text;
    let title = titled(Some(&text), &payment);
    let subject = Some((Kind::PaymentIntent, id.clone()));
    let intent = request(
        intent(Verb::Refund, subject, title, account.now()),
        paths::REFUNDS,
        params,
        true,
    );
    carry_out(account, intent, move |w| {
        sheets::payment::allowed(w, &id, Verb::Refund)
    })
    .await
}

/// What is to be taken of the money that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// The payment.
    pub id: String,
    /// How much, as typed; none for all of it. What is not taken is let go.
    pub amount: Option<String>,
    /// What was held when the question was asked, minor units.
    pub shown: Option<i64>,
}

/// Takes the money that is held, or a part of it.
pub async fn capture(account: &Account, taking: Taking) -> Result<Outcome, Problem> {
    let id = taking.id.as_str();
    // It may have been taken or let go elsewhere. Offline the wish waits like any other.
    match sync::refresh(account, Kind::PaymentIntent, id).await {
        Err(problem) if problem.code != Code::Unreachable => return Err(problem),
        _ => {}
    }
    let payment = record(account, Kind::PaymentIntent, id).await?;
    may(account, id, Verb::Capture).await?;
    let held = json::int(&payment.raw, "amount_capturable").unwrap_or(0);
    let currency = json::text(&payment.raw, "currency").unwrap_or_default();
    as_shown(taking.shown, held, currency)?;
    let path = paths::payment_intent_capture(id);
    let typed = match taking.amount.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(typed(account, text, currency, "amount").await?),
    };
    let Some(part) = typed.filter(|part| *part != held) else {
        return act(account, id, Verb::Capture, &path, json!({})).await;
    };
    if part > held {
        let most = amounts::amount(held, currency).text;
        return Err(wrong(
            "amount",
            format!("Only {most} is held. Write that or less."),
        ));
    }
    let params = json!({ "amount_to_capture": part });
    act(account, id, Verb::Capture, &path, params).await
}

/// Gives a payment up; money that is held is let go.
pub async fn cancel(account: &Account, id: &str) -> Result<Outcome, Problem> {
    let path = paths::payment_intent_cancel(id);
    let params = json!({ "cancellation_reason": "requested_by_customer" });
    act(account, id, Verb::Cancel, &path, params).await
}

async fn act(
    account: &Account,
    id: &str,
    verb: Verb,
    path: &str,
    params: Value,
) -> Result<Outcome, Problem> {
    let payment = record(account, Kind::PaymentIntent, id).await?;
    let subject = Some((Kind::PaymentIntent, id.to_owned()));
    let intent = request(
        intent(verb, subject, titled(None, &payment), account.now()),
        path,
        params,
        false,
    );
    let id = id.to_owned();
    carry_out(account, intent, move |w| {
        sheets::payment::allowed(w, &id, verb)
    })
    .await
}

async fn may(account: &Account, id: &str, verb: Verb) -> Result<(), Problem> {
    let id = id.to_owned();
    account
        .cache
        .read(move |r| sheets::payment::allowed(r, &id, verb))
        .await?
}

/// The page of Stripe's receipt. Its link expires, so it is asked for anew each time.
pub async fn receipt(account: &Account, id: &str) -> Result<WebPage, Problem> {
    let payment = record(account, Kind::PaymentIntent, id).await?;
    may(account, id, Verb::OpenReceipt).await?;
    let none = || {
        Problem::new(Code::NotFound, "Stripe has no receipt of this payment.")
            .hint("Save the payment record instead; it says the same.")
    };
    let charge = json::id(&payment.raw, "latest_charge").ok_or_else(none)?;
    let client = account.stripe().await?;
    let charge = client.get(&paths::charge(charge), &Params::new()).await?;
    let url = json::owned(&charge.body, "receipt_url").ok_or_else(none)?;
    Ok(WebPage { url })
}
