//! Subscriptions: what comes back every period. This file holds what can be asked of one and reads it; how one
//! is made, changed, paused and ended, and what time does to it, stand beside it.

mod agenda;
mod bill;
mod cancel;
mod change;
mod collect;
mod create;
mod cycle;
mod items;
mod make;
mod months;
mod pause;
mod pending;
mod preview;
mod prorate;
mod shape;
mod update;

pub(super) use agenda::{keep, period};
pub(super) use cancel::{cancel_all, end, end_now};
pub(super) use change::{Change, Proration, Trial, apply as apply_change};
pub(super) use collect::{
    collection_rests, given_up, keep_card, own_card, paid, payment_failed, wants_card_kept,
};
pub(crate) use cycle::advance;
pub(super) use make::{Line, Plan, begin, of_quote, plan_of_quote};
pub(crate) use months::{months_later, period_end};
pub(super) use preview::{DETAILS, coming, next_invoice, nothing};
pub(super) use shape::item as new_item;

use crate::call::Call;
use crate::errors::Refusal;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{
    AUTOMATIC_TAX, COLLECTION, CREATED, CUSTOM_FIELDS, DISCOUNTS, ENDING_BEFORE, LIMIT, METADATA,
    NOTHING, PRICE_DATA, QUANTITY, STARTING_AFTER, TAX_RATES,
};
use crate::params::{COUNT, IDS, Kind, Param, TEXT, clearable, optional, required};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/subscriptions", LIST, list),
    post("/v1/subscriptions", CREATE, create::create),
    get("/v1/subscriptions/{}", NOTHING, retrieve),
    post("/v1/subscriptions/{}", UPDATE, update::update),
    delete("/v1/subscriptions/{}", CANCEL, cancel::cancel),
    delete(
        "/v1/subscriptions/{}/discount",
        NOTHING,
        update::remove_discount,
    ),
    post("/v1/subscriptions/{}/pause", pause::PAUSE, pause::pause),
    post("/v1/subscriptions/{}/resume", pause::RESUME, pause::resume),
    get("/v1/subscription_items", items::LIST, items::list),
    post("/v1/subscription_items", items::CREATE, items::create),
    get("/v1/subscription_items/{}", NOTHING, items::retrieve),
    post("/v1/subscription_items/{}", items::UPDATE, items::update),
    delete("/v1/subscription_items/{}", items::DELETE, items::remove),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("collection_method", COLLECTION),
    optional("current_period_end", Kind::Range),
    optional("current_period_start", Kind::Range),
    optional("customer", Kind::Id),
    optional("price", Kind::Id),
    optional(
        "status",
        Kind::Choice(&[
            "active",
            "all",
            "canceled",
            "ended",
            "incomplete",
            "incomplete_expired",
            "past_due",
            "paused",
            "trialing",
            "unpaid",
        ]),
    ),
    optional("test_clock", Kind::Id),
];

const ITEM: &[Param] = &[
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("quantity", QUANTITY),
    TAX_RATES,
];

/// An item of an update or of a preview: an old one by its id, or a new one.
pub(super) const ITEM_CHANGE: &[Param] = &[
    optional("deleted", Kind::Boolean),
    clearable("discounts", DISCOUNTS),
    optional("id", Kind::Id),
    METADATA,
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("quantity", QUANTITY),
    TAX_RATES,
];

/// What is billed once, with the next invoice.
pub(super) const ONCE: &[Param] = &[
    clearable("discounts", DISCOUNTS),
    METADATA,
    optional("price", Kind::Id),
    optional("price_data", Kind::Hash(PRICE_DATA)),
    optional("quantity", QUANTITY),
    TAX_RATES,
];

pub(super) const PRORATION: Kind = Kind::Choice(&["always_invoice", "create_prorations", "none"]);
pub(super) const PAYMENT_BEHAVIOR: Kind = Kind::Choice(&[
    "allow_incomplete",
    "default_incomplete",
    "error_if_incomplete",
    "pending_if_incomplete",
]);
pub(super) const CANCEL_AT: Kind = Kind::TimeOrOneOf(&["max_period_end", "min_period_end"]);
pub(super) const ANCHOR: Kind =
    Kind::Hash(&[required("type", Kind::Choice(&["now", "unchanged"]))]);

const INVOICE_SETTINGS: Kind = Kind::Hash(&[
    clearable("custom_fields", CUSTOM_FIELDS),
    clearable("description", Kind::Text(1500)),
    clearable("footer", TEXT),
]);

const PAYMENT_SETTINGS: Kind = Kind::Hash(&[
    clearable("payment_method_types", IDS),
    optional(
        "save_default_payment_method",
        Kind::Choice(&["off", "on_subscription"]),
    ),
]);

