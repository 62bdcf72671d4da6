//! What was paid of an invoice so far, payment by payment: by card, in parts, or another way than
//! through Stripe. Amounts are Stripe's own.

use crate::payments::elsewhere;
use crate::view::{PaidPart, PaymentSheet};
use crate::{amounts, json, sheets};
use cache::{Error, Kind, Read, Record};
use serde_json::Value;

/// The note that holds how all of an invoice was paid another way.
const NOTED: &str = "paid";

/// Everything that has come, oldest first.
pub(super) fn parts(
    r: &Read<'_>,
    invoice: &Record,
    payments: &[PaymentSheet],
) -> Result<Vec<PaidPart>, Error> {
    let currency = json::text(&invoice.raw, "currency").unwrap_or_default();
    let mut parts = Vec::new();
    let mut outside = 0_i64;
    for payment in json::items(&invoice.raw, "payments") {
        if json::text(payment, "status") != Some("paid") {
            continue;
        }
        let minor = json::int(payment, "amount_paid").unwrap_or(0);
        let part = PaidPart {
            at: json::int(payment, "status_transitions.paid_at"),
            amount: amounts::amount(minor, currency),
            by: None,
            reference: None,
            back: None,
            payment: None,
        };
        parts.push(match json::id(payment, "payment.payment_intent") {
            Some(id) => by_card(part, id, payments),
            None => {
                outside = outside.saturating_add(minor);
                elsewhere_paid(r, part, payment)?
            }
        });
    }
    let off = json::int(&invoice.raw, "amount_paid_off_stripe").unwrap_or(0);
    let marked = off.saturating_sub(outside);
    if marked > 0 {
        // All that remained was marked as paid at once; Stripe keeps no payment of that.
        let note = r.notes().list(Kind::Invoice, &invoice.id)?;
        let note = note
            .into_iter()
            .rev()
            .find(|note| note.code.rsplit('.').next() == Some(NOTED));
        parts.push(PaidPart {
            at: json::int(&invoice.raw, "status_transitions.paid_at"),
            amount: amounts::amount(marked, currency),
            by: None,
            reference: note.and_then(|note| note.json.as_str().map(str::to_owned)),
            back: None,
            payment: None,
        });
    }
    parts.sort_by_key(|part| part.at);
    Ok(parts)
}

fn by_card(part: PaidPart, id: &str, payments: &[PaymentSheet]) -> PaidPart {
    let known = payments.iter().find(|sheet| sheet.row.id == id);
    let card = known.and_then(|sheet| sheet.card.as_ref());
    PaidPart {
        by: Some(card.map_or_else(|| "Card".to_owned(), sheets::payment::named)),
        back: known
            .map(|sheet| sheet.refunded.clone())
            .filter(|back| back.minor > 0),
        payment: Some(id.to_owned()),
        ..part
    }
}

fn elsewhere_paid(r: &Read<'_>, part: PaidPart, payment: &Value) -> Result<PaidPart, Error> {
    let record = match json::id(payment, "payment.payment_record") {
        Some(id) => r.records().get(Kind::PaymentRecord, id)?,
        None => None,
    };
    Ok(PaidPart {
        reference: record.and_then(|record| elsewhere::reference(&record.raw)),
        ..part
    })
}
