//! What a payment's sheet is made of: attempts, refunds, disputes, in words.

use super::failure::failure;
use crate::view::{
    Attempt, AttemptState, CardRef, DisputeView, Problem, RefundReason, RefundState, RefundView,
};
use crate::{amounts, sheets};
use cache::{Kind, Read};
use stripe::resources::{Charge, ChargeStatus, Dispute, Refund, RefundStatus};

/// What was charged.
pub(super) fn card(charge: &Charge) -> Option<CardRef> {
    let details = charge.payment_method_details.as_ref()?;
    let card = details.card.as_ref();
    let of = |field: Option<&Option<String>>| field.and_then(Option::clone);
    Some(CardRef {
        brand: of(card.map(|card| &card.brand)).unwrap_or_else(|| details.kind.clone()),
        last4: of(card.map(|card| &card.last4)).unwrap_or_default(),
    })
}

/// An attempt of a payment that was given up, or not.
pub(super) fn attempt(charge: &Charge, given_up: bool, has_page: bool) -> Attempt {
    let state = match &charge.status {
        ChargeStatus::Succeeded if charge.captured && charge.amount_captured < charge.amount => {
            AttemptState::TakenInPart
        }
        ChargeStatus::Succeeded if charge.captured => AttemptState::Taken,
        // What is let go counts as refunded at Stripe, though it was never taken.
        ChargeStatus::Succeeded if given_up || charge.amount_refunded >= charge.amount => {
            AttemptState::Released
        }
        ChargeStatus::Succeeded => AttemptState::Held,
        ChargeStatus::Failed => AttemptState::Failed,
        ChargeStatus::Pending | ChargeStatus::Other(_) => AttemptState::Pending,
    };
    Attempt {
        id: charge.id.clone(),
        at: charge.created,
        amount: match state {
            AttemptState::TakenInPart => amounts::amount(charge.amount_captured, &charge.currency),
            _ => amounts::amount(charge.amount, &charge.currency),
        },
        card: card(charge),
        state,
        failure: (state == AttemptState::Failed).then(|| why(charge, has_page)),
    }
}

/// A charge keeps the bank's reason beside the kind of failure.
fn why(charge: &Charge, has_page: bool) -> crate::view::Failure {
    let reason = charge
        .outcome
        .as_ref()
        .and_then(|outcome| outcome.reason.as_deref());
    failure(reason, charge.failure_code.as_deref(), has_page)
}

/// An attempt as a moment of the payment's history.
pub(super) fn happened(charge: &Charge) -> (&'static str, Option<String>) {
    let with = card(charge).map(|card| named(&card));
    let money = |minor| amounts::amount(minor, &charge.currency).text;
    // When it is let go is when the payment is given up: that has its own time.
    match attempt(charge, false, true).state {
        AttemptState::Taken => ("charged", with),
        AttemptState::TakenInPart => {
            let (taken, held) = (money(charge.amount_captured), money(charge.amount));
            let how = format!("{taken} of {held}");
            (
                "charged",
                Some(with.map_or(how.clone(), |card| format!("{card}: {how}"))),
            )
        }
        AttemptState::Held | AttemptState::Released => ("held", with),
        AttemptState::Pending => ("charging", with),
        AttemptState::Failed => {
            let why = why(charge, true).message;
            let text = with.map_or(why.clone(), |card| format!("{card}: {why}"));
            ("charge_failed", Some(text))
        }
    }
}

/// `Visa ···· 4242`.
pub(crate) fn named(card: &CardRef) -> String {
    let brand = brand(&card.brand);
    if card.last4.is_empty() {
        brand
    } else {
        format!("{brand} \u{b7}\u{b7}\u{b7}\u{b7} {}", card.last4)
    }
}

/// A brand as people write it.
fn brand(code: &str) -> String {
    let known = match code {
        "amex" => "American Express",
        "cartes_bancaires" => "Cartes Bancaires",
        "diners" => "Diners Club",
        "discover" => "Discover",
        "eftpos_au" => "eftpos",
        "jcb" => "JCB",
        "mastercard" => "Mastercard",
        "sepa_debit" => "SEPA debit",
        "unionpay" => "UnionPay",
        "us_bank_account" => "US bank account",
        "visa" => "Visa",
        "unknown" | "" => "Card",
        other => {
            let mut letters = other.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string());
            return format!("{}{}", first.unwrap_or_default(), letters.as_str()).replace('_', " ");
        }
    };
    known.to_owned()
}

