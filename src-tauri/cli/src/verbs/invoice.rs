//! Invoices. What cannot be undone is said before it is done.

use super::{list, mail, papers, record, resolve, writing};
use crate::answer::Answer;
use crate::args::InvoiceVerb;
use crate::desk::Session;
use crate::print::words;
use commands::ById;
use commands::view::{InvoiceSheet, Mode, Noun, Outcome, Problem, Verb};

pub(crate) async fn run(session: &Session, verb: InvoiceVerb) -> Result<Answer, Problem> {
    match verb {
        InvoiceVerb::List(args) => list::run(session, Noun::Invoice, args).await,
        InvoiceVerb::Show { id } => {
            let id = resolve::id(session, Noun::Invoice, &id).await?;
            let (json, text) = record::sheet(session, Noun::Invoice, &id).await?;
            Answer::new(&json, text)
        }
        InvoiceVerb::Pdf(args) => papers::run(session, &[Noun::Invoice], args).await,
        InvoiceVerb::Finalize { id } => {
            let said = "It gets its number, is opened for payment, and can no longer be changed.";
            act(
                session,
                &id,
                (
                    "invoices.finalize",
                    Verb::Finalize,
                    "Finalizing",
                    "Finalized.",
                ),
                said,
            )
            .await
        }
        InvoiceVerb::Pay(crate::args::PayArgs { id, .. }) | InvoiceVerb::PayOutOfBand { id } => {
            let said = "It counts as paid by other ways than Stripe; no money is moved. This cannot be undone.";
            act(
                session,
                &id,
                (
                    "invoices.pay_out_of_band",
                    Verb::PayOutOfBand,
                    "Marking as paid",
                    "Marked as paid.",
                ),
                said,
            )
            .await
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

/// Says what is about to be done to which invoice, then does it.
async fn act(
    session: &Session,
    text: &str,
    (command, verb, doing, done): (&str, Verb, &str, &str),
    meaning: &str,
) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let id = resolve::id(session, Noun::Invoice, text).await?;
    let sheet: InvoiceSheet = session
        .ask("invoices.show", &ById { id: id.clone() })
        .await?;
    let name = sheet.row.number.as_deref().unwrap_or(&id);
    let customer = sheet
        .customer
        .as_ref()
        .map_or("nobody", |customer| customer.name.as_str());
    let possible = sheet
        .actions
        .iter()
        .all(|action| action.verb != verb || action.allowed);
    // What is about to be refused is not announced.
    session.remark_if(possible, &format!(
        "{doing} invoice {name} for {customer}: {} in all, {} to be paid, {} account. {meaning}",
        sheet.totals.total.text,
        sheet.remaining.text,
        words::mode(mode),
    ));
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
