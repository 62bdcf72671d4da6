//! How a subscription comes to be: by the API, by an accepted quote, or by a schedule whose day has come.

use serde_json::{Value, json};

use super::months::period_end;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::{invoices, tax_rates};
use crate::store::rows::Record;

/// One recurring line.
#[derive(Debug, Clone)]
pub(in crate::objects) struct Line {
    pub(in crate::objects) price: Value,
    pub(in crate::objects) quantity: i64,
    pub(in crate::objects) discounts: Vec<String>,
    pub(in crate::objects) tax_rates: Vec<String>,
}

/// What a new subscription is to be.
#[derive(Debug)]
pub(in crate::objects) struct Plan {
    pub(in crate::objects) customer: String,
    pub(in crate::objects) collection_method: String,
    pub(in crate::objects) days_until_due: Option<i64>,
    pub(in crate::objects) default_tax_rates: Vec<String>,
    pub(in crate::objects) description: Value,
    pub(in crate::objects) metadata: Value,
    /// Already counted as redeemed.
    pub(in crate::objects) discounts: Vec<String>,
    pub(in crate::objects) lines: Vec<Line>,
    pub(in crate::objects) trial_end: Option<i64>,
    pub(in crate::objects) schedule: Value,
    /// What a quote says for its invoices: `custom_fields`, `description`, `footer`.
    pub(in crate::objects) invoice_settings: Value,
}

/// The subscription that accepting `quote` makes now, and its first invoice, a draft.
pub(in crate::objects) fn of_quote(
    call: &Call<'_>,
    quote: &Record,
    items: &[Record],
) -> Result<(String, String), Refusal> {
    let plan = plan_of_quote(quote, items, call.now);
    let once: Vec<Record> = items.iter().filter(|i| !is_recurring(i)).cloned().collect();
    let (subscription, invoice) = begin(call, &plan, &once)?;
    Ok((
        subscription.json.id().to_owned(),
        invoice.json.id().to_owned(),
    ))
}

fn is_recurring(item: &Record) -> bool {
    item.json["price"].present("recurring").is_some()
}

/// What `quote` asks for, beginning at `start`.
pub(in crate::objects) fn plan_of_quote(quote: &Record, items: &[Record], start: i64) -> Plan {
    let json = &quote.json;
    let data = &json["subscription_data"];
    let line = |item: &Record| Line {
        price: item.json.copy("price"),
        quantity: item.json.amount("quantity"),
        discounts: item.private.texts("discounts"),
        tax_rates: item.private.texts("tax_rates"),
    };
    Plan {
        customer: json.must("customer").to_owned(),
        collection_method: json.must("collection_method").to_owned(),
        days_until_due: json["invoice_settings"].integer("days_until_due"),
        default_tax_rates: json.texts("default_tax_rates"),
        description: data.copy("description"),
        metadata: data
            .present("metadata")
            .cloned()
            .unwrap_or_else(|| json!({})),
        discounts: json.texts("discounts"),
        lines: items.iter().filter(|i| is_recurring(i)).map(line).collect(),
        trial_end: data
            .integer("trial_period_days")
            .map(|days| start + days * 86_400),
        schedule: Value::Null,
        invoice_settings: json.copy("invoice_settings"),
    }
}

/// Makes the subscription and its first invoice, a draft that finalizes itself in an hour. `once` are
/// a quote's one-time lines, which ride on that invoice.
pub(in crate::objects) fn begin(
    call: &Call<'_>,
    plan: &Plan,
    once: &[Record],
) -> Result<(Record, Record), Refusal> {
    let id = call.new_id("sub_1")?;
    let place = Place {
        customer: Some(&plan.customer),
        subscription: Some(&id),
        ..Place::default()
    };
    let discounts = discounts::carried(call, &plan.discounts, place)?;
    let mut items = Vec::with_capacity(plan.lines.len());
    let mut first_period = (call.now, call.now);
    for line in &plan.lines {
        let end = plan
            .trial_end
            .unwrap_or_else(|| period_end(call.now, &line.price["recurring"], call.now));
        first_period = (call.now, end);
        items.push(item(call, &id, plan, line, first_period)?);
    }
    let currency = plan
        .lines
        .first()
        .map(|l| l.price.must("currency").to_owned())
        .unwrap_or_default();
    let mut subscription = Record {
        json: json!({
            "id": id,
            "object": "subscription",
            "application": null,
            "application_fee_percent": null,
            "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null },
            "billing_cycle_anchor": plan.trial_end.unwrap_or(call.now),
            "billing_cycle_anchor_config": null,
            "billing_mode": { "flexible": { "proration_discounts": "included" }, "type": "flexible" },
            "billing_schedules": [],
            "billing_thresholds": null,
            "cancel_at": null,
            "cancel_at_period_end": false,
            "canceled_at": null,
            "cancellation_details": { "comment": null, "feedback": null, "feedback_option": null, "reason": null },
            "collection_method": plan.collection_method,
            "created": call.now,
            "currency": currency,
            "customer": plan.customer,
            "customer_account": null,
            "days_until_due": plan.days_until_due,
            "default_payment_method": null,
            "default_source": null,
            "default_tax_rates": tax_rates::whole(call, &plan.default_tax_rates)?,
            "description": plan.description,
            "discounts": discounts,
            "ended_at": null,
            "invoice_settings": { "account_tax_ids": null, "custom_fields": null, "description": null, "footer": null, "issuer": { "type": "self" } },
            "items": { "object": "list", "data": items, "has_more": false, "url": format!("/v1/subscription_items?subscription={id}") },
            "latest_invoice": null,
            "livemode": false,
            "managed_payments": null,
            "metadata": plan.metadata,
            "next_pending_invoice_item_invoice": null,
            "on_behalf_of": null,
            "pause_collection": null,
            "payment_settings": { "payment_method_options": null, "payment_method_types": null, "save_default_payment_method": "off" },
            "pending_invoice_item_interval": null,
            "pending_setup_intent": null,
            "pending_update": null,
            "schedule": plan.schedule,
            "start_date": call.now,
            "status": if plan.trial_end.is_some() { "trialing" } else { "active" },
            "test_clock": null,
            "transfer_data": null,
            "trial_end": plan.trial_end,
            "trial_settings": { "end_behavior": { "billing_cycle_anchor": null, "missing_payment_method": "create_invoice" } },
            "trial_start": plan.trial_end.map(|_| call.now),
        }),
        private: json!({ "due": first_period.1 }),
    };
    if let Some(settings) = subscription.json.get_mut("invoice_settings") {
        for field in ["custom_fields", "description", "footer"] {
            settings.put(field, plan.invoice_settings.copy(field));
        }
    }
    call.insert(&subscription)?;
    call.emit("customer.subscription.created", &subscription.json)?;
    let invoice = invoice(
        call,
        &mut subscription,
        "subscription_create",
        first_period,
        once,
    )?;
    Ok((subscription, invoice))
}

