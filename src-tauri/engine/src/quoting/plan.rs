//! From a draft to the requests that make it a quote at Stripe, in the order
//! in which they need each other: customer, products, tax rates, coupons,
//! quote. Pure but for the marks and keys that each request is given.

use super::typed::Typed;
use crate::outbox::request;
use crate::view::{
    self, CustomerChoice, CustomerFields, DiscountChoice, DiscountDuration, DraftLine, QuoteDraft,
    TaxChoice,
};
use cache::Intent;
use model::UnitAmount;
use model::discount::Off;
use serde_json::{Map, Value, json};

/// The prices that lines were taken from, as the records have them.
pub(crate) type KnownPrices = std::collections::BTreeMap<String, KnownPrice>;

/// What is known of a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownPrice {
    pub(crate) product: String,
    pub(crate) currency: String,
    pub(crate) unit: Option<UnitAmount>,
    pub(crate) per: Option<view::Per>,
    pub(crate) active: bool,
}

/// Adds the requests to `intent`; answers with it and with the path of the quote.
pub(crate) fn save(
    intent: Intent,
    draft: &QuoteDraft,
    typed: &Typed,
    prices: &KnownPrices,
) -> (Intent, String) {
    let mut plan = Plan {
        intent,
        taxes: Vec::new(),
        coupons: Vec::new(),
    };
    let mut quote = Map::new();
    // Once a quote has a customer it keeps it; sending the same again would be refused.
    match &draft.customer {
        Some(CustomerChoice::Existing { id, .. }) => {
            quote.insert("customer".to_owned(), json!(id));
        }
        Some(CustomerChoice::New { fields }) => {
            let id = plan.make("/v1/customers", customer(fields));
            quote.insert("customer".to_owned(), json!(id));
        }
        None => {}
    }
    let lines: Vec<Value> = draft
        .lines
        .iter()
        .zip(&typed.model.lines)
        .map(|(line, read)| plan.line(draft, line, read, prices))
        .collect();
    let discounts: Vec<Value> = draft
        .discounts
        .iter()
        .zip(&typed.model.discounts)
        .map(|(one, read)| json!({ "coupon": plan.coupon(one, read) }))
        .collect();
    let taxes: Vec<Value> = draft.tax.iter().map(|tax| json!(plan.tax(tax))).collect();
    let edits = draft.quote.is_some();
    let mut list = |name: &str, items: Vec<Value>| {
        // An empty list vanishes from a form; emptying one that was there takes an empty text.
        if !items.is_empty() {
            quote.insert(name.to_owned(), Value::Array(items));
        } else if edits && name != "line_items" {
            quote.insert(name.to_owned(), json!(""));
        }
    };
    list("line_items", lines);
    list("discounts", discounts);
    list("default_tax_rates", taxes);
    for (name, text) in [
        ("header", &draft.header),
        ("description", &draft.description),
        ("footer", &draft.footer),
    ] {
        if edits || !text.trim().is_empty() {
            quote.insert(name.to_owned(), json!(text.trim()));
        }
    }
    if let Some(at) = typed.model.expires_at {
        quote.insert("expires_at".to_owned(), json!(at));
    }
    quote.insert(
        "collection_method".to_owned(),
        json!(typed.model.collection.as_str()),
    );
    if let Some(days) = draft
        .days_until_due
        .filter(|_| draft.collection == view::Collection::SendInvoice)
    {
        quote.insert(
            "invoice_settings".to_owned(),
            json!({ "days_until_due": days }),
        );
    }
    if let Some(data) = subscription_data(draft, typed, edits) {
        quote.insert("subscription_data".to_owned(), data);
    }
    quote.insert("expand".to_owned(), expand());
    let path = draft
        .quote
        .as_ref()
        .map_or_else(|| "/v1/quotes".to_owned(), |id| format!("/v1/quotes/{id}"));
    let n = plan.intent.steps.len();
    let intent = request(plan.intent, &path, Value::Object(quote), !edits);
    let quote = draft.quote.as_ref().map_or_else(
        || format!("/v1/quotes/{{{n}.id}}"),
        |id| format!("/v1/quotes/{id}"),
    );
    (intent, quote)
}

/// What every answer about a quote brings along, so that it can be stored whole.
pub(crate) fn expand() -> Value {
    crate::sync::expanded("/v1/quotes/any")
        .get("expand")
        .cloned()
        .unwrap_or(Value::Null)
}

fn subscription_data(draft: &QuoteDraft, typed: &Typed, edits: bool) -> Option<Value> {
    let mut data = Map::new();
    match typed.model.starts_at {
        Some(at) => {
            data.insert("effective_date".to_owned(), json!(at));
        }
        None if edits => {
            data.insert("effective_date".to_owned(), json!(""));
        }
        None => {}
    }
    match draft.trial_days.filter(|days| *days > 0) {
        Some(days) => {
            data.insert("trial_period_days".to_owned(), json!(days));
        }
        None if edits => {
            data.insert("trial_period_days".to_owned(), json!(""));
        }
        None => {}
    }
    (!data.is_empty()).then_some(Value::Object(data))
}

