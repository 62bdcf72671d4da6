//! Where drafts come from: from nowhere, from one that is kept, from a draft of Stripe's to edit it,
//! from any quote or invoice to write a new one like it.

use super::{INVOICE_PREFIX, PREFIX, copy, here, put, sheet};
use crate::account::Account;
use crate::trouble::not_found;
use crate::view::{
    Collection, CustomerChoice, Draft, DraftKind, DraftSheet, Problem, Settings, Verb,
};
use chrono::NaiveDate;
use model::calendar::DAY_SECONDS;

/// How long a new quote is valid, seconds.
const VALID_SECONDS: i64 = 30 * DAY_SECONDS;

/// Where a new draft comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nowhere: an empty one, for this customer if one is named.
    New(DraftKind, Option<String>),
    /// A draft that is kept here.
    Draft(String),
    /// A draft at Stripe, to edit it.
    Record(DraftKind, String),
    /// Any quote or invoice, to write a new one like it.
    Copy(DraftKind, String),
}

/// Opens a draft, and keeps it from now on.
pub async fn open(account: &Account, from: Source) -> Result<DraftSheet, Problem> {
    let settings = crate::settings::read(account).await?;
    let now = account.now();
    let home = account.identity.currency.clone();
    let asked = from.clone();
    let known = account
        .cache
        .read(move |r| match asked {
            Source::Draft(id) => Ok(Some(here(r, &id)?.ok_or_else(|| not_found("draft")))),
            Source::Record(_, id) => match r.drafts().of_record(&id)? {
                Some(open) => Ok(here(r, &open.id)?.map(Ok)),
                None => Ok(None),
            },
            Source::New(..) | Source::Copy(..) => Ok(None),
        })
        .await?;
    if let Some(known) = known {
        // Looking at a draft changes nothing about it.
        return sheet(account, known?).await;
    }
    if let Source::Record(DraftKind::Invoice, id) | Source::Copy(DraftKind::Invoice, id) = &from {
        crate::sync::whole(account, id).await?;
    }
    let draft = account
        .cache
        .write(move |w| match from {
            Source::Draft(_) => Ok(Err(not_found("draft"))),
            Source::New(kind, customer) => {
                let own = match &customer {
                    Some(id) => copy::currency_of(w, id)?,
                    None => None,
                };
                let customer = match customer {
                    Some(id) => Some(copy::customer(w, &id)?),
                    None => None,
                };
                let draft = empty(kind, customer, &settings, &home, now);
                // Stripe bills a customer in one currency for good.
                let currency = own.unwrap_or_else(|| draft.currency.clone());
                Ok(Ok(Draft { currency, ..draft }))
            }
            Source::Record(kind, id) => {
                let allowed = match kind {
                    DraftKind::Quote => {
                        crate::quoting::allowed(w, &id, model::quote::Verb::Edit, now)?
                    }
                    DraftKind::Invoice => crate::sheets::invoice::allowed(w, &id, Verb::Edit, now)?,
                };
                if let Err(problem) = allowed {
                    return Ok(Err(problem));
                }
                Ok(of(w, kind, &id, now)?.map(|draft| Draft {
                    record: Some(id),
                    ..draft
                }))
            }
            Source::Copy(kind, id) => Ok(of(w, kind, &id, now)?.map(|draft| fresh(draft, now))),
        })
        .await??;
    put(account, draft).await
}

fn of(
    r: &cache::Read<'_>,
    kind: DraftKind,
    id: &str,
    now: i64,
) -> Result<Result<Draft, Problem>, cache::Error> {
    match kind {
        DraftKind::Quote => copy::quote::draft(r, id, new_id(kind), now),
        DraftKind::Invoice => copy::invoice::draft(r, id, new_id(kind), now),
    }
}

fn new_id(kind: DraftKind) -> String {
    let prefix = match kind {
        DraftKind::Quote => PREFIX,
        DraftKind::Invoice => INVOICE_PREFIX,
    };
    format!("{prefix}{}", uuid::Uuid::new_v4().simple())
}

fn empty(
    kind: DraftKind,
    customer: Option<CustomerChoice>,
    settings: &Settings,
    home: &str,
    now: i64,
) -> Draft {
    Draft {
        id: new_id(kind),
        kind,
        record: None,
        customer,
        currency: if settings.currency.is_empty() {
            home.to_owned()
        } else {
            settings.currency.to_lowercase()
        },
        lines: Vec::new(),
        discounts: Vec::new(),
        tax: None,
        expires_on: (kind == DraftKind::Quote)
            .then(|| day(now.saturating_add(VALID_SECONDS)))
            .flatten(),
        header: String::new(),
        description: String::new(),
        footer: String::new(),
        collection: Collection::SendInvoice,
        days_until_due: Some(settings.days_until_due),
        due_on: None,
        custom_fields: Vec::new(),
        starts_on: None,
        trial_days: None,
        updated_at: now,
    }
}

/// A copy is valid for thirty days from now; a start that has passed is left out. A day by which an
/// invoice was due becomes as many days from now, and its lines make items of their own.
fn fresh(draft: Draft, now: i64) -> Draft {
    let today = day(now).unwrap_or_default();
    let quote = !draft.is_invoice();
    let lines = draft.lines.into_iter();
    Draft {
        expires_on: Some(now.saturating_add(VALID_SECONDS))
            .filter(|_| quote)
            .and_then(day),
        starts_on: draft.starts_on.filter(|day| *day > today),
        due_on: None,
        lines: lines
            .map(|line| crate::view::DraftLine {
                item: None,
                fixed: false,
                ..line
            })
            .collect(),
        ..draft
    }
}

/// The local day of a moment, as a date field has it.
fn day(at: i64) -> Option<String> {
    let day: NaiveDate = super::typed::day_of(at)?;
    Some(day.format("%Y-%m-%d").to_string())
}
