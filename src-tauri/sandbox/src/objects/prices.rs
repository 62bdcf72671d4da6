//! Prices: what a product costs, once or every so often; per unit, or in tiers, which stand beside this.
//! Metered prices are not offered.

mod tiers;

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{Decimal, check_amount, check_currency};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{
    CREATED, ENDING_BEFORE, INTERVAL, INTERVAL_COUNT, LIMIT, METADATA, NOTHING, STARTING_AFTER,
    TAX_BEHAVIOR, UNIT_AMOUNT,
};
use crate::params::{COUNT, IDS, Kind, Param, TEXT, clearable, optional, required};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/prices", LIST, list),
    post("/v1/prices", CREATE, create),
    get("/v1/prices/{}", NOTHING, retrieve),
    post("/v1/prices/{}", UPDATE, update),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("active", Kind::Boolean),
    optional("currency", Kind::Id),
    optional("lookup_keys", IDS),
    optional("product", Kind::Id),
    optional(
        "recurring",
        Kind::Hash(&[
            optional("interval", INTERVAL),
            optional("usage_type", Kind::Choice(&["licensed", "metered"])),
        ]),
    ),
    optional("type", Kind::Choice(&["one_time", "recurring"])),
];

const CREATE: &[Param] = &[
    required("currency", Kind::Id),
    optional("active", Kind::Boolean),
    optional("billing_scheme", Kind::Choice(&["per_unit", "tiered"])),
    clearable("lookup_key", Kind::Text(200)),
    METADATA,
    clearable("nickname", TEXT),
    optional("product", Kind::Id),
    optional("product_data", Kind::Hash(PRODUCT_DATA)),
    optional("recurring", Kind::Hash(RECURRING)),
    optional("tax_behavior", TAX_BEHAVIOR),
    optional("tiers", tiers::TIERS),
    optional("tiers_mode", Kind::Choice(&["graduated", "volume"])),
    optional("transfer_lookup_key", Kind::Boolean),
    optional("transform_quantity", Kind::Hash(tiers::TRANSFORM)),
    optional("unit_amount", UNIT_AMOUNT),
    optional("unit_amount_decimal", Kind::Decimal),
];

const PRODUCT_DATA: &[Param] = &[
    required("name", Kind::Text(250)),
    optional("active", Kind::Boolean),
    optional("id", Kind::Text(255)),
    METADATA,
    optional("statement_descriptor", Kind::Text(22)),
    optional("tax_code", Kind::Id),
    optional("unit_label", Kind::Text(12)),
];

const RECURRING: &[Param] = &[
    required("interval", INTERVAL),
    optional("interval_count", INTERVAL_COUNT),
    optional("trial_period_days", COUNT),
    optional("usage_type", Kind::Choice(&["licensed"])),
];

