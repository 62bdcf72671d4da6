//! What a subscription will bill next, and what it would bill after a change, as Stripe reckons
//! it to the cent. Asked of Stripe each time and kept nowhere: it is true at the moment only.

use super::changes;
use crate::account::Account;
use crate::amounts;
use crate::sheets::{self, invoice};
use crate::view::{
    ChangePreview, Code, InvoicePreview, Problem, Proration, SubscriptionChange, SubscriptionEnd,
};
use serde_json::{Value, json};
use stripe::resources::Invoice;
use stripe::{IdempotencyKey, Params};

const PATH: &str = "/v1/invoices/create_preview";
const NOTHING_COMES: &str = "invoice_upcoming_none";

/// The next invoice of a subscription; none when none will come.
pub async fn upcoming(account: &Account, id: &str) -> Result<Option<InvoicePreview>, Problem> {
    ask(account, json!({ "subscription": id })).await
}

/// What a change would bill, and when.
pub async fn change(
    account: &Account,
    change: SubscriptionChange,
) -> Result<ChangePreview, Problem> {
    let at = change.prorated_at.unwrap_or_else(|| account.now());
    let details = json!({
        "items": changes::items(&change.items)?,
        "proration_behavior": change.proration,
        "proration_date": at,
    });
    let asked = json!({ "subscription": change.id, "subscription_details": details });
    let at_once = change.proration == Proration::AlwaysInvoice;
    let invoice = ask(account, asked).await?;
    Ok(ChangePreview {
        invoice: if at_once { invoice.map(now) } else { invoice },
        at_once,
        prorated_at: at,
    })
}

/// What ending it now would bill or give back; none where nothing is settled.
pub async fn end(
    account: &Account,
    end: SubscriptionEnd,
) -> Result<Option<InvoicePreview>, Problem> {
    if !end.now || !(end.credit || end.invoice) {
        return Ok(None);
    }
    let behavior = if end.credit {
        Proration::CreateProrations
    } else {
        Proration::None
    };
    let details = json!({ "cancel_now": true, "proration_behavior": behavior });
    let asked = json!({ "subscription": end.id, "subscription_details": details });
    Ok(ask(account, asked).await?.map(now))
}

fn now(invoice: InvoicePreview) -> InvoicePreview {
    InvoicePreview {
        at: None,
        ..invoice
    }
}

async fn ask(account: &Account, mut asked: Value) -> Result<Option<InvoicePreview>, Problem> {
    if let Some(fields) = asked.as_object_mut() {
        fields.insert("expand".to_owned(), json!(["discounts"]));
    }
    let client = account.stripe().await?;
    // Nothing is made by it; a key of its own lets a lost answer be asked for again.
    let key = IdempotencyKey::new(uuid::Uuid::new_v4().to_string())
        .map_err(|_| Problem::new(Code::Bug, "A question to Stripe has no usable key."))?;
    let answer = client.post(PATH, &Params::from_value(asked), &key).await;
    let raw = match answer {
        Ok(answer) => answer.body,
        // Stripe says with an error that a subscription has nothing more to bill.
        Err(error) if said(&error) == Some(NOTHING_COMES) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    account.connection.heard(None);
    let found: Invoice = sheets::typed(&raw)?;
    let preview = account
        .cache
        .read(move |r| Ok(read(r, &raw, &found)))
        .await?;
    preview.map(Some)
}

fn said(error: &stripe::Error) -> Option<&str> {
    error.api()?.code.as_deref()
}

fn read(r: &cache::Read<'_>, raw: &Value, found: &Invoice) -> Result<InvoicePreview, Problem> {
    let lines = found.lines.data.iter().map(|line| invoice::line(r, line));
    Ok(InvoicePreview {
        at: crate::json::int(raw, "next_payment_attempt")
            .or_else(|| crate::json::int(raw, "created")),
        lines: lines.collect::<Result<_, _>>()?,
        totals: invoice::totals(r, raw, found)?,
        due: amounts::amount(found.amount_due, &found.currency),
    })
}
