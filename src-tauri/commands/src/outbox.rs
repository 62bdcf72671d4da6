//! Commands about what is intended, under way or stuck.

use crate::requests::{ById, Nothing};
use engine::Desk;
use engine::view::{OutboxItem, Outcome, Problem};

pub(crate) async fn list(desk: &Desk, _: Nothing) -> Result<Vec<OutboxItem>, Problem> {
    engine::outbox::list(&*desk.account().await?).await
}

pub(crate) async fn retry(desk: &Desk, request: ById) -> Result<Outcome, Problem> {
    engine::outbox::retry(&*desk.account().await?, &request.id).await
}

pub(crate) async fn dismiss(desk: &Desk, request: ById) -> Result<Nothing, Problem> {
    engine::outbox::dismiss(&*desk.account().await?, &request.id).await?;
    Ok(Nothing {})
}
