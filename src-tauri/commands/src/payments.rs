//! Commands about payments.

use crate::requests::{ById, CapturePayment, ChargeCard, CollectAmount, RefundPayment};
use engine::Desk;
use engine::payments::{after, amount, asking, charging, collecting};
use engine::view::{Amount, Charged, Outcome, PaymentSheet, Problem, WebPage};

pub(crate) async fn show(desk: &Desk, request: ById) -> Result<PaymentSheet, Problem> {
    engine::sheets::payment::show(&*desk.account().await?, &request.id).await
}

/// How an amount that was typed will be read, to be said before anything is done. No command: a page
/// asks `amounts.read` while it is typed.
pub async fn amount_as_read(
    desk: &Desk,
    text: &str,
    currency: &str,
    field: &str,
) -> Result<Amount, Problem> {
    amount::as_read(&*desk.account().await?, text, currency, field).await
}

pub(crate) async fn charge(desk: &Desk, request: ChargeCard) -> Result<Charged, Problem> {
    let wish = charging::Wish {
        noun: request.noun,
        id: request.id,
        card: request.card,
        present: request.present,
        part: request.part,
        shown: request.shown,
    };
    charging::charge(&*desk.account().await?, wish).await
}

pub(crate) async fn go_on(desk: &Desk, request: ById) -> Result<Charged, Problem> {
    asking::go_on(&*desk.account().await?, &request.id).await
}

pub(crate) async fn capture(desk: &Desk, request: CapturePayment) -> Result<Outcome, Problem> {
    let taking = after::Taking {
        id: request.id,
        amount: request.amount,
        shown: request.shown,
    };
    after::capture(&*desk.account().await?, taking).await
}

pub(crate) async fn cancel(desk: &Desk, request: ById) -> Result<Outcome, Problem> {
    after::cancel(&*desk.account().await?, &request.id).await
}

pub(crate) async fn refund(desk: &Desk, request: RefundPayment) -> Result<Outcome, Problem> {
    let back = after::Back {
        id: request.id,
        amount: request.amount,
        reason: request.reason,
        shown: request.shown,
    };
    after::refund(&*desk.account().await?, back).await
}

pub(crate) async fn receipt(desk: &Desk, request: ById) -> Result<WebPage, Problem> {
    after::receipt(&*desk.account().await?, &request.id).await
}

pub(crate) async fn collect(desk: &Desk, request: CollectAmount) -> Result<Charged, Problem> {
    let order = collecting::Order {
        customer: request.customer,
        currency: request.currency,
        amount: request.amount,
        description: request.description,
        card: request.card,
        typed: request.typed,
        keep: request.keep,
        present: request.present,
        hold: request.hold,
    };
    collecting::collect(&*desk.account().await?, order).await
}
