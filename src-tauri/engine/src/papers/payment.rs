//! The payment record: our own paper about money that came, with what went back. It says what it
//! is, so that nobody takes it for the invoice or for Stripe's receipt.

use super::Letterhead;
use super::drawn::{party, plain};
use crate::sheets::day;
use crate::sheets::payment::named;
use crate::view::{AttemptState, CustomerFields, Noun, PaymentSheet, RefundState};
use paper::{Line, Sheet, Total, Weight};

/// A payment that was received.
pub(crate) fn of_payment(
    payment: &PaymentSheet,
    buyer: Option<&CustomerFields>,
    head: &Letterhead,
) -> Sheet {
    let name = payment
        .customer
        .as_ref()
        .map_or(payment.row.title.as_str(), |customer| &customer.name);
    let taken = payment.attempts.iter().find(|attempt| {
        matches!(
            attempt.state,
            AttemptState::Taken | AttemptState::TakenInPart
        )
    });
    let received = taken.map_or(payment.row.created, |attempt| attempt.at);
    let mut facts = vec![("Received".to_owned(), day(received))];
    if let Some(card) = &payment.card {
        facts.push(("Paid with".to_owned(), named(card)));
    }
    let invoice = payment.links.iter().find(|link| link.noun == Noun::Invoice);
    if let Some(invoice) = invoice {
        facts.push(("For invoice".to_owned(), invoice.label.clone()));
    }
    let what = payment
        .description
        .clone()
        .unwrap_or_else(|| "Payment".to_owned());
    let mut lines = vec![line(what, None, &payment.received.text)];
    let mut went_back = false;
    for refund in &payment.refunds {
        if matches!(refund.state, RefundState::Failed | RefundState::Canceled) {
            continue;
        }
        went_back = true;
        let state = match refund.state {
            RefundState::Pending => "On its way",
            _ => "Given back",
        };
        lines.push(line(
            format!("Refund of {}", day(refund.at)),
            Some(state.to_owned()),
            &format!("\u{2212}{}", refund.amount.text),
        ));
    }
    let mut totals = vec![plain("Received", &payment.received.text)];
    if went_back {
        totals.push(plain(
            "Went back",
            &format!("\u{2212}{}", payment.refunded.text),
        ));
    }
    totals.push(Total {
        label: if went_back { "Kept" } else { "Payment" }.to_owned(),
        amount: payment.refundable.text.clone(),
        weight: Weight::Strong,
    });
    Sheet {
        buyer: party(buyer, name),
        buyer_label: "Paid by".to_owned(),
        facts,
        lines,
        totals,
        notes: vec![
            "This is our own record of the payment. It is not an invoice.".to_owned(),
            format!("Stripe's number for it is {}.", payment.row.id),
        ],
        created: Some(received),
        ..head.sheet("Payment record", None, None)
    }
}

fn line(title: String, detail: Option<String>, amount: &str) -> Line {
    Line {
        title,
        detail,
        quantity: "1".to_owned(),
        price: amount.to_owned(),
        amount: amount.to_owned(),
        notes: Vec::new(),
    }
}
