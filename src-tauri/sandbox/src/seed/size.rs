//! An account of a size: as many invoices as asked for, with a customer for every twenty, a quote behind
//! every tenth and another that came to nothing, and most of them paid, some by card. For measuring and
//! for trying what large accounts do, not for reading. When they lie is [`super::dates`]'s.

use super::script::{Script, id_of, p};
use crate::errors::Refusal;
use crate::options::{Dates, Written};

const INVOICES_PER_CUSTOMER: u32 = 20;

/// What the documents of one customer are made with.
#[derive(Debug, Default)]
struct Party {
    customer: String,
    card: String,
}

/// How often is told how far it is, invoices.
const TOLD_EVERY: u32 = 1000;

pub(super) fn write(
    script: &mut Script<'_>,
    invoices: u32,
    dates: Dates,
    written: Option<Written>,
) -> Result<(), Refusal> {
    let end = script.end;
    script.until(dates.start(end))?;
    let product = id_of(&script.post("/v1/products", vec![p("name", "Work")])?);
    let price = vec![
        p("product", product),
        p("currency", "usd"),
        p("unit_amount", 12_500),
    ];
    let price = id_of(&script.post("/v1/prices", price)?);
    let mut party = Party::default();
    for n in 0..invoices {
        if let Some(tell) = written.filter(|_| n > 0 && n % TOLD_EVERY == 0) {
            tell(n, invoices);
        }
        script.until(dates.at(n, invoices, end))?;
        if n % INVOICES_PER_CUSTOMER == 0 {
            party = arrive(script, n / INVOICES_PER_CUSTOMER + 1)?;
        }
        let invoice = match n % 10 {
            3 => quoted(script, &party, &price)?,
            _ => plain(script, &party, &price)?,
        };
        if n % 10 == 7 {
            quote(script, &party, &price)?;
        }
        conclude(script, &party, &invoice)?;
    }
    Ok(())
}

fn arrive(script: &mut Script<'_>, number: u32) -> Result<Party, Refusal> {
    let form = vec![
        p("name", format!("Customer {number}")),
        p("email", format!("c{number}@size.example")),
    ];
    let customer = id_of(&script.post("/v1/customers", form)?);
    let form = vec![p("customer", &customer)];
    let card = id_of(&script.post("/v1/payment_methods/pm_card_visa/attach", form)?);
    Ok(Party { customer, card })
}

/// A draft invoice over one line.
fn plain(script: &mut Script<'_>, party: &Party, price: &str) -> Result<String, Refusal> {
    let form = vec![
        p("customer", &party.customer),
        p("currency", "usd"),
        p("collection_method", "send_invoice"),
        p("days_until_due", 30),
    ];
    let invoice = id_of(&script.post("/v1/invoices", form)?);
    let item = vec![
        p("customer", &party.customer),
        p("invoice", &invoice),
        p("pricing[price]", price),
        p("quantity", 1 + script.roll(20)),
    ];
    script.post("/v1/invoiceitems", item)?;
    Ok(invoice)
}

/// The draft invoice that an accepted quote leaves.
fn quoted(script: &mut Script<'_>, party: &Party, price: &str) -> Result<String, Refusal> {
    let quote = quote(script, party, price)?;
    let accepted = script.post(&format!("/v1/quotes/{quote}/accept"), vec![])?;
    Ok(accepted["invoice"].as_str().unwrap_or_default().to_owned())
}

/// An open quote.
fn quote(script: &mut Script<'_>, party: &Party, price: &str) -> Result<String, Refusal> {
    let form = vec![
        p("customer", &party.customer),
        p("collection_method", "send_invoice"),
        p("invoice_settings[days_until_due]", 30),
        p("line_items[0][price]", price),
        p("line_items[0][quantity]", 1 + script.roll(20)),
    ];
    let quote = id_of(&script.post("/v1/quotes", form)?);
    script.post(&format!("/v1/quotes/{quote}/finalize"), vec![])?;
    Ok(quote)
}

/// Of ten invoices one stays a draft, two stay open, five are paid by transfer and two by card.
fn conclude(script: &mut Script<'_>, party: &Party, invoice: &str) -> Result<(), Refusal> {
    let (step, form) = match script.roll(10) {
        0 => return Ok(()),
        1 | 2 => ("finalize", vec![]),
        3 | 4 => ("pay", vec![p("payment_method", &party.card)]),
        _ => ("pay", vec![p("paid_out_of_band", "true")]),
    };
    script.post(&format!("/v1/invoices/{invoice}/{step}"), form)?;
    Ok(())
}
