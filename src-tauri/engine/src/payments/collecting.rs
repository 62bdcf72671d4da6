//! Collecting an amount without an invoice: with a saved card or one that is typed in the payment
//! window, at once or only held, or by a link that the customer pays at.

use super::amount::{typed, wrong};
use super::charging::{Wish, ended, how};
use super::{cards, record};
use crate::account::Account;
use crate::outbox::{carry_out, intent, request};
use crate::shape::{A_LINK, MADE_FOR};
use crate::trouble::not_found;
use crate::view::{Charged, Code, Noun, Outcome, OutcomeState, Problem, Verb};
use crate::{amounts, json};
use cache::{Intent, Kind};
use serde_json::{Value, json};
use stripe::{Params, paths};

/// What is to be collected, from whom and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// From whom; a link may do without.
    pub customer: Option<String>,
    /// Three-letter code, lower case.
    pub currency: String,
    /// How much, as typed.
    pub amount: String,
    /// What for.
    pub description: String,
    /// The saved card to charge; none for a link, or for a card that is typed.
    pub card: Option<String>,
    /// The payment window comes next, for a card to be typed or the saved one's security code: the
    /// payment is only opened.
    pub typed: bool,
    /// The card that is typed is kept with the customer.
    pub keep: bool,
    /// The customer is at hand, so that the bank may ask.
    pub present: bool,
    /// The money is only held, to be taken or let go within a week.
    pub hold: bool,
}

/// Collects an amount.
pub async fn collect(account: &Account, order: Order) -> Result<Charged, Problem> {
    let amount = typed(account, &order.amount, &order.currency, "amount").await?;
    let what = order.description.trim().to_owned();
    if what.is_empty() {
        return Err(wrong(
            "description",
            "Say what it is for: the customer reads it.",
        ));
    }
    let text = amounts::amount(amount, &order.currency).text;
    if order.typed {
        return open(account, &order, (amount, &what, &text)).await;
    }
    match (&order.card, &order.customer) {
        (Some(card), Some(customer)) => {
            let kept = record(account, Kind::Customer, customer).await?;
            let card = cards::find(account, Some(customer), card).await?;
            let title = format!("{text} of {}, {}", kept.columns.title, card.name);
            let wish = Wish {
                noun: Noun::Payment,
                id: String::new(),
                card: card.id.clone(),
                present: order.present,
                part: None,
                shown: None,
            };
            let how = how(account, &wish, &card, None).await?;
            let params = params(&order, amount, &what);
            let fresh = of(account, customer, title);
            let created = request(fresh, paths::PAYMENT_INTENTS, params, true);
            let intent = request(created, "/v1/payment_intents/{0.id}/confirm", how, false);
            let outcome = add(account, intent, Some(customer.clone())).await?;
            ended(account, outcome).await
        }
        (Some(_), None) => Err(wrong("customer", "Say whose card it is.")),
        (None, customer) => link(account, &order, customer.clone(), (amount, &what, &text)).await,
    }
}

/// What Stripe is told of a payment without an invoice.
fn params(order: &Order, amount: i64, what: &str) -> Value {
    let mut params = json!({
        "amount": amount,
        "currency": order.currency,
        "description": what,
        "capture_method": if order.hold { "manual" } else { "automatic" },
        "automatic_payment_methods": { "enabled": true, "allow_redirects": "never" },
    });
    if let Some(customer) = &order.customer {
        params["customer"] = json!(customer);
        if order.typed && order.keep && order.card.is_none() {
            params["setup_future_usage"] = json!("off_session");
        }
    }
    params
}

/// A payment that the payment window takes the card of.
async fn open(
    account: &Account,
    order: &Order,
    (amount, what, text): (i64, &str, &str),
) -> Result<Charged, Problem> {
    crate::till::may(account.identity.mode)?;
    let title = format!("{text}, {what}");
    let fresh = match &order.customer {
        Some(customer) => of(account, customer, title),
        None => intent(Verb::Collect, None, title, account.now()),
    };
    let params = params(order, amount, what);
    let intent = request(fresh, paths::PAYMENT_INTENTS, params, true);
    let outcome = add(account, intent, order.customer.clone()).await?;
    ended(account, outcome).await
}

/// A link that can be paid at once, and then no more.
async fn link(
    account: &Account,
    order: &Order,
    customer: Option<String>,
    (amount, what, text): (i64, &str, &str),
) -> Result<Charged, Problem> {
    let params = json!({
        "line_items": [{
            "price_data": {
                "currency": order.currency,
                "unit_amount": amount,
                "product_data": { "name": what, "metadata": { MADE_FOR: A_LINK } },
            },
            "quantity": 1,
        }],
        "restrictions": { "completed_sessions": { "limit": 1 } },
    });
    let title = format!("{text}, {what}");
    let fresh = match &customer {
        Some(customer) => of(account, customer, title),
        None => intent(Verb::Collect, None, title, account.now()),
    };
    let intent = request(fresh, paths::PAYMENT_LINKS, params, true);
    let outcome = add(account, intent, customer).await?;
    let page = match outcome.state {
        OutcomeState::Done => Some(address(account, &outcome).await?),
        _ => None,
    };
    Ok(Charged {
        outcome,
        payment: None,
        state: None,
        page,
    })
}

fn of(account: &Account, customer: &str, title: String) -> Intent {
    let subject = Some((Kind::Customer, customer.to_owned()));
    intent(Verb::Collect, subject, title, account.now())
}

async fn add(
    account: &Account,
    intent: Intent,
    customer: Option<String>,
) -> Result<Outcome, Problem> {
    carry_out(account, intent, move |w| {
        let Some(customer) = &customer else {
            return Ok(Ok(()));
        };
        let known = w.records().row(Kind::Customer, customer)?;
        Ok(known.map(|_| ()).ok_or_else(|| not_found("customer")))
    })
    .await
}

/// Where the link leads, read from Stripe.
async fn address(account: &Account, outcome: &Outcome) -> Result<String, Problem> {
    let id = outcome.intent.clone();
    let kept = account.cache.read(move |r| r.outbox().get(&id)).await?;
    let link = kept
        .iter()
        .flat_map(|intent| &intent.steps)
        .filter_map(|step| step.result.as_ref()?.get("id").and_then(Value::as_str))
        .next_back()
        .map(str::to_owned);
    let none = || {
        Problem::new(
            Code::NotFound,
            "The link was made, and cannot be found now.",
        )
        .hint("Look for it in the Stripe Dashboard, under payment links.")
    };
    let client = account.stripe().await?;
    let path = format!("{}/{}", paths::PAYMENT_LINKS, link.ok_or_else(none)?);
    let answer = client.get(&path, &Params::new()).await?;
    json::owned(&answer.body, "url").ok_or_else(none)
}
