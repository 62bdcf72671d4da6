//! `Seed::Size`: as many invoices as asked for, spread evenly over two years, with a customer for every
//! twenty. For measuring, not for reading.

use super::script::{Script, id_of, p};
use crate::errors::Refusal;

const SPAN: i64 = 730 * 86_400;
const INVOICES_PER_CUSTOMER: u32 = 20;

pub(super) fn write(script: &mut Script<'_>, invoices: u32) -> Result<(), Refusal> {
    let start = script.end - SPAN;
    script.until(start)?;
    let product = id_of(&script.post("/v1/products", vec![p("name", "Work")])?);
    let price = id_of(&script.post(
        "/v1/prices",
        vec![
            p("product", product),
            p("currency", "usd"),
            p("unit_amount", 12_500),
        ],
    )?);
    let mut customer = String::new();
    for n in 0..invoices {
        script.until(start + SPAN / i64::from(invoices) * i64::from(n))?;
        if n % INVOICES_PER_CUSTOMER == 0 {
            let number = n / INVOICES_PER_CUSTOMER + 1;
            customer = id_of(&script.post(
                "/v1/customers",
                vec![
                    p("name", format!("Customer {number}")),
                    p("email", format!("c{number}@size.example")),
                ],
            )?);
        }
        let form = vec![
            p("customer", &customer),
            p("currency", "usd"),
            p("collection_method", "send_invoice"),
            p("days_until_due", 30),
        ];
        let invoice = id_of(&script.post("/v1/invoices", form)?);
        let quantity = 1 + script.roll(20);
        let item = vec![
            p("customer", &customer),
            p("invoice", &invoice),
            p("pricing[price]", &price),
            p("quantity", quantity),
        ];
        script.post("/v1/invoiceitems", item)?;
        match script.roll(10) {
            0 => {}
            1 | 2 => {
                script.post(&format!("/v1/invoices/{invoice}/finalize"), vec![])?;
            }
            _ => {
                script.post(
                    &format!("/v1/invoices/{invoice}/pay"),
                    vec![p("paid_out_of_band", "true")],
                )?;
            }
        }
    }
    Ok(())
}
