//! One attempt to pay an intent with a card: it asks for authentication, is declined, waits for its
//! capture or succeeds. The intent, the charge and the method change here; the invoice that an intent
//! may belong to does not, that is [`super::invoice`].

use serde_json::{Value, json};

use super::cards::{self, Authentication, Decline};
use super::{disputes, methods, money, shapes};
use crate::call::Call;
use crate::errors::Refusal;
use crate::http::answer::ORIGIN;
use crate::json::Fields;
use crate::store::rows::Record;

/// How a payment is attempted.
#[derive(Debug, Clone, Default)]
pub(super) struct How {
    /// The customer is not there to be asked.
    pub(super) off_session: bool,
    /// Fail rather than ask.
    pub(super) never_ask: bool,
    /// The cardholder has been asked and has agreed.
    pub(super) authenticated: bool,
    pub(super) return_url: Option<String>,
    /// The request itself wants the cardholder asked.
    pub(super) ask_anyway: bool,
}

#[derive(Debug)]
pub(in crate::objects) enum Outcome {
    Succeeded,
    RequiresCapture,
    RequiresAction,
    Declined(Refusal),
}

/// Whether the holder of `method` must be asked now.
pub(super) fn must_ask(method: &Record, off_session: bool, ask_anyway: bool) -> bool {
    let when = cards::of(&method.private).map_or(Authentication::Never, |c| c.authentication);
    match when {
        Authentication::Never => false,
        Authentication::Always => true,
        Authentication::UnlessSetUp => !method.private.flag("set_up"),
        Authentication::OnSession => !off_session,
        Authentication::WhenAsked => ask_anyway && !off_session,
    }
}

pub(super) fn attempt(
    call: &Call<'_>,
    intent: &mut Record,
    method: &mut Record,
    how: &How,
) -> Result<Outcome, Refusal> {
    check_owner(&intent.json, method)?;
    if !how.authenticated && must_ask(method, how.off_session, how.ask_anyway) {
        return match (how.off_session, how.never_ask) {
            (true, _) => decline(call, intent, method, cards::AUTHENTICATION_REQUIRED, true),
            (_, true) => decline(
                call,
                intent,
                method,
                cards::AUTHENTICATION_NOT_HANDLED,
                false,
            ),
            _ => ask(call, intent, method, how.return_url.as_deref()),
        };
    }
    if let Some(refused) = cards::of(&method.private).and_then(|card| card.decline) {
        return decline(call, intent, method, refused, true);
    }
    let waits = intent.json.must("capture_method") == "manual";
    let mut charge = Record::new(shapes::charge(call, &intent.json, &method.json, None)?);
    let secret = call.new_token("", 32)?;
    charge.json.put(
        "receipt_url",
        format!("{ORIGIN}/receipt/{}/{secret}", charge.json.id()),
    );
    charge.private.put("secret", secret);
    charge.private.put("card", method.private.copy("card"));
    if how.authenticated {
        let proof = json!({
            "authentication_flow": "challenge", "electronic_commerce_indicator": "05", "exemption_indicator": null,
            "result": "authenticated", "result_reason": null, "transaction_id": call.new_token("", 24)?, "version": "2.2.0",
        });
        if let Some(card) = charge.json.pointer_mut("/payment_method_details/card") {
            card.put("three_d_secure", proof);
        }
    }
    intent.json.put("latest_charge", charge.json.id());
    intent.json.put("payment_method", method.json.id());
    intent.json.put("last_payment_error", Value::Null);
    intent.json.put("next_action", Value::Null);
    keep_method(call, &intent.json, method)?;
    let amount = intent.json.amount("amount");
    if waits {
        charge.json.put("captured", false);
        charge.json.put("amount_captured", 0);
        intent.json.put("status", "requires_capture");
        intent.json.put("amount_capturable", amount);
        call.insert(&charge)?;
        call.update(intent)?;
        call.emit("charge.succeeded", &charge.json)?;
        call.emit("payment_intent.amount_capturable_updated", &intent.json)?;
        return Ok(Outcome::RequiresCapture);
    }
    intent.json.put("status", "succeeded");
    intent.json.put("amount_received", amount);
    money::take(call, &mut charge)?;
    call.insert(&charge)?;
    call.update(intent)?;
    call.emit("charge.succeeded", &charge.json)?;
    call.emit("payment_intent.succeeded", &intent.json)?;
    disputes::open_for(call, &mut charge)?;
    Ok(Outcome::Succeeded)
}

