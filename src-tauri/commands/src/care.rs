//! Commands about how everything is, and about records that cannot be used.
//! They answer also where the records cannot be opened.

use crate::requests::{Nothing, Repair};
use engine::Desk;
use engine::view::{Care, Health, Problem, Repaired};

pub(crate) async fn health(desk: &Desk, _: Nothing) -> Result<Health, Problem> {
    desk.health().await
}

pub(crate) async fn look(desk: &Desk, _: Nothing) -> Result<Care, Problem> {
    desk.care().await
}

pub(crate) async fn back_up(desk: &Desk, _: Nothing) -> Result<Care, Problem> {
    desk.back_up().await
}

pub(crate) async fn repair(desk: &Desk, request: Repair) -> Result<Repaired, Problem> {
    desk.repair(request.backup).await
}
