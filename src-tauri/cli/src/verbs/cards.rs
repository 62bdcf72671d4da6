//! A customer's saved cards. They are read from Stripe each time.

use super::{resolve, writing};
use crate::answer::Answer;
use crate::args::CardVerb;
use crate::desk::Session;
use crate::print;
use commands::view::{Code, Noun, Problem, SavedCard};
use commands::{ById, OfCard};

pub(crate) async fn run(session: &Session, verb: CardVerb) -> Result<Answer, Problem> {
    let (customer, card, command, said) = match verb {
        CardVerb::List { customer } => {
            let id = resolve::id(session, Noun::Customer, &customer).await?;
            let cards: Vec<SavedCard> = session.ask("cards.list", &ById { id }).await?;
            let text = print::payment::cards(&cards);
            return Answer::new(&cards, text);
        }
        CardVerb::Attach { customer, card } => (customer, card, "cards.attach", "Saved."),
        CardVerb::Detach { customer, card } => (customer, card, "cards.detach", "Taken away."),
        CardVerb::Default { customer, card } => {
            (customer, card, "cards.make_default", "Charged by default.")
        }
    };
    session.may_write().await?;
    let customer = resolve::id(session, Noun::Customer, &customer).await?;
    let card = if command == "cards.attach" {
        card
    } else {
        find(session, &customer, &card).await?.id
    };
    let ask = OfCard { customer, card };
    let outcome = session.ask(command, &ask).await?;
    writing::answer(
        session,
        outcome,
        said,
        Some((Noun::Customer, &ask.customer)),
    )
    .await
}

/// The saved card that is meant: by its id, its last four digits, or as the default one.
pub(crate) async fn find(
    session: &Session,
    customer: &str,
    meant: &str,
) -> Result<SavedCard, Problem> {
    let id = customer.to_owned();
    let cards: Vec<SavedCard> = session.ask("cards.list", &ById { id }).await?;
    let mut matching = cards.iter().filter(|card| {
        card.id == meant || card.card.last4 == meant || (meant == "default" && card.is_default)
    });
    match (matching.next(), matching.next()) {
        (Some(card), None) => Ok(card.clone()),
        (Some(_), Some(_)) => Err(Problem::new(
            Code::InvalidInput,
            format!("Several saved cards end in {meant}."),
        )
        .hint(format!(
            "Name one by its id:\n{}",
            print::payment::cards(&cards)
        ))),
        (None, _) => {
            let said = match meant {
                "default" => {
                    "None of the customer's saved cards is the one charged by default.".to_owned()
                }
                _ => format!("The customer has no saved card “{meant}”."),
            };
            let listed = print::payment::cards(&cards);
            let hint = if cards.is_empty() {
                listed
            } else {
                format!(
                    "Name one with --card, by its id or its last four digits:\n{}",
                    listed.trim_end()
                )
            };
            Err(Problem::new(Code::NotFound, said).hint(hint))
        }
    }
}
