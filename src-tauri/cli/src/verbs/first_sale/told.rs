//! What the steps say of a record, and finding the record that one is about.

use crate::print::{births, words};
use commands::view::{
    Birth, Code, DraftFigures, InvoiceSheet, Link, Noun, Outcome, PriceView, Problem, QuoteSheet,
    StateCode,
};

/// An invoice in a few words.
pub(crate) fn described(invoice: &InvoiceSheet) -> String {
    let name = invoice.row.number.as_deref().unwrap_or(&invoice.row.id);
    format!(
        "{name} is over {}: {}",
        invoice.totals.total.text,
        words::inside(&words::standing(&invoice.row))
    )
}

/// Everything that an act creates, in one sentence.
pub(crate) fn listed(births: &[Birth]) -> String {
    births
        .iter()
        .map(births::line)
        .collect::<Vec<_>>()
        .join("; ")
}

/// What a draft comes to.
pub(crate) fn sums(figures: &DraftFigures) -> String {
    let first = &figures.upfront.total.text;
    match &figures.recurring {
        Some(recurring) => format!(
            "{first} first, then {} {}",
            recurring.totals.total.text,
            words::each(&recurring.per)
        ),
        None => first.clone(),
    }
}

/// A price in a few words.
pub(crate) fn priced(price: &PriceView) -> String {
    let unit = price.unit.as_ref().map_or("", |unit| unit.text.as_str());
    price.per.as_ref().map_or_else(
        || format!("{unit} once"),
        |per| format!("{unit} {}", words::each(per)),
    )
}

/// Refuses to go on when an invoice is not as it should be by now.
pub(crate) fn stands(invoice: &InvoiceSheet, expected: &[StateCode]) -> Result<(), Problem> {
    match &invoice.row.state {
        Some(state) if expected.contains(&state.code) => Ok(()),
        _ => Err(Problem::new(
            Code::Bug,
            format!(
                "Invoice {} is “{}”, which it should not be.",
                invoice.row.id,
                words::standing(&invoice.row)
            ),
        )),
    }
}

/// The record of this kind that a write was about or made.
pub(crate) fn subject(outcome: &Outcome, noun: Noun) -> Result<Link, Problem> {
    let links = outcome.subject.iter().chain(&outcome.made);
    links
        .into_iter()
        .find(|link| link.noun == noun)
        .cloned()
        .ok_or_else(|| lost(words::noun(noun)))
}

/// The record of this kind that a quote led to.
pub(crate) fn linked(quote: &QuoteSheet, noun: Noun) -> Result<Link, Problem> {
    quote
        .links
        .iter()
        .find(|link| link.noun == noun)
        .cloned()
        .ok_or_else(|| lost(words::noun(noun)))
}

/// What to say when something is missing that must be there.
pub(crate) fn lost(what: &str) -> Problem {
    Problem::new(
        Code::Bug,
        format!("The {what} that should be there by now is missing."),
    )
}
