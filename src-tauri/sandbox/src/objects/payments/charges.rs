//! Charges: read, described, and made in the old way, by a source and without an intent of one's own.

use serde_json::{Value, json};

use super::attempt::{How, Outcome, attempt};
use super::{methods, shapes};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{check_amount, check_currency};
use crate::objects::customers;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{
    ADDRESS, CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER,
};
use crate::params::{Kind, Param, TEXT, clearable, optional, required};
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    get("/v1/charges", LIST, list),
    post("/v1/charges", CREATE, create),
    get("/v1/charges/{}", NOTHING, |call, ask| {
        Ok(call.load("charge", ask.id, "id")?.json.into())
    }),
    post("/v1/charges/{}", UPDATE, update),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("customer", Kind::Id),
    optional("payment_intent", Kind::Id),
];
const CREATE: &[Param] = &[
    required(
        "amount",
        Kind::Integer {
            least: 1,
            most: i64::MAX,
        },
    ),
    optional("capture", Kind::Boolean),
    required("currency", Kind::Id),
    optional("customer", Kind::Id),
    optional("description", TEXT),
    METADATA,
    optional("receipt_email", Kind::Text(512)),
    optional("source", Kind::Id),
    optional("statement_descriptor", Kind::Text(22)),
];
const UPDATE: &[Param] = &[
    optional("description", TEXT),
    optional(
        "fraud_details",
        Kind::Hash(&[clearable(
            "user_report",
            Kind::Choice(&["fraudulent", "safe"]),
        )]),
    ),
    METADATA,
    optional("receipt_email", Kind::Text(512)),
    optional(
        "shipping",
        Kind::Hash(&[
            required("address", Kind::Hash(ADDRESS)),
            optional("carrier", TEXT),
            required("name", TEXT),
            optional("phone", TEXT),
            optional("tracking_number", TEXT),
        ]),
    ),
    optional("transfer_group", TEXT),
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("charge", "/v1/charges")
        .range(&ask.args, "created", "created")
        .column(&ask.args, "customer", "customer")
        .column(&ask.args, "payment_intent", "parent")
        .page(call, &ask.args)
}

/// The old way: an intent is made and confirmed in one go, and the answer is its charge.
fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let currency = check_currency(args.text("currency").unwrap_or_default(), "currency")?;
    let amount = args.integer("amount").unwrap_or_default();
    check_amount(amount, &currency, "amount")?;
    let customer = match args.text("customer") {
        Some(id) => Some(call.load("customer", id, "customer")?),
        None => None,
    };
    let own = customer
        .as_ref()
        .and_then(|c| c.json.text("default_source"));
    let Some(source) = args.text("source").or(own) else {
        return Err(Refusal::invalid("Must provide source or customer.").code("parameter_missing"));
    };
    let mut method = methods::find_or_make(call, source)?;
    let mut intent = Record::new(shapes::intent(
        call,
        shapes::Wanted {
            amount,
            currency: &currency,
            customer: args.value("customer"),
            description: args.value("description"),
        },
    )?);
    args.copy_onto(&mut intent.json, &["receipt_email", "statement_descriptor"]);
    if args.flag("capture") == Some(false) {
        intent.json.put("capture_method", "manual");
    }
    args.merge_metadata(&mut intent.json);
    call.insert(&intent)?;
    // There is nobody to ask in the old way.
    let how = How {
        off_session: true,
        ..How::default()
    };
    match attempt(call, &mut intent, &mut method, &how)? {
        Outcome::Declined(refusal) => Err(refusal),
        _ => {
            let id = intent.json.must("latest_charge");
            Ok(call.load("charge", id, "latest_charge")?.json.into())
        }
    }
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut charge = call.load("charge", ask.id, "id")?;
    let before = charge.json.clone();
    args.copy_onto(
        &mut charge.json,
        &["description", "receipt_email", "transfer_group"],
    );
    if let Some(report) = args.hash("fraud_details").get("user_report") {
        let details = if report.is_null() {
            json!({})
        } else {
            json!({ "user_report": report })
        };
        charge.json.put("fraud_details", details);
    }
    if let Some(sent) = args.sent("shipping").filter(|s| !s.is_null()) {
        let mut whole = json!({ "address": customers::whole_address(&sent["address"], None) });
        for part in ["carrier", "name", "phone", "tracking_number"] {
            whole.put(part, sent.get(part).cloned().unwrap_or(Value::Null));
        }
        charge.json.put("shipping", whole);
    }
    args.merge_metadata(&mut charge.json);
    call.changed("charge.updated", &before, &charge)?;
    Ok(charge.json.into())
}
