//! What a customer paid and what of it has stayed: on invoices, whichever way it came, and without
//! one. What went back, by refund, dispute or another way, is taken off. Amounts are Stripe's own.

use crate::shape::{self, IN_PART};
use crate::view::Amount;
use crate::{json, lists};
use cache::{Error, Filter, Kind, Query, Read, Row};
use std::collections::BTreeMap;

/// The states of invoices on which something may have been paid.
const PAID_ON: [&str; 2] = ["paid", "uncollectible"];
/// The states of payments whose money was taken, whatever became of it.
const TAKEN: [&str; 4] = ["succeeded", "partly_refunded", "refunded", "disputed"];

/// Sums in the making: amount and number of records by currency.
type Sums = BTreeMap<String, (i64, i64)>;

/// The sums, the currency with the most records first.
pub(super) fn stayed(r: &Read<'_>, customer: &str) -> Result<Vec<Amount>, Error> {
    let mut sums = Sums::new();
    let on: Vec<&str> = PAID_ON.iter().chain(&IN_PART).copied().collect();
    for row in of(r, Kind::Invoice, customer, &on)? {
        let paid = minor(r, &row, "amount_paid")?;
        count(&mut sums, &row, paid, 1);
    }
    for row in of(r, Kind::PaymentIntent, customer, &TAKEN)? {
        let taken = row.columns.amount.unwrap_or(0);
        // What pays an invoice is counted there.
        let new = if row.columns.parent.is_none() {
            taken
        } else {
            0
        };
        let back = match row.columns.state.as_str() {
            "succeeded" => 0,
            "disputed" => taken,
            _ => shape::payment::refunded(r, &row.id)?,
        };
        count(&mut sums, &row, new.saturating_sub(back), 1);
    }
    for row in of(r, Kind::CreditNote, customer, &["issued"])? {
        let outside = minor(r, &row, "out_of_band_amount")?;
        count(&mut sums, &row, outside.saturating_neg(), 0);
    }
    sums.retain(|_, (sum, _)| *sum != 0);
    Ok(lists::ordered(sums))
}

fn of(r: &Read<'_>, kind: Kind, customer: &str, states: &[&str]) -> Result<Vec<Row>, Error> {
    let filter = Filter {
        states: states.iter().map(|state| (*state).to_owned()).collect(),
        customer: Some(customer.to_owned()),
        ..Filter::of(kind)
    };
    let all = Query {
        filter,
        limit: u32::MAX,
        ..Query::of(kind)
    };
    Ok(r.records().page(&all)?.rows)
}

/// An amount that only the object itself says.
fn minor(r: &Read<'_>, row: &Row, field: &str) -> Result<i64, Error> {
    let record = r.records().get(row.kind, &row.id)?;
    Ok(record
        .and_then(|record| json::int(&record.raw, field))
        .unwrap_or(0))
}

fn count(sums: &mut Sums, row: &Row, minor: i64, records: i64) {
    if let Some(currency) = &row.columns.currency {
        let (sum, all) = sums.entry(currency.clone()).or_default();
        *sum = sum.saturating_add(minor);
        *all = all.saturating_add(records);
    }
}
