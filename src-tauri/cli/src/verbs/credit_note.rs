//! Credit notes. What one does is said before it is issued.

use super::{list, papers, record, resolve, writing};
use crate::answer::Answer;
use crate::args::{CreditArgs, CreditNoteVerb};
use crate::desk::Session;
use crate::print::{credit_note, words};
use commands::ById;
use commands::view::{
    Code, CreditLine, CreditNoteSheet, CreditPreview, CreditWish, Noun, Outcome, Problem,
};

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
    let invoice = resolve::id(session, Noun::Invoice, &args.invoice).await?;
    let lines = if args.line.is_empty() && args.line_amount.is_empty() {
        Vec::new()
    } else {
        lines(session, &invoice, &args).await?
    };
    let wish = CreditWish {
        invoice,
        amount: args.amount.unwrap_or_default(),
        lines,
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

/// The lines that are named by their places, as the preview of all of it lists them.
async fn lines(
    session: &Session,
    invoice: &str,
    args: &CreditArgs,
) -> Result<Vec<CreditLine>, Problem> {
    let all = CreditWish {
        invoice: invoice.to_owned(),
        amount: String::new(),
        lines: Vec::new(),
        way: args.to.way(),
        reason: None,
        memo: String::new(),
    };
    let there: CreditPreview = session.ask("credit_notes.preview", &all).await?;
    let line = |place: &str| {
        let at = place.trim().parse::<usize>().ok();
        let found = at.and_then(|at| there.lines.get(at.checked_sub(1)?));
        found.map(|line| line.id.clone()).ok_or_else(|| {
            let titles = there.lines.iter().enumerate();
            let titles: Vec<String> = titles
                .map(|(at, line)| format!("{} “{}” ({} left)", at + 1, line.title, line.left.text))
                .collect();
            let message = format!("There is no line “{}” to credit.", place.trim());
            Problem::new(Code::InvalidInput, message)
                .hint(format!("The lines are {}.", titles.join(", ")))
        })
    };
    let mut chosen = Vec::new();
    for text in &args.line {
        let (place, pieces) = text.split_once(':').unwrap_or((text, ""));
        chosen.push(CreditLine {
            line: line(place)?,
            quantity: Some(pieces.to_owned()),
            amount: None,
        });
    }
    for text in &args.line_amount {
        let (place, amount) = text.split_once(':').unwrap_or((text, ""));
        chosen.push(CreditLine {
            line: line(place)?,
            quantity: None,
            amount: Some(amount.to_owned()),
        });
    }
    Ok(chosen)
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
            "Voiding {}: {} is owed again on {}. This cannot be undone.",
            sheet.row.number.as_deref().unwrap_or(&id),
            sheet.before.text,
            sheet.invoice.label
        ),
    );
    let outcome: Outcome = session.ask("credit_notes.void", &by_id).await?;
    writing::answer(session, outcome, "Voided.", Some((Noun::CreditNote, &id))).await
}
