//! Invoices: draft, open, paid, void, uncollectible. This file holds the operations that read and write
//! an invoice; how one is made, its sums, and its steps stand beside it.

mod build;
mod collect;
mod edit;
mod lines;
mod preview;
mod retries;
mod revise;
mod settings;
mod shipping;
mod steps;
mod view;

pub(super) use build::{Made, add_item_line, add_subscription_line, make, of_quote, show_item};
pub(super) use collect::{
    attempt, can_be_collected, failed_elsewhere, paid_elsewhere, receive, settle_if_nothing_remains,
};
pub(super) use lines::{add_up, pricing, shown_tax, total};
pub(super) use preview::taken_back;
pub(super) use retries::after_retries;
pub(crate) use retries::{AFTER_RETRIES, due, number_of};
pub(crate) use steps::advance;
pub(super) use steps::{advance_later, finalize_now, void_open};
pub(crate) use view::{on_request, shipping_taxes};

use serde_json::{Value, json};

use super::discounts::{self, Place};
use super::tax_rates;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{
    AUTOMATIC_TAX, COLLECTION, CREATED, CUSTOM_FIELDS, DISCOUNTS, ENDING_BEFORE, ISSUER, LIMIT,
    METADATA, NOTHING, PLAIN_LIST, SHIPPING, STARTING_AFTER,
};
use crate::params::{Args, COUNT, IDS, Kind, Param, clearable, optional};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/invoices", LIST, list),
    post("/v1/invoices", CREATE, create),
    post(
        "/v1/invoices/create_preview",
        preview::PARAMS,
        preview::create,
    ),
    get("/v1/invoices/{}", NOTHING, retrieve),
    post("/v1/invoices/{}", UPDATE, update),
    delete("/v1/invoices/{}", NOTHING, steps::remove),
    get("/v1/invoices/{}/lines", PLAIN_LIST, lines::list),
    post(
        "/v1/invoices/{}/lines/{}",
        edit::UPDATE_ONE,
        edit::update_one,
    ),
    post("/v1/invoices/{}/add_lines", edit::ADD, edit::add),
    post("/v1/invoices/{}/update_lines", edit::UPDATE, edit::update),
    post("/v1/invoices/{}/remove_lines", edit::REMOVE, edit::remove),
    post(
        "/v1/invoices/{}/attach_payment",
        ATTACH,
        collect::attach_payment,
    ),
    post(
        "/v1/invoices/{}/finalize",
        &[optional("auto_advance", Kind::Boolean)],
        steps::finalize,
    ),
    post("/v1/invoices/{}/send", NOTHING, steps::send),
    post("/v1/invoices/{}/pay", PAY, collect::pay),
    post("/v1/invoices/{}/void", NOTHING, steps::void),
    post(
        "/v1/invoices/{}/mark_uncollectible",
        NOTHING,
        steps::mark_uncollectible,
    ),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("collection_method", COLLECTION),
    optional("customer", Kind::Id),
    optional("due_date", Kind::Range),
    optional(
        "status",
        Kind::Choice(&["draft", "open", "paid", "uncollectible", "void"]),
    ),
    optional("subscription", Kind::Id),
];

const UPDATE: &[Param] = &[
    clearable("account_tax_ids", IDS),
    optional("auto_advance", Kind::Boolean),
    optional("automatic_tax", Kind::Hash(AUTOMATIC_TAX)),
    optional("automatically_finalizes_at", Kind::Time),
    optional("collection_method", COLLECTION),
    clearable("custom_fields", CUSTOM_FIELDS),
    optional("days_until_due", COUNT),
    optional("default_payment_method", Kind::Id),
    clearable("default_tax_rates", IDS),
    clearable("description", Kind::Text(1500)),
    clearable("discounts", DISCOUNTS),
    optional("due_date", Kind::Time),
    clearable("effective_at", Kind::Time),
    clearable("footer", Kind::Text(5000)),
    optional("issuer", Kind::Hash(ISSUER)),
    METADATA,
    clearable("number", Kind::Text(26)),
    optional("payment_settings", Kind::Hash(settings::PAYMENT)),
    optional("rendering", Kind::Hash(settings::RENDERING)),
    clearable("shipping_cost", Kind::Hash(shipping::COST)),
    clearable("shipping_details", Kind::Hash(SHIPPING)),
    optional("statement_descriptor", Kind::Text(22)),
];

