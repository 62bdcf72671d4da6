//! Tax rates: a percentage, in the price or on top of it. Automatic tax is not offered.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{Decimal, Rate};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{Kind, Param, TEXT, clearable, optional, required};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/tax_rates", LIST, list),
    post("/v1/tax_rates", CREATE, create),
    get("/v1/tax_rates/{}", NOTHING, retrieve),
    post("/v1/tax_rates/{}", UPDATE, update),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("active", Kind::Boolean),
    optional("inclusive", Kind::Boolean),
];

const TAX_TYPE: Kind = Kind::Choice(&[
    "admissions_tax",
    "amusement_tax",
    "attendance_tax",
    "communications_tax",
    "digital_excise_tax",
    "entertainment_tax",
    "get_fund",
    "gross_receipts_tax",
    "gst",
    "hospitality_tax",
    "hst",
    "igst",
    "jct",
    "lease_tax",
    "luxury_tax",
    "mass_transit_parking_tax",
    "nhil",
    "parking_tax",
    "pst",
    "qst",
    "resort_tax",
    "retail_delivery_fee",
    "rst",
    "sales_tax",
    "service_tax",
    "tourism_tax",
    "utility_users_tax",
    "vat",
]);

const CREATE: &[Param] = &[
    required("display_name", Kind::Text(50)),
    required("inclusive", Kind::Boolean),
    required("percentage", Kind::Number),
    optional("active", Kind::Boolean),
    optional("country", Kind::Id),
    clearable("description", TEXT),
    clearable("jurisdiction", Kind::Text(50)),
    METADATA,
    optional("state", Kind::Id),
    optional("tax_type", TAX_TYPE),
];

const UPDATE: &[Param] = &[
    optional("active", Kind::Boolean),
    optional("country", Kind::Id),
    clearable("description", TEXT),
    optional("display_name", Kind::Text(50)),
    clearable("jurisdiction", Kind::Text(50)),
    METADATA,
    optional("state", Kind::Id),
    optional("tax_type", TAX_TYPE),
];

const PLAIN: &[&str] = &[
    "active",
    "country",
    "description",
    "display_name",
    "jurisdiction",
    "state",
    "tax_type",
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let list = List::of("tax_rate", "/v1/tax_rates").range(&ask.args, "created", "created");
    list.field(&ask.args, "active", "active")
        .field(&ask.args, "inclusive", "inclusive")
        .page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let percent = percentage(
        ask.args.text("percentage").unwrap_or_default(),
        "percentage",
    )?;
    let mut rate = Record::new(json!({
        "id": call.new_id("txr_1")?,
        "object": "tax_rate",
        "active": true,
        "country": null,
        "created": call.now,
        "description": null,
        "display_name": "",
        "effective_percentage": null,
        "flat_amount": null,
        "inclusive": ask.args.flag("inclusive"),
        "jurisdiction": null,
        "jurisdiction_level": null,
        "livemode": false,
        "metadata": {},
        "percentage": number(percent)?,
        "rate_type": "percentage",
        "state": null,
        "tax_type": null,
    }));
    ask.args.copy_onto(&mut rate.json, PLAIN);
    ask.args.merge_metadata(&mut rate.json);
    call.insert(&rate)?;
    call.emit("tax_rate.created", &rate.json)?;
    Ok(rate.json.into())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let rate = call.load("tax_rate", ask.id, "id")?;
    Ok(rate.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut rate = call.load("tax_rate", ask.id, "id")?;
    let before = rate.json.clone();
    ask.args.copy_onto(&mut rate.json, PLAIN);
    ask.args.merge_metadata(&mut rate.json);
    call.changed("tax_rate.updated", &before, &rate)?;
    Ok(rate.json.into())
}

/// A percentage from 0 to 100.
pub(super) fn percentage(text: &str, param: &str) -> Result<Decimal, Refusal> {
    let range = Decimal::zero()..=Decimal::hundred();
    Decimal::parse(text)
        .filter(|p| range.contains(p))
        .ok_or_else(|| {
            Refusal::invalid(format!("Invalid {param}: must be between 0 and 100"))
                .param(param)
                .before_it_began()
        })
}

/// A decimal as a JSON number, by its digits.
pub(super) fn number(decimal: Decimal) -> Result<Value, Refusal> {
    Ok(serde_json::from_str(&decimal.to_string())?)
}

/// Checks that these rates exist and may be used; their ids.
pub(super) fn checked(
    call: &Call<'_>,
    ids: &[String],
    param: &str,
) -> Result<Vec<String>, Refusal> {
    for (at, id) in ids.iter().enumerate() {
        let param = format!("{param}[{at}]");
        let rate = call.load("tax_rate", id, &param)?;
        if !rate.json.flag("active") {
            return Err(Refusal::invalid(format!(
                "The tax rate {id} cannot be used because it is inactive."
            ))
            .param(&param));
        }
    }
    Ok(ids.to_vec())
}

/// The rates as they apply to a customer with this `tax_exempt`.
pub(super) fn rates(
    call: &Call<'_>,
    ids: &[String],
    tax_exempt: &str,
) -> Result<Vec<Rate>, Refusal> {
    let waived = match tax_exempt {
        "exempt" => Some("customer_exempt"),
        "reverse" => Some("reverse_charge"),
        _ => None,
    };
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        let rate = call.load("tax_rate", id, "tax_rates")?.json;
        let percent = rate
            .get("percentage")
            .map(Value::to_string)
            .and_then(|p| Decimal::parse(&p))
            .unwrap_or_else(Decimal::zero);
        out.push(Rate {
            tax_rate: id.clone(),
            percent,
            inclusive: rate.flag("inclusive"),
            waived,
        });
    }
    Ok(out)
}

/// The whole objects, for documents that carry them.
pub(super) fn whole(call: &Call<'_>, ids: &[String]) -> Result<Vec<Value>, Refusal> {
    ids.iter()
        .map(|id| call.load("tax_rate", id, "tax_rates").map(|r| r.json))
        .collect()
}
