//! Promotion codes: the words that customers type for a coupon, and who may use them. What a coupon
//! takes off is in [`super::discounts`].

use rusqlite::OptionalExtension;
use serde_json::{Value, json};

use super::coupons;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{check_amount, check_currency, format};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{COUNT, Kind, Param, legacy, optional, required};
use crate::store::rows::{self, Record};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/promotion_codes", LIST, list),
    post("/v1/promotion_codes", CREATE, create),
    get("/v1/promotion_codes/{}", NOTHING, retrieve),
    post("/v1/promotion_codes/{}", UPDATE, update),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("active", Kind::Boolean),
    optional("code", Kind::Id),
    optional("coupon", Kind::Id),
    optional("customer", Kind::Id),
];

const POSITIVE: Kind = Kind::Integer {
    least: 1,
    most: i64::MAX,
};

const CREATE: &[Param] = &[
    optional("active", Kind::Boolean),
    optional("code", Kind::Text(500)),
    // Where it was before clover.
    legacy("coupon", Kind::Id),
    optional("customer", Kind::Id),
    optional("expires_at", Kind::Time),
    optional("max_redemptions", POSITIVE),
    METADATA,
    optional(
        "promotion",
        Kind::Hash(&[
            optional("coupon", Kind::Id),
            required("type", Kind::Choice(&["coupon"])),
        ]),
    ),
    optional("restrictions", Kind::Hash(RESTRICTIONS)),
];

const RESTRICTIONS: &[Param] = &[
    optional("first_time_transaction", Kind::Boolean),
    optional("minimum_amount", COUNT),
    optional("minimum_amount_currency", Kind::Id),
];

const UPDATE: &[Param] = &[optional("active", Kind::Boolean), METADATA];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut list = List::of("promotion_code", "/v1/promotion_codes")
        .range(args, "created", "created")
        .column(args, "customer", "customer")
        .column(args, "coupon", "parent")
        .field(args, "active", "active");
    if let Some(code) = args.text("code") {
        list = list.only(
            "upper(json_extract(json, '$.code')) = ?",
            code.to_uppercase(),
        );
    }
    list.page(call, args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let (named, param) = match (args.hash("promotion").text("coupon"), args.text("coupon")) {
        (Some(coupon), _) => (coupon, "promotion[coupon]"),
        (None, Some(coupon)) => (coupon, "coupon"),
        (None, None) if args.has("promotion") => {
            return Err(Refusal::missing_param("promotion[coupon]").before_it_began());
        }
        (None, None) => return Err(Refusal::missing_param("promotion").before_it_began()),
    };
    let coupon = coupons::redeemable(call, named, None, param)?;
    let is_active = args.flag("active").unwrap_or(true);
    let code = match args.text("code") {
        Some(code) => {
            let fits = code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if !fits {
                return Err(Refusal::invalid(
                    "Invalid code: promotion codes may only contain letters, digits and dashes.",
                )
                .param("code")
                .before_it_began());
            }
            code.to_owned()
        }
        None => call.new_token("", 8)?.to_uppercase(),
    };
    if is_active {
        check_is_free(call, &code, "")?;
    }
    if let Some(customer) = args.text("customer") {
        call.load("customer", customer, "customer")?;
    }
    if args.integer("expires_at").is_some_and(|at| at <= call.now) {
        return Err(Refusal::invalid("`expires_at` must be in the future.").param("expires_at"));
    }
    let restrictions = restrictions(args.hash("restrictions"))?;
    let mut promotion = Record::new(json!({
        "id": call.new_id("promo_1")?,
        "object": "promotion_code",
        "active": is_active,
        "code": code,
        "created": call.now,
        "customer": args.text("customer"),
        "customer_account": null,
        "expires_at": args.integer("expires_at"),
        "livemode": false,
        "max_redemptions": args.integer("max_redemptions"),
        "metadata": {},
        "promotion": { "coupon": coupon.json.id(), "type": "coupon" },
        "restrictions": restrictions,
        "times_redeemed": 0,
    }));
    args.merge_metadata(&mut promotion.json);
    call.insert(&promotion)?;
    call.emit("promotion_code.created", &promotion.json)?;
    Ok(promotion.json.into())
}

/// A code may be active once at a time, whether in large or small letters.
fn check_is_free(call: &Call<'_>, code: &str, id: &str) -> Result<(), Refusal> {
    if by_code(call, code)?.is_some_and(|taken| taken != id) {
        return Err(Refusal::invalid(format!(
            "An active promotion code with `code: {code}` already exists."
        ))
        .code("resource_already_exists")
        .param("code"));
    }
    Ok(())
}