const CREATE: &[Param] = &[
    clearable("account_tax_ids", IDS),
    optional("auto_advance", Kind::Boolean),
    optional("automatic_tax", Kind::Hash(AUTOMATIC_TAX)),
    optional("automatically_finalizes_at", Kind::Time),
    optional("collection_method", COLLECTION),
    optional("currency", Kind::Id),
    clearable("custom_fields", CUSTOM_FIELDS),
    optional("customer", Kind::Id),
    optional("days_until_due", COUNT),
    optional("default_payment_method", Kind::Id),
    optional("default_tax_rates", IDS),
    clearable("description", Kind::Text(1500)),
    clearable("discounts", DISCOUNTS),
    optional("due_date", Kind::Time),
    optional("effective_at", Kind::Time),
    clearable("footer", Kind::Text(5000)),
    optional("from_invoice", Kind::Hash(revise::FROM)),
    optional("issuer", Kind::Hash(ISSUER)),
    METADATA,
    optional("number", Kind::Text(26)),
    optional(
        "pending_invoice_items_behavior",
        Kind::Choice(&["exclude", "include"]),
    ),
    optional("payment_settings", Kind::Hash(settings::PAYMENT)),
    optional("rendering", Kind::Hash(settings::RENDERING)),
    optional("shipping_cost", Kind::Hash(shipping::COST)),
    optional("shipping_details", Kind::Hash(SHIPPING)),
    optional("statement_descriptor", Kind::Text(22)),
];

const ATTACH: &[Param] = &[
    optional("payment_intent", Kind::Id),
    optional("payment_record", Kind::Id),
];

const PAY: &[Param] = &[
    optional("forgive", Kind::Boolean),
    optional("off_session", Kind::Boolean),
    optional("paid_out_of_band", Kind::Boolean),
    optional("payment_method", Kind::Id),
    optional("source", Kind::Id),
];

