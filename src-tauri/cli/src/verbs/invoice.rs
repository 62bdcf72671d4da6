//! Invoices: writing them, and taking them through their states. What cannot be
//! undone is said before it is done.

use super::draft::{self, Typed};
use super::{list, mail, papers, record, resolve, writing};
use crate::answer::Answer;
use crate::args::InvoiceVerb;
use crate::desk::Session;
use crate::paper::disk;
use crate::print::{births, words};
use commands::view::{
    Caution, Draft, DraftSheet, InvoiceSheet, Mode, Noun, Outcome, PageCode, Problem, Verb,
};
use commands::{BeforeAct, ById, DraftSource, OpenDraft, PaidOutOfBand};
use std::path::Path;

/// What may be meant where an invoice is asked for.
const INVOICES: [Noun; 2] = [Noun::Invoice, Noun::InvoiceDraft];

pub(crate) async fn run(session: &Session, verb: InvoiceVerb) -> Result<Answer, Problem> {
    match verb {
        InvoiceVerb::List(args) => list::run(session, Noun::Invoice, args).await,
        InvoiceVerb::Show { id } => {
            let (noun, id) = resolve::resolve(session, &INVOICES, &id).await?;
            let (json, text) = record::sheet(session, noun, &id).await?;
            Answer::new(&json, text)
        }
        InvoiceVerb::Create(args) => {
            let source = DraftSource::NewInvoice { customer: None };
            draft::write(session, source, Typed::Invoice(*args), "Created.").await
        }
        InvoiceVerb::Update { id, fields } => {
            let source = match resolve::resolve(session, &INVOICES, &id).await? {
                (Noun::InvoiceDraft, id) => DraftSource::Draft { id },
                (_, id) => DraftSource::Invoice { id },
            };
            draft::write(session, source, Typed::Invoice(*fields), "Changed.").await
        }
        InvoiceVerb::Duplicate { id, fields } => {
            let id = resolve::id(session, Noun::Invoice, &id).await?;
            let source = DraftSource::CopyInvoice { id };
            draft::write(session, source, Typed::Invoice(*fields), "Created.").await
        }
        InvoiceVerb::Revise { id } => revise(session, &id).await,
        InvoiceVerb::Page { id, qr } => page(session, &id, qr.as_deref()).await,
        InvoiceVerb::Pdf(args) => papers::run(session, &INVOICES, args).await,
        InvoiceVerb::Finalize { id } => finalize(session, &id).await,
        InvoiceVerb::Pay(crate::args::PayArgs {
            id,
            reference,
            part,
            ..
        })
        | InvoiceVerb::PayOutOfBand {
            id,
            reference,
            part,
        } => {
            let said = "It counts as paid by other ways than Stripe; no money is moved. This cannot be undone.";
            let id = resolve::id(session, Noun::Invoice, &id).await?;
            let doing = match &part {
                Some(part) => format!("Noting {part} as paid"),
                None => "Marking as paid".to_owned(),
            };
            announce(session, &id, (Verb::PayOutOfBand, &doing), said).await?;
            let done = match &part {
                Some(_) => "Noted.",
                None => "Marked as paid.",
            };
            let paid = PaidOutOfBand {
                id: id.clone(),
                reference,
                part,
            };
            let outcome: Outcome = session.ask("invoices.pay_out_of_band", &paid).await?;
            let shown = Some((Noun::Invoice, id.as_str()));
            writing::answer(session, outcome, done, shown).await
        }
        InvoiceVerb::Send {
            id,
            by_stripe: true,
            ..
        } => {
            let said = match session.account().await?.mode {
                Mode::Live => "Stripe sends it by e-mail.",
                Mode::Test | Mode::Practice => {
                    "Stripe notes it as sent; outside live mode no mail goes out."
                }
            };
            act(
                session,
                &id,
                ("invoices.send", Verb::Send, "Sending", "Sent by Stripe."),
                said,
            )
            .await
        }
        InvoiceVerb::Send { id, open, sent, .. } => {
            let id = resolve::id(session, Noun::Invoice, &id).await?;
            mail::run(session, Noun::Invoice, id, (open, sent)).await
        }
        InvoiceVerb::Void { id } => {
            let said = "It stays on record and nothing is due any more. This cannot be undone.";
            act(
                session,
                &id,
                ("invoices.void", Verb::Void, "Voiding", "Voided."),
                said,
            )
            .await
        }
        InvoiceVerb::MarkUncollectible { id } => {
            let said = "It is counted as a loss, and can still be paid or voided.";
            act(
                session,
                &id,
                (
                    "invoices.mark_uncollectible",
                    Verb::MarkUncollectible,
                    "Writing off",
                    "Written off.",
                ),
                said,
            )
            .await
        }
        InvoiceVerb::Delete { id } if id.trim().starts_with("draft_") => {
            let id = resolve::id(session, Noun::InvoiceDraft, &id).await?;
            let gone: Draft = session.ask("drafts.delete", &ById { id }).await?;
            Answer::new(&gone, "Deleted.")
        }
        InvoiceVerb::Delete { id } => {
            let said = "The draft is gone at Stripe too. This cannot be undone.";
            act(
                session,
                &id,
                ("invoices.delete", Verb::Delete, "Deleting", "Deleted."),
                said,
            )
            .await
        }
    }
}

