//! Disputes: the cardholder's bank takes a payment back. One is answered with [`evidence`], or accepted
//! (`close`).

mod evidence;

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

pub(crate) use evidence::advance;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    get("/v1/disputes", LIST, list),
    get("/v1/disputes/{}", NOTHING, |call, ask| {
        Ok(call.load("dispute", ask.id, "id")?.json.into())
    }),
    post("/v1/disputes/{}", evidence::UPDATE, evidence::update),
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
    let paid = &charge.json;
    let (amount, currency) = (paid.amount("amount_captured"), paid.must("currency"));
    let taken = movement(call, &id, paid, -amount, FEE, "Chargeback withdrawal")?;
    let mut evidence = json!({ "enhanced_evidence": {} });
    for field in evidence::EVIDENCE {
        evidence.put(field.name, Value::Null);
    }
    let brand = paid.pointer("/payment_method_details/card/brand");
    let json = json!({
        "id": id,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [taken],
        "charge": paid.id(),
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
        "payment_intent": paid.copy("payment_intent"),
        "payment_method_details": { "card": { "brand": brand, "case_type": "chargeback", "network": brand, "network_reason_code": "13.1" }, "type": "card" },
        "reason": "product_not_received",
        "status": "needs_response",
    });
    let private = json!({ "due": call.now + ANSWER_SECONDS });
    let dispute = Record { json, private };
    call.insert(&dispute)?;
    charge.json.put("disputed", true);
    call.update(charge)?;
    call.emit("charge.dispute.created", &dispute.json)?;
    call.emit("charge.dispute.funds_withdrawn", &dispute.json)
}

/// What a dispute does to the balance, in minor units of its charge's currency.
fn movement(
    call: &Call<'_>,
    dispute: &str,
    charge: &Value,
    amount: i64,
    fee: i64,
    what: &str,
) -> Result<Value, Refusal> {
    let movement = Movement {
        amount,
        fee,
        currency: charge.must("currency"),
        kind: "adjustment",
        category: "dispute",
        source: dispute,
        description: format!("{what} for {}", charge.id()).into(),
        at_once: true,
    };
    record(call, &movement)
}

/// Accepts the dispute: it is lost.
fn close(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut dispute = call.load("dispute", ask.id, "id")?;
    if dispute.json.status() != "needs_response" {
        return Err(Refusal::invalid("This dispute is already closed."));
    }
    let before = dispute.json.clone();
    dispute.json.put("status", "lost");
    dispute.private.put("due", Value::Null);
    call.changed("charge.dispute.closed", &before, &dispute)?;
    Ok(dispute.json.into())
}
