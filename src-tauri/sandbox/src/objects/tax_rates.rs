//! Tax rates: a percentage, in the price or on top of it. Automatic tax is not offered.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{Decimal, Fixed, Rate};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{Args, Kind, Param, TEXT, clearable, optional, required};
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

const LEVEL: Kind = Kind::Choice(&["city", "country", "county", "district", "multiple", "state"]);

/// A rate that is told in place, where a client reckons taxes itself.
pub(super) const DATA: &[Param] = &[
    required("display_name", Kind::Text(50)),
    required("inclusive", Kind::Boolean),
    required("percentage", Kind::Number),
    optional("country", Kind::Id),
    optional("description", TEXT),
    optional("jurisdiction", Kind::Text(200)),
    optional("jurisdiction_level", LEVEL),
    optional("state", Kind::Id),
    optional("tax_type", TAX_TYPE),
];

/// Why a tax is what it is, where a client says so.
pub(super) const REASON: Kind = Kind::Choice(&[
    "customer_exempt",
    "not_collecting",
    "not_subject_to_tax",
    "not_supported",
    "portion_product_exempt",
    "portion_reduced_rated",
    "portion_standard_rated",
    "product_exempt",
    "product_exempt_holiday",
    "proportionally_rated",
    "reduced_rated",
    "reverse_charge",
    "standard_rated",
    "taxable_basis_reduced",
    "zero_rated",
]);

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
    let rate = make(call, &ask.args, true)?;
    Ok(rate.into())
}

fn make(call: &Call<'_>, args: &Args, is_active: bool) -> Result<Value, Refusal> {
    let percent = percentage(args.text("percentage").unwrap_or_default(), "percentage")?;
    let mut rate = Record::new(json!({
        "id": call.new_id("txr_1")?,
        "object": "tax_rate",
        "active": is_active,
        "country": null,
        "created": call.now,
        "description": null,
        "display_name": "",
        "effective_percentage": null,
        "flat_amount": null,
        "inclusive": args.flag("inclusive"),
        "jurisdiction": null,
        "jurisdiction_level": args.text("jurisdiction_level"),
        "livemode": false,
        "metadata": {},
        "percentage": number(percent)?,
        "rate_type": "percentage",
        "state": null,
        "tax_type": null,
    }));
    args.copy_onto(&mut rate.json, PLAIN);
    args.merge_metadata(&mut rate.json);
    call.insert(&rate)?;
    call.emit("tax_rate.created", &rate.json)?;
    Ok(rate.json)
}

/// Taxes that a client has reckoned itself; each brings a rate of its own, not for use elsewhere.
pub(super) fn given(call: &Call<'_>, sent: &[Value]) -> Result<Value, Refusal> {
    if sent.is_empty() {
        return Ok(Value::Null);
    }
    let mut out = Vec::with_capacity(sent.len());
    for tax in sent {
        let rate = make(call, &Args::new(tax.copy("tax_rate_data")), false)?;
        out.push(json!({
            "amount": tax.amount("amount"),
            "reason": tax.text("taxability_reason").unwrap_or("standard_rated"),
            "tax_rate": rate.id(),
            "taxable": tax.amount("taxable_amount"),
        }));
    }
    Ok(json!(out))
}

/// The rates of taxes that a client has reckoned, with the amounts that it gave.
pub(super) fn fixed(call: &Call<'_>, given: &[Value]) -> Result<Vec<Rate>, Refusal> {
    let mut out = Vec::with_capacity(given.len());
    for tax in given {
        let mut rates = rates(call, &[tax.must("tax_rate").to_owned()], "none")?;
        for rate in &mut rates {
            rate.fixed = Some(Fixed {
                amount: tax.amount("amount"),
                taxable: tax.amount("taxable"),
                reason: tax.must("reason").to_owned(),
            });
        }
        out.append(&mut rates);
    }
    Ok(out)
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

/// Refuses automatic tax: the account has no tax registrations.
pub(super) fn none_automatic(args: &Args) -> Result<(), Refusal> {
    if args.hash("automatic_tax").flag("enabled") {
        return Err(Refusal::invalid("The practice account has no tax registrations, so automatic tax cannot be enabled. Use tax rates.").param("automatic_tax[enabled]"));
    }
    Ok(())
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
            fixed: None,
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
