//! `create_preview`: the invoice that would be made, made and taken back. It may be of loose items for a customer,
//! of a subscription as it is or as it would be, or of a schedule.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::{invoice_items, schedules, subscriptions, tax_rates};
use crate::operation::{Ask, Reply};
use crate::params::shared::{AUTOMATIC_TAX, DISCOUNTS, PERIOD, PRICE_DATA, QUANTITY, TAX_RATES};
use crate::params::{ANY_INTEGER, Args, Kind, Param, TEXT, clearable, optional};
use crate::store::rows::Record;

use super::{Made, add_item_line, make, total};

pub(super) const PARAMS: &[Param] = &[
    optional("automatic_tax", Kind::Hash(AUTOMATIC_TAX)),
    optional("currency", Kind::Id),
    optional("customer", Kind::Id),
    clearable("discounts", DISCOUNTS),
    optional("invoice_items", Kind::List(&Kind::Hash(ITEM))),
    optional("schedule", Kind::Id),
    optional("schedule_details", Kind::Hash(SCHEDULE_DETAILS)),
    optional("subscription", Kind::Id),
    optional("subscription_details", Kind::Hash(subscriptions::DETAILS)),
];

const SCHEDULE_DETAILS: &[Param] = &[
    optional("end_behavior", Kind::Choice(&["cancel", "release"])),
    optional("phases", Kind::List(&Kind::Hash(schedules::PHASE))),
    optional("proration_behavior", subscriptions::PRORATION),
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

/// An hour as a draft, then the payment.
const DRAFT_SECONDS: i64 = 3600;

pub(super) fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(taken_back(call, |call| draft(call, &ask.args))?.into())
}

/// Makes an invoice, shows it as one to come, and takes back everything that came of making it.
pub(in crate::objects) fn taken_back(
    call: &Call<'_>,
    make: impl FnOnce(&Call<'_>) -> Result<Record, Refusal>,
) -> Result<Value, Refusal> {
    call.db.execute_batch("SAVEPOINT preview")?;
    let made = make(call);
    call.db
        .execute_batch("ROLLBACK TO preview; RELEASE preview")?;
    let mut invoice = made?.json;
    let id = format!("upcoming_{}", invoice.id());
    invoice.put("id", id.clone());
    invoice.put("billing_reason", "upcoming");
    if invoice.must("collection_method") == "charge_automatically" {
        invoice.put(
            "next_payment_attempt",
            invoice.amount("created") + DRAFT_SECONDS,
        );
    }
    invoice.put("automatically_finalizes_at", Value::Null);
    if let Some(lines) = invoice.get_mut("lines") {
        lines.put("url", format!("/v1/invoices/{id}/lines"));
    }
    Ok(invoice)
}

fn draft(call: &Call<'_>, args: &Args) -> Result<Record, Refusal> {
    tax_rates::none_automatic(args)?;
    let is_new = !args.hash("subscription_details").items("items").is_empty();
    let of_subscription = args.has("subscription") || is_new;
    let mut invoice = if args.has("schedule") || args.has("schedule_details") {
        schedules::next_invoice(
            call,
            args.text("schedule"),
            args.text("customer"),
            args.hash("schedule_details"),
        )?
    } else if of_subscription {
        subscriptions::next_invoice(
            call,
            args.text("subscription"),
            args.text("customer"),
            args.hash("subscription_details"),
        )?
    } else {
        loose(call, args)?
    };
    if args.sent("discounts").is_some() {
        let place = Place {
            customer: invoice.json.text("customer"),
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
    }
    let customer = invoice.json.must("customer").to_owned();
    for (at, item) in args.items("invoice_items").iter().enumerate() {
        let mut item = item.clone();
        item.put("invoice", invoice.json.id());
        item.put("customer", customer.clone());
        if let Some(price) = item.text("price").map(str::to_owned) {
            item.put("pricing", json!({ "price": price }));
        }
        let made = invoice_items::make(call, &item, &format!("invoice_items[{at}]"))?;
        add_item_line(call, &invoice, &made)?;
    }
    total(call, &mut invoice)?;
    Ok(invoice)
}

/// An invoice without lines for a customer.
fn loose(call: &Call<'_>, args: &Args) -> Result<Record, Refusal> {
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
    let invoice = make(
        call,
        Made {
            customer: customer.to_owned(),
            currency,
            collection_method: "charge_automatically".into(),
            billing_reason: "upcoming",
            ..Made::default()
        },
    )?;
    call.insert(&invoice)?;
    Ok(invoice)
}
