//! The requests that make a draft a quote at Stripe: customer, products, tax rates, coupons, quote.

use super::{KnownPrices, Plan, customer, price_data};
use crate::drafting::typed::Typed;
use crate::outbox::request;
use crate::view::{self, CustomerChoice, Draft, DraftLine};
use cache::Intent;
use serde_json::{Map, Value, json};

/// Adds the requests to `intent`; answers with it and with the path of the quote.
pub(crate) fn save(
    intent: Intent,
    draft: &Draft,
    typed: &Typed,
    prices: &KnownPrices,
) -> (Intent, String) {
    let mut plan = Plan::of(intent);
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
    let edits = draft.record.is_some();
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
        .record
        .as_ref()
        .map_or_else(|| "/v1/quotes".to_owned(), |id| format!("/v1/quotes/{id}"));
    let n = plan.intent.steps.len();
    let intent = request(plan.intent, &path, Value::Object(quote), !edits);
    let quote = draft.record.as_ref().map_or_else(
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

fn subscription_data(draft: &Draft, typed: &Typed, edits: bool) -> Option<Value> {
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

impl Plan {
    fn line(
        &mut self,
        draft: &Draft,
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
        let as_listed = known.filter(|(_, price)| price.is(draft, line, unit));
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
                let mut data = price_data(draft, product, unit);
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
}
