//! From a draft to the requests that make it a quote or an invoice at Stripe, in the order in which
//! they need each other. Pure but for the marks and keys that each request is given. A paper a
//! file; what both are made of stands here.

pub(crate) mod invoice;
pub(crate) mod quote;

use crate::outbox::request;
use crate::view::{
    self, CustomerFields, DiscountChoice, DiscountDuration, Draft, DraftLine, TaxChoice,
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

impl KnownPrice {
    /// Whether a line is still what it was when it was taken from this price.
    fn is(&self, draft: &Draft, line: &DraftLine, unit: Option<UnitAmount>) -> bool {
        self.active && self.currency == draft.currency && self.unit == unit && self.per == line.per
    }
}

/// A price of its own, on a product.
fn price_data(draft: &Draft, product: String, unit: Option<UnitAmount>) -> Value {
    let mut data = json!({ "currency": draft.currency, "product": product });
    if let Some(unit) = unit {
        // A whole amount is said as one; only finer prices need decimals.
        match unit.whole() {
            Some(money) => data["unit_amount"] = json!(money.minor),
            None => data["unit_amount_decimal"] = json!(unit.minor_decimal()),
        }
    }
    data
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

/// Requests under collection, one after the other.
struct Plan {
    intent: Intent,
    taxes: Vec<(TaxChoice, String)>,
    coupons: Vec<(DiscountChoice, String)>,
}

impl Plan {
    fn of(intent: Intent) -> Plan {
        Plan {
            intent,
            taxes: Vec::new(),
            coupons: Vec::new(),
        }
    }

    /// Adds a request that creates something; answers with what stands for its id.
    fn make(&mut self, path: &str, params: Value) -> String {
        let n = self.intent.steps.len();
        let intent = std::mem::replace(&mut self.intent, Intent::new("", "", 0));
        self.intent = request(intent, path, params, true);
        format!("{{{n}.id}}")
    }

    /// Adds a request that changes something.
    fn send(&mut self, path: &str, params: Value) {
        let intent = std::mem::replace(&mut self.intent, Intent::new("", "", 0));
        self.intent = request(intent, path, params, false);
    }

    /// Adds a request that removes something.
    fn delete(&mut self, path: &str) {
        let intent = std::mem::replace(&mut self.intent, Intent::new("", "", 0));
        let key = uuid::Uuid::new_v4().to_string();
        self.intent = intent.step("DELETE", path, Value::Null, key);
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
