//! The PDFs that Stripe would make: a finalized quote's, an invoice's, a receipt, a credit note. What they
//! say is put together here; how a page looks is the `paper` crate's.

mod credit_note;
mod dates;
mod head;
mod receipt;
mod texts;

pub(crate) use credit_note::credit_note;
pub(crate) use dates::day;
pub(crate) use receipt::{card_name, card_name_of, receipt, receipt_of_charge};
pub(crate) use texts::{every as rhythm, line_price, total_rows};

use std::sync::OnceLock;

use paper::{Fonts, Line, Sheet, Weight};
use serde_json::Value;

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::format::money;
use crate::store::rows::Record;
use head::{begun, buyer};

pub(crate) fn quote(call: &Call<'_>, quote: &Record, items: &[Record]) -> Result<Vec<u8>, Refusal> {
    let json = &quote.json;
    let currency = json.must("currency");
    let customer = call
        .load("customer", json.must("customer"), "customer")?
        .json;
    let mut sheet = begun(
        "Quote",
        json.must("number"),
        buyer(&customer, "name", "address", "email"),
    );
    let finalized = json["status_transitions"]
        .integer("finalized_at")
        .unwrap_or(call.now);
    sheet.facts = vec![
        ("Date".into(), day(finalized)),
        ("Valid until".into(), day(json.amount("expires_at"))),
    ];
    sheet.buyer_label = "For".into();
    sheet.header = json.text("header").map(str::to_owned);
    sheet.description = json.text("description").map(str::to_owned);
    sheet.lines = items
        .iter()
        .map(|i| quote_line(&i.json, currency))
        .collect();
    let mut rows = texts::quote_totals(call, json)?;
    if let Some(recurring) = json["computed"].present("recurring") {
        let every = texts::every(recurring);
        rows.push((
            format!("Then {every}"),
            money(recurring.amount("amount_total"), currency),
            Weight::Muted,
        ));
    }
    sheet.totals = totals(rows);
    sheet.footer = json.text("footer").map(str::to_owned);
    sheet.created = Some(finalized);
    drawn(&sheet)
}

pub(crate) fn invoice(call: &Call<'_>, invoice: &Record) -> Result<Vec<u8>, Refusal> {
    let json = &invoice.json;
    let currency = json.must("currency");
    let mut sheet = begun(
        "Invoice",
        json.must("number"),
        buyer(json, "customer_name", "customer_address", "customer_email"),
    );
    let issued = json.integer("effective_at").unwrap_or(call.now);
    sheet.facts = vec![("Date of issue".into(), day(issued))];
    if let Some(due) = json.integer("due_date") {
        sheet.facts.push(("Date due".into(), day(due)));
    }
    for field in json.items("custom_fields") {
        sheet.facts.push((
            field.must("name").to_owned(),
            field.must("value").to_owned(),
        ));
    }
    sheet.buyer_label = "Bill to".into();
    sheet.description = json.text("description").map(str::to_owned);
    let lines = call.children("line_item", json.id())?;
    sheet.lines = lines
        .iter()
        .map(|l| invoice_line(&l.json, currency))
        .collect();
    sheet.totals = totals(total_rows(call, json)?);
    sheet.footer = json.text("footer").map(str::to_owned);
    sheet.created = Some(issued);
    if let Some(stamp) = texts::stamp(json.status()) {
        sheet.watermark = Some(stamp.to_owned());
    }
    drawn(&sheet)
}

fn quote_line(item: &Value, currency: &str) -> Line {
    let mut notes = Vec::new();
    if item.amount("amount_discount") > 0 {
        notes.push(format!(
            "Discount {}",
            money(-item.amount("amount_discount"), currency)
        ));
    }
    if let Some(recurring) = item["price"].present("recurring") {
        notes.push(texts::every(recurring));
    }
    Line {
        title: item.must("description").to_owned(),
        detail: None,
        quantity: item.amount("quantity").to_string(),
        price: line_price(&item["price"], currency),
        amount: money(item.amount("amount_subtotal"), currency),
        notes,
    }
}

fn invoice_line(line: &Value, currency: &str) -> Line {
    let mut notes = Vec::new();
    if line.text("subscription").is_some() {
        let period = &line["period"];
        notes.push(format!(
            "{} to {}",
            day(period.amount("start")),
            day(period.amount("end"))
        ));
    }
    for cut in line.items("discount_amounts") {
        notes.push(format!(
            "Discount {}",
            money(-cut.amount("amount"), currency)
        ));
    }
    Line {
        title: line.must("description").to_owned(),
        detail: None,
        quantity: line.amount("quantity").to_string(),
        price: line_price(&line["pricing"], currency),
        amount: money(line.amount("amount"), currency),
        notes,
    }
}

fn totals(rows: Vec<(String, String, Weight)>) -> Vec<paper::Total> {
    rows.into_iter()
        .map(|(label, amount, weight)| paper::Total {
            label,
            amount,
            weight,
        })
        .collect()
}

/// The fonts are looked for once; a paper in any script needs the system's.
fn drawn(sheet: &Sheet) -> Result<Vec<u8>, Refusal> {
    static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| Fonts::with_system().or_else(|_| Fonts::bundled()).ok());
    let fonts = fonts
        .as_ref()
        .ok_or_else(|| Refusal::broken("there are no fonts to draw with"))?;
    let layout = paper::lay_out(sheet, fonts).map_err(Refusal::broken)?;
    paper::pdf(&layout, fonts).map_err(Refusal::broken)
}
