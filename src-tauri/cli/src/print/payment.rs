//! A payment's sheet, and the saved cards of a customer.

use super::dates::{day, moment};
use super::pieces::{actions, customer, head, history, links, sheet, titled};
use super::problem;
use super::table::{Side, Table, clean};
use commands::view::{
    Attempt, AttemptState, CardRef, Failure, PaymentSheet, RefundState, RefundView, SavedCard,
};

/// The whole payment.
pub(crate) fn payment(payment: &PaymentSheet) -> String {
    let mut top = head(&payment.row, None);
    top.push_str(&customer(payment.customer.as_ref()));
    if let Some(what) = &payment.description {
        top.push_str(&format!("  {}\n", clean(what)));
    }
    top.push_str(&format!("  {}\n", payment.sentence));
    if let Some(failure) = &payment.failure {
        top.push_str(&why(failure));
    }
    let mut sums = Table::new(&[Side::Left, Side::Right]);
    sums.row(["Amount", &payment.amount.text]);
    if payment.held.minor > 0 {
        sums.row(["Held", &payment.held.text]);
    }
    if payment.received.minor > 0 {
        sums.row(["Received", &payment.received.text]);
    }
    if payment.refunded.minor > 0 {
        sums.row(["Went back", &payment.refunded.text]);
        sums.row(["Yours to keep", &payment.refundable.text]);
    }
    let dispute = payment
        .dispute
        .as_ref()
        .map_or_else(String::new, |dispute| {
            let by = dispute
                .answer_by
                .map_or_else(String::new, |at| format!(" Answer by {}.", day(at)));
            titled(
                "Disputed",
                &format!("  {} {}{by}\n", dispute.message, dispute.hint),
            )
        });
    sheet([
        top,
        sums.text("  "),
        titled("Attempts", &attempts(&payment.attempts)),
        titled("Refunds", &refunds(&payment.refunds)),
        dispute,
        links(&payment.links),
        history(&payment.history),
        payment
            .problem
            .as_ref()
            .map(|found| format!("{}\n", problem::sentence(found)))
            .unwrap_or_default(),
        actions(&payment.actions),
    ])
}

fn why(failure: &Failure) -> String {
    format!(
        "  {} {}\n  For the customer: {}\n",
        failure.message, failure.hint, failure.to_customer
    )
}

fn attempts(attempts: &[Attempt]) -> String {
    let mut table = Table::new(&[Side::Left, Side::Left, Side::Right, Side::Left]);
    for attempt in attempts {
        let state = match attempt.state {
            AttemptState::Taken => "Taken",
            AttemptState::TakenInPart => "Taken in part, the rest let go",
            AttemptState::Held => "Held",
            AttemptState::Released => "Let go",
            AttemptState::Pending => "On its way",
            AttemptState::Failed => "Failed",
        };
        let why = attempt
            .failure
            .as_ref()
            .map_or_else(String::new, |failure| format!(": {}", failure.message));
        table.row([
            moment(attempt.at).as_str(),
            &attempt.card.as_ref().map_or_else(String::new, card),
            &attempt.amount.text,
            &format!("{state}{why}"),
        ]);
    }
    table.text("  ")
}

fn refunds(refunds: &[RefundView]) -> String {
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Left]);
    for refund in refunds {
        let state = match refund.state {
            RefundState::Pending => "On its way",
            RefundState::Succeeded => "Given back",
            RefundState::Failed => "Failed",
            RefundState::Canceled => "Canceled",
        };
        let why = refund
            .failure
            .as_ref()
            .map_or_else(String::new, |failure| format!(": {failure}"));
        table.row([
            moment(refund.at).as_str(),
            &refund.amount.text,
            &format!("{state}{why}"),
        ]);
    }
    table.text("  ")
}

fn card(card: &CardRef) -> String {
    format!("{} {}", card.brand, card.last4)
}

/// A customer's saved cards.
pub(crate) fn cards(cards: &[SavedCard]) -> String {
    if cards.is_empty() {
        return "No cards are saved. They come with a payment, or with “counterfoil customer cards attach”.".to_owned();
    }
    let mut table = Table::new(&[Side::Left, Side::Left, Side::Left, Side::Left]);
    for card in cards {
        let remark = match (card.is_default, card.expired) {
            (_, true) => "expired",
            (true, false) => "charged by default",
            (false, false) => "",
        };
        table.row([card.name.as_str(), &card.expires, remark, &card.id]);
    }
    table.text("")
}
