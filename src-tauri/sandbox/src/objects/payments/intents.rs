//! Payment intents: made, changed, confirmed, captured, canceled. What an attempt to pay does is in
//! [`super::attempt`].

use serde_json::{Value, json};

use super::attempt::{How, Outcome, attempt};
use super::{invoice, methods, money, shapes, tokens};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{check_amount, check_currency, minimum};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, SHIPPING, STARTING_AFTER};
use crate::params::{Args, COUNT, Kind, Param, TEXT, clearable, legacy, optional, required};
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    get("/v1/payment_intents", LIST, list),
    post("/v1/payment_intents", CREATE, create),
    get(
        "/v1/payment_intents/{}",
        &[optional("client_secret", Kind::Id)],
        |call, ask| Ok(call.load("payment_intent", ask.id, "id")?.json.into()),
    ),
    post("/v1/payment_intents/{}", UPDATE, update),
    post("/v1/payment_intents/{}/confirm", CONFIRM, confirm),
    post("/v1/payment_intents/{}/capture", CAPTURE, capture),
    post("/v1/payment_intents/{}/cancel", CANCEL, cancel),
    post("/v1/charges/{}/capture", CAPTURE_CHARGE, capture_charge),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("customer", Kind::Id),
];
const POSITIVE: Kind = Kind::Integer {
    least: 1,
    most: i64::MAX,
};
pub(super) const CARD_ONLY: Kind = Kind::List(&Kind::Choice(&["card"]));
pub(super) const AUTOMATIC: &[Param] = &[
    optional("allow_redirects", Kind::Choice(&["always", "never"])),
    required("enabled", Kind::Boolean),
];
const CAPTURE_METHOD: Kind = Kind::Choice(&["automatic", "automatic_async", "manual"]);
const SETUP_FUTURE_USAGE: Kind = Kind::Choice(&["off_session", "on_session"]);
const OFF_SESSION: Kind = Kind::Choice(&["true", "false", "one_off", "recurring"]);
const OPTIONS: Kind = Kind::Hash(&[optional(
    "card",
    Kind::Hash(&[
        optional("cvc_token", Kind::Id),
        optional(
            "request_three_d_secure",
            Kind::Choice(&["any", "automatic", "challenge"]),
        ),
    ]),
)]);
const CREATE: &[Param] = &[
    optional("allowed_payment_method_types", CARD_ONLY),
    required("amount", POSITIVE),
    optional("automatic_payment_methods", Kind::Hash(AUTOMATIC)),
    optional("capture_method", CAPTURE_METHOD),
    optional("confirm", Kind::Boolean),
    optional(
        "confirmation_method",
        Kind::Choice(&["automatic", "manual"]),
    ),
    required("currency", Kind::Id),
    optional("customer", Kind::Id),
    optional("description", Kind::Text(1000)),
    optional("error_on_requires_action", Kind::Boolean),
    METADATA,
    optional("off_session", OFF_SESSION),
    optional("payment_method", Kind::Id),
    optional("payment_method_data", Kind::Hash(methods::DATA)),
    optional("payment_method_options", OPTIONS),
    legacy("payment_method_types", CARD_ONLY),
    optional("receipt_email", Kind::Text(512)),
    optional("return_url", TEXT),
    optional("setup_future_usage", SETUP_FUTURE_USAGE),
    optional("shipping", Kind::Hash(SHIPPING)),
    legacy("source", Kind::Id),
    optional("statement_descriptor", Kind::Text(22)),
    optional("statement_descriptor_suffix", Kind::Text(22)),
    optional("transfer_group", TEXT),
    optional("use_stripe_sdk", Kind::Boolean),
];
const UPDATE: &[Param] = &[
    optional("allowed_payment_method_types", CARD_ONLY),
    optional("amount", POSITIVE),
    optional("capture_method", CAPTURE_METHOD),
    optional("currency", Kind::Id),
    optional("customer", Kind::Id),
    optional("description", Kind::Text(1000)),
    METADATA,
    optional("payment_method", Kind::Id),
    optional("payment_method_data", Kind::Hash(methods::DATA)),
    optional("payment_method_options", OPTIONS),
    legacy("payment_method_types", CARD_ONLY),
    clearable("receipt_email", Kind::Text(512)),
    clearable("setup_future_usage", SETUP_FUTURE_USAGE),
    clearable("shipping", Kind::Hash(SHIPPING)),
    legacy("source", Kind::Id),
    optional("statement_descriptor", Kind::Text(22)),
    optional("statement_descriptor_suffix", Kind::Text(22)),
    optional("transfer_group", TEXT),
];
const CONFIRM: &[Param] = &[
    optional("allowed_payment_method_types", CARD_ONLY),
    optional("capture_method", CAPTURE_METHOD),
    optional("client_secret", Kind::Id),
    optional("error_on_requires_action", Kind::Boolean),
    optional("off_session", OFF_SESSION),
    optional("payment_method", Kind::Id),
    optional("payment_method_data", Kind::Hash(methods::DATA)),
    optional("payment_method_options", OPTIONS),
    legacy("payment_method_types", CARD_ONLY),
    clearable("receipt_email", Kind::Text(512)),
    optional("return_url", TEXT),
    clearable("setup_future_usage", SETUP_FUTURE_USAGE),
    clearable("shipping", Kind::Hash(SHIPPING)),
    legacy("source", Kind::Id),
    optional("use_stripe_sdk", Kind::Boolean),
];
const CAPTURE: &[Param] = &[
    optional("amount_to_capture", COUNT),
    optional("final_capture", Kind::Boolean),
    METADATA,
    optional("statement_descriptor", Kind::Text(22)),
    optional("statement_descriptor_suffix", Kind::Text(22)),
];
const CAPTURE_CHARGE: &[Param] = &[
    optional("amount", COUNT),
    optional("receipt_email", Kind::Text(512)),
    optional("statement_descriptor", Kind::Text(22)),
    optional("statement_descriptor_suffix", Kind::Text(22)),
];
const CANCEL: &[Param] = &[optional(
    "cancellation_reason",
    Kind::Choice(&[
        "abandoned",
        "duplicate",
        "fraudulent",
        "requested_by_customer",
    ]),
)];

