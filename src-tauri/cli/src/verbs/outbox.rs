//! What is on its way to Stripe, or stuck.

use super::writing;
use crate::answer::Answer;
use crate::args::OutboxVerb;
use crate::desk::Session;
use crate::print::outbox;
use commands::view::{OutboxItem, Problem};
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
            Answer::new(&reply, "Put away.")
        }
    }
}
