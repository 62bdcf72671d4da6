//! Refunds: money back to the card, in full or in part. Test cards make one wait, or fail later.

use serde_json::{Value, json};

use super::cards::{self, Course};
use super::money::{Movement, record};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::{List, embedded};
use crate::money::format::money;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{Args, Kind, Param, optional};
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    get("/v1/refunds", LIST, list),
    post("/v1/refunds", CREATE, create),
    get("/v1/refunds/{}", NOTHING, |call, ask| {
        Ok(call.load("refund", ask.id, "id")?.json.into())
    }),
    post("/v1/refunds/{}", &[METADATA], update),
    post("/v1/refunds/{}/cancel", NOTHING, cancel),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("charge", Kind::Id),
    optional("payment_intent", Kind::Id),
];
const CREATE: &[Param] = &[
    optional(
        "amount",
        Kind::Integer {
            least: 1,
            most: i64::MAX,
        },
    ),
    optional("charge", Kind::Id),
    METADATA,
    optional("payment_intent", Kind::Id),
    optional(
        "reason",
        Kind::Choice(&["duplicate", "fraudulent", "requested_by_customer"]),
    ),
];

/// How long the banks of the slow and the failing test card take.
const BANK_SECONDS: i64 = 3600;

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("refund", "/v1/refunds")
        .range(&ask.args, "created", "created")
        .column(&ask.args, "charge", "parent")
        .field(&ask.args, "payment_intent", "payment_intent")
        .page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let charge = charge_of(call, ask)?;
    let refund = make(call, charge, ask.args.integer("amount"), &ask.args)?;
    Ok(refund.json.into())
}

/// Refunds `amount` of `charge`, or what is left of it; `args` may give a reason and metadata.
pub(in crate::objects) fn make(
    call: &Call<'_>,
    mut charge: Record,
    amount: Option<i64>,
    args: &Args,
) -> Result<Record, Refusal> {
    let json = &charge.json;
    if !json.flag("captured") || json.status() != "succeeded" {
        return Err(Refusal::invalid(format!(
            "Charge {} cannot be refunded: it has not been captured.",
            json.id()
        ))
        .code("charge_not_refundable"));
    }
    if json.flag("disputed") {
        return Err(Refusal::invalid(format!(
            "Charge {} has been charged back; cannot issue a refund.",
            json.id()
        ))
        .code("charge_disputed"));
    }
    let left = json.amount("amount") - json.amount("amount_refunded");
    if left == 0 {
        return Err(
            Refusal::invalid(format!("Charge {} has already been refunded.", json.id()))
                .code("charge_already_refunded"),
        );
    }
    let amount = amount.unwrap_or(left);
    let currency = json.must("currency").to_owned();
    if amount > left {
        return Err(Refusal::invalid(format!(
            "Refund amount ({}) is greater than unrefunded amount on charge ({})",
            money(amount, &currency),
            money(left, &currency)
        ))
        .param("amount"));
    }
    let course = cards::of(&charge.private).map_or(Course::Usual, |c| c.course);
    let id = call.new_id("re_1")?;
    let taken = movement(call, &id, -amount, &currency, "refund")?;
    let mut refund = Record::new(json!({
        "id": id,
        "object": "refund",
        "amount": amount,
        "balance_transaction": taken.id(),
        "charge": json.id(),
        "created": call.now,
        "currency": currency,
        "customer": json.copy("customer"),
        "customer_account": null,
        "metadata": {},
        "payment_intent": json.copy("payment_intent"),
        "payment_method": json.copy("payment_method"),
        "reason": args.value("reason"),
        "receipt_number": null,
        "source_transfer_reversal": null,
        "status": if course == Course::SlowRefund { "pending" } else { "succeeded" },
        "transfer_reversal": null,
    }));
    if matches!(course, Course::SlowRefund | Course::FailingRefund) {
        refund.private.put("due", call.now + BANK_SECONDS);
    }
    if course == Course::SlowRefund {
        refund.json.put("pending_reason", "processing");
    }
    args.merge_metadata(&mut refund.json);
    call.insert(&refund)?;
    call.emit("refund.created", &refund.json)?;
    let before = charge.json.clone();
    let refunded = charge.json.amount("amount_refunded") + amount;
    charge.json.put("amount_refunded", refunded);
    charge.json.put("refunded", amount == left);
    call.changed("charge.refunded", &before, &charge)?;
    Ok(refund)
}

