//! Writing quotes and invoices as drafts here, kept on every keystroke, and making them quotes and
//! invoices at Stripe: one machinery for both papers. What happens to them afterwards is
//! `quoting`'s and `invoicing`'s.

pub(crate) mod copy;
pub(crate) mod figures;
mod held;
mod opening;
pub(crate) mod plan;
mod saving;
pub(crate) mod typed;

use crate::account::Account;
use crate::outbox::problem_in;
use crate::trouble::{not_found, unreadable};
use crate::view::{Draft, DraftKind, DraftSheet, Finding, Problem};
use cache::Kind;
use serde_json::Value;
use stripe::Typed as _;
use stripe::resources::Price;

pub use opening::{Source, open};
pub(crate) use plan::customer as customer_params;
pub(crate) use saving::{of_record, write_down};
pub(crate) use typed::{hint, interval, price, readings};

/// How the ids of drafts begin. Those of invoices begin so as well, and go on.
pub(crate) const PREFIX: &str = "draft_";
/// How the ids of drafts of invoices begin.
pub(crate) const INVOICE_PREFIX: &str = "draft_in_";

/// The kind of record that a draft becomes.
pub(crate) fn kind_of(draft: &Draft) -> Kind {
    match draft.kind {
        DraftKind::Quote => Kind::Quote,
        DraftKind::Invoice => Kind::Invoice,
    }
}

/// A draft that is on the list, not one that was thrown away.
fn here(r: &cache::Read<'_>, id: &str) -> Result<Option<Draft>, cache::Error> {
    let deleted = r
        .drafts()
        .get(id)?
        .is_some_and(|draft| draft.deleted_at.is_some());
    if deleted { Ok(None) } else { kept(r, id) }
}

fn kept(r: &cache::Read<'_>, id: &str) -> Result<Option<Draft>, cache::Error> {
    let draft = r.drafts().get(id)?;
    Ok(draft.and_then(|draft| stored(draft.json).ok()))
}

/// A draft as it was stored. Those from when only quotes were written here call what they edit so.
pub(crate) fn stored(mut json: Value) -> Result<Draft, serde_json::Error> {
    if let Some(fields) = json.as_object_mut()
        && let Some(quote) = fields.remove("quote")
    {
        fields.entry("record").or_insert(quote);
    }
    serde_json::from_value(json)
}

/// Keeps a draft as it is now, and says what it comes to.
pub async fn put(account: &Account, draft: Draft) -> Result<DraftSheet, Problem> {
    let mut draft = Draft {
        updated_at: account.now(),
        currency: draft.currency.to_lowercase(),
        ..draft
    };
    let draft = account
        .cache
        .write(move |w| {
            // It may have become a quote since the window opened it; it stays that quote.
            draft.record = draft
                .record
                .or(w.drafts().get(&draft.id)?.and_then(|known| known.record));
            let json = match serde_json::to_value(&draft) {
                Ok(json) => json,
                Err(error) => return Ok(Err(unreadable("draft", &error))),
            };
            let (id, record, updated_at) =
                (draft.id.clone(), draft.record.clone(), draft.updated_at);
            w.drafts().put(&cache::Draft {
                id,
                record,
                json,
                updated_at,
                deleted_at: None,
            })?;
            Ok(Ok(draft))
        })
        .await??;
    sheet(account, draft).await
}

/// Whether two drafts, as they are stored, say the same. When they were kept does not matter: two
/// versions may be of the same second. Nor does what they have become at Stripe since.
pub(crate) fn says_the_same(one: &Value, other: &Value) -> bool {
    let said = |draft: &Value| {
        let mut draft = draft.clone();
        if let Some(fields) = draft.as_object_mut() {
            for name in ["updated_at", "record", "quote"] {
                fields.remove(name);
            }
        }
        draft
    };
    said(one) == said(other)
}

/// A draft with what it comes to; also one that was put away, because it became a record or was thrown
/// away, as long as it is known.
pub async fn read(account: &Account, id: &str) -> Result<DraftSheet, Problem> {
    let id = id.to_owned();
    let draft = account
        .cache
        .read(move |r| kept(r, &id))
        .await?
        .ok_or_else(|| not_found("draft"))?;
    sheet(account, draft).await
}

