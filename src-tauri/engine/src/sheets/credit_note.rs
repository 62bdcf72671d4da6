//! The sheet of a credit note. All figures are Stripe's own.

use super::{acts, links, record, typed};
use crate::account::Account;
use crate::lists::Rows;
use crate::view::{CreditNoteSheet, Problem};
use crate::{amounts, documents};
use cache::{Kind, Read};
use stripe::resources::CreditNote;

/// The sheet of a credit note.
pub async fn show(account: &Account, id: &str) -> Result<CreditNoteSheet, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    account.cache.read(move |r| Ok(sheet(r, &id, now))).await?
}

pub(crate) fn sheet(r: &Read<'_>, id: &str, now: i64) -> Result<CreditNoteSheet, Problem> {
    let record = record(r, Kind::CreditNote, id)?;
    let note: CreditNote = typed(&record.raw)?;
    let row = Rows::new(r, now)?.of(&record)?;
    let money = |minor| amounts::amount(minor, &note.currency);
    let tax = note.total_taxes.iter();
    let tax = tax.fold(0_i64, |sum, tax| sum.saturating_add(tax.amount));
    let (refunded, outside) = (note.refunded(), note.out_of_band_amount.unwrap_or(0));
    // What was paid already and went neither back nor elsewhere is on the customer's balance.
    let balance = note
        .post_payment_amount
        .saturating_sub(refunded)
        .saturating_sub(outside);
    let state = super::invoice::state(r, note.invoice.id())?;
    Ok(CreditNoteSheet {
        invoice: links::to(r, Kind::Invoice, note.invoice.id(), "invoice")?,
        amount: money(note.total),
        tax: money(tax),
        before: money(note.pre_payment_amount),
        refunded: money(refunded),
        balance: money(balance),
        outside: money(outside),
        reason: note.reason.clone(),
        memo: note.memo.clone().filter(|memo| !memo.trim().is_empty()),
        voided_at: note.voided_at,
        document: documents::view(r, &record)?,
        actions: acts::of_credit_note(
            &note.status,
            note.post_payment_amount > 0,
            &state,
            row.pending,
        ),
        problem: crate::under_way::problem(r, Kind::CreditNote, id)?,
        row,
    })
}

/// The credit notes of an invoice, newest first.
pub(crate) fn of_invoice(
    r: &Read<'_>,
    invoice: &str,
    now: i64,
) -> Result<Vec<CreditNoteSheet>, Problem> {
    let mut rows = r.records().children(Kind::CreditNote, invoice)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.columns.created));
    rows.iter().map(|row| sheet(r, &row.id, now)).collect()
}
