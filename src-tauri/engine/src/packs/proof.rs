//! What the tables of a pack come to, read back from the text that was written: a sum of its own,
//! to stand beside that of the records. Not the records' sum, which `gather` makes.

use super::gather::plus;
use super::{csv, tables};
use crate::amounts::amount;
use crate::view::{Code, PackSum, PackTotal, Problem};
use std::collections::BTreeMap;

/// Sums of a table by currency: rows, and minor units.
#[derive(Debug)]
pub(super) struct Proof {
    currency: usize,
    amount: usize,
    sums: BTreeMap<String, (u64, i64)>,
}

impl Proof {
    /// Of `invoices.csv`, by its totals.
    pub(super) fn of_invoices() -> Proof {
        Proof::of(tables::INVOICES, "total")
    }

    /// Of `lines.csv`, by the lines' amounts.
    pub(super) fn of_lines() -> Proof {
        Proof::of(tables::LINES, "amount")
    }

    fn of(columns: &[&str], name: &str) -> Proof {
        let at = |name: &str| {
            columns
                .iter()
                .position(|column| *column == name)
                .unwrap_or(usize::MAX)
        };
        Proof {
            currency: at("currency"),
            amount: at(name),
            sums: BTreeMap::new(),
        }
    }

    /// Reads rows as they were written.
    pub(super) fn read(&mut self, rows: &str) -> Result<(), Problem> {
        let mut from = rows.as_bytes();
        while let Some(cells) =
            csv::read_row(&mut from).map_err(|error| unread(&error.to_string()))?
        {
            let cell = |at: usize| cells.get(at).ok_or_else(|| unread("a row is too short"));
            let (currency, figure) = (cell(self.currency)?, cell(self.amount)?);
            let minor = if figure.is_empty() {
                0
            } else {
                minor(figure, currency).ok_or_else(|| unread(figure))?
            };
            let sum = self.sums.entry(currency.clone()).or_default();
            *sum = (sum.0 + 1, plus(sum.1, minor)?);
        }
        Ok(())
    }

    fn sum(&self, currency: &str) -> (u64, i64) {
        self.sums.get(currency).copied().unwrap_or_default()
    }
}

/// Minor units of an exact figure such as `-12.05`.
fn minor(figure: &str, currency: &str) -> Option<i64> {
    let decimals = |figure: &str| {
        figure
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len())
    };
    let usual = amount(0, currency).decimal;
    (decimals(figure) == decimals(&usual))
        .then(|| figure.replace('.', "").parse().ok())
        .flatten()
}

fn unread(what: &str) -> Problem {
    tracing::error!(what, "a table of the pack");
    Problem::new(
        Code::Bug,
        "The pack's tables could not be read back, so it was not made.",
    )
    .hint("If it stays so, report it.")
}

/// Both sides, by currency; a currency that only one side knows is not left out.
pub(super) fn compare(records: Vec<PackSum>, invoices: &Proof, lines: &Proof) -> Vec<PackTotal> {
    let mut records: BTreeMap<String, PackSum> = records
        .into_iter()
        .map(|sum| (sum.total.currency.clone(), sum))
        .collect();
    for currency in invoices.sums.keys().chain(lines.sums.keys()) {
        records.entry(currency.clone()).or_insert_with(|| {
            let none = amount(0, currency);
            PackSum {
                invoices: 0,
                subtotal: none.clone(),
                total: none.clone(),
                voided: none.clone(),
                credited: none,
            }
        });
    }
    let both = records.into_iter().map(|(currency, records)| {
        let ((rows, total), (_, of_lines)) = (invoices.sum(&currency), lines.sum(&currency));
        let matches = (
            records.invoices,
            records.total.minor,
            records.subtotal.minor,
        ) == (rows, total, of_lines);
        PackTotal {
            records,
            csv_invoices: rows,
            csv_total: amount(total, &currency),
            csv_lines: amount(of_lines, &currency),
            matches,
        }
    });
    both.collect()
}
