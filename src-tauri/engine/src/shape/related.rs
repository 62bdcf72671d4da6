//! What a record takes from other records, and what they take from it: names of customers and
//! products, amounts of prices, revisions of quotes. All within the transaction that stores it,
//! so that no list ever shows half of a change.

use super::quote::SUPERSEDED;
use crate::json;
use cache::{Error, Filter, Kind, Query, Read, Record, Row, Write};
use serde_json::Value;

/// Finds another record's columns.
pub(crate) type Lookup<'l> = &'l dyn Fn(Kind, &str) -> Result<Option<Row>, Error>;

/// Fills in what other records are called.
pub(crate) fn named(record: &mut Record, lookup: Lookup<'_>) -> Result<(), Error> {
    match record.kind {
        Kind::Quote
        | Kind::Subscription
        | Kind::SubscriptionSchedule
        | Kind::InvoiceItem
        | Kind::PaymentIntent
        | Kind::CreditNote => {
            customer_name(record, lookup)?;
        }
        // A finalized invoice keeps the name that was printed on it.
        Kind::Invoice if record.columns.state == "draft" || unnamed(record) => {
            customer_name(record, lookup)?;
        }
        Kind::Price => {
            if let Some(product) = record.columns.parent.as_deref()
                && let Some(product) = lookup(Kind::Product, product)?
            {
                record.columns.title = product.columns.title;
            }
        }
        _ => {}
    }
    match record.kind {
        Kind::Subscription => subscription_items(record, lookup),
        Kind::SubscriptionSchedule => schedule_items(record, lookup),
        _ => Ok(()),
    }
}

fn unnamed(record: &Record) -> bool {
    record.columns.customer.as_deref() == Some(record.columns.title.as_str())
}

fn customer_name(record: &mut Record, lookup: Lookup<'_>) -> Result<(), Error> {
    if let Some(customer) = record.columns.customer.as_deref()
        && let Some(customer) = lookup(Kind::Customer, customer)?
    {
        record.columns.title = customer.columns.title;
    }
    Ok(())
}

fn subscription_items(record: &mut Record, lookup: Lookup<'_>) -> Result<(), Error> {
    let mut names = Vec::new();
    for item in json::items(&record.raw, "items") {
        let expanded = json::owned(item, "price.product.name");
        let product = json::id(item, "price.product").unwrap_or_default();
        let known = lookup(Kind::Product, product)?.map(|row| row.columns.title);
        names.extend(
            expanded
                .or(known)
                .or_else(|| json::owned(item, "price.nickname")),
        );
    }
    called(record, names);
    Ok(())
}

fn schedule_items(record: &mut Record, lookup: Lookup<'_>) -> Result<(), Error> {
    let mut names = Vec::new();
    let mut amount = Some(0_i64);
    for item in json::items(&record.raw, "phases.0.items") {
        let price = json::id(item, "price").unwrap_or_default();
        let Some(price) = lookup(Kind::Price, price)? else {
            amount = None;
            continue;
        };
        let quantity = json::int(item, "quantity").unwrap_or(1);
        let part = price
            .columns
            .amount
            .and_then(|unit| unit.checked_mul(quantity));
        amount = amount
            .zip(part)
            .and_then(|(sum, part)| sum.checked_add(part));
        record.columns.currency = price.columns.currency.or(record.columns.currency.take());
        record.columns.per = price.columns.per;
        names.push(price.columns.title);
    }
    record.columns.amount = amount.filter(|_| !names.is_empty());
    called(record, names);
    Ok(())
}

fn called(record: &mut Record, names: Vec<String>) {
    if names.is_empty() {
        return;
    }
    let names = names.join(", ");
    if record.columns.subtitle.is_empty() {
        record.columns.subtitle = names;
    } else {
        record.columns.search = format!("{names}\n{}", record.columns.search);
    }
}

/// Gives a record the columns that follow from the records around it.
pub(super) fn settle(w: &mut Write<'_>, record: &mut Record) -> Result<(), Error> {
    let read: &Read<'_> = w;
    named(record, &|kind, id| read.records().row(kind, id))?;
    reckon(w, record)
}

