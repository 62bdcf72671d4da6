//! A part of an invoice that was paid another way than through Stripe: in cash, by cheque, by bank
//! transfer. Stripe keeps it as a payment record with its reference, and counts it for the invoice
//! like any other payment. Not here: all of an invoice, which `invoicing` marks as paid.

use super::amount::{typed, wrong};
use super::{STILL_A_DRAFT, record};
use crate::account::Account;
use crate::outbox::{carry_out, intent, request};
use crate::view::{Code, Outcome, Problem, Verb};
use crate::{amounts, json, sheets, sync};
use cache::Kind;
use serde_json::{Value, json};
use stripe::paths;

/// What Stripe shows as the way in which it was paid.
const ANOTHER_WAY: &str = "Paid another way";

/// The part that was typed, in minor units of the invoice's currency; none where it is all that
/// remains.
pub(crate) async fn part(account: &Account, id: &str, text: &str) -> Result<Option<i64>, Problem> {
    // A payment may have come in a moment ago. Offline the note waits like any other.
    match sync::refresh(account, Kind::Invoice, id).await {
        Err(problem) if problem.code != Code::Unreachable => return Err(problem),
        _ => {}
    }
    let invoice = record(account, Kind::Invoice, id).await?;
    let currency = json::text(&invoice.raw, "currency").unwrap_or_default();
    let remaining = json::int(&invoice.raw, "amount_remaining").unwrap_or(0);
    let amount = typed(account, text, currency, "part").await?;
    if amount > remaining {
        let most = amounts::amount(remaining, currency).text;
        return Err(wrong(
            "part",
            format!("Only {most} are still to be paid. Write that or less."),
        ));
    }
    Ok((amount < remaining).then_some(amount))
}

/// Notes that a part has come, in minor units of the invoice's currency.
pub(crate) async fn note_part(
    account: &Account,
    id: &str,
    amount: i64,
    reference: Option<&str>,
) -> Result<Outcome, Problem> {
    let invoice = record(account, Kind::Invoice, id).await?;
    match json::text(&invoice.raw, "status") {
        Some("draft") => return Err(Problem::new(Code::NotAllowed, STILL_A_DRAFT)),
        Some("uncollectible") => {
            return Err(Problem::new(
                Code::NotAllowed,
                "This invoice is written off, and Stripe counts no parts for it.",
            )
            .hint("Mark all of it as paid when the rest has come."));
        }
        _ => {}
    }
    let currency = json::text(&invoice.raw, "currency").unwrap_or_default();
    let text = amounts::amount(amount, currency).text;
    let now = account.now();
    let title = super::titled(Some(&text), &invoice);
    let subject = Some((Kind::Invoice, id.to_owned()));
    let mut fresh = intent(Verb::PayOutOfBand, subject, title, now);
    let noted = reference.map_or_else(|| text.clone(), |how| format!("{text}, {how}"));
    fresh.context = json!({ "note": noted, "note_code": "paid_part" });
    let number = invoice.columns.number.as_deref().unwrap_or(id);
    let mut report = json!({
        "amount_requested": { "value": amount, "currency": currency },
        "initiated_at": now,
        "outcome": "guaranteed",
        "guaranteed": { "guaranteed_at": now },
        "customer_details": { "customer": invoice.columns.customer },
        "description": format!("Part of invoice {number}"),
        "payment_method_details": { "type": "custom", "custom": { "display_name": ANOTHER_WAY } },
        "metadata": { "invoice": id },
    });
    if let Some(reference) = reference {
        report["processor_details"] =
            json!({ "type": "custom", "custom": { "payment_reference": reference } });
    }
    let reported = request(fresh, paths::PAYMENT_RECORD_REPORT, report, true);
    let attached = request(
        reported,
        &paths::invoice_attach_payment(id),
        crate::invoicing::whole(json!({ "payment_record": "{0.id}" })),
        false,
    );
    let id = id.to_owned();
    carry_out(account, attached, move |w| {
        sheets::invoice::allowed(w, &id, Verb::PayOutOfBand, now)
    })
    .await
}

/// How it was paid, as the owner noted it with the payment record.
pub(crate) fn reference(record: &Value) -> Option<String> {
    json::owned(record, "processor_details.custom.payment_reference")
        .filter(|text| !text.trim().is_empty())
}
