//! The requests that make a draft an invoice at Stripe: customer, tax rates, coupons, the invoice
//! itself, an item for each line, and last the texts and terms, whose answer is the whole invoice.
//!
//! Stripe replaces a quote's lines as a whole, but an invoice's are items, each changed by itself.
//! So an edit says which are new, which changed and which are gone. Items that stand where they
//! stood keep their place; from the first that moved on they are made anew, for Stripe lists them
//! in the order in which they were made.

use super::{KnownPrices, Plan, customer, price_data};
use crate::drafting::typed::Typed;
use crate::outbox::request;
use crate::view::{self, CustomerChoice, Draft, DraftLine};
use cache::Intent;
use model::check::LineDraft;
use serde_json::{Map, Value, json};

/// What an invoice has at Stripe, as far as it is known here.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct There {
    /// Whom it is for; that never changes.
    pub(crate) customer: Option<String>,
    /// The items on it with what they said, in their order.
    pub(crate) items: Vec<(String, DraftLine)>,
}

/// Adds the requests to `intent`; answers with it and with the path of the invoice.
pub(crate) fn save(
    intent: Intent,
    draft: &Draft,
    typed: &Typed,
    prices: &KnownPrices,
    there: &There,
) -> (Intent, String) {
    let mut plan = Plan::of(intent);
    let customer = match &draft.customer {
        _ if there.customer.is_some() => there.customer.clone(),
        Some(CustomerChoice::Existing { id, .. }) => Some(id.clone()),
        Some(CustomerChoice::New { fields }) => Some(plan.make("/v1/customers", customer(fields))),
        None => None,
    };
    // Rates and coupons first: an invoice that waits for them half made helps nobody.
    let lines: Vec<Value> = draft
        .lines
        .iter()
        .zip(&typed.model.lines)
        .map(|(line, read)| plan.item(draft, line, read, prices))
        .collect();
    let discounts: Vec<Value> = draft
        .discounts
        .iter()
        .zip(&typed.model.discounts)
        .map(|(one, read)| json!({ "coupon": plan.coupon(one, read) }))
        .collect();
    let taxes: Vec<Value> = draft.tax.iter().map(|tax| json!(plan.tax(tax))).collect();
    let id = match &draft.record {
        Some(id) => id.clone(),
        None => plan.make("/v1/invoices", blank(draft, customer.as_deref())),
    };
    plan.items(draft, &id, customer.as_deref(), lines, there);
    let terms = terms(draft, typed, discounts, taxes);
    let path = format!("/v1/invoices/{id}");
    (request(plan.intent, &path, terms, false), path)
}

/// An invoice that says nothing yet. It advances only when its owner says so.
fn blank(draft: &Draft, customer: Option<&str>) -> Value {
    let mut params = json!({
        "auto_advance": false, "currency": draft.currency,
        "pending_invoice_items_behavior": "exclude",
    });
    if let Some(customer) = customer {
        params["customer"] = json!(customer);
    }
    params
}

fn terms(draft: &Draft, typed: &Typed, discounts: Vec<Value>, taxes: Vec<Value>) -> Value {
    let mut params = Map::new();
    // Emptying something takes an empty text; what was never there needs none.
    let mut put = |name: &str, value: Value| {
        let empty = value.as_array().is_some_and(Vec::is_empty) || value == json!("");
        if !empty {
            params.insert(name.to_owned(), value);
        } else if draft.record.is_some() {
            params.insert(name.to_owned(), json!(""));
        }
    };
    put("discounts", Value::Array(discounts));
    put("default_tax_rates", Value::Array(taxes));
    put("description", json!(draft.description.trim()));
    put("footer", json!(draft.footer.trim()));
    let field = |field: &view::CustomField| json!({ "name": field.name.trim(), "value": field.value.trim() });
    put(
        "custom_fields",
        draft.custom_fields.iter().map(field).collect(),
    );
    put("collection_method", json!(typed.model.collection.as_str()));
    if draft.collection == view::Collection::SendInvoice {
        match (typed.model.due_at, draft.days_until_due) {
            (Some(at), _) => put("due_date", json!(at)),
            (None, Some(days)) => put("days_until_due", json!(days)),
            (None, None) => {}
        }
    }
    params.insert("expand".to_owned(), expand());
    Value::Object(params)
}

