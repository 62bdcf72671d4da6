//! Quotes: writing them, and taking them through their states. What cannot be
//! undone is said before it is done.

mod fields;

use super::{list, mail, papers, record, resolve, writing};
use crate::answer::Answer;
use crate::args::{QuoteArgs, QuoteVerb};
use crate::desk::Session;
use crate::json;
use crate::print::{births, words};
use commands::view::{
    Code, DraftSheet, Mode, Noun, Outcome, OutcomeState, Problem, QuoteDraft, QuoteSheet, Verb,
};
use commands::{Accept, ById, DraftSource, Extend, OpenDraft};

pub(crate) use fields::over;

/// What may be meant where a quote is asked for.
const QUOTES: [Noun; 2] = [Noun::Quote, Noun::Draft];

pub(crate) async fn run(session: &Session, verb: QuoteVerb) -> Result<Answer, Problem> {
    match verb {
        QuoteVerb::List(args) => list::run(session, Noun::Quote, args).await,
        QuoteVerb::Show { id } => {
            let (noun, id) = resolve::resolve(session, &QUOTES, &id).await?;
            let (json, text) = record::sheet(session, noun, &id).await?;
            Answer::new(&json, text)
        }
        QuoteVerb::Pdf(args) => papers::run(session, &QUOTES, args).await,
        QuoteVerb::Create(args) => {
            write(
                session,
                DraftSource::New { customer: None },
                *args,
                "Created.",
            )
            .await
        }
        QuoteVerb::Copy { id, fields } => {
            let id = resolve::id(session, Noun::Quote, &id).await?;
            write(session, DraftSource::Copy { id }, *fields, "Created.").await
        }
        QuoteVerb::Update { id, fields } => {
            let source = match resolve::resolve(session, &QUOTES, &id).await? {
                (Noun::Draft, id) => DraftSource::Draft { id },
                (_, id) => DraftSource::Quote { id },
            };
            write(session, source, *fields, "Changed.").await
        }
        QuoteVerb::Delete { id } => delete(session, &id).await,
        QuoteVerb::Finalize { id } => finalize(session, &id).await,
        QuoteVerb::Accept { id, note } => accept(session, &id, note).await,
        QuoteVerb::Send { id, open, sent } => {
            let id = resolve::id(session, Noun::Quote, &id).await?;
            mail::run(session, Noun::Quote, id, (open, sent)).await
        }
        QuoteVerb::Revise { id } => revise(session, &id).await,
        QuoteVerb::Extend { id, days } => extend(session, &id, days).await,
        QuoteVerb::Cancel { id } => cancel(session, &id).await,
    }
}

/// Opens a draft, writes into it what was typed, and makes it a quote unless it is to stay here.
async fn write(
    session: &Session,
    source: DraftSource,
    args: QuoteArgs,
    said: &str,
) -> Result<Answer, Problem> {
    if !args.draft_only {
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
        DraftSource::New { .. } | DraftSource::Copy { .. } => false,
    };
    let opened: DraftSheet = session
        .ask("drafts.open", &OpenDraft { from: source })
        .await?;
    let before = opened.draft.clone();
    let draft_only = args.draft_only;
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
    let draft = sheet.draft.id;
    let outcome: Outcome = session
        .ask("quotes.save", &ById { id: draft.clone() })
        .await?;
    if outcome.state == OutcomeState::Refused {
        session.remark(&format!("What was written is kept here as {draft}."));
    }
    writing::answer(session, outcome, said, None).await
}

async fn put(session: &Session, draft: QuoteDraft, args: QuoteArgs) -> Result<DraftSheet, Problem> {
    let draft = over(session, draft, args).await?;
    session.ask("drafts.put", &draft).await
}

/// Takes back what was written into a draft that cannot be sent.
async fn undo(session: &Session, before: QuoteDraft, was_here: bool, problem: Problem) -> Problem {
    let back: Result<serde_json::Value, Problem> = if was_here {
        session.ask("drafts.put", &before).await
    } else {
        session.ask("drafts.delete", &ById { id: before.id }).await
    };
    // What is wrong with the quote matters more than a draft that stays behind.
    drop(back);
    problem
}

/// What keeps a draft from being sent.
fn unfit(sheet: &DraftSheet) -> Option<Problem> {
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
        "The quote cannot be written like this.".to_owned()
    };
    let mut problem = Problem::new(Code::InvalidInput, message);
    if !readings.is_empty() {
        problem = problem.hint(format!("Write one of these: {}.", readings.join(", ")));
    }
    Some(blocking.iter().fold(problem, |problem, found| {
        problem.field(&found.path, &found.message)
    }))
}

async fn delete(session: &Session, text: &str) -> Result<Answer, Problem> {
    match resolve::resolve(session, &[Noun::Draft, Noun::Quote], text).await? {
        (Noun::Draft, id) => {
            let gone: QuoteDraft = session.ask("drafts.delete", &ById { id }).await?;
            Answer::new(&gone, "Deleted.")
        }
        (_, id) => Err(Problem::new(
            Code::NotAllowed,
            "Stripe keeps every quote; only drafts that exist here can be deleted.",
        )
        .hint(format!(
            "Take it back with “counterfoil quote cancel {id}”."
        ))),
    }
}

