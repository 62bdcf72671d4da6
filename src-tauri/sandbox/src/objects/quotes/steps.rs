//! A quote's steps: finalize, accept, cancel, expire, and the copy that a revision or a duplicate is.

use serde_json::{Value, json};

use super::lines::{self, is_recurring};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::{customers, invoices, schedules, subscriptions};
use crate::operation::{Ask, Reply};
use crate::store::rows::Record;

pub(super) fn finalize(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut quote = call.load("quote", ask.id, "id")?;
    allow(&quote.json, &["draft"], "finalized")?;
    let items = call.children("item", ask.id)?;
    if items.is_empty() {
        return Err(
            Refusal::invalid("A quote must have at least one line item to be finalized.")
                .param("line_items"),
        );
    }
    let customer = quote.json.text("customer").map(str::to_owned);
    let customer = customer.ok_or_else(|| {
        Refusal::invalid("A quote must have a customer to be finalized.").param("customer")
    })?;
    let is_sent = quote.json.must("collection_method") == "send_invoice";
    if is_sent
        && quote.json["invoice_settings"]
            .integer("days_until_due")
            .is_none()
    {
        return Err(Refusal::invalid("`invoice_settings[days_until_due]` must be set when `collection_method` is `send_invoice`.").param("invoice_settings[days_until_due]"));
    }
    check_plan(call, &items)?;
    if let Some(at) = ask.args.integer("expires_at") {
        super::set_expiry(call, &mut quote.json, at)?;
    }
    if quote.json.amount("expires_at") <= call.now {
        return Err(Refusal::invalid("The quote has expired.").param("expires_at"));
    }
    // A revision keeps the number of the quote that it revises.
    let (base, revision) = match quote.private.text("number_base") {
        Some(base) => (base.to_owned(), quote.private.amount("revision")),
        None => (customers::next_quote_number(call, &customer)?, 1),
    };
    quote.private.put("number_base", base.clone());
    quote.private.put("revision", revision);
    quote.json.put("number", format!("{base}-{revision}"));
    quote.json.put("status", "open");
    transition(&mut quote.json, "finalized_at", call.now);
    call.update(&quote)?;
    call.emit("quote.finalized", &quote.json)?;
    Ok(quote.json.into())
}

pub(super) fn cancel(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut quote = call.load("quote", ask.id, "id")?;
    allow(&quote.json, &["draft", "open"], "canceled")?;
    close(call, &mut quote)?;
    Ok(quote.json.into())
}

/// The quote's time has run out.
pub(crate) fn expire(call: &Call<'_>, mut quote: Record) -> Result<(), Refusal> {
    close(call, &mut quote)
}

fn close(call: &Call<'_>, quote: &mut Record) -> Result<(), Refusal> {
    quote.json.put("status", "canceled");
    transition(&mut quote.json, "canceled_at", call.now);
    call.update(quote)?;
    call.emit("quote.canceled", &quote.json)
}

/// Accepting makes one of three things, by what is on the quote and when it begins.
pub(super) fn accept(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut quote = call.load("quote", ask.id, "id")?;
    allow(&quote.json, &["open"], "accepted")?;
    let items = call.children("item", ask.id)?;
    check_plan(call, &items)?;
    let customer = quote.json.must("customer").to_owned();
    call.load("customer", &customer, "customer")?;
    let starts = quote.json["subscription_data"]
        .integer("effective_date")
        .unwrap_or(call.now);
    if !items.iter().any(is_recurring) {
        let invoice = invoices::of_quote(call, &quote, &items)?;
        quote.json.put("invoice", invoice);
    } else if starts > call.now {
        let schedule = schedules::of_quote(call, &quote, &items, starts)?;
        quote.json.put("subscription_schedule", schedule);
    } else {
        let (subscription, invoice) = subscriptions::of_quote(call, &quote, &items)?;
        quote.json.put("subscription", subscription);
        quote.json.put("invoice", invoice);
    }
    let mut used = quote.json.texts("discounts");
    used.extend(items.iter().flat_map(|i| i.private.texts("discounts")));
    discounts::redeem(call, &used)?;
    quote.json.put("status", "accepted");
    transition(&mut quote.json, "accepted_at", call.now);
    call.update(&quote)?;
    call.emit("quote.accepted", &quote.json)?;
    Ok(quote.json.into())
}

/// `from_quote`: a new draft with the same contents; as a revision it keeps the number.
pub(super) fn copy(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let other = args.all().as_object().and_then(|sent| {
        sent.keys()
            .find(|k| !["from_quote", "expires_at", "expand"].contains(&k.as_str()))
            .cloned()
    });
    if let Some(other) = other {
        return Err(Refusal::invalid(format!(
            "You cannot set `{other}` when creating a quote with `from_quote`."
        ))
        .code("parameter_unknown")
        .param(&other)
        .before_it_began());
    }
    let from = args.hash("from_quote");
    let source = call.load("quote", from.must("quote"), "from_quote[quote]")?;
    let is_revision = from.flag("is_revision");
    if is_revision {
        allow(&source.json, &["open"], "revised")?;
    } else {
        allow(&source.json, &["draft", "open", "accepted"], "copied")?;
    }
    let mut quote = super::blank(call)?;
    for field in [
        "automatic_tax",
        "collection_method",
        "currency",
        "customer",
        "default_tax_rates",
        "description",
        "footer",
        "header",
        "invoice_settings",
        "metadata",
        "subscription_data",
    ] {
        quote.json.put(field, source.json.copy(field));
    }
    quote.json.put(
        "from_quote",
        json!({ "is_revision": is_revision, "quote": source.json.id() }),
    );
    if let Some(at) = args.integer("expires_at") {
        super::set_expiry(call, &mut quote.json, at)?;
    }
    if is_revision {
        quote
            .private
            .put("number_base", source.private.copy("number_base"));
        quote
            .private
            .put("revision", source.private.amount("revision") + 1);
    }
    let place = Place {
        customer: source.json.text("customer"),
        ..Place::default()
    };
    quote.json.put(
        "discounts",
        discounts::carried(call, &source.json.texts("discounts"), place)?,
    );
    call.insert(&quote)?;
    for mut item in call.children("item", source.json.id())? {
        item.json.put("id", call.new_token("li_1", 24)?);
        item.private.put("parent", quote.json.id());
        item.private.put(
            "discounts",
            discounts::carried(call, &item.private.texts("discounts"), place)?,
        );
        call.insert(&item)?;
    }
    lines::compute(call, &mut quote)?;
    call.update(&quote)?;
    call.emit("quote.created", &quote.json)?;
    Ok(quote.json.into())
}

/// Live accounts without Invoicing Plus may not use quotes for one-time invoices.
pub(super) fn check_plan(call: &Call<'_>, items: &[Record]) -> Result<(), Refusal> {
    if !call.gated || items.iter().any(is_recurring) {
        return Ok(());
    }
    Err(Refusal::invalid(
        "Your account needs the Invoicing Plus plan to use quotes that create one-time invoices. Upgrade your plan in the Dashboard at https://dashboard.stripe.com/settings/billing/invoice.",
    ))
}

fn allow(quote: &Value, from: &[&str], step: &str) -> Result<(), Refusal> {
    if from.contains(&quote.status()) {
        return Ok(());
    }
    let wanted = from.join("` or `");
    Err(Refusal::state(format!(
        "This quote cannot be {step}: it has a status of `{}`, and only quotes with a status of `{wanted}` can be {step}.",
        quote.status()
    )))
}

fn transition(quote: &mut Value, field: &str, at: i64) {
    if let Some(times) = quote.get_mut("status_transitions") {
        times.put(field, at);
    }
}
