//! How a subscription comes to be: by the API, by an accepted quote, or by a schedule whose day has come.

use serde_json::{Value, json};

use super::months::{period_end, period_start};
use super::{agenda, bill, shape};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::invoice_items;
use crate::store::rows::Record;

/// One recurring line.
#[derive(Debug, Clone)]
pub(in crate::objects) struct Line {
    pub(in crate::objects) price: Value,
    pub(in crate::objects) quantity: i64,
    pub(in crate::objects) discounts: Vec<String>,
    pub(in crate::objects) tax_rates: Vec<String>,
    pub(in crate::objects) metadata: Value,
}

impl Line {
    /// Its tax rates and discounts by their ids; no rates of its own are null, so that the invoice's apply.
    pub(super) fn terms(&self) -> Value {
        let rates = Some(&self.tax_rates).filter(|rates| !rates.is_empty());
        json!({ "discounts": self.discounts, "tax_rates": rates })
    }
}

/// What a new subscription is to be.
#[derive(Debug, Clone)]
pub(in crate::objects) struct Plan {
    pub(in crate::objects) customer: String,
    pub(in crate::objects) collection_method: String,
    pub(in crate::objects) days_until_due: Option<i64>,
    pub(in crate::objects) default_payment_method: Value,
    pub(in crate::objects) default_tax_rates: Vec<String>,
    pub(in crate::objects) description: Value,
    pub(in crate::objects) metadata: Value,
    /// Already counted as redeemed.
    pub(in crate::objects) discounts: Vec<String>,
    pub(in crate::objects) lines: Vec<Line>,
    /// One-time lines, which ride on the first invoice.
    pub(in crate::objects) once: Vec<Line>,
    pub(in crate::objects) trial_end: Option<i64>,
    /// A later start of the first whole period, where it is not the beginning.
    pub(in crate::objects) anchor: Option<i64>,
    /// Whether the time until the anchor is charged.
    pub(in crate::objects) charges_until_anchor: bool,
    pub(in crate::objects) schedule: Value,
    /// What a quote says for its invoices: `custom_fields`, `description`, `footer`.
    pub(in crate::objects) invoice_settings: Value,
    /// `incomplete` where the first invoice is paid in the request, `active` where it is a draft.
    pub(in crate::objects) status: &'static str,
}

/// The subscription that accepting `quote` makes now, and its first invoice, a draft.
pub(in crate::objects) fn of_quote(
    call: &Call<'_>,
    quote: &Record,
    items: &[Record],
) -> Result<(String, Option<String>), Refusal> {
    let plan = plan_of_quote(quote, items, call.now);
    let (subscription, invoice) = begin(call, &plan)?;
    Ok((
        subscription.json.id().to_owned(),
        invoice.map(|i| i.json.id().to_owned()),
    ))
}

fn is_recurring(item: &Record) -> bool {
    item.json["price"].present("recurring").is_some()
}

/// What `quote` asks for, beginning at `start`.
pub(in crate::objects) fn plan_of_quote(quote: &Record, items: &[Record], start: i64) -> Plan {
    let json = &quote.json;
    let data = &json["subscription_data"];
    let line = |item: &Record| Line {
        price: item.json.copy("price"),
        quantity: item.json.amount("quantity"),
        discounts: item.private.texts("discounts"),
        tax_rates: item.private.texts("tax_rates"),
        metadata: json!({}),
    };
    Plan {
        customer: json.must("customer").to_owned(),
        collection_method: json.must("collection_method").to_owned(),
        days_until_due: json["invoice_settings"].integer("days_until_due"),
        default_payment_method: Value::Null,
        default_tax_rates: json.texts("default_tax_rates"),
        description: data.copy("description"),
        metadata: data
            .present("metadata")
            .cloned()
            .unwrap_or_else(|| json!({})),
        discounts: json.texts("discounts"),
        lines: items.iter().filter(|i| is_recurring(i)).map(line).collect(),
        once: items
            .iter()
            .filter(|i| !is_recurring(i))
            .map(line)
            .collect(),
        trial_end: data
            .integer("trial_period_days")
            .map(|days| start + days * 86_400),
        anchor: None,
        charges_until_anchor: true,
        schedule: Value::Null,
        invoice_settings: json.copy("invoice_settings"),
        status: "active",
    }
}

/// Makes the subscription and its first invoice, a draft that finalizes itself in an hour. Where nothing is
/// charged until the anchor there is none.
pub(in crate::objects) fn begin(
    call: &Call<'_>,
    plan: &Plan,
) -> Result<(Record, Option<Record>), Refusal> {
    let id = call.new_id("sub_1")?;
    let place = Place {
        customer: Some(&plan.customer),
        subscription: Some(&id),
        ..Place::default()
    };
    let discounts = discounts::carried(call, &plan.discounts, place)?;
    let mut subscription = Record::new(shape::subscription(call, &id, plan, &discounts)?);
    let mut items = Vec::with_capacity(plan.lines.len());
    let mut share = None;
    let mut period = (call.now, call.now);
    for line in &plan.lines {
        let every = &line.price["recurring"];
        period.1 = match (plan.trial_end, plan.anchor) {
            (Some(end), _) => end,
            (None, Some(anchor)) => {
                share = Some((anchor - call.now, anchor - period_start(anchor, every)));
                anchor
            }
            (None, None) => period_end(call.now, every, call.now),
        };
        items.push(shape::item(call, &id, &plan.customer, line, period)?);
    }
    subscription.json["items"].put("data", items);
    agenda::put_due(&mut subscription);
    call.insert(&subscription)?;
    call.emit("customer.subscription.created", &subscription.json)?;
    for line in &plan.once {
        let terms = line.terms();
        invoice_items::of_once(call, &subscription.json, &line.price, line.quantity, &terms)?;
    }
    if share.is_some() && !plan.charges_until_anchor {
        return Ok((subscription, None));
    }
    let bill = bill::Bill {
        reason: "subscription_create",
        period,
        share,
    };
    let invoice = bill::period(call, &mut subscription, &bill)?;
    Ok((subscription, Some(invoice)))
}
