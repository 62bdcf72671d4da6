//! A quote's lines and sums: what the first invoice will charge, and what comes back every period.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::{List, slice};
use crate::money::{self, Line, Tallied, Tally, check_size};
use crate::objects::discounts::{self, During, Place};
use crate::objects::{prices, tax_rates};
use crate::operation::{Ask, Reply};
use crate::store::rows::{self, Record};

/// The lines, as items of their own.
pub(super) fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    call.load("quote", ask.id, "id")?;
    let url = format!("/v1/quotes/{}/line_items", ask.id);
    List::of("item", url)
        .oldest_first()
        .only("parent = ?", ask.id.to_owned())
        .page(call, &ask.args)
}

/// The lines as the first invoice charges them: during a trial the recurring ones cost nothing.
pub(super) fn list_upfront(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let quote = call.load("quote", ask.id, "id")?;
    let url = format!("/v1/quotes/{}/computed_upfront_line_items", ask.id);
    slice(upfront_items(call, &quote)?, &url, &ask.args)
}

pub(super) fn upfront_items(call: &Call<'_>, quote: &Record) -> Result<Vec<Value>, Refusal> {
    let items = call.children("item", quote.json.id())?;
    let tally = tallied(call, quote, &items, Part::Upfront)?;
    let show = |(item, sums): (&Record, &Tallied)| {
        let mut json = item.json.clone();
        write_sums(
            &mut json,
            if in_trial(quote, item) {
                0
            } else {
                item.json.amount("amount_subtotal")
            },
            sums,
        );
        json
    };
    Ok(items.iter().zip(&tally.lines).map(show).collect())
}

/// Puts `sent` in the place of the quote's lines. A line that gives an id stays that line.
pub(super) fn replace(call: &Call<'_>, quote: &mut Record, sent: &[Value]) -> Result<(), Refusal> {
    let mut old = call.children("item", quote.json.id())?;
    let mut kept = Vec::with_capacity(sent.len());
    for (index, line) in sent.iter().enumerate() {
        let at = format!("line_items[{index}]");
        let mut item = match line.text("id") {
            Some(id) => {
                let found = old
                    .iter()
                    .position(|i| i.json.id() == id)
                    .ok_or_else(|| Refusal::missing("item", id, &format!("{at}[id]")))?;
                old.swap_remove(found)
            }
            None => Record {
                json: json!({ "id": call.new_token("li_1", 24)? }),
                private: json!({ "discounts": [], "tax_rates": null }),
            },
        };
        fill(call, quote, &mut item, line, &at)?;
        kept.push(item);
    }
    for gone in old {
        rows::remove(call.db, "item", gone.json.id())?;
    }
    check_together(&kept)?;
    let currency = kept
        .first()
        .map(|i| i.json.copy("currency"))
        .unwrap_or_default();
    quote.json.put("currency", currency);
    for item in kept {
        // Written anew, so that they stand in the order that was sent.
        rows::remove(call.db, "item", item.json.id())?;
        call.insert(&item)?;
    }
    Ok(())
}

fn fill(
    call: &Call<'_>,
    quote: &Record,
    item: &mut Record,
    line: &Value,
    at: &str,
) -> Result<(), Refusal> {
    let price = match item.json.get("price") {
        Some(price) if line.text("price").is_none() && line.present("price_data").is_none() => {
            price.clone()
        }
        _ => prices::of_line(call, line, at)?,
    };
    let quantity = line
        .integer("quantity")
        .or(item.json.integer("quantity"))
        .unwrap_or(1);
    let product = call.load("product", price.must("product"), at)?;
    let subtotal = prices::amount(call, &price, quantity)?;
    check_size(subtotal, price.must("currency"), at)?;
    if line.get("tax_rates").is_some() {
        let rates = line.texts("tax_rates");
        item.private.put(
            "tax_rates",
            tax_rates::checked(call, &rates, &format!("{at}[tax_rates]"))?,
        );
    }
    if line.get("discounts").is_some() {
        let place = Place {
            customer: quote.json.text("customer"),
            ..Place::default()
        };
        let ids = discounts::of_param(
            call,
            line.items("discounts"),
            place,
            price.text("currency"),
            &format!("{at}[discounts]"),
        )?;
        item.private.put("discounts", ids);
    }
    item.private.put("parent", quote.json.id());
    item.json = json!({
        "id": item.json.id(),
        "object": "item",
        "adjustable_quantity": null,
        "amount_discount": 0,
        "amount_subtotal": subtotal,
        "amount_tax": 0,
        "amount_total": subtotal,
        "currency": price.must("currency"),
        "description": product.json.must("name"),
        "metadata": {},
        "price": price,
        "quantity": quantity,
    });
    Ok(())
}