/// What every answer about an invoice brings along, so that it can be stored whole.
pub(crate) fn expand() -> Value {
    crate::sync::expanded("/v1/invoices/any")
        .get("expand")
        .cloned()
        .unwrap_or(Value::Null)
}

impl Plan {
    /// What an item is to say.
    fn item(
        &mut self,
        draft: &Draft,
        line: &DraftLine,
        read: &LineDraft,
        prices: &KnownPrices,
    ) -> Value {
        let mut item = Map::new();
        if line.fixed {
            return Value::Object(item);
        }
        let known = line
            .price
            .as_ref()
            .and_then(|id| Some((id, prices.get(id)?)));
        let unit = read.unit.as_ref().ok().copied();
        let product = line
            .product
            .clone()
            .or_else(|| known.map(|(_, price)| price.product.clone()));
        match (known, product) {
            (Some((id, price)), _) if price.is(draft, line, unit) => {
                item.insert("pricing".to_owned(), json!({ "price": id }));
            }
            (_, Some(product)) => {
                item.insert("price_data".to_owned(), price_data(draft, product, unit));
            }
            // Mere words: an invoice needs no product for them.
            (_, None) => {
                if let Some(unit) = unit {
                    item.insert(
                        "unit_amount_decimal".to_owned(),
                        json!(unit.minor_decimal()),
                    );
                }
            }
        }
        item.insert("quantity".to_owned(), json!(read.quantity));
        item.insert("description".to_owned(), json!(said(line)));
        if let Some(tax) = &line.tax {
            item.insert("tax_rates".to_owned(), json!([self.tax(tax)]));
        }
        if let (Some(one), Some(read)) = (&line.discount, read.discounts.first()) {
            let coupon = self.coupon(one, read);
            item.insert("discounts".to_owned(), json!([{ "coupon": coupon }]));
        }
        Value::Object(item)
    }

    /// Removes what is gone, changes what changed, and makes what is new.
    fn items(
        &mut self,
        draft: &Draft,
        invoice: &str,
        customer: Option<&str>,
        lines: Vec<Value>,
        there: &There,
    ) {
        let kept = in_place(&draft.lines, there);
        for (id, _) in &there.items {
            if !kept.contains(&Some(id.as_str())) {
                self.delete(&format!("/v1/invoiceitems/{id}"));
            }
        }
        for ((line, mut item), kept) in draft.lines.iter().zip(lines).zip(kept) {
            if line.fixed {
                continue;
            }
            match kept {
                Some(id) => {
                    let before = there.items.iter().find(|(there, _)| there == id);
                    if before.is_some_and(|(_, before)| same(before, line)) {
                        continue;
                    }
                    for name in ["tax_rates", "discounts"] {
                        if item.get(name).is_none() {
                            item[name] = json!("");
                        }
                    }
                    self.send(&format!("/v1/invoiceitems/{id}"), item);
                }
                None => {
                    item["invoice"] = json!(invoice);
                    if item.get("unit_amount_decimal").is_some() {
                        item["currency"] = json!(draft.currency);
                    }
                    if let Some(customer) = customer {
                        item["customer"] = json!(customer);
                    }
                    self.make("/v1/invoiceitems", item);
                }
            }
        }
    }
}

/// For each line the item that stays where it stands; none for what is to be made.
fn in_place<'t>(lines: &[DraftLine], there: &'t There) -> Vec<Option<&'t str>> {
    let mut last = None;
    let mut moved = false;
    lines
        .iter()
        .map(|line| {
            if line.fixed {
                return None;
            }
            let at = there
                .items
                .iter()
                .position(|(id, _)| Some(id) == line.item.as_ref());
            match at {
                Some(at) if !moved && last.is_none_or(|last| at > last) => {
                    last = Some(at);
                    there.items.get(at).map(|(id, _)| id.as_str())
                }
                _ => {
                    moved = true;
                    None
                }
            }
        })
        .collect()
}

/// A line's words. An item has one text only.
fn said(line: &DraftLine) -> String {
    match line.detail.trim() {
        "" => line.name.trim().to_owned(),
        detail => format!("{}: {detail}", line.name.trim()),
    }
}

/// Whether a line says what it said when it was read. Its key is the editor's own.
fn same(before: &DraftLine, now: &DraftLine) -> bool {
    let now = DraftLine {
        key: before.key.clone(),
        ..now.clone()
    };
    *before == now
}

#[cfg(test)]
mod tests;
