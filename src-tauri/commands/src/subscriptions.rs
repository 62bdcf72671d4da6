//! Commands about subscriptions, and schedules that will become one.

use crate::requests::OfRecord;
use engine::Desk;
use engine::view::{Problem, SubscriptionSheet};

pub(crate) async fn show(desk: &Desk, request: OfRecord) -> Result<SubscriptionSheet, Problem> {
    engine::sheets::subscription::show(&*desk.account().await?, request.noun, &request.id).await
}
