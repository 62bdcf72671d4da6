//! From Stripe's JSON to a record: the columns that lists and search need beside the object
//! itself, without secrets. Tolerant throughout: whatever Stripe sends is kept, and a field that
//! is missing leaves its column empty. What a state means is decided when it is shown, not here.
//!
//! Four columns say more than Stripe's own fields, because lists ask for them by index:
//! - a quote's state is `superseded` once a later revision of it was finalized;
//! - an open invoice's state is `partly_paid` when what remains is not its whole total;
//! - else it is `tried` when a payment was tried in vain;
//! - a running subscription's state is `ending` when its end is set.
//!
//! A payment's state is worked out from its refunds and disputes as well; see [`payment`].

mod coupon;
mod credit_note;
mod customer;
mod invoice;
mod invoice_item;
pub(crate) mod payment;
mod price;
mod product;
mod quote;
mod related;
mod schedule;
mod subscription;
mod tax_rate;
mod words;

#[cfg(test)]
mod tests;

use crate::json;
use crate::view::Noun;
use cache::{Columns, Error, Kind, Put, Record, Write};
use serde_json::Value;

pub(crate) use invoice::{IN_PART, PARTLY_PAID, PARTLY_RETRYING, PARTLY_TRIED, RETRYING, TRIED};
pub(crate) use quote::SUPERSEDED;
pub(crate) use subscription::HELD;

/// The record of one of Stripe's objects, as it stands alone: names that other records hold are
/// filled in by `related`. `None` for deleted objects and for kinds that are not kept.
pub(crate) fn record(raw: Value, as_of: i64) -> Option<Record> {
    if json::flag(&raw, "deleted") {
        return None;
    }
    let kind = Kind::from_code(json::text(&raw, "object")?)?;
    // The balance has no id of its own: there is one.
    let id = json::text(&raw, "id").unwrap_or(kind.code()).to_owned();
    let columns = columns(kind, &raw);
    Some(Record {
        kind,
        id,
        as_of,
        columns,
        raw: payment::lean(kind, stripe::redact::without_secrets(raw)),
    })
}

fn columns(kind: Kind, raw: &Value) -> Columns {
    match kind {
        Kind::Coupon => coupon::columns(raw),
        Kind::CreditNote => credit_note::columns(raw),
        Kind::Customer => customer::columns(raw),
        Kind::Invoice => invoice::columns(raw),
        Kind::InvoiceItem => invoice_item::columns(raw),
        Kind::Charge
        | Kind::Dispute
        | Kind::InvoicePayment
        | Kind::PaymentIntent
        | Kind::Refund => payment::columns(kind, raw),
        Kind::Price => price::columns(raw),
        Kind::Product => product::columns(raw),
        Kind::Quote => quote::columns(raw),
        Kind::Subscription => subscription::columns(raw),
        Kind::SubscriptionSchedule => schedule::columns(raw),
        Kind::TaxRate => tax_rate::columns(raw),
        _ => plain(raw),
    }
}

/// What nearly all of Stripe's objects have.
fn plain(raw: &Value) -> Columns {
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: json::owned(raw, "status").unwrap_or_default(),
        number: json::owned(raw, "number"),
        customer: json::id(raw, "customer").map(str::to_owned),
        title: json::text(raw, "description")
            .or_else(|| json::text(raw, "id"))
            .unwrap_or_default()
            .to_owned(),
        currency: json::owned(raw, "currency"),
        amount: json::int(raw, "amount"),
        updated: json::int(raw, "updated"),
        search: words::Words::new().metadata(raw).done(),
        ..Columns::default()
    }
}

/// `active` and `archived`, as the catalogue calls what Stripe only flags.
/// The mark, in its metadata, of a product that the program made for one use and no other.
pub(crate) const MADE_FOR: &str = "made_for";
/// Its value where an amount is collected by a link.
pub(crate) const A_LINK: &str = "payment_link";

fn active(raw: &Value) -> String {
    let word = if json::flag(raw, "active") {
        "active"
    } else {
        "archived"
    };
    word.to_owned()
}

/// Stores one of Stripe's objects as it was at `as_of` (unix seconds UTC): with the names that
/// other records hold, and those records brought up to date in turn. A deleted object is
/// forgotten; an object of a kind that is not kept is left out.
pub(crate) fn put(w: &mut Write<'_>, raw: Value, as_of: i64) -> Result<(), Error> {
    if json::flag(&raw, "deleted") {
        let kind = json::text(&raw, "object").and_then(Kind::from_code);
        if let (Some(kind), Some(id)) = (kind, json::text(&raw, "id")) {
            w.records().forget(kind, id)?;
        }
        return Ok(());
    }
    let Some(mut record) = record(raw, as_of) else {
        return Ok(());
    };
    if record.kind == Kind::Quote {
        quote::keep_lines(w, &mut record)?;
    }
    if record.kind == Kind::Invoice {
        invoice::keep_lines(w, &mut record)?;
        for payment in json::items(&record.raw, "payments") {
            put(w, payment.clone(), as_of)?;
        }
    }
    related::settle(w, &mut record)?;
    match w.records().put(&record)? {
        Put::New | Put::Changed => related::tell(w, &record),
        Put::Same | Put::Older => Ok(()),
    }
}

/// What people call a kind; none for what has no place of its own in a user interface.
pub(crate) fn noun_of(kind: Kind) -> Option<Noun> {
    Some(match kind {
        Kind::Quote => Noun::Quote,
        Kind::Invoice => Noun::Invoice,
        Kind::CreditNote => Noun::CreditNote,
        Kind::Subscription => Noun::Subscription,
        Kind::SubscriptionSchedule => Noun::SubscriptionSchedule,
        Kind::Customer => Noun::Customer,
        Kind::Product => Noun::Product,
        Kind::PaymentIntent => Noun::Payment,
        _ => return None,
    })
}

/// The kind behind a noun; none for drafts, which are not records.
pub(crate) fn kind_of(noun: Noun) -> Option<Kind> {
    Some(match noun {
        Noun::Draft | Noun::InvoiceDraft => return None,
        Noun::Quote => Kind::Quote,
        Noun::Invoice => Kind::Invoice,
        Noun::CreditNote => Kind::CreditNote,
        Noun::Subscription => Kind::Subscription,
        Noun::SubscriptionSchedule => Kind::SubscriptionSchedule,
        Noun::Customer => Kind::Customer,
        Noun::Product => Kind::Product,
        Noun::Payment => Kind::PaymentIntent,
    })
}
