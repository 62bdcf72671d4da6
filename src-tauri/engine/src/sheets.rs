//! Sheets: one record with everything that stands on its page, put together from what the cache
//! holds. Amounts are read strictly: an object that lacks one is an error, never a zero.

pub mod credit_note;
pub mod customer;
pub mod invoice;
pub mod payment;
pub mod product;
pub mod quote;
pub mod subscription;

mod acts;
mod dates;
mod history;
mod links;
mod shares;

#[cfg(test)]
mod tests;

pub(crate) use dates::{day, period};

use crate::json;
use crate::trouble;
use crate::view::{Collection, CustomerRef, Noun, Problem};
use cache::{Kind, Read, Record};
use serde_json::Value;
use stripe::Typed;

/// A record, or that there is none.
fn record(r: &Read<'_>, kind: Kind, id: &str) -> Result<Record, Problem> {
    let noun = match crate::shape::noun_of(kind) {
        Some(Noun::Quote) => "quote",
        Some(Noun::Invoice) => "invoice",
        Some(Noun::CreditNote) => "credit note",
        Some(Noun::Subscription | Noun::SubscriptionSchedule) => "subscription",
        Some(Noun::Customer) => "customer",
        Some(Noun::Product) => "product",
        Some(Noun::Payment) => "payment",
        _ => "record",
    };
    r.records()
        .get(kind, id)?
        .ok_or_else(|| trouble::not_found(noun))
}

/// The object of a record, read strictly.
pub(crate) fn typed<T: Typed>(raw: &Value) -> Result<T, Problem> {
    T::from_value(raw).map_err(|mismatch| {
        tracing::error!(%mismatch, "a record cannot be read");
        let what = T::OBJECT.replace('_', " ");
        Problem::new(
            crate::view::Code::StripeFailed,
            format!("Stripe sent this {what} in a form that Counterfoil cannot read."),
        )
        .hint(
            "Look for a newer version of Counterfoil. Until then, open it in the Stripe Dashboard.",
        )
    })
}

/// Who a record is for: as the customer's record says, else as the object itself does.
fn customer(r: &Read<'_>, record: &Record) -> Result<Option<CustomerRef>, Problem> {
    let Some(id) = record.columns.customer.clone() else {
        return Ok(None);
    };
    let known = r.records().get(Kind::Customer, &id)?;
    let raw = known.as_ref().map_or(&record.raw, |customer| &customer.raw);
    let fields: &[&str] = if known.is_some() {
        &["email"]
    } else {
        &["customer_email", "customer.email"]
    };
    Ok(Some(CustomerRef {
        name: record.columns.title.clone(),
        email: fields.iter().find_map(|field| json::owned(raw, field)),
        id,
    }))
}

fn collection(method: &stripe::resources::CollectionMethod) -> Collection {
    match method.as_str() {
        "charge_automatically" => Collection::ChargeAutomatically,
        _ => Collection::SendInvoice,
    }
}

/// Stripe's counts as ours; a negative one is none.
fn small(count: Option<i64>) -> Option<u32> {
    count.and_then(|count| u32::try_from(count).ok())
}
