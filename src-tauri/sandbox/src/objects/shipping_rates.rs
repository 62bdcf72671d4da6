//! Shipping rates: what sending something costs. What an invoice makes of one is in
//! [`super::invoices`]. One amount in one currency; amounts in other currencies are not offered.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{check_amount, check_currency};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{
    CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER, TAX_BEHAVIOR,
};
use crate::params::{Args, COUNT, Kind, Param, optional, required};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/shipping_rates", LIST, list),
    post("/v1/shipping_rates", DATA, create),
    get("/v1/shipping_rates/{}", NOTHING, retrieve),
    post("/v1/shipping_rates/{}", UPDATE, update),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("active", Kind::Boolean),
    optional("currency", Kind::Id),
];

/// A rate, or the rate that an invoice makes in place.
pub(super) const DATA: &[Param] = &[
    required("display_name", Kind::Text(100)),
    optional("delivery_estimate", Kind::Hash(ESTIMATE)),
    optional(
        "fixed_amount",
        Kind::Hash(&[required("amount", COUNT), required("currency", Kind::Id)]),
    ),
    METADATA,
    optional("tax_behavior", TAX_BEHAVIOR),
    optional("tax_code", Kind::Id),
    optional("type", Kind::Choice(&["fixed_amount"])),
];

const UPDATE: &[Param] = &[
    optional("active", Kind::Boolean),
    METADATA,
    optional("tax_behavior", TAX_BEHAVIOR),
];

const ESTIMATE: &[Param] = &[
    optional("maximum", Kind::Hash(SPAN)),
    optional("minimum", Kind::Hash(SPAN)),
];

const SPAN: &[Param] = &[
    required(
        "unit",
        Kind::Choice(&["business_day", "day", "hour", "month", "week"]),
    ),
    required(
        "value",
        Kind::Integer {
            least: 1,
            most: i64::MAX,
        },
    ),
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("shipping_rate", "/v1/shipping_rates")
        .range(&ask.args, "created", "created")
        .field(&ask.args, "active", "active")
        .field(&ask.args, "currency", "fixed_amount.currency")
        .page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(make(call, ask.args.all(), "")?.into())
}

/// Makes a rate from checked parameters; `at` is where they stand, nothing for the request itself.
fn make(call: &Call<'_>, sent: &Value, at: &str) -> Result<Value, Refusal> {
    let place = if at.is_empty() {
        "fixed_amount".to_owned()
    } else {
        format!("{at}[fixed_amount]")
    };
    let fixed = sent
        .present("fixed_amount")
        .ok_or_else(|| Refusal::missing_param(&place).before_it_began())?;
    let currency = check_currency(fixed.must("currency"), &format!("{place}[currency]"))?;
    let amount = fixed.amount("amount");
    check_amount(amount, &currency, &format!("{place}[amount]"))?;
    let span = |which: &str| sent["delivery_estimate"].copy(which);
    let estimate = match sent.present("delivery_estimate") {
        Some(_) => json!({ "maximum": span("maximum"), "minimum": span("minimum") }),
        None => Value::Null,
    };
    let mut rate = Record::new(json!({
        "id": call.new_id("shr_1")?,
        "object": "shipping_rate",
        "active": true,
        "created": call.now,
        "delivery_estimate": estimate,
        "display_name": sent.must("display_name"),
        "fixed_amount": { "amount": amount, "currency": currency },
        "livemode": false,
        "metadata": {},
        "tax_behavior": sent.text("tax_behavior").unwrap_or("unspecified"),
        "tax_code": sent.copy("tax_code"),
        "type": "fixed_amount",
    }));
    Args::new(sent.clone()).merge_metadata(&mut rate.json);
    // Stripe has no events for shipping rates.
    call.insert(&rate)?;
    Ok(rate.json)
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(call.load("shipping_rate", ask.id, "id")?.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut rate = call.load("shipping_rate", ask.id, "id")?;
    if let Some(behavior) = ask.args.text("tax_behavior") {
        let old = rate.json.must("tax_behavior");
        if old != "unspecified" && old != behavior {
            return Err(Refusal::invalid(
                "The tax behavior of a shipping rate can only be changed while it is `unspecified`.",
            )
            .param("tax_behavior"));
        }
    }
    ask.args
        .copy_onto(&mut rate.json, &["active", "tax_behavior"]);
    ask.args.merge_metadata(&mut rate.json);
    call.update(&rate)?;
    Ok(rate.json.into())
}

/// The id of the rate that `sent` names or makes, usable in `currency`.
pub(super) fn of_param(
    call: &Call<'_>,
    sent: &Value,
    currency: &str,
    at: &str,
) -> Result<String, Refusal> {
    let rate = match (
        sent.text("shipping_rate"),
        sent.present("shipping_rate_data"),
    ) {
        (Some(id), None) => {
            let param = format!("{at}[shipping_rate]");
            let rate = call.load("shipping_rate", id, &param)?.json;
            if !rate.flag("active") {
                return Err(Refusal::invalid(format!(
                    "The shipping rate {id} cannot be used because it is inactive."
                ))
                .param(&param));
            }
            rate
        }
        (None, Some(data)) => make(call, data, &format!("{at}[shipping_rate_data]"))?,
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: shipping_rate, shipping_rate_data.",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        (None, None) => {
            let param = format!("{at}[shipping_rate]");
            return Err(Refusal::missing_param(&param).before_it_began());
        }
    };
    let own = rate["fixed_amount"].must("currency");
    if own == currency {
        return Ok(rate.id().to_owned());
    }
    Err(Refusal::invalid(format!(
        "The shipping rate is in `{own}` and cannot be used with `{currency}`."
    ))
    .param(at))
}
