//! The words and rows that papers and pages share: totals, prices, intervals.

use paper::Weight;
use serde_json::Value;

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::{Decimal, format::money};

type Row = (String, String, Weight);

/// The price for one, with its fractions of a minor unit where it has any.
pub(crate) fn line_price(pricing: &Value, currency: &str) -> String {
    let Some(unit) = pricing.text("unit_amount_decimal").and_then(Decimal::parse) else {
        return String::new();
    };
    match unit.whole() {
        Some(whole) => money(whole, currency),
        None => fractional(unit, currency),
    }
}

/// `each month`, `every 3 months`.
pub(crate) fn every(recurring: &Value) -> String {
    match (
        recurring.must("interval"),
        recurring.amount("interval_count"),
    ) {
        (interval, 1) => format!("each {interval}"),
        (interval, count) => format!("every {count} {interval}s"),
    }
}

/// From an invoice's subtotal to what is due.
pub(crate) fn total_rows(call: &Call<'_>, invoice: &Value) -> Result<Vec<Row>, Refusal> {
    let currency = invoice.must("currency");
    let plain = |label: String, amount: i64| (label, money(amount, currency), Weight::Plain);
    let mut rows = sums(call, invoice)?;
    rows.extend(settled_otherwise(invoice));
    if invoice.amount("amount_paid") > 0 {
        rows.push(plain("Amount paid".into(), -invoice.amount("amount_paid")));
    }
    rows.push((
        "Amount due".into(),
        money(invoice.amount("amount_remaining"), currency),
        Weight::Strong,
    ));
    Ok(rows)
}

/// What of an invoice's total was never asked for: a balance that the customer had, and credit notes.
pub(super) fn settled_otherwise(invoice: &Value) -> Vec<Row> {
    let currency = invoice.must("currency");
    [
        (
            "Balance brought forward",
            invoice.amount("starting_balance"),
        ),
        (
            "Credit notes",
            -invoice.amount("pre_payment_credit_notes_amount"),
        ),
    ]
    .into_iter()
    .filter(|(_, amount)| *amount != 0)
    .map(|(label, amount)| (label.into(), money(amount, currency), Weight::Plain))
    .collect()
}

/// From an invoice's subtotal to its total.
pub(super) fn sums(call: &Call<'_>, invoice: &Value) -> Result<Vec<Row>, Refusal> {
    let currency = invoice.must("currency");
    let plain = |label: String, amount: i64| (label, money(amount, currency), Weight::Plain);
    let mut rows = vec![plain("Subtotal".into(), invoice.amount("subtotal"))];
    for cut in invoice.items("total_discount_amounts") {
        rows.push(plain(
            discount_name(call, cut.must("discount"))?,
            -cut.amount("amount"),
        ));
    }
    if invoice.present("shipping_cost").is_some() {
        rows.push(plain("Shipping".into(), invoice.amount("amount_shipping")));
    }
    for tax in invoice.items("total_taxes") {
        let rate = call
            .load(
                "tax_rate",
                tax["tax_rate_details"].must("tax_rate"),
                "tax_rate",
            )?
            .json;
        rows.push(plain(
            rate_name(&rate, tax.must("tax_behavior") == "inclusive"),
            tax.amount("amount"),
        ));
    }
    rows.push(plain("Total".into(), invoice.amount("total")));
    Ok(rows)
}

/// From a quote's subtotal to what its first invoice charges.
pub(super) fn quote_totals(call: &Call<'_>, quote: &Value) -> Result<Vec<Row>, Refusal> {
    let currency = quote.must("currency");
    let plain = |label: String, amount: i64| (label, money(amount, currency), Weight::Plain);
    let mut rows = vec![plain("Subtotal".into(), quote.amount("amount_subtotal"))];
    let parts = crate::objects::quotes::on_request(call, quote.id(), "total_details.breakdown")?
        .unwrap_or_default();
    for cut in parts.items("discounts") {
        rows.push(plain(
            discount_name(call, cut["discount"].id())?,
            -cut.amount("amount"),
        ));
    }
    for tax in parts.items("taxes") {
        rows.push(plain(
            rate_name(&tax["rate"], tax["rate"].flag("inclusive")),
            tax.amount("amount"),
        ));
    }
    let label = if quote["computed"].present("recurring").is_some() {
        "Due on acceptance"
    } else {
        "Total"
    };
    rows.push((
        label.into(),
        money(quote.amount("amount_total"), currency),
        Weight::Strong,
    ));
    Ok(rows)
}

fn discount_name(call: &Call<'_>, id: &str) -> Result<String, Refusal> {
    let discount = call.load("discount", id, "discount")?;
    let coupon = &discount.private["coupon"];
    let name = coupon.text("name").unwrap_or("Discount");
    Ok(match coupon.present("percent_off") {
        Some(percent) => format!("{name} ({percent}% off)"),
        None => name.to_owned(),
    })
}

pub(super) fn rate_name(rate: &Value, is_included: bool) -> String {
    let percent = rate
        .get("percentage")
        .map(Value::to_string)
        .unwrap_or_default();
    let included = if is_included { " included" } else { "" };
    format!("{} ({percent}%{included})", rate.must("display_name"))
}

/// The word across an invoice that asks for nothing any more.
pub(super) fn stamp(status: &str) -> Option<&'static str> {
    match status {
        "paid" => Some("Paid"),
        "void" => Some("Void"),
        "uncollectible" => Some("Uncollectible"),
        _ => None,
    }
}

/// `$0.0525`: the decimal point moved by the currency's places.
fn fractional(unit: Decimal, currency: &str) -> String {
    let digits = unit.to_string();
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let shown = money(whole.parse().unwrap_or(0), currency);
    format!(
        "{shown}{}{part}",
        if shown.contains('.') { "" } else { "." }
    )
}
