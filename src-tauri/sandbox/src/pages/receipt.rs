//! The receipt of a charge, as a page with its PDF.

use serde_json::Value;

use super::escape::{escape, fact};
use super::frame::{self, Width};
use crate::call::Call;
use crate::errors::Refusal;
use crate::http::answer::Answer;
use crate::json::Fields;
use crate::money::format::money;
use crate::objects::account;
use crate::objects::payments::page;
use crate::papers::{card_name, day};

pub(super) fn show(call: &Call<'_>, charge: &Value) -> Result<Answer, Refusal> {
    let currency = charge.must("currency");
    let captured = charge.amount("amount_captured");
    let given_back = if charge.flag("captured") {
        charge.amount("amount_refunded") - (charge.amount("amount") - captured)
    } else {
        0
    };
    let mut facts =
        fact("Paid on", &day(charge.amount("created"))) + &fact("With", &card_name(charge));
    if let Some(name) = charge["billing_details"].text("name") {
        facts += &fact("By", name);
    }
    let invoice = page::invoice_of(call, charge)?;
    if let Some(invoice) = &invoice {
        facts += &fact("Invoice", invoice.json.must("number"));
    } else if let Some(description) = charge.text("description") {
        facts += &fact("For", description);
    }
    let mut rows = row("Amount paid", &money(captured, currency));
    if given_back > 0 {
        rows += &row("Refunded", &money(-given_back, currency));
        rows += &row("Kept", &money(captured - given_back, currency));
    }
    let (word, tone) = match (charge.flag("paid"), given_back) {
        (false, _) => ("Not paid", "bad"),
        (true, 0) => ("Paid", "good"),
        (true, part) if part < captured => ("Refunded in part", ""),
        _ => ("Refunded", ""),
    };
    let paper = match (charge.flag("paid"), charge.text("receipt_url")) {
        (true, Some(here)) => format!(
            "<ul class=\"papers\"><li><a href=\"{}/pdf\">Download the receipt</a></li></ul>",
            escape(here)
        ),
        _ => String::new(),
    };
    let section = format!(
        "<section>{}<p class=\"state {tone}\">{word}</p><h1>{}</h1><p class=\"under\">Receipt from {}</p><dl>{facts}</dl>{paper}\
         <table><tfoot>{rows}</tfoot></table></section>",
        frame::letterhead(),
        escape(&money(captured, currency)),
        account::NAME,
    );
    Ok(frame::page(
        200,
        &format!("Receipt from {}", account::NAME),
        Width::One,
        &section,
    ))
}

fn row(label: &str, amount: &str) -> String {
    format!(
        "<tr><th scope=\"row\">{label}</th><td class=\"n\">{}</td></tr>",
        escape(amount)
    )
}
