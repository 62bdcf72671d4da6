//! Invoice items: what is to be billed, waiting for an invoice or on a draft. What their parameters mean
//! for them stands beside this.

mod fill;
mod of_subscription;

use fill::{fill, set_price};
pub(super) use of_subscription::{Proration, of_once, of_proration, subscription_of};
use serde_json::{Value, json};

use super::discounts::{self, Place};
use super::invoices::{add_item_line, show_item, total};
use super::tax_rates;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{
    CREATED, DISCOUNTS, ENDING_BEFORE, LIMIT, METADATA, NOTHING, PERIOD, PRICE_DATA, QUANTITY,
    STARTING_AFTER, TAX_BEHAVIOR, TAX_RATES,
};
use crate::params::{ANY_INTEGER, Kind, Param, TEXT, clearable, legacy, optional};
use crate::store::rows::{self, Record};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/invoiceitems", LIST, list),
    post("/v1/invoiceitems", CREATE, create),
    get("/v1/invoiceitems/{}", NOTHING, retrieve),
    post("/v1/invoiceitems/{}", UPDATE, update),
    delete("/v1/invoiceitems/{}", NOTHING, remove),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("customer", Kind::Id),
    optional("invoice", Kind::Id),
    optional("pending", Kind::Boolean),
];

const PRICING: Kind = Kind::Hash(&[optional("price", Kind::Id)]);

