//! Where a credit note's money goes: first off what the invoice still asks for; what is more than that
//! was paid already and goes back as refunds, to the customer's balance, or outside of Stripe.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::format;
use crate::objects::customers::ledger;
use crate::objects::payments::{self, refunds};
use crate::params::Args;
use crate::store::rows::Record;

/// Splits the note's total, moves what was paid already, and says so on the note.
pub(super) fn settle(
    call: &Call<'_>,
    invoice: &Value,
    note: &mut Value,
    args: &Args,
) -> Result<(), Refusal> {
    let total = note.amount("total");
    let before = total.min(invoice.amount("amount_remaining"));
    let after = total - before;
    let balance = args.integer("credit_amount").unwrap_or(0);
    let outside = args.integer("out_of_band_amount").unwrap_or(0);
    let mut named = args.items("refunds").to_vec();
    named.extend(args.text("refund").map(|id| json!({ "refund": id })));
    let linked = linked(call, invoice, &named)?;
    let by_link: i64 = linked.iter().map(|r| r.amount("amount_refunded")).sum();
    let refund = args.integer("refund_amount").unwrap_or(0);
    if balance + outside + by_link + refund != after {
        let shown = |amount| format::money(amount, invoice.must("currency"));
        return Err(Refusal::invalid(format!(
            "The sum of credit amount, refund amount and out of band amount ({}) must equal the credit note's post-payment amount ({}).",
            shown(balance + outside + by_link + refund),
            shown(after)
        )));
    }
    let mut refunds = linked;
    if refund > 0 {
        refunds.extend(made(call, invoice, refund)?);
    }
    if balance > 0 {
        let entry = ledger::Entry {
            amount: -balance,
            kind: "credit_note",
            invoice: Some(invoice.id()),
            credit_note: Some(note.id()),
        };
        let id = ledger::enter(call, invoice.must("customer"), entry)?;
        note.put("customer_balance_transaction", id);
    }
    if outside > 0 {
        note.put("out_of_band_amount", outside);
    }
    note.put("refunds", refunds);
    note.put("pre_payment_amount", before);
    note.put("post_payment_amount", after);
    let kind = match (before, after) {
        (_, 0) => "pre_payment",
        (0, _) => "post_payment",
        _ => "mixed",
    };
    note.put("type", kind);
    Ok(())
}

fn entry(refund: &str, amount: i64) -> Value {
    json!({ "amount_refunded": amount, "payment_record_refund": null, "refund": refund, "type": "refund" })
}

/// The charges that have paid the invoice, the newest first.
fn charges(call: &Call<'_>, invoice: &Value) -> Result<Vec<Record>, Refusal> {
    let mut out = Vec::new();
    for payment in call.children("invoice_payment", invoice.id())? {
        let intent = payment.json["payment"].text("payment_intent");
        if payment.json.status() == "paid"
            && let Some(intent) = intent
        {
            let intent = call.load("payment_intent", intent, "payment_intent")?.json;
            if let Some(charge) = intent.text("latest_charge") {
                out.push(call.load("charge", charge, "charge")?);
            }
        }
    }
    out.reverse();
    Ok(out)
}

/// New refunds of `amount` in all.
fn made(call: &Call<'_>, invoice: &Value, amount: i64) -> Result<Vec<Value>, Refusal> {
    let mut left = amount;
    let mut out = Vec::new();
    for charge in charges(call, invoice)? {
        let free = charge.json.amount("amount") - charge.json.amount("amount_refunded");
        let part = left.min(free);
        if part > 0 {
            let refund = refunds::make(call, charge, Some(part), &Args::new(json!({})))?;
            out.push(entry(refund.json.id(), part));
            left -= part;
        }
    }
    if left == 0 {
        return Ok(out);
    }
    Err(Refusal::invalid(format!(
        "The refund amount ({}) is greater than what was paid for this invoice by card and has not been refunded ({}).",
        format::money(amount, invoice.must("currency")),
        format::money(amount - left, invoice.must("currency"))
    ))
    .param("refund_amount"))
}

/// Refunds that exist already and that the note now accounts for.
fn linked(call: &Call<'_>, invoice: &Value, sent: &[Value]) -> Result<Vec<Value>, Refusal> {
    let ours: Vec<String> = charges(call, invoice)?
        .iter()
        .map(|c| c.json.id().to_owned())
        .collect();
    let mut out: Vec<Value> = Vec::new();
    for (index, link) in sent.iter().enumerate() {
        let param = format!("refunds[{index}][refund]");
        if let Some(record) = link["payment_record_refund"].text("payment_record") {
            // Nothing of a payment record is refunded here, so there is no such refund.
            let param = format!("refunds[{index}][payment_record_refund][payment_record]");
            return Err(Refusal::missing("payment_record", record, &param));
        }
        let id = link
            .text("refund")
            .ok_or_else(|| Refusal::missing_param(&param).before_it_began())?;
        let refund = call.load("refund", id, &param)?.json;
        if !ours.iter().any(|c| refund.text("charge") == Some(c)) {
            return Err(Refusal::invalid(
                "The refund does not belong to a payment of this invoice.",
            )
            .param(&param));
        }
        let taken = taken(call, invoice, id)?
            + out
                .iter()
                .filter(|o| o.text("refund") == Some(id))
                .map(|o| o.amount("amount_refunded"))
                .sum::<i64>();
        let free = refund.amount("amount") - taken;
        let amount = link.integer("amount_refunded").unwrap_or(free);
        if amount < 1 || amount > free {
            return Err(Refusal::invalid(format!(
                "The amount refunded must be positive and no more than what of the refund no other credit note has ({}).",
                format::money(free, invoice.must("currency"))
            ))
            .param(&format!("refunds[{index}][amount_refunded]")));
        }
        out.push(entry(id, amount));
    }
    Ok(out)
}

/// What of a refund the invoice's other notes account for.
fn taken(call: &Call<'_>, invoice: &Value, refund: &str) -> Result<i64, Refusal> {
    let notes = call.children("credit_note", invoice.id())?;
    Ok(notes
        .iter()
        .filter(|n| n.json.status() == "issued")
        .flat_map(|n| n.json.items("refunds"))
        .filter(|r| r.text("refund") == Some(refund))
        .map(|r| r.amount("amount_refunded"))
        .sum())
}

/// Brings the invoice's own amounts in line with a note of `sign` (+1 issued, -1 voided).
pub(super) fn apply(
    call: &Call<'_>,
    invoice: &mut Record,
    note: &Value,
    sign: i64,
) -> Result<(), Refusal> {
    let (before, after) = (
        sign * note.amount("pre_payment_amount"),
        sign * note.amount("post_payment_amount"),
    );
    let mut add = |field: &str, amount: i64| {
        let sum = invoice.json.amount(field) + amount;
        invoice.json.put(field, sum);
    };
    add("amount_due", -before);
    add("amount_remaining", -before);
    add("pre_payment_credit_notes_amount", before);
    add("post_payment_credit_notes_amount", after);
    payments::follow(call, &invoice.json)
}