/// What stays open to change once an invoice is finalized.
const EDITABLE_LATER: &[&str] = &[
    "auto_advance",
    "default_payment_method",
    "expand",
    "metadata",
    "statement_descriptor",
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    List::of("invoice", "/v1/invoices")
        .range(args, "created", "created")
        .range(args, "due_date", "json_extract(json, '$.due_date')")
        .column(args, "customer", "customer")
        .column(args, "status", "status")
        .column(args, "subscription", "parent")
        .field(args, "collection_method", "collection_method")
        .page(call, args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    if args.has("from_invoice") {
        return create_revision(call, args);
    }
    let customer = args
        .text("customer")
        .ok_or_else(|| Refusal::missing_param("customer").before_it_began())?;
    let pending = if args.text("pending_invoice_items_behavior") == Some("include") {
        super::invoice_items::pending(call, customer)?
    } else {
        Vec::new()
    };
    let currency = args
        .text("currency")
        .map(str::to_owned)
        .or_else(|| pending.first().map(|i| i.json.must("currency").to_owned()));
    let mut invoice = make(
        call,
        Made {
            customer: customer.to_owned(),
            currency,
            collection_method: args
                .text("collection_method")
                .unwrap_or("charge_automatically")
                .to_owned(),
            billing_reason: "manual",
            ..Made::default()
        },
    )?;
    apply(call, &mut invoice, args)?;
    call.insert(&invoice)?;
    for mut item in pending {
        item.json.put("invoice", invoice.json.id());
        call.update(&item)?;
        add_item_line(call, &invoice, &item)?;
    }
    total(call, &mut invoice)?;
    call.emit("invoice.created", &invoice.json)?;
    Ok(invoice.json.into())
}

/// The copy is made first; whatever else was sent changes it.
fn create_revision(call: &Call<'_>, args: &Args) -> Result<Reply, Refusal> {
    for other in ["currency", "customer", "pending_invoice_items_behavior"] {
        if args.has(other) {
            return Err(Refusal::invalid(format!(
                "You may only specify one of these parameters: from_invoice, {other}."
            ))
            .code("parameters_exclusive")
            .before_it_began());
        }
    }
    let mut invoice = revise::draft(call, args)?;
    apply(call, &mut invoice, args)?;
    total(call, &mut invoice)?;
    call.emit("invoice.created", &invoice.json)?;
    Ok(invoice.json.into())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let invoice = call.load("invoice", ask.id, "id")?;
    Ok(invoice.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut invoice = call.load("invoice", ask.id, "id")?;
    let before = invoice.json.clone();
    if invoice.json.status() != "draft" {
        let other = ask.args.all().as_object().and_then(|sent| {
            sent.keys()
                .find(|k| !EDITABLE_LATER.contains(&k.as_str()))
                .cloned()
        });
        if let Some(other) = other {
            return Err(Refusal::invalid(format!("Finalized invoices can't be updated in this way: `{other}` can only be changed on a draft.")).code("invoice_not_editable").param(&other));
        }
    }
    apply(call, &mut invoice, &ask.args)?;
    if invoice.json.status() == "draft" {
        total(call, &mut invoice)?;
    }
    call.changed("invoice.updated", &before, &invoice)?;
    Ok(invoice.json.into())
}

fn apply(call: &Call<'_>, invoice: &mut Record, args: &Args) -> Result<(), Refusal> {
    tax_rates::none_automatic(args)?;
    args.copy_onto(
        &mut invoice.json,
        &[
            "auto_advance",
            "collection_method",
            "custom_fields",
            "default_payment_method",
            "description",
            "effective_at",
            "footer",
            "number",
            "statement_descriptor",
        ],
    );
    build::set_due(
        call,
        &mut invoice.json,
        args.integer("days_until_due"),
        args.integer("due_date"),
    )?;
    if args.sent("default_tax_rates").is_some() {
        let ids = tax_rates::checked(call, &args.texts("default_tax_rates"), "default_tax_rates")?;
        invoice
            .json
            .put("default_tax_rates", tax_rates::whole(call, &ids)?);
    }
    if args.sent("discounts").is_some() {
        let place = Place {
            customer: invoice.json.text("customer"),
            invoice: Some(invoice.json.id()),
            amount: Some(invoice.json.amount("subtotal")).filter(|a| *a > 0),
            ..Place::default()
        };
        let ids = discounts::of_param(
            call,
            args.items("discounts"),
            place,
            invoice.json.text("currency"),
            "discounts",
        )?;
        invoice.json.put("discounts", ids);
    }
    if let Some(cost) = args.sent("shipping_cost") {
        shipping::choose(call, invoice, cost)?;
    }
    settings::apply(call, invoice, args)?;
    if let Some(number) = args.text("number") {
        check_number_is_free(call, invoice.json.id(), number)?;
    }
    if args.sent("auto_advance").is_some() || args.has("automatically_finalizes_at") {
        advance_later(
            call,
            &mut invoice.json,
            args.integer("automatically_finalizes_at"),
        );
    }
    args.merge_metadata(&mut invoice.json);
    Ok(())
}

fn check_number_is_free(call: &Call<'_>, id: &str, number: &str) -> Result<(), Refusal> {
    let taken: bool = call
        .db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM objects WHERE object = 'invoice' AND json_extract(json, '$.number') = ?1 AND id <> ?2)")?
        .query_row([number, id], |row| row.get(0))?;
    if taken {
        return Err(
            Refusal::invalid(format!("The invoice number '{number}' is already in use."))
                .param("number"),
        );
    }
    Ok(())
}

/// Sets one of the times in `status_transitions`.
fn transition(invoice: &mut Value, field: &str, at: i64) {
    if let Some(times) = invoice.get_mut("status_transitions") {
        times.put(field, at);
    }
}

/// The times that a new invoice has none of yet.
fn no_transitions() -> Value {
    json!({ "finalized_at": null, "marked_uncollectible_at": null, "paid_at": null, "voided_at": null })
}
