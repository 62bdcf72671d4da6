//! Disputes: the cardholder's bank takes a payment back. One can be accepted here (`close`); evidence
//! cannot be submitted.

use serde_json::{Value, json};

use super::cards::{self, Course};
use super::money::{Movement, record};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, NOTHING, STARTING_AFTER};
use crate::params::{Kind, Param, optional};
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    get("/v1/disputes", LIST, list),
    get("/v1/disputes/{}", NOTHING, |call, ask| {
        Ok(call.load("dispute", ask.id, "id")?.json.into())
    }),
    post("/v1/disputes/{}/close", NOTHING, close),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("charge", Kind::Id),
    optional("payment_intent", Kind::Id),
];

/// What a dispute costs, in minor units.
const FEE: i64 = 1500;
/// How long there is to answer.
const ANSWER_SECONDS: i64 = 9 * 86_400;

const EVIDENCE: &[&str] = &[
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("dispute", "/v1/disputes")
        .range(&ask.args, "created", "created")
        .column(&ask.args, "charge", "parent")
        .field(&ask.args, "payment_intent", "payment_intent")
        .page(call, &ask.args)
}

/// The card whose holder always complains does so at once.
pub(super) fn open_for(call: &Call<'_>, charge: &mut Record) -> Result<(), Refusal> {
    if cards::of(&charge.private).is_none_or(|c| c.course != Course::Dispute) {
        return Ok(());
    }
    let id = call.new_id("du_1")?;
    let json = &charge.json;
    let (amount, currency) = (json.amount("amount_captured"), json.must("currency"));
    let taken = record(
        call,
        &Movement {
            amount: -amount,
            fee: FEE,
            currency,
            kind: "adjustment",
            category: "dispute",
            source: &id,
            description: format!("Chargeback withdrawal for {}", json.id()).into(),
            at_once: true,
        },
    )?;
    let mut evidence = json!({ "enhanced_evidence": {} });
    for field in EVIDENCE {
        evidence.put(field, Value::Null);
    }
    let brand = json.pointer("/payment_method_details/card/brand");
    let dispute = Record::new(json!({
        "id": id,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [taken],
        "charge": json.id(),
        "created": call.now,
        "currency": currency,
        "enhanced_eligibility_types": [],
        "evidence": evidence,
        "evidence_details": {
            "due_by": call.now + ANSWER_SECONDS,
            "enhanced_eligibility": {},
            "has_evidence": false,
            "past_due": false,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "intended_submission_method": null,
        "is_charge_refundable": false,
        "livemode": false,
        "metadata": {},
        "network_reason_code": "13.1",
        "payment_intent": json.copy("payment_intent"),
        "payment_method_details": { "card": { "brand": brand, "case_type": "chargeback", "network": brand, "network_reason_code": "13.1" }, "type": "card" },
        "reason": "product_not_received",
        "status": "needs_response",
    }));
    call.insert(&dispute)?;
    charge.json.put("disputed", true);
    call.update(charge)?;
    call.emit("charge.dispute.created", &dispute.json)?;
    call.emit("charge.dispute.funds_withdrawn", &dispute.json)
}

/// Accepts the dispute: it is lost.
fn close(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut dispute = call.load("dispute", ask.id, "id")?;
    if dispute.json.status() != "needs_response" {
        return Err(Refusal::invalid("This dispute is already closed."));
    }
    let before = dispute.json.clone();
    dispute.json.put("status", "lost");
    call.changed("charge.dispute.closed", &before, &dispute)?;
    Ok(dispute.json.into())
}
