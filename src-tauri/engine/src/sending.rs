//! Sending a quote or an invoice to the customer: a draft for the owner's own mail program, with
//! the PDF attached. Nothing here talks to a mail server; that Stripe sends an invoice is
//! `invoicing`'s.

mod letter;
mod message;
mod outgoing;
mod program;

use crate::account::Account;
use crate::shape::kind_of;
use crate::trouble::not_found;
use crate::view::{Code, InvoiceSheet, MailDraft, MailText, Mode, Noun, Problem, QuoteSheet, Verb};
use crate::{accounts, documents, sheets};
use cache::{Kind, Read};
use letter::Letter;
use model::quote::Verb as May;
use serde_json::{Value, json};
use std::path::Path;

pub(crate) use outgoing::clean;
pub use program::hand_over;

/// Why a draft invoice is not sent.
pub(crate) const STILL_A_DRAFT: &str =
    "This invoice is still a draft. Finalize it first, then send it.";

/// A record as far as a mail about it needs it.
#[derive(Debug)]
enum Sheet {
    Quote(Box<QuoteSheet>),
    Invoice(Box<InvoiceSheet>),
}

/// What a mail about the record will say. Nothing is written yet.
pub async fn preview(account: &Account, noun: Noun, id: &str) -> Result<MailText, Problem> {
    let (sheet, letter) = compose(account, noun, id).await?;
    let by_stripe = matches!(&sheet, Sheet::Invoice(invoice) if is_sent(invoice));
    let document = match &sheet {
        Sheet::Quote(quote) => &quote.document,
        Sheet::Invoice(invoice) => &invoice.document,
    };
    Ok(MailText {
        to: letter.to,
        subject: letter.subject,
        body: letter.body,
        file_name: document
            .as_ref()
            .map(|document| document.file_name.clone())
            .unwrap_or_default(),
        by_stripe,
        stripe_note: by_stripe
            .then(|| no_mail(account.identity.mode))
            .flatten()
            .map(str::to_owned),
    })
}

/// Writes the mail with its PDF into `folder`. That it was opened is noted by [`opened`].
pub async fn draft(
    account: &Account,
    noun: Noun,
    id: &str,
    folder: &Path,
) -> Result<MailDraft, Problem> {
    let (_, letter) = compose(account, noun, id).await?;
    let document = documents::fetch(account, noun, id).await?;
    let pdf = documents::bytes(account, &document.path).await?;
    let (attachment, name) = documents::put_away(folder, document.file_name, pdf.clone()).await?;
    let now = account.now();
    let mail = message::eml(&letter, &name, &pdf, now).map_err(|error| {
        Problem::new(Code::Bug, format!("The mail cannot be written: {error}."))
    })?;
    let path = message::put(folder, &name, mail)
        .await
        .map_err(|error| accounts::disk(folder, &error))?;
    Ok(MailDraft {
        path,
        to: letter.to,
        subject: letter.subject,
        body: letter.body,
        attachment,
    })
}

/// A mail program has taken the draft: noted with the record.
pub async fn opened(account: &Account, noun: Noun, id: &str) -> Result<(), Problem> {
    note(account, noun, id, "draft_opened", Value::Null).await
}

/// The owner says that it was sent.
pub async fn sent(account: &Account, noun: Noun, id: &str) -> Result<(), Problem> {
    look(account, noun, id).await?;
    let kind = kind_of(noun).ok_or_else(nothing_to_send)?;
    let named = id.to_owned();
    let notes = account
        .cache
        .read(move |r| r.notes().list(kind, &named))
        .await?;
    // How it went is known only where its draft was opened from here.
    let by_mail = notes.iter().any(|note| note.code == "draft_opened");
    let how = if by_mail {
        json!("by mail")
    } else {
        Value::Null
    };
    note(account, noun, id, "sent", how).await
}

async fn note(
    account: &Account,
    noun: Noun,
    id: &str,
    code: &'static str,
    text: Value,
) -> Result<(), Problem> {
    let kind = kind_of(noun).ok_or_else(nothing_to_send)?;
    let (id, now) = (id.to_owned(), account.now());
    Ok(account
        .cache
        .write(move |w| w.notes().append(kind, &id, now, code, &text))
        .await?)
}

