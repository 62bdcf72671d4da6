//! A subscription's invoices: the draft of a period, and the one that only collects what waits for it. Both take
//! up the invoice items that wait. Getting them paid is [`super::collect`]'s.

use serde_json::{Value, json};

use super::agenda;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::{discounts, invoice_items, invoices};
use crate::store::rows::{self, Record};

/// What an invoice is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bill {
    pub(super) reason: &'static str,
    pub(super) period: (i64, i64),
    /// How much of a whole period is billed, as seconds of seconds, where it is not all of it.
    pub(super) share: Option<(i64, i64)>,
}

/// The draft of one period, which finalizes itself in an hour unless collection rests.
pub(super) fn period(
    call: &Call<'_>,
    subscription: &mut Record,
    bill: &Bill,
) -> Result<Record, Refusal> {
    let mut invoice = blank(call, subscription, bill)?;
    let is_trial = subscription.json.status() == "trialing";
    for item in subscription.json["items"].items("data") {
        invoices::add_subscription_line(call, &invoice, item, bill.period, is_trial, bill.share)?;
    }
    take_waiting(call, subscription.json.id(), &invoice, true)?;
    invoices::total(call, &mut invoice)?;
    remember(call, subscription, &invoice, bill.period, is_trial)?;
    announce(call, subscription, &invoice)?;
    Ok(invoice)
}

/// The draft that bills only what waits for this subscription; `None` where nothing does.
pub(super) fn waiting(
    call: &Call<'_>,
    subscription: &mut Record,
) -> Result<Option<Record>, Refusal> {
    if waiting_items(
        call,
        subscription.json.id(),
        subscription.json.must("customer"),
        false,
    )?
    .is_empty()
    {
        return Ok(None);
    }
    let bill = Bill {
        reason: "subscription_update",
        period: (call.now, call.now),
        share: None,
    };
    let mut invoice = blank(call, subscription, &bill)?;
    take_waiting(call, subscription.json.id(), &invoice, false)?;
    invoices::total(call, &mut invoice)?;
    announce(call, subscription, &invoice)?;
    Ok(Some(invoice))
}

fn blank(call: &Call<'_>, subscription: &Record, bill: &Bill) -> Result<Record, Refusal> {
    let json = &subscription.json;
    let parent = json!({
        "quote_details": null,
        "subscription_details": { "metadata": json.copy("metadata"), "subscription": json.id() },
        "type": "subscription_details",
    });
    let is_first = bill.reason == "subscription_create";
    let mut invoice = invoices::make(
        call,
        invoices::Made {
            customer: json.must("customer").to_owned(),
            currency: json.text("currency").map(str::to_owned),
            collection_method: json.must("collection_method").to_owned(),
            billing_reason: bill.reason,
            parent,
            days_until_due: json.integer("days_until_due"),
            period: Some(if is_first {
                (call.now, call.now)
            } else {
                bill.period
            }),
        },
    )?;
    for field in ["custom_fields", "description", "footer"] {
        if let Some(value) = json["invoice_settings"].present(field) {
            invoice.json.put(field, value.clone());
        }
    }
    invoice
        .json
        .put("default_tax_rates", json.copy("default_tax_rates"));
    invoice.json.put(
        "discounts",
        unused(call, subscription, &json.texts("discounts"))?,
    );
    let rests = json["pause_collection"].must("behavior") == "keep_as_draft";
    invoice
        .json
        .put("auto_advance", !rests && json.status() != "unpaid");
    invoices::advance_later(call, &mut invoice.json, None);
    call.insert(&invoice)?;
    Ok(invoice)
}

fn announce(call: &Call<'_>, subscription: &mut Record, invoice: &Record) -> Result<(), Refusal> {
    call.emit("invoice.created", &invoice.json)?;
    let before = subscription.json.clone();
    subscription.json.put("latest_invoice", invoice.json.id());
    agenda::keep(call, &before, subscription)
}

/// The discounts that a coupon for one invoice has not been used up for.
pub(super) fn unused(
    call: &Call<'_>,
    subscription: &Record,
    ids: &[String],
) -> Result<Vec<String>, Refusal> {
    let used = subscription.private.texts("used_discounts");
    let lasting = discounts::lasting(call, ids, call.now)?;
    Ok(ids
        .iter()
        .filter(|id| lasting.contains(id) || !used.contains(id))
        .cloned()
        .collect())
}

/// Invoice items of the customer that wait for this subscription's next invoice; `all` takes also those
/// that wait for no subscription.
fn waiting_items(
    call: &Call<'_>,
    subscription: &str,
    customer: &str,
    all: bool,
) -> Result<Vec<Record>, Refusal> {
    let waiting = rows::of_customer(call.db, "invoiceitem", customer)?;
    Ok(waiting
        .into_iter()
        .filter(|item| item.json.text("invoice").is_none())
        .filter(|item| match invoice_items::subscription_of(&item.json) {
            Some(own) => own == subscription,
            None => all,
        })
        .collect())
}

fn take_waiting(
    call: &Call<'_>,
    subscription: &str,
    invoice: &Record,
    all: bool,
) -> Result<(), Refusal> {
    let customer = invoice.json.must("customer");
    for mut item in waiting_items(call, subscription, customer, all)? {
        if item.json.text("currency") != invoice.json.text("currency") {
            continue;
        }
        item.json.put("invoice", invoice.json.id());
        call.update(&item)?;
        invoices::add_item_line(call, invoice, &item)?;
    }
    Ok(())
}

/// Takes away what waits for the subscription and will not be billed.
pub(super) fn drop_waiting(call: &Call<'_>, subscription: &Value) -> Result<(), Refusal> {
    for item in waiting_items(
        call,
        subscription.id(),
        subscription.must("customer"),
        false,
    )? {
        rows::bury(call.db, "invoiceitem", item.json.id())?;
        call.emit("invoiceitem.deleted", &item.json)?;
    }
    Ok(())
}

/// Keeps what each item was billed for the period, less its discounts: that is what a change gives back.
fn remember(
    call: &Call<'_>,
    subscription: &mut Record,
    invoice: &Record,
    period: (i64, i64),
    is_trial: bool,
) -> Result<(), Refusal> {
    let mut billed = json!({});
    for line in call.children("line_item", invoice.json.id())? {
        let of = line
            .json
            .pointer("/parent/subscription_item_details/subscription_item");
        let (Some(item), false) = (of.and_then(Value::as_str), is_trial) else {
            continue;
        };
        let cuts = line.json.items("discount_amounts");
        let off: i64 = cuts.iter().map(|cut| cut.amount("amount")).sum();
        billed.put(
            item,
            json!({
                "amount": line.json.amount("amount") - off,
                "discounts": cuts,
                "end": period.1,
                "invoice": invoice.json.id(),
                "line": line.json.id(),
                "start": period.0,
            }),
        );
    }
    let mut used = subscription.json.texts("discounts");
    for item in subscription.json["items"].items("data") {
        used.extend(item.texts("discounts"));
    }
    subscription.private.put("billed", billed);
    subscription.private.put("used_discounts", used);
    Ok(())
}
