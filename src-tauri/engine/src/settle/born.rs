//! What an act made or changed besides the object that it answers with, read afresh, so that all of
//! it is stored together. What cannot be read now comes with the next sync.

use crate::account::Account;
use crate::{json, sync};
use cache::{Intent, Kind};
use serde_json::Value;
use stripe::{Client, Params, paths};

/// A payment has few attempts; more than a page of them comes with the next sync.
const ATTEMPTS: u32 = 100;

/// What came with the answer to an intent's last step.
pub(crate) async fn born(account: &Account, intent: &Intent, object: &Value) -> Vec<Value> {
    let Ok(client) = account.stripe().await else {
        return Vec::new();
    };
    match json::text(object, "object") {
        Some("quote") => of_quote(account, &client, object).await,
        Some("invoice") => of_invoice(account, &client, object).await,
        Some("subscription") => billed_last(account, &client, object).await,
        Some("payment_intent") => match json::text(object, "id") {
            Some(id) => around_payment(account, &client, id).await,
            None => Vec::new(),
        },
        Some("refund") => match json::id(object, "payment_intent") {
            Some(id) => {
                let mut found = around_payment(account, &client, id).await;
                found.extend(read(&client, Kind::PaymentIntent, id).await);
                found
            }
            None => Vec::new(),
        },
        // What it takes off shows on the invoice and on what its payment still asks for, and what it
        // gave back on the invoice's payments.
        Some("credit_note") => match json::id(object, "invoice") {
            Some(id) => {
                let mut found = read(&client, Kind::Invoice, id).await;
                let lowers = json::int(object, "pre_payment_amount").is_some_and(|off| off > 0);
                if (lowers || !json::items(object, "refunds").is_empty())
                    && let Some(invoice) = found.first().cloned()
                {
                    found.extend(of_invoice(account, &client, &invoice).await);
                }
                found
            }
            None => Vec::new(),
        },
        // A card that was given or taken away: the customer's default may be another one now.
        Some("payment_method") => match &intent.subject {
            Some((Kind::Customer, id)) => read(&client, Kind::Customer, id).await,
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What a refused charge left behind: the attempt, and how the payment and its invoice stand now.
pub(crate) async fn left_behind(account: &Account, intent: &Intent) -> Vec<Value> {
    let Ok(client) = account.stripe().await else {
        return Vec::new();
    };
    // A payment that an earlier step made; else the one that the intent is about.
    let made = intent
        .steps
        .iter()
        .filter_map(|step| crate::delivery::kind_of(step.result.as_ref()?))
        .find(|(kind, _)| *kind == Kind::PaymentIntent);
    let mut found = Vec::new();
    for (kind, id) in intent.subject.iter().chain(made.iter()) {
        let objects = read(&client, *kind, id).await;
        for object in &objects {
            match kind {
                Kind::Invoice => found.extend(of_invoice(account, &client, object).await),
                Kind::PaymentIntent => found.extend(around_payment(account, &client, id).await),
                _ => {}
            }
        }
        found.extend(objects);
    }
    found
}

async fn of_quote(account: &Account, client: &Client, quote: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for (field, kind) in [
        ("customer", Kind::Customer),
        ("subscription", Kind::Subscription),
        ("subscription_schedule", Kind::SubscriptionSchedule),
        ("invoice", Kind::Invoice),
    ] {
        if let Some(id) = json::id(quote, field) {
            let objects = read(client, kind, id).await;
            for subscription in objects.iter().filter(|_| kind == Kind::Subscription) {
                found.extend(billed_last(account, client, subscription).await);
            }
            found.extend(objects);
        }
    }
    found
}

/// The invoice that a subscription names as its latest, with what pays it: a change may have been
/// billed at once, and the sheet leads there.
async fn billed_last(account: &Account, client: &Client, subscription: &Value) -> Vec<Value> {
    let Some(id) = json::id(subscription, "latest_invoice") else {
        return Vec::new();
    };
    let mut found = read(client, Kind::Invoice, id).await;
    if let Some(invoice) = found.first().cloned() {
        found.extend(of_invoice(account, client, &invoice).await);
    }
    found
}

/// The payments that an invoice names, with their attempts; and, where it revises another one, that
/// one: finalizing a revision voids what it revises.
async fn of_invoice(account: &Account, client: &Client, invoice: &Value) -> Vec<Value> {
    let mut found = match json::id(invoice, "from_invoice.invoice") {
        Some(before) => read(client, Kind::Invoice, before).await,
        None => Vec::new(),
    };
    for payment in json::items(invoice, "payments") {
        if let Some(id) = json::id(payment, "payment.payment_intent") {
            found.extend(read(client, Kind::PaymentIntent, id).await);
            found.extend(attempts(account, client, id).await);
        }
        // What came another way says so itself, with its reference.
        if let Some(id) = json::id(payment, "payment.payment_record") {
            match client.get(&paths::payment_record(id), &Params::new()).await {
                Ok(answer) => found.push(answer.body),
                Err(error) => tracing::info!(%error, "a payment record stays unread"),
            }
        }
    }
    found
}

/// A payment's attempts, what went back of it, and the invoice that it pays.
pub(crate) async fn around_payment(account: &Account, client: &Client, id: &str) -> Vec<Value> {
    let mut found = attempts(account, client, id).await;
    let named = id.to_owned();
    let row = account
        .cache
        .read(move |r| r.records().row(Kind::PaymentIntent, &named))
        .await;
    if let Ok(Some(row)) = row
        && let Some(invoice) = row.columns.parent
    {
        found.extend(read(client, Kind::Invoice, &invoice).await);
    }
    found
}

async fn attempts(account: &Account, client: &Client, id: &str) -> Vec<Value> {
    let of = Params::new()
        .set("payment_intent", id.to_owned())
        .set("limit", ATTEMPTS);
    let charges = all(client, paths::CHARGES, &of).await;
    let known = account
        .cache
        .read({
            let id = id.to_owned();
            move |r| r.records().children(Kind::Refund, &id)
        })
        .await
        .is_ok_and(|refunds| !refunds.is_empty());
    let went_back = known
        || charges
            .iter()
            .any(|charge| json::int(charge, "amount_refunded").is_some_and(|back| back > 0));
    let mut found = if went_back {
        all(client, paths::REFUNDS, &of).await
    } else {
        Vec::new()
    };
    if charges.iter().any(|charge| json::flag(charge, "disputed")) {
        found.extend(all(client, paths::DISPUTES, &of).await);
    }
    found.extend(charges);
    found
}

async fn all(client: &Client, path: &str, params: &Params) -> Vec<Value> {
    match client.page(path, params).await {
        Ok(page) => page.data,
        Err(error) => {
            tracing::info!(%error, path, "what was born comes with the next sync");
            Vec::new()
        }
    }
}

async fn read(client: &Client, kind: Kind, id: &str) -> Vec<Value> {
    match sync::fetch(client, kind, id).await {
        Ok(object) => object.into_iter().collect(),
        Err(error) => {
            tracing::info!(%error, "what was born comes with the next sync");
            Vec::new()
        }
    }
}
