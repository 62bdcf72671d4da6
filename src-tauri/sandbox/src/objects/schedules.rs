//! Subscription schedules: what an accepted quote makes when it is to begin later. One phase of one
//! period, after which the subscription goes on by itself.

use serde_json::{Value, json};

use super::subscriptions::{self, period_end};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, NOTHING, STARTING_AFTER};
use crate::params::{Kind, Param, optional};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/subscription_schedules", LIST, list),
    get("/v1/subscription_schedules/{}", NOTHING, retrieve),
    post(
        "/v1/subscription_schedules/{}/cancel",
        &[
            optional("invoice_now", Kind::Boolean),
            optional("prorate", Kind::Boolean),
        ],
        cancel,
    ),
    post(
        "/v1/subscription_schedules/{}/release",
        &[optional("preserve_cancel_date", Kind::Boolean)],
        release,
    ),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("canceled_at", Kind::Range),
    optional("completed_at", Kind::Range),
    optional("customer", Kind::Id),
    optional("released_at", Kind::Range),
    optional("scheduled", Kind::Boolean),
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut list = List::of("subscription_schedule", "/v1/subscription_schedules")
        .range(args, "created", "created");
    for field in ["canceled_at", "completed_at", "released_at"] {
        list = list.range(args, field, &format!("json_extract(json, '$.{field}')"));
    }
    if let Some(scheduled) = args.flag("scheduled") {
        list = list.only("(status = 'not_started') = ?", i64::from(scheduled));
    }
    list.column(args, "customer", "customer").page(call, args)
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let schedule = call.load("subscription_schedule", ask.id, "id")?;
    Ok(schedule.json.into())
}

fn cancel(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut schedule = running(call, ask.id, "canceled")?;
    if let Some(id) = schedule.json.text("subscription") {
        let mut subscription = call.load("subscription", id, "subscription")?;
        subscriptions::end(call, &mut subscription)?;
    }
    schedule.json.put("status", "canceled");
    schedule.json.put("canceled_at", call.now);
    stop(&mut schedule);
    call.update(&schedule)?;
    call.emit("subscription_schedule.canceled", &schedule.json)?;
    Ok(schedule.json.into())
}

fn release(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut schedule = running(call, ask.id, "released")?;
    let_go(call, &mut schedule)?;
    Ok(schedule.json.into())
}

fn running(call: &Call<'_>, id: &str, step: &str) -> Result<Record, Refusal> {
    let schedule = call.load("subscription_schedule", id, "id")?;
    if ["not_started", "active"].contains(&schedule.json.status()) {
        return Ok(schedule);
    }
    Err(Refusal::state(format!(
        "You cannot change a subscription schedule that is currently in the `{}` status; it cannot be {step}.",
        schedule.json.status()
    )))
}

fn stop(schedule: &mut Record) {
    schedule.json.put("current_phase", Value::Null);
    schedule.private.put("due", Value::Null);
}

/// Leaves the subscription to itself.
fn let_go(call: &Call<'_>, schedule: &mut Record) -> Result<(), Refusal> {
    let subscription = schedule.json.copy("subscription");
    schedule.json.put("status", "released");
    schedule.json.put("released_at", call.now);
    schedule.json.put("subscription", Value::Null);
    stop(schedule);
    if let Some(id) = subscription.as_str() {
        let mut record = call.load("subscription", id, "subscription")?;
        let before = record.json.clone();
        record.json.put("schedule", Value::Null);
        call.changed("customer.subscription.updated", &before, &record)?;
    }
    schedule.json.put("released_subscription", subscription);
    call.update(schedule)?;
    call.emit("subscription_schedule.released", &schedule.json)
}

/// The schedule's day has come: it begins, or its one phase is over.
pub(crate) fn advance(call: &Call<'_>, mut schedule: Record) -> Result<(), Refusal> {
    if schedule.json.status() == "active" {
        return let_go(call, &mut schedule);
    }
    let quote = call.load("quote", schedule.private.must("quote"), "quote")?;
    let items = call.children("item", quote.json.id())?;
    let mut plan = subscriptions::plan_of_quote(&quote, &items, call.now);
    plan.schedule = schedule.json.copy("id");
    let (subscription, _) = subscriptions::begin(call, &plan)?;
    let before = schedule.json.clone();
    let end = schedule
        .json
        .pointer("/phases/0/end_date")
        .and_then(Value::as_i64)
        .unwrap_or(call.now);
    schedule.json.put("status", "active");
    schedule.json.put("subscription", subscription.json.id());
    schedule.json.put(
        "current_phase",
        json!({ "end_date": end, "start_date": call.now }),
    );
    schedule.private.put("due", end);
    call.changed("subscription_schedule.updated", &before, &schedule)
}

