//! Subscriptions: what comes back every period. This file holds the operations; how one is made and
//! what time does to it stand beside it. Prorations and changes of items are not offered yet.

mod cycle;
mod make;
mod months;

pub(crate) use cycle::advance;
pub(super) use cycle::{paid, payment_failed};
pub(super) use make::{Plan, begin, of_quote, plan_of_quote};
pub(crate) use months::{months_later, period_end};

use serde_json::{Value, json};

use super::discounts::{self, Place};
use super::{invoices, prices, tax_rates};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{
    COLLECTION, CREATED, DISCOUNTS, ENDING_BEFORE, LIMIT, METADATA, NOTHING, PRICE_DATA, QUANTITY,
    STARTING_AFTER, TAX_RATES,
};
use crate::params::{COUNT, IDS, Kind, Param, clearable, optional, required};
use crate::store::rows::{self, Record};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/subscriptions", LIST, list),
    post("/v1/subscriptions", CREATE, create),
    get("/v1/subscriptions/{}", NOTHING, retrieve),
    post("/v1/subscriptions/{}", UPDATE, update),
    delete("/v1/subscriptions/{}", CANCEL, cancel),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("collection_method", COLLECTION),
    optional("customer", Kind::Id),
    optional("price", Kind::Id),
    optional(
        "status",
        Kind::Choice(&[
            "active",
            "all",
            "canceled",
            "ended",
            "incomplete",
            "incomplete_expired",
            "past_due",
            "paused",
            "trialing",
            "unpaid",
        ]),
    ),
];

const ITEM: &[Param] = &[
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("quantity", QUANTITY),
    TAX_RATES,
];

const CREATE: &[Param] = &[
    optional("cancel_at_period_end", Kind::Boolean),
    optional("collection_method", COLLECTION),
    required("customer", Kind::Id),
    optional("days_until_due", COUNT),
    optional("default_payment_method", Kind::Id),
    clearable("default_tax_rates", IDS),
    clearable("description", Kind::Text(500)),
    clearable("discounts", DISCOUNTS),
    required("items", Kind::List(&Kind::Hash(ITEM))),
    METADATA,
    optional("trial_end", Kind::TimeOr("now")),
    optional("trial_period_days", COUNT),
];

const UPDATE: &[Param] = &[
    optional("cancel_at_period_end", Kind::Boolean),
    optional("collection_method", COLLECTION),
    optional("days_until_due", COUNT),
    optional("default_payment_method", Kind::Id),
    clearable("description", Kind::Text(500)),
    METADATA,
];

const CANCEL: &[Param] = &[
    optional(
        "cancellation_details",
        Kind::Hash(&[
            clearable("comment", Kind::Text(5000)),
            clearable("feedback", FEEDBACK),
        ]),
    ),
    optional("invoice_now", Kind::Boolean),
    optional("prorate", Kind::Boolean),
];

