//! Revising a finalized invoice: a draft that is a copy of it, which takes its place when it is
//! finalized. Credit notes and payments are not copied.

use serde_json::{Value, json};

use super::{Made, add_item_line, make, total};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::{invoice_items, payments};
use crate::params::{Args, Kind, Param, required};
use crate::store::rows::Record;

pub(super) const FROM: &[Param] = &[
    required("action", Kind::Choice(&["revision"])),
    required("invoice", Kind::Id),
];

/// What a revision takes over as it is.
const COPIED: &[&str] = &[
    "account_tax_ids",
    "collection_method",
    "custom_fields",
    "default_payment_method",
    "default_tax_rates",
    "description",
    "footer",
    "metadata",
    "shipping_details",
    "statement_descriptor",
];

/// The draft that revises the invoice named in `args`, stored, with its lines.
pub(super) fn draft(call: &Call<'_>, args: &Args) -> Result<Record, Refusal> {
    let id = args.hash("from_invoice").must("invoice");
    let old = call.load("invoice", id, "from_invoice[invoice]")?;
    check(call, &old)?;
    let mut invoice = make(
        call,
        Made {
            customer: old.json.must("customer").to_owned(),
            currency: old.json.text("currency").map(str::to_owned),
            collection_method: old.json.must("collection_method").to_owned(),
            billing_reason: "manual",
            parent: old.json.copy("parent"),
            ..Made::default()
        },
    )?;
    for field in COPIED {
        invoice.json.put(field, old.json.copy(field));
    }
    // The same number of days to pay, counted anew.
    if let Some(due) = old.json.integer("due_date") {
        let days = due - old.json.amount("created");
        invoice.json.put("due_date", call.now + days.max(0));
    }
    invoice
        .private
        .put("shipping", old.private.copy("shipping"));
    invoice.json.put(
        "from_invoice",
        json!({ "action": "revision", "invoice": id }),
    );
    let customer = old.json.must("customer").to_owned();
    let place = Place {
        customer: Some(&customer),
        invoice: Some(invoice.json.id()),
        ..Place::default()
    };
    let cuts = discounts::carried(call, &old.json.texts("discounts"), place)?;
    invoice.json.put("discounts", cuts);
    call.insert(&invoice)?;
    for line in call.children("line_item", id)? {
        let item = invoice_items::of_line(call, &invoice, &line)?;
        add_item_line(call, &invoice, &item)?;
    }
    total(call, &mut invoice)?;
    Ok(invoice)
}

fn check(call: &Call<'_>, old: &Record) -> Result<(), Refusal> {
    let refuse = |why: String| Err(Refusal::state(why).param("from_invoice[invoice]"));
    if old
        .json
        .pointer("/parent/subscription_details")
        .is_some_and(|p| !p.is_null())
    {
        return refuse("Invoices of subscriptions can't be revised.".into());
    }
    if !["open", "uncollectible"].contains(&old.json.status()) {
        return refuse(format!(
            "You can only revise an invoice that is open or uncollectible. This one has a status of `{}`.",
            old.json.status()
        ));
    }
    if let Some(status) = payments::holding(call, old.json.id())? {
        return refuse(format!(
            "This invoice can't be revised: one of its payments is {status}."
        ));
    }
    if let Some(newer) = old.json.text("latest_revision") {
        return refuse(format!(
            "This invoice has been revised already. Revise the latest revision: {newer}."
        ));
    }
    Ok(())
}

/// A revision that is being finalized takes the place of what it revises, unless that has been paid,
/// in part or in full, or replaced by another since the draft was made.
pub(super) fn replace(call: &Call<'_>, invoice: &Value) -> Result<(), Refusal> {
    let mut next = invoice["from_invoice"].text("invoice").map(str::to_owned);
    if let Some(id) = &next {
        check(call, &call.load("invoice", id, "from_invoice")?)?;
    }
    while let Some(id) = next {
        let mut old = call.load("invoice", &id, "from_invoice")?;
        let before = old.json.clone();
        old.json.put("latest_revision", invoice.id());
        call.changed("invoice.updated", &before, &old)?;
        if ["open", "uncollectible"].contains(&old.json.status()) {
            super::steps::void_open(call, &mut old)?;
        }
        next = old.json["from_invoice"].text("invoice").map(str::to_owned);
    }
    Ok(())
}
