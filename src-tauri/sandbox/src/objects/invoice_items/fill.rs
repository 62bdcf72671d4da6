//! What the parameters of an invoice item mean for it: price or amount, quantity, taxes, discounts.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::{Decimal, check_amount, check_currency, check_size};
use crate::objects::discounts::{self, Place};
use crate::objects::{prices, tax_rates};
use crate::params::Args;
use crate::store::rows::Record;

pub(super) fn fill(
    call: &Call<'_>,
    item: &mut Record,
    sent: &Value,
    at: &str,
) -> Result<(), Refusal> {
    let param = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}[{name}]")
        }
    };
    let args = Args::new(sent.clone());
    args.copy_onto(&mut item.json, &["description", "discountable", "period"]);
    args.merge_metadata(&mut item.json);
    let counts_anew = set_quantity(item, sent, &param)?;
    set_amount(call, item, sent, at, counts_anew, &param)?;
    if item.json.text("currency").is_none() {
        return Err(Refusal::invalid(
            "You must specify either `amount`, `pricing[price]` or `price_data`.",
        )
        .code("parameter_missing")
        .param(&param("amount"))
        .before_it_began());
    }
    check_size(
        item.json.amount("amount"),
        item.json.must("currency"),
        &param("amount"),
    )?;
    set_taxes(call, item, sent, &param)?;
    if sent.get("discounts").is_some() {
        let place = Place {
            customer: item.json.text("customer"),
            invoice_item: Some(item.json.id()),
            ..Place::default()
        };
        let ids = discounts::of_param(
            call,
            sent.items("discounts"),
            place,
            item.json.text("currency"),
            &param("discounts"),
        )?;
        item.json.put("discounts", ids);
    }
    check_currency_of_invoice(call, &item.json)
}

/// True where the quantity was given, so that the amount has to be reckoned again.
fn set_quantity(
    item: &mut Record,
    sent: &Value,
    param: &impl Fn(&str) -> String,
) -> Result<bool, Refusal> {
    match (sent.integer("quantity"), sent.text("quantity_decimal")) {
        (Some(_), Some(_)) => Err(Refusal::invalid(
            "You may only specify one of these parameters: quantity, quantity_decimal.",
        )
        .code("parameters_exclusive")
        .before_it_began()),
        (Some(quantity), None) => {
            item.json.put("quantity", quantity);
            item.json.put("quantity_decimal", quantity.to_string());
            Ok(true)
        }
        (None, Some(text)) => {
            let quantity = Decimal::parse(text)
                .filter(|q| !q.is_negative())
                .ok_or_else(|| {
                    Refusal::invalid("Invalid decimal: a quantity cannot be negative.")
                        .param(&param("quantity_decimal"))
                        .before_it_began()
                })?;
            item.json.put("quantity", quantity.floor());
            item.json.put("quantity_decimal", quantity.to_string());
            Ok(true)
        }
        (None, None) => Ok(false),
    }
}

fn set_amount(
    call: &Call<'_>,
    item: &mut Record,
    sent: &Value,
    at: &str,
    counts_anew: bool,
    param: &impl Fn(&str) -> String,
) -> Result<(), Refusal> {
    let quantity = Decimal::parse(item.json.must("quantity_decimal")).unwrap_or_else(Decimal::zero);
    let named = sent["pricing"].text("price").or(sent.text("price"));
    if named.is_some() || sent.present("price_data").is_some() {
        let line = json!({ "price": named, "price_data": sent.copy("price_data") });
        let price = prices::of_line(call, &line, if at.is_empty() { "pricing" } else { at })?;
        if price.present("recurring").is_some() {
            return Err(Refusal::invalid("The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.").param(&param("price")));
        }
        return set_price(call, item, &price);
    }
    if let Some(amount) = sent.integer("amount") {
        let currency = check_currency(&currency_of(call, item, sent)?, &param("currency"))?;
        check_amount(amount, &currency, &param("amount"))?;
        item.json.put("currency", currency);
        item.json.put("amount", amount);
        item.json.put(
            "pricing",
            json!({ "type": "price_details", "unit_amount_decimal": amount.to_string() }),
        );
        return Ok(());
    }
    let unit = match sent.integer("unit_amount") {
        Some(unit) => Decimal::parse(&unit.to_string()),
        None => sent.text("unit_amount_decimal").and_then(Decimal::parse),
    };
    if let Some(unit) = unit {
        let currency = check_currency(&currency_of(call, item, sent)?, &param("currency"))?;
        item.json.put("currency", currency);
        item.json.put("amount", unit.times_decimal(quantity));
        item.json.put(
            "pricing",
            json!({ "type": "price_details", "unit_amount_decimal": unit.to_string() }),
        );
        return Ok(());
    }
    if counts_anew && item.json.present("pricing").is_some() {
        let price = item.json.pointer("/pricing/price_details/price").cloned();
        return match price.as_ref().and_then(Value::as_str) {
            Some(price) => {
                let price = call.load("price", price, &param("price"))?.json;
                set_price(call, item, &price)
            }
            None => {
                let unit = Decimal::parse(item.json["pricing"].must("unit_amount_decimal"))
                    .unwrap_or_else(Decimal::zero);
                item.json.put("amount", unit.times_decimal(quantity));
                Ok(())
            }
        };
    }
    Ok(())
}

