//! Credit notes: what one would do, issuing it, and voiding it; over an amount, or over single lines.
//! The sums are the model's, the taxes in them Stripe's.

mod by_lines;
mod lines;

use crate::account::Account;
use crate::drafting::{hint, readings};
use crate::outbox::{carry_out, intent, request};
use crate::trouble::not_found;
use crate::view::{
    Code, CreditPreview, CreditReason, CreditWay, CreditWish, Outcome, Problem, Retry, Verb,
};
use crate::{amounts, json, sheets};
use cache::{Kind, Read};
use lines::{Chosen, Line};
use model::credit::{Effect, Owed, Wish, weigh};
use model::entry::parse_amount;
use model::{Currency, Money};
use serde_json::{Value, json};
use stripe::Params;

/// How long Stripe is waited for while a question stands open.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(3);
/// Longest text for the customer, in characters.
const LONGEST_MEMO: usize = 5_000;

/// What is asked for, as it was read.
struct Asked {
    /// The lines that it is over; none where it is a bare amount.
    lines: Vec<Chosen>,
    amount: Money,
    effect: Effect,
    title: String,
    /// The tax in it, minor units, where Stripe has said it.
    tax: Option<i64>,
}

/// What a credit note would do, to the cent. Stripe is asked for the tax in it, where it answers.
pub async fn preview(account: &Account, wish: CreditWish) -> Result<CreditPreview, Problem> {
    let before = before(account, &wish.invoice).await?;
    let owed = before.owed;
    let currency = owed.creditable.currency.code();
    let nothing = CreditPreview {
        amount: None,
        before: None,
        after: None,
        remaining: None,
        tax: None,
        most: amounts::of(owed.creditable),
        refundable: amounts::of(owed.refundable),
        lines: before
            .lines
            .iter()
            .map(|line| line.view(currency))
            .collect(),
        problem: None,
    };
    let asked = match read(account, &wish).await {
        Ok(asked) => asked,
        Err(problem) => {
            return Ok(CreditPreview {
                problem: Some(problem),
                ..nothing
            });
        }
    };
    let tax = match asked.tax {
        Some(said) => Some(said),
        None => tax(account, &wish, &asked).await,
    };
    Ok(CreditPreview {
        amount: Some(amounts::of(asked.amount)),
        before: Some(amounts::of(asked.effect.before)),
        after: Some(amounts::of(asked.effect.after)),
        remaining: Some(amounts::of(asked.effect.remaining)),
        tax: tax.map(|minor| amounts::of(Money::new(minor, asked.amount.currency))),
        ..nothing
    })
}

/// The tax in a note as Stripe would reckon it, minor units of the invoice's currency.
async fn tax(account: &Account, wish: &CreditWish, asked: &Asked) -> Option<i64> {
    let client = account.stripe().await.ok()?;
    let params = Params::from_value(params(wish, asked));
    let path = stripe::paths::CREDIT_NOTE_PREVIEW;
    // The question stands open meanwhile: it is answered without, rather than late.
    let asking = tokio::time::timeout(PATIENCE, client.get(path, &params));
    let answer = asking.await.ok()?.ok()?;
    Some(taxes(&answer.body))
}

/// The taxes in a note, minor units.
fn taxes(note: &Value) -> i64 {
    let taxes = json::items(note, "total_taxes").iter();
    taxes
        .filter_map(|tax| json::int(tax, "amount"))
        .fold(0, i64::saturating_add)
}

/// Issues a credit note.
pub async fn create(account: &Account, wish: CreditWish) -> Result<Outcome, Problem> {
    let length = wish.memo.chars().count();
    if length > LONGEST_MEMO {
        let message = format!(
            "The memo has {length} characters, and at most {LONGEST_MEMO} fit. Shorten it."
        );
        return Err(Problem::new(Code::InvalidInput, message.clone()).field("memo", message));
    }
    let asked = read(account, &wish).await?;
    let now = account.now();
    let id = wish.invoice.clone();
    let title = format!("{}, {}", asked.amount.text(), asked.title);
    let intent = intent(Verb::Credit, Some((Kind::Invoice, id.clone())), title, now);
    let intent = request(intent, "/v1/credit_notes", params(&wish, &asked), true);
    carry_out(account, intent, move |w| {
        sheets::invoice::allowed(w, &id, Verb::Credit, now)
    })
    .await
}

