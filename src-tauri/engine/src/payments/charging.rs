//! Charging a saved card: for all that an invoice still asks, for a part of it, or for a payment
//! that stands by itself. With the customer at hand the bank may ask; without, the payment page
//! does. Not here: cards that are typed, which are the payment window's.

use super::amount::{typed, wrong};
use super::asking::{self, page_after};
use super::{STILL_A_DRAFT, as_shown, cards, record, titled};
use crate::account::Account;
use crate::outbox::{carry_out, intent, problem_in, request};
use crate::view::{
    Authentication, Charged, Code, Noun, Outcome, OutcomeState, Problem, Retry, SavedCard, Verb,
};
use crate::{amounts, json, settings, sheets, sync};
use cache::{Intent, Kind, Record};
use serde_json::{Value, json};
use stripe::paths;

/// What is to be charged, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// An invoice, or a payment.
    pub noun: Noun,
    /// Its id.
    pub id: String,
    /// The saved card's id.
    pub card: String,
    /// The customer is at hand, so that the bank may ask.
    pub present: bool,
    /// A part of what the invoice asks, as typed; none for all of it.
    pub part: Option<String>,
    /// The amount that the question showed, minor units.
    pub shown: Option<i64>,
}

/// Charges a saved card.
pub async fn charge(account: &Account, wish: Wish) -> Result<Charged, Problem> {
    match wish.noun {
        Noun::Invoice => invoice(account, wish).await,
        Noun::Payment => payment(account, wish).await,
        _ => Err(Problem::new(
            Code::InvalidInput,
            "Only invoices and payments are charged.",
        )
        .hint("Write an invoice first, or collect an amount without one.")),
    }
}

async fn invoice(account: &Account, wish: Wish) -> Result<Charged, Problem> {
    // It may have been paid a moment ago, on its page or elsewhere.
    sync::refresh(account, Kind::Invoice, &wish.id).await?;
    let invoice = record(account, Kind::Invoice, &wish.id).await?;
    if invoice.columns.state == "draft" {
        return Err(Problem::new(Code::NotAllowed, STILL_A_DRAFT));
    }
    let (id, now) = (wish.id.clone(), account.now());
    let may = account
        .cache
        .read(move |r| sheets::invoice::allowed(r, &id, Verb::Pay, now));
    may.await??;
    let currency = json::text(&invoice.raw, "currency").unwrap_or_default();
    let remaining = json::int(&invoice.raw, "amount_remaining").unwrap_or(0);
    as_shown(wish.shown, remaining, currency)?;
    let customer = invoice.columns.customer.clone();
    let card = cards::find(account, customer.as_deref(), &wish.card).await?;
    let part = part(account, &wish, remaining, currency).await?;
    let title = titled(Some(&card.name), &invoice);
    let subject = Some((Kind::Invoice, wish.id.clone()));
    let fresh = intent(Verb::Pay, subject, title, now);
    let how = how(account, &wish, &card, return_page(&invoice)).await?;
    let own = open_payment(&invoice);
    let fresh = match (part, own) {
        (Some(amount), _) => in_part(fresh, &invoice, amount, currency, &how),
        (None, Some(own)) if wish.present => {
            request(fresh, &paths::payment_intent_confirm(&own), how, false)
        }
        (None, _) => {
            let params = json!({ "payment_method": card.id, "off_session": !wish.present });
            let params = crate::invoicing::whole(params);
            request(fresh, &paths::invoice_pay(&wish.id), params, false)
        }
    };
    let id = wish.id.clone();
    let outcome = carry_out(account, fresh, move |w| {
        sheets::invoice::allowed(w, &id, Verb::Pay, now)
    })
    .await?;
    ended(account, outcome).await
}

async fn payment(account: &Account, wish: Wish) -> Result<Charged, Problem> {
    sync::refresh(account, Kind::PaymentIntent, &wish.id).await?;
    let payment = record(account, Kind::PaymentIntent, &wish.id).await?;
    let id = wish.id.clone();
    let may = account
        .cache
        .read(move |r| sheets::payment::allowed(r, &id, Verb::Pay));
    may.await??;
    let currency = json::text(&payment.raw, "currency").unwrap_or_default();
    let amount = json::int(&payment.raw, "amount").unwrap_or(0);
    as_shown(wish.shown, amount, currency)?;
    let customer = payment.columns.customer.clone();
    let card = cards::find(account, customer.as_deref(), &wish.card).await?;
    let back = match &payment.columns.parent {
        Some(invoice) => return_page(&record(account, Kind::Invoice, invoice).await?),
        None => None,
    };
    let how = how(account, &wish, &card, back).await?;
    let subject = Some((Kind::PaymentIntent, wish.id.clone()));
    let title = titled(Some(&card.name), &payment);
    let intent = request(
        intent(Verb::Pay, subject, title, account.now()),
        &paths::payment_intent_confirm(&wish.id),
        how,
        false,
    );
    let id = wish.id.clone();
    let outcome = carry_out(account, intent, move |w| {
        sheets::payment::allowed(w, &id, Verb::Pay)
    })
    .await?;
    ended(account, outcome).await
}

