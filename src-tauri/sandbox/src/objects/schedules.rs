//! Subscription schedules: phases that follow each other, each of which sets what its subscription bills. This file
//! holds what can be asked of one; its phases, and what time does to them, stand beside it.

mod phases;
mod preview;
mod quoted;
mod run;
mod transition;

pub(super) use phases::PHASE;
pub(super) use preview::next_invoice;
pub(super) use quoted::of_quote;
pub(crate) use run::advance;
pub(super) use run::subscription_ended;

use serde_json::{Value, json};

use super::subscriptions;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{Args, Kind, Param, optional};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/subscription_schedules", LIST, list),
    post("/v1/subscription_schedules", CREATE, create),
    get("/v1/subscription_schedules/{}", NOTHING, retrieve),
    post("/v1/subscription_schedules/{}", UPDATE, update),
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

const END_BEHAVIOR: Kind = Kind::Choice(&["cancel", "release"]);

const CREATE: &[Param] = &[
    optional("customer", Kind::Id),
    optional("default_settings", phases::DEFAULT_SETTINGS),
    optional("end_behavior", END_BEHAVIOR),
    optional("from_subscription", Kind::Id),
    METADATA,
    optional("phases", Kind::List(&Kind::Hash(phases::PHASE))),
    optional("start_date", Kind::TimeOr("now")),
];

const UPDATE: &[Param] = &[
    optional("default_settings", phases::DEFAULT_SETTINGS),
    optional("end_behavior", END_BEHAVIOR),
    METADATA,
    optional("phases", Kind::List(&Kind::Hash(phases::PHASE))),
    optional("proration_behavior", subscriptions::PRORATION),
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

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let made = make(call, &ask.args)?;
    Ok(made.json.into())
}

/// Makes the schedule that is asked for; one that starts now has begun.
pub(super) fn make(call: &Call<'_>, args: &Args) -> Result<Record, Refusal> {
    if let Some(id) = args.text("from_subscription") {
        return from_subscription(call, args, id);
    }
    let customer = args
        .text("customer")
        .ok_or_else(|| Refusal::missing_param("customer").before_it_began())?;
    call.load("customer", customer, "customer")?;
    let mut schedule = blank(call, customer)?;
    apply(&mut schedule.json, args);
    let start = args.integer("start_date").unwrap_or(call.now);
    if start < call.now {
        return Err(
            Refusal::invalid("The practice Stripe starts no schedules in the past.")
                .param("start_date"),
        );
    }
    let list = phases::read(call, &schedule.json, args.items("phases"), start)?;
    schedule.json.put("phases", list);
    schedule.private.put("due", start);
    call.insert(&schedule)?;
    call.emit("subscription_schedule.created", &schedule.json)?;
    if start > call.now {
        return Ok(schedule);
    }
    let id = schedule.json.id().to_owned();
    run::advance(call, schedule)?;
    call.load("subscription_schedule", &id, "id")
}

/// A schedule over a running subscription: one phase, its current period.
fn from_subscription(call: &Call<'_>, args: &Args, id: &str) -> Result<Record, Refusal> {
    let other = args.all().as_object().and_then(|sent| {
        sent.keys()
            .find(|k| !["from_subscription", "expand"].contains(&k.as_str()))
            .cloned()
    });
    if let Some(other) = other {
        return Err(Refusal::invalid(format!(
            "You cannot set `{other}` if `from_subscription` is set."
        ))
        .param(&other)
        .before_it_began());
    }
    let mut subscription = call.load("subscription", id, "from_subscription")?;
    if subscription.json.text("schedule").is_some() {
        return Err(Refusal::invalid(
            "You cannot migrate a subscription that is already attached to a schedule.",
        )
        .param("from_subscription"));
    }
    if ["canceled", "incomplete", "incomplete_expired", "paused"]
        .contains(&subscription.json.status())
    {
        return Err(Refusal::state(format!(
            "This subscription cannot be migrated to a schedule: it has a status of `{}`.",
            subscription.json.status()
        )));
    }
    let mut schedule = blank(call, subscription.json.must("customer"))?;
    let phase = phases::of_subscription(&subscription.json);
    schedule.json.put(
        "current_phase",
        json!({ "end_date": phase["end_date"], "start_date": phase["start_date"] }),
    );
    schedule.private.put("due", phase["end_date"].clone());
    schedule.json.put("phases", json!([phase]));
    schedule.json.put("status", "active");
    schedule.json.put("subscription", id);
    let defaults = &mut schedule.json["default_settings"];
    for field in ["collection_method", "default_payment_method", "description"] {
        defaults.put(field, subscription.json.copy(field));
    }
    defaults["invoice_settings"].put("days_until_due", subscription.json.copy("days_until_due"));
    call.insert(&schedule)?;
    call.emit("subscription_schedule.created", &schedule.json)?;
    let before = subscription.json.clone();
    subscription.json.put("schedule", schedule.json.id());
    subscriptions::keep(call, &before, &mut subscription)?;
    Ok(schedule)
}

