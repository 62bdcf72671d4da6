//! Changing a draft's lines: adding, changing and removing several at once, or changing one. A line of
//! an invoice item is changed through its item; a line of a subscription only in what it says.

use serde_json::{Value, json};

use super::{add_item_line, build, total};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::{invoice_items, products, tax_rates};
use crate::operation::{Ask, Reply};
use crate::params::shared::{DISCOUNTS, METADATA, PERIOD, QUANTITY, TAX_BEHAVIOR, TAX_RATES};
use crate::params::{ANY_INTEGER, Args, COUNT, Kind, Param, TEXT, clearable, optional, required};
use crate::store::rows::{self, Record};

pub(super) const ADD: &[Param] = &[
    required("lines", Kind::List(&Kind::Hash(ADDED))),
    clearable("invoice_metadata", Kind::Metadata),
];

pub(super) const UPDATE: &[Param] = &[
    required("lines", Kind::List(&Kind::Hash(UPDATED))),
    clearable("invoice_metadata", Kind::Metadata),
];

pub(super) const REMOVE: &[Param] = &[
    required(
        "lines",
        Kind::List(&Kind::Hash(&[
            required("behavior", Kind::Choice(&["delete", "unassign"])),
            required("id", Kind::Id),
        ])),
    ),
    clearable("invoice_metadata", Kind::Metadata),
];

const ADDED: &[Param] = &[
    optional("amount", ANY_INTEGER),
    optional("description", TEXT),
    optional("discountable", Kind::Boolean),
    clearable("discounts", DISCOUNTS),
    optional("invoice_item", Kind::Id),
    METADATA,
    optional("period", Kind::Hash(PERIOD)),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("pricing", PRICING),
    optional("quantity", QUANTITY),
    optional("quantity_decimal", Kind::Decimal),
    clearable("tax_amounts", TAX_AMOUNTS),
    TAX_RATES,
];

const UPDATED: &[Param] = &[
    required("id", Kind::Id),
    optional("amount", ANY_INTEGER),
    optional("description", TEXT),
    optional("discountable", Kind::Boolean),
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("period", Kind::Hash(PERIOD)),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("pricing", PRICING),
    optional("quantity", QUANTITY),
    optional("quantity_decimal", Kind::Decimal),
    clearable("tax_amounts", TAX_AMOUNTS),
    TAX_RATES,
];

pub(super) const UPDATE_ONE: &[Param] = &[
    optional("amount", ANY_INTEGER),
    optional("description", TEXT),
    optional("discountable", Kind::Boolean),
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("period", Kind::Hash(PERIOD)),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("pricing", PRICING),
    optional("quantity", QUANTITY),
    optional("quantity_decimal", Kind::Decimal),
    clearable("tax_amounts", TAX_AMOUNTS),
    TAX_RATES,
];

const PRICING: Kind = Kind::Hash(&[optional("price", Kind::Id)]);

/// Here a price may bring its product with it.
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
    optional("tax_behavior", TAX_BEHAVIOR),
    optional("unit_amount", COUNT),
    optional("unit_amount_decimal", Kind::Decimal),
];

const TAX_AMOUNTS: Kind = Kind::List(&Kind::Hash(&[
    required("amount", ANY_INTEGER),
    required("tax_rate_data", Kind::Hash(tax_rates::DATA)),
    optional("taxability_reason", tax_rates::REASON),
    required("taxable_amount", ANY_INTEGER),
]));

/// The invoice, if it is still a draft.
fn draft(call: &Call<'_>, id: &str) -> Result<Record, Refusal> {
    let invoice = call.load("invoice", id, "id")?;
    if invoice.json.status() == "draft" {
        return Ok(invoice);
    }
    Err(Refusal::invalid(format!(
        "The lines of a finalized invoice can't be changed. This one has a status of `{}`.",
        invoice.json.status()
    ))
    .code("invoice_not_editable"))
}

pub(super) fn add(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut invoice = draft(call, ask.id)?;
    let before = invoice.json.clone();
    for (index, line) in ask.args.items("lines").iter().enumerate() {
        let at = format!("lines[{index}]");
        let item = match line.text("invoice_item") {
            Some(pending) => assigned(call, &invoice, pending, &at)?,
            None => {
                let mut sent = products::in_price_data(call, line, &at)?;
                sent.put("customer", invoice.json.must("customer"));
                sent.put("invoice", invoice.json.id());
                invoice_items::make(call, &sent, &at)?
            }
        };
        add_item_line(call, &invoice, &item)?;
    }
    finish(call, &mut invoice, &before, &ask.args)
}

/// A pending item of the same customer, put on this invoice.
fn assigned(call: &Call<'_>, invoice: &Record, id: &str, at: &str) -> Result<Record, Refusal> {
    let param = format!("{at}[invoice_item]");
    let mut item = call.load("invoiceitem", id, &param)?;
    for shared in ["customer", "currency"] {
        if item.json.text(shared) != invoice.json.text(shared) {
            return Err(Refusal::invalid(format!(
                "The invoice item must have the same {shared} as the invoice."
            ))
            .param(&param));
        }
    }
    if item.json.present("invoice").is_some() {
        return Err(Refusal::invalid("The invoice item is already on an invoice.").param(&param));
    }
    item.json.put("invoice", invoice.json.id());
    call.update(&item)?;
    Ok(item)
}