const FEEDBACK: Kind = Kind::Choice(&[
    "customer_service",
    "low_quality",
    "missing_features",
    "other",
    "switched_service",
    "too_complex",
    "too_expensive",
    "unused",
]);

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut list = List::of("subscription", "/v1/subscriptions")
        .range(args, "created", "created")
        .column(args, "customer", "customer");
    list = list.field(args, "collection_method", "collection_method");
    if let Some(price) = args.text("price") {
        list = list.only("EXISTS (SELECT 1 FROM json_each(json, '$.items.data') WHERE json_extract(value, '$.price.id') = ?)", price.to_owned());
    }
    list = match args.text("status") {
        Some("all") => list,
        Some("ended") => list.only("status IN ('canceled', ?)", "incomplete_expired".to_owned()),
        Some(status) => list.only("status = ?", status.to_owned()),
        None => list.only("status <> ?", "canceled".to_owned()),
    };
    list.page(call, args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let customer = args.text("customer").unwrap_or_default();
    call.load("customer", customer, "customer")?;
    let place = Place {
        customer: Some(customer),
        ..Place::default()
    };
    let mut lines = Vec::new();
    for (index, item) in args.items("items").iter().enumerate() {
        let at = format!("items[{index}]");
        let price = prices::of_line(call, item, &at)?;
        if price.present("recurring").is_none() {
            return Err(Refusal::invalid("The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.").param(&format!("{at}[price]")));
        }
        let discounts = discounts::of_param(
            call,
            item.items("discounts"),
            place,
            price.text("currency"),
            &format!("{at}[discounts]"),
        )?;
        let rates =
            tax_rates::checked(call, &item.texts("tax_rates"), &format!("{at}[tax_rates]"))?;
        lines.push(make::Line {
            quantity: item.integer("quantity").unwrap_or(1),
            price,
            discounts,
            tax_rates: rates,
        });
    }
    let Some(first) = lines.first() else {
        return Err(Refusal::missing_param("items").before_it_began());
    };
    let trial_end = match (args.integer("trial_end"), args.integer("trial_period_days")) {
        (Some(end), _) if end > call.now => Some(end),
        (_, Some(days)) if days > 0 => Some(call.now + days * 86_400),
        _ => None,
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
    let plan = Plan {
        customer: customer.to_owned(),
        collection_method: collection_method.to_owned(),
        days_until_due: args.integer("days_until_due"),
        default_tax_rates: tax_rates::checked(
            call,
            &args.texts("default_tax_rates"),
            "default_tax_rates",
        )?,
        description: args.value("description"),
        metadata: args
            .sent("metadata")
            .filter(|m| m.is_object())
            .cloned()
            .unwrap_or_else(|| json!({})),
        discounts,
        lines,
        trial_end,
        schedule: Value::Null,
        invoice_settings: Value::Null,
    };
    let (mut subscription, mut invoice) = begin(call, &plan, &[])?;
    if let Some(flag) = args.flag("cancel_at_period_end") {
        subscription.json.put("cancel_at_period_end", flag);
    }
    args.copy_onto(&mut subscription.json, &["default_payment_method"]);
    call.update(&subscription)?;
    // Made by the API, the first invoice is finalized at once; a quote leaves it as a draft.
    invoices::finalize_now(call, &mut invoice)?;
    let subscription = call.load("subscription", subscription.json.id(), "id")?;
    Ok(subscription.json.into())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let subscription = call.load("subscription", ask.id, "id")?;
    Ok(subscription.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut subscription = call.load("subscription", ask.id, "id")?;
    if subscription.json.status() == "canceled" {
        return Err(Refusal::invalid(
            "A canceled subscription can only update its cancellation_details and metadata.",
        ));
    }
    let before = subscription.json.clone();
    ask.args.copy_onto(
        &mut subscription.json,
        &[
            "collection_method",
            "days_until_due",
            "default_payment_method",
            "description",
        ],
    );
    if let Some(ends) = ask.args.flag("cancel_at_period_end") {
        let end = subscription
            .json
            .pointer("/items/data/0/current_period_end")
            .cloned()
            .unwrap_or_default();
        subscription.json.put("cancel_at_period_end", ends);
        subscription
            .json
            .put("cancel_at", if ends { end } else { Value::Null });
        subscription.json.put(
            "canceled_at",
            if ends { call.now.into() } else { Value::Null },
        );
    }
    ask.args.merge_metadata(&mut subscription.json);
    call.changed("customer.subscription.updated", &before, &subscription)?;
    Ok(subscription.json.into())
}

fn cancel(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut subscription = call.load("subscription", ask.id, "id")?;
    if subscription.json.status() == "canceled" {
        return Err(Refusal::missing("subscription", ask.id, "id"));
    }
    let details = ask.args.hash("cancellation_details");
    subscription.json.put(
        "cancellation_details",
        json!({ "comment": details.copy("comment"), "feedback": details.copy("feedback"), "feedback_option": null, "reason": "cancellation_requested" }),
    );
    end(call, &mut subscription)?;
    Ok(subscription.json.into())
}

/// Ends a subscription now. Its drafts stop advancing; what is open stays open.
pub(super) fn end(call: &Call<'_>, subscription: &mut Record) -> Result<(), Refusal> {
    subscription.json.put("status", "canceled");
    if subscription.json.integer("canceled_at").is_none() {
        subscription.json.put("canceled_at", call.now);
    }
    subscription.json.put("ended_at", call.now);
    subscription.private.put("due", Value::Null);
    call.update(subscription)?;
    for mut invoice in call.children("invoice", subscription.json.id())? {
        if invoice.json.status() == "draft" {
            let before = invoice.json.clone();
            invoice.json.put("auto_advance", false);
            invoices::advance_later(call, &mut invoice.json, None);
            call.changed("invoice.updated", &before, &invoice)?;
        }
    }
    call.emit("customer.subscription.deleted", &subscription.json)
}

/// A deleted customer's subscriptions end.
pub(super) fn cancel_all(call: &Call<'_>, customer: &str) -> Result<(), Refusal> {
    for mut subscription in rows::of_customer(call.db, "subscription", customer)? {
        if subscription.json.status() != "canceled" {
            end(call, &mut subscription)?;
        }
    }
    Ok(())
}
