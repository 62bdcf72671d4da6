//! A credit note's lines: parts of an invoice's lines, with their share of its discounts and taxes, and
//! lines of its own. What of an invoice's line has been credited already is never credited again.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::{List, embedded};
use crate::money::{self, Decimal, Line, check_amount, format};
use crate::objects::invoices::shown_tax;
use crate::objects::tax_rates;
use crate::operation::{Ask, Reply};
use crate::store::rows::Record;

pub(super) fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    call.load("credit_note", ask.id, "id")?;
    List::of(
        "credit_note_line_item",
        format!("/v1/credit_notes/{}/lines", ask.id),
    )
    .oldest_first()
    .only("parent = ?", ask.id.to_owned())
    .page(call, &ask.args)
}

/// The lines of the invoice's notes that are not void.
fn credited(call: &Call<'_>, invoice: &str) -> Result<Vec<Value>, Refusal> {
    let mut out = Vec::new();
    for note in call.children("credit_note", invoice)? {
        if note.json.status() == "issued" {
            let lines = call.children("credit_note_line_item", note.json.id())?;
            out.extend(lines.into_iter().map(|l| l.json));
        }
    }
    Ok(out)
}

/// The lines that `sent` asks for, not stored yet.
pub(super) fn of_param(
    call: &Call<'_>,
    invoice: &Value,
    note: &str,
    sent: &[Value],
) -> Result<Vec<Record>, Refusal> {
    let mut before = credited(call, invoice.id())?;
    let mut out: Vec<Record> = Vec::with_capacity(sent.len());
    for (index, line) in sent.iter().enumerate() {
        let at = format!("lines[{index}]");
        let json = match line.must("type") {
            "invoice_line_item" => of_invoice_line(call, invoice, line, &before, &at)?,
            _ => of_its_own(call, invoice, line, &at)?,
        };
        let record = Record {
            json,
            private: json!({ "parent": note }),
        };
        before.push(record.json.clone());
        out.push(record);
    }
    Ok(out)
}

/// The one line of a note that only says how much. Its amount already contains whatever tax there is.
pub(super) fn of_amount(
    call: &Call<'_>,
    invoice: &Value,
    note: &str,
    amount: i64,
) -> Result<Record, Refusal> {
    let mut json = blank(call, "custom_line_item")?;
    json.put("amount", amount);
    json.put("quantity", 1);
    json.put("unit_amount", amount);
    json.put("unit_amount_decimal", amount.to_string());
    json.put(
        "description",
        format!("Credit for invoice {}", invoice.must("number")),
    );
    Ok(Record {
        json,
        private: json!({ "parent": note }),
    })
}

fn blank(call: &Call<'_>, kind: &str) -> Result<Value, Refusal> {
    Ok(json!({
        "id": call.new_id("cnli_1")?,
        "object": "credit_note_line_item",
        "amount": 0,
        "description": null,
        "discount_amount": 0,
        "discount_amounts": [],
        "livemode": false,
        "metadata": {},
        "pretax_credit_amounts": [],
        "quantity": null,
        "tax_rates": [],
        "taxes": [],
        "type": kind,
        "unit_amount": null,
        "unit_amount_decimal": null,
    }))
}

