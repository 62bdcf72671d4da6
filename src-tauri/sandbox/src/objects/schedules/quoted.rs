//! The schedule that accepting a quote makes when its subscription is to begin later: one phase of one period,
//! after its trial if there is one, and then the subscription goes on by itself.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::subscriptions::{self, Line, period_end};
use crate::objects::tax_rates;
use crate::store::rows::Record;

/// The schedule of `quote` that begins at `start`; its id.
pub(in crate::objects) fn of_quote(
    call: &Call<'_>,
    quote: &Record,
    items: &[Record],
    start: i64,
) -> Result<String, Refusal> {
    let plan = subscriptions::plan_of_quote(quote, items, start);
    let first = plan.trial_end.unwrap_or(start);
    let end = plan
        .lines
        .first()
        .map_or(start, |l| period_end(first, &l.price["recurring"], first));
    let mut phase_items = Vec::new();
    for line in &plan.lines {
        phase_items.push(json!({
            "billing_thresholds": null,
            "discounts": discounts(&line.discounts),
            "metadata": {},
            "plan": line.price.id(),
            "price": line.price.id(),
            "quantity": line.quantity,
            "tax_rates": tax_rates::whole(call, &line.tax_rates)?,
        }));
    }
    let mut once = Vec::new();
    for line in &plan.once {
        once.push(added(call, line)?);
    }
    let settings = &plan.invoice_settings;
    let phase = json!({
        "add_invoice_items": once,
        "application_fee_percent": null,
        "billing_cycle_anchor": null,
        "billing_thresholds": null,
        "collection_method": plan.collection_method,
        "currency": quote.json.must("currency"),
        "default_payment_method": null,
        "default_tax_rates": tax_rates::whole(call, &plan.default_tax_rates)?,
        "description": plan.description,
        "discounts": discounts(&plan.discounts),
        "end_date": end,
        "invoice_settings": {
            "account_tax_ids": null,
            "custom_fields": settings.copy("custom_fields"),
            "days_until_due": plan.days_until_due,
            "description": settings.copy("description"),
            "footer": settings.copy("footer"),
            "issuer": null,
        },
        "items": phase_items,
        "metadata": plan.metadata,
        "on_behalf_of": null,
        "proration_behavior": "none",
        "start_date": start,
        "transfer_data": null,
        "trial_end": plan.trial_end,
    });
    let mut schedule = super::blank(call, &plan.customer)?;
    let defaults = &mut schedule.json["default_settings"];
    defaults.put("collection_method", plan.collection_method);
    defaults["invoice_settings"].put("days_until_due", plan.days_until_due);
    schedule.json.put("phases", json!([phase]));
    schedule.private.put("due", start);
    call.insert(&schedule)?;
    call.emit("subscription_schedule.created", &schedule.json)?;
    Ok(schedule.json.id().to_owned())
}

fn added(call: &Call<'_>, line: &Line) -> Result<Value, Refusal> {
    Ok(json!({
        "discountable": true,
        "discounts": discounts(&line.discounts),
        "metadata": {},
        "period": { "end": { "type": "min_item_period_end" }, "start": { "type": "phase_start" } },
        "price": line.price.id(),
        "quantity": line.quantity,
        "tax_rates": tax_rates::whole(call, &line.tax_rates)?,
    }))
}

fn discounts(ids: &[String]) -> Vec<Value> {
    ids.iter()
        .map(|id| json!({ "coupon": null, "discount": id, "promotion_code": null }))
        .collect()
}
