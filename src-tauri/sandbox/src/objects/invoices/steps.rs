//! An invoice's steps: finalize, send, void, mark uncollectible, delete, and what time does to a draft.
//! Paying stands beside this in [`super::collect`].

use serde_json::Value;

use super::{build, collect, retries, revise, transition};
use crate::call::Call;
use crate::errors::Refusal;
use crate::http::answer::ORIGIN;
use crate::json::Fields;
use crate::money;
use crate::objects::customers::{self, ledger};
use crate::objects::{discounts, payments, subscriptions};
use crate::operation::{Ask, Reply};
use crate::store::rows::{self, Record};

/// Drafts that advance by themselves do so after an hour.
const DRAFT_SECONDS: i64 = 3600;

/// Sets or takes away the moment at which a draft finalizes itself.
pub(in crate::objects) fn advance_later(call: &Call<'_>, invoice: &mut Value, at: Option<i64>) {
    if invoice.status() != "draft" {
        return;
    }
    let at = if invoice.flag("auto_advance") || at.is_some() {
        Value::from(at.unwrap_or(call.now + DRAFT_SECONDS))
    } else {
        Value::Null
    };
    invoice.put("automatically_finalizes_at", at);
}

/// The draft's hour is over, or an open invoice is to be tried again or spoken of.
pub(crate) fn advance(call: &Call<'_>, mut invoice: Record) -> Result<(), Refusal> {
    if invoice.json.status() != "draft" {
        return retries::advance(call, invoice);
    }
    let resting = subscriptions::collection_rests(call, &invoice.json)?;
    if !finalizes(call, &mut invoice)? || invoice.json.status() != "open" {
        return Ok(());
    }
    match resting.as_deref() {
        Some("void") => return void_open(call, &mut invoice),
        Some("mark_uncollectible") => return give_up(call, &mut invoice),
        _ => {}
    }
    if invoice.json.flag("auto_advance") {
        match invoice.json.must("collection_method") {
            "send_invoice" => call.emit("invoice.sent", &invoice.json)?,
            _ => {
                collect::attempt(call, &mut invoice, true)?;
            }
        }
    }
    Ok(())
}

/// Finalizes a draft whose time has come. One that cannot be stays a draft and says why: nobody is there
/// to be refused, and whatever else is due must go on.
fn finalizes(call: &Call<'_>, invoice: &mut Record) -> Result<bool, Refusal> {
    call.db.execute_batch("SAVEPOINT finalizing")?;
    let mut done = invoice.clone();
    let refusal = match finalize_now(call, &mut done) {
        Ok(()) => {
            call.db.execute_batch("RELEASE finalizing")?;
            *invoice = done;
            return Ok(true);
        }
        Err(refusal) if refusal.status < 500 => refusal,
        Err(broken) => return Err(broken),
    };
    call.db
        .execute_batch("ROLLBACK TO finalizing; RELEASE finalizing")?;
    let before = invoice.json.clone();
    invoice.json.put("automatically_finalizes_at", Value::Null);
    invoice
        .json
        .put("last_finalization_error", refusal.as_json());
    call.changed("invoice.updated", &before, invoice)?;
    call.emit("invoice.finalization_failed", &invoice.json)?;
    Ok(false)
}

pub(super) fn finalize(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut invoice = call.load("invoice", ask.id, "id")?;
    if invoice.json.status() != "draft" {
        return Err(Refusal::state(format!(
            "This invoice is already finalized: it has a status of `{}`.",
            invoice.json.status()
        ))
        .with("code", "invoice_not_editable"));
    }
    if let Some(advances) = ask.args.flag("auto_advance") {
        invoice.json.put("auto_advance", advances);
    }
    plan_charge(call, &mut invoice.json)?;
    finalize_now(call, &mut invoice)?;
    Ok(invoice.json.into())
}

/// The answer to finalizing is an open invoice. One that goes on by itself and has a card to charge is tried
/// once its hour is over.
fn plan_charge(call: &Call<'_>, invoice: &mut Value) -> Result<(), Refusal> {
    let charges =
        invoice.flag("auto_advance") && invoice.must("collection_method") == "charge_automatically";
    if charges && subscriptions::collection_rests(call, invoice)?.is_none() {
        invoice.put("next_payment_attempt", call.now + DRAFT_SECONDS);
    }
    Ok(())
}