/// Bills the item's quantity at `price`.
pub(super) fn set_price(call: &Call<'_>, item: &mut Record, price: &Value) -> Result<(), Refusal> {
    let product = call.load("product", price.must("product"), "product")?.json;
    let quantity = Decimal::parse(item.json.must("quantity_decimal"));
    let amount = match (quantity, Decimal::parse(price.must("unit_amount_decimal"))) {
        (Some(quantity), Some(unit))
            if quantity.whole().is_none() && price.present("transform_quantity").is_none() =>
        {
            unit.times_decimal(quantity)
        }
        _ => prices::amount(call, price, item.json.amount("quantity"))?,
    };
    item.json.put("currency", price.must("currency"));
    item.json.put("amount", amount);
    item.json
        .put("pricing", crate::objects::invoices::pricing(price));
    if item.json.text("description").is_none() {
        item.json.put("description", product.must("name"));
    }
    Ok(())
}

fn set_taxes(
    call: &Call<'_>,
    item: &mut Record,
    sent: &Value,
    param: &impl Fn(&str) -> String,
) -> Result<(), Refusal> {
    if sent.present("tax_rates").is_some() && sent.present("tax_amounts").is_some() {
        return Err(Refusal::invalid(
            "You may only specify one of these parameters: tax_amounts, tax_rates.",
        )
        .code("parameters_exclusive")
        .before_it_began());
    }
    if sent.get("tax_rates").is_some() {
        let ids = tax_rates::checked(call, &sent.texts("tax_rates"), &param("tax_rates"))?;
        item.json.put("tax_rates", tax_rates::whole(call, &ids)?);
        let own = if ids.is_empty() {
            Value::Null
        } else {
            json!(ids)
        };
        item.private.put("tax_rates", own);
        item.private.put("taxes", Value::Null);
    }
    if sent.get("tax_amounts").is_some() {
        let taxes = tax_rates::given(call, sent.items("tax_amounts"))?;
        item.private.put("taxes", taxes);
    }
    Ok(())
}

fn check_currency_of_invoice(call: &Call<'_>, item: &Value) -> Result<(), Refusal> {
    let Some(invoice) = item.text("invoice") else {
        return Ok(());
    };
    let invoice = call.load("invoice", invoice, "invoice")?.json;
    if invoice.text("currency") == item.text("currency") {
        return Ok(());
    }
    Err(Refusal::invalid(format!("The currency of the invoice item (`{}`) does not match the currency of the invoice (`{}`).", item.must("currency"), invoice.must("currency"))).param("currency"))
}

/// What was sent, or the currency of the item, its invoice, its customer.
fn currency_of(call: &Call<'_>, item: &Record, sent: &Value) -> Result<String, Refusal> {
    if let Some(known) = sent.text("currency").or(item.json.text("currency")) {
        return Ok(known.to_owned());
    }
    if let Some(invoice) = item.json.text("invoice") {
        return Ok(call
            .load("invoice", invoice, "invoice")?
            .json
            .must("currency")
            .to_owned());
    }
    let customer = call.load("customer", item.json.must("customer"), "customer")?;
    customer
        .json
        .text("currency")
        .map(str::to_owned)
        .ok_or_else(|| Refusal::missing_param("currency").before_it_began())
}
