//! The sheet of a customer: who it is, and everything of it, newest first.

mod paid;

use super::record;
use crate::account::Account;
use crate::json;
use crate::lists::{self, Narrow, Rows, Sort};
use crate::view::{CustomerFields, CustomerSheet, Noun, Problem, Row};
use cache::{Kind, Read};
use serde_json::Value;

/// So many of each kind stand on the sheet; the lists, narrowed to the customer, have the rest.
const SHOWN: u32 = 50;

/// The sheet of a customer.
pub async fn show(account: &Account, id: &str) -> Result<CustomerSheet, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    account.cache.read(move |r| Ok(sheet(r, &id, now))).await?
}

pub(crate) fn sheet(r: &Read<'_>, id: &str, now: i64) -> Result<CustomerSheet, Problem> {
    let record = record(r, Kind::Customer, id)?;
    let narrow = Narrow {
        customer: Some(id.to_owned()),
        ..Narrow::default()
    };
    let newest = |noun: Noun| -> Result<Vec<Row>, Problem> {
        Ok(lists::first(
            r,
            (noun, "all"),
            &narrow,
            Sort::Newest,
            SHOWN,
            now,
        )?)
    };
    Ok(CustomerSheet {
        row: Rows::new(r, now)?.of(&record)?,
        fields: fields(&record.raw),
        currency: json::owned(&record.raw, "currency"),
        open: lists::open_invoices(r, id)?,
        paid: paid::stayed(r, id)?,
        quotes: newest(Noun::Quote)?,
        invoices: newest(Noun::Invoice)?,
        subscriptions: newest(Noun::Subscription)?,
        payments: newest(Noun::Payment)?,
        problem: crate::under_way::problem(r, Kind::Customer, id)?,
    })
}

/// What was entered for a customer, as Stripe has it.
pub(crate) fn fields(raw: &Value) -> CustomerFields {
    let text = |path: &str| json::owned(raw, path).unwrap_or_default();
    CustomerFields {
        name: text("name"),
        email: text("email"),
        phone: text("phone"),
        line1: text("address.line1"),
        line2: text("address.line2"),
        city: text("address.city"),
        postal_code: text("address.postal_code"),
        region: text("address.state"),
        country: text("address.country"),
        note: text("description"),
    }
}
