//! Subscription items: read by themselves, and changed as part of their subscription. An item lives inside its
//! subscription and nowhere else.

use serde_json::{Value, json};

use super::make::Line;
use super::{PAYMENT_BEHAVIOR, PRORATION, agenda, shape, update};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list;
use crate::objects::discounts::{self, Place};
use crate::objects::{prices, tax_rates};
use crate::operation::{Ask, Reply};
use crate::params::args::merged;
use crate::params::shared::{
    DISCOUNTS, ENDING_BEFORE, LIMIT, METADATA, PRICE_DATA, QUANTITY, STARTING_AFTER, TAX_RATES,
};
use crate::params::{Args, Kind, Param, clearable, optional, required};
use crate::store::rows::Record;

pub(super) const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    required("subscription", Kind::Id),
];

pub(super) const CREATE: &[Param] = &[
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("payment_behavior", PAYMENT_BEHAVIOR),
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("proration_behavior", PRORATION),
    optional("proration_date", Kind::Time),
    optional("quantity", QUANTITY),
    required("subscription", Kind::Id),
    TAX_RATES,
];

pub(super) const UPDATE: &[Param] = &[
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("off_session", Kind::Boolean),
    optional("payment_behavior", PAYMENT_BEHAVIOR),
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("proration_behavior", PRORATION),
    optional("proration_date", Kind::Time),
    optional("quantity", QUANTITY),
    TAX_RATES,
];

pub(super) const DELETE: &[Param] = &[
    optional("payment_behavior", PAYMENT_BEHAVIOR),
    optional("proration_behavior", PRORATION),
    optional("proration_date", Kind::Time),
];

pub(super) fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let id = ask.args.text("subscription").unwrap_or_default();
    let subscription = call.load("subscription", id, "subscription")?;
    let mut items = subscription.json["items"].items("data").to_vec();
    items.reverse();
    list::of_few(
        "subscription_item",
        "/v1/subscription_items",
        &items,
        &ask.args,
    )
}

pub(super) fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let (_, item) = find(call, ask.id)?;
    Ok(item.into())
}

pub(super) fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let id = ask.args.text("subscription").unwrap_or_default();
    let before = call.load("subscription", id, "subscription")?;
    let known: Vec<&str> = before.json["items"]
        .items("data")
        .iter()
        .map(Fields::id)
        .collect();
    let after = change(call, &before, of_args(&ask.args, &[]), &ask.args)?;
    let added = after["items"]
        .items("data")
        .iter()
        .find(|i| !known.contains(&i.id()));
    Ok(added.cloned().unwrap_or_default().into())
}

pub(super) fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let (subscription, _) = find(call, ask.id)?;
    let sent = of_args(&ask.args, &[("id", ask.id.into())]);
    let after = change(call, &subscription, sent, &ask.args)?;
    let item = after["items"]
        .items("data")
        .iter()
        .find(|i| i.id() == ask.id);
    Ok(item.cloned().unwrap_or_default().into())
}

pub(super) fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let (subscription, _) = find(call, ask.id)?;
    let sent = json!({ "deleted": true, "id": ask.id });
    change(call, &subscription, sent, &ask.args)?;
    Ok(json!({ "id": ask.id, "object": "subscription_item", "deleted": true }).into())
}

/// What was sent about one item, as an entry of `items`.
fn of_args(args: &Args, more: &[(&str, Value)]) -> Value {
    let mut entry = json!({});
    for field in [
        "discounts",
        "metadata",
        "price",
        "price_data",
        "quantity",
        "tax_rates",
    ] {
        if let Some(value) = args.sent(field) {
            entry.put(field, value.clone());
        }
    }
    for (field, value) in more {
        entry.put(field, value.clone());
    }
    entry
}

/// Changes one item by way of its subscription.
fn change(
    call: &Call<'_>,
    subscription: &Record,
    entry: Value,
    args: &Args,
) -> Result<Value, Refusal> {
    let mut sent = json!({ "items": [entry] });
    for field in [
        "off_session",
        "payment_behavior",
        "proration_behavior",
        "proration_date",
    ] {
        if let Some(value) = args.sent(field) {
            sent.put(field, value.clone());
        }
    }
    update::carry_out(call, subscription.json.id(), &Args::new(sent), "")
}

fn find(call: &Call<'_>, id: &str) -> Result<(Record, Value), Refusal> {
    let found = crate::store::rows::holding(call.db, "subscription", "$.items.data", id)?;
    found
        .and_then(|s| {
            let item = s.json["items"]
                .items("data")
                .iter()
                .find(|i| i.id() == id)
                .cloned();
            item.map(|item| (s, item))
        })
        .ok_or_else(|| Refusal::missing("subscription_item", id, "id"))
}

