//! Setup intents: a card is made ready for later, with its holder asked where the card wants it.

use serde_json::{Value, json};

use super::attempt::{action, must_ask};
use super::{cards, intents, methods};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, STARTING_AFTER};
use crate::params::{Args, Kind, Param, TEXT, legacy, optional};
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    get("/v1/setup_intents", LIST, list),
    post("/v1/setup_intents", CREATE, create),
    get(
        "/v1/setup_intents/{}",
        &[optional("client_secret", Kind::Id)],
        |call, ask| Ok(call.load("setup_intent", ask.id, "id")?.json.into()),
    ),
    post("/v1/setup_intents/{}", UPDATE, update),
    post("/v1/setup_intents/{}/confirm", CONFIRM, confirm),
    post("/v1/setup_intents/{}/cancel", CANCEL, cancel),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("customer", Kind::Id),
    optional("payment_method", Kind::Id),
];
const CREATE: &[Param] = &[
    optional("allowed_payment_method_types", intents::CARD_ONLY),
    optional("automatic_payment_methods", Kind::Hash(intents::AUTOMATIC)),
    optional("confirm", Kind::Boolean),
    optional("customer", Kind::Id),
    optional("description", Kind::Text(1000)),
    METADATA,
    optional("payment_method", Kind::Id),
    optional("payment_method_data", Kind::Hash(methods::DATA)),
    legacy("payment_method_types", intents::CARD_ONLY),
    optional("return_url", TEXT),
    optional("usage", Kind::Choice(&["off_session", "on_session"])),
    optional("use_stripe_sdk", Kind::Boolean),
];
const UPDATE: &[Param] = &[
    optional("allowed_payment_method_types", intents::CARD_ONLY),
    optional("customer", Kind::Id),
    optional("description", Kind::Text(1000)),
    METADATA,
    optional("payment_method", Kind::Id),
    optional("payment_method_data", Kind::Hash(methods::DATA)),
    legacy("payment_method_types", intents::CARD_ONLY),
];
const CONFIRM: &[Param] = &[
    optional("allowed_payment_method_types", intents::CARD_ONLY),
    optional("client_secret", Kind::Id),
    optional("payment_method", Kind::Id),
    optional("payment_method_data", Kind::Hash(methods::DATA)),
    optional("return_url", TEXT),
    optional("use_stripe_sdk", Kind::Boolean),
];
const CANCEL: &[Param] = &[optional(
    "cancellation_reason",
    Kind::Choice(&["abandoned", "duplicate", "requested_by_customer"]),
)];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("setup_intent", "/v1/setup_intents")
        .range(&ask.args, "created", "created")
        .column(&ask.args, "customer", "customer")
        .field(&ask.args, "payment_method", "payment_method")
        .page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let confirms = args.flag("confirm") == Some(true);
    if args.has("return_url") && !confirms {
        return Err(Refusal::invalid("The parameter `return_url` cannot be passed when creating a SetupIntent unless `confirm` is set to true.")
            .param("return_url")
            .before_it_began());
    }
    let id = call.new_id("seti_1")?;
    let automatic = args.hash("automatic_payment_methods");
    let named = args.has("allowed_payment_method_types") || args.has("payment_method_types");
    let redirects = automatic.text("allow_redirects").unwrap_or("always");
    let is_automatic = if args.has("automatic_payment_methods") {
        automatic.flag("enabled")
    } else {
        !named
    };
    let mut intent = Record::new(json!({
        "id": id,
        "object": "setup_intent",
        "allowed_payment_method_types": null,
        "application": null,
        "automatic_payment_methods": is_automatic.then(|| json!({ "allow_redirects": redirects, "enabled": true })),
        "cancellation_reason": null,
        "client_secret": format!("{id}_secret_{}", call.new_token("", 24)?),
        "created": call.now,
        "customer": null,
        "customer_account": null,
        "description": null,
        "excluded_payment_method_types": null,
        "flow_directions": null,
        "last_setup_error": null,
        "latest_attempt": null,
        "livemode": false,
        "mandate": null,
        "metadata": {},
        "next_action": null,
        "on_behalf_of": null,
        "payment_method": null,
        "payment_method_configuration_details": null,
        "payment_method_options": { "card": { "mandate_options": null, "network": null, "request_three_d_secure": "automatic" } },
        "payment_method_types": ["card"],
        "single_use_mandate": null,
        "status": "requires_payment_method",
        "usage": args.text("usage").unwrap_or("off_session"),
    }));
    apply(call, args, &mut intent)?;
    call.insert(&intent)?;
    call.emit("setup_intent.created", &intent.json)?;
    if confirms {
        confirm_now(call, args, &mut intent)?;
    }
    Ok(intent.json.into())
}

fn apply(call: &Call<'_>, args: &Args, intent: &mut Record) -> Result<(), Refusal> {
    args.copy_onto(
        &mut intent.json,
        &["allowed_payment_method_types", "description"],
    );
    if let Some(customer) = args.text("customer") {
        call.load("customer", customer, "customer")?;
        intent.json.put("customer", customer);
    }
    let sent = args.text("payment_method");
    let data = args.hash("payment_method_data");
    if sent.is_some() || data.text("type").is_some() {
        let method = match sent {
            Some(name) => methods::find_or_make(call, name)?,
            None => methods::of_data(call, data)?,
        };
        intent.json.put("payment_method", method.json.id());
        if intent.json.status() == "requires_payment_method" {
            intent.json.put("status", "requires_confirmation");
        }
    }
    args.merge_metadata(&mut intent.json);
    Ok(())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut intent = call.load("setup_intent", ask.id, "id")?;
    let changes = ["customer", "payment_method", "payment_method_data"]
        .iter()
        .any(|name| ask.args.has(name));
    if changes && ["succeeded", "canceled"].contains(&intent.json.status()) {
        return Err(unexpected(&intent.json, "update"));
    }
    apply(call, &ask.args, &mut intent)?;
    call.update(&intent)?;
    Ok(intent.json.into())
}

