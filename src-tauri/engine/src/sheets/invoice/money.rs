//! What money did, as moments of an invoice's history: each payment by card, each credit note, each
//! refund, with its amount. What came another way is told by the notes that were kept of it.

use crate::sheets::history::History;
use crate::view::{CreditNoteSheet, PaidPart, PaymentSheet, RefundState};

/// Adds them all.
pub(super) fn tell(
    history: &mut History,
    received: &[PaidPart],
    payments: &[PaymentSheet],
    credit_notes: &[CreditNoteSheet],
) {
    for part in received {
        if let Some(by) = &part.by {
            let text = format!("{}, {by}", part.amount.text);
            history.note(part.at, "paid_part", Some(text));
        }
    }
    for note in credit_notes {
        let text = match &note.row.number {
            Some(number) => format!("{}, {number}", note.amount.text),
            None => note.amount.text.clone(),
        };
        history.note(Some(note.row.created), "credited", Some(text.clone()));
        history.note(note.voided_at, "credit_voided", Some(text));
    }
    for refund in payments.iter().flat_map(|payment| &payment.refunds) {
        if matches!(refund.state, RefundState::Succeeded | RefundState::Pending) {
            let text = refund.amount.text.clone();
            history.note(Some(refund.at), "refunded", Some(text));
        }
    }
}
