//! Which records belong to a pack, what they come to and what of them is not here. Answered from
//! the cache alone.

use super::period::{Period, day_of};
use crate::view::{Code, DocumentView, Noun, PackGap, PackLack, PackSum, Problem};
use crate::{amounts, documents, file_name, json};
use cache::{Filter, Kind, Query, Read, Record, Row, Span};
use chrono::TimeZone;
use std::collections::{BTreeMap, HashSet};

/// How many rows are read at once.
const PAGE: u32 = 500;

/// A record that belongs to a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) number: String,
    pub(super) title: String,
    /// Of an invoice; three letters, lower case.
    pub(super) currency: String,
    /// What an invoice comes to, minor units of its currency.
    total: i64,
    /// What its lines come to, minor units of its currency.
    subtotal: i64,
    void: bool,
    /// What credit notes took off an invoice, minor units of its currency.
    credited: i64,
    /// When it was finalized or accepted, unix seconds UTC.
    at: i64,
    /// Its file in the pack.
    pub(super) file: String,
    /// What of it is not here.
    pub(super) lacks: Vec<PackLack>,
}

impl Entry {
    pub(super) fn gap(&self, lack: PackLack, why: Option<String>) -> PackGap {
        let noun = if self.kind == Kind::Quote {
            Noun::Quote
        } else {
            Noun::Invoice
        };
        PackGap {
            noun,
            id: self.id.clone(),
            number: self.number.clone(),
            title: self.title.clone(),
            lack,
            why,
        }
    }
}

/// Invoices finalized and quotes accepted in a period: invoices first, each in the order of their
/// files.
pub(super) fn entries(
    r: &Read<'_>,
    period: Period,
    zone: &impl TimeZone,
) -> Result<Vec<Entry>, Problem> {
    let span = period.span(zone);
    let mut found = Vec::new();
    for kind in [Kind::Invoice, Kind::Quote] {
        let from = found.len();
        let filter = Filter {
            states: if kind == Kind::Quote {
                vec!["accepted".to_owned(), "superseded".to_owned()]
            } else {
                Vec::new()
            },
            // Neither is finalized or accepted before it was made.
            created: Span {
                min: None,
                max: Some(span.1.saturating_sub(1)),
            },
            ..Filter::of(kind)
        };
        let mut query = Query {
            filter,
            limit: PAGE,
            ..Query::of(kind)
        };
        loop {
            let page = r.records().page(&query)?;
            for row in page.rows.iter().filter(|row| may_belong(row, span.0)) {
                found.extend(entry(r, row, span, zone)?);
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        if let Some(mine) = found.get_mut(from..) {
            mine.sort_by(|a: &Entry, b: &Entry| (&a.file, &a.id).cmp(&(&b.file, &b.id)));
            tell_apart(mine);
        }
    }
    Ok(found)
}

/// What the row alone can rule out: an invoice that changed last before the period began.
fn may_belong(row: &Row, begin: i64) -> bool {
    row.columns.state != "draft" && row.columns.updated.is_none_or(|changed| changed >= begin)
}

fn entry(
    r: &Read<'_>,
    row: &Row,
    (begin, end): (i64, i64),
    zone: &impl TimeZone,
) -> Result<Option<Entry>, Problem> {
    let Some(record) = r.records().get(row.kind, &row.id)? else {
        return Ok(None);
    };
    let (folder, field) = match row.kind {
        Kind::Quote => ("quotes", "status_transitions.accepted_at"),
        _ => ("invoices", "status_transitions.finalized_at"),
    };
    let at = match json::int(&record.raw, field) {
        Some(at) => at,
        // Stripe says when for all of them; were it ever silent, the invoice must not be lost.
        None if row.kind == Kind::Invoice => record.columns.created,
        None => return Ok(None),
    };
    if at < begin || at >= end {
        return Ok(None);
    }
    let known = documents::view(r, &record)?;
    let number = record
        .columns
        .number
        .clone()
        .unwrap_or_else(|| record.id.clone());
    let name = file_name::pdf(
        day_of(at, zone).start_unix(),
        &number,
        &record.columns.title,
    );
    Ok(Some(Entry {
        kind: record.kind,
        number,
        title: record.columns.title.clone(),
        currency: record.columns.currency.clone().unwrap_or_default(),
        total: record.columns.amount.unwrap_or(0),
        subtotal: json::int(&record.raw, "subtotal").unwrap_or(0),
        void: record.columns.state == "void",
        credited: ["pre", "post"]
            .map(|when| format!("{when}_payment_credit_notes_amount"))
            .iter()
            .filter_map(|field| json::int(&record.raw, field))
            .sum(),
        at,
        file: format!("{folder}/{name}"),
        lacks: lacks(&record, &known),
        id: record.id,
    }))
}

/// What of a record is not here, or no longer as Stripe has it.
pub(super) fn lacks(record: &Record, known: &DocumentView) -> Vec<PackLack> {
    let mut lacks = Vec::new();
    if known.source != "stripe" {
        lacks.push(PackLack::Pdf);
    } else if !documents::is_current(record, known) {
        lacks.push(PackLack::OldPdf);
    }
    if record.kind == Kind::Invoice && json::flag(&record.raw, "lines.has_more") {
        lacks.push(PackLack::Lines);
    }
    lacks
}

/// Two files never have the same name, also not where large and small letters are the same.
fn tell_apart(entries: &mut [Entry]) {
    let mut taken = HashSet::new();
    for entry in entries {
        let stem = entry.file.trim_end_matches(".pdf").to_owned();
        let mut n = 1_u32;
        while !taken.insert(entry.file.to_lowercase()) {
            n += 1;
            entry.file = format!("{stem} ({n}).pdf");
        }
    }
}

/// What the invoices come to, by currency.
pub(super) fn sums(entries: &[Entry]) -> Result<Vec<PackSum>, Problem> {
    #[derive(Default)]
    struct Sums {
        invoices: u64,
        subtotal: i64,
        total: i64,
        voided: i64,
        credited: i64,
    }
    let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == Kind::Invoice) {
        let sum = sums.entry(&entry.currency).or_default();
        sum.invoices += 1;
        sum.subtotal = plus(sum.subtotal, entry.subtotal)?;
        sum.total = plus(sum.total, entry.total)?;
        if entry.void {
            sum.voided = plus(sum.voided, entry.total)?;
        } else {
            sum.credited = plus(sum.credited, entry.credited)?;
        }
    }
    let shown = sums.into_iter().map(|(currency, sum)| PackSum {
        invoices: sum.invoices,
        subtotal: amounts::amount(sum.subtotal, currency),
        total: amounts::amount(sum.total, currency),
        voided: amounts::amount(sum.voided, currency),
        credited: amounts::amount(sum.credited, currency),
    });
    Ok(shown.collect())
}

/// A sum that is refused where it no longer fits, rather than wrong.
pub(super) fn plus(sum: i64, amount: i64) -> Result<i64, Problem> {
    sum.checked_add(amount).ok_or_else(|| {
        Problem::new(
            Code::InvalidInput,
            "The sum of this period is too large to be written.",
        )
        .hint("Choose a shorter period.")
    })
}