fn confirm(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut intent = call.load("setup_intent", ask.id, "id")?;
    if ["succeeded", "canceled"].contains(&intent.json.status()) {
        return Err(unexpected(&intent.json, "confirm"));
    }
    apply(call, &ask.args, &mut intent)?;
    confirm_now(call, &ask.args, &mut intent)?;
    Ok(intent.json.into())
}

fn confirm_now(call: &Call<'_>, args: &Args, intent: &mut Record) -> Result<(), Refusal> {
    let Some(method) = intent.json.text("payment_method").map(str::to_owned) else {
        return Err(Refusal::invalid("You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.")
            .code("setup_intent_unexpected_state")
            .with("setup_intent", intent.json.clone()));
    };
    let back = intents::return_url(args)?;
    let in_browser = args.flag("use_stripe_sdk") == Some(true);
    let may_redirect =
        intent.json["automatic_payment_methods"].text("allow_redirects") == Some("always");
    if may_redirect && back.is_none() && !in_browser {
        return Err(Refusal::invalid("This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.")
            .with("setup_intent", intent.json.clone()));
    }
    let method = call.load("payment_method", &method, "payment_method")?;
    let owner = method.json.text("customer");
    if owner.is_some() && owner != intent.json.text("customer") {
        return Err(
            Refusal::invalid("The payment method belongs to another customer.")
                .param("payment_method"),
        );
    }
    let decline = cards::of(&method.private).and_then(|c| c.decline);
    if let Some(decline) = decline.filter(|d| !d.attaches) {
        let mut error = decline.as_json();
        error.put("payment_method", method.json.clone());
        intent.json.put("last_setup_error", error);
        intent.json.put("payment_method", Value::Null);
        intent.json.put("status", "requires_payment_method");
        call.update(intent)?;
        call.emit("setup_intent.setup_failed", &intent.json)?;
        let mut refusal = Refusal::new(402, "card_error", decline.message).code(decline.code);
        if let Some(code) = decline.decline_code {
            refusal = refusal.with("decline_code", code);
        }
        return Err(refusal
            .with("payment_method", method.json)
            .with("setup_intent", intent.json.clone())
            .keeping_changes());
    }
    if must_ask(&method, false, false) {
        let action = action(call, intent, back.as_deref().filter(|_| !in_browser))?;
        intent.json.put("next_action", action);
        intent.json.put("status", "requires_action");
        call.update(intent)?;
        return call.emit("setup_intent.requires_action", &intent.json);
    }
    succeed(call, intent, method)
}

fn succeed(call: &Call<'_>, intent: &mut Record, mut method: Record) -> Result<(), Refusal> {
    method.private.put("set_up", true);
    call.update(&method)?;
    if let Some(customer) = intent.json.text("customer") {
        methods::attach(call, method.json.id(), customer)?;
    }
    intent.json.put("next_action", Value::Null);
    intent.json.put("last_setup_error", Value::Null);
    intent.json.put("status", "succeeded");
    call.update(intent)?;
    call.emit("setup_intent.succeeded", &intent.json)
}

/// The person at the page has passed or failed.
pub(super) fn answered(
    call: &Call<'_>,
    intent: &mut Record,
    has_passed: bool,
) -> Result<(), Refusal> {
    let id = intent.json.must("payment_method").to_owned();
    let method = call.load("payment_method", &id, "payment_method")?;
    if has_passed {
        return succeed(call, intent, method);
    }
    intent.json.put("last_setup_error", json!({
        "type": "invalid_request_error", "code": "setup_intent_authentication_failure",
        "message": "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
        "doc_url": "https://stripe.com/docs/error-codes/setup-intent-authentication-failure", "payment_method": method.json,
    }));
    intent.json.put("payment_method", Value::Null);
    intent.json.put("next_action", Value::Null);
    intent.json.put("status", "requires_payment_method");
    call.update(intent)?;
    call.emit("setup_intent.setup_failed", &intent.json)
}

fn cancel(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut intent = call.load("setup_intent", ask.id, "id")?;
    if ["succeeded", "canceled"].contains(&intent.json.status()) {
        return Err(unexpected(&intent.json, "cancel"));
    }
    let reason = ask.args.text("cancellation_reason");
    intent.json.put("cancellation_reason", reason);
    intent.json.put("next_action", Value::Null);
    intent.json.put("status", "canceled");
    call.update(&intent)?;
    call.emit("setup_intent.canceled", &intent.json)?;
    Ok(intent.json.into())
}

fn unexpected(intent: &Value, step: &str) -> Refusal {
    Refusal::invalid(format!(
        "You cannot {step} this SetupIntent because it has a status of {}.",
        intent.status()
    ))
    .code("setup_intent_unexpected_state")
    .with("setup_intent", intent.clone())
}