/// How often an intent may be confirmed in vain before it is given up.
const MOST_ATTEMPTS: i64 = 12;

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("payment_intent", "/v1/payment_intents")
        .range(&ask.args, "created", "created")
        .column(&ask.args, "customer", "customer")
        .page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let confirms = args.flag("confirm") == Some(true);
    for name in ["error_on_requires_action", "off_session", "return_url"] {
        if args.has(name) && !confirms {
            return Err(Refusal::invalid(format!(
                "The parameter `{name}` cannot be passed when creating a PaymentIntent unless `confirm` is set to true."
            ))
            .param(name)
            .before_it_began());
        }
    }
    let currency = check_currency(args.text("currency").unwrap_or_default(), "currency")?;
    let amount = args.integer("amount").unwrap_or_default();
    check_charge(amount, &currency)?;
    if let Some(customer) = args.text("customer") {
        call.load("customer", customer, "customer")?;
    }
    let mut intent = Record::new(shapes::intent(
        call,
        shapes::Wanted {
            amount,
            currency: &currency,
            customer: args.value("customer"),
            description: Value::Null,
        },
    )?);
    let automatic = args.hash("automatic_payment_methods");
    if args.has("automatic_payment_methods") {
        let redirects = automatic.text("allow_redirects").unwrap_or("always");
        if automatic.flag("enabled") {
            intent.json.put(
                "automatic_payment_methods",
                json!({ "allow_redirects": redirects, "enabled": true }),
            );
        }
    } else if !args.has("allowed_payment_method_types")
        && !args.has("payment_method_types")
        && !args.has("source")
    {
        intent.json.put(
            "automatic_payment_methods",
            json!({ "allow_redirects": "always", "enabled": true }),
        );
    }
    args.copy_onto(&mut intent.json, &["confirmation_method"]);
    apply(call, args, &mut intent)?;
    call.insert(&intent)?;
    call.emit("payment_intent.created", &intent.json)?;
    if confirms {
        confirm_now(call, args, &mut intent)?;
    }
    Ok(intent.json.into())
}

