//! Invoice items that a subscription makes: prorations, and one-time lines that ride on its next invoice. They
//! wait for that subscription's invoice and for no other.

use serde_json::{Value, json};

use super::{blank, set_price};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::tax_rates;

/// The parts of a proration, amounts net of discounts.
#[derive(Debug)]
pub(in crate::objects) struct Proration<'p> {
    pub(in crate::objects) customer: &'p str,
    pub(in crate::objects) subscription: &'p str,
    pub(in crate::objects) item: &'p Value,
    pub(in crate::objects) currency: &'p str,
    /// Minor units; negative for what is given back.
    pub(in crate::objects) amount: i64,
    pub(in crate::objects) description: String,
    pub(in crate::objects) period: (i64, i64),
    pub(in crate::objects) pricing: Value,
    /// `proration_details` as clients see them.
    pub(in crate::objects) details: Value,
}

/// The subscription whose invoice an item waits for.
pub(in crate::objects) fn subscription_of(item: &Value) -> Option<&str> {
    item.pointer("/parent/subscription_details/subscription")?
        .as_str()
}

/// Stores a proration; its id.
pub(in crate::objects) fn of_proration(
    call: &Call<'_>,
    proration: Proration<'_>,
) -> Result<String, Refusal> {
    let source = proration.item;
    let quantity = source.integer("quantity").unwrap_or(1);
    let mut item = blank(call, proration.customer, Value::Null)?;
    let rates: Vec<&str> = source.items("tax_rates").iter().map(Fields::id).collect();
    if !rates.is_empty() {
        item.private.put("tax_rates", json!(rates));
    }
    for (field, value) in [
        ("amount", proration.amount.into()),
        ("currency", proration.currency.into()),
        ("description", proration.description.into()),
        ("discountable", false.into()),
        ("parent", parent(proration.subscription, Some(source.id()))),
        (
            "period",
            json!({ "end": proration.period.1, "start": proration.period.0 }),
        ),
        ("pricing", proration.pricing),
        ("proration", true.into()),
        ("proration_details", proration.details),
        ("quantity", quantity.into()),
        ("quantity_decimal", quantity.to_string().into()),
        ("tax_rates", source.copy("tax_rates")),
    ] {
        item.json.put(field, value);
    }
    call.insert(&item)?;
    call.emit("invoiceitem.created", &item.json)?;
    Ok(item.json.id().to_owned())
}

/// A one-time line that rides on the subscription's next invoice. `line` has its tax rates and discounts.
pub(in crate::objects) fn of_once(
    call: &Call<'_>,
    subscription: &Value,
    price: &Value,
    quantity: i64,
    line: &Value,
) -> Result<(), Refusal> {
    let customer = subscription.must("customer");
    let mut item = blank(call, customer, Value::Null)?;
    item.json.put("quantity", quantity);
    item.json.put("quantity_decimal", quantity.to_string());
    item.json.put("parent", parent(subscription.id(), None));
    item.private.put("tax_rates", line.copy("tax_rates"));
    set_price(call, &mut item, price)?;
    let rates = tax_rates::whole(call, &line.texts("tax_rates"))?;
    item.json.put("tax_rates", rates);
    let place = Place {
        customer: Some(customer),
        invoice_item: Some(item.json.id()),
        ..Place::default()
    };
    let discounts = discounts::carried(call, &line.texts("discounts"), place)?;
    item.json.put("discounts", discounts);
    call.insert(&item)?;
    call.emit("invoiceitem.created", &item.json)
}

/// How an item names the subscription whose invoice it waits for.
pub(super) fn parent(subscription: &str, item: Option<&str>) -> Value {
    let mut details = json!({ "subscription": subscription });
    if let Some(item) = item {
        details.put("subscription_item", item);
    }
    json!({ "subscription_details": details, "type": "subscription_details" })
}
