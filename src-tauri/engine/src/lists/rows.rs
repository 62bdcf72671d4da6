//! From a record's columns to a row as user interfaces show it.

use crate::under_way::UnderWay;
use crate::view::{Noun, Row};
use crate::{amounts, facts, shape};
use cache::{Error, Read};
use serde_json::Value;

/// Makes rows; holds what all of them need.
pub(crate) struct Rows<'r, 'c> {
    r: &'r Read<'c>,
    now: i64,
    under_way: UnderWay,
}

impl<'r, 'c> Rows<'r, 'c> {
    pub(crate) fn new(r: &'r Read<'c>, now: i64) -> Result<Rows<'r, 'c>, Error> {
        Ok(Rows {
            r,
            now,
            under_way: UnderWay::read(r)?,
        })
    }

    /// A row of a list; the object itself is only read where its columns leave the state open.
    pub(crate) fn show(&self, row: cache::Row) -> Result<Row, Error> {
        let raw = if facts::needs_raw(row.kind, &row.columns, self.now) {
            let record = self.r.records().get(row.kind, &row.id)?;
            record.map_or(Value::Null, |record| record.raw)
        } else {
            Value::Null
        };
        Ok(self.with_raw(row, &raw))
    }

    /// The row of a record that is at hand.
    pub(crate) fn of(&self, record: &cache::Record) -> Row {
        let row = cache::Row {
            kind: record.kind,
            id: record.id.clone(),
            as_of: record.as_of,
            columns: record.columns.clone(),
        };
        self.with_raw(row, &record.raw)
    }

    fn with_raw(&self, row: cache::Row, raw: &Value) -> Row {
        let state = facts::state(row.kind, &row.columns, raw, self.now);
        let pending = self.under_way.of(row.kind, &row.id);
        let columns = row.columns;
        let amount = columns.amount.zip(columns.currency.as_deref());
        Row {
            // Only kinds that people have a word for are asked for.
            noun: shape::noun_of(row.kind).unwrap_or(Noun::Quote),
            amount: amount.map(|(minor, code)| amounts::amount(minor, code)),
            per: columns.per.as_deref().and_then(amounts::per),
            state,
            created: columns.created,
            as_of: Some(row.as_of),
            pending,
            id: row.id,
            title: columns.title,
            subtitle: columns.subtitle,
            number: columns.number,
        }
    }
}
