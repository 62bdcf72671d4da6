//! The acts of a sale, each told as it is done: offering, accepting, billing.

use super::check;
use super::steps::Steps;
use super::told::{listed, lost, subject, sums};
use crate::print::words;
use crate::verbs::writing;
use commands::view::{
    Code, Draft, DraftFigures, DraftSheet, InvoiceSheet, Noun, Outcome, Problem, QuoteSheet,
    StateCode,
};
use commands::{Accept, ById};

/// Writes the draft down, finalizes it at once, holds Stripe's figures against ours, saves the PDF.
pub(crate) async fn offer(steps: &mut Steps<'_>, draft: Draft) -> Result<QuoteSheet, Problem> {
    let sheet: DraftSheet = steps.session.ask("drafts.put", &draft).await?;
    if let Some(found) = sheet.findings.iter().find(|found| found.blocking) {
        return Err(Problem::new(
            Code::Bug,
            format!("{}: {}", found.path, found.message),
        ));
    }
    let figures: DraftFigures = sheet
        .figures
        .clone()
        .ok_or_else(|| lost("figures of the draft"))?;
    let saving = listed(&figures.saving);
    steps.say(
        &format!(
            "Wrote a quote of {}; saving it also creates {saving}.",
            sums(&figures)
        ),
        &sheet,
    )?;
    let saved = writing::done(
        steps
            .session
            .ask("quotes.save", &ById { id: draft.id })
            .await?,
    )?;
    let id = subject(&saved, Noun::Quote)?.id;
    let quote: QuoteSheet = steps
        .session
        .ask("quotes.show", &ById { id: id.clone() })
        .await?;
    check::quote(&figures, &quote)?;
    steps.say(
        &format!("Saved it at Stripe ({id}); its totals are the same there."),
        &quote,
    )?;
    writing::done(
        steps
            .session
            .ask("quotes.finalize", &ById { id: id.clone() })
            .await?,
    )?;
    let quote: QuoteSheet = steps
        .session
        .ask("quotes.show", &ById { id: id.clone() })
        .await?;
    check::quote(&figures, &quote)?;
    let number = quote
        .row
        .number
        .clone()
        .ok_or_else(|| lost("number of the quote"))?;
    steps.say(
        &format!(
            "Finalized it as {number}: {}.",
            words::inside(&words::standing(&quote.row))
        ),
        &quote,
    )?;
    steps.paper(Noun::Quote, &id).await?;
    Ok(quote)
}

/// Accepts a quote; answers with it as it is then.
pub(crate) async fn accept(steps: &mut Steps<'_>, id: &str) -> Result<QuoteSheet, Problem> {
    let before: QuoteSheet = steps
        .session
        .ask("quotes.show", &ById { id: id.to_owned() })
        .await?;
    let note = Some("Said yes on the telephone".to_owned());
    let outcome = writing::done(
        steps
            .session
            .ask(
                "quotes.accept",
                &Accept {
                    id: id.to_owned(),
                    note,
                },
            )
            .await?,
    )?;
    steps.say(
        &format!("Accepted it, which creates {}.", listed(&before.births)),
        &outcome,
    )?;
    let quote: QuoteSheet = steps
        .session
        .ask("quotes.show", &ById { id: id.to_owned() })
        .await?;
    if quote
        .row
        .state
        .as_ref()
        .is_none_or(|state| state.code != StateCode::Accepted)
    {
        return Err(Problem::new(
            Code::Bug,
            format!("The quote {id} was accepted and does not say so."),
        ));
    }
    Ok(quote)
}

/// Carries out a command on an invoice; answers with it as it is then.
pub(crate) async fn bill(
    steps: &mut Steps<'_>,
    command: &str,
    id: &str,
) -> Result<InvoiceSheet, Problem> {
    let outcome: Outcome = steps
        .session
        .ask(command, &ById { id: id.to_owned() })
        .await?;
    writing::done(outcome)?;
    steps
        .session
        .ask("invoices.show", &ById { id: id.to_owned() })
        .await
}
