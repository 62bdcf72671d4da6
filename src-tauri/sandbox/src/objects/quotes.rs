//! Quotes: draft, open, accepted, canceled. This file holds the operations that read and write a quote;
//! its lines and sums, and the steps from state to state, stand beside it.

mod lines;
mod steps;
mod view;

pub(crate) use steps::expire;
pub(crate) use view::{item_part, on_request};

use serde_json::{Value, json};

use super::discounts::{self, Place};
use super::tax_rates;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{
    AUTOMATIC_TAX, COLLECTION, CUSTOM_FIELDS, DISCOUNTS, ENDING_BEFORE, LIMIT, METADATA, NOTHING,
    PLAIN_LIST, PRICE_DATA, QUANTITY, STARTING_AFTER, TAX_RATES,
};
use crate::params::{Args, COUNT, IDS, Kind, Param, clearable, optional, required};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/quotes", LIST, list),
    post("/v1/quotes", CREATE, create),
    get("/v1/quotes/{}", NOTHING, retrieve),
    post("/v1/quotes/{}", UPDATE, update),
    get("/v1/quotes/{}/line_items", PLAIN_LIST, lines::list),
    get(
        "/v1/quotes/{}/computed_upfront_line_items",
        PLAIN_LIST,
        lines::list_upfront,
    ),
    post(
        "/v1/quotes/{}/finalize",
        &[optional("expires_at", Kind::Time)],
        steps::finalize,
    ),
    post("/v1/quotes/{}/accept", NOTHING, steps::accept),
    post("/v1/quotes/{}/cancel", NOTHING, steps::cancel),
    get("/v1/quotes/{}/pdf", NOTHING, view::pdf),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    optional("customer", Kind::Id),
    optional(
        "status",
        Kind::Choice(&["accepted", "canceled", "draft", "open"]),
    ),
    optional("test_clock", Kind::Id),
];

const LINE: &[Param] = &[
    clearable("discounts", DISCOUNTS),
    optional("id", Kind::Id),
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("quantity", QUANTITY),
    TAX_RATES,
];

const INVOICE_SETTINGS: &[Param] = &[
    clearable("custom_fields", CUSTOM_FIELDS),
    optional("days_until_due", COUNT),
    clearable("description", Kind::Text(1500)),
    clearable("footer", Kind::Text(5000)),
];

const SUBSCRIPTION_DATA: &[Param] = &[
    optional(
        "billing_mode",
        Kind::Hash(&[required("type", Kind::Choice(&["classic", "flexible"]))]),
    ),
    clearable("description", Kind::Text(500)),
    clearable("effective_date", Kind::TimeOr("current_period_end")),
    clearable("metadata", Kind::Metadata),
    clearable("trial_period_days", COUNT),
];

const UPDATE: &[Param] = &[
    optional("automatic_tax", Kind::Hash(AUTOMATIC_TAX)),
    optional("collection_method", COLLECTION),
    optional("customer", Kind::Id),
    clearable("default_tax_rates", IDS),
    clearable("description", Kind::Text(500)),
    clearable("discounts", DISCOUNTS),
    optional("expires_at", Kind::Time),
    clearable("footer", Kind::Text(500)),
    clearable("header", Kind::Text(50)),
    optional("invoice_settings", Kind::Hash(INVOICE_SETTINGS)),
    optional("line_items", Kind::List(&Kind::Hash(LINE))),
    METADATA,
    optional("subscription_data", Kind::Hash(SUBSCRIPTION_DATA)),
];

const CREATE: &[Param] = &[
    optional("automatic_tax", Kind::Hash(AUTOMATIC_TAX)),
    optional("collection_method", COLLECTION),
    optional("customer", Kind::Id),
    clearable("default_tax_rates", IDS),
    clearable("description", Kind::Text(500)),
    clearable("discounts", DISCOUNTS),
    optional("expires_at", Kind::Time),
    clearable("footer", Kind::Text(500)),
    optional(
        "from_quote",
        Kind::Hash(&[
            required("quote", Kind::Id),
            optional("is_revision", Kind::Boolean),
        ]),
    ),
    clearable("header", Kind::Text(50)),
    optional("invoice_settings", Kind::Hash(INVOICE_SETTINGS)),
    optional("line_items", Kind::List(&Kind::Hash(LINE))),
    METADATA,
    optional("subscription_data", Kind::Hash(SUBSCRIPTION_DATA)),
    optional("test_clock", Kind::Id),
];

/// Quotes expire 30 days after they are written, unless they say otherwise.
const VALID_SECONDS: i64 = 30 * 86_400;

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let list = List::of("quote", "/v1/quotes")
        .column(&ask.args, "customer", "customer")
        .column(&ask.args, "status", "status");
    list.on_clock(&ask.args, &["test_clock", "customer"])
        .page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    if ask.args.has("from_quote") {
        return steps::copy(call, ask);
    }
    let mut quote = blank(call)?;
    // Lines refer to the quote, so it is stored first and completed after.
    call.insert(&quote)?;
    apply(call, &mut quote, &ask.args)?;
    call.update(&quote)?;
    call.emit("quote.created", &quote.json)?;
    Ok(quote.json.into())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let quote = call.load("quote", ask.id, "id")?;
    Ok(quote.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut quote = call.load("quote", ask.id, "id")?;
    let only_expiry = ask
        .args
        .all()
        .as_object()
        .is_some_and(|sent| sent.keys().all(|k| k == "expires_at" || k == "expand"));
    match quote.json.status() {
        "draft" => {}
        "open" if only_expiry => {}
        "open" => {
            return Err(Refusal::state(
                "This quote is open: only `expires_at` can be changed once a quote has been finalized.",
            ));
        }
        status => {
            return Err(Refusal::state(format!(
                "This quote has a status of `{status}` and can no longer be changed."
            )));
        }
    }
    apply(call, &mut quote, &ask.args)?;
    call.update(&quote)?;
    Ok(quote.json.into())
}

