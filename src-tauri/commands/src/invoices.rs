//! Commands about invoices.

use crate::requests::ById;
use engine::Desk;
use engine::view::{InvoiceSheet, Outcome, Problem};

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
    finalize,
    send,
    pay_out_of_band,
    void,
    mark_uncollectible,
    delete
);