/// All items as they are to be, from the entries sent: old ones are named by id, others are added.
pub(super) fn changed(
    call: &Call<'_>,
    subscription: &Record,
    sent: &[Value],
    at: &str,
) -> Result<Vec<Value>, Refusal> {
    let json = &subscription.json;
    let period = agenda::period(json);
    let mut items = json["items"].items("data").to_vec();
    for (index, entry) in sent.iter().enumerate() {
        let at = if at.is_empty() {
            String::new()
        } else {
            format!("{at}[{index}]")
        };
        let Some(id) = entry.text("id") else {
            let line = line(call, json.must("customer"), entry, &at)?;
            check_currency(json, &line.price, &at)?;
            items.push(shape::item(
                call,
                json.id(),
                json.must("customer"),
                &line,
                period,
            )?);
            continue;
        };
        let Some(place) = items.iter().position(|i| i.id() == id) else {
            return Err(Refusal::missing(
                "subscription_item",
                id,
                &format!("{at}[id]"),
            ));
        };
        if entry.flag("deleted") {
            items.remove(place);
        } else if let Some(item) = items.get_mut(place) {
            alter(call, json, item, entry, &at)?;
        }
    }
    let mut rhythms = items.iter().map(|i| {
        let every = &i["price"]["recurring"];
        (every.copy("interval"), every.copy("interval_count"))
    });
    let Some(first) = rhythms.next() else {
        return Err(Refusal::invalid(
            "A subscription must keep at least one item. Cancel the subscription instead.",
        )
        .param("items"));
    };
    if rhythms.any(|other| other != first) {
        return Err(Refusal::invalid("All prices of a subscription must have the same billing interval here; the practice Stripe offers no mixed intervals.").param("items"));
    }
    Ok(items)
}

fn alter(
    call: &Call<'_>,
    subscription: &Value,
    item: &mut Value,
    entry: &Value,
    at: &str,
) -> Result<(), Refusal> {
    if entry.present("price").is_some() || entry.present("price_data").is_some() {
        let price = recurring_price(call, entry, at)?;
        check_currency(subscription, &price, at)?;
        item.put("plan", shape::plan(&price));
        item.put("price", price);
    }
    if let Some(quantity) = entry.integer("quantity") {
        item.put("quantity", quantity);
    }
    match entry.get("metadata") {
        Some(Value::Object(changes)) => {
            let after = merged(item.get("metadata"), changes);
            item.put("metadata", after);
        }
        Some(_) => item.put("metadata", json!({})),
        None => {}
    }
    if entry.get("tax_rates").is_some() {
        let ids = tax_rates::checked(call, &entry.texts("tax_rates"), &format!("{at}[tax_rates]"))?;
        item.put("tax_rates", tax_rates::whole(call, &ids)?);
    }
    if entry.get("discounts").is_some() {
        let id = item.id().to_owned();
        let place = Place {
            customer: subscription.text("customer"),
            subscription: Some(subscription.id()),
            subscription_item: Some(&id),
            ..Place::default()
        };
        let of = discounts::of_param(
            call,
            entry.items("discounts"),
            place,
            subscription.text("currency"),
            &format!("{at}[discounts]"),
        )?;
        item.put("discounts", of);
    }
    Ok(())
}

fn check_currency(subscription: &Value, price: &Value, at: &str) -> Result<(), Refusal> {
    if price.text("currency") == subscription.text("currency") {
        return Ok(());
    }
    Err(Refusal::invalid(format!(
        "The price specified supports currencies of `{}`, but the subscription's currency is `{}`.",
        price.must("currency"),
        subscription.must("currency")
    ))
    .param(&format!("{at}[price]")))
}

fn recurring_price(call: &Call<'_>, entry: &Value, at: &str) -> Result<Value, Refusal> {
    let price = prices::of_line(call, entry, at)?;
    if price.present("recurring").is_some() {
        return Ok(price);
    }
    Err(Refusal::invalid("The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.").param(&format!("{at}[price]")))
}

/// One recurring line from a checked entry.
pub(in crate::objects) fn line(
    call: &Call<'_>,
    customer: &str,
    entry: &Value,
    at: &str,
) -> Result<Line, Refusal> {
    let price = recurring_price(call, entry, at)?;
    terms(call, customer, entry, price, at)
}

/// One one-time line from a checked entry.
pub(in crate::objects) fn once(
    call: &Call<'_>,
    customer: &str,
    entry: &Value,
    at: &str,
) -> Result<Line, Refusal> {
    let price = prices::of_line(call, entry, at)?;
    if price.present("recurring").is_some() {
        return Err(Refusal::invalid("The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.").param(&format!("{at}[price]")));
    }
    terms(call, customer, entry, price, at)
}

fn terms(
    call: &Call<'_>,
    customer: &str,
    entry: &Value,
    price: Value,
    at: &str,
) -> Result<Line, Refusal> {
    let place = Place {
        customer: Some(customer),
        ..Place::default()
    };
    let discounts = discounts::of_param(
        call,
        entry.items("discounts"),
        place,
        price.text("currency"),
        &format!("{at}[discounts]"),
    )?;
    discounts::redeem(call, &discounts)?;
    let rates = tax_rates::checked(call, &entry.texts("tax_rates"), &format!("{at}[tax_rates]"))?;
    Ok(Line {
        quantity: entry.integer("quantity").unwrap_or(1),
        price,
        discounts,
        tax_rates: rates,
        metadata: entry
            .present("metadata")
            .cloned()
            .unwrap_or_else(|| json!({})),
    })
}
