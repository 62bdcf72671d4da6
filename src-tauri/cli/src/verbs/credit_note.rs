//! Credit notes. What one does is said before it is issued.

use super::{list, papers, record, resolve, writing};
use crate::answer::Answer;
use crate::args::{CreditArgs, CreditNoteVerb};
use crate::desk::Session;
use crate::print::{credit_note, words};
use commands::ById;
use commands::view::{CreditNoteSheet, CreditPreview, CreditWish, Noun, Outcome, Problem};

pub(crate) async fn run(session: &Session, verb: CreditNoteVerb) -> Result<Answer, Problem> {
    match verb {
        CreditNoteVerb::List(args) => list::run(session, Noun::CreditNote, args).await,
        CreditNoteVerb::Show { id } => {
            let id = resolve::id(session, Noun::CreditNote, &id).await?;
            let (json, text) = record::sheet(session, Noun::CreditNote, &id).await?;
            Answer::new(&json, text)
        }
        CreditNoteVerb::Create(args) => create(session, args).await,
        CreditNoteVerb::Void { id } => void(session, &id).await,
        CreditNoteVerb::Pdf(args) => papers::run(session, &[Noun::CreditNote], args).await,
    }
}

async fn create(session: &Session, args: CreditArgs) -> Result<Answer, Problem> {
    let wish = CreditWish {
        invoice: resolve::id(session, Noun::Invoice, &args.invoice).await?,
        amount: args.amount.unwrap_or_default(),
        way: args.to.way(),
        reason: args.reason.map(|reason| reason.reason()),
        memo: args.memo.unwrap_or_default(),
    };
    let preview: CreditPreview = session.ask("credit_notes.preview", &wish).await?;
    if args.preview {
        let problem = preview.problem.clone();
        return match problem {
            Some(problem) => Err(problem),
            None => Answer::new(&preview, credit_note::preview(&preview, wish.way)),
        };
    }
    let mode = session.may_write().await?;
    session.remark_if(
        preview.problem.is_none(),
        &format!(
            "{} On the {} account.",
            credit_note::preview(&preview, wish.way),
            words::mode(mode)
        ),
    );
    let outcome: Outcome = session.ask("credit_notes.create", &wish).await?;
    writing::answer(session, outcome, "Issued.", None).await
}

async fn void(session: &Session, text: &str) -> Result<Answer, Problem> {
    session.may_write().await?;
    let id = resolve::id(session, Noun::CreditNote, text).await?;
    let by_id = ById { id: id.clone() };
    let sheet: CreditNoteSheet = session.ask("credit_notes.show", &by_id).await?;
    let possible = sheet
        .actions
        .iter()
        .all(|action| action.verb != commands::view::Verb::Void || action.allowed);
    session.remark_if(
        possible,
        &format!(
            "Voiding {}: {} are owed again on {}. This cannot be undone.",
            sheet.row.number.as_deref().unwrap_or(&id),
            sheet.before.text,
            sheet.invoice.label
        ),
    );
    let outcome: Outcome = session.ask("credit_notes.void", &by_id).await?;
    writing::answer(session, outcome, "Voided.", Some((Noun::CreditNote, &id))).await
}