fn check_owner(intent: &Value, method: &Record) -> Result<(), Refusal> {
    let owner = method.json.text("customer");
    if let Some(owner) = owner
        && intent.text("customer") != Some(owner)
    {
        return Err(
            Refusal::invalid("The payment method belongs to another customer.")
                .param("payment_method"),
        );
    }
    if owner.is_none() && method.private.flag("spent") {
        return Err(methods::spent());
    }
    Ok(())
}

/// What an unattached method has paid it does not pay again, unless it is kept for later.
fn keep_method(call: &Call<'_>, intent: &Value, method: &mut Record) -> Result<(), Refusal> {
    if method.json.text("customer").is_some() && intent.text("setup_future_usage").is_none() {
        return Ok(());
    }
    match (intent.text("customer"), intent.text("setup_future_usage")) {
        (Some(customer), Some(_)) => {
            method.private.put("set_up", true);
            if method.json.text("customer").is_some() {
                return call.update(method);
            }
            method.json.put("customer", customer);
            call.update(method)?;
            call.emit("payment_method.attached", &method.json)
        }
        _ => {
            method.private.put("spent", true);
            call.update(method)
        }
    }
}

/// The cardholder is to be asked, at a page of ours or wherever the client's own program asks.
fn ask(
    call: &Call<'_>,
    intent: &mut Record,
    method: &Record,
    return_url: Option<&str>,
) -> Result<Outcome, Refusal> {
    let action = action(call, intent, return_url)?;
    intent.json.put("next_action", action);
    intent.json.put("status", "requires_action");
    intent.json.put("payment_method", method.json.id());
    call.update(intent)?;
    call.emit("payment_intent.requires_action", &intent.json)?;
    Ok(Outcome::RequiresAction)
}

/// `next_action` in one of its two forms, with the page where a person passes or fails.
pub(super) fn action(
    call: &Call<'_>,
    intent: &mut Record,
    return_url: Option<&str>,
) -> Result<Value, Refusal> {
    let secret = call.new_token("", 32)?;
    let page = format!("{ORIGIN}/3d_secure/{}/{secret}", intent.json.id());
    intent.private.put("page_secret", secret);
    intent
        .private
        .put("return_url", return_url.map_or(Value::Null, Value::from));
    Ok(match return_url {
        Some(back) => {
            json!({ "redirect_to_url": { "return_url": back, "url": page }, "type": "redirect_to_url" })
        }
        None => {
            json!({ "type": "use_stripe_sdk", "use_stripe_sdk": { "type": "three_d_secure_redirect", "stripe_js": page } })
        }
    })
}

/// The attempt fails: what it left behind stays, and the refusal says why.
pub(super) fn decline(
    call: &Call<'_>,
    intent: &mut Record,
    method: &Record,
    decline: Decline,
    reached_the_bank: bool,
) -> Result<Outcome, Refusal> {
    let mut error = decline.as_json();
    let mut refusal = Refusal::new(402, "card_error", decline.message).code(decline.code);
    if let Some(code) = decline.decline_code {
        refusal = refusal.with("decline_code", code);
    }
    let mut charge = None;
    if reached_the_bank {
        let failed = Record::new(shapes::charge(
            call,
            &intent.json,
            &method.json,
            Some(decline),
        )?);
        call.insert(&failed)?;
        intent.json.put("latest_charge", failed.json.id());
        error.put("charge", failed.json.id());
        refusal = refusal.with("charge", failed.json.id());
        charge = Some(failed);
    }
    error.put("payment_method", method.json.clone());
    intent.json.put("last_payment_error", error);
    intent.json.put("payment_method", Value::Null);
    intent.json.put("next_action", Value::Null);
    intent.json.put("status", "requires_payment_method");
    call.update(intent)?;
    if let Some(charge) = charge {
        call.emit("charge.failed", &charge.json)?;
    }
    call.emit("payment_intent.payment_failed", &intent.json)?;
    Ok(Outcome::Declined(
        refusal
            .with("payment_intent", intent.json.clone())
            .with("payment_method", method.json.clone())
            .keeping_changes(),
    ))
}
