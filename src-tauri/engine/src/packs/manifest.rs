//! What a pack says about itself: each file with its hash, what is missing and why, and what it
//! all comes to. Nothing in it depends on when it was made.

use super::archive::Packed;
use super::csv;
use super::gather::Entry;
use super::period::Period;
use crate::account::Identity;
use crate::view::{Mode, Noun, PackGap, PackLack, PackTotal};
use std::collections::HashMap;
use std::fmt::Write as _;

/// `manifest.csv`: a row for each file, then one for whatever is missing.
pub(super) fn table(files: &[Packed], entries: &[Entry], gaps: &[PackGap]) -> String {
    let by_file: HashMap<&str, &Entry> = entries
        .iter()
        .map(|entry| (entry.file.as_str(), entry))
        .collect();
    let mut text = csv::row(["file", "bytes", "sha256", "record", "number", "missing"]);
    for file in files {
        let entry = by_file.get(file.name.as_str());
        let record = entry.map_or("", |entry| entry.id.as_str());
        let number = entry.map_or("", |entry| entry.number.as_str());
        text.push_str(&csv::row([
            file.name.as_str(),
            &file.size.to_string(),
            &file.sha256,
            record,
            number,
            "",
        ]));
    }
    for gap in gaps {
        text.push_str(&csv::row(["", "", "", &gap.id, &gap.number, &lacking(gap)]));
    }
    text
}

/// What is missing and why, in a sentence or two.
fn lacking(gap: &PackGap) -> String {
    let what = match gap.lack {
        PackLack::Pdf => "The PDF is missing.",
        PackLack::OldPdf => "The PDF is older than the last change.",
        PackLack::Lines => "Only the first lines are in lines.csv.",
    };
    match &gap.why {
        Some(why) => format!("{what} {why}"),
        None => what.to_owned(),
    }
}

/// How many of each a pack holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) invoices: u64,
    pub(super) quotes: u64,
    pub(super) pdfs: u64,
    pub(super) lines: u64,
}

/// `README.txt`, for whoever opens the pack.
pub(super) fn read_me(
    identity: &Identity,
    period: Period,
    numbers: Numbers,
    totals: &[PackTotal],
    gaps: &[PackGap],
    manifest: &Packed,
) -> String {
    let mut text = String::new();
    let Numbers {
        invoices,
        quotes,
        pdfs,
        lines,
    } = numbers;
    let name = one_line(&identity.name);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "{name}\nInvoices finalized and quotes accepted from {} to {}\n",
        period.first(),
        period.last()
    );
    match identity.mode {
        Mode::Practice => text.push_str("\nThis is a practice account: nothing in here is real.\n"),
        Mode::Test => text.push_str("\nThis is Stripe's test mode: nothing in here is real.\n"),
        Mode::Live => {}
    }
    let _ = write!(
        text,
        "\ninvoices.csv   an invoice a row, {invoices} in all; the columns have Stripe's names\n\
         lines.csv      their lines, {lines} in all\n\
         invoices/      their PDFs\n\
         quotes/        the PDFs of accepted quotes, {quotes} in all\n\
         manifest.csv   each file with its size and SHA-256, and whatever is missing\n\
         \nPDFs in all: {pdfs}. Days are those of the business; times are in UTC. A cell that a\n\
         spreadsheet could take for a formula begins with an apostrophe.\n\
         \nSHA-256 of manifest.csv: {}\n",
        manifest.sha256
    );
    text.push_str("\nTotals\n");
    for total in totals {
        let records = &total.records;
        let currency = records.total.currency.to_uppercase();
        let _ = write!(
            text,
            "\n{currency}, invoices: {}\n  total of the records        {}\n  total of invoices.csv       {}\n  \
             subtotal of the records     {}\n  amounts of lines.csv        {}\n  void, within the total      {}\n  credited, not taken off     {}\n  {}\n",
            records.invoices,
            records.total.decimal,
            total.csv_total.decimal,
            records.subtotal.decimal,
            total.csv_lines.decimal,
            records.voided.decimal,
            records.credited.decimal,
            if total.matches {
                "Both sides are the same."
            } else {
                "The two sides differ."
            },
        );
    }
    if totals.is_empty() {
        text.push_str("\nNo invoice was finalized in this period.\n");
    }
    text.push_str("\nMissing\n\n");
    for gap in gaps {
        let noun = if gap.noun == Noun::Quote {
            "Quote"
        } else {
            "Invoice"
        };
        let _ = writeln!(
            text,
            "{noun} {}, {}: {}",
            one_line(&gap.number),
            one_line(&gap.title),
            lacking(gap)
        );
    }
    if gaps.is_empty() {
        text.push_str("Nothing is missing.\n");
    }
    text
}

/// A name on one line, whatever it is made of.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