/// Gives a draft its number, its papers and its payment.
pub(in crate::objects) fn finalize_now(
    call: &Call<'_>,
    invoice: &mut Record,
) -> Result<(), Refusal> {
    let before = invoice.json.clone();
    // What it revises gives its part of the customer's balance back first.
    revise::replace(call, &invoice.json)?;
    let customer_id = invoice.json.must("customer").to_owned();
    let customer = call.load("customer", &customer_id, "customer")?.json;
    build::snapshot(call, &mut invoice.json, &customer)?;
    if invoice.json.text("number").is_none() {
        invoice.json.put(
            "number",
            customers::next_invoice_number(call, &customer_id)?,
        );
    }
    apply_balance(call, &mut invoice.json, &customer)?;
    discounts::redeem(call, &invoice.json.texts("discounts"))?;
    for line in call.children("line_item", invoice.json.id())? {
        discounts::redeem(call, &line.json.texts("discounts"))?;
    }
    let secret = call.new_token("test_", 32)?;
    let link = format!("{ORIGIN}/invoice/{}/{secret}", invoice.json.id());
    invoice.private.put("secret", secret);
    invoice.json.put("invoice_pdf", format!("{link}/pdf"));
    invoice.json.put("hosted_invoice_url", link);
    invoice.json.put("status", "open");
    invoice.json.put("last_finalization_error", Value::Null);
    invoice.json.put("automatically_finalizes_at", Value::Null);
    if invoice.json.integer("effective_at").is_none() {
        invoice.json.put("effective_at", call.now);
    }
    transition(&mut invoice.json, "finalized_at", call.now);
    retries::plan_reminders(call, invoice);
    if invoice.json.amount("amount_due") > 0 {
        payments::open_for(call, invoice)?;
    }
    call.changed("invoice.updated", &before, invoice)?;
    call.emit("invoice.finalized", &invoice.json)?;
    if invoice.json.amount("amount_due") == 0 {
        collect::settle(call, invoice)?;
    }
    Ok(())
}

/// What the customer owes or is owed goes into the invoice; too small a sum goes the other way.
fn apply_balance(call: &Call<'_>, invoice: &mut Value, customer: &Value) -> Result<(), Refusal> {
    let same_currency = customer.text("currency") == invoice.text("currency");
    let start = if same_currency {
        customer.amount("balance")
    } else {
        0
    };
    let owed = invoice.amount("total") + start;
    let is_too_small = same_currency && owed > 0 && owed < money::minimum(invoice.must("currency"));
    let due = if is_too_small { 0 } else { owed.max(0) };
    let entry = ledger::Entry {
        invoice: Some(invoice.id()),
        ..ledger::Entry::default()
    };
    let applied = owed.min(0) - start;
    if same_currency && applied != 0 {
        let (amount, kind) = (applied, "applied_to_invoice");
        ledger::enter(
            call,
            customer.id(),
            ledger::Entry {
                amount,
                kind,
                ..entry
            },
        )?;
    }
    if is_too_small {
        let (amount, kind) = (owed, "invoice_too_small");
        ledger::enter(
            call,
            customer.id(),
            ledger::Entry {
                amount,
                kind,
                ..entry
            },
        )?;
    }
    let end = if is_too_small { owed } else { owed.min(0) };
    invoice.put("starting_balance", start);
    invoice.put("ending_balance", end);
    invoice.put("amount_due", due);
    invoice.put("amount_remaining", due);
    Ok(())
}

/// What an invoice took from the customer's balance goes back when it is voided.
fn give_back_balance(call: &Call<'_>, invoice: &Value) -> Result<(), Refusal> {
    let moved = invoice.amount("ending_balance") - invoice.amount("starting_balance");
    if moved == 0 {
        return Ok(());
    }
    let entry = ledger::Entry {
        amount: -moved,
        kind: "unapplied_from_invoice",
        invoice: Some(invoice.id()),
        credit_note: None,
    };
    ledger::enter(call, invoice.must("customer"), entry)?;
    Ok(())
}

