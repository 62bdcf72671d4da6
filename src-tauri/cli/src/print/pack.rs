//! The accountant's pack: what is in it, what it comes to, what it lacks.

use super::table::{Side, Table, clean};
use commands::view::{PackGap, PackLack, PackMade};

/// A pack that was made.
pub(crate) fn made(made: &PackMade) -> String {
    let mut text = format!(
        "Wrote {}.\n{} invoices with {} lines, {} accepted quotes, {} PDFs.\n",
        made.path, made.invoices, made.lines, made.quotes, made.pdfs
    );
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Left]);
    for total in &made.totals {
        let same = if total.matches {
            "the same"
        } else {
            "DIFFERENT"
        };
        table.row([
            "Total",
            &total.records.total.text,
            &total.csv_total.text,
            same,
        ]);
        table.row([
            "Before tax and discounts",
            &total.records.subtotal.text,
            &total.csv_lines.text,
            "",
        ]);
    }
    if !made.totals.is_empty() {
        text.push_str("\nRecords beside tables\n");
        text.push_str(&table.text("  "));
    }
    if made.missing.is_empty() {
        text.push_str("\nNothing is missing.\n");
        return text;
    }
    text.push_str("\nMissing\n");
    for gap in &made.missing {
        text.push_str(&format!("  {}\n", missing(gap)));
    }
    let more = made.missing_count.saturating_sub(made.missing.len() as u64);
    if more > 0 {
        text.push_str(&format!(
            "  and {more} more, named in the pack's manifest.csv\n"
        ));
    }
    text
}

fn missing(gap: &PackGap) -> String {
    let what = match gap.lack {
        PackLack::Pdf => "no PDF",
        PackLack::OldPdf => "a PDF from before its last change",
        PackLack::Lines => "only its first lines",
    };
    let why = gap.why.as_deref().unwrap_or_default();
    clean(&format!("{}, {}: {what}. {why}", gap.number, gap.title))
}