const TRIAL_SETTINGS: Kind = Kind::Hash(&[required(
    "end_behavior",
    Kind::Hash(&[
        optional("billing_cycle_anchor", Kind::Choice(&["now", "unchanged"])),
        required(
            "missing_payment_method",
            Kind::Choice(&["cancel", "create_invoice", "pause"]),
        ),
    ]),
)]);

const CREATE: &[Param] = &[
    optional("add_invoice_items", Kind::List(&Kind::Hash(ONCE))),
    optional("automatic_tax", Kind::Hash(AUTOMATIC_TAX)),
    optional("billing_cycle_anchor", Kind::Time),
    optional("cancel_at", CANCEL_AT),
    optional("cancel_at_period_end", Kind::Boolean),
    optional("collection_method", COLLECTION),
    optional("currency", Kind::Id),
    required("customer", Kind::Id),
    optional("days_until_due", COUNT),
    optional("default_payment_method", Kind::Id),
    clearable("default_tax_rates", IDS),
    clearable("description", Kind::Text(500)),
    clearable("discounts", DISCOUNTS),
    optional("invoice_settings", INVOICE_SETTINGS),
    required("items", Kind::List(&Kind::Hash(ITEM))),
    METADATA,
    optional("off_session", Kind::Boolean),
    optional("payment_behavior", PAYMENT_BEHAVIOR),
    optional("payment_settings", PAYMENT_SETTINGS),
    optional("proration_behavior", PRORATION),
    optional("trial_end", Kind::TimeOr("now")),
    optional("trial_period_days", COUNT),
    optional("trial_settings", TRIAL_SETTINGS),
];

const UPDATE: &[Param] = &[
    optional("add_invoice_items", Kind::List(&Kind::Hash(ONCE))),
    optional("automatic_tax", Kind::Hash(AUTOMATIC_TAX)),
    optional("billing_cycle_anchor", ANCHOR),
    clearable("cancel_at", CANCEL_AT),
    optional("cancel_at_period_end", Kind::Boolean),
    optional("cancellation_details", CANCELLATION_DETAILS),
    optional("collection_method", COLLECTION),
    optional("days_until_due", COUNT),
    optional("default_payment_method", Kind::Id),
    clearable("default_tax_rates", IDS),
    clearable("description", Kind::Text(500)),
    clearable("discounts", DISCOUNTS),
    optional("invoice_settings", INVOICE_SETTINGS),
    optional("items", Kind::List(&Kind::Hash(ITEM_CHANGE))),
    METADATA,
    optional("off_session", Kind::Boolean),
    clearable("pause_collection", pause::COLLECTION_PAUSE),
    optional("payment_behavior", PAYMENT_BEHAVIOR),
    optional("payment_settings", PAYMENT_SETTINGS),
    optional("proration_behavior", PRORATION),
    optional("proration_date", Kind::Time),
    optional("trial_end", Kind::TimeOr("now")),
    optional("trial_settings", TRIAL_SETTINGS),
];

const CANCEL: &[Param] = &[
    optional("cancellation_details", CANCELLATION_DETAILS),
    optional("invoice_now", Kind::Boolean),
    optional("prorate", Kind::Boolean),
];

const CANCELLATION_DETAILS: Kind =
    Kind::Hash(&[clearable("comment", TEXT), clearable("feedback", FEEDBACK)]);

const FEEDBACK: Kind = Kind::Choice(&[
    "customer_service",
    "low_quality",
    "missing_features",
    "other",
    "switched_service",
    "too_complex",
    "too_expensive",
    "unused",
]);

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut list = List::of("subscription", "/v1/subscriptions")
        .range(args, "created", "created")
        .column(args, "customer", "customer")
        .on_clock(args, &["test_clock", "customer"])
        .field(args, "collection_method", "collection_method");
    for field in ["current_period_end", "current_period_start"] {
        let path = format!("json_extract(json, '$.items.data[0].{field}')");
        list = list.range(args, field, &path);
    }
    if let Some(price) = args.text("price") {
        list = list.only("EXISTS (SELECT 1 FROM json_each(objects.json, '$.items.data') WHERE json_extract(value, '$.price.id') = ?)", price.to_owned());
    }
    list = match args.text("status") {
        Some("all") => list,
        Some("ended") => list.only("status IN ('canceled', ?)", "incomplete_expired".to_owned()),
        Some(status) => list.only("status = ?", status.to_owned()),
        None => list.only("status <> ?", "canceled".to_owned()),
    };
    list.page(call, args)
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let subscription = call.load("subscription", ask.id, "id")?;
    Ok(subscription.json.into())
}
