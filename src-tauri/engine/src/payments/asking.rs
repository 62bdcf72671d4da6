//! Where the bank asks its customer: the page to go to, and going on until nothing is left to do.
//! The page's address opens it to whoever has it, so it is read when it is needed and never kept.

use super::record;
use crate::account::Account;
use crate::outbox::{carry_out, intent, request};
use crate::view::{
    Charged, Code, Mode, Noun, Outcome, OutcomeState, Problem, Retry, State, StateCode, Verb,
};
use crate::{facts, json, sheets, sync};
use cache::Kind;
use serde_json::{Value, json};
use stripe::{Params, paths};

/// How often a payment is confirmed anew before it is left to the payment page. Each time the bank
/// has asked once more.
const MOST_ROUNDS: usize = 3;

/// Looks where the payment stands, and goes on: to the bank's page, or past it.
pub async fn go_on(account: &Account, id: &str) -> Result<Charged, Problem> {
    let mut last = None;
    for _ in 0..MOST_ROUNDS {
        let intent = read(account, id).await?;
        if json::text(&intent, "status") != Some("requires_confirmation")
            || json::id(&intent, "payment_method").is_none()
        {
            break;
        }
        // The bank has asked; now the payment itself is to be confirmed once more.
        last = Some(confirm(account, id).await?);
    }
    let outcome = match last {
        Some(outcome) => outcome,
        None => looked(account, id).await?,
    };
    page_after(account, outcome).await
}

/// The outcome of an act with the page that it leads to.
pub(super) async fn page_after(account: &Account, outcome: Outcome) -> Result<Charged, Problem> {
    let payment = payment_of(account, &outcome).await?;
    let mut charged = Charged {
        outcome,
        payment: payment.clone(),
        state: None,
        page: None,
    };
    let Some(id) = payment else {
        return Ok(charged);
    };
    charged.state = state(account, &id).await?;
    let waits = charged
        .state
        .as_ref()
        .is_some_and(|state| state.code == StateCode::NeedsAction);
    if waits && charged.outcome.state == OutcomeState::Done {
        charged.page = Some(page(&read(account, &id).await?)?);
    }
    Ok(charged)
}

/// The payment that an act was about, or made.
async fn payment_of(account: &Account, outcome: &Outcome) -> Result<Option<String>, Problem> {
    let of = |noun: Noun| {
        outcome
            .subject
            .iter()
            .chain(&outcome.made)
            .find(|link| link.noun == noun)
            .map(|link| link.id.clone())
    };
    if let Some(payment) = of(Noun::Payment) {
        return Ok(Some(payment));
    }
    let Some(invoice) = of(Noun::Invoice) else {
        return Ok(None);
    };
    let newest = account
        .cache
        .read(move |r| r.records().children(Kind::PaymentIntent, &invoice))
        .await?;
    Ok(newest.into_iter().next().map(|row| row.id))
}

async fn state(account: &Account, id: &str) -> Result<Option<State>, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    Ok(account
        .cache
        .read(move |r| {
            let row = r.records().row(Kind::PaymentIntent, &id)?;
            Ok(row.and_then(|row| facts::state(row.kind, &row.columns, &Value::Null, now)))
        })
        .await?)
}

/// The payment as Stripe has it now; kept on the way, without what is secret.
async fn read(account: &Account, id: &str) -> Result<Value, Problem> {
    let client = account.stripe().await?;
    let intent = client
        .get(&paths::payment_intent(id), &Params::new())
        .await?
        .body;
    sync::keep(account, intent.clone()).await?;
    Ok(intent)
}

/// Nothing was done but looking.
async fn looked(account: &Account, id: &str) -> Result<Outcome, Problem> {
    // The attempt and the invoice may have changed at the bank's page.
    sync::money_again(account, id).await?;
    let payment = record(account, Kind::PaymentIntent, id).await?;
    Ok(Outcome {
        intent: String::new(),
        state: OutcomeState::Done,
        subject: Some(crate::view::Link {
            noun: Noun::Payment,
            id: id.to_owned(),
            relation: "subject".to_owned(),
            label: payment.columns.title,
        }),
        made: Vec::new(),
        problem: None,
    })
}

async fn confirm(account: &Account, id: &str) -> Result<Outcome, Problem> {
    let payment = record(account, Kind::PaymentIntent, id).await?;
    let back = match &payment.columns.parent {
        Some(invoice) => json::owned(
            &record(account, Kind::Invoice, invoice).await?.raw,
            "hosted_invoice_url",
        ),
        None => dashboard(account),
    };
    let params = back.map_or_else(|| json!({}), |back| json!({ "return_url": back }));
    let subject = Some((Kind::PaymentIntent, id.to_owned()));
    let title = super::titled(None, &payment);
    let intent = request(
        intent(Verb::Continue, subject, title, account.now()),
        &paths::payment_intent_confirm(id),
        params,
        false,
    );
    let id = id.to_owned();
    carry_out(account, intent, move |w| {
        sheets::payment::allowed(w, &id, Verb::Continue)
    })
    .await
}

/// The bank's page.
fn page(intent: &Value) -> Result<String, Problem> {
    json::owned(intent, "next_action.redirect_to_url.url")
        .or_else(|| json::owned(intent, "next_action.use_stripe_sdk.stripe_js"))
        .filter(|page| page.starts_with("https://") || page.starts_with("http://127.0.0.1"))
        .ok_or_else(|| {
            Problem::new(
                Code::AuthenticationNeeded,
                "The bank of the card wants to ask its customer, and has no page for it that can be opened here.",
            )
            .hint("Send the customer a link to pay at: there the bank asks.")
            .retry(Retry::Never)
        })
}

/// Where the bank's page leads back to when there is no invoice: the payments of the owner's own
/// Dashboard. The practice Stripe has none, and needs none.
pub(super) fn dashboard(account: &Account) -> Option<String> {
    match account.identity.mode {
        Mode::Practice => None,
        Mode::Test => Some("https://dashboard.stripe.com/test/payments".to_owned()),
        Mode::Live => Some("https://dashboard.stripe.com/payments".to_owned()),
    }
}
