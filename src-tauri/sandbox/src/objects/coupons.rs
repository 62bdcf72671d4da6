//! Coupons: how much off, and for how long. Where one was used is in [`super::discounts`].

use serde_json::{Value, json};

use super::tax_rates::{number, percentage};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{check_amount, check_currency};
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{IDS, Kind, Param, clearable, optional};
use crate::store::rows::{self, Record};

pub(super) const OPERATIONS: &[Operation] = &[
    get(
        "/v1/coupons",
        &[LIMIT, STARTING_AFTER, ENDING_BEFORE, CREATED],
        list,
    ),
    post("/v1/coupons", CREATE, create),
    get("/v1/coupons/{}", NOTHING, retrieve),
    post(
        "/v1/coupons/{}",
        &[METADATA, clearable("name", Kind::Text(40))],
        update,
    ),
    delete("/v1/coupons/{}", NOTHING, remove),
];

const POSITIVE: Kind = Kind::Integer {
    least: 1,
    most: i64::MAX,
};

const CREATE: &[Param] = &[
    optional("amount_off", POSITIVE),
    optional("applies_to", Kind::Hash(&[optional("products", IDS)])),
    optional("currency", Kind::Id),
    optional("duration", Kind::Choice(&["forever", "once", "repeating"])),
    optional("duration_in_months", POSITIVE),
    optional("id", Kind::Text(500)),
    optional("max_redemptions", POSITIVE),
    METADATA,
    clearable("name", Kind::Text(40)),
    optional("percent_off", Kind::Number),
    optional("redeem_by", Kind::Time),
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("coupon", "/v1/coupons")
        .range(&ask.args, "created", "created")
        .page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let exclusive = "You may only specify one of these parameters: amount_off, percent_off.";
    let percent = match (args.text("percent_off"), args.integer("amount_off")) {
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(exclusive)
                .code("parameters_exclusive")
                .before_it_began());
        }
        (None, None) => {
            return Err(Refusal::invalid("Must provide percent_off or amount_off.")
                .code("parameter_missing")
                .param("percent_off")
                .before_it_began());
        }
        (Some(text), None) => {
            let percent = percentage(text, "percent_off")?;
            if !percent.is_positive() {
                return Err(
                    Refusal::invalid("Invalid percent_off: must be greater than 0")
                        .param("percent_off")
                        .before_it_began(),
                );
            }
            number(percent)?
        }
        (None, Some(_)) => Value::Null,
    };
    let currency = match args.integer("amount_off") {
        None => Value::Null,
        Some(amount) => {
            let currency = args
                .text("currency")
                .ok_or_else(|| Refusal::missing_param("currency").before_it_began())?;
            let currency = check_currency(currency, "currency")?;
            check_amount(amount, &currency, "amount_off")?;
            currency.into()
        }
    };
    let duration = args.text("duration").unwrap_or("once");
    if (duration == "repeating") != args.has("duration_in_months") {
        return Err(Refusal::invalid(
            "You must specify `duration_in_months` if and only if `duration` is `repeating`.",
        )
        .param("duration_in_months")
        .before_it_began());
    }
    let id = match args.text("id") {
        Some(own)
            if call
                .find("coupon", own)?
                .is_some_and(|c| !c.json.flag("deleted")) =>
        {
            return Err(Refusal::invalid("Coupon already exists.")
                .code("resource_already_exists")
                .param("id"));
        }
        Some(own) => own.to_owned(),
        None => call.new_token("", 8)?,
    };
    // A deleted coupon's id may be taken again.
    rows::remove(call.db, "coupon", &id)?;
    let products = args.hash("applies_to").texts("products");
    for (at, product) in products.iter().enumerate() {
        call.load("product", product, &format!("applies_to[products][{at}]"))?;
    }
    let mut coupon = Record::new(json!({
        "id": id,
        "object": "coupon",
        "amount_off": args.integer("amount_off"),
        "created": call.now,
        "currency": currency,
        "duration": duration,
        "duration_in_months": args.integer("duration_in_months"),
        "livemode": false,
        "max_redemptions": args.integer("max_redemptions"),
        "metadata": {},
        "name": args.text("name"),
        "percent_off": percent,
        "redeem_by": args.integer("redeem_by"),
        "times_redeemed": 0,
        "valid": true,
    }));
    if !products.is_empty() {
        coupon.private.put("products", products);
    }
    args.merge_metadata(&mut coupon.json);
    call.insert(&coupon)?;
    call.emit("coupon.created", &coupon.json)?;
    Ok(coupon.json.into())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let coupon = call.load("coupon", ask.id, "id")?;
    Ok(coupon.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut coupon = call.load("coupon", ask.id, "id")?;
    let before = coupon.json.clone();
    ask.args.copy_onto(&mut coupon.json, &["name"]);
    ask.args.merge_metadata(&mut coupon.json);
    call.changed("coupon.updated", &before, &coupon)?;
    Ok(coupon.json.into())
}

/// A deleted coupon stays where it was used; it can only not be used again.
fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let coupon = call.load("coupon", ask.id, "id")?;
    let tombstone = rows::bury(call.db, "coupon", ask.id)?;
    call.emit("coupon.deleted", &coupon.json)?;
    Ok(tombstone.into())
}

/// The coupon, if it can still be redeemed for a document in `currency`.
pub(super) fn redeemable(
    call: &Call<'_>,
    id: &str,
    currency: Option<&str>,
    param: &str,
) -> Result<Record, Refusal> {
    let coupon = call.load("coupon", id, param)?;
    let json = &coupon.json;
    if !json.flag("valid") || json.integer("redeem_by").is_some_and(|by| by < call.now) {
        return Err(Refusal::invalid(format!("Coupon {id} is no longer valid."))
            .code("coupon_expired")
            .param(param));
    }
    if let (Some(own), Some(wanted)) = (json.text("currency"), currency)
        && own != wanted
    {
        return Err(Refusal::invalid(format!(
            "The coupon {id} is in {own} and cannot be used with {wanted}."
        ))
        .param(param));
    }
    Ok(coupon)
}

/// Counts a use of the coupon, and closes it when that was the last one.
pub(super) fn redeemed(call: &Call<'_>, id: &str) -> Result<(), Refusal> {
    let Some(mut coupon) = call.find("coupon", id)?.filter(|c| !c.json.flag("deleted")) else {
        return Ok(());
    };
    let before = coupon.json.clone();
    let times = coupon.json.amount("times_redeemed") + 1;
    coupon.json.put("times_redeemed", times);
    if coupon
        .json
        .integer("max_redemptions")
        .is_some_and(|most| times >= most)
    {
        coupon.json.put("valid", false);
    }
    call.changed("coupon.updated", &before, &coupon)
}

pub(super) fn applies_to(call: &Call<'_>, id: &str) -> Result<Option<Value>, Refusal> {
    let coupon = call.load("coupon", id, "id")?;
    Ok(Some(
        json!({ "products": coupon.private.texts("products") }),
    ))
}
