//! What of a record is indexed and looked into, borrowed from wherever it lies: most records that
//! are looked at are not meant, and are not worth copying.

use super::amounts::amount_word;
use super::text::push_spaced;
use crate::tables::records::Columns;

/// The texts of a record that it is found by.
pub(super) struct Seen<'a> {
    title: &'a str,
    subtitle: &'a str,
    number: &'a str,
    search: &'a str,
    currency: &'a str,
    amount: Option<i64>,
}

impl<'a> Seen<'a> {
    pub(super) fn of(columns: &'a Columns) -> Seen<'a> {
        Seen {
            title: &columns.title,
            subtitle: &columns.subtitle,
            number: columns.number.as_deref().unwrap_or_default(),
            search: &columns.search,
            currency: columns.currency.as_deref().unwrap_or_default(),
            amount: columns.amount,
        }
    }

    /// Of a row that holds what [`ROW`](crate::tables::records::ROW) names, in its order.
    pub(super) fn in_row(row: &'a rusqlite::Row<'_>) -> rusqlite::Result<Seen<'a>> {
        let text = |column: usize| {
            let text = row.get_ref(column)?.as_str_or_null()?;
            Ok::<_, rusqlite::Error>(text.unwrap_or_default())
        };
        Ok(Seen {
            number: text(5)?,
            title: text(8)?,
            subtitle: text(9)?,
            currency: text(10)?,
            amount: row.get(11)?,
            search: text(15)?,
        })
    }

    /// Its amount as the index holds it; none where it has no amount or no currency.
    pub(super) fn amount(&self) -> Option<String> {
        let amount = self.amount.filter(|_| !self.currency.is_empty())?;
        Some(amount_word(amount, self.currency))
    }

    /// What the first index holds, after what is in `out`.
    pub(super) fn push_words(&self, out: &mut String) {
        for text in [self.title, self.subtitle, self.number, self.search] {
            push_spaced(text, out);
            out.push(' ');
        }
        // "42" finds INV-0042.
        for digits in self.number.split(|c: char| !c.is_ascii_digit()) {
            out.push_str(digits.trim_start_matches('0'));
            out.push(' ');
        }
        out.push_str(self.currency);
    }

    /// What the second index holds, after what is in `out`.
    pub(super) fn push_parts(&self, out: &mut String) {
        for text in [self.title, self.subtitle, self.number] {
            out.push_str(text);
            out.push(' ');
        }
        out.push_str(self.search);
    }
}
