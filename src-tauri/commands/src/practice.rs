//! Commands about the practice account alone: letting its time pass.

use crate::requests::LetPass;
use engine::Desk;
use engine::view::{PracticeTime, Problem};

pub(crate) async fn advance(desk: &Desk, request: LetPass) -> Result<PracticeTime, Problem> {
    let account = desk.account().await?;
    engine::practice::advance(&account, request.months, request.seconds).await
}
