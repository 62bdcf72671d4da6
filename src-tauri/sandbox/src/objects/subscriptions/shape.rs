//! How a subscription and its items look when they are new.

use serde_json::{Value, json};

use super::make::{Line, Plan};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::tax_rates;

/// A new subscription without items, its latest invoice yet to come.
pub(super) fn subscription(
    call: &Call<'_>,
    id: &str,
    plan: &Plan,
    discounts: &[String],
) -> Result<Value, Refusal> {
    let currency = plan
        .lines
        .first()
        .map(|l| l.price.must("currency").to_owned())
        .unwrap_or_default();
    let settings = &plan.invoice_settings;
    Ok(json!({
        "id": id,
        "object": "subscription",
        "application": null,
        "application_fee_percent": null,
        "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null },
        "billing_cycle_anchor": plan.trial_end.or(plan.anchor).unwrap_or(call.now),
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
        "default_payment_method": plan.default_payment_method,
        "default_source": null,
        "default_tax_rates": tax_rates::whole(call, &plan.default_tax_rates)?,
        "description": plan.description,
        "discounts": discounts,
        "ended_at": null,
        "invoice_settings": {
            "account_tax_ids": null,
            "custom_fields": settings.copy("custom_fields"),
            "description": settings.copy("description"),
            "footer": settings.copy("footer"),
            "issuer": { "type": "self" },
        },
        "items": { "object": "list", "data": [], "has_more": false, "url": format!("/v1/subscription_items?subscription={id}") },
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
        "status": if plan.trial_end.is_some() { "trialing" } else { plan.status },
        "test_clock": call.clock,
        "transfer_data": null,
        "trial_end": plan.trial_end,
        "trial_settings": { "end_behavior": { "billing_cycle_anchor": null, "missing_payment_method": "create_invoice" } },
        "trial_start": plan.trial_end.map(|_| call.now),
    }))
}

/// A new item; its discounts are the line's, at work here.
pub(in crate::objects) fn item(
    call: &Call<'_>,
    subscription: &str,
    customer: &str,
    line: &Line,
    period: (i64, i64),
) -> Result<Value, Refusal> {
    let id = call.new_token("si_", 14)?;
    let place = Place {
        customer: Some(customer),
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
        "metadata": line.metadata,
        "plan": plan(&line.price),
        "price": line.price,
        "quantity": line.quantity,
        "subscription": subscription,
        "tax_rates": tax_rates::whole(call, &line.tax_rates)?,
    }))
}

/// The old form of a price, which subscription items still carry.
pub(super) fn plan(price: &Value) -> Value {
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
