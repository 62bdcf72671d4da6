//! `POST /v1/subscriptions/:id`: settings are set, and whatever changes what is billed goes through
//! [`super::change`].

use serde_json::{Value, json};

use super::agenda::{self, period};
use super::change::{self, Change, Proration, Trial};
use super::collect::{Behavior, bill_now};
use super::{cancel, items, pending};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::{payments, tax_rates};
use crate::operation::{Ask, Reply};
use crate::params::Args;
use crate::store::rows::Record;

pub(super) fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(carry_out(call, ask.id, &ask.args, "items")?.into())
}

/// What is still taken of an update once a subscription has ended.
const AFTER_THE_END: &[&str] = &["cancellation_details", "expand", "metadata"];

/// Updates the subscription; `items_at` is what the items' parameter is called where it is refused.
pub(super) fn carry_out(
    call: &Call<'_>,
    id: &str,
    args: &Args,
    items_at: &str,
) -> Result<Value, Refusal> {
    let mut subscription = call.load("subscription", id, "id")?;
    check_state(&subscription.json, args)?;
    let before = subscription.clone();
    let change = asked(call, &subscription, args, items_at)?;
    apply_settings(call, &mut subscription, args)?;
    if args.sent("discounts").is_some() {
        set_discounts(call, &mut subscription.json, args)?;
    }
    args.copy_onto(&mut subscription.json, &["description"]);
    args.merge_metadata(&mut subscription.json);
    agenda::keep(call, &before.json, &mut subscription)?;
    if args.has("payment_settings") {
        payments::follow_wish(call, id)?;
    }
    if let Some(change) = change {
        let settled = subscription.clone();
        let made = change::apply(call, &mut subscription, change)?;
        let behavior = Behavior::of(args.text("payment_behavior"));
        if let Some(invoice) = made {
            let is_charged = subscription.json.must("collection_method") == "charge_automatically";
            if behavior == Behavior::Waits && is_charged && invoice.json.amount("amount_due") > 0 {
                pending::wait(call, &mut subscription, &settled, &invoice)?;
            }
            let off_session = args.flag("off_session").unwrap_or(false);
            bill_now(call, invoice, behavior, off_session)?;
        }
    }
    Ok(call.load("subscription", id, "id")?.json)
}

fn check_state(subscription: &Value, args: &Args) -> Result<(), Refusal> {
    let sent = || {
        args.all()
            .as_object()
            .into_iter()
            .flat_map(|sent| sent.keys())
    };
    match subscription.status() {
        "canceled" | "incomplete_expired"
            if sent().any(|k| !AFTER_THE_END.contains(&k.as_str())) =>
        {
            Err(Refusal::invalid(
                "A canceled subscription can only update its cancellation_details and metadata.",
            )
            .code("invalid_canceled_subscription_fields"))
        }
        "incomplete" | "paused" if args.has("items") || args.has("trial_end") => {
            Err(Refusal::state(format!(
                "The items of this subscription cannot be changed: it has a status of `{}`.",
                subscription.status()
            )))
        }
        _ if subscription.present("pending_update").is_some() && args.has("items") => {
            Err(Refusal::state(
                "This subscription has a pending update. Pay its invoice, void it or wait until it expires.",
            ))
        }
        _ => Ok(()),
    }
}

/// What of an update changes what is billed.
pub(super) fn asked(
    call: &Call<'_>,
    subscription: &Record,
    args: &Args,
    items_at: &str,
) -> Result<Option<Change>, Refusal> {
    let changed = match args.items("items") {
        [] => None,
        sent => Some(items::changed(call, subscription, sent, items_at)?),
    };
    let trial = match (args.text("trial_end"), args.integer("trial_end")) {
        (Some(_), _) if subscription.json.status() == "trialing" => Trial::Ends,
        (_, Some(end)) if end <= call.now => {
            return Err(Refusal::invalid(
                "Invalid timestamp: must be an integer Unix timestamp in the future.",
            )
            .param("trial_end"));
        }
        (_, Some(end)) if subscription.json.integer("trial_end") != Some(end) => Trial::Until(end),
        _ => Trial::Unchanged,
    };
    let mut once = Vec::new();
    for (index, item) in args.items("add_invoice_items").iter().enumerate() {
        let at = format!("add_invoice_items[{index}]");
        once.push(items::once(
            call,
            subscription.json.must("customer"),
            item,
            &at,
        )?);
    }
    let anew = args.hash("billing_cycle_anchor").text("type") == Some("now");
    if changed.is_none() && trial == Trial::Unchanged && !anew && once.is_empty() {
        return Ok(None);
    }
    Ok(Some(Change {
        items: changed,
        proration: Proration::of(args.text("proration_behavior")),
        date: args.integer("proration_date"),
        begins_anew: anew,
        trial,
        once,
    }))
}

