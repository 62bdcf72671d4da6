//! Quotes: writing them, and taking them through their states. What cannot be
//! undone is said before it is done.

use super::draft::{self, Typed};
use super::{list, mail, papers, record, resolve, writing};
use crate::answer::Answer;
use crate::args::QuoteVerb;
use crate::desk::Session;
use crate::print::{births, words};
use commands::view::{Code, Draft, DraftSheet, Mode, Noun, Outcome, Problem, QuoteSheet, Verb};
use commands::{Accept, ById, DraftSource, Extend, OpenDraft};

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
            let source = DraftSource::New { customer: None };
            draft::write(session, source, Typed::Quote(*args), "Created.").await
        }
        QuoteVerb::Copy { id, fields } => {
            let id = resolve::id(session, Noun::Quote, &id).await?;
            let source = DraftSource::Copy { id };
            draft::write(session, source, Typed::Quote(*fields), "Created.").await
        }
        QuoteVerb::Update { id, fields } => {
            let source = match resolve::resolve(session, &QUOTES, &id).await? {
                (Noun::Draft, id) => DraftSource::Draft { id },
                (_, id) => DraftSource::Quote { id },
            };
            draft::write(session, source, Typed::Quote(*fields), "Changed.").await
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

async fn delete(session: &Session, text: &str) -> Result<Answer, Problem> {
    match resolve::resolve(session, &[Noun::Draft, Noun::Quote], text).await? {
        (Noun::Draft, id) => {
            let gone: Draft = session.ask("drafts.delete", &ById { id }).await?;
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
        if let Some(problem) = draft::unfit(&sheet) {
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
