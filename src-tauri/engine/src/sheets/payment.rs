//! The sheet of a payment: the intent, every attempt, what went back. How its money stands is the
//! model's word; why a card said no is said here in words.

mod failure;
mod pieces;

use super::history::History;
use super::{acts, customer, links, record, typed};
use crate::account::Account;
use crate::lists::Rows;
use crate::shape::payment::facts;
use crate::view::{AttemptState, CardRef, Link, Moment, PaymentSheet, Problem, Verb};
use crate::{amounts, json, trouble};
use cache::{Kind, Read, Record};
use stripe::resources::{Charge, PaymentIntent, Refund};

pub(crate) use failure::{failure, of_problem};
pub(crate) use pieces::named;

/// The sheet of a payment.
pub async fn show(account: &Account, id: &str) -> Result<PaymentSheet, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    let mut sheet = account
        .cache
        .read(move |r| Ok(sheet(r, &id, now)))
        .await??;
    acts::offer_card_for(&mut sheet.actions, account.identity.mode);
    Ok(sheet)
}

pub(crate) fn sheet(r: &Read<'_>, id: &str, now: i64) -> Result<PaymentSheet, Problem> {
    let record = record(r, Kind::PaymentIntent, id)?;
    let intent: PaymentIntent = typed(&record.raw)?;
    let facts = facts(r, id, &record.raw)?;
    let standing = model::payment::standing(&facts);
    let charges: Vec<Charge> = each(r, Kind::Charge, id)?;
    let refunds: Vec<Refund> = each(r, Kind::Refund, id)?;
    let row = Rows::new(r, now)?.of(&record)?;
    let money = |minor| amounts::amount(minor, &intent.currency);
    let received = intent.amount_received.unwrap_or(0);
    let has_page = record.columns.parent.is_some();
    let given_up = matches!(standing, model::payment::Standing::Canceled);
    let failed = matches!(standing, model::payment::Standing::Failed);
    let error = intent.last_payment_error.as_ref().filter(|_| failed);
    Ok(PaymentSheet {
        sentence: standing.sentence().to_owned(),
        customer: customer(r, &record)?,
        description: intent.description.clone(),
        amount: money(intent.amount),
        held: money(intent.amount_capturable.unwrap_or(0)),
        received: money(received),
        refunded: money(facts.refunded),
        refundable: money(received.saturating_sub(facts.refunded).max(0)),
        card: paid_with(&charges).filter(|_| !given_up),
        failure: error.map(|error| {
            failure(
                error.decline_code.as_deref(),
                error.code.as_deref(),
                has_page,
            )
        }),
        attempts: charges
            .iter()
            .map(|charge| pieces::attempt(charge, given_up, has_page))
            .collect(),
        dispute: pieces::dispute(r, id)?,
        page: page(r, &record)?,
        actions: acts::of_payment(&facts, row.pending),
        history: history(r, &record, &intent, &charges, &refunds, now)?,
        refunds: refunds.iter().map(pieces::refund).collect(),
        links: ways(r, &record)?,
        problem: crate::under_way::problem(r, Kind::PaymentIntent, id)?,
        row,
    })
}

/// The payments of an invoice, newest first.
pub(super) fn of_invoice(
    r: &Read<'_>,
    invoice: &str,
    now: i64,
) -> Result<Vec<PaymentSheet>, Problem> {
    let rows = r.records().children(Kind::PaymentIntent, invoice)?;
    rows.iter().map(|row| sheet(r, &row.id, now)).collect()
}

/// Whether an act on a payment is allowed, asked in the transaction that will note it.
pub(crate) fn allowed(
    r: &Read<'_>,
    id: &str,
    verb: Verb,
) -> Result<Result<(), Problem>, cache::Error> {
    use model::payment::Verb as May;
    let Some(record) = r.records().get(Kind::PaymentIntent, id)? else {
        return Ok(Err(trouble::not_found("payment")));
    };
    let may = match verb {
        Verb::Continue => May::Continue,
        Verb::Capture => May::Capture,
        Verb::Cancel => May::Cancel,
        Verb::Refund => May::Refund,
        Verb::OpenReceipt => May::Receipt,
        _ => May::Charge,
    };
    Ok(model::payment::may(&facts(r, id, &record.raw)?, may).map_err(Problem::from))
}

/// The objects of one kind that belong to a payment, newest first.
fn each<T: stripe::Typed>(r: &Read<'_>, kind: Kind, payment: &str) -> Result<Vec<T>, Problem> {
    let mut found = Vec::new();
    for row in r.records().children(kind, payment)? {
        if let Some(record) = r.records().get(kind, &row.id)? {
            found.push(typed(&record.raw)?);
        }
    }
    Ok(found)
}

fn paid_with(charges: &[Charge]) -> Option<CardRef> {
    let taken = charges
        .iter()
        .find(|charge| charge.status.as_str() == "succeeded")?;
    pieces::card(taken)
}

/// Where the customer can pay the invoice that the payment belongs to.
fn page(r: &Read<'_>, record: &Record) -> Result<Option<String>, Problem> {
    let Some(invoice) = &record.columns.parent else {
        return Ok(None);
    };
    let invoice = r.records().get(Kind::Invoice, invoice)?;
    Ok(invoice.and_then(|invoice| json::owned(&invoice.raw, "hosted_invoice_url")))
}

fn ways(r: &Read<'_>, record: &Record) -> Result<Vec<Link>, Problem> {
    match &record.columns.parent {
        Some(invoice) => Ok(vec![links::to(r, Kind::Invoice, invoice, "invoice")?]),
        None => Ok(Vec::new()),
    }
}

fn history(
    r: &Read<'_>,
    record: &Record,
    intent: &PaymentIntent,
    charges: &[Charge],
    refunds: &[Refund],
    now: i64,
) -> Result<Vec<Moment>, Problem> {
    let mut history = History::at(now);
    history.note(Some(intent.created), "created", None);
    for charge in charges.iter().rev() {
        let (code, text) = pieces::happened(charge);
        history.note(Some(charge.created), code, text);
    }
    for refund in refunds.iter().rev() {
        let amount = amounts::amount(refund.amount, &refund.currency);
        history.note(Some(refund.created), "refunded", Some(amount.text));
    }
    let held = charges
        .iter()
        .find(|charge| pieces::attempt(charge, true, true).state == AttemptState::Released);
    if let Some(charge) = held {
        let with = pieces::card(charge).map(|card| named(&card));
        history.note(intent.canceled_at, "released", with);
    }
    history.note(
        intent.canceled_at,
        "canceled",
        intent.cancellation_reason.as_deref().map(pieces::given_up),
    );
    history.tell(r, Kind::PaymentIntent, &record.id)
}
