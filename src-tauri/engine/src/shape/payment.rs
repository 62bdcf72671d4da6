//! The columns of payments and of what belongs to them: payment intents, charges (the attempts),
//! refunds, disputes, and the payments that invoices name. A payment's state is the model's word
//! for how its money stands, worked out from all of these together; an intent alone does not say
//! that its money went back.
//!
//! What could pay again is left out before anything is stored: saved payment methods, whoever
//! holds them, and the bank's pages. Of a card, brand and last four digits stay.

use super::words::Words;
use crate::json;
use cache::{Columns, Error, Kind, Read, Record, Row};
use model::payment::{Facts, Standing, Status, standing};
use serde_json::{Value, json};

/// What may be kept of such an object.
pub(super) fn lean(kind: Kind, mut raw: Value) -> Value {
    let Some(fields) = raw.as_object_mut() else {
        return raw;
    };
    match kind {
        Kind::PaymentIntent => {
            // The page where the bank asks opens to whoever has its address.
            if let Some(action) = fields.get_mut("next_action")
                && !action.is_null()
            {
                *action = json!({ "type": action.get("type") });
            }
            bare(fields.get_mut("payment_method"));
            bare(fields.get_mut("latest_charge"));
            let error = fields
                .get_mut("last_payment_error")
                .and_then(Value::as_object_mut);
            if let Some(error) = error {
                error.retain(|name, _| {
                    matches!(
                        name.as_str(),
                        "type" | "code" | "decline_code" | "message" | "charge"
                    )
                });
            }
        }
        Kind::Charge => {
            // Its link expires and is asked for where it is opened.
            fields.retain(|name, _| !matches!(name.as_str(), "receipt_url" | "billing_details"));
            if let Some(details) = fields.get_mut("payment_method_details") {
                *details = charged(details);
            }
        }
        Kind::Dispute => fields.retain(|name, _| name != "evidence"),
        _ => {}
    }
    raw
}

/// An object's id in its place.
fn bare(field: Option<&mut Value>) {
    if let Some(field) = field
        && let Some(id) = field.get("id").cloned()
    {
        *field = id;
    }
}

/// What a payment method was, as far as a record keeps it.
fn charged(details: &Value) -> Value {
    let kind = json::text(details, "type").unwrap_or_default();
    let mut kept = json!({ "type": kind });
    if let Some(fields) = kept.as_object_mut()
        && !kind.is_empty()
    {
        let of = |name: &str| json::at(details, &format!("{kind}.{name}")).clone();
        fields.insert(
            kind.to_owned(),
            json!({ "brand": of("brand"), "last4": of("last4") }),
        );
    }
    kept
}

pub(super) fn columns(kind: Kind, raw: &Value) -> Columns {
    let parent = match kind {
        Kind::PaymentIntent => None,
        Kind::InvoicePayment => json::id(raw, "payment.payment_intent"),
        _ => json::id(raw, "payment_intent").or_else(|| json::id(raw, "charge")),
    };
    let title = match kind {
        Kind::InvoicePayment => json::id(raw, "invoice"),
        Kind::PaymentIntent => json::text(raw, "description").or_else(|| json::id(raw, "customer")),
        _ => None,
    };
    let amount = match kind {
        Kind::InvoicePayment => json::int(raw, "amount_requested"),
        // Of what was held, a part may have been taken: then that is what came.
        Kind::PaymentIntent if json::text(raw, "status") == Some("succeeded") => {
            json::int(raw, "amount_received").or_else(|| json::int(raw, "amount"))
        }
        _ => json::int(raw, "amount"),
    };
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: json::owned(raw, "status").unwrap_or_default(),
        customer: json::id(raw, "customer").map(str::to_owned),
        parent: parent.map(str::to_owned),
        title: title
            .or_else(|| json::text(raw, "id"))
            .unwrap_or_default()
            .to_owned(),
        subtitle: json::owned(raw, "description").unwrap_or_default(),
        currency: json::owned(raw, "currency"),
        amount,
        search: match kind {
            Kind::PaymentIntent => Words::new()
                .texts(
                    raw,
                    &["id", "description", "receipt_email", "latest_charge"],
                )
                .metadata(raw)
                .done(),
            _ => String::new(),
        },
        ..Columns::default()
    }
}