const UPDATE: &[Param] = &[
    optional("active", Kind::Boolean),
    clearable("lookup_key", Kind::Text(200)),
    METADATA,
    clearable("nickname", TEXT),
    optional("tax_behavior", TAX_BEHAVIOR),
    optional("transfer_lookup_key", Kind::Boolean),
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut list = List::of("price", "/v1/prices")
        .range(args, "created", "created")
        .column(args, "product", "parent");
    for field in ["active", "currency", "type"] {
        list = list.field(args, field, field);
    }
    for part in ["interval", "usage_type"] {
        if let Some(value) = args.hash("recurring").text(part) {
            list = list.only(
                &format!("json_extract(json, '$.recurring.{part}') = ?"),
                value.to_owned(),
            );
        }
    }
    if args.has("lookup_keys") {
        let keys = serde_json::to_string(&args.texts("lookup_keys"))?;
        list = list.only(
            "json_extract(json, '$.lookup_key') IN (SELECT value FROM json_each(?))",
            keys,
        );
    }
    list.page(call, args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    match (args.has("product"), args.has("product_data")) {
        (true, true) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: product, product_data.",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        (false, false) => {
            return Err(Refusal::invalid(
                "You must specify either `product` or `product_data` when creating a price.",
            )
            .code("parameter_missing")
            .param("product")
            .before_it_began());
        }
        _ => {}
    }
    let mut data = args.all().clone();
    if args.has("product_data") {
        let product = super::products::from_data(call, args.hash("product_data"))?;
        data.put("product", product.id());
    }
    let price = make(call, &data, "")?;
    Ok(price.into())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let price = call.load("price", ask.id, "id")?;
    Ok(price.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut price = call.load("price", ask.id, "id")?;
    let before = price.json.clone();
    if let Some(key) = ask.args.text("lookup_key") {
        claim_lookup_key(
            call,
            key,
            ask.id,
            ask.args.flag("transfer_lookup_key") == Some(true),
        )?;
    }
    ask.args.copy_onto(
        &mut price.json,
        &["active", "lookup_key", "nickname", "tax_behavior"],
    );
    ask.args.merge_metadata(&mut price.json);
    call.changed("price.updated", &before, &price)?;
    Ok(price.json.into())
}

/// Makes a price from checked parameters: those of `/v1/prices`, or a `price_data` at `at`.
pub(super) fn make(call: &Call<'_>, data: &Value, at: &str) -> Result<Value, Refusal> {
    let param = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}[{name}]")
        }
    };
    let currency = check_currency(data.must("currency"), &param("currency"))?;
    let product = call.load("product", data.must("product"), &param("product"))?;
    let is_tiered = data.text("billing_scheme") == Some("tiered");
    let decimal = if is_tiered {
        None
    } else {
        Some(unit_of(data, &currency, &param)?)
    };
    let tiers = tiers_of(data, is_tiered, &currency, &param)?;
    let id = call.new_id("price_1")?;
    let lookup_key = data.copy("lookup_key");
    if let Some(key) = lookup_key.as_str() {
        claim_lookup_key(call, key, &id, data.flag("transfer_lookup_key"))?;
    }
    let recurring = match data.present("recurring") {
        None => Value::Null,
        Some(recurring) => recurring_of(recurring, &param("recurring"))?,
    };
    // A price made where it is used is not offered again.
    let in_place = !at.is_empty() && at != "default_price_data";
    let mut price = Record::new(json!({
        "id": id,
        "object": "price",
        "active": data.get("active").and_then(Value::as_bool).unwrap_or(!in_place),
        "billing_scheme": if is_tiered { "tiered" } else { "per_unit" },
        "created": call.now,
        "currency": currency,
        "custom_unit_amount": null,
        "livemode": false,
        "lookup_key": lookup_key,
        "metadata": data.present("metadata").cloned().unwrap_or_else(|| json!({})),
        "nickname": data.copy("nickname"),
        "product": product.json.id(),
        "recurring": recurring,
        "tax_behavior": data.text("tax_behavior").unwrap_or("unspecified"),
        "tiers_mode": data.copy("tiers_mode"),
        "transform_quantity": data.copy("transform_quantity"),
        "type": if data.present("recurring").is_some() { "recurring" } else { "one_time" },
        "unit_amount": decimal.and_then(Decimal::whole),
        "unit_amount_decimal": decimal.map(|d| d.to_string()),
    }));
    if is_tiered {
        price.private.put("tiers", tiers);
    }
    if in_place {
        price.private.put("in_place", true);
    }
    call.insert(&price)?;
    call.emit("price.created", &price.json)?;
    Ok(price.json)
}

fn unit_of(
    data: &Value,
    currency: &str,
    param: &impl Fn(&str) -> String,
) -> Result<Decimal, Refusal> {
    let decimal = match (
        data.integer("unit_amount"),
        data.text("unit_amount_decimal"),
    ) {
        (Some(_), Some(_)) => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: unit_amount, unit_amount_decimal.",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        (Some(amount), None) => Decimal::parse(&amount.to_string()),
        (None, Some(text)) => Decimal::parse(text),
        (None, None) => return Err(Refusal::missing_param(&param("unit_amount")).before_it_began()),
    };
    let decimal = decimal.filter(|d| !d.is_negative()).ok_or_else(|| {
        Refusal::invalid("Invalid decimal: prices cannot be negative.")
            .param(&param("unit_amount_decimal"))
            .before_it_began()
    })?;
    check_amount(decimal.times(1), currency, &param("unit_amount"))?;
    if let Some(whole) = decimal.whole() {
        check_amount(whole, currency, &param("unit_amount"))?;
    }
    Ok(decimal)
}

