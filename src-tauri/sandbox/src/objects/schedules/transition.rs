//! Entering a phase: the subscription is made, or becomes what the phase says.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::subscriptions::{self, Change, Line, Plan, Proration, Trial};
use crate::store::rows::Record;

/// The subscription that the first phase makes, with a draft as its first invoice.
pub(super) fn begin(call: &Call<'_>, schedule: &Value, phase: &Value) -> Result<Record, Refusal> {
    let customer = schedule.must("customer");
    let mut lines = Vec::new();
    for item in phase.items("items") {
        lines.push(line(call, customer, item)?);
    }
    let mut once = Vec::new();
    for item in phase.items("add_invoice_items") {
        once.push(line(call, customer, item)?);
    }
    let plan = Plan {
        customer: customer.to_owned(),
        collection_method: setting(schedule, phase, "collection_method")
            .as_str()
            .unwrap_or("charge_automatically")
            .to_owned(),
        days_until_due: days(schedule, phase),
        default_payment_method: setting(schedule, phase, "default_payment_method"),
        default_tax_rates: ids(phase, "default_tax_rates"),
        description: setting(schedule, phase, "description"),
        metadata: phase
            .present("metadata")
            .cloned()
            .unwrap_or_else(|| json!({})),
        discounts: discounted(call, customer, phase)?,
        lines,
        once,
        trial_end: phase.integer("trial_end").filter(|end| *end > call.now),
        anchor: None,
        charges_until_anchor: true,
        schedule: schedule.copy("id"),
        invoice_settings: of_invoices(schedule, phase),
        status: "active",
    };
    Ok(subscriptions::begin(call, &plan)?.0)
}

/// Turns a running subscription into what `phase` says. What it bills for that is a draft for an hour.
pub(super) fn turn(
    call: &Call<'_>,
    schedule: &Value,
    phase: &Value,
    subscription: &mut Record,
    proration: Proration,
    once: bool,
) -> Result<(), Refusal> {
    let before = subscription.json.clone();
    let customer = before.must("customer");
    let period = subscriptions::period(&before);
    let mut left = before["items"].items("data").to_vec();
    let mut items = Vec::new();
    for wanted in phase.items("items") {
        let line = line(call, customer, wanted)?;
        let known = left
            .iter()
            .position(|item| item["price"].id() == line.price.id());
        let mut item = match known {
            Some(at) => left.remove(at),
            None => subscriptions::new_item(call, before.id(), customer, &line, period)?,
        };
        item.put("quantity", line.quantity);
        item.put("metadata", line.metadata);
        item.put("tax_rates", wanted.copy("tax_rates"));
        items.push(item);
    }
    let mut added = Vec::new();
    for item in phase.items("add_invoice_items").iter().filter(|_| once) {
        added.push(line(call, customer, item)?);
    }
    let json = &mut subscription.json;
    for field in ["collection_method", "default_payment_method", "description"] {
        let value = setting(schedule, phase, field);
        if !value.is_null() {
            json.put(field, value);
        }
    }
    if let Some(days) = days(schedule, phase) {
        json.put("days_until_due", days);
    }
    json.put("default_tax_rates", phase.copy("default_tax_rates"));
    let place = Place {
        customer: Some(customer),
        subscription: Some(before.id()),
        ..Place::default()
    };
    let kept = discounted(call, customer, phase)?;
    if kept != json.texts("discounts") {
        json.put("discounts", discounts::carried(call, &kept, place)?);
    }
    if let Some(changes) = phase.get("metadata").and_then(Value::as_object) {
        let merged = crate::params::args::merged(json.get("metadata"), changes);
        json.put("metadata", merged);
    }
    subscriptions::keep(call, &before, subscription)?;
    let trial = match phase.integer("trial_end") {
        Some(end) if end > call.now && before.integer("trial_end") != Some(end) => {
            Trial::Until(end)
        }
        None if before.status() == "trialing" => Trial::Ends,
        _ => Trial::Unchanged,
    };
    let change = Change {
        items: Some(items),
        proration,
        date: None,
        begins_anew: setting(schedule, phase, "billing_cycle_anchor") == "phase_start",
        trial,
        once: added,
    };
    subscriptions::apply_change(call, subscription, change)?;
    Ok(())
}

/// What the phase says, or the schedule for all of its phases.
fn setting(schedule: &Value, phase: &Value, field: &str) -> Value {
    phase
        .present(field)
        .or_else(|| schedule["default_settings"].present(field))
        .cloned()
        .unwrap_or_default()
}

fn of_invoices(schedule: &Value, phase: &Value) -> Value {
    phase
        .present("invoice_settings")
        .cloned()
        .unwrap_or_else(|| schedule["default_settings"].copy("invoice_settings"))
}

fn days(schedule: &Value, phase: &Value) -> Option<i64> {
    phase["invoice_settings"]
        .integer("days_until_due")
        .or_else(|| schedule["default_settings"]["invoice_settings"].integer("days_until_due"))
}

fn ids(of: &Value, field: &str) -> Vec<String> {
    of.items(field)
        .iter()
        .map(|rate| rate.id().to_owned())
        .collect()
}

fn line(call: &Call<'_>, customer: &str, item: &Value) -> Result<Line, Refusal> {
    let price = call.load("price", item.must("price"), "price")?.json;
    Ok(Line {
        quantity: item.integer("quantity").unwrap_or(1),
        discounts: discounted(call, customer, item)?,
        tax_rates: ids(item, "tax_rates"),
        metadata: item
            .present("metadata")
            .cloned()
            .unwrap_or_else(|| json!({})),
        price,
    })
}

/// The discounts of a phase or an item of it. Coupons count as used when their phase begins; what a quote brought
/// was counted when it was accepted.
fn discounted(call: &Call<'_>, customer: &str, of: &Value) -> Result<Vec<String>, Refusal> {
    let entries: Vec<Value> = of
        .items("discounts")
        .iter()
        .map(|entry| {
            let mut sent = json!({});
            for field in ["coupon", "discount", "promotion_code"] {
                if let Some(value) = entry.present(field) {
                    sent.put(field, value.clone());
                }
            }
            sent
        })
        .collect();
    let place = Place {
        customer: Some(customer),
        ..Place::default()
    };
    let made = discounts::of_param(call, &entries, place, of.text("currency"), "discounts")?;
    let new: Vec<String> = made
        .iter()
        .zip(&entries)
        .filter(|(_, entry)| entry.text("discount").is_none())
        .map(|(id, _)| id.clone())
        .collect();
    discounts::redeem(call, &new)?;
    Ok(made)
}
