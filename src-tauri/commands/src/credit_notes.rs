//! Commands about credit notes.

use crate::requests::ById;
use engine::view::{CreditNoteSheet, CreditPreview, CreditWish, Outcome, Problem};
use engine::{Desk, crediting};

pub(crate) async fn show(desk: &Desk, request: ById) -> Result<CreditNoteSheet, Problem> {
    engine::sheets::credit_note::show(&*desk.account().await?, &request.id).await
}

pub(crate) async fn preview(desk: &Desk, request: CreditWish) -> Result<CreditPreview, Problem> {
    crediting::preview(&*desk.account().await?, request).await
}

pub(crate) async fn create(desk: &Desk, request: CreditWish) -> Result<Outcome, Problem> {
    crediting::create(&*desk.account().await?, request).await
}

pub(crate) async fn void(desk: &Desk, request: ById) -> Result<Outcome, Problem> {
    crediting::void(&*desk.account().await?, &request.id).await
}