pub(super) fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut invoice = draft(call, ask.id)?;
    let before = invoice.json.clone();
    for (index, sent) in ask.args.items("lines").iter().enumerate() {
        let at = format!("lines[{index}]");
        let line = line_of(call, &invoice, sent.must("id"), &format!("{at}[id]"))?;
        change(call, line, sent, &at)?;
    }
    finish(call, &mut invoice, &before, &ask.args)
}

pub(super) fn update_one(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut invoice = draft(call, ask.under)?;
    let before = invoice.json.clone();
    let line = line_of(call, &invoice, ask.id, "id")?;
    change(call, line, ask.args.all(), "")?;
    finish(call, &mut invoice, &before, &ask.args)?;
    Ok(call.load("line_item", ask.id, "id")?.json.into())
}

pub(super) fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut invoice = draft(call, ask.id)?;
    let before = invoice.json.clone();
    for (index, sent) in ask.args.items("lines").iter().enumerate() {
        let param = format!("lines[{index}][id]");
        let line = line_of(call, &invoice, sent.must("id"), &param)?;
        let item = line.private.text("item");
        match (item, sent.must("behavior")) {
            (Some(id), "unassign") => {
                let mut item = call.load("invoiceitem", id, &param)?;
                item.json.put("invoice", Value::Null);
                call.update(&item)?;
            }
            (None, "unassign") => {
                return Err(
                    Refusal::invalid("Only lines of invoice items can be unassigned.")
                        .param(&format!("lines[{index}][behavior]")),
                );
            }
            (Some(id), _) => {
                let item = call.load("invoiceitem", id, &param)?;
                rows::bury(call.db, "invoiceitem", id)?;
                call.emit("invoiceitem.deleted", &item.json)?;
            }
            (None, _) => {}
        }
        rows::remove(call.db, "line_item", line.json.id())?;
    }
    finish(call, &mut invoice, &before, &ask.args)
}

fn line_of(call: &Call<'_>, invoice: &Record, id: &str, param: &str) -> Result<Record, Refusal> {
    let line = call.load("line_item", id, param)?;
    if line.private.text("parent") == Some(invoice.json.id()) {
        Ok(line)
    } else {
        Err(Refusal::missing("line_item", id, param))
    }
}

fn change(call: &Call<'_>, mut line: Record, sent: &Value, at: &str) -> Result<(), Refusal> {
    if let Some(id) = line.private.text("item").map(str::to_owned) {
        let mut item = call.load("invoiceitem", &id, "invoice_item")?;
        let sent = products::in_price_data(call, sent, at)?;
        invoice_items::change(call, &mut item, &sent, at)?;
        build::show_item(&mut line, &item);
        return call.update(&line);
    }
    let inside = |name: &str| match at {
        "" => name.to_owned(),
        at => format!("{at}[{name}]"),
    };
    for fixed in [
        "amount",
        "price_data",
        "pricing",
        "quantity",
        "quantity_decimal",
    ] {
        if sent.present(fixed).is_some() {
            return Err(Refusal::invalid(format!(
                "`{fixed}` of a subscription's line can't be changed on the invoice; change the subscription."
            ))
            .param(&inside(fixed)));
        }
    }
    let args = Args::new(sent.clone());
    args.copy_onto(&mut line.json, &["description", "discountable", "period"]);
    args.merge_metadata(&mut line.json);
    if sent.get("discounts").is_some() {
        let place = Place {
            invoice: line.json.text("invoice"),
            ..Place::default()
        };
        let ids = discounts::of_param(
            call,
            sent.items("discounts"),
            place,
            line.json.text("currency"),
            &inside("discounts"),
        )?;
        line.json.put("discounts", ids);
    }
    if sent.get("tax_rates").is_some() {
        let ids = tax_rates::checked(call, &sent.texts("tax_rates"), &inside("tax_rates"))?;
        let own = if ids.is_empty() {
            Value::Null
        } else {
            json!(ids)
        };
        line.private.put("tax_rates", own);
    }
    if sent.get("tax_amounts").is_some() {
        let taxes = tax_rates::given(call, sent.items("tax_amounts"))?;
        line.private.put("taxes", taxes);
    }
    call.update(&line)
}

fn finish(
    call: &Call<'_>,
    invoice: &mut Record,
    before: &Value,
    args: &Args,
) -> Result<Reply, Refusal> {
    if let Some(metadata) = args.sent("invoice_metadata") {
        Args::new(json!({ "metadata": metadata })).merge_metadata(&mut invoice.json);
    }
    total(call, invoice)?;
    call.changed("invoice.updated", before, invoice)?;
    Ok(invoice.json.clone().into())
}