fn reckon(w: &mut Write<'_>, record: &mut Record) -> Result<(), Error> {
    match record.kind {
        Kind::Quote => {
            // Accepted for good, and a draft still to come: neither can be taken over.
            if matches!(record.columns.state.as_str(), "open" | "canceled") {
                let later = w.records().children(Kind::Quote, &record.id)?;
                if later
                    .iter()
                    .any(|row| was_finalized(&row.columns.state, row.columns.number.as_deref()))
                {
                    record.columns.state = SUPERSEDED.to_owned();
                }
            }
            Ok(())
        }
        Kind::Product => product_price(w, record),
        Kind::PaymentIntent => super::payment::reckon(w, record),
        _ => Ok(()),
    }
}

/// Only finalizing gives a quote its number.
fn was_finalized(state: &str, number: Option<&str>) -> bool {
    state != "draft" && (number.is_some() || matches!(state, "open" | "accepted" | SUPERSEDED))
}

/// A product shows its default price, else its newest active one.
fn product_price(w: &mut Write<'_>, record: &mut Record) -> Result<(), Error> {
    let prices = w.records().children(Kind::Price, &record.id)?;
    let default = json::id(&record.raw, "default_price");
    let shown = prices
        .iter()
        .find(|price| Some(price.id.as_str()) == default)
        .or_else(|| prices.iter().find(|price| price.columns.state == "active"));
    if let Some(price) = shown {
        record.columns.amount = price.columns.amount;
        record.columns.currency.clone_from(&price.columns.currency);
        record.columns.per.clone_from(&price.columns.per);
    }
    Ok(())
}

/// Brings the records up to date that take something from this one.
pub(super) fn tell(w: &mut Write<'_>, record: &Record) -> Result<(), Error> {
    match record.kind {
        Kind::Customer => {
            for kind in [
                Kind::Quote,
                Kind::Invoice,
                Kind::Subscription,
                Kind::SubscriptionSchedule,
                Kind::PaymentIntent,
            ] {
                rename(w, record, kind)?;
            }
            Ok(())
        }
        Kind::Product => {
            for price in w.records().children(Kind::Price, &record.id)? {
                if price.columns.title != record.columns.title {
                    again(w, Kind::Price, &price.id)?;
                }
            }
            Ok(())
        }
        Kind::Price => match &record.columns.parent {
            Some(product) => again(w, Kind::Product, product),
            None => Ok(()),
        },
        Kind::Charge | Kind::Dispute | Kind::InvoicePayment | Kind::Refund => {
            match &record.columns.parent {
                Some(payment) => again(w, Kind::PaymentIntent, payment),
                None => Ok(()),
            }
        }
        Kind::Quote => match super::quote::revises(&record.raw) {
            Some(before) => again(w, Kind::Quote, before),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Gives a customer's records its present name.
fn rename(w: &mut Write<'_>, customer: &Record, kind: Kind) -> Result<(), Error> {
    let mut query = Query::of(kind);
    query.filter = Filter {
        customer: Some(customer.id.clone()),
        ..Filter::of(kind)
    };
    query.limit = u32::MAX;
    let rows = w.records().page(&query)?.rows;
    for row in rows {
        let printed = kind == Kind::Invoice && row.columns.state != "draft";
        if !printed && row.columns.title != customer.columns.title {
            again(w, kind, &row.id)?;
        }
    }
    Ok(())
}

/// Stores a record once more with columns worked out anew. It is the same copy, of the same time.
fn again(w: &mut Write<'_>, kind: Kind, id: &str) -> Result<(), Error> {
    let Some(stored) = w.records().get(kind, id)? else {
        return Ok(());
    };
    let raw: Value = stored.raw;
    let Some(mut record) = super::record(raw, stored.as_of) else {
        return Ok(());
    };
    settle(w, &mut record)?;
    w.records().put(&record)?;
    Ok(())
}
