//! What is on its way to Stripe, or stuck.

use super::writing;
use crate::answer::Answer;
use crate::args::OutboxVerb;
use crate::desk::Session;
use crate::print::outbox;
use commands::view::{IntentState, OutboxItem, Outcome, OutcomeState, Problem};
use commands::{ById, Nothing};

pub(crate) async fn run(session: &Session, verb: OutboxVerb) -> Result<Answer, Problem> {
    match verb {
        OutboxVerb::List => {
            let items: Vec<OutboxItem> = session.ask("outbox.list", &Nothing {}).await?;
            Answer::new(&items, outbox::items(&items))
        }
        OutboxVerb::Retry { id } => {
            session.may_write().await?;
            let outcome = session.ask("outbox.retry", &ById { id }).await?;
            writing::answer(session, outcome, "Done.", None).await
        }
        OutboxVerb::Dismiss { id } => {
            let reply: Nothing = session.ask("outbox.dismiss", &ById { id }).await?;
            Answer::new(&reply, "Withdrawn. Nothing more is sent for it.")
        }
    }
}

/// Sends what waits, without waiting for its own time; answers with how many went out.
pub(crate) async fn send_waiting(session: &Session) -> Result<usize, Problem> {
    let items: Vec<OutboxItem> = session.ask("outbox.list", &Nothing {}).await?;
    let mut sent: usize = 0;
    // The oldest first: a later one may need what an earlier one makes.
    for item in items
        .into_iter()
        .rev()
        .filter(|item| item.state == IntentState::Queued)
    {
        let outcome: Result<Outcome, Problem> =
            session.ask("outbox.retry", &ById { id: item.id }).await;
        // Whatever is sent by itself meanwhile cannot be tried again, and need not be.
        if outcome.is_ok_and(|outcome| outcome.state == OutcomeState::Done) {
            sent = sent.saturating_add(1);
        }
    }
    Ok(sent)
}
