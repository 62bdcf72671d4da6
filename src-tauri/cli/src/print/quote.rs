//! A quote's sheet.

use super::pieces::{
    actions, customer, document, head, history, lines, links, sheet, terms, titled, totals,
};
use super::{births, problem, words};
use commands::view::{QuoteSheet, StateCode};

/// The whole quote.
pub(crate) fn quote(quote: &QuoteSheet) -> String {
    let mut top = head(&quote.row, None);
    top.push_str(&customer(quote.customer.as_ref()));
    top.push_str(&document(quote.document.as_ref()));
    let now = if quote.recurring.is_some() {
        "Due first"
    } else {
        "Total"
    };
    let mut sums = totals(&quote.upfront, now);
    if let Some(recurring) = &quote.recurring {
        sums.push_str(&format!("Then every {}\n", words::per(&recurring.per)));
        sums.push_str(&totals(&recurring.totals, "Total"));
    }
    let born = quote
        .row
        .state
        .as_ref()
        .is_some_and(|state| state.code == StateCode::Accepted);
    let to_be = if born {
        String::new()
    } else {
        titled("Accepting it creates", &births::lines(&quote.births))
    };
    sheet([
        top,
        lines(&quote.lines),
        sums,
        terms(&quote.terms),
        to_be,
        links(&quote.links),
        history(&quote.history),
        quote
            .problem
            .as_ref()
            .map(|found| format!("{}\n", problem::sentence(found)))
            .unwrap_or_default(),
        actions(&quote.actions),
    ])
}
