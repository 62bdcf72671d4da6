//! What waits for an invoice to be paid: a change under `pending_if_incomplete`, or a resumption. It happens when
//! the invoice is paid; after 23 hours the invoice is voided and it does not.

use serde_json::{Value, json};

use super::agenda::{self, PATIENCE_SECONDS};
use super::pause;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::objects::invoices;
use crate::store::rows::Record;

/// What a change may touch, and therefore what waits.
const CHANGED: &[&str] = &[
    "billing_cycle_anchor",
    "cancel_at",
    "items",
    "status",
    "trial_end",
    "trial_start",
];

/// Takes the applied change back and lets it wait for `invoice`.
pub(super) fn wait(
    call: &Call<'_>,
    subscription: &mut Record,
    before: &Record,
    invoice: &Record,
) -> Result<(), Refusal> {
    let changed = subscription.json.clone();
    let mut kept = json!({ "billed": subscription.private.copy("billed") });
    for field in CHANGED {
        kept.put(field, changed.copy(field));
        subscription.json.put(field, before.json.copy(field));
    }
    let until = call.now + PATIENCE_SECONDS;
    subscription
        .private
        .put("billed", before.private.copy("billed"));
    subscription.private.put("waiting", kept);
    subscription.private.put("waits_for", invoice.json.id());
    subscription.private.put("waits_until", until);
    let differs = |field: &str| {
        if changed[field] == before.json[field] {
            Value::Null
        } else {
            changed.copy(field)
        }
    };
    subscription.json.put(
        "pending_update",
        json!({
            "billing_cycle_anchor": differs("billing_cycle_anchor"),
            "cancel_at_period_end": null,
            "discount": null,
            "discounts": null,
            "expires_at": until,
            "metadata": null,
            "subscription_items": changed["items"].copy("data"),
            "trial_end": differs("trial_end"),
            "trial_from_plan": null,
        }),
    );
    agenda::keep(call, &changed, subscription)
}

/// The invoice is paid.
pub(super) fn settled(call: &Call<'_>, mut subscription: Record) -> Result<(), Refusal> {
    let before = subscription.json.clone();
    let waiting = subscription.private.copy("waiting");
    clear(&mut subscription);
    if before.status() == "paused" {
        return pause::resumed(call, subscription, &before);
    }
    for field in CHANGED {
        subscription.json.put(field, waiting.copy(field));
    }
    subscription.private.put("billed", waiting.copy("billed"));
    agenda::keep(call, &before, &mut subscription)?;
    call.emit(
        "customer.subscription.pending_update_applied",
        &subscription.json,
    )
}

/// The invoice was not paid in time.
pub(super) fn expire(call: &Call<'_>, mut subscription: Record) -> Result<(), Refusal> {
    let before = subscription.json.clone();
    let invoice = subscription.private.must("waits_for").to_owned();
    clear(&mut subscription);
    agenda::keep(call, &before, &mut subscription)?;
    let mut invoice = call.load("invoice", &invoice, "invoice")?;
    if invoice.json.status() == "open" {
        invoices::void_open(call, &mut invoice)?;
    }
    if before.status() == "paused" {
        return Ok(());
    }
    call.emit(
        "customer.subscription.pending_update_expired",
        &subscription.json,
    )
}

fn clear(subscription: &mut Record) {
    subscription.json.put("pending_update", Value::Null);
    for field in ["waiting", "waits_for", "waits_until"] {
        subscription.private.put(field, Value::Null);
    }
}
