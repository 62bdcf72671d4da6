//! Commands about quotes.

use crate::requests::{Accept, ById, Extend};
use engine::Desk;
use engine::quoting;
use engine::view::{Outcome, Problem, QuoteSheet};

pub(crate) async fn show(desk: &Desk, request: ById) -> Result<QuoteSheet, Problem> {
    engine::sheets::quote::show(&*desk.account().await?, &request.id).await
}

pub(crate) async fn save(desk: &Desk, request: ById) -> Result<Outcome, Problem> {
    quoting::save(&*desk.account().await?, &request.id).await
}

pub(crate) async fn finalize(desk: &Desk, request: ById) -> Result<Outcome, Problem> {
    quoting::finalize(&*desk.account().await?, &request.id).await
}

pub(crate) async fn accept(desk: &Desk, request: Accept) -> Result<Outcome, Problem> {
    quoting::accept(&*desk.account().await?, &request.id, request.note).await
}

pub(crate) async fn cancel(desk: &Desk, request: ById) -> Result<Outcome, Problem> {
    quoting::cancel(&*desk.account().await?, &request.id).await
}

pub(crate) async fn revise(desk: &Desk, request: ById) -> Result<Outcome, Problem> {
    quoting::revise(&*desk.account().await?, &request.id).await
}

pub(crate) async fn extend(desk: &Desk, request: Extend) -> Result<Outcome, Problem> {
    quoting::extend(&*desk.account().await?, &request.id, request.days).await
}
