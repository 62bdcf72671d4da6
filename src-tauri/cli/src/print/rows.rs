//! Lists as tables, with the ids to go on with.

use super::dates::day;
use super::table::{Side, Table};
use super::words;
use commands::view::{Amount, Moved, Noun, Page, Row};

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

/// What a sum says of its amounts, where it is not simply what they are in all.
pub(crate) fn sum_of(awaited: bool, moved: Option<Moved>) -> Option<&'static str> {
    match moved {
        Some(Moved::Received) => Some("received"),
        Some(Moved::WentBack) => Some("went back"),
        None => awaited.then_some("still to be paid"),
    }
}

/// A page of a list, what all of the list adds up to (and of what that is the sum), and how to see
/// the next page.
pub(crate) fn page(page: &Page, noun: Noun, (listed, of): (&[Amount], Option<&str>)) -> String {
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
        text.push_str(&match of {
            Some(of) => format!(", {sums} {of}"),
            None => format!(" of {sums} in all"),
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