fn of_invoice_line(
    call: &Call<'_>,
    invoice: &Value,
    sent: &Value,
    before: &[Value],
    at: &str,
) -> Result<Value, Refusal> {
    let param = format!("{at}[invoice_line_item]");
    let id = sent
        .text("invoice_line_item")
        .ok_or_else(|| Refusal::missing_param(&param).before_it_began())?;
    let line = call.load("line_item", id, &param)?;
    if line.private.text("parent") != Some(invoice.id()) {
        return Err(Refusal::missing("line_item", id, &param));
    }
    for own in [
        "description",
        "unit_amount",
        "unit_amount_decimal",
        "tax_rates",
    ] {
        if sent.present(own).is_some() {
            return Err(Refusal::invalid(format!(
                "`{own}` can only be given for lines of the type `custom_line_item`."
            ))
            .param(&format!("{at}[{own}]"))
            .before_it_began());
        }
    }
    let given: Vec<&Value> = before
        .iter()
        .filter(|l| l.text("invoice_line_item") == Some(id))
        .collect();
    let whole = line.json.amount("amount");
    let so_far: i64 = given.iter().map(|l| l.amount("amount")).sum();
    let left = whole - so_far;
    let amount = match (sent.integer("amount"), sent.integer("quantity")) {
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: amount, quantity.",
            )
            .code("parameters_exclusive")
            .param(at)
            .before_it_began());
        }
        (None, None) => {
            return Err(Refusal::invalid(
                "One of the following params should be provided for this request: amount or quantity.",
            )
            .code("parameter_missing")
            .param(at)
            .before_it_began());
        }
        (Some(amount), None) => amount,
        (None, Some(quantity)) => {
            let all = line.json.amount("quantity").max(1);
            if quantity > all {
                return Err(Refusal::invalid(format!(
                    "The quantity to credit ({quantity}) is greater than the quantity of the invoice line item ({all})."
                ))
                .param(&format!("{at}[quantity]")));
            }
            // Odd minor units of earlier parts leave less for the last one.
            money::share(whole, quantity, all).min(left)
        }
    };
    if amount < 1 || amount > left {
        let shown = |amount| format::money(amount, invoice.must("currency"));
        return Err(Refusal::invalid(format!(
            "The amount to credit ({}) must be positive and no more than what is left of the invoice line item ({}).",
            shown(amount),
            shown(left.max(0)),
        ))
        .param(&format!("{at}[amount]")));
    }
    let mut json = blank(call, "invoice_line_item")?;
    json.put("amount", amount);
    json.put("description", line.json.copy("description"));
    json.put("invoice_line_item", id);
    json.put("quantity", sent.copy("quantity"));
    json.put(
        "metadata",
        sent.present("metadata").cloned().unwrap_or(json!({})),
    );
    // Shares are of everything credited so far, less what earlier notes had: parts add up to the whole.
    let share = |part: i64, had: i64| (money::share(part, so_far + amount, whole) - had).max(0);
    let discounts = line.json.items("discount_amounts");
    let had: Vec<i64> = discounts
        .iter()
        .map(|cut| {
            sum(&given, "discount_amounts", |c| {
                c.get("discount") == cut.get("discount")
            })
            .0
        })
        .collect();
    let wholes: Vec<i64> = discounts.iter().map(|cut| cut.amount("amount")).collect();
    // Rounded as one: each by itself, several could come to more than the part that they are off.
    let off = share(wholes.iter().sum(), had.iter().sum());
    let cuts = discounts
        .iter()
        .zip(shared_out(off, &wholes, &had, share))
        .map(|(cut, off)| json!({ "amount": off, "discount": cut.copy("discount") }));
    set_cuts(&mut json, cuts.collect());
    let mut taxes = Vec::new();
    for tax in line.json.items("taxes") {
        let had = sum(&given, "taxes", |t| {
            t.pointer("/tax_rate_details/tax_rate") == tax.pointer("/tax_rate_details/tax_rate")
        });
        let mut tax = tax.clone();
        tax.put("amount", share(tax.amount("amount"), had.0));
        tax.put("taxable_amount", share(tax.amount("taxable_amount"), had.1));
        taxes.push(tax);
    }
    if sent.present("tax_amounts").is_some() {
        taxes = given_taxes(call, sent, at)?;
    }
    set_taxes(call, &mut json, taxes)?;
    Ok(json)
}

/// `off` among the discounts, each by its own share first; what rounding leaves over goes to the first that has
/// not given all of itself yet.
fn shared_out(off: i64, wholes: &[i64], had: &[i64], share: impl Fn(i64, i64) -> i64) -> Vec<i64> {
    let mut rest = off;
    let mut take = |most: i64| {
        let taken = most.clamp(0, rest);
        rest -= taken;
        taken
    };
    let each = wholes.iter().zip(had);
    let mut shares: Vec<i64> = each
        .clone()
        .map(|(whole, had)| take(share(*whole, *had)))
        .collect();
    for (own, (whole, had)) in shares.iter_mut().zip(each) {
        *own += take(whole - had - *own);
    }
    shares
}

/// What earlier notes had of one discount or tax: its amount and what it was reckoned on.
fn sum(given: &[&Value], list: &str, is_it: impl Fn(&Value) -> bool) -> (i64, i64) {
    given
        .iter()
        .flat_map(|l| l.items(list))
        .filter(|e| is_it(e))
        .fold((0, 0), |(amount, base), e| {
            (
                amount + e.amount("amount"),
                base + e.amount("taxable_amount"),
            )
        })
}