/// Voids a credit note: what it took off is owed again.
pub async fn void(account: &Account, id: &str) -> Result<Outcome, Problem> {
    let now = account.now();
    let named = id.to_owned();
    let row = account
        .cache
        .read(move |r| r.records().row(Kind::CreditNote, &named))
        .await?
        .ok_or_else(|| not_found("credit note"))?;
    let title = row.columns.number.unwrap_or(row.columns.title);
    let subject = Some((Kind::CreditNote, id.to_owned()));
    let intent = intent(Verb::Void, subject, title, now);
    let path = format!("/v1/credit_notes/{id}/void");
    let intent = request(intent, &path, json!({}), false);
    let id = id.to_owned();
    carry_out(account, intent, move |w| may_void(w, &id)).await
}

fn may_void(r: &Read<'_>, id: &str) -> Result<Result<(), Problem>, cache::Error> {
    let Some(record) = r.records().get(Kind::CreditNote, id)? else {
        return Ok(Err(not_found("credit note")));
    };
    let invoice = json::id(&record.raw, "invoice").unwrap_or_default();
    let state = r.records().row(Kind::Invoice, invoice)?;
    let state = state.map(|row| row.columns.state).unwrap_or_default();
    let paid = json::int(&record.raw, "post_payment_amount").unwrap_or(0) > 0;
    Ok(match no_void(&record.columns.state, paid, &state) {
        Some((what, advice)) => Err(Problem::new(Code::NotAllowed, what).hint(advice)),
        None => Ok(()),
    })
}

/// Why a credit note cannot be voided, and what to do; none where it can.
pub(crate) fn no_void(
    status: &str,
    of_paid: bool,
    invoice: &str,
) -> Option<(&'static str, &'static str)> {
    if status == "void" {
        return Some(("This credit note is void.", "There is nothing left to do."));
    }
    if of_paid {
        return Some((
            "This credit note gave back what was paid already.",
            "Stripe keeps it as it is. Write a new invoice for what is owed again.",
        ));
    }
    if matches!(invoice, "paid" | "void" | "draft") {
        return Some((
            "The invoice of this credit note is settled.",
            "Stripe keeps it as it is. Write a new invoice for what is owed again.",
        ));
    }
    None
}

fn params(wish: &CreditWish, asked: &Asked) -> Value {
    let mut params = json!({ "invoice": wish.invoice });
    if asked.lines.is_empty() {
        params["amount"] = json!(asked.amount.minor);
    } else {
        // By its lines a note takes back their taxes as well; a bare amount is no line's.
        params["lines"] = asked.lines.iter().map(Chosen::param).collect();
    }
    let after = asked.effect.after.minor;
    if after > 0 {
        let field = match wish.way {
            CreditWay::Refund => "refund_amount",
            CreditWay::Balance => "credit_amount",
            CreditWay::Outside => "out_of_band_amount",
        };
        params[field] = json!(after);
    }
    if let Some(reason) = wish.reason {
        params["reason"] = json!(match reason {
            CreditReason::Duplicate => "duplicate",
            CreditReason::Fraudulent => "fraudulent",
            CreditReason::OrderChange => "order_change",
            CreditReason::ProductUnsatisfactory => "product_unsatisfactory",
        });
    }
    if !wish.memo.trim().is_empty() {
        params["memo"] = json!(wish.memo.trim());
    }
    params
}