/// The part that was typed, in minor units; none where it is all that remains.
async fn part(
    account: &Account,
    wish: &Wish,
    remaining: i64,
    currency: &str,
) -> Result<Option<i64>, Problem> {
    let Some(text) = wish
        .part
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    else {
        return Ok(None);
    };
    let amount = typed(account, text, currency, "part").await?;
    if amount > remaining {
        let most = amounts::amount(remaining, currency).text;
        return Err(wrong(
            "part",
            format!("Only {most} are still to be paid. Write that or less."),
        ));
    }
    Ok((amount < remaining).then_some(amount))
}

/// The parameters of a confirmation: whether the bank may ask, and where it leads back to.
pub(super) async fn how(
    account: &Account,
    wish: &Wish,
    card: &SavedCard,
    back: Option<String>,
) -> Result<Value, Problem> {
    let asks = settings::read(account).await?.authentication;
    let mut how = json!({ "payment_method": card.id });
    let Some(fields) = how.as_object_mut() else {
        return Ok(how);
    };
    match (wish.present, asks) {
        (false, _) => {
            fields.insert("off_session".to_owned(), json!(true));
        }
        (true, Authentication::Never) => {
            fields.insert("error_on_requires_action".to_owned(), json!(true));
        }
        (true, Authentication::WhereTheBankAsks) => {
            if let Some(back) = back.or_else(|| asking::dashboard(account)) {
                fields.insert("return_url".to_owned(), json!(back));
            }
        }
    }
    Ok(how)
}

/// A payment of its own for a part, counted for the invoice before the card is charged: then the
/// money can never be there without the invoice knowing of it.
fn in_part(fresh: Intent, invoice: &Record, amount: i64, currency: &str, how: &Value) -> Intent {
    let number = invoice.columns.number.as_deref().unwrap_or(&invoice.id);
    let params = json!({
        "amount": amount,
        "currency": currency,
        "customer": invoice.columns.customer,
        "description": format!("Part of invoice {number}"),
        "automatic_payment_methods": { "enabled": true, "allow_redirects": "never" },
        "metadata": { "invoice": invoice.id },
    });
    let created = request(fresh, paths::PAYMENT_INTENTS, params, true);
    let attached = request(
        created,
        &paths::invoice_attach_payment(&invoice.id),
        crate::invoicing::whole(json!({ "payment_intent": "{0.id}" })),
        false,
    );
    request(
        attached,
        "/v1/payment_intents/{0.id}/confirm",
        how.clone(),
        false,
    )
}

/// Where the bank's page leads back to: the invoice's own page, which says that it is paid.
fn return_page(invoice: &Record) -> Option<String> {
    json::owned(&invoice.raw, "hosted_invoice_url")
}

/// The payment that the invoice itself has opened and that is not paid yet.
fn open_payment(invoice: &Record) -> Option<String> {
    json::items(&invoice.raw, "payments")
        .iter()
        .find(|payment| {
            json::flag(payment, "is_default") && json::text(payment, "status") == Some("open")
        })
        .and_then(|payment| json::id(payment, "payment.payment_intent"))
        .map(str::to_owned)
}

/// How it ended: a charge that Stripe did not hear of is put away, and the bank's page is brought
/// along where it asks.
pub(super) async fn ended(account: &Account, outcome: Outcome) -> Result<Charged, Problem> {
    if outcome.state == OutcomeState::Queued {
        put_away_unsent(account, &outcome).await?;
    }
    page_after(account, outcome).await
}

/// Nobody looks on any more when the connection is back, so nothing is charged then. What may have
/// arrived is not put away: it is settled by reading the payment.
async fn put_away_unsent(account: &Account, outcome: &Outcome) -> Result<(), Problem> {
    let (id, now) = (outcome.intent.clone(), account.now());
    let put_away = account
        .cache
        .write(move |w| {
            let Some(intent) = w.outbox().get(&id)? else {
                return Ok(None);
            };
            let unsent = intent.steps.iter().all(|step| step.first_sent_at.is_none());
            if intent.state != cache::IntentState::Queued || !unsent {
                return Ok(None);
            }
            w.outbox().dismiss(&id, now)?;
            Ok(Some(intent.problem))
        })
        .await?;
    match put_away {
        Some(why) => Err(Problem {
            hint: Some("Nothing was charged, and nothing will be. Try again when the connection is back, or send the customer a link to pay at.".to_owned()),
            retry: Retry::Now,
            ..why
                .as_ref()
                .and_then(problem_in)
                .unwrap_or_else(|| Problem::new(Code::Unreachable, "Stripe cannot be reached."))
        }),
        None => Ok(()),
    }
}
