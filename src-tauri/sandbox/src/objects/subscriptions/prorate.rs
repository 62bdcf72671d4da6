//! What a change within a period costs: the unused rest of what was billed is given back, and the rest of the
//! period is charged for what is there now. Each amount is rounded by itself, half away from zero, and is net of
//! discounts (`proration_discounts: included`). The amounts wait as invoice items.

use serde_json::{Value, json};

use super::agenda::period;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::{self, Line};
use crate::objects::discounts::{self, During};
use crate::objects::invoice_items::{self, Proration};
use crate::objects::{invoices, prices};
use crate::papers::day;
use crate::store::rows::Record;

/// Gives back the part of `item`'s bill from `at` to the end of what it was billed for. True where there was
/// anything to give back.
pub(super) fn give_back(
    call: &Call<'_>,
    subscription: &mut Record,
    item: &Value,
    at: i64,
) -> Result<bool, Refusal> {
    let billed = subscription.private["billed"].copy(item.id());
    if let Some(all) = subscription
        .private
        .get_mut("billed")
        .and_then(Value::as_object_mut)
    {
        all.shift_remove(item.id());
    }
    let (start, end) = (billed.amount("start"), billed.amount("end"));
    if billed.amount("amount") == 0 || end <= at || end <= start {
        return Ok(false);
    }
    let at = at.max(start);
    let part = |amount: i64| -money::share(amount, end - at, end - start);
    let cuts: Vec<Value> = billed
        .items("discounts")
        .iter()
        .map(
            |cut| json!({ "amount": part(cut.amount("amount")), "discount": cut.copy("discount") }),
        )
        .collect();
    let amount = part(billed.amount("amount"));
    let what = format!("Unused time on {} after {}", name(call, item)?, day(at));
    wait(
        call,
        subscription,
        item,
        amount,
        what,
        (at, end),
        cuts,
        credited(call, &billed)?,
    )?;
    Ok(true)
}

/// Charges the rest of the period, from `at`, for `item` as it is now.
pub(super) fn charge_rest(
    call: &Call<'_>,
    subscription: &mut Record,
    item: &Value,
    at: i64,
) -> Result<bool, Refusal> {
    let (start, end) = period(&subscription.json);
    let Some((net, cuts)) = net(call, &subscription.json, item.id())? else {
        return Ok(false);
    };
    let part = |amount: i64| money::share(amount, end - at, end - start);
    let cuts: Vec<Value> = cuts
        .into_iter()
        .map(|(discount, amount)| json!({ "amount": amount, "discount": discount }))
        .collect();
    let shown = cuts
        .iter()
        .map(
            |cut| json!({ "amount": part(cut.amount("amount")), "discount": cut.copy("discount") }),
        )
        .collect();
    let what = format!("Remaining time on {} after {}", name(call, item)?, day(at));
    let made = wait(
        call,
        subscription,
        item,
        part(net),
        what,
        (at, end),
        shown,
        Value::Null,
    )?;
    let billed =
        json!({ "amount": net, "discounts": cuts, "end": end, "item": made, "start": start });
    if !subscription.private["billed"].is_object() {
        subscription.private.put("billed", json!({}));
    }
    subscription.private["billed"].put(item.id(), billed);
    Ok(true)
}

/// What a whole period of one item costs less the discounts that last, and those discounts.
type Net = (i64, Vec<(String, i64)>);

fn net(call: &Call<'_>, subscription: &Value, item: &str) -> Result<Option<Net>, Refusal> {
    let items = subscription["items"].items("data");
    let mut lines = Vec::with_capacity(items.len());
    for item in items {
        let own = discounts::lasting(call, &item.texts("discounts"), call.now)?;
        lines.push(Line {
            subtotal: prices::amount(call, &item["price"], item.integer("quantity").unwrap_or(1))?,
            product: item["price"].must("product").to_owned(),
            discountable: true,
            cuts: discounts::cuts(call, &own, During::First)?,
            rates: Vec::new(),
        });
    }
    let whole = discounts::lasting(call, &subscription.texts("discounts"), call.now)?;
    let tally = money::tally(&lines, &discounts::cuts(call, &whole, During::First)?);
    let at = items.iter().position(|i| i.id() == item);
    Ok(at.and_then(|at| {
        let (line, sums) = (lines.get(at)?, tally.lines.get(at)?);
        Some((line.subtotal - sums.discount, sums.discounts.clone()))
    }))
}

/// The bill that a credit refers to: lines of an invoice, or an item that still waits for one.
fn credited(call: &Call<'_>, billed: &Value) -> Result<Value, Refusal> {
    let (mut invoice, mut line) = (billed.copy("invoice"), billed.copy("line"));
    if let Some(id) = billed.text("item") {
        let item = call.find("invoiceitem", id)?;
        let on = item.and_then(|i| i.json.text("invoice").map(str::to_owned));
        let Some(on) = on else {
            return Ok(json!({ "invoice_item": id, "type": "invoice_item" }));
        };
        let lines = call.children("line_item", &on)?;
        let own = lines.iter().find(|l| l.private.text("item") == Some(id));
        line = own.map_or(Value::Null, |l| l.json.copy("id"));
        invoice = on.into();
    }
    if line.is_null() {
        return Ok(Value::Null);
    }
    Ok(json!({
        "invoice_line_item_details": { "invoice": invoice, "invoice_line_items": [line] },
        "type": "invoice_line_items",
    }))
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one invoice item, used in this file only"
)]
fn wait(
    call: &Call<'_>,
    subscription: &Record,
    item: &Value,
    amount: i64,
    description: String,
    period: (i64, i64),
    discount_amounts: Vec<Value>,
    credited_items: Value,
) -> Result<String, Refusal> {
    let price = &item["price"];
    invoice_items::of_proration(
        call,
        Proration {
            customer: subscription.json.must("customer"),
            subscription: subscription.json.id(),
            item,
            currency: price.must("currency"),
            amount,
            description,
            period,
            pricing: invoices::pricing(price),
            details: json!({ "credited_items": credited_items, "discount_amounts": discount_amounts }),
        },
    )
}

/// `2 × Support`
fn name(call: &Call<'_>, item: &Value) -> Result<String, Refusal> {
    let product = call.find("product", item["price"].must("product"))?;
    let name = product
        .and_then(|p| p.json.text("name").map(str::to_owned))
        .unwrap_or_default();
    Ok(match item.integer("quantity").unwrap_or(1) {
        1 => name,
        many => format!("{many} × {name}"),
    })
}
