//! The columns of a subscription: what its items come to each period, and when the period ends.
//! What its items are called stands in the products' records.

use super::{customer, price, words::Words};
use crate::json;
use cache::Columns;
use model::{Currency, Money, UnitAmount, subscription::Status};
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    let state = state(raw);
    let period_end = json::items(raw, "items")
        .iter()
        .filter_map(|item| json::int(item, "current_period_end"))
        .min();
    let ends = json::int(raw, "cancel_at").or(period_end);
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        customer: json::id(raw, "customer").map(str::to_owned),
        title: customer::named_in(raw)
            .or_else(|| json::id(raw, "customer").map(str::to_owned))
            .unwrap_or_default(),
        subtitle: json::owned(raw, "description").unwrap_or_default(),
        currency: json::owned(raw, "currency"),
        amount: amount(raw),
        per: json::items(raw, "items")
            .first()
            .and_then(|item| price::per(json::at(item, "price"))),
        at: match state.as_str() {
            "ending" => ends,
            HELD => json::int(raw, "pause_collection.resumes_at"),
            _ => period_end,
        },
        search: Words::new().metadata(raw).done(),
        state,
        ..Columns::default()
    }
}

/// Our word for a subscription that runs while its invoices are held back.
pub(crate) const HELD: &str = "held";

/// Stripe's status, but for those that run and whose end is set, or whose invoices are held back.
fn state(raw: &Value) -> String {
    let status = json::text(raw, "status").unwrap_or_default();
    let end_is_set =
        json::flag(raw, "cancel_at_period_end") || json::int(raw, "cancel_at").is_some();
    if end_is_set && Status::parse(status).is_running() {
        return "ending".to_owned();
    }
    if json::at(raw, "pause_collection").is_object() && Status::parse(status).is_running() {
        return HELD.to_owned();
    }
    status.to_owned()
}

/// What the items come to each period, in minor units; none where one of them is tiered or
/// metered.
fn amount(raw: &Value) -> Option<i64> {
    let currency = Currency::parse(json::text(raw, "currency")?)?;
    let items = json::items(raw, "items").iter().map(|item| {
        let unit = json::decimal(item, "price.unit_amount_decimal")
            .or_else(|| json::decimal(item, "price.unit_amount"))?;
        let quantity = u64::try_from(json::int(item, "quantity")?).ok()?;
        UnitAmount::parse_minor(&unit, currency)
            .ok()?
            .times(quantity)
            .ok()
    });
    let amounts: Vec<Money> = items.collect::<Option<_>>()?;
    Money::sum(currency, amounts).ok().map(|money| money.minor)
}