async fn sheet(account: &Account, draft: Draft) -> Result<DraftSheet, Problem> {
    let settings = crate::settings::read(account).await?;
    let now = account.now();
    let (draft, prices, held, replaces) = account
        .cache
        .read(move |r| {
            let prices = known_prices(r, &draft)?;
            let held = held::against(r, &draft)?;
            let replaces = match &draft.record {
                Some(id) if draft.is_invoice() => crate::before::replaced(r, id)?,
                _ => None,
            };
            Ok((draft, prices, held, replaces))
        })
        .await?;
    let (figures, mut findings) = match typed::read(&draft, &settings, now) {
        Some(typed) => {
            let figures = figures::figures(&draft, &typed, now).map_err(|error| error.to_string());
            let mut findings = typed.findings;
            findings.extend(foreign_prices(&draft, &typed.model.lines, &prices));
            (figures, findings)
        }
        None => (
            Err(format!(
                "Stripe knows no currency “{}”. Choose another one.",
                draft.currency
            )),
            Vec::new(),
        ),
    };
    findings.extend(held);
    let figures = figures
        .map_err(|message| findings.push(blocking("currency", "bad_currency", message)))
        .ok();
    let subject = draft.record.clone().unwrap_or_else(|| draft.id.clone());
    let kind = kind_of(&draft);
    let pending = account
        .cache
        .read(move |r| r.outbox().pending_for(kind, &subject))
        .await?;
    let problem = pending
        .iter()
        .rev()
        .find(|intent| intent.state == cache::IntentState::Refused);
    // The last one that was asked for is the one that counts.
    let waits = pending.iter().rev().find(|intent| {
        matches!(
            intent.state,
            cache::IntentState::Queued | cache::IntentState::Sending
        )
    });
    Ok(DraftSheet {
        pending: waits.map(|intent| crate::outbox::verb_of(&intent.verb)),
        changed_since: waits.is_some_and(|intent| {
            let now = serde_json::to_value(&draft).unwrap_or_default();
            let said = intent.context.get("draft_said");
            said.is_some_and(|said| !says_the_same(said, &now))
        }),
        problem: problem.and_then(|intent| problem_in(intent.problem.as_ref()?)),
        saved: false,
        replaces,
        draft,
        figures,
        findings,
    })
}

/// A finding that stands in the way.
fn blocking(path: impl Into<String>, code: &str, message: String) -> Finding {
    Finding {
        path: path.into(),
        code: code.to_owned(),
        message,
        blocking: true,
        readings: Vec::new(),
    }
}

/// Throws a draft away; what it said is answered, and keeping it again brings it back.
pub async fn delete(account: &Account, id: &str) -> Result<Draft, Problem> {
    let (named, now) = (id.to_owned(), account.now());
    account
        .cache
        .write(move |w| {
            let draft = kept(w, &named)?;
            let deleted = w.drafts().delete(&named, now)?;
            Ok(draft.filter(|_| deleted))
        })
        .await?
        .ok_or_else(|| not_found("draft"))
}

/// Reads an amount as it was typed: the exact figure, or what is wrong and what it may mean.
pub async fn read_amount(
    account: &Account,
    text: &str,
    currency: &str,
) -> Result<Result<String, (String, Vec<String>)>, Problem> {
    let settings = crate::settings::read(account).await?;
    let Some(currency) = model::Currency::parse(currency) else {
        return Ok(Err((
            format!("Stripe knows no currency “{currency}”."),
            Vec::new(),
        )));
    };
    Ok(typed::price(text, currency, hint(&settings))
        .map(model::UnitAmount::decimal)
        .map_err(|error| (error.to_string(), readings(&error, currency))))
}

/// Lines that stand as they were taken from a price of another currency: 100 euros are not 100
/// dollars. A line with an amount of its own is a price of its own.
fn foreign_prices(
    draft: &Draft,
    lines: &[model::check::LineDraft],
    prices: &plan::KnownPrices,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (n, (line, read)) in draft.lines.iter().zip(lines).enumerate() {
        let Some(price) = line.price.as_ref().and_then(|id| prices.get(id)) else {
            continue;
        };
        let untouched = match (&read.unit, &price.unit) {
            (Ok(typed), Some(unit)) => typed.decimal() == unit.decimal() && line.per == price.per,
            _ => false,
        };
        if untouched && price.currency != draft.currency {
            let (theirs, ours) = (price.currency.to_uppercase(), draft.currency.to_uppercase());
            let paper = if draft.is_invoice() {
                "invoice"
            } else {
                "quote"
            };
            found.push(blocking(
                format!("lines[{n}].unit"),
                "two_currencies",
                format!("This price is in {theirs}, and the {paper} is in {ours}. Choose a price in {ours}, or write the amount in {ours}."),
            ));
        }
    }
    found
}

fn known_prices(r: &cache::Read<'_>, draft: &Draft) -> Result<plan::KnownPrices, cache::Error> {
    let mut known = plan::KnownPrices::new();
    for id in draft.lines.iter().filter_map(|line| line.price.as_ref()) {
        let Some(record) = r.records().get(Kind::Price, id)? else {
            continue;
        };
        let Ok(price) = Price::from_value(&record.raw) else {
            continue;
        };
        known.insert(
            id.clone(),
            plan::KnownPrice {
                product: price.product.id().to_owned(),
                currency: price.currency.clone(),
                unit: copy::unit(&price),
                per: copy::per(&price),
                active: price.active,
            },
        );
    }
    Ok(known)
}
