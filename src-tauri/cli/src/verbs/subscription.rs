//! Subscriptions, and schedules that will become one. What a change comes to is said before it is
//! made.

mod change;

use super::{list, record, resolve, writing};
use crate::answer::Answer;
use crate::args::{Held, SubscriptionVerb};
use crate::desk::Session;
use crate::print::{self, words};
use commands::view::{
    HeldInvoices, InvoicePreview, Noun, Outcome, Problem, SubscriptionEnd, SubscriptionSheet,
};
use commands::{ById, OfRecord, PauseSubscription, UseCard};
use serde::Serialize;

const BOTH: [Noun; 2] = [Noun::Subscription, Noun::SubscriptionSchedule];

pub(crate) async fn run(session: &Session, verb: SubscriptionVerb) -> Result<Answer, Problem> {
    match verb {
        SubscriptionVerb::List(args) => list::run(session, Noun::Subscription, args).await,
        SubscriptionVerb::Show { id } => {
            let (noun, id) = resolve::resolve(session, &BOTH, &id).await?;
            let (json, text) = record::sheet(session, noun, &id).await?;
            Answer::new(&json, text)
        }
        SubscriptionVerb::Upcoming { id } => {
            let id = resolve::id(session, Noun::Subscription, &id).await?;
            let preview: Option<InvoicePreview> =
                session.ask("subscriptions.upcoming", &ById { id }).await?;
            let text = print::preview::upcoming(preview.as_ref());
            Answer::new(&preview, text)
        }
        SubscriptionVerb::Change(args) => change::run(session, args).await,
        SubscriptionVerb::Pause {
            id,
            invoices,
            until,
        } => {
            let subscription = Named::find(session, &[Noun::Subscription], &id).await?;
            let request = PauseSubscription {
                id: subscription.id.clone(),
                invoices: match invoices {
                    Held::Keep => HeldInvoices::KeepAsDraft,
                    Held::Void => HeldInvoices::Void,
                    Held::WriteOff => HeldInvoices::MarkUncollectible,
                },
                until: until.map(|day| day.to_string()),
            };
            let said = "Its invoices are held back.";
            subscription
                .act(
                    session,
                    "subscriptions.pause",
                    &request,
                    ("Holding back", said, "On hold."),
                )
                .await
        }
        SubscriptionVerb::UseCard { id, card } => {
            let subscription = Named::find(session, &[Noun::Subscription], &id).await?;
            let request = UseCard {
                id: subscription.id.clone(),
                card,
            };
            let said = "This card is charged from now on.";
            let words = ("Changing the card of", said, "The card is set.");
            subscription
                .act(session, "subscriptions.use_card", &request, words)
                .await
        }
        SubscriptionVerb::Resume { id } => {
            let said = "Its invoices go out again.";
            by_id(
                session,
                &id,
                "subscriptions.resume",
                ("Resuming", said, "Resumed."),
            )
            .await
        }
        SubscriptionVerb::EndTrial { id } => {
            let said = "It is billed from now on.";
            let words = ("Ending the trial of", said, "The trial has ended.");
            by_id(session, &id, "subscriptions.end_trial", words).await
        }
        SubscriptionVerb::Keep { id } => {
            let said = "It goes on by itself.";
            by_id(
                session,
                &id,
                "subscriptions.keep",
                ("Keeping", said, "It goes on."),
            )
            .await
        }
        SubscriptionVerb::Cancel {
            id,
            now,
            credit,
            invoice,
        } => {
            let subscription = Named::find(session, &BOTH, &id).await?;
            if subscription.noun == Noun::SubscriptionSchedule {
                let request = ById {
                    id: subscription.id.clone(),
                };
                let said = "It will not start. This cannot be undone.";
                let words = ("Taking back", said, "Taken back.");
                return subscription
                    .act(session, "schedules.cancel", &request, words)
                    .await;
            }
            let request = SubscriptionEnd {
                id: subscription.id.clone(),
                now,
                credit,
                invoice,
            };
            let words = if now {
                (
                    "Ending now",
                    "It bills nothing more. This cannot be undone.",
                    "Ended.",
                )
            } else {
                (
                    "Setting the end of",
                    "It ends with the period that is paid for; until then it can be kept.",
                    "Its end is set.",
                )
            };
            subscription
                .act(session, "subscriptions.cancel", &request, words)
                .await
        }
        SubscriptionVerb::Release { id } => {
            let schedule = Named::find(session, &[Noun::SubscriptionSchedule], &id).await?;
            let request = ById {
                id: schedule.id.clone(),
            };
            let said = "Its subscription goes on as it is. This cannot be undone.";
            schedule
                .act(
                    session,
                    "schedules.release",
                    &request,
                    ("Releasing", said, "Released."),
                )
                .await
        }
    }
}

async fn by_id(
    session: &Session,
    text: &str,
    command: &str,
    words: (&str, &str, &str),
) -> Result<Answer, Problem> {
    let subscription = Named::find(session, &[Noun::Subscription], text).await?;
    let request = ById {
        id: subscription.id.clone(),
    };
    subscription.act(session, command, &request, words).await
}

/// A subscription or schedule with its sheet.
struct Named {
    noun: Noun,
    id: String,
    sheet: SubscriptionSheet,
}

impl Named {
    async fn find(session: &Session, nouns: &[Noun], text: &str) -> Result<Named, Problem> {
        let (noun, id) = resolve::resolve(session, nouns, text).await?;
        let request = OfRecord {
            noun,
            id: id.clone(),
        };
        let sheet = session.ask("subscriptions.show", &request).await?;
        Ok(Named { noun, id, sheet })
    }

    /// Says what is about to be done, for whom and in which mode, and does it.
    async fn act(
        &self,
        session: &Session,
        command: &str,
        request: &impl Serialize,
        (doing, meaning, done): (&str, &str, &str),
    ) -> Result<Answer, Problem> {
        let mode = session.may_write().await?;
        let who = &self.sheet.row.title;
        let what = self
            .sheet
            .row
            .amount
            .as_ref()
            .map_or_else(String::new, |amount| {
                let each = self
                    .sheet
                    .per
                    .as_ref()
                    .map_or_else(String::new, |per| format!(" {}", words::each(per)));
                format!(", {}{each}", amount.text)
            });
        session.remark(&format!(
            "{doing} the subscription of {who}{what}, {} account. {meaning}",
            words::mode(mode)
        ));
        let outcome: Outcome = session.ask(command, request).await?;
        writing::answer(session, outcome, done, Some((self.noun, &self.id))).await
    }
}
