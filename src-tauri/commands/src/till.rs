//! Commands about a card that is typed: what will be asked for, and how it stands afterwards. The ticket
//! that opens the payment window is no command: it holds the client secret, and answers to commands go
//! to a page.

use crate::requests::LookAgain;
use engine::view::{CardQuestion, CardTaken, CardWanted, Problem};
use engine::{Desk, till};

pub(crate) async fn question(desk: &Desk, request: CardWanted) -> Result<CardQuestion, Problem> {
    till::question(&*desk.account().await?, &request).await
}

pub(crate) async fn look_again(desk: &Desk, request: LookAgain) -> Result<CardTaken, Problem> {
    till::look_again(&*desk.account().await?, &request.wanted, &request.intent).await
}

/// What the payment window is opened with.
pub async fn ticket(desk: &Desk, wanted: &CardWanted) -> Result<till::Ticket, Problem> {
    till::ticket(&*desk.account().await?, wanted).await
}