/// Gives a payment what follows from the records around it: its invoice, and how its money stands.
pub(super) fn reckon(r: &Read<'_>, record: &mut Record) -> Result<(), Error> {
    let named = r.records().children(Kind::InvoicePayment, &record.id)?;
    let invoice = named
        .iter()
        .find(|row| row.columns.state != "canceled")
        .or(named.first());
    record.columns.parent = invoice.map(|row| row.columns.title.clone());
    let stands = standing(&facts(r, &record.id, &record.raw)?);
    record.columns.state = match &stands {
        Standing::Unknown(text) => text.clone(),
        known => known.key().to_owned(),
    };
    // People look for a payment by the card that it was made with.
    for row in r.records().children(Kind::Charge, &record.id)? {
        if let Some(charge) = r.records().get(Kind::Charge, &row.id)? {
            let of = |name: &str| {
                json::owned(&charge.raw, &format!("payment_method_details.card.{name}"))
            };
            for word in [of("brand"), of("last4")].into_iter().flatten() {
                if !record.columns.search.lines().any(|known| known == word) {
                    record.columns.search.push('\n');
                    record.columns.search.push_str(&word);
                }
            }
        }
    }
    Ok(())
}

/// What went back of a payment, or is on its way back, minor units.
pub(crate) fn refunded(r: &Read<'_>, id: &str) -> Result<i64, Error> {
    let refunds = r.records().children(Kind::Refund, id)?;
    Ok(refunds
        .iter()
        .filter(|row| !matches!(row.columns.state.as_str(), "failed" | "canceled"))
        .filter_map(|row| row.columns.amount)
        .fold(0_i64, i64::saturating_add))
}

/// What the model asks about a payment.
pub(crate) fn facts(r: &Read<'_>, id: &str, raw: &Value) -> Result<Facts, Error> {
    let refunded = refunded(r, id)?;
    let disputed = r
        .records()
        .children(Kind::Dispute, id)?
        .iter()
        .any(is_open_or_lost);
    let mut of_invoice = false;
    for row in r.records().children(Kind::InvoicePayment, id)? {
        let named = r.records().get(Kind::InvoicePayment, &row.id)?;
        of_invoice |= named.is_some_and(|named| json::flag(&named.raw, "is_default"));
    }
    Ok(Facts {
        status: Status::parse(json::text(raw, "status").unwrap_or_default()),
        received: json::int(raw, "amount_received").unwrap_or(0),
        refunded,
        disputed,
        failed: !json::at(raw, "last_payment_error").is_null(),
        of_invoice,
    })
}

/// A dispute that was won, or only asked about, takes no money.
fn is_open_or_lost(row: &Row) -> bool {
    !matches!(
        row.columns.state.as_str(),
        "won" | "warning_closed" | "prevented"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_pay_again_is_not_kept() {
        let intent = json!({
            "id": "pi_1", "object": "payment_intent", "status": "requires_payment_method",
            "next_action": { "type": "redirect_to_url", "redirect_to_url": { "url": "https://bank.example/s3cret" } },
            "payment_method": { "id": "pm_1", "card": { "fingerprint": "f1nger" } },
            "last_payment_error": {
                "type": "card_error", "code": "card_declined", "decline_code": "lost_card",
                "payment_method": { "id": "pm_1", "card": { "exp_year": 2031, "fingerprint": "f1nger" } },
            },
        });
        let kept = lean(Kind::PaymentIntent, intent);
        assert_eq!(kept["payment_method"], "pm_1");
        assert_eq!(kept["next_action"], json!({ "type": "redirect_to_url" }));
        assert_eq!(kept["last_payment_error"]["decline_code"], "lost_card");
        let charge = json!({
            "id": "ch_1", "object": "charge", "receipt_url": "https://pay.example/s3cret",
            "billing_details": { "name": "Ana" },
            "payment_method_details": { "type": "card", "card": {
                "brand": "visa", "last4": "4242", "exp_year": 2031, "fingerprint": "f1nger",
            } },
        });
        let charge = lean(Kind::Charge, charge);
        assert_eq!(
            charge["payment_method_details"],
            json!({ "type": "card", "card": { "brand": "visa", "last4": "4242" } })
        );
        for text in [kept.to_string(), charge.to_string()] {
            for secret in ["s3cret", "f1nger", "2031", "Ana"] {
                assert!(!text.contains(secret), "{secret} was kept: {text}");
            }
        }
    }
}
