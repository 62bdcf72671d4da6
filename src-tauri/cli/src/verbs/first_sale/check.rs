//! What was reckoned here, held against what Stripe reckoned.

use commands::view::{Code, DraftFigures, InvoiceSheet, Problem, QuoteSheet, Totals};

/// A draft's figures against the quote that Stripe made of it.
pub(crate) fn quote(here: &DraftFigures, stripe: &QuoteSheet) -> Result<(), Problem> {
    totals("due first", &here.upfront, &stripe.upfront)?;
    match (&here.recurring, &stripe.recurring) {
        (None, None) => Ok(()),
        (Some(here), Some(stripe)) if here.per == stripe.per => {
            totals("recurring", &here.totals, &stripe.totals)
        }
        _ => Err(differs("what recurs", "one of the two", "not the other")),
    }
}

/// A quote's first charge against the invoice that came of it.
pub(crate) fn invoice(quote: &QuoteSheet, invoice: &InvoiceSheet) -> Result<(), Problem> {
    same(
        "the invoice's total",
        &quote.upfront.total.text,
        &invoice.totals.total.text,
    )
}

/// Two texts that must be the same.
pub(crate) fn same(what: &str, here: &str, stripe: &str) -> Result<(), Problem> {
    if here == stripe {
        Ok(())
    } else {
        Err(differs(what, here, stripe))
    }
}

fn totals(which: &str, here: &Totals, stripe: &Totals) -> Result<(), Problem> {
    same(
        &format!("the subtotal {which}"),
        &here.subtotal.text,
        &stripe.subtotal.text,
    )?;
    // A discount that is over by then is nothing, and may be listed or not.
    let shares = |totals: &Totals| {
        let shares = totals
            .discounts
            .iter()
            .chain(&totals.taxes)
            .filter(|share| share.amount.minor != 0);
        let mut amounts: Vec<String> = shares.map(|share| share.amount.text.clone()).collect();
        amounts.sort_unstable();
        amounts.join(", ")
    };
    same(
        &format!("discounts and taxes {which}"),
        &shares(here),
        &shares(stripe),
    )?;
    same(
        &format!("the total {which}"),
        &here.total.text,
        &stripe.total.text,
    )
}

fn differs(what: &str, here: &str, stripe: &str) -> Problem {
    Problem::new(
        Code::Bug,
        format!("Counterfoil and Stripe differ in {what}: {here} here, {stripe} there."),
    )
    .hint("Do not send this quote; report the difference.")
}
