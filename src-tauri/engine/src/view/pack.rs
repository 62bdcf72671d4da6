//! The accountant's pack as user interfaces show it: what would be in it, what is missing, how far
//! the making of it is, and what was made.

use super::{Amount, Noun};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a period holds, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackSum {
    /// How many invoices were finalized in it.
    pub invoices: u64,
    /// What their lines come to, before discounts and exclusive tax.
    pub subtotal: Amount,
    /// What they come to, void ones included.
    pub total: Amount,
    /// What is void of that.
    pub voided: Amount,
    /// What credit notes took off the rest; not taken off the total.
    pub credited: Amount,
}

/// What the files of a pack come to beside what the records do, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackTotal {
    /// What the records come to.
    pub records: PackSum,
    /// How many rows of this currency `invoices.csv` has.
    pub csv_invoices: u64,
    /// The sum of `total` in `invoices.csv`, read back from what was written.
    pub csv_total: Amount,
    /// The sum of `amount` in `lines.csv`, read back from what was written.
    pub csv_lines: Amount,
    /// Whether rows, totals and lines all come to the same.
    pub matches: bool,
}

/// What a pack lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PackLack {
    /// There is no PDF of the record here.
    Pdf,
    /// The PDF here is from before the record changed last.
    OldPdf,
    /// Not all lines of the invoice are here.
    Lines,
}

/// Something that a pack lacks, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackGap {
    /// An invoice or a quote.
    pub noun: Noun,
    /// Stripe's id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub title: String,
    /// What is lacking.
    pub lack: PackLack,
    /// Why; none while nothing has been tried.
    pub why: Option<String>,
}

/// A look at a period before its pack is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackLook {
    /// Invoices finalized in it.
    pub invoices: u64,
    /// Quotes accepted in it.
    pub quotes: u64,
    /// What the invoices come to, by currency.
    pub totals: Vec<PackSum>,
    /// What is not kept here yet and will be fetched; the first hundred.
    pub missing: Vec<PackGap>,
    /// How many there are.
    pub missing_count: u64,
}

/// A pack that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackMade {
    /// The file's whole path.
    pub path: String,
    /// The file's name.
    pub name: String,
    /// Bytes of the file.
    pub size: u64,
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: String,
    /// Invoices in it.
    pub invoices: u64,
    /// Accepted quotes in it.
    pub quotes: u64,
    /// PDFs in it.
    pub pdfs: u64,
    /// Invoice lines in it.
    pub lines: u64,
    /// The files' totals beside the records', by currency.
    pub totals: Vec<PackTotal>,
    /// What could not be had, and why; the first hundred. The pack's own manifest names them all.
    pub missing: Vec<PackGap>,
    /// How many there are.
    pub missing_count: u64,
}

/// How far the making of a pack is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackStatus {
    /// Whether one is being made.
    pub running: bool,
    /// Whether it was told to stop and is about to.
    pub stopping: bool,
    /// Steps done: documents fetched and files written.
    pub done: u64,
    /// Steps in all; 0 while they are being counted.
    pub total: u64,
}