/// The schedule that accepting `quote` makes; its id.
pub(super) fn of_quote(
    call: &Call<'_>,
    quote: &Record,
    items: &[Record],
    start: i64,
) -> Result<String, Refusal> {
    let plan = subscriptions::plan_of_quote(quote, items, start);
    let json = &quote.json;
    let trial_end = plan.trial_end;
    let end = plan.lines.first().map_or(start, |l| {
        period_end(
            trial_end.unwrap_or(start),
            &l.price["recurring"],
            trial_end.unwrap_or(start),
        )
    });
    let discounts = |ids: &[String]| -> Vec<Value> {
        ids.iter()
            .map(|id| json!({ "coupon": null, "discount": id, "promotion_code": null }))
            .collect()
    };
    let mut phase_items = Vec::new();
    for line in &plan.lines {
        phase_items.push(json!({
            "billing_thresholds": null,
            "discounts": discounts(&line.discounts),
            "metadata": {},
            "plan": line.price.id(),
            "price": line.price.id(),
            "quantity": line.quantity,
            "tax_rates": super::tax_rates::whole(call, &line.tax_rates)?,
        }));
    }
    let mut once = Vec::new();
    for item in items
        .iter()
        .filter(|i| i.json["price"].present("recurring").is_none())
    {
        once.push(json!({
            "discountable": true,
            "discounts": discounts(&item.private.texts("discounts")),
            "metadata": {},
            "period": { "end": { "type": "min_item_period_end" }, "start": { "type": "phase_start" } },
            "price": item.json["price"].id(),
            "quantity": item.json.amount("quantity"),
            "tax_rates": super::tax_rates::whole(call, &item.private.texts("tax_rates"))?,
        }));
    }
    let phase = json!({
        "add_invoice_items": once,
        "application_fee_percent": null,
        "billing_cycle_anchor": null,
        "billing_thresholds": null,
        "collection_method": plan.collection_method,
        "currency": json.must("currency"),
        "default_payment_method": null,
        "default_tax_rates": super::tax_rates::whole(call, &plan.default_tax_rates)?,
        "description": plan.description,
        "discounts": discounts(&plan.discounts),
        "end_date": end,
        "invoice_settings": { "account_tax_ids": null, "custom_fields": null, "days_until_due": plan.days_until_due, "description": null, "footer": null, "issuer": null },
        "items": phase_items,
        "metadata": plan.metadata,
        "on_behalf_of": null,
        "proration_behavior": "none",
        "start_date": start,
        "transfer_data": null,
        "trial_end": trial_end,
    });
    let schedule = Record {
        json: json!({
            "id": call.new_id("sub_sched_1")?,
            "object": "subscription_schedule",
            "application": null,
            "billing_mode": { "flexible": { "proration_discounts": "included" }, "type": "flexible" },
            "canceled_at": null,
            "completed_at": null,
            "created": call.now,
            "current_phase": null,
            "customer": plan.customer,
            "customer_account": null,
            "default_settings": {
                "application_fee_percent": null,
                "billing_cycle_anchor": "automatic",
                "billing_thresholds": null,
                "collection_method": plan.collection_method,
                "default_payment_method": null,
                "description": null,
                "invoice_settings": { "account_tax_ids": null, "custom_fields": null, "days_until_due": plan.days_until_due, "description": null, "footer": null, "issuer": { "type": "self" } },
                "on_behalf_of": null,
                "transfer_data": null,
            },
            "end_behavior": "release",
            "livemode": false,
            "metadata": {},
            "pause_schedules": [],
            "phases": [phase],
            "released_at": null,
            "released_subscription": null,
            "status": "not_started",
            "subscription": null,
            "test_clock": null,
        }),
        private: json!({ "due": start, "quote": json.id() }),
    };
    call.insert(&schedule)?;
    call.emit("subscription_schedule.created", &schedule.json)?;
    Ok(schedule.json.id().to_owned())
}