fn of_its_own(call: &Call<'_>, invoice: &Value, sent: &Value, at: &str) -> Result<Value, Refusal> {
    for other in ["amount", "invoice_line_item"] {
        if sent.present(other).is_some() {
            return Err(Refusal::invalid(format!(
                "`{other}` can only be given for lines of the type `invoice_line_item`."
            ))
            .param(&format!("{at}[{other}]"))
            .before_it_began());
        }
    }
    let unit = match (
        sent.integer("unit_amount"),
        sent.text("unit_amount_decimal"),
    ) {
        (Some(amount), None) => Decimal::parse(&amount.to_string()),
        (None, Some(text)) => Decimal::parse(text),
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
            )
            .code("parameters_exclusive")
            .param(at)
            .before_it_began());
        }
        (None, None) => {
            return Err(Refusal::missing_param(&format!("{at}[unit_amount]")).before_it_began());
        }
    };
    let unit = unit.filter(|u| !u.is_negative()).ok_or_else(|| {
        Refusal::invalid("Invalid decimal: a credited amount cannot be negative.")
            .param(&format!("{at}[unit_amount]"))
            .before_it_began()
    })?;
    let quantity = sent.integer("quantity").unwrap_or(1);
    let amount = unit.times(quantity);
    check_amount(
        amount,
        invoice.must("currency"),
        &format!("{at}[unit_amount]"),
    )?;
    let mut json = blank(call, "custom_line_item")?;
    json.put("amount", amount);
    json.put("description", sent.copy("description"));
    json.put("quantity", quantity);
    json.put("unit_amount", unit.whole());
    json.put("unit_amount_decimal", unit.to_string());
    json.put(
        "metadata",
        sent.present("metadata").cloned().unwrap_or(json!({})),
    );
    let taxes = if sent.present("tax_amounts").is_some() {
        if sent.present("tax_rates").is_some() {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: tax_amounts, tax_rates.",
            )
            .code("parameters_exclusive")
            .param(at)
            .before_it_began());
        }
        given_taxes(call, sent, at)?
    } else {
        let ids = tax_rates::checked(call, &sent.texts("tax_rates"), &format!("{at}[tax_rates]"))?;
        let line = Line {
            subtotal: amount,
            product: String::new(),
            discountable: false,
            cuts: Vec::new(),
            rates: tax_rates::rates(call, &ids, invoice.must("customer_tax_exempt"))?,
        };
        let tally = money::tally(&[line], &[]);
        tally
            .lines
            .iter()
            .flat_map(|l| l.taxes.iter().map(shown_tax))
            .collect()
    };
    set_taxes(call, &mut json, taxes)?;
    Ok(json)
}

/// Taxes that the client has reckoned itself.
fn given_taxes(call: &Call<'_>, sent: &Value, at: &str) -> Result<Vec<Value>, Refusal> {
    let mut out = Vec::new();
    for (index, tax) in sent.items("tax_amounts").iter().enumerate() {
        let param = format!("{at}[tax_amounts][{index}][tax_rate]");
        let rate = call.load("tax_rate", tax.must("tax_rate"), &param)?.json;
        out.push(json!({
            "amount": tax.amount("amount"),
            "tax_behavior": if rate.flag("inclusive") { "inclusive" } else { "exclusive" },
            "tax_rate_details": { "tax_rate": rate.id() },
            "taxability_reason": "not_available",
            "taxable_amount": tax.amount("taxable_amount"),
            "type": "tax_rate_details",
        }));
    }
    Ok(out)
}

fn set_cuts(json: &mut Value, cuts: Vec<Value>) {
    json.put(
        "discount_amount",
        cuts.iter().map(|c| c.amount("amount")).sum::<i64>(),
    );
    let credits: Vec<Value> = cuts
        .iter()
        .map(|c| json!({ "amount": c.amount("amount"), "discount": c.copy("discount"), "type": "discount" }))
        .collect();
    json.put("pretax_credit_amounts", credits);
    json.put("discount_amounts", cuts);
}

fn set_taxes(call: &Call<'_>, json: &mut Value, taxes: Vec<Value>) -> Result<(), Refusal> {
    let ids: Vec<String> = taxes
        .iter()
        .map(|t| t["tax_rate_details"].must("tax_rate").to_owned())
        .collect();
    json.put("tax_rates", tax_rates::whole(call, &ids)?);
    json.put("taxes", taxes);
    Ok(())
}

/// The first lines, as they stand inside their note.
pub(super) fn shown(note: &str, lines: &[Record]) -> Value {
    embedded(
        format!("/v1/credit_notes/{note}/lines"),
        lines.iter().map(|l| l.json.clone()).collect(),
    )
}
