//! What of a quote comes only on request: its lines inside it, its sums taken apart, its PDF.

use serde_json::{Value, json};

use super::lines::{self, Part, tallied};
use super::steps::check_plan;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::embedded;
use crate::money::Tally;
use crate::operation::{Ask, Reply};
use crate::papers;
use crate::store::rows::Record;

pub(super) fn pdf(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let quote = call.load("quote", ask.id, "id")?;
    let items = call.children("item", ask.id)?;
    check_plan(call, &items)?;
    if quote.json.text("number").is_none() {
        return Err(Refusal::state(
            "The PDF of a quote can be downloaded once the quote has been finalized.",
        ));
    }
    Ok(Reply::Pdf(papers::quote(call, &quote, &items)?))
}

pub(crate) fn on_request(call: &Call<'_>, id: &str, trail: &str) -> Result<Option<Value>, Refusal> {
    let quote = call.load("quote", id, "id")?;
    let part = match trail {
        "line_items" => {
            let data = call
                .children("item", id)?
                .into_iter()
                .map(|i| i.json)
                .collect();
            return Ok(Some(embedded(format!("/v1/quotes/{id}/line_items"), data)));
        }
        "computed.upfront.line_items" => {
            let data = lines::upfront_items(call, &quote)?;
            return Ok(Some(embedded(
                format!("/v1/quotes/{id}/computed_upfront_line_items"),
                data,
            )));
        }
        "total_details.breakdown" | "computed.upfront.total_details.breakdown" => Part::Upfront,
        "computed.recurring.total_details.breakdown" => Part::Recurring,
        _ => return Ok(None),
    };
    let items = call.children("item", id)?;
    let tally = tallied(call, &quote, &items, part)?;
    breakdown(call, &tally).map(Some)
}

/// The discounts and taxes of all lines, each added up.
fn breakdown(call: &Call<'_>, tally: &Tally) -> Result<Value, Refusal> {
    let mut discounts: Vec<(String, i64)> = Vec::new();
    let mut taxes: Vec<Value> = Vec::new();
    for line in &tally.lines {
        for (id, amount) in &line.discounts {
            match discounts.iter_mut().find(|(known, _)| known == id) {
                Some((_, sum)) => *sum += amount,
                None => discounts.push((id.clone(), *amount)),
            }
        }
        for tax in item_taxes(call, line)? {
            match taxes
                .iter_mut()
                .find(|known| known["rate"].id() == tax["rate"].id())
            {
                Some(known) => {
                    known.put("amount", known.amount("amount") + tax.amount("amount"));
                    known.put(
                        "taxable_amount",
                        known.amount("taxable_amount") + tax.amount("taxable_amount"),
                    );
                }
                None => taxes.push(tax),
            }
        }
    }
    let discounts = discounts
        .into_iter()
        .map(|(id, amount)| whole_discount(call, &id, amount))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "discounts": discounts, "taxes": taxes }))
}

fn whole_discount(call: &Call<'_>, id: &str, amount: i64) -> Result<Value, Refusal> {
    Ok(json!({ "amount": amount, "discount": call.load("discount", id, "discount")?.json }))
}

fn item_taxes(call: &Call<'_>, line: &crate::money::Tallied) -> Result<Vec<Value>, Refusal> {
    let show = |tax: &crate::money::Taxed| -> Result<Value, Refusal> {
        let rate = call.load("tax_rate", &tax.rate.tax_rate, "tax_rate")?.json;
        let reason = tax.rate.waived.unwrap_or("standard_rated");
        Ok(
            json!({ "amount": tax.amount, "rate": rate, "taxability_reason": reason, "taxable_amount": tax.taxable }),
        )
    };
    line.taxes.iter().map(show).collect()
}

/// `discounts` and `taxes` of one line.
pub(crate) fn item_part(call: &Call<'_>, id: &str, part: &str) -> Result<Option<Value>, Refusal> {
    let item = call.load("item", id, "id")?;
    let quote = call.load("quote", item.private.must("parent"), "quote")?;
    let items: Vec<Record> = call.children("item", quote.json.id())?;
    let tally = tallied(call, &quote, &items, Part::Whole)?;
    let Some(line) = items
        .iter()
        .position(|i| i.json.id() == id)
        .and_then(|at| tally.lines.get(at))
    else {
        return Ok(None);
    };
    let shown = if part == "taxes" {
        item_taxes(call, line)?
    } else {
        line.discounts
            .iter()
            .map(|(id, amount)| whole_discount(call, id, *amount))
            .collect::<Result<_, _>>()?
    };
    Ok(Some(Value::Array(shown)))
}
