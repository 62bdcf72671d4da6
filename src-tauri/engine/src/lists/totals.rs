//! Sums above a list, per currency and never across. Of an open invoice only what remains counts.

use super::counts::is_whole;
use super::found::whole_sums;
use super::tabs::OPEN_INVOICES;
use crate::view::Amount;
use crate::{amounts, json};
use cache::{Error, Filter, Kind, Query, Read, Sum};
use std::collections::BTreeMap;

/// What sums and the amounts of drafts come to together; the currency with the most of them first.
pub(super) fn listed<'a>(sums: Vec<Sum>, drafts: impl Iterator<Item = &'a Amount>) -> Vec<Amount> {
    let mut all: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let drafts = drafts.map(|amount| (amount.currency.clone(), amount.minor, 1));
    let sums = sums
        .into_iter()
        .map(|sum| (sum.currency, sum.amount, sum.count));
    for (currency, amount, count) in sums.chain(drafts) {
        let (sum, records) = all.entry(currency).or_default();
        *sum = sum.saturating_add(amount);
        *records = records.saturating_add(count);
    }
    ordered(all)
}

/// What some filters add up to; the currency with the most records first.
pub(super) fn amounts(r: &Read<'_>, filters: &[Filter]) -> Result<Vec<Amount>, Error> {
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for filter in filters {
        add(r, filter, &mut sums)?;
    }
    Ok(ordered(sums))
}

/// The currency with the most records first.
pub(crate) fn ordered(sums: BTreeMap<String, (i64, i64)>) -> Vec<Amount> {
    let mut sums: Vec<(String, (i64, i64))> = sums.into_iter().collect();
    sums.sort_by_key(|(_, (_, count))| std::cmp::Reverse(*count));
    sums.into_iter()
        .map(|(code, (sum, _))| amounts::amount(sum, &code))
        .collect()
}

/// What is still to be paid on a customer's invoices, per currency.
pub(crate) fn open_invoices(r: &Read<'_>, customer: &str) -> Result<Vec<Amount>, Error> {
    let filter = Filter {
        states: OPEN_INVOICES.map(str::to_owned).to_vec(),
        customer: Some(customer.to_owned()),
        ..Filter::of(Kind::Invoice)
    };
    amounts(r, &[filter])
}

fn add(
    r: &Read<'_>,
    filter: &Filter,
    sums: &mut BTreeMap<String, (i64, i64)>,
) -> Result<(), Error> {
    let mut note = |code: String, amount: i64, count: i64| {
        let (sum, records) = sums.entry(code).or_default();
        *sum = sum.saturating_add(amount);
        *records = records.saturating_add(count);
    };
    let partly = filter.states.iter().any(|state| state == "partly_paid");
    let mut whole = filter.clone();
    whole.states.retain(|state| state != "partly_paid");
    let sums = if is_whole(&whole) {
        whole_sums(r, &whole)?
    } else {
        r.records().sums(&whole)?
    };
    for sum in sums {
        note(sum.currency, sum.amount, sum.count);
    }
    if filter.kind == Kind::Invoice && partly {
        // Few invoices are paid in part, so each is looked at.
        let some = Filter {
            states: vec!["partly_paid".to_owned()],
            ..filter.clone()
        };
        let rows = r
            .records()
            .page(&Query {
                limit: u32::MAX,
                ..query(some)
            })?
            .rows;
        for row in rows {
            let remaining = r
                .records()
                .get(row.kind, &row.id)?
                .and_then(|record| json::int(&record.raw, "amount_remaining"));
            if let Some((code, remaining)) = row.columns.currency.zip(remaining) {
                note(code, remaining, 1);
            }
        }
    }
    Ok(())
}

fn query(filter: Filter) -> Query {
    let kind = filter.kind;
    Query {
        filter,
        ..Query::of(kind)
    }
}
