//! How a command that writes ends: with the record as it is now, with a place
//! in the outbox, or with Stripe's no.

use super::record;
use crate::answer::Answer;
use crate::desk::Session;
use commands::view::{Code, Noun, Outcome, OutcomeState, Problem, Retry};

/// The answer to a write: the outcome and, once done, the record under `record`. `shown` is the
/// record to show where the outcome names none.
pub(crate) async fn answer(
    session: &Session,
    outcome: Outcome,
    said: &str,
    shown: Option<(Noun, &str)>,
) -> Result<Answer, Problem> {
    match outcome.state {
        OutcomeState::Refused => Err(refused(&outcome)),
        OutcomeState::Queued => {
            let text = format!(
                "Kept in the outbox as {}. It goes out as soon as Stripe answers.",
                outcome.intent
            );
            let why = outcome.problem.clone().unwrap_or_else(waits);
            Ok(Answer::new(&outcome, text)?.but(Some(why)))
        }
        OutcomeState::Done => {
            let subject = outcome
                .subject
                .as_ref()
                .map(|link| (link.noun, link.id.as_str()));
            let Some((noun, id)) = shown.or(subject) else {
                return Answer::new(&outcome, said);
            };
            let (sheet, text) = record::sheet(session, noun, id).await?;
            let mut answer = Answer::new(&outcome, format!("{said}\n\n{text}"))?;
            answer.json["record"] = sheet;
            Ok(answer)
        }
    }
}

/// What was done, or why it was not.
pub(crate) fn done(outcome: Outcome) -> Result<Outcome, Problem> {
    match outcome.state {
        OutcomeState::Done => Ok(outcome),
        OutcomeState::Refused => Err(refused(&outcome)),
        OutcomeState::Queued => Err(outcome.problem.unwrap_or_else(waits)),
    }
}

fn refused(outcome: &Outcome) -> Problem {
    outcome.problem.clone().unwrap_or_else(|| {
        Problem::new(
            Code::StripeRefused,
            "Stripe refused this, and did not say why.",
        )
    })
}

fn waits() -> Problem {
    Problem::new(Code::Unreachable, "Stripe has not answered yet.")
        .hint("It waits in the outbox; see it with “counterfoil outbox list”.")
        .retry(Retry::Later)
}
