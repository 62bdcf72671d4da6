//! Commands about invoices.

use crate::requests::{ById, PaidOutOfBand};
use engine::Desk;
use engine::view::{InvoiceSheet, Outcome, PageCode, Problem};

pub(crate) async fn show(desk: &Desk, request: ById) -> Result<InvoiceSheet, Problem> {
    engine::sheets::invoice::show(&*desk.account().await?, &request.id).await
}

macro_rules! verbs {
    ($($name:ident),*) => {
        $(pub(crate) async fn $name(desk: &Desk, request: ById) -> Result<Outcome, Problem> {
            engine::invoicing::$name(&*desk.account().await?, &request.id).await
        })*
    };
}
verbs!(
    save,
    finalize,
    send,
    void,
    mark_uncollectible,
    delete,
    revise
);

pub(crate) async fn pay_out_of_band(
    desk: &Desk,
    request: PaidOutOfBand,
) -> Result<Outcome, Problem> {
    let account = desk.account().await?;
    engine::invoicing::pay_out_of_band(&account, &request.id, request.reference, request.part).await
}

pub(crate) async fn page_code(desk: &Desk, request: ById) -> Result<PageCode, Problem> {
    engine::page_code::show(&*desk.account().await?, &request.id).await
}
