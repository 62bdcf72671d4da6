//! An invoice's lines and sums.

use serde_json::{Value, json};

use super::shipping;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::{List, embedded};
use crate::money::{self, Decimal, Line, Tallied, Taxed, check_size, format};
use crate::objects::discounts::{self, During};
use crate::objects::tax_rates;
use crate::operation::{Ask, Reply};
use crate::store::rows::Record;

pub(super) fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    call.load("invoice", ask.id, "id")?;
    let url = format!("/v1/invoices/{}/lines", ask.id);
    List::of("line_item", url)
        .oldest_first()
        .only("parent = ?", ask.id.to_owned())
        .page(call, &ask.args)
}

/// Brings the sums of a stored draft and its lines up to date, and stores them.
pub(in crate::objects) fn total(call: &Call<'_>, invoice: &mut Record) -> Result<(), Refusal> {
    let mut stored = call.children("line_item", invoice.json.id())?;
    let exempt = invoice.json.must("customer_tax_exempt").to_owned();
    let defaults: Vec<String> = invoice
        .json
        .items("default_tax_rates")
        .iter()
        .map(|r| r.id().to_owned())
        .collect();
    let mut lines = Vec::with_capacity(stored.len());
    for line in &stored {
        let own = line
            .private
            .present("tax_rates")
            .map(|_| line.private.texts("tax_rates"));
        lines.push(Line {
            subtotal: line.json.amount("amount"),
            product: line.private.must("product").to_owned(),
            discountable: line.json.flag("discountable"),
            cuts: discounts::cuts(call, &line.json.texts("discounts"), During::First)?,
            rates: match line.private.items("taxes") {
                [] => tax_rates::rates(call, &own.unwrap_or_else(|| defaults.clone()), &exempt)?,
                given => tax_rates::fixed(call, given)?,
            },
        });
    }
    let document = discounts::cuts(call, &invoice.json.texts("discounts"), During::First)?;
    let mut tally = money::tally(&lines, &document);
    let sent = shipping::reckon(call, invoice, &defaults, &exempt)?;
    tally.total += sent.total;
    tally.tax += sent.tax;
    check_size(tally.total, invoice.json.must("currency"), "amount")?;

    let (mut cut, mut taxed): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for (line, sums) in stored.iter_mut().zip(&tally.lines) {
        write_sums(&mut line.json, sums);
        call.update(line)?;
        for entry in line.json.items("discount_amounts") {
            add_up(&mut cut, entry, &["/discount"]);
        }
        for entry in line.json.items("taxes") {
            add_up(&mut taxed, entry, &["/tax_rate_details/tax_rate"]);
        }
    }
    for tax in sent.lines.iter().flat_map(|l| &l.taxes) {
        add_up(&mut taxed, &shown_tax(tax), &["/tax_rate_details/tax_rate"]);
    }
    let credit: Vec<Value> = cut.iter().map(|c| json!({ "amount": c.amount("amount"), "discount": c.copy("discount"), "type": "discount" })).collect();
    let (id, json) = (invoice.json.id().to_owned(), &mut invoice.json);
    json.put("subtotal", tally.subtotal);
    json.put(
        "subtotal_excluding_tax",
        tally.subtotal - tally.included_tax,
    );
    json.put("total", tally.total);
    json.put("total_excluding_tax", tally.total - tally.tax);
    json.put("total_discount_amounts", cut);
    json.put("total_pretax_credit_amounts", credit);
    json.put("total_taxes", taxed);
    let due = tally.total.max(0);
    json.put("amount_due", due);
    json.put("amount_remaining", due - json.amount("amount_paid"));
    json.put(
        "lines",
        embedded(
            format!("/v1/invoices/{id}/lines"),
            stored.into_iter().map(|l| l.json).collect(),
        ),
    );
    call.update(invoice)
}

fn write_sums(line: &mut Value, sums: &Tallied) {
    let cut =
        |(discount, amount): &(String, i64)| json!({ "amount": amount, "discount": discount });
    line.put(
        "discount_amounts",
        sums.discounts.iter().map(cut).collect::<Vec<_>>(),
    );
    let credit = |(discount, amount): &(String, i64)| json!({ "amount": amount, "discount": discount, "type": "discount" });
    line.put(
        "pretax_credit_amounts",
        sums.discounts.iter().map(credit).collect::<Vec<_>>(),
    );
    line.put(
        "taxes",
        sums.taxes.iter().map(shown_tax).collect::<Vec<_>>(),
    );
}

/// A tax in the form of a line's.
pub(in crate::objects) fn shown_tax(tax: &Taxed) -> Value {
    let reason = match &tax.rate.fixed {
        Some(fixed) => fixed.reason.as_str(),
        None => tax.rate.waived.unwrap_or("standard_rated"),
    };
    json!({
        "amount": tax.amount,
        "tax_behavior": if tax.rate.inclusive { "inclusive" } else { "exclusive" },
        "tax_rate_details": { "tax_rate": tax.rate.tax_rate },
        "taxability_reason": reason,
        "taxable_amount": tax.taxable,
        "type": "tax_rate_details",
    })
}

/// Adds `entry` to the sum that has the same value at `same`, or begins one.
pub(in crate::objects) fn add_up(sums: &mut Vec<Value>, entry: &Value, same: &[&str]) {
    match sums.iter_mut().find(|s| {
        same.iter()
            .all(|path| s.pointer(path) == entry.pointer(path))
    }) {
        Some(sum) => {
            for field in ["amount", "taxable_amount"] {
                if let Some(more) = entry.integer(field) {
                    sum.put(field, sum.amount(field) + more);
                }
            }
        }
        None => sums.push(entry.clone()),
    }
}

/// How a line names its price.
pub(in crate::objects) fn pricing(price: &Value) -> Value {
    json!({
        "price_details": { "price": price.id(), "product": price.must("product") },
        "type": "price_details",
        "unit_amount_decimal": price.copy("unit_amount_decimal"),
    })
}

/// `at $20.00 / month`, `at $20.00 / every 3 months`.
pub(super) fn each(price: &Value) -> String {
    let money = match Decimal::parse(price.must("unit_amount_decimal")) {
        Some(unit) => format::money(unit.times(1), price.must("currency")),
        None => "tiered prices".to_owned(),
    };
    let every = &price["recurring"];
    match (every.must("interval"), every.amount("interval_count")) {
        ("", _) => format!("at {money}"),
        (interval, 1) => format!("at {money} / {interval}"),
        (interval, count) => format!("at {money} / every {count} {interval}s"),
    }
}
