//! Products: what is sold. What it costs is in [`super::prices`].

use serde_json::{Value, json};

use super::prices;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{
    CREATED, ENDING_BEFORE, INTERVAL, INTERVAL_COUNT, LIMIT, METADATA, NOTHING, STARTING_AFTER,
    TAX_BEHAVIOR, UNIT_AMOUNT,
};
use crate::params::{Args, IDS, Kind, Param, TEXT, clearable, optional, required};
use crate::store::rows::{self, Record};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/products", LIST, list),
    post("/v1/products", CREATE, create),
    get("/v1/products/{}", NOTHING, retrieve),
    post("/v1/products/{}", UPDATE, update),
    delete("/v1/products/{}", NOTHING, remove),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("active", Kind::Boolean),
    optional("ids", IDS),
    optional("shippable", Kind::Boolean),
    optional("type", Kind::Choice(&["good", "service"])),
    optional("url", TEXT),
];

const CREATE: &[Param] = &[
    required("name", Kind::Text(250)),
    optional("active", Kind::Boolean),
    optional("default_price_data", Kind::Hash(DEFAULT_PRICE)),
    clearable("description", Kind::Text(40_000)),
    optional("id", Kind::Text(255)),
    optional("images", Kind::List(&TEXT)),
    optional("marketing_features", FEATURES),
    METADATA,
    optional("shippable", Kind::Boolean),
    optional("statement_descriptor", Kind::Text(22)),
    clearable("tax_code", Kind::Id),
    optional("type", Kind::Choice(&["good", "service"])),
    clearable("unit_label", Kind::Text(12)),
    clearable("url", TEXT),
];

const FEATURES: Kind = Kind::List(&Kind::Hash(&[required("name", Kind::Text(80))]));

const DEFAULT_PRICE: &[Param] = &[
    required("currency", Kind::Id),
    METADATA,
    optional(
        "recurring",
        Kind::Hash(&[
            required("interval", INTERVAL),
            optional("interval_count", INTERVAL_COUNT),
        ]),
    ),
    optional("tax_behavior", TAX_BEHAVIOR),
    optional("unit_amount", UNIT_AMOUNT),
    optional("unit_amount_decimal", Kind::Decimal),
];

const UPDATE: &[Param] = &[
    optional("active", Kind::Boolean),
    optional("default_price", Kind::Id),
    clearable("description", Kind::Text(40_000)),
    clearable("images", Kind::List(&TEXT)),
    clearable("marketing_features", FEATURES),
    METADATA,
    optional("name", Kind::Text(250)),
    optional("shippable", Kind::Boolean),
    optional("statement_descriptor", Kind::Text(22)),
    clearable("tax_code", Kind::Id),
    clearable("unit_label", Kind::Text(12)),
    clearable("url", TEXT),
];

const PLAIN: &[&str] = &[
    "active",
    "description",
    "images",
    "marketing_features",
    "name",
    "shippable",
    "statement_descriptor",
    "tax_code",
    "unit_label",
    "url",
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut list = List::of("product", "/v1/products").range(args, "created", "created");
    for field in ["active", "shippable", "type", "url"] {
        list = list.field(args, field, field);
    }
    if args.has("ids") {
        list = list.only(
            "id IN (SELECT value FROM json_each(?))",
            serde_json::to_string(&args.texts("ids"))?,
        );
    }
    list.page(call, args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let product = make(call, &ask.args)?;
    Ok(product.into())
}

/// The product of a price's `product_data`.
pub(super) fn from_data(call: &Call<'_>, data: &Value) -> Result<Value, Refusal> {
    make(call, &Args::new(data.clone()))
}

fn make(call: &Call<'_>, args: &Args) -> Result<Value, Refusal> {
    if args.text("name").is_some_and(|n| n.trim().is_empty()) {
        return Err(Refusal::missing_param("name").before_it_began());
    }
    let id = match args.text("id") {
        Some(own) if call.find("product", own)?.is_some() => {
            return Err(Refusal::invalid("Product already exists.")
                .code("resource_already_exists")
                .param("id"));
        }
        Some(own) => own.to_owned(),
        None => call.new_token("prod_", 14)?,
    };
    let mut product = Record::new(json!({
        "id": id,
        "object": "product",
        "active": true,
        "created": call.now,
        "default_price": null,
        "description": null,
        "images": [],
        "livemode": false,
        "marketing_features": [],
        "metadata": {},
        "name": "",
        "package_dimensions": null,
        "shippable": null,
        "statement_descriptor": null,
        "tax_code": null,
        "tax_details": null,
        "type": args.text("type").unwrap_or("service"),
        "unit_label": null,
        "updated": call.now,
        "url": null,
    }));
    args.copy_onto(&mut product.json, PLAIN);
    args.merge_metadata(&mut product.json);
    call.insert(&product)?;
    if args.has("default_price_data") {
        let mut data = args.value("default_price_data");
        data.put("product", id.clone());
        let price = prices::make(call, &data, "default_price_data")?;
        product.json.put("default_price", price.id());
        call.update(&product)?;
    }
    call.emit("product.created", &product.json)?;
    Ok(product.json)
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let product = call.load("product", ask.id, "id")?;
    Ok(product.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut product = call.load("product", ask.id, "id")?;
    let before = product.json.clone();
    ask.args.copy_onto(&mut product.json, PLAIN);
    for list in ["images", "marketing_features"] {
        if ask.args.sent(list).is_some_and(Value::is_null) {
            product.json.put(list, json!([]));
        }
    }
    if let Some(price) = ask.args.text("default_price") {
        let price = call.load("price", price, "default_price")?;
        if price.json.text("product") != Some(ask.id) {
            return Err(
                Refusal::invalid("The price specified must belong to this product.")
                    .param("default_price"),
            );
        }
        product.json.put("default_price", price.json.id());
    }
    ask.args.merge_metadata(&mut product.json);
    if product.json != before {
        product.json.put("updated", call.now);
    }
    call.changed("product.updated", &before, &product)?;
    Ok(product.json.into())
}

/// Only products without prices can be deleted; others are archived by `active=false`.
fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let product = call.load("product", ask.id, "id")?;
    if !call.children("price", ask.id)?.is_empty() {
        return Err(Refusal::invalid(
            "This product cannot be deleted because it has one or more user-created prices.",
        ));
    }
    let tombstone = rows::bury(call.db, "product", ask.id)?;
    call.emit("product.deleted", &product.json)?;
    Ok(tombstone.into())
}

/// The line with a product in its `price_data`, made of the data for one where that is what came.
pub(super) fn in_price_data(call: &Call<'_>, sent: &Value, at: &str) -> Result<Value, Refusal> {
    let mut out = sent.clone();
    let Some(data) = out.get_mut("price_data").filter(|d| d.is_object()) else {
        return Ok(out);
    };
    match (
        data.present("product"),
        data.present("product_data").cloned(),
    ) {
        (Some(_), Some(_)) => Err(Refusal::invalid(
            "You may only specify one of these parameters: product, product_data.",
        )
        .code("parameters_exclusive")
        .before_it_began()),
        (None, None) => {
            let param = if at.is_empty() {
                "price_data[product]".to_owned()
            } else {
                format!("{at}[price_data][product]")
            };
            Err(Refusal::missing_param(&param).before_it_began())
        }
        (Some(_), None) => Ok(out),
        (None, Some(product)) => {
            let product = from_data(call, &product)?;
            data.put("product", product.id());
            data.put("product_data", Value::Null);
            Ok(out)
        }
    }
}