fn item(
    call: &Call<'_>,
    subscription: &str,
    plan: &Plan,
    line: &Line,
    period: (i64, i64),
) -> Result<Value, Refusal> {
    let id = call.new_token("si_", 14)?;
    let place = Place {
        customer: Some(&plan.customer),
        subscription: Some(subscription),
        subscription_item: Some(&id),
        ..Place::default()
    };
    Ok(json!({
        "id": id,
        "object": "subscription_item",
        "billing_thresholds": null,
        "created": call.now,
        "current_period_end": period.1,
        "current_period_start": period.0,
        "current_trial": null,
        "discounts": discounts::carried(call, &line.discounts, place)?,
        "metadata": {},
        "plan": plan_shape(&line.price),
        "price": line.price,
        "quantity": line.quantity,
        "subscription": subscription,
        "tax_rates": tax_rates::whole(call, &line.tax_rates)?,
    }))
}

/// The old form of a price, which subscription items still carry.
fn plan_shape(price: &Value) -> Value {
    let every = &price["recurring"];
    json!({
        "id": price.id(),
        "object": "plan",
        "active": price.flag("active"),
        "amount": price.copy("unit_amount"),
        "amount_decimal": price.copy("unit_amount_decimal"),
        "billing_scheme": "per_unit",
        "created": price.amount("created"),
        "currency": price.must("currency"),
        "interval": every.must("interval"),
        "interval_count": every.amount("interval_count"),
        "livemode": false,
        "metadata": price.copy("metadata"),
        "meter": null,
        "nickname": price.copy("nickname"),
        "product": price.copy("product"),
        "tiers_mode": null,
        "transform_usage": null,
        "trial_period_days": null,
        "usage_type": "licensed",
    })
}

/// The draft of one period, which finalizes itself in an hour.
pub(super) fn invoice(
    call: &Call<'_>,
    subscription: &mut Record,
    reason: &'static str,
    period: (i64, i64),
    once: &[Record],
) -> Result<Record, Refusal> {
    let json = &subscription.json;
    let parent = json!({
        "quote_details": null,
        "subscription_details": { "metadata": json.copy("metadata"), "subscription": json.id() },
        "type": "subscription_details",
    });
    let mut invoice = invoices::make(
        call,
        invoices::Made {
            customer: json.must("customer").to_owned(),
            currency: json.text("currency").map(str::to_owned),
            collection_method: json.must("collection_method").to_owned(),
            billing_reason: reason,
            parent,
            days_until_due: json.integer("days_until_due"),
            period: Some(if reason == "subscription_create" {
                (call.now, call.now)
            } else {
                period
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
    invoice.json.put("discounts", json.copy("discounts"));
    invoice.json.put("auto_advance", true);
    invoices::advance_later(call, &mut invoice.json, None);
    call.insert(&invoice)?;
    let is_trial = json.status() == "trialing";
    for item in json["items"].items("data") {
        invoices::add_subscription_line(call, &invoice, item, period, is_trial)?;
    }
    for item in once {
        invoices::add_quote_line(call, &invoice, item)?;
    }
    invoices::total(call, &mut invoice)?;
    call.emit("invoice.created", &invoice.json)?;
    let before = subscription.json.clone();
    subscription.json.put("latest_invoice", invoice.json.id());
    call.changed("customer.subscription.updated", &before, subscription)?;
    Ok(invoice)
}
