//! Commands about customers.

use crate::requests::{ById, Found, Pick, PutCustomer};
use engine::Desk;
use engine::view::{CustomerSheet, Outcome, Problem};

pub(crate) async fn show(desk: &Desk, request: ById) -> Result<CustomerSheet, Problem> {
    engine::sheets::customer::show(&*desk.account().await?, &request.id).await
}

pub(crate) async fn put(desk: &Desk, request: PutCustomer) -> Result<Outcome, Problem> {
    engine::keeping::put_customer(&*desk.account().await?, request.id, request.fields).await
}

pub(crate) async fn pick(desk: &Desk, request: Pick) -> Result<Found, Problem> {
    let rows = engine::lists::pick_customers(&*desk.account().await?, &request.text).await?;
    Ok(Found { rows })
}