async fn compose(account: &Account, noun: Noun, id: &str) -> Result<(Sheet, Letter), Problem> {
    let sheet = look(account, noun, id).await?;
    let settings = crate::settings::read(account).await?;
    let business = &settings.business;
    let from = if business.name.trim().is_empty() {
        &account.identity.name
    } else {
        &business.name
    };
    let letter = match &sheet {
        Sheet::Quote(quote) => letter::of_quote(quote, from, &business.contact),
        Sheet::Invoice(invoice) => letter::of_invoice(invoice, from, &business.contact),
    };
    Ok((sheet, letter))
}

/// The record's sheet, if it may be sent.
async fn look(account: &Account, noun: Noun, id: &str) -> Result<Sheet, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    account
        .cache
        .read(move |r| Ok(sheet(r, noun, &id, now)))
        .await?
}

fn sheet(r: &Read<'_>, noun: Noun, id: &str, now: i64) -> Result<Sheet, Problem> {
    match noun {
        Noun::Quote => {
            crate::quoting::allowed(r, id, May::Send, now)??;
            Ok(Sheet::Quote(Box::new(sheets::quote::sheet(r, id, now)?)))
        }
        Noun::Invoice => {
            may_invoice(r, id, now)??;
            Ok(Sheet::Invoice(Box::new(sheets::invoice::sheet(
                r, id, now,
            )?)))
        }
        _ => Err(nothing_to_send()),
    }
}

fn nothing_to_send() -> Problem {
    Problem::new(Code::InvalidInput, "Only quotes and invoices are sent.")
        .hint("Finalize the draft first, then send it.")
}

fn may_invoice(r: &Read<'_>, id: &str, now: i64) -> Result<Result<(), Problem>, cache::Error> {
    let Some(row) = r.records().row(Kind::Invoice, id)? else {
        return Ok(Err(not_found("invoice")));
    };
    if row.columns.state == "draft" {
        return Ok(Err(Problem::new(Code::NotAllowed, STILL_A_DRAFT)));
    }
    sheets::invoice::allowed(r, id, Verb::Send, now)
}

/// Whether Stripe may send the invoice: only those that are not charged automatically.
pub(crate) fn may_stripe(
    r: &Read<'_>,
    id: &str,
    now: i64,
) -> Result<Result<(), Problem>, cache::Error> {
    if let Err(problem) = may_invoice(r, id, now)? {
        return Ok(Err(problem));
    }
    let record = r.records().get(Kind::Invoice, id)?;
    let method = record
        .as_ref()
        .and_then(|record| record.raw.get("collection_method")?.as_str());
    if method == Some("send_invoice") {
        let raw = record.map(|record| record.raw).unwrap_or_default();
        return Ok(match address(r, &raw)? {
            Some(_) => Ok(()),
            None => Err(Problem::new(
                Code::NotAllowed,
                "Stripe cannot send this invoice: no e-mail is known of the customer.",
            )
            .hint("Edit the customer and give them an e-mail, then send it. Or copy the link of the payment page and give it to them another way.")),
        });
    }
    Ok(Err(Problem::new(
        Code::NotAllowed,
        "Stripe sends only invoices that are not charged automatically.",
    )
    .hint("Write a mail to the customer yourself.")))
}

/// Where Stripe can send an invoice: to the customer's e-mail as it is now. Of a customer who is not
/// known here, the invoice may know it.
fn address(r: &Read<'_>, invoice: &Value) -> Result<Option<String>, cache::Error> {
    let customer = match crate::json::id(invoice, "customer") {
        Some(id) => r.records().get(Kind::Customer, id)?,
        None => None,
    };
    let email = match &customer {
        Some(customer) => crate::json::owned(&customer.raw, "email"),
        None => crate::json::owned(invoice, "customer_email"),
    };
    Ok(email.filter(|email| !email.trim().is_empty()))
}

fn is_sent(invoice: &InvoiceSheet) -> bool {
    invoice.terms.collection == crate::view::Collection::SendInvoice
}

/// Why Stripe's sending reaches nobody, outside live mode.
pub(crate) fn no_mail(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::Practice => Some("On the practice account no mail goes out."),
        Mode::Test => Some("In test mode Stripe sends no mail."),
        Mode::Live => None,
    }
}