/// Sending a draft finalizes it first. No mail leaves the practice account.
pub(super) fn send(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut invoice = call.load("invoice", ask.id, "id")?;
    if invoice.json.must("collection_method") != "send_invoice" {
        return Err(Refusal::invalid(
            "You can only manually send an invoice if its collection method is 'send_invoice'.",
        ));
    }
    match invoice.json.status() {
        "draft" => finalize_now(call, &mut invoice)?,
        "open" | "paid" => {}
        status => {
            return Err(Refusal::state(format!(
                "This invoice cannot be sent: it has a status of `{status}`."
            )));
        }
    }
    call.emit("invoice.sent", &invoice.json)?;
    Ok(invoice.json.into())
}

pub(super) fn void(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut invoice = call.load("invoice", ask.id, "id")?;
    if !["open", "uncollectible"].contains(&invoice.json.status()) {
        return Err(Refusal::state(format!(
            "You can only void an invoice that is open or uncollectible. This one has a status of `{}`.",
            invoice.json.status()
        )));
    }
    if let Some(status) = payments::holding(call, ask.id)? {
        return Err(Refusal::state(format!(
            "This invoice can't be voided: one of its payments is {status}."
        )));
    }
    void_open(call, &mut invoice)?;
    Ok(invoice.json.into())
}

pub(in crate::objects) fn void_open(call: &Call<'_>, invoice: &mut Record) -> Result<(), Refusal> {
    let before = invoice.json.clone();
    invoice.json.put("status", "void");
    invoice.json.put("next_payment_attempt", Value::Null);
    transition(&mut invoice.json, "voided_at", call.now);
    payments::close_for(call, invoice, "void_invoice")?;
    give_back_balance(call, &invoice.json)?;
    call.changed("invoice.updated", &before, invoice)?;
    call.emit("invoice.voided", &invoice.json)
}

pub(super) fn mark_uncollectible(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut invoice = call.load("invoice", ask.id, "id")?;
    if invoice.json.status() != "open" {
        return Err(Refusal::state(format!(
            "You can only mark an open invoice as uncollectible. This one has a status of `{}`.",
            invoice.json.status()
        )));
    }
    if payments::holding(call, ask.id)? == Some("open") {
        return Err(Refusal::state(
            "This invoice can't be marked uncollectible: one of its payments is open.",
        ));
    }
    give_up(call, &mut invoice)?;
    Ok(invoice.json.into())
}

fn give_up(call: &Call<'_>, invoice: &mut Record) -> Result<(), Refusal> {
    let before = invoice.json.clone();
    invoice.json.put("status", "uncollectible");
    invoice.json.put("next_payment_attempt", Value::Null);
    transition(&mut invoice.json, "marked_uncollectible_at", call.now);
    call.changed("invoice.updated", &before, invoice)?;
    call.emit("invoice.marked_uncollectible", &invoice.json)
}

pub(super) fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let invoice = call.load("invoice", ask.id, "id")?;
    if invoice.json.status() != "draft" {
        return Err(Refusal::invalid(
            "You can only delete draft invoices. Void this invoice instead.",
        )
        .code("invoice_not_editable"));
    }
    if invoice
        .json
        .pointer("/parent/subscription_details/subscription")
        .is_some()
    {
        return Err(Refusal::invalid(
            "You can't delete invoices created by subscriptions. Void this invoice instead.",
        )
        .code("invoice_not_editable"));
    }
    for line in call.children("line_item", ask.id)? {
        rows::remove(call.db, "line_item", line.json.id())?;
    }
    for item in call.children("invoiceitem", ask.id)? {
        rows::bury(call.db, "invoiceitem", item.json.id())?;
        call.emit("invoiceitem.deleted", &item.json)?;
    }
    let tombstone = rows::bury(call.db, "invoice", ask.id)?;
    call.emit("invoice.deleted", &invoice.json)?;
    Ok(tombstone.into())
}
