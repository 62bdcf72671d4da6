//! From a record's columns to a row as user interfaces show it.

use crate::sheets::payment::failure;
use crate::under_way::UnderWay;
use crate::view::{Noun, Row, State, StateCode};
use crate::{amounts, facts, json, shape};
use cache::{Error, Kind, Read};
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
        let raw = if facts::needs_raw(row.kind, &row.columns) {
            let record = self.r.records().get(row.kind, &row.id)?;
            record.map_or(Value::Null, |record| record.raw)
        } else {
            Value::Null
        };
        self.with_raw(row, &raw)
    }

    /// The row of a record that is at hand.
    pub(crate) fn of(&self, record: &cache::Record) -> Result<Row, Error> {
        let row = cache::Row {
            kind: record.kind,
            id: record.id.clone(),
            as_of: record.as_of,
            columns: record.columns.clone(),
        };
        self.with_raw(row, &record.raw)
    }

    fn with_raw(&self, row: cache::Row, raw: &Value) -> Result<Row, Error> {
        let mut state = facts::state(row.kind, &row.columns, raw, self.now);
        if let Some(state) = &mut state {
            self.explain(&row, raw, state)?;
        }
        let left = self.left(&row, raw)?;
        let pending = self.under_way.of(row.kind, &row.id);
        let columns = row.columns;
        let currency = columns.currency.as_deref();
        let amount = |minor: Option<i64>| {
            minor
                .zip(currency)
                .map(|(minor, code)| amounts::amount(minor, code))
        };
        Ok(Row {
            // Only kinds that people have a word for are asked for.
            noun: shape::noun_of(row.kind).unwrap_or(Noun::Quote),
            amount: amount(columns.amount),
            left: amount(left),
            per: columns.per.as_deref().and_then(amounts::per),
            state,
            created: columns.created,
            as_of: Some(row.as_of),
            pending,
            id: row.id,
            title: columns.title,
            subtitle: columns.subtitle,
            number: columns.number,
        })
    }

    /// What the last card said, where a payment failed, and when.
    fn explain(&self, row: &cache::Row, raw: &Value, state: &mut State) -> Result<(), Error> {
        let failed = matches!(state.code, StateCode::Retrying | StateCode::PaymentFailed);
        let found = match row.kind {
            Kind::PaymentIntent if failed => Some((row.id.clone(), raw.clone())),
            Kind::Invoice if failed => self.failed_payment(&row.id)?,
            _ => None,
        };
        let Some((payment, intent)) = found else {
            return Ok(());
        };
        let of = |field: &str| json::text(&intent, &format!("last_payment_error.{field}"));
        state.why = Some(failure(of("decline_code"), of("code"), true).message);
        if state.at.is_none() {
            let attempts = self.r.records().children(Kind::Charge, &payment)?;
            state.at = attempts
                .first()
                .map(|attempt| attempt.columns.created)
                .or(json::int(&intent, "created"));
        }
        Ok(())
    }

    /// The newest payment of an invoice that a card refused.
    fn failed_payment(&self, invoice: &str) -> Result<Option<(String, Value)>, Error> {
        let records = self.r.records();
        for payment in records.children(Kind::PaymentIntent, invoice)? {
            if let Some(record) = records.get(Kind::PaymentIntent, &payment.id)?
                && json::at(&record.raw, "last_payment_error").is_object()
            {
                return Ok(Some((record.id, record.raw)));
            }
        }
        Ok(None)
    }

    /// How much is left where that is not all of it, minor units: of a payment after refunds, of an
    /// invoice after parts were paid or credited.
    fn left(&self, row: &cache::Row, raw: &Value) -> Result<Option<i64>, Error> {
        Ok(match (row.kind, row.columns.state.as_str()) {
            (Kind::PaymentIntent, "partly_refunded" | "refunded") => {
                let facts = shape::payment::facts(self.r, &row.id, raw)?;
                Some(facts.received.saturating_sub(facts.refunded).max(0))
            }
            (Kind::Invoice, state) if shape::IN_PART.contains(&state) => {
                json::int(raw, "amount_remaining")
            }
            _ => None,
        })
    }
}
