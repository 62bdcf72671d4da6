//! What an invoice asks for sending things. The invoice's default tax rates apply to it; discounts do not.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::{self, Line, Tally};
use crate::objects::{shipping_rates, tax_rates};
use crate::params::{Kind, Param, optional};
use crate::store::rows::Record;

pub(super) const COST: &[Param] = &[
    optional("shipping_rate", Kind::Id),
    optional("shipping_rate_data", Kind::Hash(shipping_rates::DATA)),
];

/// Takes the rate that was sent, or none where it was unset.
pub(super) fn choose(call: &Call<'_>, invoice: &mut Record, sent: &Value) -> Result<(), Refusal> {
    let rate = if sent.is_null() {
        Value::Null
    } else {
        let currency = invoice.json.must("currency");
        shipping_rates::of_param(call, sent, currency, "shipping_cost")?.into()
    };
    invoice.private.put("shipping", rate);
    Ok(())
}

/// Writes the cost onto the invoice; what it adds to the sums.
pub(super) fn reckon(
    call: &Call<'_>,
    invoice: &mut Record,
    defaults: &[String],
    exempt: &str,
) -> Result<Tally, Refusal> {
    let Some(id) = invoice.private.text("shipping").map(str::to_owned) else {
        invoice.json.put("amount_shipping", 0);
        invoice.json.put("shipping_cost", Value::Null);
        invoice.private.put("shipping_taxes", json!([]));
        return Ok(Tally::default());
    };
    let rate = call.load("shipping_rate", &id, "shipping_cost")?.json;
    let line = Line {
        subtotal: rate["fixed_amount"].amount("amount"),
        product: String::new(),
        discountable: false,
        cuts: Vec::new(),
        rates: tax_rates::rates(call, defaults, exempt)?,
    };
    let tally = money::tally(&[line], &[]);
    let mut taxes = Vec::new();
    for tax in tally.lines.iter().flat_map(|l| &l.taxes) {
        taxes.push(json!({
            "amount": tax.amount,
            "rate": call.load("tax_rate", &tax.rate.tax_rate, "tax_rate")?.json,
            "taxability_reason": tax.rate.waived.unwrap_or("standard_rated"),
            "taxable_amount": tax.taxable,
        }));
    }
    invoice.json.put("amount_shipping", tally.subtotal);
    invoice.json.put(
        "shipping_cost",
        json!({
            "amount_subtotal": tally.subtotal,
            "amount_tax": tally.tax,
            "amount_total": tally.total,
            "shipping_rate": id,
        }),
    );
    invoice.private.put("shipping_taxes", taxes);
    Ok(tally)
}
