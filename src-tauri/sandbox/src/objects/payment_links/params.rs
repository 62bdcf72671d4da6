//! What a payment link may be told. Everything here is at work on its page; what Stripe offers besides
//! (fields of one's own, optional items, what belongs to Connect) is refused as unknown.

use crate::params::shared::{AUTOMATIC_TAX, CUSTOM_FIELDS, ISSUER, METADATA};
use crate::params::{COUNT, IDS, Kind, Param, TEXT, clearable, optional, required};

const AFTER: &[Param] = &[
    required("type", Kind::Choice(&["hosted_confirmation", "redirect"])),
    optional(
        "hosted_confirmation",
        Kind::Hash(&[optional("custom_message", Kind::Text(500))]),
    ),
    optional("redirect", Kind::Hash(&[required("url", TEXT)])),
];

const ADDRESS: Kind = Kind::Choice(&["auto", "required"]);
const ALWAYS: Kind = Kind::Choice(&["always", "if_required"]);
const SUBMIT: Kind = Kind::Choice(&["auto", "book", "donate", "pay", "subscribe"]);
const MESSAGE: Kind = Kind::Hash(&[required("message", Kind::Text(1200))]);
const CUSTOM_TEXT: &[Param] = &[
    clearable("after_submit", MESSAGE),
    clearable("shipping_address", MESSAGE),
    clearable("submit", MESSAGE),
    clearable("terms_of_service_acceptance", MESSAGE),
];
const SWITCH: &[Param] = &[required("enabled", Kind::Boolean)];
const TAX_IDS: &[Param] = &[
    required("enabled", Kind::Boolean),
    optional("required", Kind::Choice(&["if_supported", "never"])),
];
const RESTRICTIONS: &[Param] = &[required(
    "completed_sessions",
    Kind::Hash(&[required("limit", COUNT)]),
)];
pub(super) const INTENT: &[Param] = &[
    optional(
        "capture_method",
        Kind::Choice(&["automatic", "automatic_async", "manual"]),
    ),
    optional("description", Kind::Text(1000)),
    METADATA,
    optional(
        "setup_future_usage",
        Kind::Choice(&["off_session", "on_session"]),
    ),
    optional("statement_descriptor", Kind::Text(22)),
    optional("statement_descriptor_suffix", Kind::Text(22)),
    optional("transfer_group", TEXT),
];
const SUBSCRIPTION: &[Param] = &[
    optional("description", Kind::Text(500)),
    optional("invoice_settings", Kind::Hash(OF_INVOICES)),
    METADATA,
    clearable("trial_period_days", COUNT),
    clearable("trial_settings", Kind::Hash(TRIAL)),
];
const OF_INVOICES: &[Param] = &[
    clearable("custom_fields", CUSTOM_FIELDS),
    optional("description", Kind::Text(1500)),
    optional("footer", TEXT),
    optional("issuer", Kind::Hash(ISSUER)),
];
const TRIAL: &[Param] = &[required(
    "end_behavior",
    Kind::Hash(&[required(
        "missing_payment_method",
        Kind::Choice(&["cancel", "create_invoice", "pause"]),
    )]),
)];
const CONSENT: &[Param] = &[
    optional(
        "payment_method_reuse_agreement",
        Kind::Hash(&[required("position", Kind::Choice(&["auto", "hidden"]))]),
    ),
    optional("promotions", Kind::Choice(&["none"])),
    optional("terms_of_service", Kind::Choice(&["none", "required"])),
];
const NAME: Kind = Kind::Hash(&[
    required("enabled", Kind::Boolean),
    optional("optional", Kind::Boolean),
]);
const NAMES: &[Param] = &[optional("business", NAME), optional("individual", NAME)];
const ADDRESSES: &[Param] = &[required("allowed_countries", IDS)];
const RATES: Kind = Kind::List(&Kind::Hash(&[required("shipping_rate", Kind::Id)]));
const INVOICE: &[Param] = &[
    required("enabled", Kind::Boolean),
    optional(
        "invoice_data",
        Kind::Hash(&[
            clearable("custom_fields", CUSTOM_FIELDS),
            optional("description", Kind::Text(1500)),
            optional("footer", TEXT),
            METADATA,
        ]),
    ),
];
const TYPES: Kind = Kind::List(&Kind::Choice(&["card"]));

pub(super) const CREATE: &[Param] = &[
    required("line_items", super::items::CREATED),
    optional("after_completion", Kind::Hash(AFTER)),
    optional("allow_promotion_codes", Kind::Boolean),
    optional("automatic_tax", Kind::Hash(AUTOMATIC_TAX)),
    optional("billing_address_collection", ADDRESS),
    optional("consent_collection", Kind::Hash(CONSENT)),
    optional("currency", Kind::Id),
    optional("custom_text", Kind::Hash(CUSTOM_TEXT)),
    optional("customer_creation", ALWAYS),
    optional("inactive_message", Kind::Text(500)),
    optional("invoice_creation", Kind::Hash(INVOICE)),
    METADATA,
    optional("name_collection", Kind::Hash(NAMES)),
    optional("payment_intent_data", Kind::Hash(INTENT)),
    optional("payment_method_collection", ALWAYS),
    optional("payment_method_types", TYPES),
    optional("phone_number_collection", Kind::Hash(SWITCH)),
    optional("restrictions", Kind::Hash(RESTRICTIONS)),
    optional("shipping_address_collection", Kind::Hash(ADDRESSES)),
    optional("shipping_options", RATES),
    optional("submit_type", SUBMIT),
    optional("subscription_data", Kind::Hash(SUBSCRIPTION)),
    optional("tax_id_collection", Kind::Hash(TAX_IDS)),
];

pub(super) const UPDATE: &[Param] = &[
    optional("active", Kind::Boolean),
    optional("after_completion", Kind::Hash(AFTER)),
    optional("allow_promotion_codes", Kind::Boolean),
    optional("automatic_tax", Kind::Hash(AUTOMATIC_TAX)),
    optional("billing_address_collection", ADDRESS),
    optional("consent_collection", Kind::Hash(CONSENT)),
    optional("custom_text", Kind::Hash(CUSTOM_TEXT)),
    optional("customer_creation", ALWAYS),
    clearable("inactive_message", Kind::Text(500)),
    optional("invoice_creation", Kind::Hash(INVOICE)),
    optional("line_items", super::items::UPDATED),
    METADATA,
    clearable("name_collection", Kind::Hash(NAMES)),
    optional("payment_intent_data", Kind::Hash(INTENT)),
    optional("payment_method_collection", ALWAYS),
    clearable("payment_method_types", TYPES),
    optional("phone_number_collection", Kind::Hash(SWITCH)),
    clearable("restrictions", Kind::Hash(RESTRICTIONS)),
    clearable("shipping_address_collection", Kind::Hash(ADDRESSES)),
    clearable("shipping_options", RATES),
    optional("submit_type", SUBMIT),
    optional("subscription_data", Kind::Hash(SUBSCRIPTION)),
    optional("tax_id_collection", Kind::Hash(TAX_IDS)),
];
