//! The columns of an invoice. Its amount is its total; its time is when it is due, when a draft
//! finalizes itself, or when a payment is tried again. An invoice that is charged automatically has
//! no due date, so it is never late by the calendar.

use super::customer;
use super::words::{self, Words};
use crate::json;
use cache::{Columns, Error, Kind, Record, Write};
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    let state = state(raw);
    let at = match state.as_str() {
        "draft" => json::int(raw, "automatically_finalizes_at"),
        RETRYING | PARTLY_RETRYING => json::int(raw, "next_payment_attempt"),
        _ => json::int(raw, "due_date"),
    };
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        number: json::owned(raw, "number"),
        customer: json::id(raw, "customer").map(str::to_owned),
        parent: json::text(raw, "parent.quote_details.quote")
            .or_else(|| json::id(raw, "parent.subscription_details.subscription"))
            .map(str::to_owned),
        title: customer::named_in(raw)
            .or_else(|| json::id(raw, "customer").map(str::to_owned))
            .unwrap_or_default(),
        // An invoice's description is what it says at the foot; its lines say what it is about.
        subtitle: words::first_line(raw, "lines")
            .or_else(|| json::owned(raw, "description"))
            .unwrap_or_default(),
        currency: json::owned(raw, "currency"),
        amount: json::int(raw, "total"),
        at,
        updated: last_change(raw),
        search: Words::new()
            .texts(
                raw,
                &["customer_email", "description", "footer", "receipt_number"],
            )
            .each(raw, "lines", "description")
            .each(raw, "custom_fields", "value")
            .metadata(raw)
            .done(),
        state,
        ..Columns::default()
    }
}

/// The state of an open invoice for which a payment was tried in vain, and is not tried again.
pub(crate) const TRIED: &str = "tried";
/// The state of one for which Stripe tries again by itself.
pub(crate) const RETRYING: &str = "retrying";

/// The state of one of which something is paid or credited already, and nothing failed since.
pub(crate) const PARTLY_PAID: &str = "partly_paid";
/// The states of one of which something is credited or paid already and the rest was tried in vain:
/// not again, and again.
pub(crate) const PARTLY_TRIED: &str = "partly_tried";
pub(crate) const PARTLY_RETRYING: &str = "partly_retrying";
/// The states of those of which less remains than their total.
pub(crate) const IN_PART: [&str; 3] = [PARTLY_PAID, PARTLY_TRIED, PARTLY_RETRYING];

/// Stripe's status, but for open invoices of which something is paid or credited already (sums of
/// what is open need to tell them apart), and for those of which a payment was tried in vain: lists
/// show these by themselves, and the calendar does not make one late that is being retried.
fn state(raw: &Value) -> String {
    let status = json::text(raw, "status").unwrap_or_default();
    let remaining = json::int(raw, "amount_remaining");
    if status != "open" {
        return status.to_owned();
    }
    let in_part = remaining.is_some() && remaining != json::int(raw, "total");
    let tried = json::int(raw, "attempt_count").is_some_and(|count| count > 0);
    let again = tried && json::int(raw, "next_payment_attempt").is_some();
    // A payment that took a part counts as an attempt, too.
    let paid = json::int(raw, "amount_paid").is_some_and(|paid| paid > 0);
    match (in_part, tried, again) {
        (true, _, true) => PARTLY_RETRYING,
        (true, true, false) if !paid => PARTLY_TRIED,
        (true, ..) => PARTLY_PAID,
        (false, _, true) => RETRYING,
        (false, true, false) => TRIED,
        (false, false, _) => status,
    }
    .to_owned()
}

/// Stripe embeds the first ten lines only. Once all were read they stay, as long as the invoice is
/// finalized and its first lines are still the same: then none of them can change.
pub(super) fn keep_lines(w: &mut Write<'_>, record: &mut Record) -> Result<(), Error> {
    if !json::flag(&record.raw, "lines.has_more") || record.columns.state == "draft" {
        return Ok(());
    }
    let Some(mut before) = w.records().get(Kind::Invoice, &record.id)? else {
        return Ok(());
    };
    let ids = |raw: &Value| -> Vec<String> {
        json::items(raw, "lines")
            .iter()
            .filter_map(|line| json::owned(line, "id"))
            .collect()
    };
    let kept = ids(&before.raw);
    let whole = before.columns.state != "draft"
        && !json::flag(&before.raw, "lines.has_more")
        && json::int(&before.raw, "subtotal") == json::int(&record.raw, "subtotal")
        && ids(&record.raw).iter().all(|id| kept.contains(id));
    if whole
        && let (Some(kept), Some(lines)) =
            (before.raw.get_mut("lines"), record.raw.get_mut("lines"))
    {
        *lines = kept.take();
        record.columns = columns(&record.raw);
    }
    Ok(())
}

/// When an invoice changed last, by what Stripe says about it; of a paid one, when it was paid.
fn last_change(raw: &Value) -> Option<i64> {
    let fields = [
        "finalized_at",
        "paid_at",
        "voided_at",
        "marked_uncollectible_at",
    ];
    fields
        .iter()
        .filter_map(|field| json::int(raw, &format!("status_transitions.{field}")))
        .max()
}