/// One currency, one interval.
fn check_together(items: &[Record]) -> Result<(), Refusal> {
    let mut currencies = items.iter().map(|i| i.json.must("currency"));
    if let Some(first) = currencies.next()
        && let Some(other) = currencies.find(|c| *c != first)
    {
        return Err(Refusal::invalid(format!("All line items of a quote must have the same currency; this one has `{first}` and `{other}`.")).param("line_items"));
    }
    let mut intervals = items
        .iter()
        .filter_map(|i| i.json["price"].present("recurring"))
        .map(|r| (r.must("interval"), r.amount("interval_count")));
    if let Some(first) = intervals.next()
        && intervals.any(|other| other != first)
    {
        return Err(Refusal::invalid(
            "All recurring line items of a quote must have the same billing interval.",
        )
        .param("line_items"));
    }
    Ok(())
}

/// Which sums are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Every line at its full price.
    Whole,
    /// What the first invoice charges.
    Upfront,
    /// What every later period charges.
    Recurring,
}

pub(super) fn is_recurring(item: &Record) -> bool {
    item.json["price"].present("recurring").is_some()
}

fn in_trial(quote: &Record, item: &Record) -> bool {
    is_recurring(item)
        && quote.json["subscription_data"]
            .integer("trial_period_days")
            .is_some()
}

pub(super) fn tallied(
    call: &Call<'_>,
    quote: &Record,
    items: &[Record],
    part: Part,
) -> Result<Tally, Refusal> {
    let during = if part == Part::Recurring {
        During::Forever
    } else {
        During::First
    };
    let exempt = match quote.json.text("customer") {
        Some(id) => call
            .find("customer", id)?
            .map(|c| c.json.must("tax_exempt").to_owned())
            .unwrap_or_default(),
        None => String::new(),
    };
    let defaults = quote.json.texts("default_tax_rates");
    let mut lines = Vec::with_capacity(items.len());
    for item in items {
        let own = item
            .private
            .present("tax_rates")
            .map(|_| item.private.texts("tax_rates"));
        let free = match part {
            Part::Whole => false,
            Part::Upfront => in_trial(quote, item),
            Part::Recurring => !is_recurring(item),
        };
        lines.push(Line {
            subtotal: if free {
                0
            } else {
                item.json.amount("amount_subtotal")
            },
            product: item.json["price"].must("product").to_owned(),
            discountable: true,
            cuts: discounts::cuts(call, &item.private.texts("discounts"), during)?,
            rates: tax_rates::rates(call, &own.unwrap_or_else(|| defaults.clone()), &exempt)?,
        });
    }
    let document = discounts::cuts(call, &quote.json.texts("discounts"), during)?;
    Ok(money::tally(&lines, &document))
}

/// Brings every sum of the quote up to date.
pub(super) fn compute(call: &Call<'_>, quote: &mut Record) -> Result<(), Refusal> {
    let mut items = call.children("item", quote.json.id())?;
    let whole = tallied(call, quote, &items, Part::Whole)?;
    let currency = quote.json.text("currency").unwrap_or("usd").to_owned();
    check_size(whole.total, &currency, "line_items")?;
    for (item, sums) in items.iter_mut().zip(&whole.lines) {
        let subtotal = item.json.amount("amount_subtotal");
        write_sums(&mut item.json, subtotal, sums);
        call.update(item)?;
    }
    let upfront = tallied(call, quote, &items, Part::Upfront)?;
    quote.json.put("amount_subtotal", upfront.subtotal);
    quote.json.put("amount_total", upfront.total);
    quote.json.put("total_details", details(&upfront));
    let recurring = match items.iter().find(|i| is_recurring(i)) {
        None => Value::Null,
        Some(first) => {
            let sums = tallied(call, quote, &items, Part::Recurring)?;
            let every = &first.json["price"]["recurring"];
            json!({
                "amount_subtotal": sums.subtotal,
                "amount_total": sums.total,
                "interval": every.must("interval"),
                "interval_count": every.amount("interval_count"),
                "total_details": details(&sums),
            })
        }
    };
    let upfront = json!({ "amount_subtotal": upfront.subtotal, "amount_total": upfront.total, "total_details": details(&upfront) });
    quote.json.put(
        "computed",
        json!({ "recurring": recurring, "upfront": upfront }),
    );
    Ok(())
}

fn details(tally: &Tally) -> Value {
    json!({ "amount_discount": tally.discount, "amount_shipping": 0, "amount_tax": tally.tax })
}

fn write_sums(item: &mut Value, subtotal: i64, sums: &Tallied) {
    item.put("amount_subtotal", subtotal);
    item.put("amount_discount", sums.discount);
    item.put("amount_tax", sums.tax);
    item.put("amount_total", sums.total);
}
