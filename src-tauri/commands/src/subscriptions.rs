//! Commands about subscriptions, and schedules that will become one.

use crate::requests::{ById, OfRecord, PauseSubscription, UseCard};
use engine::view::{
    ChangePreview, InvoicePreview, Outcome, Problem, SubscriptionChange, SubscriptionEnd,
    SubscriptionSheet,
};
use engine::{Desk, subscribing};

pub(crate) async fn show(desk: &Desk, request: OfRecord) -> Result<SubscriptionSheet, Problem> {
    engine::sheets::subscription::show(&*desk.account().await?, request.noun, &request.id).await
}

pub(crate) async fn upcoming(
    desk: &Desk,
    request: ById,
) -> Result<Option<InvoicePreview>, Problem> {
    subscribing::upcoming(&*desk.account().await?, &request.id).await
}

pub(crate) async fn preview(
    desk: &Desk,
    request: SubscriptionChange,
) -> Result<ChangePreview, Problem> {
    subscribing::preview_change(&*desk.account().await?, request).await
}

pub(crate) async fn change(desk: &Desk, request: SubscriptionChange) -> Result<Outcome, Problem> {
    subscribing::change(&*desk.account().await?, request).await
}

pub(crate) async fn pause(desk: &Desk, request: PauseSubscription) -> Result<Outcome, Problem> {
    let account = desk.account().await?;
    let until = request.until.as_deref();
    subscribing::pause(&account, &request.id, request.invoices, until).await
}

pub(crate) async fn use_card(desk: &Desk, request: UseCard) -> Result<Outcome, Problem> {
    subscribing::use_card(&*desk.account().await?, &request.id, &request.card).await
}

pub(crate) async fn preview_end(
    desk: &Desk,
    request: SubscriptionEnd,
) -> Result<Option<InvoicePreview>, Problem> {
    subscribing::preview_end(&*desk.account().await?, request).await
}

pub(crate) async fn cancel(desk: &Desk, request: SubscriptionEnd) -> Result<Outcome, Problem> {
    subscribing::cancel(&*desk.account().await?, &request).await
}

macro_rules! by_id {
    ($($name:ident),*) => {
        $(pub(crate) async fn $name(desk: &Desk, request: ById) -> Result<Outcome, Problem> {
            subscribing::$name(&*desk.account().await?, &request.id).await
        })*
    };
}
by_id!(resume, end_trial, keep, cancel_schedule, release_schedule);
