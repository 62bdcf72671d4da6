//! `create_preview`: the invoice that would be made, made and taken back. Items and a customer only;
//! changes to subscriptions are not previewed.

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::invoice_items;
use crate::operation::{Ask, Reply};
use crate::params::shared::{DISCOUNTS, PERIOD, PRICE_DATA, QUANTITY, TAX_RATES};
use crate::params::{ANY_INTEGER, Kind, Param, TEXT, clearable, optional};

use super::{Made, add_item_line, make, total};

pub(super) const PARAMS: &[Param] = &[
    optional("currency", Kind::Id),
    optional("customer", Kind::Id),
    clearable("discounts", DISCOUNTS),
    optional("invoice_items", Kind::List(&Kind::Hash(ITEM))),
];

const ITEM: &[Param] = &[
    optional("amount", ANY_INTEGER),
    optional("currency", Kind::Id),
    clearable("description", TEXT),
    optional("discountable", Kind::Boolean),
    clearable("discounts", DISCOUNTS),
    clearable("metadata", Kind::Metadata),
    optional("period", Kind::Hash(PERIOD)),
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("quantity", QUANTITY),
    TAX_RATES,
    optional("unit_amount_decimal", Kind::Decimal),
];

pub(super) fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    call.db.execute_batch("SAVEPOINT preview")?;
    let made = draft(call, ask);
    call.db
        .execute_batch("ROLLBACK TO preview; RELEASE preview")?;
    made
}

fn draft(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let customer = args
        .text("customer")
        .ok_or_else(|| Refusal::missing_param("customer").before_it_began())?;
    let currency = args
        .text("currency")
        .or(args
            .items("invoice_items")
            .iter()
            .find_map(|i| i.text("currency")))
        .map(str::to_owned);
    let mut invoice = make(
        call,
        Made {
            customer: customer.to_owned(),
            currency,
            collection_method: "charge_automatically".into(),
            billing_reason: "upcoming",
            ..Made::default()
        },
    )?;
    let place = Place {
        customer: Some(customer),
        invoice: Some(invoice.json.id()),
        ..Place::default()
    };
    let ids = discounts::of_param(
        call,
        args.items("discounts"),
        place,
        invoice.json.text("currency"),
        "discounts",
    )?;
    invoice.json.put("discounts", ids);
    call.insert(&invoice)?;
    for (at, item) in args.items("invoice_items").iter().enumerate() {
        let mut item = item.clone();
        item.put("invoice", invoice.json.id());
        item.put("customer", customer);
        if let Some(price) = item.text("price").map(str::to_owned) {
            item.put("pricing", serde_json::json!({ "price": price }));
        }
        let made = invoice_items::make(call, &item, &format!("invoice_items[{at}]"))?;
        add_item_line(call, &invoice, &made)?;
    }
    total(call, &mut invoice)?;
    Ok(invoice.json.into())
}
