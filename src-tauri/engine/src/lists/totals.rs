//! Sums of a list, per currency and never across. Of an open invoice only what remains counts.

use super::counts::is_whole;
use super::found::whole_sums;
use super::tabs::{OPEN_INVOICES, PARTLY_REFUNDED, RECEIVED_PAYMENTS, REFUNDED_PAYMENTS};
use crate::shape::IN_PART;
use crate::view::{Amount, Moved};
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
    let whole = if is_whole(filter) {
        whole_sums(r, filter)?
    } else {
        r.records().sums(filter)?
    };
    for sum in whole.into_iter().chain(settled(r, filter)?) {
        let (all, records) = sums.entry(sum.currency).or_default();
        *all = all.saturating_add(sum.amount);
        *records = records.saturating_add(sum.count);
    }
    Ok(())
}

/// What has moved of the payments that filters leave, per currency.
pub(crate) fn moved(r: &Read<'_>, filters: &[Filter], which: Moved) -> Result<Vec<Amount>, Error> {
    let states = match which {
        Moved::Received => RECEIVED_PAYMENTS,
        Moved::WentBack => REFUNDED_PAYMENTS,
    };
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for filter in filters {
        let among = |states: &[&str]| Filter {
            states: states.iter().map(|state| (*state).to_owned()).collect(),
            ..filter.clone()
        };
        let back = if which == Moved::Received {
            // What came whole is added up where it lies; only of the rest each is looked at.
            add(r, &among(&states), &mut sums)?;
            went_back(r, among(&[PARTLY_REFUNDED]))?
        } else {
            went_back(r, among(&states))?
        };
        for sum in back {
            let (all, records) = sums.entry(sum.currency).or_default();
            *all = match which {
                Moved::Received => all.saturating_sub(sum.amount),
                Moved::WentBack => all.saturating_add(sum.amount),
            };
            *records = records.saturating_add(sum.count);
        }
    }
    Ok(ordered(sums))
}

/// What went back of each payment that a filter leaves.
fn went_back(r: &Read<'_>, some: Filter) -> Result<Vec<Sum>, Error> {
    let all = Query {
        limit: u32::MAX,
        ..query(some)
    };
    let mut sums = Vec::new();
    for row in r.records().page(&all)?.rows {
        let amount = crate::shape::payment::refunded(r, &row.id)?;
        sums.extend(row.columns.currency.map(|currency| Sum {
            currency,
            amount,
            count: 1,
        }));
    }
    Ok(sums)
}

/// What was paid or credited of the open invoices that a filter names, to be taken off their totals:
/// sums below zero over no records.
pub(super) fn settled(r: &Read<'_>, filter: &Filter) -> Result<Vec<Sum>, Error> {
    let mut some = filter.clone();
    some.states
        .retain(|state| IN_PART.contains(&state.as_str()));
    taken_off(r, some, "amount_remaining")
}

/// What was credited of the open invoices among those that a filter leaves, likewise: rows show what
/// an invoice asks for after that.
pub(super) fn credited(r: &Read<'_>, filter: &Filter) -> Result<Vec<Sum>, Error> {
    let mut some = filter.clone();
    let any = some.states.is_empty();
    let of_these = |state: &&str| any || filter.states.iter().any(|one| one == state);
    let in_part = IN_PART.iter().copied().filter(of_these);
    some.states = in_part.map(str::to_owned).collect();
    taken_off(r, some, "amount_due")
}

/// How far `field` lies below the totals of these invoices, as sums below zero over no records. Few
/// invoices are settled in part, so each is looked at.
fn taken_off(r: &Read<'_>, some: Filter, field: &str) -> Result<Vec<Sum>, Error> {
    if some.kind != Kind::Invoice || some.states.is_empty() {
        return Ok(Vec::new());
    }
    let mut off = Vec::new();
    let all = Query {
        limit: u32::MAX,
        ..query(some)
    };
    for row in r.records().page(&all)?.rows {
        let record = r.records().get(row.kind, &row.id)?;
        let counts = record.and_then(|record| json::int(&record.raw, field));
        let total = row.columns.amount.zip(counts);
        if let Some((currency, (total, counts))) = row.columns.currency.zip(total) {
            off.push(Sum {
                currency,
                amount: counts.saturating_sub(total),
                count: 0,
            });
        }
    }
    Ok(off)
}

fn query(filter: Filter) -> Query {
    let kind = filter.kind;
    Query {
        filter,
        ..Query::of(kind)
    }
}
