//! Answering a dispute: evidence is gathered and submitted, and the bank decides an hour later, by the words
//! that Stripe's testing page gives for it. Not here: evidence in files, which are not offered.

use serde_json::Value;

use super::{FEE, movement};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::operation::{Ask, Reply};
use crate::params::shared::METADATA;
use crate::params::{Kind, Param, TEXT, optional};
use crate::store::rows::Record;

/// How long the bank thinks.
const DECIDES_AFTER: i64 = 3600;
/// The text that lets the bank decide for the business, and the one against.
const WINNING: &str = "winning_evidence";
const LOSING: &str = "losing_evidence";

const LONG: Kind = Kind::Text(20_000);

pub(super) const UPDATE: &[Param] = &[
    optional("evidence", Kind::Hash(EVIDENCE)),
    METADATA,
    optional("submit", Kind::Boolean),
];

pub(super) const EVIDENCE: &[Param] = &[
    optional("access_activity_log", LONG),
    optional("billing_address", TEXT),
    optional("cancellation_policy", Kind::Id),
    optional("cancellation_policy_disclosure", LONG),
    optional("cancellation_rebuttal", LONG),
    optional("customer_communication", Kind::Id),
    optional("customer_email_address", TEXT),
    optional("customer_name", TEXT),
    optional("customer_purchase_ip", TEXT),
    optional("customer_signature", Kind::Id),
    optional("duplicate_charge_documentation", Kind::Id),
    optional("duplicate_charge_explanation", LONG),
    optional("duplicate_charge_id", TEXT),
    optional("product_description", LONG),
    optional("receipt", Kind::Id),
    optional("refund_policy", Kind::Id),
    optional("refund_policy_disclosure", LONG),
    optional("refund_refusal_explanation", LONG),
    optional("service_date", TEXT),
    optional("service_documentation", Kind::Id),
    optional("shipping_address", TEXT),
    optional("shipping_carrier", TEXT),
    optional("shipping_date", TEXT),
    optional("shipping_documentation", Kind::Id),
    optional("shipping_tracking_number", TEXT),
    optional("uncategorized_file", Kind::Id),
    optional("uncategorized_text", LONG),
];

/// Keeps what is sent, and submits it unless that is not wished yet.
pub(super) fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut dispute = call.load("dispute", ask.id, "id")?;
    let before = dispute.json.clone();
    ask.args.merge_metadata(&mut dispute.json);
    let sent = ask.args.sent("evidence").and_then(Value::as_object);
    let submits = ask.args.flag("submit").unwrap_or(sent.is_some());
    if (sent.is_some() || submits) && before.status() != "needs_response" {
        return Err(Refusal::invalid(
            "This dispute does not take evidence any more.",
        ));
    }
    keep(&mut dispute.json, sent.into_iter().flatten())?;
    if submits {
        submit(call, &mut dispute);
    }
    call.changed("charge.dispute.updated", &before, &dispute)?;
    Ok(dispute.json.into())
}

fn keep<'s>(
    dispute: &mut Value,
    sent: impl Iterator<Item = (&'s String, &'s Value)>,
) -> Result<(), Refusal> {
    for (field, value) in sent {
        let kind = EVIDENCE.iter().find(|p| p.name == field).map(|p| p.kind);
        if let (Some(Kind::Id), Some(file)) = (kind, value.as_str()) {
            let param = format!("evidence[{field}]");
            return Err(Refusal::missing("file", file, &param));
        }
        dispute["evidence"].put(field, value.clone());
    }
    let has_any = EVIDENCE
        .iter()
        .any(|p| dispute["evidence"].text(p.name).is_some());
    dispute["evidence_details"].put("has_evidence", has_any);
    Ok(())
}

fn submit(call: &Call<'_>, dispute: &mut Record) {
    let details = &mut dispute.json["evidence_details"];
    let count = details.amount("submission_count") + 1;
    details.put("submission_count", count);
    details.put("submission_method", "manual");
    dispute.json.put("status", "under_review");
    let said = dispute.json["evidence"].text("uncategorized_text");
    let decides = [WINNING, LOSING].iter().any(|word| said == Some(*word));
    let due = decides.then_some(call.now + DECIDES_AFTER);
    dispute.private.put("due", due);
}

/// The bank has decided, or the days to answer in are over.
pub(crate) fn advance(call: &Call<'_>, mut dispute: Record) -> Result<(), Refusal> {
    let before = dispute.json.clone();
    dispute.private.put("due", Value::Null);
    if before.status() == "needs_response" {
        dispute.json["evidence_details"].put("past_due", true);
    }
    let said = before["evidence"].text("uncategorized_text");
    let has_won = before.status() == "under_review" && said == Some(WINNING);
    dispute
        .json
        .put("status", if has_won { "won" } else { "lost" });
    if has_won {
        let charge = call.load("charge", before.must("charge"), "charge")?.json;
        let amount = before.amount("amount");
        let back = movement(
            call,
            before.id(),
            &charge,
            amount,
            -FEE,
            "Chargeback reversal",
        )?;
        if let Some(Value::Array(all)) = dispute.json.get_mut("balance_transactions") {
            all.push(back);
        }
    }
    call.changed("charge.dispute.closed", &before, &dispute)?;
    if has_won {
        call.emit("charge.dispute.funds_reinstated", &dispute.json)?;
    }
    Ok(())
}