/// An amount that can be charged at all.
fn check_charge(amount: i64, currency: &str) -> Result<(), Refusal> {
    check_amount(amount, currency, "amount")?;
    if amount < minimum(currency) {
        return Err(Refusal::invalid(format!(
            "Amount must be at least {} {}",
            crate::money::format::plain(minimum(currency), currency),
            currency
        ))
        .code("amount_too_small")
        .param("amount"));
    }
    Ok(())
}

/// What create, update and confirm have in common.
fn apply(call: &Call<'_>, args: &Args, intent: &mut Record) -> Result<(), Refusal> {
    args.copy_onto(
        &mut intent.json,
        &[
            "allowed_payment_method_types",
            "capture_method",
            "description",
            "receipt_email",
            "setup_future_usage",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "transfer_group",
        ],
    );
    if let Some(shipping) = args.sent("shipping") {
        let whole = if shipping.is_null() {
            Value::Null
        } else {
            let address = crate::objects::customers::whole_address(&shipping["address"], None);
            json!({ "address": address, "carrier": null, "name": shipping.copy("name"), "phone": shipping.copy("phone"), "tracking_number": null })
        };
        intent.json.put("shipping", whole);
    }
    let sent = args.text("payment_method").or(args.text("source"));
    let data = args.hash("payment_method_data");
    if sent.is_some() || data.text("type").is_some() {
        let method = match sent {
            Some(name) => methods::find_or_make(call, name)?,
            None => methods::of_data(call, data)?,
        };
        let owner = method.json.text("customer");
        if owner.is_some() && owner != intent.json.text("customer") {
            return Err(Refusal::invalid("The PaymentMethod you provided belongs to a Customer. Provide that Customer along with it.").param("payment_method"));
        }
        intent.json.put("payment_method", method.json.id());
        if intent.json.status() == "requires_payment_method" {
            intent.json.put("status", "requires_confirmation");
        }
    }
    let card = &args.hash("payment_method_options")["card"];
    if let Some(token) = card.text("cvc_token") {
        tokens::spend(call, token)?;
    }
    if let Some(wish) = card.text("request_three_d_secure") {
        intent.json.put(
            "payment_method_options",
            json!({ "card": { "installments": null, "mandate_options": null, "network": null, "request_three_d_secure": wish } }),
        );
    }
    args.merge_metadata(&mut intent.json);
    Ok(())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut intent = call.load("payment_intent", ask.id, "id")?;
    let status = intent.json.status().to_owned();
    let is_settled = ["succeeded", "canceled", "requires_capture"].contains(&status.as_str());
    let changes_money = [
        "amount",
        "currency",
        "customer",
        "payment_method",
        "payment_method_data",
    ]
    .iter()
    .any(|name| args.has(name));
    if is_settled && changes_money {
        return Err(unexpected(&intent.json, "update"));
    }
    let is_attached = intent.private.text("invoice").is_some();
    if is_attached
        && ["amount", "currency", "customer"]
            .iter()
            .any(|n| args.has(n))
    {
        return Err(Refusal::invalid("This PaymentIntent belongs to an invoice: its amount, currency and customer cannot be changed.")
            .code("payment_intent_unexpected_state")
            .with("payment_intent", intent.json));
    }
    let currency = match args.text("currency") {
        Some(currency) => check_currency(currency, "currency")?,
        None => intent.json.must("currency").to_owned(),
    };
    if let Some(amount) = args.integer("amount") {
        check_charge(amount, &currency)?;
        intent.json.put("amount", amount);
    }
    intent.json.put("currency", currency);
    if let Some(customer) = args.text("customer") {
        call.load("customer", customer, "customer")?;
        intent.json.put("customer", customer);
    }
    apply(call, args, &mut intent)?;
    // Stripe has no event for an intent that is merely changed.
    call.update(&intent)?;
    Ok(intent.json.into())
}

fn confirm(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut intent = call.load("payment_intent", ask.id, "id")?;
    let open = [
        "requires_payment_method",
        "requires_confirmation",
        "requires_action",
    ];
    if !open.contains(&intent.json.status()) {
        return Err(unexpected(&intent.json, "confirm"));
    }
    apply(call, &ask.args, &mut intent)?;
    confirm_now(call, &ask.args, &mut intent)?;
    Ok(intent.json.into())
}

