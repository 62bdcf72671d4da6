//! Payment records: money that came another way than through Stripe, reported by whoever received it.
//! One can be attached to an invoice, of which it then pays its part. Reported is only what has come:
//! attempts that failed or were given up, and refunds of a record, are not reported here.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{check_amount, check_currency};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{COUNT, Kind, Param, TEXT, optional, required};
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    get(
        "/v1/payment_records",
        &[LIMIT, STARTING_AFTER, ENDING_BEFORE],
        |call, ask| List::of("payment_record", "/v1/payment_records").page(call, &ask.args),
    ),
    post("/v1/payment_records/report_payment", REPORT, report),
    get("/v1/payment_records/{}", NOTHING, |call, ask| {
        Ok(call.load("payment_record", ask.id, "id")?.json.into())
    }),
];

const REPORT: &[Param] = &[
    required(
        "amount_requested",
        Kind::Hash(&[required("currency", Kind::Id), required("value", COUNT)]),
    ),
    optional(
        "customer_details",
        Kind::Hash(&[
            optional("customer", Kind::Id),
            optional("email", TEXT),
            optional("name", TEXT),
            optional("phone", TEXT),
        ]),
    ),
    optional(
        "customer_presence",
        Kind::Choice(&["off_session", "on_session"]),
    ),
    optional("description", TEXT),
    optional(
        "guaranteed",
        Kind::Hash(&[required("guaranteed_at", Kind::Time)]),
    ),
    required("initiated_at", Kind::Time),
    METADATA,
    optional("outcome", Kind::Choice(&["guaranteed"])),
    required(
        "payment_method_details",
        Kind::Hash(&[
            optional(
                "custom",
                Kind::Hash(&[optional("display_name", TEXT), optional("type", Kind::Id)]),
            ),
            optional("type", Kind::Choice(&["custom"])),
        ]),
    ),
    optional(
        "processor_details",
        Kind::Hash(&[
            optional("custom", Kind::Hash(&[required("payment_reference", TEXT)])),
            required("type", Kind::Choice(&["custom"])),
        ]),
    ),
];

fn report(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let requested = args.hash("amount_requested");
    let code = check_currency(requested.must("currency"), "amount_requested[currency]")?;
    let value = requested.amount("value");
    check_amount(value, &code, "amount_requested[value]")?;
    let amount = |value: i64| json!({ "currency": code, "value": value });
    // What is only begun has not come yet.
    let came = if args.text("outcome") == Some("guaranteed") {
        value
    } else {
        0
    };
    let customer = args.hash("customer_details");
    if let Some(customer) = customer.text("customer") {
        call.load("customer", customer, "customer_details[customer]")?;
    }
    let details = args.hash("payment_method_details");
    let shown = &details["custom"];
    let reference = &args.hash("processor_details")["custom"];
    let mut record = Record::new(json!({
        "id": call.new_id("pr_1")?,
        "object": "payment_record",
        "amount": amount(value),
        "amount_authorized": amount(came),
        "amount_canceled": amount(0),
        "amount_failed": amount(0),
        "amount_guaranteed": amount(came),
        "amount_refunded": amount(0),
        "amount_requested": amount(value),
        "application": null,
        "created": call.now,
        "customer_details": who(customer),
        "customer_presence": args.text("customer_presence"),
        "description": args.text("description"),
        "latest_payment_attempt_record": call.new_id("par_1")?,
        "livemode": false,
        "metadata": {},
        "payment_method_details": {
            "billing_details": null,
            "custom": { "display_name": shown.text("display_name").unwrap_or("Custom"), "type": shown.text("type") },
            "payment_method": null,
            "type": "custom",
        },
        "processor_details": {
            "custom": { "payment_reference": reference.text("payment_reference") },
            "type": "custom",
        },
        "reported_by": "self",
        "shipping_details": null,
    }));
    args.merge_metadata(&mut record.json);
    call.insert(&record)?;
    Ok(record.json.into())
}

fn who(customer: &Value) -> Value {
    let fields = ["customer", "email", "name", "phone"];
    if fields.iter().all(|field| customer.text(field).is_none()) {
        return Value::Null;
    }
    let of = |field: &str| customer.text(field);
    json!({ "customer": of("customer"), "email": of("email"), "name": of("name"), "phone": of("phone") })
}
