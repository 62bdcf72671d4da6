//! How payment intents, charges and payment methods look.

use serde_json::{Value, json};

use super::cards::{Card, Decline};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;

/// What every new intent is made of.
pub(super) struct Wanted<'a> {
    /// Minor units of `currency`.
    pub(super) amount: i64,
    pub(super) currency: &'a str,
    pub(super) customer: Value,
    pub(super) description: Value,
}

pub(super) fn intent(call: &Call<'_>, wanted: Wanted<'_>) -> Result<Value, Refusal> {
    let id = call.new_id("pi_1")?;
    let secret = format!("{id}_secret_{}", call.new_token("", 24)?);
    Ok(json!({
        "id": id,
        "object": "payment_intent",
        "allowed_payment_method_types": null,
        "amount": wanted.amount,
        "amount_capturable": 0,
        "amount_received": 0,
        "application": null,
        "application_fee_amount": null,
        "automatic_payment_methods": null,
        "canceled_at": null,
        "cancellation_reason": null,
        "capture_method": "automatic",
        "client_secret": secret,
        "confirmation_method": "automatic",
        "created": call.now,
        "currency": wanted.currency,
        "customer": wanted.customer,
        "customer_account": null,
        "description": wanted.description,
        "excluded_payment_method_types": null,
        "last_payment_error": null,
        "latest_charge": null,
        "livemode": false,
        "managed_payments": null,
        "metadata": {},
        "next_action": null,
        "on_behalf_of": null,
        "payment_method": null,
        "payment_method_configuration_details": null,
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "payment_record": null,
        "processing": null,
        "receipt_email": null,
        "review": null,
        "setup_future_usage": null,
        "shipping": null,
        "source": null,
        "statement_descriptor": null,
        "statement_descriptor_suffix": null,
        "status": "requires_payment_method",
        "transfer_data": null,
        "transfer_group": null,
    }))
}

pub(super) fn charge(
    call: &Call<'_>,
    intent: &Value,
    method: &Value,
    decline: Option<Decline>,
) -> Result<Value, Refusal> {
    let amount = intent.amount("amount");
    let card = &method["card"];
    let outcome = match decline {
        None => json!({
            "advice_code": null, "network_advice_code": null, "network_decline_code": null, "network_status": "approved_by_network",
            "reason": null, "risk_level": "normal", "seller_message": "Payment complete.", "type": "authorized",
        }),
        Some(decline) => json!({
            "advice_code": null, "network_advice_code": null, "network_decline_code": null, "network_status": "declined_by_network",
            "reason": decline.decline_code.unwrap_or(decline.code), "risk_level": "normal",
            "seller_message": "The bank did not return any further details with this decline.", "type": "issuer_declined",
        }),
    };
    Ok(json!({
        "id": call.new_id("ch_1")?,
        "object": "charge",
        "amount": amount,
        "amount_captured": if decline.is_none() { amount } else { 0 },
        "amount_refunded": 0,
        "application": null,
        "application_fee": null,
        "application_fee_amount": null,
        "balance_transaction": null,
        "billing_details": method.copy("billing_details"),
        "calculated_statement_descriptor": "LINDEN STUDIO",
        "captured": decline.is_none(),
        "created": call.now,
        "currency": intent.must("currency"),
        "customer": intent.copy("customer"),
        "description": intent.copy("description"),
        "disputed": false,
        "failure_balance_transaction": null,
        "failure_code": decline.map(|d| d.code),
        "failure_message": decline.map(|d| d.message),
        "fraud_details": {},
        "livemode": false,
        "metadata": intent.copy("metadata"),
        "on_behalf_of": null,
        "outcome": outcome,
        "paid": decline.is_none(),
        "payment_intent": intent.id(),
        "payment_method": method.id(),
        "payment_method_details": { "card": charged_card(card, amount), "type": "card" },
        "receipt_email": intent.copy("receipt_email"),
        "receipt_number": null,
        "receipt_url": null,
        "refunded": false,
        "review": null,
        "shipping": intent.copy("shipping"),
        "source": null,
        "source_transfer": null,
        "statement_descriptor": intent.copy("statement_descriptor"),
        "statement_descriptor_suffix": intent.copy("statement_descriptor_suffix"),
        "status": if decline.is_none() { "succeeded" } else { "failed" },
        "transfer_data": null,
        "transfer_group": null,
    }))
}

fn charged_card(card: &Value, amount: i64) -> Value {
    json!({
        "amount_authorized": amount,
        "authorization_code": null,
        "brand": card.must("brand"),
        "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass" },
        "country": "US",
        "electronic_commerce_indicator": null,
        "exp_month": card.amount("exp_month"),
        "exp_year": card.amount("exp_year"),
        "funding": "credit",
        "installments": null,
        "last4": card.must("last4"),
        "mandate": null,
        "network": card.must("brand"),
        "network_transaction_id": null,
        "regulated_status": "unregulated",
        "three_d_secure": null,
        "transaction_link_id": null,
        "wallet": null,
    })
}

/// The calendar year of these unix seconds, exact but for hours around its turn.
pub(super) fn year(at: i64) -> i64 {
    1970 + at / 31_556_952
}

pub(super) fn method(call: &Call<'_>, card: &Card) -> Result<Value, Refusal> {
    let year = year(call.now);
    Ok(json!({
        "id": call.new_id("pm_1")?,
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": { "address": null, "email": null, "name": null, "phone": null, "tax_id": null },
        "card": {
            "brand": card.brand,
            "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass" },
            "country": "US",
            "display_brand": card.brand,
            "exp_month": 8,
            "exp_year": year + 2,
            "funding": "credit",
            "generated_from": null,
            "last4": card.last4(),
            "networks": { "available": [card.brand], "preferred": null },
            "regulated_status": "unregulated",
            "three_d_secure_usage": { "supported": true },
            "wallet": null,
        },
        "created": call.now,
        "customer": null,
        "customer_account": null,
        "livemode": false,
        "metadata": {},
        "type": "card",
    }))
}
