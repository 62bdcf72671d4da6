//! A customer's saved cards. They are read from Stripe where they are shown, and nothing of them is
//! kept here but the id of the one that is charged by default, which stands with the customer.

use super::{card_name, record};
use crate::account::Account;
use crate::json;
use crate::outbox::{carry_out, intent, request};
use crate::trouble::not_found;
use crate::view::{CardRef, Code, Outcome, Problem, SavedCard, Verb};
use cache::Kind;
use chrono::{DateTime, Datelike as _};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use std::pin::pin;
use stripe::resources::PaymentMethod;
use stripe::{Params, Typed as _, paths};

/// The saved cards of a customer, the default one first.
pub async fn list(account: &Account, customer: &str) -> Result<Vec<SavedCard>, Problem> {
    let kept = record(account, Kind::Customer, customer).await?;
    let default = default_of(&kept.raw);
    let client = account.stripe().await?;
    let path = paths::customer_payment_methods(customer);
    let mut pages = pin!(client.list(&path, &Params::new().set("limit", 100)));
    let mut cards = Vec::new();
    while let Some(page) = pages.next().await {
        for object in page?.data {
            cards.push(shown(&object, default.as_deref(), account.now())?);
        }
    }
    cards.sort_by_key(|card| (!card.is_default, card.expired));
    Ok(cards)
}

/// One saved card, if it is this customer's.
pub(super) async fn find(
    account: &Account,
    customer: Option<&str>,
    id: &str,
) -> Result<SavedCard, Problem> {
    let client = account.stripe().await?;
    let object = client
        .get(&paths::payment_method(id), &Params::new())
        .await?
        .body;
    if customer.is_none() || json::id(&object, "customer") != customer {
        return Err(Problem::new(
            Code::NotAllowed,
            "This card is not one of the customer\u{2019}s.",
        )
        .hint("Look at the customer\u{2019}s cards again and choose one of them."));
    }
    shown(&object, None, account.now())
}

fn default_of(customer: &Value) -> Option<String> {
    json::id(customer, "invoice_settings.default_payment_method").map(str::to_owned)
}

fn shown(object: &Value, default: Option<&str>, now: i64) -> Result<SavedCard, Problem> {
    let method: PaymentMethod = PaymentMethod::from_value(object).map_err(|mismatch| {
        tracing::error!(%mismatch, "a payment method cannot be read");
        Problem::new(
            Code::StripeFailed,
            "Stripe sent a saved card in a form that Counterfoil cannot read.",
        )
        .hint("Look for a newer version of Counterfoil.")
    })?;
    let card = CardRef {
        brand: method
            .card
            .as_ref()
            .map_or_else(|| method.kind.clone(), |card| card.brand.clone()),
        last4: method
            .card
            .as_ref()
            .map_or_else(|| digits(object, &method.kind), |card| card.last4.clone()),
    };
    let expires = method
        .card
        .as_ref()
        .map(|card| (card.exp_year, card.exp_month));
    let today =
        DateTime::from_timestamp(now, 0).map(|at| (i64::from(at.year()), i64::from(at.month())));
    Ok(SavedCard {
        name: card_name(&card),
        card,
        expires: expires.map_or_else(String::new, |(year, month)| format!("{month:02}/{year}")),
        // A card is good to the end of its month.
        expired: expires.zip(today).is_some_and(|(ends, now)| ends < now),
        is_default: default == Some(method.id.as_str()),
        id: method.id,
    })
}

/// Bank accounts and the like have last digits under a name of their own.
fn digits(object: &Value, kind: &str) -> String {
    json::owned(object, &format!("{kind}.last4")).unwrap_or_default()
}

/// Gives the customer a payment method that Stripe has.
pub async fn attach(account: &Account, customer: &str, id: &str) -> Result<Outcome, Problem> {
    let path = paths::payment_method_attach(id);
    change(
        account,
        customer,
        (Verb::AttachCard, id),
        &path,
        json!({ "customer": customer }),
    )
    .await
}

/// Takes a saved card away from the customer.
pub async fn detach(account: &Account, customer: &str, id: &str) -> Result<Outcome, Problem> {
    let card = find(account, Some(customer), id).await?;
    let path = paths::payment_method_detach(id);
    change(
        account,
        customer,
        (Verb::DetachCard, &card.name),
        &path,
        json!({}),
    )
    .await
}

/// Makes a saved card the one that is charged unless another is chosen.
pub async fn make_default(account: &Account, customer: &str, id: &str) -> Result<Outcome, Problem> {
    let card = find(account, Some(customer), id).await?;
    let params = json!({ "invoice_settings": { "default_payment_method": card.id } });
    change(
        account,
        customer,
        (Verb::DefaultCard, &card.name),
        &paths::customer(customer),
        params,
    )
    .await
}

async fn change(
    account: &Account,
    customer: &str,
    (verb, card): (Verb, &str),
    path: &str,
    params: Value,
) -> Result<Outcome, Problem> {
    let kept = record(account, Kind::Customer, customer).await?;
    let title = format!("{card}, {}", kept.columns.title);
    let subject = Some((Kind::Customer, customer.to_owned()));
    let intent = request(
        intent(verb, subject, title, account.now()),
        path,
        params,
        false,
    );
    let id = customer.to_owned();
    carry_out(account, intent, move |w| {
        let known = w.records().row(Kind::Customer, &id)?;
        Ok(known.map(|_| ()).ok_or_else(|| not_found("customer")))
    })
    .await
}
