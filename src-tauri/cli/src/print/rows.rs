//! Lists as tables, with the ids to go on with.

use super::dates::day;
use super::table::{Side, Table};
use super::words;
use commands::view::{Amount, Noun, Page, Row};

/// The rows of a list, with their ids: whoever reads this may want to go on with one.
pub(crate) fn table(rows: &[Row], indent: &str) -> String {
    let mixed = rows.windows(2).any(|pair| pair[0].noun != pair[1].noun);
    let mut table = Table::new(&[
        Side::Left,
        Side::Left,
        Side::Left,
        Side::Left,
        Side::Right,
        Side::Left,
        Side::Left,
        Side::Left,
    ]);
    for row in rows {
        let amount = match (&row.amount, &row.left) {
            (Some(amount), Some(left)) => format!("{} of {}", left.text, amount.text),
            (Some(amount), None) => amount.text.clone(),
            _ => String::new(),
        };
        // Why the last card said no matters more than what it was for.
        let why = row.state.as_ref().and_then(|state| state.why.as_deref());
        let kind = if mixed { words::noun(row.noun) } else { "" };
        table.row([
            kind,
            row.number.as_deref().unwrap_or(""),
            &row.title,
            why.unwrap_or(&row.subtitle),
            &amount,
            &row.per.as_ref().map_or_else(String::new, words::each),
            &words::standing(row),
            &row.id,
        ]);
    }
    table.text(indent)
}

/// A page of a list, what all of the list adds up to (`awaited`: what remains to be paid of it), and
/// how to see the next page.
pub(crate) fn page(page: &Page, noun: Noun, (listed, awaited): (&[Amount], bool)) -> String {
    if page.rows.is_empty() {
        return format!("No {}s here.", words::noun(noun).replace('-', " "));
    }
    let mut text = table(&page.rows, "");
    let total = page.total;
    let plural = if total == 1 { "" } else { "s" };
    text.push_str(&format!(
        "\n{} of {total} {}{plural}",
        page.rows.len(),
        words::noun(noun).replace('-', " ")
    ));
    if !listed.is_empty() {
        let sums: Vec<&str> = listed.iter().map(|amount| amount.text.as_str()).collect();
        let sums = sums.join(" and ");
        text.push_str(&if awaited {
            format!(", {sums} still to be paid")
        } else {
            format!(" of {sums} in all")
        });
    }
    let oldest = page.rows.iter().filter_map(|row| row.as_of).min();
    if let Some(at) = oldest {
        text.push_str(&format!(", as of {}", day(at)));
    }
    text.push('.');
    if let Some(next) = &page.next {
        text.push_str(&format!(" Go on with --cursor '{next}'."));
    }
    text
}