/// Finalizes a draft of ours or of Stripe's, after saying what should be known before.
async fn finalize(session: &Session, text: &str) -> Result<Answer, Problem> {
    let end = "It gets its number, is opened for payment, and can no longer be changed.";
    let (noun, id) = resolve::resolve(session, &INVOICES, text).await?;
    if noun == Noun::Invoice {
        announce(session, &id, (Verb::Finalize, "Finalizing"), end).await?;
    } else {
        let mode = session.may_write().await?;
        let from = DraftSource::Draft { id: id.clone() };
        let sheet: DraftSheet = session.ask("drafts.open", &OpenDraft { from }).await?;
        if let Some(problem) = draft::unfit(&sheet) {
            return Err(problem);
        }
        if let Some(figures) = &sheet.figures {
            let total = &figures.upfront.total.text;
            session.remark(&format!(
                "Finalizing the draft {id}: {total}, {} account. {end}",
                words::mode(mode)
            ));
            session.remark(births::lines(&figures.saving).trim_end());
        }
        beware(session, noun, &id, Verb::Finalize).await?;
    }
    let outcome: Outcome = session.ask("invoices.finalize", &ById { id }).await?;
    writing::answer(session, outcome, "Finalized.", None).await
}

async fn revise(session: &Session, text: &str) -> Result<Answer, Problem> {
    session.may_write().await?;
    let id = resolve::id(session, Noun::Invoice, text).await?;
    let outcome: Outcome = session.ask("invoices.revise", &ById { id }).await?;
    let said = "The revision is a draft. Change it with “counterfoil invoice update”, then finalize it: it takes the invoice's place, which is voided. Until then the invoice stays as it is.";
    writing::answer(session, outcome, said, None).await
}

/// Where the customer pays, and its code as a file.
async fn page(session: &Session, text: &str, qr: Option<&Path>) -> Result<Answer, Problem> {
    let id = resolve::id(session, Noun::Invoice, text).await?;
    let code: PageCode = session.ask("invoices.page_code", &ById { id }).await?;
    let mut text = code.url.clone();
    if let Some(file) = qr {
        std::fs::write(file, &code.svg).map_err(|error| disk(file, &error))?;
        text.push_str(&format!("\nIts code is in {}.", file.display()));
    }
    Answer::new(&code, text)
}

/// Says what is about to be done to which invoice, then does it.
async fn act(
    session: &Session,
    text: &str,
    (command, verb, doing, done): (&str, Verb, &str, &str),
    meaning: &str,
) -> Result<Answer, Problem> {
    let id = resolve::id(session, Noun::Invoice, text).await?;
    announce(session, &id, (verb, doing), meaning).await?;
    let outcome: Outcome = session.ask(command, &ById { id: id.clone() }).await?;
    if command == "invoices.delete" {
        // There is nothing left to show.
        return match writing::done(outcome.clone()) {
            Ok(outcome) => Answer::new(&outcome, done),
            Err(_) => writing::answer(session, outcome, done, None).await,
        };
    }
    writing::answer(session, outcome, done, Some((Noun::Invoice, &id))).await
}

/// Says what is about to be done to which invoice, and what should be known before.
async fn announce(
    session: &Session,
    id: &str,
    (verb, doing): (Verb, &str),
    meaning: &str,
) -> Result<(), Problem> {
    let mode = session.may_write().await?;
    let by_id = ById { id: id.to_owned() };
    let sheet: InvoiceSheet = session.ask("invoices.show", &by_id).await?;
    let name = sheet.row.number.as_deref().unwrap_or(id);
    let customer = sheet
        .customer
        .as_ref()
        .map_or("nobody", |customer| customer.name.as_str());
    let possible = sheet
        .actions
        .iter()
        .all(|action| action.verb != verb || action.allowed);
    if !possible {
        // What is about to be refused is not announced.
        return Ok(());
    }
    session.remark(&format!(
        "{doing} invoice {name} for {customer}: {} in all, {} to be paid, {} account. {meaning}",
        sheet.totals.total.text,
        sheet.remaining.text,
        words::mode(mode),
    ));
    beware(session, Noun::Invoice, id, verb).await
}

/// Says what should be known before an act.
async fn beware(session: &Session, noun: Noun, id: &str, verb: Verb) -> Result<(), Problem> {
    let before = BeforeAct {
        noun,
        id: id.to_owned(),
        verb,
    };
    let cautions: Vec<Caution> = session.ask("acts.before", &before).await?;
    for caution in cautions {
        session.remark(&caution.message);
    }
    Ok(())
}