pub(super) fn refund(refund: &Refund) -> RefundView {
    let state = match &refund.status {
        Some(RefundStatus::Succeeded) => RefundState::Succeeded,
        Some(RefundStatus::Failed) => RefundState::Failed,
        Some(RefundStatus::Canceled) => RefundState::Canceled,
        _ => RefundState::Pending,
    };
    RefundView {
        id: refund.id.clone(),
        at: refund.created,
        amount: amounts::amount(refund.amount, &refund.currency),
        state,
        reason: refund.reason.as_deref().and_then(reason),
        failure: (state == RefundState::Failed)
            .then(|| came_back(refund.failure_reason.as_deref()).to_owned()),
    }
}

fn reason(code: &str) -> Option<RefundReason> {
    match code {
        "duplicate" => Some(RefundReason::Duplicate),
        "fraudulent" => Some(RefundReason::Fraudulent),
        "requested_by_customer" => Some(RefundReason::RequestedByCustomer),
        _ => None,
    }
}

fn came_back(code: Option<&str>) -> &'static str {
    match code {
        Some("lost_or_stolen_card") => {
            "The card is lost or stolen, so the money came back to you. Give it back another way."
        }
        Some("expired_or_canceled_card") => {
            "The card has expired or was given up, so the money came back to you. Give it back another way."
        }
        Some("insufficient_funds") => {
            "There was not enough money in your Stripe balance. Add some, then refund again."
        }
        _ => "The bank did not take it, so the money came back to you. Give it back another way.",
    }
}

/// Why a payment was given up.
pub(super) fn given_up(code: &str) -> String {
    match code {
        "void_invoice" => "The invoice was voided.",
        "abandoned" => "Nobody paid.",
        "duplicate" => "It was there twice.",
        "fraudulent" => "It was taken for fraud.",
        "requested_by_customer" => "The customer asked for it.",
        "failed_invoice" => "The invoice could not be collected.",
        "expired" => "It had waited too long.",
        _ => "It was no longer needed.",
    }
    .to_owned()
}

/// The newest dispute about a payment.
pub(super) fn dispute(r: &Read<'_>, payment: &str) -> Result<Option<DisputeView>, Problem> {
    let Some(row) = r
        .records()
        .children(Kind::Dispute, payment)?
        .into_iter()
        .next()
    else {
        return Ok(None);
    };
    let Some(record) = r.records().get(Kind::Dispute, &row.id)? else {
        return Ok(None);
    };
    let dispute: Dispute = sheets::typed(&record.raw)?;
    let waits = dispute.status.ends_with("needs_response");
    let answer_by = dispute
        .evidence_details
        .as_ref()
        .and_then(|details| details.due_by)
        .filter(|due| *due > 0 && waits);
    let said = disputed(&dispute.reason);
    let (state, hint) = match dispute.status.as_str() {
        "won" => (
            "The bank decided for you.",
            "The money stays yours. There is nothing to do.",
        ),
        "lost" => (
            "The bank decided for the cardholder.",
            "The money is gone. There is nothing left to do about it here.",
        ),
        "warning_closed" => (
            "The bank asked, and let it rest.",
            "There is nothing to do.",
        ),
        "under_review" | "warning_under_review" => (
            "Your answer is with the bank.",
            "Wait for its decision. It can take some weeks.",
        ),
        _ => (
            "It waits for your answer.",
            "Answer it in the Stripe Dashboard, with what shows that the customer got what was paid for. Do not refund it beside that.",
        ),
    };
    Ok(Some(DisputeView {
        id: dispute.id,
        at: dispute.created,
        amount: amounts::amount(dispute.amount, &dispute.currency),
        message: format!("{said} {state}"),
        hint: hint.to_owned(),
        answer_by,
    }))
}

fn disputed(reason: &str) -> &'static str {
    match reason {
        "credit_not_processed" => "The cardholder says that a refund never came.",
        "duplicate" => "The cardholder says that it was charged twice.",
        "fraudulent" => "The cardholder says that somebody else paid with the card.",
        "product_not_received" => "The cardholder says that nothing was delivered.",
        "product_unacceptable" => "The cardholder says that it is not what was promised.",
        "subscription_canceled" => "The cardholder says that the subscription had ended.",
        "unrecognized" => "The cardholder does not know this payment.",
        _ => "The cardholder told the bank that this payment is not right.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_named_as_people_name_them() {
        let check = |brand: &str, last4: &str, expect: &str| {
            let card = CardRef {
                brand: brand.to_owned(),
                last4: last4.to_owned(),
            };
            assert_eq!(named(&card), expect);
        };
        check("visa", "4242", "Visa ···· 4242");
        check("amex", "0005", "American Express ···· 0005");
        check("link", "", "Link");
        check("some_new_thing", "1", "Some new thing ···· 1");
        check("", "", "Card");
    }
}
