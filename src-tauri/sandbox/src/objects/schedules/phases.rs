//! A schedule's phases: what is asked for, put in the form in which a schedule shows and keeps it.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::subscriptions::{ONCE, PRORATION, period_end};
use crate::objects::{prices, tax_rates};
use crate::params::shared::{
    COLLECTION, CUSTOM_FIELDS, DISCOUNTS, INTERVAL, INTERVAL_COUNT, METADATA, PRICE_DATA, QUANTITY,
    TAX_RATES,
};
use crate::params::{COUNT, IDS, Kind, Param, TEXT, clearable, optional, required};

const INVOICE_SETTINGS: Kind = Kind::Hash(&[
    clearable("custom_fields", CUSTOM_FIELDS),
    optional("days_until_due", COUNT),
    clearable("description", Kind::Text(1500)),
    clearable("footer", TEXT),
]);
const ANCHOR: Kind = Kind::Choice(&["automatic", "phase_start"]);

pub(super) const DEFAULT_SETTINGS: Kind = Kind::Hash(&[
    optional("billing_cycle_anchor", ANCHOR),
    optional("collection_method", COLLECTION),
    optional("default_payment_method", Kind::Id),
    clearable("description", Kind::Text(500)),
    optional("invoice_settings", INVOICE_SETTINGS),
]);

const ITEM: &[Param] = &[
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("quantity", QUANTITY),
    TAX_RATES,
];

pub(in crate::objects) const PHASE: &[Param] = &[
    optional("add_invoice_items", Kind::List(&Kind::Hash(ONCE))),
    optional("billing_cycle_anchor", ANCHOR),
    optional("collection_method", COLLECTION),
    optional("currency", Kind::Id),
    optional("default_payment_method", Kind::Id),
    clearable("default_tax_rates", IDS),
    clearable("description", Kind::Text(500)),
    clearable("discounts", DISCOUNTS),
    optional(
        "duration",
        Kind::Hash(&[
            required("interval", INTERVAL),
            optional("interval_count", INTERVAL_COUNT),
        ]),
    ),
    optional("end_date", Kind::TimeOr("now")),
    optional("invoice_settings", INVOICE_SETTINGS),
    required("items", Kind::List(&Kind::Hash(ITEM))),
    METADATA,
    optional("proration_behavior", PRORATION),
    optional("start_date", Kind::TimeOr("now")),
    optional("trial", Kind::Boolean),
    optional("trial_end", Kind::TimeOr("now")),
];

/// The phases that follow each other from `start`, each ending where the next begins.
pub(super) fn read(
    call: &Call<'_>,
    schedule: &Value,
    sent: &[Value],
    start: i64,
) -> Result<Vec<Value>, Refusal> {
    if sent.is_empty() {
        return Err(Refusal::missing_param("phases").before_it_began());
    }
    let mut out = Vec::with_capacity(sent.len());
    let mut start = sent
        .first()
        .and_then(|phase| phase.integer("start_date"))
        .unwrap_or(start);
    for (index, phase) in sent.iter().enumerate() {
        let at = format!("phases[{index}]");
        if phase.integer("start_date").is_some_and(|own| own != start) {
            return Err(Refusal::invalid(
                "The `start_date` of a phase must be the `end_date` of the one before it.",
            )
            .param(&format!("{at}[start_date]")));
        }
        let made = one(call, schedule, phase, start, &at)?;
        start = made.amount("end_date");
        out.push(made);
    }
    Ok(out)
}

fn one(
    call: &Call<'_>,
    schedule: &Value,
    sent: &Value,
    start: i64,
    at: &str,
) -> Result<Value, Refusal> {
    let mut items = Vec::new();
    let mut first = Value::Null;
    for (index, item) in sent.items("items").iter().enumerate() {
        let at = format!("{at}[items][{index}]");
        let price = prices::of_line(call, item, &at)?;
        if price.present("recurring").is_none() {
            return Err(Refusal::invalid("The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.").param(&format!("{at}[price]")));
        }
        items.push(self::item(call, item, &price, &at)?);
        if first.is_null() {
            first = price;
        }
    }
    if first.is_null() {
        return Err(Refusal::missing_param(&format!("{at}[items]")).before_it_began());
    }
    let mut once = Vec::new();
    for (index, item) in sent.items("add_invoice_items").iter().enumerate() {
        let at = format!("{at}[add_invoice_items][{index}]");
        let price = prices::of_line(call, item, &at)?;
        once.push(added(call, item, &price, &at)?);
    }
    let end = end(call, sent, &first, start, at)?;
    let trial_end = match (sent.flag("trial"), sent.integer("trial_end")) {
        (true, _) => Some(end),
        (false, Some(trial)) if trial > end => {
            return Err(Refusal::invalid(
                "The `trial_end` of a phase must not be after its `end_date`.",
            )
            .param(&format!("{at}[trial_end]")));
        }
        (false, trial) => trial,
    };
    let settings = &sent["invoice_settings"];
    let defaults = &schedule["default_settings"];
    let days = settings
        .integer("days_until_due")
        .or(defaults["invoice_settings"].integer("days_until_due"));
    if sent
        .text("collection_method")
        .or(defaults.text("collection_method"))
        == Some("send_invoice")
        && days.is_none()
    {
        return Err(Refusal::invalid("If `collection_method=send_invoice`, you must also provide `invoice_settings[days_until_due]`.").param(&format!("{at}[invoice_settings][days_until_due]")));
    }
    let rates = tax_rates::checked(
        call,
        &sent.texts("default_tax_rates"),
        &format!("{at}[default_tax_rates]"),
    )?;
    Ok(json!({
        "add_invoice_items": once,
        "application_fee_percent": null,
        "billing_cycle_anchor": sent.copy("billing_cycle_anchor"),
        "billing_thresholds": null,
        "collection_method": sent.copy("collection_method"),
        "currency": first.must("currency"),
        "default_payment_method": sent.copy("default_payment_method"),
        "default_tax_rates": tax_rates::whole(call, &rates)?,
        "description": sent.copy("description"),
        "discounts": discounts(sent),
        "end_date": end,
        "invoice_settings": sent.present("invoice_settings").map(|s| json!({
            "account_tax_ids": null,
            "custom_fields": s.copy("custom_fields"),
            "days_until_due": s.copy("days_until_due"),
            "description": s.copy("description"),
            "footer": s.copy("footer"),
            "issuer": null,
        })),
        "items": items,
        "metadata": sent.present("metadata").cloned().unwrap_or_else(|| json!({})),
        "on_behalf_of": null,
        "proration_behavior": sent.text("proration_behavior").unwrap_or("create_prorations"),
        "start_date": start,
        "transfer_data": null,
        "trial_end": trial_end,
    }))
}

