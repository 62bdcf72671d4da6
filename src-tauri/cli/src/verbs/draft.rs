//! What is being written, a quote or an invoice: from arguments to a draft, and
//! from the draft to Stripe.

mod fields;

use super::writing;
use crate::answer::Answer;
use crate::args::{DraftArgs, InvoiceArgs, QuoteArgs};
use crate::desk::Session;
use crate::json;
use commands::view::{
    Code, CustomField, Draft, DraftSheet, InvoiceSheet, Outcome, OutcomeState, Problem, QuoteSheet,
};
use commands::{ById, DraftSource, OpenDraft};

/// What was typed for a paper.
#[derive(Debug)]
pub(crate) enum Typed {
    /// For a quote.
    Quote(QuoteArgs),
    /// For an invoice.
    Invoice(InvoiceArgs),
}

impl Typed {
    /// What both have alike.
    fn alike(&self) -> &DraftArgs {
        match self {
            Typed::Quote(args) => &args.draft,
            Typed::Invoice(args) => &args.draft,
        }
    }
}

/// What a shop calls what is being written.
fn paper(draft: &Draft) -> &'static str {
    if draft.is_invoice() {
        "invoice"
    } else {
        "quote"
    }
}

/// Opens a draft, writes into it what was typed, and takes it to Stripe unless it is to stay here.
pub(crate) async fn write(
    session: &Session,
    source: DraftSource,
    args: Typed,
    said: &str,
) -> Result<Answer, Problem> {
    let draft_only = args.alike().draft_only;
    if !draft_only {
        session.may_write().await?;
    }
    // Whether the draft was here before, so that a refusal leaves things as they were.
    let was_here = match &source {
        DraftSource::Draft { .. } => true,
        DraftSource::Quote { id } => session
            .ask::<QuoteSheet>("quotes.show", &ById { id: id.clone() })
            .await?
            .draft
            .is_some(),
        DraftSource::Invoice { id } => session
            .ask::<InvoiceSheet>("invoices.show", &ById { id: id.clone() })
            .await?
            .draft
            .is_some(),
        DraftSource::New { .. }
        | DraftSource::NewInvoice { .. }
        | DraftSource::Copy { .. }
        | DraftSource::CopyInvoice { .. } => false,
    };
    let opened: DraftSheet = session
        .ask("drafts.open", &OpenDraft { from: source })
        .await?;
    let before = opened.draft.clone();
    let sheet = match put(session, opened.draft, args).await {
        Ok(sheet) => sheet,
        Err(problem) => return Err(undo(session, before, was_here, problem).await),
    };
    if draft_only {
        return Answer::new(&sheet, crate::print::draft::draft(&sheet));
    }
    if let Some(problem) = unfit(&sheet) {
        return Err(undo(session, before, was_here, problem).await);
    }
    let save = if sheet.draft.is_invoice() {
        "invoices.save"
    } else {
        "quotes.save"
    };
    let draft = sheet.draft.id;
    let outcome: Outcome = session.ask(save, &ById { id: draft.clone() }).await?;
    if outcome.state == OutcomeState::Refused {
        session.remark(&format!("What was written is kept here as {draft}."));
    }
    writing::answer(session, outcome, said, None).await
}

async fn put(session: &Session, draft: Draft, args: Typed) -> Result<DraftSheet, Problem> {
    let draft = over(session, draft, args).await?;
    session.ask("drafts.put", &draft).await
}

/// Takes back what was written into a draft that cannot be sent.
async fn undo(session: &Session, before: Draft, was_here: bool, problem: Problem) -> Problem {
    let back: Result<serde_json::Value, Problem> = if was_here {
        session.ask("drafts.put", &before).await
    } else {
        session.ask("drafts.delete", &ById { id: before.id }).await
    };
    // What is wrong with it matters more than a draft that stays behind.
    drop(back);
    problem
}

/// What keeps a draft from being sent.
pub(crate) fn unfit(sheet: &DraftSheet) -> Option<Problem> {
    let blocking: Vec<_> = sheet
        .findings
        .iter()
        .filter(|found| found.blocking)
        .collect();
    let first = blocking.first()?;
    let readings: Vec<&str> = blocking
        .iter()
        .flat_map(|found| &found.readings)
        .map(String::as_str)
        .collect();
    let message = if blocking.len() == 1 {
        first.message.clone()
    } else {
        format!("The {} cannot be written like this.", paper(&sheet.draft))
    };
    let mut problem = Problem::new(Code::InvalidInput, message);
    if !readings.is_empty() {
        problem = problem.hint(format!("Write one of these: {}.", readings.join(", ")));
    }
    Some(blocking.iter().fold(problem, |problem, found| {
        problem.field(&found.path, &found.message)
    }))
}

/// What was typed, over what the draft says.
async fn over(session: &Session, draft: Draft, args: Typed) -> Result<Draft, Problem> {
    let day = |day: chrono::NaiveDate| day.format("%Y-%m-%d").to_string();
    match args {
        Typed::Quote(args) => {
            let mut draft = fields::over(session, draft, args.draft).await?;
            draft.expires_on = args.expires.map(day).or(draft.expires_on);
            draft.starts_on = args.starts.map(day).or(draft.starts_on);
            draft.header = args.header.unwrap_or(draft.header);
            draft.description = args.description.unwrap_or(draft.description);
            draft.trial_days = args.trial_days.or(draft.trial_days);
            Ok(draft)
        }
        Typed::Invoice(args) => {
            let mut draft = fields::over(session, draft, args.draft).await?;
            if args.due.is_some() {
                draft.due_on = args.due.map(day);
                draft.days_until_due = None;
            }
            draft.description = args.memo.unwrap_or(draft.description);
            if args.no_fields || !args.fields.is_empty() {
                let typed = args.fields.into_iter();
                draft.custom_fields = typed
                    .map(|field| CustomField {
                        name: field.name,
                        value: field.value,
                    })
                    .collect();
            }
            Ok(draft)
        }
    }
}

/// A draft from a file or standard input: a draft's sheet, or the draft in it.
pub(super) fn read_draft(text: &str) -> Result<Draft, Problem> {
    let wrong = |error: &serde_json::Error| {
        Problem::new(
            Code::InvalidInput,
            format!("What --draft names is no draft: {error}."),
        )
        .hint("Write one as “show draft_… --json” prints it.")
    };
    let mut value: serde_json::Value = serde_json::from_str(text).map_err(|error| wrong(&error))?;
    if let Some(draft) = value.get_mut("draft").filter(|draft| draft.is_object()) {
        value = draft.take();
    }
    json::typed(value).map_err(|problem| Problem {
        code: Code::InvalidInput,
        ..problem
    })
}
