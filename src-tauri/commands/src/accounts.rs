//! Commands about accounts: which there are, connecting, choosing, removing.

use crate::requests::{ById, CheckKey, ConnectAccount, Nothing};
use engine::Desk;
use engine::view::{AccountView, KeyCheck, KeyNeeds, Problem};

pub(crate) async fn list(desk: &Desk, _: Nothing) -> Result<Vec<AccountView>, Problem> {
    desk.accounts().await
}

pub(crate) async fn permissions(_: &Desk, _: Nothing) -> Result<KeyNeeds, Problem> {
    Ok(engine::permissions::needs())
}

pub(crate) async fn check(desk: &Desk, request: CheckKey) -> Result<KeyCheck, Problem> {
    let api_base = request.api_base.filter(|base| !base.trim().is_empty());
    desk.check_key(request.key.as_deref(), api_base, request.replaces)
        .await
}

pub(crate) async fn connect(desk: &Desk, request: ConnectAccount) -> Result<AccountView, Problem> {
    desk.connect(request.account).await
}

pub(crate) async fn let_go(desk: &Desk, _: Nothing) -> Result<Nothing, Problem> {
    desk.let_go().await;
    Ok(Nothing {})
}

pub(crate) async fn confirm_live(desk: &Desk, _: Nothing) -> Result<Nothing, Problem> {
    desk.account().await?.confirm_live();
    Ok(Nothing {})
}

pub(crate) async fn select(desk: &Desk, request: ById) -> Result<AccountView, Problem> {
    desk.select(&request.id).await
}

pub(crate) async fn remove(desk: &Desk, request: ById) -> Result<Nothing, Problem> {
    desk.remove(&request.id).await?;
    Ok(Nothing {})
}