/// A tiered price says how its tiers count and has no amount of its own; the others have no tiers.
fn tiers_of(
    data: &Value,
    is_tiered: bool,
    currency: &str,
    param: &impl Fn(&str) -> String,
) -> Result<Vec<Value>, Refusal> {
    let sent = data.items("tiers");
    if !is_tiered {
        for name in ["tiers", "tiers_mode"] {
            if data.present(name).is_some() {
                return Err(Refusal::invalid(format!(
                    "`{name}` can only be given with `billing_scheme=tiered`."
                ))
                .param(&param(name))
                .before_it_began());
            }
        }
        return Ok(Vec::new());
    }
    for name in ["unit_amount", "unit_amount_decimal", "transform_quantity"] {
        if data.present(name).is_some() {
            return Err(Refusal::invalid(format!(
                "`{name}` cannot be given with `billing_scheme=tiered`."
            ))
            .param(&param(name))
            .before_it_began());
        }
    }
    if data.present("tiers_mode").is_none() {
        return Err(Refusal::missing_param(&param("tiers_mode")).before_it_began());
    }
    if sent.is_empty() {
        return Err(Refusal::missing_param(&param("tiers")).before_it_began());
    }
    tiers::checked(sent, currency, &param("tiers"))
}

fn recurring_of(sent: &Value, at: &str) -> Result<Value, Refusal> {
    let count = sent.integer("interval_count").unwrap_or(1);
    let most = match sent.must("interval") {
        "day" => 1095,
        "week" => 156,
        "month" => 36,
        _ => 3,
    };
    if count > most {
        return Err(
            Refusal::invalid("The maximum allowed billing period is three years.")
                .param(&format!("{at}[interval_count]"))
                .before_it_began(),
        );
    }
    Ok(json!({
        "interval": sent.must("interval"),
        "interval_count": count,
        "meter": null,
        "trial_period_days": sent.copy("trial_period_days"),
        "usage_type": "licensed",
    }))
}

fn claim_lookup_key(
    call: &Call<'_>,
    key: &str,
    claimant: &str,
    transfers: bool,
) -> Result<(), Refusal> {
    let holder: Option<String> = call
        .db
        .prepare_cached("SELECT id FROM objects WHERE object = 'price' AND deleted = 0 AND json_extract(json, '$.lookup_key') = ?1 AND id <> ?2")?
        .query_map([key, claimant], |row| row.get(0))?
        .next()
        .transpose()?;
    let Some(holder) = holder else { return Ok(()) };
    if !transfers {
        return Err(Refusal::invalid(format!(
            "A price (`{holder}`) already uses that lookup key."
        ))
        .param("lookup_key"));
    }
    let mut price = call.load("price", &holder, "lookup_key")?;
    let before = price.json.clone();
    price.json.put("lookup_key", Value::Null);
    call.changed("price.updated", &before, &price)
}

/// The price that a line names, or the one made of its `price_data`. It must be on sale.
pub(super) fn of_line(call: &Call<'_>, line: &Value, at: &str) -> Result<Value, Refusal> {
    match (line.text("price"), line.present("price_data")) {
        (Some(_), Some(_)) => Err(Refusal::invalid(
            "You may only specify one of these parameters: price, price_data.",
        )
        .code("parameters_exclusive")
        .before_it_began()),
        (Some(id), None) => {
            let price = call.load("price", id, &format!("{at}[price]"))?;
            let own = call.by_link && price.private.flag("in_place");
            if !price.json.flag("active") && !own {
                return Err(Refusal::invalid(format!("The price specified is inactive. This field only accepts active prices. Price: '{id}'.")).param(&format!("{at}[price]")));
            }
            Ok(price.json)
        }
        (None, Some(data)) => make(call, data, &format!("{at}[price_data]")),
        (None, None) => Err(Refusal::missing_param(&format!("{at}[price]")).before_it_began()),
    }
}

/// What `quantity` of a price costs, in minor units.
pub(super) fn amount(call: &Call<'_>, price: &Value, quantity: i64) -> Result<i64, Refusal> {
    if price.text("billing_scheme") == Some("tiered") {
        // Copies of a price inside other objects have no tiers; the price itself has.
        let stored = call.load("price", price.id(), "price")?;
        let mode = price.must("tiers_mode");
        return Ok(tiers::total(stored.private.items("tiers"), mode, quantity));
    }
    let unit = Decimal::parse(price.must("unit_amount_decimal")).unwrap_or_else(Decimal::zero);
    let Some(transform) = price.present("transform_quantity") else {
        return Ok(unit.times(quantity));
    };
    let by = transform.amount("divide_by").max(1);
    let packs = match transform.must("round") {
        "up" => quantity / by + i64::from(quantity % by != 0),
        _ => quantity / by,
    };
    Ok(unit.times(packs))
}

pub(super) fn on_request(call: &Call<'_>, id: &str) -> Result<Option<Value>, Refusal> {
    tiers::shown(call, id)
}