/// A customer's fields as Stripe takes them; what is empty is left out.
pub(crate) fn customer(fields: &CustomerFields) -> Value {
    let mut all = Map::new();
    for (name, text) in [
        ("name", &fields.name),
        ("email", &fields.email),
        ("phone", &fields.phone),
        ("description", &fields.note),
    ] {
        if !text.trim().is_empty() {
            all.insert(name.to_owned(), json!(text.trim()));
        }
    }
    let mut address = Map::new();
    for (name, text) in [
        ("line1", &fields.line1),
        ("line2", &fields.line2),
        ("city", &fields.city),
        ("postal_code", &fields.postal_code),
        ("state", &fields.region),
        ("country", &fields.country),
    ] {
        if !text.trim().is_empty() {
            address.insert(name.to_owned(), json!(text.trim()));
        }
    }
    if !address.is_empty() {
        all.insert("address".to_owned(), Value::Object(address));
    }
    Value::Object(all)
}

struct Plan {
    intent: Intent,
    taxes: Vec<(TaxChoice, String)>,
    coupons: Vec<(DiscountChoice, String)>,
}

impl Plan {
    /// Adds a request that creates something; answers with what stands for its id.
    fn make(&mut self, path: &str, params: Value) -> String {
        let n = self.intent.steps.len();
        let intent = std::mem::replace(&mut self.intent, Intent::new("", "", 0));
        self.intent = request(intent, path, params, true);
        format!("{{{n}.id}}")
    }

    fn line(
        &mut self,
        draft: &QuoteDraft,
        line: &DraftLine,
        read: &model::check::LineDraft,
        prices: &KnownPrices,
    ) -> Value {
        let mut item = Map::new();
        let known = line
            .price
            .as_ref()
            .and_then(|id| Some((id, prices.get(id)?)));
        let unit = read.unit.as_ref().ok().copied();
        let as_listed = known.filter(|(_, price)| {
            price.active
                && price.currency == draft.currency
                && price.unit == unit
                && price.per == line.per
        });
        match as_listed {
            Some((id, _)) => {
                item.insert("price".to_owned(), json!(id));
            }
            None => {
                let product = line
                    .product
                    .clone()
                    .or_else(|| known.map(|(_, price)| price.product.clone()));
                let product = product.unwrap_or_else(|| {
                    let mut params = json!({ "name": line.name.trim() });
                    if !line.detail.trim().is_empty() {
                        params["description"] = json!(line.detail.trim());
                    }
                    self.make("/v1/products", params)
                });
                let mut data = json!({ "currency": draft.currency, "product": product });
                if let Some(unit) = unit {
                    // A whole amount is said as one; only finer prices need decimals.
                    match unit.whole() {
                        Some(money) => data["unit_amount"] = json!(money.minor),
                        None => data["unit_amount_decimal"] = json!(unit.minor_decimal()),
                    }
                }
                if let Some(per) = &line.per {
                    data["recurring"] =
                        json!({ "interval": per.interval, "interval_count": per.count });
                }
                item.insert("price_data".to_owned(), data);
            }
        }
        item.insert("quantity".to_owned(), json!(read.quantity));
        if let Some(tax) = &line.tax {
            item.insert("tax_rates".to_owned(), json!([self.tax(tax)]));
        }
        if let (Some(one), Some(read)) = (&line.discount, read.discounts.first()) {
            item.insert(
                "discounts".to_owned(),
                json!([{ "coupon": self.coupon(one, read) }]),
            );
        }
        Value::Object(item)
    }

    /// The tax rate's id, or what stands for it once; the same tax is made once.
    fn tax(&mut self, tax: &TaxChoice) -> String {
        if let Some(id) = &tax.id {
            return id.clone();
        }
        if let Some((_, id)) = self.taxes.iter().find(|(other, _)| other == tax) {
            return id.clone();
        }
        let percent = model::Percent::parse(tax.percent.trim())
            .map_or_else(|_| tax.percent.clone(), model::Percent::text);
        let id = self.make("/v1/tax_rates", json!({ "display_name": tax.name.trim(), "percentage": percent, "inclusive": tax.inclusive }));
        self.taxes.push((tax.clone(), id.clone()));
        id
    }

    /// The coupon's id, or what stands for it; the same discount is made once.
    fn coupon(&mut self, one: &DiscountChoice, read: &model::discount::Discount) -> String {
        if let Some(id) = &one.coupon {
            return id.clone();
        }
        if let Some((_, id)) = self.coupons.iter().find(|(other, _)| other == one) {
            return id.clone();
        }
        let mut params = Map::new();
        if !one.name.trim().is_empty() {
            params.insert("name".to_owned(), json!(one.name.trim()));
        }
        match &read.off {
            Off::Percent(percent) => {
                params.insert("percent_off".to_owned(), json!(percent.text()));
            }
            Off::Amount(money) => {
                params.insert("amount_off".to_owned(), json!(money.minor));
                params.insert("currency".to_owned(), json!(money.currency.code()));
            }
        }
        let duration = match one.duration {
            DiscountDuration::Once => "once",
            DiscountDuration::Repeating => "repeating",
            DiscountDuration::Forever => "forever",
        };
        params.insert("duration".to_owned(), json!(duration));
        if let (DiscountDuration::Repeating, Some(months)) = (one.duration, one.months) {
            params.insert("duration_in_months".to_owned(), json!(months));
        }
        let id = self.make("/v1/coupons", Value::Object(params));
        self.coupons.push((one.clone(), id.clone()));
        id
    }
}