fn confirm_now(call: &Call<'_>, args: &Args, intent: &mut Record) -> Result<(), Refusal> {
    let Some(method) = intent.json.text("payment_method").map(str::to_owned) else {
        return Err(Refusal::invalid("You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.")
            .code("payment_intent_unexpected_state")
            .with("payment_intent", intent.json.clone()));
    };
    let off_session = args.text("off_session").is_some_and(|w| w != "false");
    let return_url = return_url(args)?;
    let may_redirect =
        intent.json["automatic_payment_methods"].text("allow_redirects") == Some("always");
    let in_browser = args.flag("use_stripe_sdk") == Some(true);
    if may_redirect && return_url.is_none() && !off_session && !in_browser {
        return Err(Refusal::invalid("This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.")
            .with("payment_intent", intent.json.clone()));
    }
    let tries = intent.private.amount("tries") + 1;
    intent.private.put("tries", tries);
    if tries > MOST_ATTEMPTS {
        return give_up(call, intent, "automatic");
    }
    let mut method = methods::find_or_make(call, &method)?;
    let asks = intent.json["payment_method_options"]["card"].text("request_three_d_secure");
    let how = How {
        off_session,
        never_ask: args.flag("error_on_requires_action") == Some(true),
        authenticated: intent.private.text("authenticated") == Some(method.json.id()),
        return_url: return_url.filter(|_| !in_browser),
        ask_anyway: asks.is_some_and(|wish| wish != "automatic"),
    };
    let outcome = attempt(call, intent, &mut method, &how)?;
    invoice::attempted(call, intent, &outcome)?;
    match outcome {
        Outcome::Declined(refusal) => Err(refusal),
        _ => Ok(()),
    }
}

