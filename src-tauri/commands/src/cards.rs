//! Commands about a customer's saved cards. They are read from Stripe each time.

use crate::requests::{ById, OfCard};
use engine::Desk;
use engine::payments::cards;
use engine::view::{Outcome, Problem, SavedCard};

pub(crate) async fn list(desk: &Desk, request: ById) -> Result<Vec<SavedCard>, Problem> {
    cards::list(&*desk.account().await?, &request.id).await
}

pub(crate) async fn attach(desk: &Desk, request: OfCard) -> Result<Outcome, Problem> {
    cards::attach(&*desk.account().await?, &request.customer, &request.card).await
}

pub(crate) async fn detach(desk: &Desk, request: OfCard) -> Result<Outcome, Problem> {
    cards::detach(&*desk.account().await?, &request.customer, &request.card).await
}

pub(crate) async fn make_default(desk: &Desk, request: OfCard) -> Result<Outcome, Problem> {
    cards::make_default(&*desk.account().await?, &request.customer, &request.card).await
}
