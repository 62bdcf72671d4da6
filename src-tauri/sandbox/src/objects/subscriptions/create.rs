//! `POST /v1/subscriptions`. The first invoice is paid within the request where payment is collected by itself,
//! and is a draft for an hour where it is sent.

use serde_json::{Value, json};

use super::collect::{Behavior, bill_now};
use super::make::{Plan, begin};
use super::months::period_end;
use super::{items, update};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::{invoices, tax_rates};
use crate::operation::{Ask, Reply};
use crate::params::Args;
use crate::store::rows::Record;

pub(super) fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let behavior = Behavior::of(args.text("payment_behavior"));
    if behavior == Behavior::Waits {
        return Err(Refusal::invalid("`payment_behavior=pending_if_incomplete` can only be used when updating a subscription.").param("payment_behavior"));
    }
    let plan = plan(call, args)?;
    let (mut subscription, invoice) = begin(call, &plan)?;
    let before = subscription.clone();
    update::apply_settings(call, &mut subscription, args)?;
    call.update(&subscription)?;
    let id = subscription.json.id().to_owned();
    let is_charged = plan.collection_method == "charge_automatically";
    let is_due = invoice
        .as_ref()
        .is_some_and(|i| i.json.amount("amount_due") > 0);
    if is_charged && is_due && behavior != Behavior::Later {
        let known = invoices::can_be_collected(call, &subscription.json)?;
        if !known {
            return Err(Refusal::invalid("This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.")
                .code("resource_missing"));
        }
    }
    if let Some(invoice) = invoice
        && is_charged
    {
        let off_session = args.flag("off_session").unwrap_or(false);
        bill_now(call, invoice, behavior, off_session)?;
    }
    let mut made = call.load("subscription", &id, "id")?;
    if made.json.status() == "incomplete" && !is_due {
        // Nothing to pay now: nothing to wait for.
        made.json.put("status", "active");
        super::agenda::keep(call, &before.json, &mut made)?;
    }
    Ok(made.json.into())
}

/// What is asked for, as a plan.
pub(super) fn plan(call: &Call<'_>, args: &Args) -> Result<Plan, Refusal> {
    let customer = args.text("customer").unwrap_or_default();
    call.load("customer", customer, "customer")?;
    let mut lines = Vec::new();
    for (index, item) in args.items("items").iter().enumerate() {
        lines.push(items::line(
            call,
            customer,
            item,
            &format!("items[{index}]"),
        )?);
    }
    let mut once = Vec::new();
    for (index, item) in args.items("add_invoice_items").iter().enumerate() {
        once.push(items::once(
            call,
            customer,
            item,
            &format!("add_invoice_items[{index}]"),
        )?);
    }
    let Some(first) = lines.first() else {
        return Err(Refusal::missing_param("items").before_it_began());
    };
    let every = first.price["recurring"].clone();
    let rhythm = |price: &Value| {
        (
            price["recurring"].copy("interval"),
            price["recurring"].copy("interval_count"),
        )
    };
    if lines
        .iter()
        .any(|l| rhythm(&l.price) != rhythm(&first.price))
    {
        return Err(Refusal::invalid("All prices of a subscription must have the same billing interval here; the practice Stripe offers no mixed intervals.").param("items"));
    }
    if lines
        .iter()
        .any(|l| l.price.text("currency") != first.price.text("currency"))
    {
        return Err(
            Refusal::invalid("All prices of a subscription must have the same currency.")
                .param("items"),
        );
    }
    let trial_end = trial_end(call, args)?;
    let anchor = args.integer("billing_cycle_anchor");
    if let Some(anchor) = anchor
        && (anchor <= call.now || anchor > period_end(call.now, &every, call.now))
    {
        return Err(Refusal::invalid(
            "The `billing_cycle_anchor` must be in the future and at most one billing period away.",
        )
        .param("billing_cycle_anchor"));
    }
    let place = Place {
        customer: Some(customer),
        ..Place::default()
    };
    let discounts = discounts::of_param(
        call,
        args.items("discounts"),
        place,
        first.price.text("currency"),
        "discounts",
    )?;
    discounts::redeem(call, &discounts)?;
    let collection_method = args
        .text("collection_method")
        .unwrap_or("charge_automatically");
    if collection_method == "send_invoice" && !args.has("days_until_due") {
        return Err(Refusal::invalid(
            "If `collection_method=send_invoice`, you must also provide `days_until_due`.",
        )
        .param("days_until_due"));
    }
    let rates = args.texts("default_tax_rates");
    let is_charged = collection_method == "charge_automatically";
    Ok(Plan {
        customer: customer.to_owned(),
        collection_method: collection_method.to_owned(),
        days_until_due: args.integer("days_until_due"),
        default_payment_method: Value::Null,
        default_tax_rates: tax_rates::checked(call, &rates, "default_tax_rates")?,
        description: args.value("description"),
        metadata: args
            .sent("metadata")
            .filter(|m| m.is_object())
            .cloned()
            .unwrap_or_else(|| json!({})),
        discounts,
        lines,
        once,
        trial_end,
        anchor,
        charges_until_anchor: args.text("proration_behavior") != Some("none"),
        schedule: Value::Null,
        invoice_settings: args.value("invoice_settings"),
        status: if is_charged { "incomplete" } else { "active" },
    })
}

fn trial_end(call: &Call<'_>, args: &Args) -> Result<Option<i64>, Refusal> {
    match (args.integer("trial_end"), args.integer("trial_period_days")) {
        (Some(_), Some(_)) => Err(Refusal::invalid(
            "You may only specify one of these parameters: trial_end, trial_period_days.",
        )
        .code("parameters_exclusive")
        .before_it_began()),
        (Some(end), _) if end <= call.now => Err(Refusal::invalid(
            "Invalid timestamp: must be an integer Unix timestamp in the future.",
        )
        .param("trial_end")),
        (Some(end), _) => Ok(Some(end)),
        (_, Some(days)) if days > 0 => Ok(Some(call.now + days * 86_400)),
        _ => Ok(None),
    }
}

/// A record that only reads: used by previews, which make a subscription and take it back.
pub(super) fn first_invoice(call: &Call<'_>, args: &Args) -> Result<Option<Record>, Refusal> {
    let plan = plan(call, args)?;
    begin(call, &plan).map(|(_, invoice)| invoice)
}