/// Where a person is sent back to: a web page, or a program of its own scheme.
pub(super) fn return_url(args: &Args) -> Result<Option<String>, Refusal> {
    let Some(url) = args.text("return_url") else {
        return Ok(None);
    };
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    let fits = scheme.is_some_and(|s| {
        !s.is_empty()
            && s.chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if fits && !url.contains(char::is_control) && !url.contains(' ') {
        return Ok(Some(url.to_owned()));
    }
    Err(Refusal::invalid("Not a valid URL")
        .code("url_invalid")
        .param("return_url")
        .before_it_began())
}

/// The person at the page has passed or failed.
pub(super) fn answered(
    call: &Call<'_>,
    intent: &mut Record,
    has_passed: bool,
) -> Result<(), Refusal> {
    let id = intent.json.must("payment_method").to_owned();
    let mut method = call.load("payment_method", &id, "payment_method")?;
    if !has_passed {
        let message = "We are unable to authenticate your payment method. Please choose a different payment method and try again.";
        intent.json.put("last_payment_error", json!({
            "type": "invalid_request_error", "code": "payment_intent_authentication_failure", "message": message,
            "doc_url": "https://stripe.com/docs/error-codes/payment-intent-authentication-failure", "payment_method": method.json,
        }));
        intent.json.put("payment_method", Value::Null);
        intent.json.put("next_action", Value::Null);
        intent.json.put("status", "requires_payment_method");
        call.update(intent)?;
        call.emit("payment_intent.payment_failed", &intent.json)?;
        let failed = Outcome::Declined(Refusal::invalid(message));
        return invoice::attempted(call, intent, &failed);
    }
    if intent.json.must("confirmation_method") == "manual" {
        intent.private.put("authenticated", id);
        intent.json.put("next_action", Value::Null);
        intent.json.put("status", "requires_confirmation");
        return call.update(intent);
    }
    let how = How {
        authenticated: true,
        ..How::default()
    };
    let outcome = attempt(call, intent, &mut method, &how)?;
    invoice::attempted(call, intent, &outcome)
}

fn capture(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut intent = call.load("payment_intent", ask.id, "id")?;
    let before = intent.json.clone();
    ask.args.copy_onto(
        &mut intent.json,
        &["statement_descriptor", "statement_descriptor_suffix"],
    );
    ask.args.merge_metadata(&mut intent.json);
    if intent.json.status() != "requires_capture" {
        return Err(unexpected(&before, "capture"));
    }
    capture_now(
        call,
        &mut intent,
        ask.args.integer("amount_to_capture"),
        "amount_to_capture",
    )?;
    Ok(intent.json.into())
}

/// Takes what was held; the rest goes back to the cardholder.
fn capture_now(
    call: &Call<'_>,
    intent: &mut Record,
    part: Option<i64>,
    param: &str,
) -> Result<Record, Refusal> {
    let held = intent.json.amount("amount_capturable");
    let amount = part.unwrap_or(held);
    if amount < 1 || amount > held {
        return Err(Refusal::invalid(format!(
            "The amount to capture must be between 1 and {held}, what was authorized."
        ))
        .code(if amount < 1 {
            "amount_too_small"
        } else {
            "amount_too_large"
        })
        .param(param));
    }
    let id = intent.json.must("latest_charge").to_owned();
    let mut charge = call.load("charge", &id, "latest_charge")?;
    let before = charge.json.clone();
    charge.json.put("captured", true);
    charge.json.put("amount_captured", amount);
    // What was not captured counts as refunded.
    charge.json.put("amount_refunded", held - amount);
    money::take(call, &mut charge)?;
    call.changed("charge.captured", &before, &charge)?;
    intent.json.put("status", "succeeded");
    intent.json.put("amount_capturable", 0);
    intent.json.put("amount_received", amount);
    call.update(intent)?;
    call.emit("payment_intent.succeeded", &intent.json)?;
    invoice::attempted(call, intent, &Outcome::Succeeded)?;
    Ok(charge)
}

fn capture_charge(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let charge = call.load("charge", ask.id, "id")?;
    let intent = charge.json.must("payment_intent");
    let mut intent = call.load("payment_intent", intent, "payment_intent")?;
    if charge.json.flag("captured") || intent.json.status() != "requires_capture" {
        return Err(
            Refusal::invalid(format!("Charge {} has already been captured.", ask.id))
                .code("charge_already_captured"),
        );
    }
    let mut charge = capture_now(call, &mut intent, ask.args.integer("amount"), "amount")?;
    ask.args.copy_onto(
        &mut charge.json,
        &[
            "receipt_email",
            "statement_descriptor",
            "statement_descriptor_suffix",
        ],
    );
    call.update(&charge)?;
    Ok(charge.json.into())
}

fn cancel(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut intent = call.load("payment_intent", ask.id, "id")?;
    if ["succeeded", "canceled", "processing"].contains(&intent.json.status()) {
        return Err(unexpected(&intent.json, "cancel"));
    }
    if invoice::is_default(call, &intent)? {
        return Err(Refusal::invalid("You cannot cancel this PaymentIntent because it belongs to an invoice. Void the invoice instead.")
            .code("payment_intent_unexpected_state")
            .with("payment_intent", intent.json));
    }
    let reason = ask.args.text("cancellation_reason");
    intent.json.put("cancellation_reason", reason);
    give_up(call, &mut intent, "")?;
    invoice::canceled(call, &intent)?;
    Ok(intent.json.into())
}

/// Cancels the intent and lets go of what a charge holds.
fn give_up(call: &Call<'_>, intent: &mut Record, reason: &str) -> Result<(), Refusal> {
    if intent.json.status() == "requires_capture" {
        let id = intent.json.must("latest_charge").to_owned();
        let mut charge = call.load("charge", &id, "latest_charge")?;
        let before = charge.json.clone();
        let amount = charge.json.amount("amount");
        charge.json.put("refunded", true);
        charge.json.put("amount_refunded", amount);
        call.changed("charge.refunded", &before, &charge)?;
    }
    intent.json.put("status", "canceled");
    intent.json.put("amount_capturable", 0);
    intent.json.put("canceled_at", call.now);
    if !reason.is_empty() {
        intent.json.put("cancellation_reason", reason);
    }
    intent.json.put("next_action", Value::Null);
    call.update(intent)?;
    call.emit("payment_intent.canceled", &intent.json)
}

fn unexpected(intent: &Value, step: &str) -> Refusal {
    Refusal::invalid(format!(
        "You cannot {step} this PaymentIntent because it has a status of {}.",
        intent.status()
    ))
    .code("payment_intent_unexpected_state")
    .with("payment_intent", intent.clone())
}