fn end(call: &Call<'_>, sent: &Value, price: &Value, start: i64, at: &str) -> Result<i64, Refusal> {
    let end = match (
        sent.text("end_date"),
        sent.integer("end_date"),
        sent.present("duration"),
    ) {
        (None, Some(_), Some(_)) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: duration, end_date.",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        (Some(_), ..) => call.now,
        (None, Some(end), None) => end,
        (None, None, Some(duration)) => period_end(start, duration, start),
        // Once through where nothing is said.
        (None, None, None) => period_end(start, &price["recurring"], start),
    };
    if end <= start {
        return Err(
            Refusal::invalid("The `end_date` of a phase must be after its `start_date`.")
                .param(&format!("{at}[end_date]")),
        );
    }
    Ok(end)
}

fn item(call: &Call<'_>, sent: &Value, price: &Value, at: &str) -> Result<Value, Refusal> {
    let rates = tax_rates::checked(call, &sent.texts("tax_rates"), &format!("{at}[tax_rates]"))?;
    Ok(json!({
        "billing_thresholds": null,
        "discounts": discounts(sent),
        "metadata": sent.present("metadata").cloned().unwrap_or_else(|| json!({})),
        "plan": price.id(),
        "price": price.id(),
        "quantity": sent.integer("quantity").unwrap_or(1),
        "tax_rates": tax_rates::whole(call, &rates)?,
    }))
}

fn added(call: &Call<'_>, sent: &Value, price: &Value, at: &str) -> Result<Value, Refusal> {
    let rates = tax_rates::checked(call, &sent.texts("tax_rates"), &format!("{at}[tax_rates]"))?;
    Ok(json!({
        "discountable": true,
        "discounts": discounts(sent),
        "metadata": sent.present("metadata").cloned().unwrap_or_else(|| json!({})),
        "period": { "end": { "type": "min_item_period_end" }, "start": { "type": "phase_start" } },
        "price": price.id(),
        "quantity": sent.integer("quantity").unwrap_or(1),
        "tax_rates": tax_rates::whole(call, &rates)?,
    }))
}

/// A phase keeps what its discounts are to be made of; they begin when it does.
fn discounts(sent: &Value) -> Vec<Value> {
    let shown = |entry: &Value| {
        json!({
            "coupon": entry.copy("coupon"),
            "discount": entry.copy("discount"),
            "promotion_code": entry.copy("promotion_code"),
        })
    };
    sent.items("discounts").iter().map(shown).collect()
}

/// A running subscription's current period as a phase.
pub(super) fn of_subscription(subscription: &Value) -> Value {
    let discounts = |of: &Value| -> Vec<Value> {
        of.texts("discounts")
            .iter()
            .map(|id| json!({ "coupon": null, "discount": id, "promotion_code": null }))
            .collect()
    };
    let all = subscription["items"].items("data");
    let items: Vec<Value> = all
        .iter()
        .map(|item| {
            json!({
                "billing_thresholds": null,
                "discounts": discounts(item),
                "metadata": item.copy("metadata"),
                "plan": item["price"].id(),
                "price": item["price"].id(),
                "quantity": item.amount("quantity"),
                "tax_rates": item.copy("tax_rates"),
            })
        })
        .collect();
    let first = all.first().cloned().unwrap_or_default();
    json!({
        "add_invoice_items": [],
        "application_fee_percent": null,
        "billing_cycle_anchor": null,
        "billing_thresholds": null,
        "collection_method": subscription.copy("collection_method"),
        "currency": subscription.must("currency"),
        "default_payment_method": subscription.copy("default_payment_method"),
        "default_tax_rates": subscription.copy("default_tax_rates"),
        "description": subscription.copy("description"),
        "discounts": discounts(subscription),
        "end_date": first.amount("current_period_end"),
        "invoice_settings": null,
        "items": items,
        "metadata": {},
        "on_behalf_of": null,
        "proration_behavior": "create_prorations",
        "start_date": first.amount("current_period_start"),
        "transfer_data": null,
        "trial_end": if subscription.status() == "trialing" { subscription.copy("trial_end") } else { Value::Null },
    })
}
