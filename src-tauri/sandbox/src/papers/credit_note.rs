//! A credit note: what is taken back of an invoice, and where the money goes.

use paper::{Line, Weight};
use serde_json::Value;

use super::head::{begun, buyer};
use super::{day, drawn, texts, totals};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::{Decimal, format::money};
use crate::store::rows::Record;

pub(crate) fn credit_note(call: &Call<'_>, note: &Record) -> Result<Vec<u8>, Refusal> {
    let json = &note.json;
    let currency = json.must("currency");
    let invoice = call.load("invoice", json.must("invoice"), "invoice")?.json;
    let mut sheet = begun(
        "Credit note",
        json.must("number"),
        buyer(
            &invoice,
            "customer_name",
            "customer_address",
            "customer_email",
        ),
    );
    let issued = json
        .integer("effective_at")
        .unwrap_or(json.amount("created"));
    sheet.buyer_label = "Credit to".into();
    sheet.facts = vec![
        ("Date of issue".into(), day(issued)),
        ("Invoice".into(), invoice.must("number").to_owned()),
    ];
    if let Some(reason) = json.text("reason").and_then(reason) {
        sheet.facts.push(("Reason".into(), reason.into()));
    }
    sheet.description = json.text("memo").map(str::to_owned);
    let lines = call.children("credit_note_line_item", json.id())?;
    sheet.lines = lines.iter().map(|l| line(&l.json, currency)).collect();
    sheet.totals = totals(rows(call, json)?);
    sheet.created = Some(issued);
    if json.status() == "void" {
        sheet.watermark = Some("Void".into());
    }
    drawn(&sheet)
}

fn line(line: &Value, currency: &str) -> Line {
    let unit = line.text("unit_amount_decimal").and_then(Decimal::parse);
    let whole = line
        .integer("unit_amount")
        .or_else(|| unit.and_then(|unit| unit.whole()));
    let cut = line.amount("discount_amount");
    Line {
        title: line.text("description").unwrap_or("Credit").to_owned(),
        quantity: line
            .integer("quantity")
            .map(|quantity| quantity.to_string())
            .unwrap_or_default(),
        price: whole
            .map(|whole| money(whole, currency))
            .unwrap_or_default(),
        amount: money(line.amount("amount"), currency),
        notes: (cut > 0)
            .then(|| format!("Discount {}", money(-cut, currency)))
            .into_iter()
            .collect(),
        ..Line::default()
    }
}

fn rows(call: &Call<'_>, note: &Value) -> Result<Vec<(String, String, Weight)>, Refusal> {
    let currency = note.must("currency");
    let row =
        |label: &str, amount: i64, weight| (label.to_owned(), money(amount, currency), weight);
    let mut rows = vec![row("Subtotal", note.amount("subtotal"), Weight::Plain)];
    if note.amount("discount_amount") > 0 {
        let cut = -note.amount("discount_amount");
        rows.push(row("Discount", cut, Weight::Plain));
    }
    for tax in note.items("total_taxes") {
        let id = tax["tax_rate_details"].must("tax_rate");
        let rate = call.load("tax_rate", id, "tax_rate")?.json;
        let name = texts::rate_name(&rate, tax.must("tax_behavior") == "inclusive");
        rows.push(row(&name, tax.amount("amount"), Weight::Plain));
    }
    if note.amount("amount_shipping") > 0 {
        let shipping = note.amount("amount_shipping");
        rows.push(row("Shipping", shipping, Weight::Plain));
    }
    rows.push(row("Credit", note.amount("total"), Weight::Strong));
    // Where it goes: off what is still owed, back to the card, or kept for the next invoice.
    let refunded = note
        .items("refunds")
        .iter()
        .map(|refund| refund.amount("amount_refunded"))
        .sum::<i64>();
    let outside = note.amount("out_of_band_amount");
    let kept = note.amount("post_payment_amount") - refunded - outside;
    for (label, amount) in [
        ("Off what is owed", note.amount("pre_payment_amount")),
        ("Refunded", refunded),
        ("Given back another way", outside),
        ("Kept for the next invoice", kept),
    ] {
        if amount > 0 {
            rows.push(row(label, amount, Weight::Muted));
        }
    }
    Ok(rows)
}

/// Why, as a customer reads it.
fn reason(code: &str) -> Option<&'static str> {
    Some(match code {
        "duplicate" => "Billed twice",
        "fraudulent" => "Not ordered by you",
        "order_change" => "Change of the order",
        "product_unsatisfactory" => "Not as expected",
        _ => return None,
    })
}