fn apply(schedule: &mut Value, args: &Args) {
    args.copy_onto(schedule, &["end_behavior"]);
    args.merge_metadata(schedule);
    let sent = Args::new(args.hash("default_settings").clone());
    let Some(settings) = schedule.get_mut("default_settings") else {
        return;
    };
    sent.copy_onto(
        settings,
        &[
            "billing_cycle_anchor",
            "collection_method",
            "default_payment_method",
            "description",
        ],
    );
    if let Some(of_invoices) = settings.get_mut("invoice_settings") {
        Args::new(sent.hash("invoice_settings").clone()).copy_onto(
            of_invoices,
            &["custom_fields", "days_until_due", "description", "footer"],
        );
    }
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut schedule = running(call, ask.id, "updated")?;
    change(call, &mut schedule, &ask.args)?;
    Ok(schedule.json.into())
}

fn change(call: &Call<'_>, schedule: &mut Record, args: &Args) -> Result<(), Refusal> {
    let before = schedule.json.clone();
    apply(&mut schedule.json, args);
    if args.has("phases") {
        let start = schedule.json["current_phase"]
            .integer("start_date")
            .or_else(|| {
                before
                    .pointer("/phases/0/start_date")
                    .and_then(Value::as_i64)
            })
            .unwrap_or(call.now);
        let list = phases::read(call, &schedule.json, args.items("phases"), start)?;
        schedule.json.put("phases", list);
        if schedule.json.status() == "not_started" {
            let first = schedule.json["phases"][0].copy("start_date");
            schedule.private.put("due", first);
        }
    }
    if schedule.json.status() == "active" {
        run::catch_up(call, schedule, &before, args.text("proration_behavior"))?;
    }
    call.changed("subscription_schedule.updated", &before, schedule)
}

fn cancel(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut schedule = running(call, ask.id, "canceled")?;
    let subscription = schedule.json.text("subscription").map(str::to_owned);
    run::stop(&mut schedule, "canceled");
    schedule.json.put("canceled_at", call.now);
    call.update(&schedule)?;
    if let Some(id) = subscription {
        let mut subscription = call.load("subscription", &id, "subscription")?;
        let prorates = ask.args.flag("prorate").unwrap_or(true);
        let invoices_now = ask.args.flag("invoice_now").unwrap_or(true);
        subscriptions::end_now(call, &mut subscription, prorates, invoices_now)?;
    }
    call.emit("subscription_schedule.canceled", &schedule.json)?;
    Ok(schedule.json.into())
}

fn release(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut schedule = running(call, ask.id, "released")?;
    let keeps_end = ask.args.flag("preserve_cancel_date").unwrap_or(false);
    run::let_go(call, &mut schedule, keeps_end)?;
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

/// A schedule without phases.
fn blank(call: &Call<'_>, customer: &str) -> Result<Record, Refusal> {
    Ok(Record::new(json!({
        "id": call.new_id("sub_sched_1")?,
        "object": "subscription_schedule",
        "application": null,
        "billing_mode": { "flexible": { "proration_discounts": "included" }, "type": "flexible" },
        "canceled_at": null,
        "completed_at": null,
        "created": call.now,
        "current_phase": null,
        "customer": customer,
        "customer_account": null,
        "default_settings": {
            "application_fee_percent": null,
            "billing_cycle_anchor": "automatic",
            "billing_thresholds": null,
            "collection_method": "charge_automatically",
            "default_payment_method": null,
            "description": null,
            "invoice_settings": { "account_tax_ids": null, "custom_fields": null, "days_until_due": null, "description": null, "footer": null, "issuer": { "type": "self" } },
            "on_behalf_of": null,
            "transfer_data": null,
        },
        "end_behavior": "release",
        "livemode": false,
        "metadata": {},
        "pause_schedules": [],
        "phases": [],
        "released_at": null,
        "released_subscription": null,
        "status": "not_started",
        "subscription": null,
        "test_clock": call.clock,
    })))
}
