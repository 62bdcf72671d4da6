//! That an invoice is charged by itself once it is finalized, and with which card: what the question
//! before it says. No saved card is kept here, but its brand and last digits stand with what it has
//! paid before.

use crate::json;
use crate::sheets::payment::named;
use crate::view::CardRef;
use cache::{Error, Filter, Kind, Query, Read};
use serde_json::Value;

/// So many of a customer's latest charges are looked at.
const LOOKED_AT: u32 = 50;

/// What comes of a draft invoice at Stripe that goes on by itself and is charged automatically.
pub(super) fn sentence(r: &Read<'_>, invoice: &Value) -> Result<String, Error> {
    let Some(method) = method(r, invoice)? else {
        return Ok("Stripe charges it by itself within about an hour, and no saved card is known of this customer. Without one, that fails; they can still pay at the payment page.".to_owned());
    };
    let card = match (method, json::id(invoice, "customer")) {
        (method, Some(customer)) => seen(r, customer, &method)?,
        _ => None,
    };
    let card = card.map_or_else(
        || "the saved card".to_owned(),
        |card| format!("the saved card {}", named(&card)),
    );
    Ok(format!(
        "Stripe charges {card} by itself, within about an hour."
    ))
}

/// The one that Stripe takes: the invoice's own, its subscription's, or the customer's.
fn method(r: &Read<'_>, invoice: &Value) -> Result<Option<String>, Error> {
    let own = |raw: &Value| json::id(raw, "default_payment_method").map(str::to_owned);
    if let Some(method) = own(invoice) {
        return Ok(Some(method));
    }
    if let Some(id) = json::id(invoice, "parent.subscription_details.subscription")
        && let Some(subscription) = r.records().get(Kind::Subscription, id)?
        && let Some(method) = own(&subscription.raw)
    {
        return Ok(Some(method));
    }
    let Some(id) = json::id(invoice, "customer") else {
        return Ok(None);
    };
    let customer = r.records().get(Kind::Customer, id)?;
    Ok(customer.and_then(|customer| {
        json::id(&customer.raw, "invoice_settings.default_payment_method")
            .or_else(|| json::id(&customer.raw, "default_source"))
            .map(str::to_owned)
    }))
}

/// Brand and last digits, if the customer has paid with it lately.
fn seen(r: &Read<'_>, customer: &str, method: &str) -> Result<Option<CardRef>, Error> {
    let charges = Query {
        filter: Filter {
            customer: Some(customer.to_owned()),
            ..Filter::of(Kind::Charge)
        },
        limit: LOOKED_AT,
        ..Query::of(Kind::Charge)
    };
    for row in r.records().page(&charges)?.rows {
        let Some(charge) = r.records().get(Kind::Charge, &row.id)? else {
            continue;
        };
        if json::id(&charge.raw, "payment_method") != Some(method) {
            continue;
        }
        let of =
            |name: &str| json::owned(&charge.raw, &format!("payment_method_details.card.{name}"));
        if let (Some(brand), Some(last4)) = (of("brand"), of("last4")) {
            return Ok(Some(CardRef { brand, last4 }));
        }
    }
    Ok(None)
}
