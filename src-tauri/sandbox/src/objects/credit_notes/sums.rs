//! What a credit note's lines come to, and the shipping that it takes back. Not here: where the money
//! goes, which is [`super::money`]'s.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::invoices::add_up;
use crate::store::rows::Record;

/// Writes the sums of `lines` and `shipping` onto the note; its total.
pub(super) fn write(note: &mut Value, lines: &[Record], shipping: Value) -> i64 {
    let (mut cuts, mut taxes): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for line in lines {
        for cut in line.json.items("discount_amounts") {
            add_up(&mut cuts, cut, &["/discount"]);
        }
        for tax in line.json.items("taxes") {
            add_up(&mut taxes, tax, &["/tax_rate_details/tax_rate"]);
        }
    }
    for tax in shipping.items("taxes") {
        add_up(
            &mut taxes,
            &total_of_shipping(tax),
            &["/tax_rate_details/tax_rate"],
        );
    }
    let tax_of = |behavior: &str| -> i64 {
        taxes
            .iter()
            .filter(|t| t.must("tax_behavior") == behavior)
            .map(|t| t.amount("amount"))
            .sum()
    };
    let subtotal: i64 = lines.iter().map(|l| l.json.amount("amount")).sum();
    let discount: i64 = cuts.iter().map(|c| c.amount("amount")).sum();
    let (on_top, within) = (tax_of("exclusive"), tax_of("inclusive"));
    let sent = shipping.amount("amount_subtotal");
    let total = subtotal - discount + sent + on_top;
    note.put("amount", total);
    note.put("amount_shipping", sent);
    note.put("discount_amount", discount);
    let credits: Vec<Value> = cuts
        .iter()
        .map(|c| json!({ "amount": c.amount("amount"), "discount": c.copy("discount"), "type": "discount" }))
        .collect();
    note.put("pretax_credit_amounts", credits);
    note.put("discount_amounts", cuts);
    note.put("shipping_cost", shipping);
    note.put("subtotal", subtotal);
    note.put("subtotal_excluding_tax", subtotal - within);
    note.put("total", total);
    note.put("total_excluding_tax", total - on_top - within);
    note.put("total_taxes", taxes);
    total
}

/// A tax on shipping in the form of a document's totals.
fn total_of_shipping(tax: &Value) -> Value {
    let rate = &tax["rate"];
    json!({
        "amount": tax.amount("amount"),
        "tax_behavior": if rate.flag("inclusive") { "inclusive" } else { "exclusive" },
        "tax_rate_details": { "tax_rate": rate.id() },
        "taxability_reason": tax.text("taxability_reason").unwrap_or("standard_rated"),
        "taxable_amount": tax.amount("taxable_amount"),
        "type": "tax_rate_details",
    })
}

/// The invoice's shipping, whole, if the rate is the invoice's and no other note has taken it back.
pub(super) fn shipping(call: &Call<'_>, invoice: &Record, sent: &Value) -> Result<Value, Refusal> {
    if sent.is_null() {
        return Ok(Value::Null);
    }
    let param = "shipping_cost[shipping_rate]";
    let wanted = sent.text("shipping_rate");
    let own = invoice.json["shipping_cost"].text("shipping_rate");
    if wanted.is_none() || wanted != own {
        return Err(Refusal::invalid(
            "The shipping rate to credit must be the one that the invoice has.",
        )
        .param(param));
    }
    for note in call.children("credit_note", invoice.json.id())? {
        if note.json.status() == "issued" && note.json.present("shipping_cost").is_some() {
            return Err(Refusal::invalid(
                "The shipping cost of this invoice has already been credited.",
            )
            .param(param));
        }
    }
    let mut out = invoice.json.copy("shipping_cost");
    out.put("taxes", json!(invoice.private.items("shipping_taxes")));
    Ok(out)
}