const CREATE: &[Param] = &[
    optional("amount", ANY_INTEGER),
    optional("currency", Kind::Id),
    optional("customer", Kind::Id),
    clearable("description", TEXT),
    optional("discountable", Kind::Boolean),
    clearable("discounts", DISCOUNTS),
    optional("invoice", Kind::Id),
    METADATA,
    optional("period", Kind::Hash(PERIOD)),
    // Where the price was before basil.
    legacy("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("pricing", PRICING),
    optional("quantity", QUANTITY),
    optional("quantity_decimal", Kind::Decimal),
    optional("subscription", Kind::Id),
    optional("tax_behavior", TAX_BEHAVIOR),
    clearable("tax_code", Kind::Id),
    TAX_RATES,
    legacy("unit_amount", ANY_INTEGER),
    optional("unit_amount_decimal", Kind::Decimal),
];

const UPDATE: &[Param] = &[
    optional("amount", ANY_INTEGER),
    clearable("description", TEXT),
    optional("discountable", Kind::Boolean),
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("period", Kind::Hash(PERIOD)),
    // Where the price was before basil.
    legacy("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("pricing", PRICING),
    optional("quantity", QUANTITY),
    optional("quantity_decimal", Kind::Decimal),
    optional("tax_behavior", TAX_BEHAVIOR),
    clearable("tax_code", Kind::Id),
    TAX_RATES,
    legacy("unit_amount", ANY_INTEGER),
    optional("unit_amount_decimal", Kind::Decimal),
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut list = List::of("invoiceitem", "/v1/invoiceitems").range(args, "created", "created");
    list = list
        .column(args, "customer", "customer")
        .column(args, "invoice", "parent");
    if let Some(pending) = args.flag("pending") {
        list = list.only("(parent IS NULL) = ?", i64::from(pending));
    }
    list.page(call, args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let item = make(call, ask.args.all(), "")?;
    if let Some(id) = item.json.text("invoice") {
        let mut invoice = call.load("invoice", id, "invoice")?;
        let before = invoice.json.clone();
        add_item_line(call, &invoice, &item)?;
        total(call, &mut invoice)?;
        call.changed("invoice.updated", &before, &invoice)?;
    }
    Ok(item.json.into())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let item = call.load("invoiceitem", ask.id, "id")?;
    Ok(item.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut item = call.load("invoiceitem", ask.id, "id")?;
    let invoice = draft_of(call, &item.json)?;
    change(call, &mut item, ask.args.all(), "")?;
    if let Some(mut invoice) = invoice {
        let before = invoice.json.clone();
        for mut line in lines_of(call, &invoice, ask.id)? {
            show_item(&mut line, &item);
            call.update(&line)?;
        }
        total(call, &mut invoice)?;
        call.changed("invoice.updated", &before, &invoice)?;
    }
    Ok(item.json.into())
}

fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let item = call.load("invoiceitem", ask.id, "id")?;
    let invoice = draft_of(call, &item.json)?;
    let tombstone = rows::bury(call.db, "invoiceitem", ask.id)?;
    if let Some(mut invoice) = invoice {
        let before = invoice.json.clone();
        remove_line(call, &invoice, ask.id)?;
        total(call, &mut invoice)?;
        call.changed("invoice.updated", &before, &invoice)?;
    }
    call.emit("invoiceitem.deleted", &item.json)?;
    Ok(tombstone.into())
}

/// The draft that the item is on; items of finalized invoices stay as they are.
fn draft_of(call: &Call<'_>, item: &Value) -> Result<Option<Record>, Refusal> {
    let Some(id) = item.text("invoice") else {
        return Ok(None);
    };
    let invoice = call.load("invoice", id, "invoice")?;
    if invoice.json.status() != "draft" {
        return Err(Refusal::invalid(
            "This invoice item is attached to an invoice that is no longer editable.",
        )
        .code("invoice_not_editable"));
    }
    Ok(Some(invoice))
}

fn remove_line(call: &Call<'_>, invoice: &Record, item: &str) -> Result<(), Refusal> {
    for line in lines_of(call, invoice, item)? {
        rows::remove(call.db, "line_item", line.json.id())?;
    }
    Ok(())
}

/// The lines of an invoice that show the item.
fn lines_of(call: &Call<'_>, invoice: &Record, item: &str) -> Result<Vec<Record>, Refusal> {
    let mut lines = call.children("line_item", invoice.json.id())?;
    lines.retain(|l| l.private.text("item") == Some(item));
    Ok(lines)
}

/// Changes a stored item as checked parameters say.
pub(super) fn change(
    call: &Call<'_>,
    item: &mut Record,
    sent: &Value,
    at: &str,
) -> Result<(), Refusal> {
    fill(call, item, sent, at)?;
    // Stripe has no event for an item that is merely changed.
    call.update(item)
}

/// The customer's items that no invoice has yet.
pub(super) fn pending(call: &Call<'_>, customer: &str) -> Result<Vec<Record>, Refusal> {
    let all = rows::of_customer(call.db, "invoiceitem", customer)?;
    Ok(all
        .into_iter()
        .filter(|i| i.json.text("invoice").is_none())
        .collect())
}

/// Makes an item from checked parameters, stores it and tells of it.
pub(super) fn make(call: &Call<'_>, sent: &Value, at: &str) -> Result<Record, Refusal> {
    let invoice = draft_of(call, sent)?;
    let theirs = invoice.as_ref().and_then(|i| i.json.text("customer"));
    let customer = sent
        .text("customer")
        .or(theirs)
        .ok_or_else(|| Refusal::missing_param("customer").before_it_began())?;
    call.load("customer", customer, "customer")?;
    if theirs.is_some_and(|theirs| theirs != customer) {
        return Err(Refusal::invalid("The invoice belongs to another customer.").param("invoice"));
    }
    let mut item = blank(call, customer, sent.copy("invoice"))?;
    if let Some(id) = sent.text("subscription") {
        let theirs = call.load("subscription", id, "subscription")?.json;
        if theirs.text("customer") != Some(customer) {
            return Err(
                Refusal::invalid("The subscription belongs to another customer.")
                    .param("subscription"),
            );
        }
        item.json.put("parent", of_subscription::parent(id, None));
    }
    fill(call, &mut item, sent, at)?;
    call.insert(&item)?;
    call.emit("invoiceitem.created", &item.json)?;
    Ok(item)
}

/// An item that says nothing yet; `private.tax_rates` is null until it has rates of its own.
fn blank(call: &Call<'_>, customer: &str, invoice: Value) -> Result<Record, Refusal> {
    Ok(Record {
        json: json!({
            "id": call.new_id("ii_1")?,
            "object": "invoiceitem",
            "amount": 0,
            "currency": null,
            "customer": customer,
            "customer_account": null,
            "date": call.now,
            "description": null,
            "discountable": true,
            "discounts": [],
            "invoice": invoice,
            "livemode": false,
            "metadata": {},
            "parent": null,
            "period": { "end": call.now, "start": call.now },
            "pricing": null,
            "proration": false,
            "quantity": 1,
            "quantity_decimal": "1",
            "tax_rates": [],
            "test_clock": call.clock,
        }),
        private: json!({ "tax_rates": null, "taxes": null }),
    })
}

/// The item that a quote's one-time line becomes on `invoice`. `line` has its tax rates and discounts.
pub(super) fn of_price(
    call: &Call<'_>,
    invoice: &Record,
    price: &Value,
    quantity: i64,
    line: &Value,
) -> Result<Record, Refusal> {
    let customer = invoice.json.must("customer").to_owned();
    let mut item = blank(call, &customer, invoice.json.copy("id"))?;
    item.json.put("quantity", quantity);
    item.json.put("quantity_decimal", quantity.to_string());
    item.private.put("tax_rates", line.copy("tax_rates"));
    set_price(call, &mut item, price)?;
    item.json.put(
        "tax_rates",
        tax_rates::whole(call, &line.texts("tax_rates"))?,
    );
    let place = Place {
        customer: Some(&customer),
        invoice_item: Some(item.json.id()),
        ..Place::default()
    };
    let discounts = discounts::carried(call, &line.texts("discounts"), place)?;
    item.json.put("discounts", discounts);
    call.insert(&item)?;
    call.emit("invoiceitem.created", &item.json)?;
    Ok(item)
}

/// The item of a revision's line: the same as on the invoice that is revised.
pub(super) fn of_line(call: &Call<'_>, invoice: &Record, line: &Record) -> Result<Record, Refusal> {
    let customer = invoice.json.must("customer").to_owned();
    let mut item = blank(call, &customer, invoice.json.copy("id"))?;
    for field in [
        "amount",
        "currency",
        "description",
        "discountable",
        "metadata",
        "period",
        "pricing",
        "quantity",
        "quantity_decimal",
    ] {
        item.json.put(field, line.json.copy(field));
    }
    for own in ["tax_rates", "taxes"] {
        item.private.put(own, line.private.copy(own));
    }
    let rates = tax_rates::whole(call, &line.private.texts("tax_rates"))?;
    item.json.put("tax_rates", rates);
    let place = Place {
        customer: Some(&customer),
        invoice_item: Some(item.json.id()),
        ..Place::default()
    };
    let discounts = discounts::carried(call, &line.json.texts("discounts"), place)?;
    item.json.put("discounts", discounts);
    call.insert(&item)?;
    call.emit("invoiceitem.created", &item.json)?;
    Ok(item)
}