/// The id of the active promotion code that reads so, in large or small letters.
pub(super) fn by_code(call: &Call<'_>, code: &str) -> Result<Option<String>, Refusal> {
    Ok(call
        .db
        .prepare_cached("SELECT id FROM objects WHERE object = 'promotion_code' AND json_extract(json, '$.active') AND upper(json_extract(json, '$.code')) = ?1")?
        .query_row([code.to_uppercase()], |row| row.get(0))
        .optional()?)
}

fn restrictions(sent: &Value) -> Result<Value, Refusal> {
    let minimum = sent.integer("minimum_amount");
    let currency = sent.text("minimum_amount_currency");
    if minimum.is_some() != currency.is_some() {
        let missing = if minimum.is_some() {
            "restrictions[minimum_amount_currency]"
        } else {
            "restrictions[minimum_amount]"
        };
        return Err(Refusal::missing_param(missing).before_it_began());
    }
    let currency = match (minimum, currency) {
        (Some(amount), Some(currency)) => {
            let currency = check_currency(currency, "restrictions[minimum_amount_currency]")?;
            check_amount(amount, &currency, "restrictions[minimum_amount]")?;
            Some(currency)
        }
        _ => None,
    };
    Ok(json!({
        "first_time_transaction": sent.flag("first_time_transaction"),
        "minimum_amount": minimum,
        "minimum_amount_currency": currency,
    }))
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(call.load("promotion_code", ask.id, "id")?.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut promotion = call.load("promotion_code", ask.id, "id")?;
    let before = promotion.json.clone();
    if ask.args.flag("active") == Some(true) && !before.flag("active") {
        let coupon = before["promotion"].must("coupon");
        coupons::redeemable(call, coupon, None, "active")?;
        check_is_free(call, before.must("code"), ask.id)?;
    }
    ask.args.copy_onto(&mut promotion.json, &["active"]);
    ask.args.merge_metadata(&mut promotion.json);
    call.changed("promotion_code.updated", &before, &promotion)?;
    Ok(promotion.json.into())
}

/// Who wants to use a code, and for how much, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Use<'a> {
    pub(super) customer: Option<&'a str>,
    pub(super) currency: Option<&'a str>,
    /// Minor units of `currency`, before discounts; none where nothing is billed yet.
    pub(super) amount: Option<i64>,
}

/// The coupon behind a code, if the code may be used here.
pub(super) fn redeemable(
    call: &Call<'_>,
    id: &str,
    wanted: Use<'_>,
    param: &str,
) -> Result<Record, Refusal> {
    let json = call.load("promotion_code", id, param)?.json;
    let refuse = |why: &str| {
        Err(Refusal::invalid(format!(
            "This promotion code cannot be redeemed because {why}."
        ))
        .code("promotion_code_not_redeemable")
        .param(param))
    };
    if !json.flag("active") {
        return refuse("it is not active");
    }
    if json.integer("expires_at").is_some_and(|at| at <= call.now) {
        return refuse("it has expired");
    }
    let own = json.text("customer");
    if own.is_some() && own != wanted.customer {
        return refuse("it is for another customer");
    }
    let restrictions = &json["restrictions"];
    if restrictions.flag("first_time_transaction")
        && let Some(customer) = wanted.customer
        && has_bought(call, customer)?
    {
        return refuse("the associated customer has prior transactions");
    }
    if let (Some(least), Some(amount)) = (restrictions.integer("minimum_amount"), wanted.amount) {
        let currency = restrictions.must("minimum_amount_currency");
        if wanted.currency != Some(currency) || amount < least {
            return refuse(&format!(
                "the amount is below its minimum of {}",
                format::money(least, currency)
            ));
        }
    }
    coupons::redeemable(
        call,
        json["promotion"].must("coupon"),
        wanted.currency,
        param,
    )
}

/// Whether the customer has paid for an invoice, or a charge went through. What was free counts for nothing.
fn has_bought(call: &Call<'_>, customer: &str) -> Result<bool, Refusal> {
    let paid = |r: &Record| r.json.status() == "succeeded" || r.json.amount("amount_paid") > 0;
    let has = |object: &str| -> Result<bool, Refusal> {
        Ok(rows::of_customer(call.db, object, customer)?
            .iter()
            .any(paid))
    };
    Ok(has("invoice")? || has("charge")?)
}

/// Counts a use of the code, and closes it when that was the last one.
pub(super) fn redeemed(call: &Call<'_>, id: &str) -> Result<(), Refusal> {
    let Some(mut promotion) = call.find("promotion_code", id)? else {
        return Ok(());
    };
    let before = promotion.json.clone();
    let times = promotion.json.amount("times_redeemed") + 1;
    promotion.json.put("times_redeemed", times);
    let most = promotion.json.integer("max_redemptions");
    if most.is_some_and(|most| times >= most) {
        promotion.json.put("active", false);
    }
    call.changed("promotion_code.updated", &before, &promotion)
}