/// What a new subscription is set to in the same way as an old one.
pub(super) fn apply_settings(
    call: &Call<'_>,
    subscription: &mut Record,
    args: &Args,
) -> Result<(), Refusal> {
    tax_rates::none_automatic(args)?;
    let json = &mut subscription.json;
    args.copy_onto(json, &["collection_method", "days_until_due"]);
    if json.must("collection_method") == "send_invoice" && json.integer("days_until_due").is_none()
    {
        return Err(Refusal::invalid(
            "If `collection_method=send_invoice`, you must also provide `days_until_due`.",
        )
        .param("days_until_due"));
    }
    if let Some(method) = args.text("default_payment_method") {
        let customer = json.must("customer").to_owned();
        let method = payments::attach(call, method, &customer)?;
        json.put("default_payment_method", method);
    }
    if args.sent("default_tax_rates").is_some() {
        let ids = args.texts("default_tax_rates");
        let ids = tax_rates::checked(call, &ids, "default_tax_rates")?;
        json.put("default_tax_rates", tax_rates::whole(call, &ids)?);
    }
    for (hash, fields) in [
        (
            "invoice_settings",
            &["custom_fields", "description", "footer"][..],
        ),
        (
            "payment_settings",
            &["payment_method_types", "save_default_payment_method"][..],
        ),
    ] {
        if let Some(settings) = json.get_mut(hash) {
            Args::new(args.hash(hash).clone()).copy_onto(settings, fields);
        }
    }
    if let Some(behavior) = args.hash("trial_settings").present("end_behavior") {
        let anchor = behavior.copy("billing_cycle_anchor");
        let missing = behavior.copy("missing_payment_method");
        json.put(
            "trial_settings",
            json!({ "end_behavior": { "billing_cycle_anchor": anchor, "missing_payment_method": missing } }),
        );
    }
    if args.sent("pause_collection").is_some() {
        let sent = args.hash("pause_collection");
        let pause = sent
            .text("behavior")
            .map(|behavior| json!({ "behavior": behavior, "resumes_at": sent.copy("resumes_at") }));
        json.put("pause_collection", pause.unwrap_or_default());
    }
    if args.sent("cancellation_details").is_some() {
        let reason = json["cancellation_details"].copy("reason");
        let mut details = cancel::asked(args.hash("cancellation_details"));
        details.put("reason", reason);
        json.put("cancellation_details", details);
    }
    set_end(call, subscription, args)
}

fn set_discounts(call: &Call<'_>, json: &mut Value, args: &Args) -> Result<(), Refusal> {
    let id = json.id().to_owned();
    let customer = json.must("customer").to_owned();
    let place = Place {
        customer: Some(&customer),
        subscription: Some(&id),
        ..Place::default()
    };
    let old = json.texts("discounts");
    let ids = discounts::of_param(
        call,
        args.items("discounts"),
        place,
        json.text("currency"),
        "discounts",
    )?;
    let new: Vec<String> = ids.iter().filter(|id| !old.contains(id)).cloned().collect();
    discounts::redeem(call, &new)?;
    json.put("discounts", ids);
    Ok(())
}

/// `cancel_at` and `cancel_at_period_end`. All items share one period, so its earliest and latest end are the
/// same.
fn set_end(call: &Call<'_>, subscription: &mut Record, args: &Args) -> Result<(), Refusal> {
    let end = period(&subscription.json).1;
    let prorates = Proration::of(args.text("proration_behavior")) != Proration::Nothing;
    let json = &mut subscription.json;
    let (at, at_period_end) = match (args.sent("cancel_at"), args.flag("cancel_at_period_end")) {
        (Some(Value::Null), _) => (None, false),
        (Some(Value::String(_)), _) => (Some(end), false),
        (Some(sent), _) => {
            let at = sent.as_i64().unwrap_or_default();
            if at <= call.now {
                return Err(Refusal::invalid(
                    "The `cancel_at` of a subscription must be in the future.",
                )
                .param("cancel_at"));
            }
            (Some(at), false)
        }
        (None, Some(true)) => (Some(end), true),
        (None, Some(false)) if json.flag("cancel_at_period_end") => (None, false),
        _ => return Ok(()),
    };
    json.put("cancel_at", at);
    json.put("cancel_at_period_end", at_period_end);
    json.put("canceled_at", at.map(|_| call.now));
    let reason = at.map(|_| "cancellation_requested");
    if let Some(details) = json.get_mut("cancellation_details") {
        details.put("reason", reason);
    }
    // Within a period to come, the end always gives back what it cuts off.
    let prorates = at.is_some_and(|at| at > end) || prorates;
    subscription.private.put("prorates_end", prorates);
    Ok(())
}

pub(super) fn remove_discount(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut subscription = call.load("subscription", ask.id, "id")?;
    let before = subscription.json.clone();
    let Some(first) = subscription.json.texts("discounts").into_iter().next() else {
        return Err(Refusal::new(
            404,
            "invalid_request_error",
            format!("No active discount for subscription: {}", ask.id),
        )
        .code("resource_missing"));
    };
    subscription.json.put("discounts", json!([]));
    agenda::keep(call, &before, &mut subscription)?;
    let mut gone = call.load("discount", &first, "discount")?.json;
    gone.put("deleted", true);
    if let Some(gone) = gone.as_object_mut() {
        gone.shift_remove("end");
    }
    Ok(gone.into())
}