async fn finalize(session: &Session, text: &str) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let (noun, id) = resolve::resolve(session, &QUOTES, text).await?;
    let end = "It gets its number and can no longer be changed.";
    if noun == Noun::Draft {
        let sheet: DraftSheet = session
            .ask(
                "drafts.open",
                &OpenDraft {
                    from: DraftSource::Draft { id: id.clone() },
                },
            )
            .await?;
        if let Some(problem) = unfit(&sheet) {
            return Err(problem);
        }
        if let Some(figures) = &sheet.figures {
            let total = &figures.upfront.total.text;
            session.remark(&format!("Finalizing the draft {id}: {total} first, {} account. {end} Besides the quote it creates:", words::mode(mode)));
            session.remark(births::lines(&figures.saving).trim_end());
        }
    } else {
        let sheet: QuoteSheet = session.ask("quotes.show", &ById { id: id.clone() }).await?;
        session.remark_if(
            may(&sheet, Verb::Finalize),
            &format!("Finalizing the quote {id} {}. {end}", about(&sheet, mode)),
        );
    }
    let outcome = session.ask("quotes.finalize", &ById { id }).await?;
    writing::answer(session, outcome, "Finalized.", None).await
}

async fn accept(session: &Session, text: &str, note: Option<String>) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let id = resolve::id(session, Noun::Quote, text).await?;
    let sheet: QuoteSheet = session.ask("quotes.show", &ById { id: id.clone() }).await?;
    let name = sheet.row.number.as_deref().unwrap_or(&id);
    let possible = may(&sheet, Verb::Accept);
    session.remark_if(
        possible,
        &format!("Accepting {name} {}. It creates:", about(&sheet, mode)),
    );
    session.remark_if(possible, births::lines(&sheet.births).trim_end());
    let outcome = session
        .ask(
            "quotes.accept",
            &Accept {
                id: id.clone(),
                note,
            },
        )
        .await?;
    writing::answer(session, outcome, "Accepted.", Some((Noun::Quote, &id))).await
}

async fn revise(session: &Session, text: &str) -> Result<Answer, Problem> {
    session.may_write().await?;
    let id = resolve::id(session, Noun::Quote, text).await?;
    let outcome: Outcome = session.ask("quotes.revise", &ById { id }).await?;
    let said = "The revision is a draft. Change it with “counterfoil quote update”, then finalize it; until then the quote stays as it is.";
    writing::answer(session, outcome, said, None).await
}

async fn extend(session: &Session, text: &str, days: u32) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let id = resolve::id(session, Noun::Quote, text).await?;
    let sheet: QuoteSheet = session.ask("quotes.show", &ById { id: id.clone() }).await?;
    let name = sheet.row.number.as_deref().unwrap_or(&id);
    session.remark_if(
        may(&sheet, Verb::Extend),
        &format!(
            "Extending {name} {} by {}.",
            about(&sheet, mode),
            words::days(days)
        ),
    );
    let request = Extend {
        id: id.clone(),
        days,
    };
    let outcome = session.ask("quotes.extend", &request).await?;
    writing::answer(session, outcome, "Extended.", Some((Noun::Quote, &id))).await
}

async fn cancel(session: &Session, text: &str) -> Result<Answer, Problem> {
    let mode = session.may_write().await?;
    let id = resolve::id(session, Noun::Quote, text).await?;
    let sheet: QuoteSheet = session.ask("quotes.show", &ById { id: id.clone() }).await?;
    let name = sheet.row.number.as_deref().unwrap_or(&id);
    let meaning = "It can no longer be accepted. This cannot be undone.";
    session.remark_if(
        may(&sheet, Verb::Cancel),
        &format!("Canceling {name} {}. {meaning}", about(&sheet, mode)),
    );
    let outcome = session
        .ask("quotes.cancel", &ById { id: id.clone() })
        .await?;
    writing::answer(session, outcome, "Canceled.", Some((Noun::Quote, &id))).await
}

/// Whether it is possible now: what is about to be refused is not announced.
fn may(sheet: &QuoteSheet, verb: Verb) -> bool {
    sheet
        .actions
        .iter()
        .all(|action| action.verb != verb || action.allowed)
}

/// For whom, how much, in which mode.
fn about(sheet: &QuoteSheet, mode: Mode) -> String {
    let customer = sheet
        .customer
        .as_ref()
        .map_or("nobody", |customer| customer.name.as_str());
    let first = &sheet.upfront.total.text;
    let then = sheet
        .recurring
        .as_ref()
        .map_or_else(String::new, |recurring| {
            format!(
                ", then {} {}",
                recurring.totals.total.text,
                words::each(&recurring.per)
            )
        });
    format!(
        "for {customer}: {first}{then}, {} account",
        words::mode(mode)
    )
}

/// A draft from a file or standard input: a draft's sheet, or the draft in it.
pub(super) fn read_draft(text: &str) -> Result<QuoteDraft, Problem> {
    let wrong = |error: &serde_json::Error| {
        Problem::new(
            Code::InvalidInput,
            format!("What --draft names is no draft: {error}."),
        )
        .hint("Write one as “counterfoil quote show draft_… --json” prints it.")
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