/// The charge that is named, or the one that paid the intent that is.
fn charge_of(call: &Call<'_>, ask: &Ask<'_>) -> Result<Record, Refusal> {
    match (ask.args.text("charge"), ask.args.text("payment_intent")) {
        (Some(charge), None) => call.load("charge", charge, "charge"),
        (None, Some(id)) => {
            let intent = call.load("payment_intent", id, "payment_intent")?;
            match intent.json.text("latest_charge") {
                Some(charge) => call.load("charge", charge, "charge"),
                None => Err(Refusal::invalid(format!(
                    "This PaymentIntent ({id}) does not have a successful charge to refund."
                ))
                .code("payment_intent_unexpected_state")
                .param("payment_intent")),
            }
        }
        (Some(_), Some(_)) => Err(Refusal::invalid(
            "You may only specify one of these parameters: charge, payment_intent.",
        )
        .code("parameters_exclusive")
        .before_it_began()),
        (None, None) => Err(Refusal::invalid(
            "One of the following params should be provided for this request: payment_intent or charge.",
        )
        .code("parameter_missing")
        .before_it_began()),
    }
}

fn movement(
    call: &Call<'_>,
    refund: &str,
    amount: i64,
    currency: &str,
    kind: &'static str,
) -> Result<Value, Refusal> {
    record(
        call,
        &Movement {
            amount,
            fee: 0,
            currency,
            kind,
            category: kind,
            source: refund,
            description: "REFUND FOR PAYMENT".into(),
            at_once: true,
        },
    )
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut refund = call.load("refund", ask.id, "id")?;
    let before = refund.json.clone();
    ask.args.merge_metadata(&mut refund.json);
    call.changed("refund.updated", &before, &refund)?;
    Ok(refund.json.into())
}

fn cancel(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut refund = call.load("refund", ask.id, "id")?;
    if refund.json.status() != "pending" {
        return Err(Refusal::invalid(format!(
            "You can only cancel a pending refund. This one has a status of `{}`.",
            refund.json.status()
        )));
    }
    undo(call, &mut refund, "canceled")?;
    Ok(refund.json.into())
}

/// The bank has done its part.
pub(crate) fn advance(call: &Call<'_>, mut refund: Record) -> Result<(), Refusal> {
    if refund.json.status() == "pending" {
        let before = refund.json.clone();
        refund.private.put("due", Value::Null);
        refund.json.put("status", "succeeded");
        if let Some(fields) = refund.json.as_object_mut() {
            fields.shift_remove("pending_reason");
        }
        return call.changed("refund.updated", &before, &refund);
    }
    refund
        .json
        .put("failure_reason", "expired_or_canceled_card");
    undo(call, &mut refund, "failed")?;
    call.emit("refund.failed", &refund.json)
}

/// The money comes back to the account, and the charge can be refunded again.
fn undo(call: &Call<'_>, refund: &mut Record, status: &str) -> Result<(), Refusal> {
    let before = refund.json.clone();
    let amount = refund.json.amount("amount");
    let currency = refund.json.must("currency").to_owned();
    let back = movement(call, refund.json.id(), amount, &currency, "refund_failure")?;
    refund.json.put("status", status);
    refund.json.put("failure_balance_transaction", back.id());
    if let Some(fields) = refund.json.as_object_mut() {
        fields.shift_remove("pending_reason");
    }
    refund.private.put("due", Value::Null);
    call.changed("refund.updated", &before, refund)?;
    let mut charge = call.load("charge", refund.json.must("charge"), "charge")?;
    let before = charge.json.clone();
    let left = charge.json.amount("amount_refunded") - amount;
    charge.json.put("amount_refunded", left);
    charge.json.put("refunded", false);
    call.changed("charge.updated", &before, &charge)
}

/// A charge's refunds, newest first, where they are asked for.
pub(in crate::objects) fn of_charge(call: &Call<'_>, charge: &str) -> Result<Value, Refusal> {
    let mut all: Vec<Value> = call
        .children("refund", charge)?
        .into_iter()
        .map(|r| r.json)
        .collect();
    all.reverse();
    Ok(embedded(format!("/v1/charges/{charge}/refunds"), all))
}
