//! What a payment link sells: prices and quantities, with what they come to before any tax.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::{List, embedded};
use crate::money::check_size;
use crate::objects::{prices, products};
use crate::operation::{Ask, Reply};
use crate::params::shared::{INTERVAL, INTERVAL_COUNT, METADATA, QUANTITY, TAX_BEHAVIOR};
use crate::params::{COUNT, Kind, Param, TEXT, optional, required};
use crate::store::rows::Record;

pub(super) const CREATED: Kind = Kind::List(&Kind::Hash(&[
    optional("adjustable_quantity", Kind::Hash(ADJUSTABLE)),
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    required("quantity", QUANTITY),
]));

pub(super) const UPDATED: Kind = Kind::List(&Kind::Hash(&[
    required("id", Kind::Id),
    optional("adjustable_quantity", Kind::Hash(ADJUSTABLE)),
    optional("quantity", QUANTITY),
]));

const ADJUSTABLE: &[Param] = &[
    required("enabled", Kind::Boolean),
    optional("maximum", COUNT),
    optional("minimum", COUNT),
];

const PRICE_DATA: &[Param] = &[
    required("currency", Kind::Id),
    optional("product", Kind::Id),
    optional(
        "product_data",
        Kind::Hash(&[
            required("name", Kind::Text(250)),
            optional("description", TEXT),
            optional("images", Kind::List(&TEXT)),
            METADATA,
            optional("tax_code", Kind::Id),
            optional("unit_label", Kind::Text(12)),
        ]),
    ),
    optional(
        "recurring",
        Kind::Hash(&[
            required("interval", INTERVAL),
            optional("interval_count", INTERVAL_COUNT),
        ]),
    ),
    optional("tax_behavior", TAX_BEHAVIOR),
    optional("unit_amount", COUNT),
    optional("unit_amount_decimal", Kind::Decimal),
];

pub(super) fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    call.load("payment_link", ask.id, "id")?;
    List::of("item", format!("/v1/payment_links/{}/line_items", ask.id))
        .oldest_first()
        .only("parent = ?", ask.id.to_owned())
        .page(call, &ask.args)
}

pub(super) fn shown(call: &Call<'_>, link: &str) -> Result<Value, Refusal> {
    let items = call.children("item", link)?;
    Ok(embedded(
        format!("/v1/payment_links/{link}/line_items"),
        items.into_iter().map(|i| i.json).collect(),
    ))
}

/// The items that a new link sells, not stored yet: one currency, and one interval for what recurs.
pub(super) fn make(call: &Call<'_>, link: &str, sent: &[Value]) -> Result<Vec<Record>, Refusal> {
    let mut out: Vec<Record> = Vec::with_capacity(sent.len());
    for (index, line) in sent.iter().enumerate() {
        let at = format!("line_items[{index}]");
        let line = products::in_price_data(call, line, &at)?;
        let price = prices::of_line(call, &line, &at)?;
        let product = call.load("product", price.must("product"), &at)?.json;
        let mut item = Record {
            json: json!({
                "id": call.new_token("li_1", 24)?,
                "object": "item",
                "adjustable_quantity": null,
                "amount_discount": 0,
                "amount_subtotal": 0,
                "amount_tax": 0,
                "amount_total": 0,
                "currency": price.must("currency"),
                "description": product.must("name"),
                "metadata": {},
                "price": price,
                "quantity": 1,
            }),
            private: json!({ "parent": link }),
        };
        set(call, &mut item, &line, &at)?;
        if let Some(first) = out.first()
            && first.json.must("currency") != item.json.must("currency")
        {
            return Err(Refusal::invalid(
                "All line items of a payment link must have the same currency.",
            )
            .param(&at));
        }
        out.push(item);
    }
    Ok(out)
}

/// Changes the items that `sent` names; what they sell stays.
pub(super) fn change(call: &Call<'_>, link: &str, sent: &[Value]) -> Result<(), Refusal> {
    for (index, line) in sent.iter().enumerate() {
        let at = format!("line_items[{index}]");
        let param = format!("{at}[id]");
        let mut item = call.load("item", line.must("id"), &param)?;
        if item.private.text("parent") != Some(link) {
            return Err(Refusal::missing("item", line.must("id"), &param));
        }
        set(call, &mut item, line, &at)?;
        call.update(&item)?;
    }
    Ok(())
}

fn set(call: &Call<'_>, item: &mut Record, sent: &Value, at: &str) -> Result<(), Refusal> {
    if let Some(adjustable) = sent.present("adjustable_quantity") {
        let shown = json!({
            "enabled": adjustable.flag("enabled"),
            "maximum": adjustable.integer("maximum").unwrap_or(99),
            "minimum": adjustable.integer("minimum").unwrap_or(0),
        });
        item.json.put("adjustable_quantity", shown);
    }
    let quantity = sent
        .integer("quantity")
        .unwrap_or(item.json.amount("quantity"));
    let amount = prices::amount(call, &item.json["price"], quantity)?;
    check_size(amount, item.json.must("currency"), at)?;
    item.json.put("quantity", quantity);
    item.json.put("amount_subtotal", amount);
    item.json.put("amount_total", amount);
    Ok(())
}
