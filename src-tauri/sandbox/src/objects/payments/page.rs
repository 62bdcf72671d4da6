//! Paying on a hosted page: the card that a customer typed there pays an intent while they are
//! present. What the page looks like is [`crate::pages`].

use serde_json::{Value, json};

use super::attempt::{How, Outcome, attempt};
use super::{invoice, methods};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::customers::whole_address;
use crate::store::rows::Record;

/// What a customer typed into a card form.
#[derive(Default, Clone)]
pub(crate) struct Typed {
    pub(crate) number: String,
    pub(crate) month: Option<i64>,
    pub(crate) year: Option<i64>,
    pub(crate) cvc: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    /// Parts of an address by Stripe's names; null where none was asked for.
    pub(crate) address: Value,
    /// The card is to be kept for later payments.
    pub(crate) keep: bool,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Came {
    Paid,
    /// The cardholder's bank asks at this address.
    Asked(String),
    /// Not paid, and why. Where a payment was attempted, it left its traces.
    Refused(Refusal),
}

/// The intent of an invoice that can still be paid.
pub(crate) fn intent_of(
    call: &Call<'_>,
    invoice: &serde_json::Value,
) -> Result<Option<Record>, Refusal> {
    if !["open", "uncollectible"].contains(&invoice.status()) {
        return Ok(None);
    }
    Ok(invoice::open_payment(call, invoice)?.map(|(_, intent)| intent))
}

/// Pays `intent` with what was typed; `back` is the page to return to from the bank's.
pub(crate) fn pay(
    call: &Call<'_>,
    intent: &mut Record,
    typed: &Typed,
    back: &str,
) -> Result<Came, Refusal> {
    let mut method = match method(call, typed) {
        Ok(method) => method,
        // What is wrong with the card's own data is for the customer to read.
        Err(refusal) if refusal.status < 500 => return Ok(Came::Refused(refusal)),
        Err(refusal) => return Err(refusal),
    };
    call.insert(&method)?;
    if typed.keep {
        intent.json.put("setup_future_usage", "off_session");
    }
    let how = How {
        return_url: Some(back.to_owned()),
        ..How::default()
    };
    let outcome = attempt(call, intent, &mut method, &how)?;
    invoice::attempted(call, intent, &outcome)?;
    Ok(match outcome {
        Outcome::Declined(refusal) => Came::Refused(refusal),
        Outcome::RequiresAction => Came::Asked(
            intent.json["next_action"]["redirect_to_url"]
                .must("url")
                .to_owned(),
        ),
        Outcome::Succeeded | Outcome::RequiresCapture => Came::Paid,
    })
}

/// Keeps what was typed as a card of the customer's; its id, or why their bank will not have it.
pub(crate) fn save(
    call: &Call<'_>,
    customer: &str,
    typed: &Typed,
) -> Result<Result<String, Refusal>, Refusal> {
    let made = method(call, typed).and_then(|method| {
        call.insert(&method)?;
        methods::attach(call, method.json.id(), customer)
    });
    match made {
        Err(refusal) if refusal.status >= 500 => Err(refusal),
        other => Ok(other),
    }
}

fn method(call: &Call<'_>, typed: &Typed) -> Result<Record, Refusal> {
    let month = typed.month.unwrap_or_default();
    let sent =
        json!({ "exp_month": month, "exp_year": typed.year.unwrap_or_default(), "cvc": typed.cvc });
    let mut method = methods::of_number(call, &sent, &typed.number)?;
    if let Some(details) = method.json.get_mut("billing_details") {
        for (field, value) in [
            ("name", &typed.name),
            ("email", &typed.email),
            ("phone", &typed.phone),
        ] {
            if !value.is_empty() {
                details.put(field, value.as_str());
            }
        }
        if !typed.address.is_null() {
            details.put("address", whole_address(&typed.address, None));
        }
    }
    Ok(method)
}

/// The charges that have paid an invoice, oldest first.
pub(crate) fn charges_of(
    call: &Call<'_>,
    invoice: &serde_json::Value,
) -> Result<Vec<Record>, Refusal> {
    let mut charges = Vec::new();
    for payment in call.children("invoice_payment", invoice.id())? {
        if payment.json.status() != "paid" {
            continue;
        }
        let Some(intent) = payment.json["payment"].text("payment_intent") else {
            continue;
        };
        let intent = call.load("payment_intent", intent, "payment_intent")?;
        if let Some(charge) = intent.json.text("latest_charge") {
            charges.push(call.load("charge", charge, "charge")?);
        }
    }
    charges.sort_by_key(|charge| charge.json.amount("created"));
    Ok(charges)
}

/// The invoice that a charge has paid, if it has paid one.
pub(crate) fn invoice_of(
    call: &Call<'_>,
    charge: &serde_json::Value,
) -> Result<Option<Record>, Refusal> {
    let Some(intent) = charge.text("payment_intent") else {
        return Ok(None);
    };
    let intent = call.load("payment_intent", intent, "payment_intent")?;
    match intent.private.text("invoice") {
        Some(invoice) => call.find("invoice", invoice),
        None => Ok(None),
    }
}
