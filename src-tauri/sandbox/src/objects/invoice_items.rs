//! Invoice items: what is to be billed, waiting for an invoice or on a draft.

mod of_subscription;

pub(super) use of_subscription::{Proration, of_once, of_proration, subscription_of};

use serde_json::{Value, json};

use super::discounts::{self, Place};
use super::invoices::{add_item_line, total};
use super::{prices, tax_rates};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{Decimal, check_amount, check_currency, check_size};
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{
    CREATED, DISCOUNTS, ENDING_BEFORE, LIMIT, METADATA, NOTHING, PERIOD, PRICE_DATA, QUANTITY,
    STARTING_AFTER, TAX_RATES,
};
use crate::params::{ANY_INTEGER, Kind, Param, TEXT, clearable, optional, required};
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
    required("customer", Kind::Id),
    clearable("description", TEXT),
    optional("discountable", Kind::Boolean),
    clearable("discounts", DISCOUNTS),
    optional("invoice", Kind::Id),
    METADATA,
    optional("period", Kind::Hash(PERIOD)),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("pricing", PRICING),
    optional("quantity", QUANTITY),
    TAX_RATES,
    optional("unit_amount_decimal", Kind::Decimal),
];

const UPDATE: &[Param] = &[
    optional("amount", ANY_INTEGER),
    clearable("description", TEXT),
    optional("discountable", Kind::Boolean),
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("period", Kind::Hash(PERIOD)),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("pricing", PRICING),
    optional("quantity", QUANTITY),
    TAX_RATES,
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
    fill(call, &mut item, ask.args.all(), "")?;
    call.update(&item)?;
    if let Some(mut invoice) = invoice {
        let before = invoice.json.clone();
        remove_line(call, &invoice, ask.id)?;
        add_item_line(call, &invoice, &item)?;
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
    for line in call.children("line_item", invoice.json.id())? {
        if line.private.text("item") == Some(item) {
            rows::remove(call.db, "line_item", line.json.id())?;
        }
    }
    Ok(())
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
    let customer = sent.must("customer");
    call.load("customer", customer, "customer")?;
    if sent.text("invoice").is_some() {
        let invoice = draft_of(call, sent)?;
        if invoice.is_some_and(|i| i.json.text("customer") != Some(customer)) {
            return Err(
                Refusal::invalid("The invoice belongs to another customer.").param("invoice")
            );
        }
    }
    let mut item = blank(call, customer, sent.copy("invoice"))?;
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
            "test_clock": null,
        }),
        private: json!({ "tax_rates": null }),
    })
}

fn fill(call: &Call<'_>, item: &mut Record, sent: &Value, at: &str) -> Result<(), Refusal> {
    let param = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}[{name}]")
        }
    };
    let args = crate::params::Args::new(sent.clone());
    args.copy_onto(&mut item.json, &["description", "discountable", "period"]);
    args.merge_metadata(&mut item.json);
    if let Some(quantity) = sent.integer("quantity") {
        item.json.put("quantity", quantity);
        item.json.put("quantity_decimal", quantity.to_string());
    }
    let quantity = item.json.amount("quantity");
    let named = sent["pricing"].text("price");
    if named.is_some() || sent.present("price_data").is_some() {
        let line = json!({ "price": named, "price_data": sent.copy("price_data") });
        let price = prices::of_line(call, &line, if at.is_empty() { "pricing" } else { at })?;
        if price.present("recurring").is_some() {
            return Err(Refusal::invalid("The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.").param(&param("price")));
        }
        set_price(call, item, &price, quantity)?;
    } else if let Some(amount) = sent.integer("amount") {
        let currency = check_currency(currency_of(call, item, sent)?.as_str(), &param("currency"))?;
        check_amount(amount, &currency, &param("amount"))?;
        item.json.put("currency", currency);
        item.json.put("amount", amount);
        item.json.put(
            "pricing",
            json!({ "type": "price_details", "unit_amount_decimal": amount.to_string() }),
        );
    } else if let Some(unit) = sent.text("unit_amount_decimal").and_then(Decimal::parse) {
        let currency = check_currency(currency_of(call, item, sent)?.as_str(), &param("currency"))?;
        item.json.put("currency", currency);
        item.json.put("amount", unit.times(quantity));
        item.json.put(
            "pricing",
            json!({ "type": "price_details", "unit_amount_decimal": unit.to_string() }),
        );
    } else if sent.integer("quantity").is_some() && item.json.present("pricing").is_some() {
        let unit = Decimal::parse(item.json["pricing"].must("unit_amount_decimal"))
            .unwrap_or_else(Decimal::zero);
        item.json.put("amount", unit.times(quantity));
    }
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
    if sent.get("tax_rates").is_some() {
        let ids = tax_rates::checked(call, &sent.texts("tax_rates"), &param("tax_rates"))?;
        item.json.put("tax_rates", tax_rates::whole(call, &ids)?);
        item.private.put(
            "tax_rates",
            if ids.is_empty() {
                Value::Null
            } else {
                json!(ids)
            },
        );
    }
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
    if let Some(invoice) = item.json.text("invoice") {
        let invoice = call.load("invoice", invoice, "invoice")?.json;
        if invoice.text("currency") != item.json.text("currency") {
            return Err(Refusal::invalid(format!("The currency of the invoice item (`{}`) does not match the currency of the invoice (`{}`).", item.json.must("currency"), invoice.must("currency"))).param("currency"));
        }
    }
    Ok(())
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

fn set_price(
    call: &Call<'_>,
    item: &mut Record,
    price: &Value,
    quantity: i64,
) -> Result<(), Refusal> {
    let product = call.load("product", price.must("product"), "product")?.json;
    item.json.put("currency", price.must("currency"));
    item.json.put("amount", prices::unit(price).times(quantity));
    item.json.put("pricing", super::invoices::pricing(price));
    if item.json.text("description").is_none() {
        item.json.put("description", product.must("name"));
    }
    Ok(())
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
    set_price(call, &mut item, price, quantity)?;
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