/// Reads what was typed, and holds it against the invoice.
async fn read(account: &Account, wish: &CreditWish) -> Result<Asked, Problem> {
    let Before {
        owed,
        title,
        lines,
        whole,
    } = before(account, &wish.invoice).await?;
    let settings = crate::settings::read(account).await?;
    let currency = owed.creditable.currency;
    if !wish.lines.is_empty() {
        let chosen = lines::chosen(&lines, &wish.lines, currency, hint(&settings))?;
        return by_lines::asked(account, &owed, wish, chosen, title).await;
    }
    let wrong = |message: String| {
        Problem::new(Code::InvalidInput, message.clone())
            .field("amount", message)
            .retry(Retry::Now)
    };
    let amount = if wish.amount.trim().is_empty() {
        owed.creditable
    } else {
        parse_amount(&wish.amount, currency, hint(&settings)).map_err(|error| {
            let mut message = error.to_string();
            for reading in readings(&error, currency) {
                message = format!("{message} {reading}?");
            }
            wrong(message)
        })?
    };
    let effect = model::credit::split(&owed, amount).map_err(|error| wrong(error.to_string()))?;
    let nothing = Money::new(0, currency);
    let part = |way: CreditWay| {
        if wish.way == way {
            effect.after
        } else {
            nothing
        }
    };
    let asked = Wish {
        amount,
        refund: part(CreditWay::Refund),
        balance: part(CreditWay::Balance),
        outside: part(CreditWay::Outside),
    };
    let effect = weigh(&owed, &asked).map_err(|error| wrong(error.to_string()))?;
    Ok(Asked {
        lines: if amount == owed.creditable {
            whole
        } else {
            Vec::new()
        },
        amount,
        effect,
        title,
        tax: None,
    })
}

/// How an invoice stands before a note.
struct Before {
    owed: Owed,
    /// What to call it.
    title: String,
    /// The lines that something can be taken off.
    lines: Vec<Line>,
    /// All of its lines with all of their pieces, where nothing is credited yet and all of them are here.
    whole: Vec<Chosen>,
}

async fn before(account: &Account, id: &str) -> Result<Before, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    account
        .cache
        .read(move |r| Ok(of_invoice(r, &id, now)))
        .await?
}

fn of_invoice(r: &Read<'_>, id: &str, now: i64) -> Result<Before, Problem> {
    sheets::invoice::allowed(r, id, Verb::Credit, now)??;
    let record = r
        .records()
        .get(Kind::Invoice, id)?
        .ok_or_else(|| not_found("invoice"))?;
    let currency = record.columns.currency.as_deref().and_then(Currency::parse);
    let currency = currency.ok_or_else(|| {
        Problem::new(Code::NotAllowed, "Counterfoil does not know this currency.")
            .hint("Credit it in the Stripe Dashboard.")
    })?;
    let of = |field: &str| json::int(&record.raw, field).unwrap_or(0);
    let money = |minor: i64| Money::new(minor, currency);
    let credited = of("pre_payment_credit_notes_amount")
        .saturating_add(of("post_payment_credit_notes_amount"));
    let untouched = credited == 0 && !json::flag(&record.raw, "lines.has_more");
    let all = json::items(&record.raw, "lines")
        .iter()
        .filter(|_| untouched);
    let whole = all
        .filter(|line| json::int(line, "amount") != Some(0))
        .filter_map(|line| {
            let pieces = json::int(line, "quantity")?;
            Some(Chosen::whole(json::owned(line, "id")?, pieces))
        })
        .collect();
    Ok(Before {
        lines: lines::of_invoice(r, &record)?,
        whole,
        owed: Owed {
            creditable: money(of("total").saturating_sub(credited)),
            remaining: money(of("amount_remaining")),
            refundable: money(
                of("amount_paid")
                    .saturating_sub(of("amount_paid_off_stripe"))
                    .saturating_sub(of("post_payment_credit_notes_amount"))
                    .max(0),
            ),
        },
        title: record.columns.number.unwrap_or(record.columns.title),
    })
}