/// A draft without anything on it.
fn blank(call: &Call<'_>) -> Result<Record, Refusal> {
    let nothing = || json!({ "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 });
    Ok(Record::new(json!({
        "id": call.new_id("qt_1")?,
        "object": "quote",
        "amount_subtotal": 0,
        "amount_total": 0,
        "application": null,
        "application_fee_amount": null,
        "application_fee_percent": null,
        "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
        "collection_method": "charge_automatically",
        "computed": { "recurring": null, "upfront": { "amount_subtotal": 0, "amount_total": 0, "total_details": nothing() } },
        "created": call.now,
        "currency": null,
        "customer": null,
        "customer_account": null,
        "default_tax_rates": [],
        "description": null,
        "discounts": [],
        "expires_at": call.now + VALID_SECONDS,
        "footer": null,
        "from_quote": null,
        "header": null,
        "invoice": null,
        "invoice_settings": { "custom_fields": null, "days_until_due": null, "description": null, "footer": null, "issuer": { "type": "self" } },
        "livemode": false,
        "metadata": {},
        "number": null,
        "on_behalf_of": null,
        "status": "draft",
        "status_transitions": { "accepted_at": null, "canceled_at": null, "finalized_at": null },
        "subscription": null,
        "subscription_data": { "billing_mode": { "type": "flexible" }, "description": null, "effective_date": null, "metadata": null, "trial_period_days": null },
        "subscription_schedule": null,
        "test_clock": call.clock,
        "total_details": nothing(),
        "transfer_data": null,
    })))
}

fn apply(call: &Call<'_>, quote: &mut Record, args: &Args) -> Result<(), Refusal> {
    tax_rates::none_automatic(args)?;
    if let Some(customer) = args.text("customer") {
        if quote
            .json
            .text("customer")
            .is_some_and(|old| old != customer)
        {
            return Err(Refusal::invalid(
                "The customer of a quote cannot be changed once it is set.",
            )
            .param("customer"));
        }
        call.load("customer", customer, "customer")?;
        quote.json.put("customer", customer);
    }
    if let Some(at) = args.integer("expires_at") {
        set_expiry(call, &mut quote.json, at)?;
    }
    args.copy_onto(
        &mut quote.json,
        &["collection_method", "description", "footer", "header"],
    );
    if let Some(settings) = quote.json.get_mut("invoice_settings") {
        Args::new(args.hash("invoice_settings").clone()).copy_onto(
            settings,
            &["custom_fields", "days_until_due", "description", "footer"],
        );
    }
    apply_subscription_data(&mut quote.json, args.hash("subscription_data"))?;
    if args.sent("default_tax_rates").is_some() {
        let rates =
            tax_rates::checked(call, &args.texts("default_tax_rates"), "default_tax_rates")?;
        quote.json.put("default_tax_rates", rates);
    }
    args.merge_metadata(&mut quote.json);
    if args.sent("line_items").is_some() {
        lines::replace(call, quote, args.items("line_items"))?;
    }
    if args.sent("discounts").is_some() {
        let place = Place {
            customer: quote.json.text("customer"),
            ..Place::default()
        };
        let ids = discounts::of_param(
            call,
            args.items("discounts"),
            place,
            quote.json.text("currency"),
            "discounts",
        )?;
        quote.json.put("discounts", ids);
    }
    let is_charged = quote.json.must("collection_method") == "charge_automatically";
    let has_days = quote.json["invoice_settings"]
        .integer("days_until_due")
        .is_some();
    if is_charged && has_days {
        return Err(Refusal::invalid("`invoice_settings[days_until_due]` can only be set when `collection_method` is `send_invoice`.").param("invoice_settings[days_until_due]"));
    }
    lines::compute(call, quote)
}

fn apply_subscription_data(quote: &mut Value, sent: &Value) -> Result<(), Refusal> {
    if sent.text("effective_date").is_some() {
        return Err(Refusal::invalid(
            "`current_period_end` needs a subscription to change, and this quote makes a new one.",
        )
        .param("subscription_data[effective_date]"));
    }
    if let Some(data) = quote.get_mut("subscription_data") {
        Args::new(sent.clone()).copy_onto(
            data,
            &[
                "description",
                "effective_date",
                "metadata",
                "trial_period_days",
            ],
        );
        if let Some(mode) = sent.present("billing_mode") {
            data.put("billing_mode", mode.clone());
        }
        // A trial of no days is no trial.
        if data.integer("trial_period_days") == Some(0) {
            data.put("trial_period_days", Value::Null);
        }
    }
    Ok(())
}

fn set_expiry(call: &Call<'_>, quote: &mut Value, at: i64) -> Result<(), Refusal> {
    if at <= call.now {
        return Err(
            Refusal::invalid("The `expires_at` of a quote must be in the future.")
                .param("expires_at"),
        );
    }
    quote.put("expires_at", at);
    Ok(())
}
