//! Subscriptions, and schedules that will become one.

use super::{list, record, resolve};
use crate::answer::Answer;
use crate::args::SubscriptionVerb;
use crate::desk::Session;
use commands::view::{Noun, Problem};

pub(crate) async fn run(session: &Session, verb: SubscriptionVerb) -> Result<Answer, Problem> {
    match verb {
        SubscriptionVerb::List(args) => list::run(session, Noun::Subscription, args).await,
        SubscriptionVerb::Show { id } => {
            let (noun, id) = resolve::resolve(
                session,
                &[Noun::Subscription, Noun::SubscriptionSchedule],
                &id,
            )
            .await?;
            let (json, text) = record::sheet(session, noun, &id).await?;
            Answer::new(&json, text)
        }
    }
}
