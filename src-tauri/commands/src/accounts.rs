//! Commands about accounts: which there are, connecting, choosing, removing.

use crate::requests::{AddAccount, ById, Nothing};
use engine::Desk;
use engine::view::{AccountView, Problem};

pub(crate) async fn list(desk: &Desk, _: Nothing) -> Result<Vec<AccountView>, Problem> {
    Ok(desk.accounts().await)
}

pub(crate) async fn add(desk: &Desk, request: AddAccount) -> Result<AccountView, Problem> {
    desk.add(
        &request.key,
        request.api_base.filter(|base| !base.trim().is_empty()),
    )
    .await
}

pub(crate) async fn select(desk: &Desk, request: ById) -> Result<AccountView, Problem> {
    desk.select(&request.id).await
}

pub(crate) async fn remove(desk: &Desk, request: ById) -> Result<Nothing, Problem> {
    desk.remove(&request.id).await?;
    Ok(Nothing {})
}
