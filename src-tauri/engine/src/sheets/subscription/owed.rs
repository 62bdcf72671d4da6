//! What of a subscription was not paid, and how it came to its end. Not what is done about it.

use crate::json;
use crate::lists::Rows;
use crate::view::{EndReason, Owed, Problem, Row, StateCode};
use crate::{amounts, trouble};
use cache::{Kind, Read};
use model::subscription::Status;
use serde_json::Value;

/// The newest invoice of a subscription that should have been paid and was not. Nothing is said
/// while the subscription stands well: an invoice that is merely late is on its own sheet.
pub(super) fn owed(
    r: &Read<'_>,
    rows: &Rows<'_, '_>,
    status: &Status,
    invoices: &[Row],
    now: i64,
) -> Result<Option<Owed>, Problem> {
    let is_behind = matches!(
        status,
        Status::PastDue | Status::Unpaid | Status::Incomplete | Status::Canceled
    );
    let unpaid = invoices.iter().find(|invoice| {
        invoice.state.as_ref().is_some_and(|state| {
            matches!(
                state.code,
                StateCode::Retrying
                    | StateCode::PaymentFailed
                    | StateCode::NeedsAction
                    | StateCode::PastDue
            )
        })
    });
    let Some(invoice) = unpaid.filter(|_| is_behind) else {
        return Ok(None);
    };
    let record = r.records().get(Kind::Invoice, &invoice.id)?;
    let record = record.ok_or_else(|| trouble::not_found("invoice"))?;
    let currency = json::text(&record.raw, "currency").unwrap_or_default();
    let remaining = json::int(&record.raw, "amount_remaining").unwrap_or(0);
    let payments = super::super::payment::of_invoice(r, &invoice.id, now)?;
    Ok(Some(Owed {
        remaining: amounts::amount(remaining, currency),
        failure: payments.into_iter().find_map(|payment| payment.failure),
        invoice: rows.of(&record)?,
    }))
}

/// Why a subscription has ended, or will; none while no end is set.
pub(super) fn end_reason(raw: &Value) -> Option<EndReason> {
    match json::text(raw, "cancellation_details.reason")? {
        "payment_failed" => Some(EndReason::PaymentFailed),
        "payment_disputed" => Some(EndReason::PaymentDisputed),
        "cancellation_requested" => Some(EndReason::Asked),
        _ => None,
    }
}
