//! Commands about the accountant's pack.

use crate::requests::{MakePack, Nothing, PackDays};
use engine::Desk;
use engine::packs::{Period, Place};
use engine::view::{PackLook, PackMade, PackStatus, Problem};

pub(crate) async fn look(desk: &Desk, request: PackDays) -> Result<PackLook, Problem> {
    let period = Period::parse(&request.from, &request.to)?;
    engine::packs::look(&*desk.account().await?, period).await
}

pub(crate) async fn make(desk: &Desk, request: MakePack) -> Result<PackMade, Problem> {
    let period = Period::parse(&request.from, &request.to)?;
    // A user interface does not choose the path: a page that could, could write anywhere.
    let place = Place::Folder(engine::accounts::documents_folder(desk.home()));
    engine::packs::make(&*desk.account().await?, period, request.bom, &place).await
}

pub(crate) async fn status(desk: &Desk, _: Nothing) -> Result<PackStatus, Problem> {
    Ok(engine::packs::status(&*desk.account().await?))
}

pub(crate) async fn cancel(desk: &Desk, _: Nothing) -> Result<PackStatus, Problem> {
    Ok(engine::packs::cancel(&*desk.account().await?))
}
