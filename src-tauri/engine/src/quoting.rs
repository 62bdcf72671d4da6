//! Quotes: writing them as drafts here, making them quotes at Stripe, taking
//! them through their states. What a quote looks like to a person is in
//! `sheets`; what may be done with it is the model's to say.

mod copy;
pub(crate) mod figures;
mod later;
mod next_charge;
mod plan;
pub(crate) mod typed;

use crate::account::Account;
use crate::outbox::{carry_out, intent, problem_in, request};
use crate::trouble::{not_found, unreadable};
use crate::view::{
    Code, Collection, CustomerChoice, DraftSheet, Finding, Link, Noun, Outcome, OutcomeState,
    Problem, QuoteDraft, Retry, Settings, Verb,
};
use cache::{Intent, Kind};
use model::quote::{Facts, Standing, Status, standing};
use serde_json::{Value, json};
use stripe::Typed as _;
use stripe::resources::{Price, Quote};

pub use later::{extend, revise};
pub(crate) use next_charge::{Told, next_charge};
pub(crate) use plan::customer as customer_params;
pub(crate) use typed::{hint, interval, price, readings};

/// Where a new draft comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nowhere: an empty one, for this customer if one is named.
    New(Option<String>),
    /// A draft that is kept here.
    Draft(String),
    /// A draft quote at Stripe, to edit it.
    Quote(String),
    /// Any quote, to write a new one like it.
    Copy(String),
}

/// Opens a draft, and keeps it from now on.
pub async fn open(account: &Account, from: Source) -> Result<DraftSheet, Problem> {
    let settings = crate::settings::read(account).await?;
    let now = account.now();
    let id = format!("draft_{}", uuid::Uuid::new_v4().simple());
    let home = account.identity.currency.clone();
    let mode = settings.clone();
    let asked = from.clone();
    let known = account
        .cache
        .read(move |r| match asked {
            Source::Draft(id) => Ok(Some(here(r, &id)?.ok_or_else(|| not_found("draft")))),
            Source::Quote(quote) => match r.drafts().of_quote(&quote)? {
                Some(open) => Ok(here(r, &open.id)?.map(Ok)),
                None => Ok(None),
            },
            Source::New(_) | Source::Copy(_) => Ok(None),
        })
        .await?;
    if let Some(known) = known {
        // Looking at a draft changes nothing about it.
        return sheet(account, known?).await;
    }
    let draft = account
        .cache
        .write(move |w| match from {
            Source::Draft(_) => Ok(Err(not_found("draft"))),
            Source::New(customer) => {
                let customer = match customer {
                    Some(id) => Some(copy::customer(w, &id)?),
                    None => None,
                };
                Ok(Ok(empty(id, customer, &mode, &home, now)))
            }
            Source::Quote(quote) => {
                if let Err(problem) = allowed(w, &quote, model::quote::Verb::Edit, now)? {
                    return Ok(Err(problem));
                }
                Ok(copy::draft(w, &quote, id, now)?.map(|draft| QuoteDraft {
                    quote: Some(quote),
                    ..draft
                }))
            }
            Source::Copy(quote) => {
                Ok(copy::draft(w, &quote, id, now)?.map(|draft| fresh(draft, now)))
            }
        })
        .await??;
    put(account, draft).await
}

fn empty(
    id: String,
    customer: Option<CustomerChoice>,
    settings: &Settings,
    home: &str,
    now: i64,
) -> QuoteDraft {
    QuoteDraft {
        id,
        quote: None,
        customer,
        currency: if settings.currency.is_empty() {
            home.to_owned()
        } else {
            settings.currency.to_lowercase()
        },
        lines: Vec::new(),
        discounts: Vec::new(),
        tax: None,
        expires_on: typed::day_of(now.saturating_add(30 * 86_400))
            .map(|day| day.format("%Y-%m-%d").to_string()),
        header: String::new(),
        description: String::new(),
        footer: String::new(),
        collection: Collection::SendInvoice,
        days_until_due: Some(settings.days_until_due),
        starts_on: None,
        trial_days: None,
        updated_at: now,
    }
}

/// A copy is valid for thirty days from now; a start that has passed is left out.
fn fresh(draft: QuoteDraft, now: i64) -> QuoteDraft {
    let today = typed::day_of(now)
        .map(|day| day.format("%Y-%m-%d").to_string())
        .unwrap_or_default();
    QuoteDraft {
        expires_on: typed::day_of(now.saturating_add(30 * 86_400))
            .map(|day| day.format("%Y-%m-%d").to_string()),
        starts_on: draft.starts_on.filter(|day| *day > today),
        ..draft
    }
}

/// A draft that is on the list, not one that was thrown away.
fn here(r: &cache::Read<'_>, id: &str) -> Result<Option<QuoteDraft>, cache::Error> {
    let deleted = r
        .drafts()
        .get(id)?
        .is_some_and(|draft| draft.deleted_at.is_some());
    if deleted { Ok(None) } else { kept(r, id) }
}

fn kept(r: &cache::Read<'_>, id: &str) -> Result<Option<QuoteDraft>, cache::Error> {
    let draft = r.drafts().get(id)?;
    Ok(draft.and_then(|draft| serde_json::from_value(draft.json).ok()))
}

/// Keeps a draft as it is now, and says what it comes to.
pub async fn put(account: &Account, draft: QuoteDraft) -> Result<DraftSheet, Problem> {
    let mut draft = QuoteDraft {
        updated_at: account.now(),
        currency: draft.currency.to_lowercase(),
        ..draft
    };
    let draft = account
        .cache
        .write(move |w| {
            // It may have become a quote since the window opened it; it stays that quote.
            draft.quote = draft
                .quote
                .or(w.drafts().get(&draft.id)?.and_then(|known| known.quote));
            let json = match serde_json::to_value(&draft) {
                Ok(json) => json,
                Err(error) => return Ok(Err(unreadable("draft", &error))),
            };
            let (id, quote, updated_at) = (draft.id.clone(), draft.quote.clone(), draft.updated_at);
            w.drafts().put(&cache::Draft {
                id,
                quote,
                json,
                updated_at,
                deleted_at: None,
            })?;
            Ok(Ok(draft))
        })
        .await??;
    sheet(account, draft).await
}

/// Whether two drafts, as they are stored, say the same. When they were kept does not matter:
/// two versions may be of the same second.
pub(crate) fn says_the_same(one: &Value, other: &Value) -> bool {
    let said = |draft: &Value| {
        let mut draft = draft.clone();
        if let Some(fields) = draft.as_object_mut() {
            fields.remove("updated_at");
        }
        draft
    };
    said(one) == said(other)
}

/// A draft that is kept here, with what it comes to.
pub async fn read_draft(account: &Account, id: &str) -> Result<DraftSheet, Problem> {
    let id = id.to_owned();
    let draft = account
        .cache
        .read(move |r| kept(r, &id))
        .await?
        .ok_or_else(|| not_found("draft"))?;
    sheet(account, draft).await
}

async fn sheet(account: &Account, draft: QuoteDraft) -> Result<DraftSheet, Problem> {
    let settings = crate::settings::read(account).await?;
    let now = account.now();
    let (draft, prices) = account
        .cache
        .read(move |r| {
            let prices = known_prices(r, &draft)?;
            Ok((draft, prices))
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
    let figures = figures
        .map_err(|message| {
            let path = "currency".to_owned();
            findings.push(Finding {
                path,
                code: "bad_currency".to_owned(),
                message,
                blocking: true,
                readings: Vec::new(),
            });
        })
        .ok();
    let subject = draft.quote.clone().unwrap_or_else(|| draft.id.clone());
    let pending = account
        .cache
        .read(move |r| r.outbox().pending_for(Kind::Quote, &subject))
        .await?;
    let problem = pending
        .iter()
        .rev()
        .find(|intent| intent.state == cache::IntentState::Refused);
    Ok(DraftSheet {
        problem: problem.and_then(|intent| problem_in(intent.problem.as_ref()?)),
        saved: false,
        draft,
        figures,
        findings,
    })
}

/// Throws a draft away; what it said is answered, and keeping it again brings it back.
pub async fn delete(account: &Account, id: &str) -> Result<QuoteDraft, Problem> {
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

/// Makes the draft a draft quote at Stripe, or changes the one that it edits.
pub async fn save(account: &Account, id: &str) -> Result<Outcome, Problem> {
    write_down(account, id, Verb::Save).await
}

/// Finalizes a draft of ours, a draft quote at Stripe, or one with changes kept here.
pub async fn finalize(account: &Account, id: &str) -> Result<Outcome, Problem> {
    let quote = id.to_owned();
    let draft = account
        .cache
        .read(move |r| r.drafts().of_quote(&quote))
        .await?;
    if let Some(draft) = draft {
        return write_down(account, &draft.id, Verb::Finalize).await;
    }
    if id.starts_with("draft_") {
        return write_down(account, id, Verb::Finalize).await;
    }
    transition(account, id, Verb::Finalize, "finalize", Value::Null).await
}

/// Accepts a quote. Accepting twice is a success with no second effect.
pub async fn accept(account: &Account, id: &str, note: Option<String>) -> Result<Outcome, Problem> {
    if let Some(done) = already_accepted(account, id).await? {
        return Ok(done);
    }
    let note = note.filter(|note| !note.trim().is_empty());
    transition(account, id, Verb::Accept, "accept", json!({ "note": note })).await
}

/// Takes a quote back.
pub async fn cancel(account: &Account, id: &str) -> Result<Outcome, Problem> {
    transition(account, id, Verb::Cancel, "cancel", Value::Null).await
}

async fn already_accepted(account: &Account, id: &str) -> Result<Option<Outcome>, Problem> {
    let named = id.to_owned();
    let found = account
        .cache
        .read(move |r| {
            let Some(record) = r.records().get(Kind::Quote, &named)? else {
                return Ok(None);
            };
            if record.columns.state != "accepted" {
                return Ok(None);
            }
            let mut made = Vec::new();
            for (field, noun, kind) in [
                ("subscription", Noun::Subscription, Kind::Subscription),
                (
                    "subscription_schedule",
                    Noun::SubscriptionSchedule,
                    Kind::SubscriptionSchedule,
                ),
                ("invoice", Noun::Invoice, Kind::Invoice),
            ] {
                if let Some(id) = record.raw.get(field).and_then(Value::as_str) {
                    let named = r.records().get(kind, id)?;
                    let label = named.map_or_else(
                        || id.to_owned(),
                        |named| named.columns.number.unwrap_or(named.columns.title),
                    );
                    made.push(Link {
                        noun,
                        id: id.to_owned(),
                        relation: kind.code().to_owned(),
                        label,
                    });
                }
            }
            let label = record.columns.number.unwrap_or(record.columns.title);
            let subject = Link {
                noun: Noun::Quote,
                id: named,
                relation: "subject".to_owned(),
                label,
            };
            Ok(Some((subject, made)))
        })
        .await?;
    Ok(found.map(|(subject, made)| Outcome {
        intent: String::new(),
        state: OutcomeState::Done,
        subject: Some(subject),
        made,
        problem: None,
    }))
}

/// Sends one of a quote's verbs, if its state allows it.
async fn transition(
    account: &Account,
    id: &str,
    verb: Verb,
    path: &str,
    context: Value,
) -> Result<Outcome, Problem> {
    let named = id.to_owned();
    let title = account
        .cache
        .read(move |r| title(r, &named))
        .await?
        .ok_or_else(|| not_found("quote"))?;
    let now = account.now();
    let mut intent = intent(verb, Some((Kind::Quote, id.to_owned())), title, now);
    intent.context = context;
    let intent = request(
        intent,
        &format!("/v1/quotes/{id}/{path}"),
        json!({ "expand": plan::expand() }),
        false,
    );
    let (id, asked) = (id.to_owned(), model_verb(verb));
    carry_out(account, intent, move |w| allowed(w, &id, asked, now)).await
}

fn model_verb(verb: Verb) -> model::quote::Verb {
    match verb {
        Verb::Finalize => model::quote::Verb::Finalize,
        Verb::Accept => model::quote::Verb::Accept,
        Verb::Cancel => model::quote::Verb::Cancel,
        Verb::Revise => model::quote::Verb::Revise,
        Verb::Extend => model::quote::Verb::Extend,
        _ => model::quote::Verb::Edit,
    }
}

fn title(r: &cache::Read<'_>, id: &str) -> Result<Option<String>, cache::Error> {
    let record = r.records().get(Kind::Quote, id)?;
    Ok(record.map(|record| {
        let columns = record.columns;
        columns.number.map_or(columns.title.clone(), |number| {
            format!("{number}, {}", columns.title)
        })
    }))
}

/// Whether the quote's state allows the verb.
pub(crate) fn allowed(
    r: &cache::Read<'_>,
    id: &str,
    verb: model::quote::Verb,
    now: i64,
) -> Result<Result<(), Problem>, cache::Error> {
    let Some(record) = r.records().get(Kind::Quote, id)? else {
        return Ok(Err(not_found("quote")));
    };
    let stands = match Quote::from_value(&record.raw) {
        Ok(quote) => standing(
            &Facts {
                status: Status::parse(quote.status.as_str()),
                expires_at: Some(quote.expires_at),
                canceled_at: quote.status_transitions.canceled_at,
                superseded: record.columns.state == "superseded",
            },
            now,
        ),
        Err(_) => Standing::Unknown(record.columns.state),
    };
    Ok(model::quote::may(&stands, verb).map_err(Problem::from))
}

/// Whether a finding keeps a draft from being saved at all, not only from being finalized.
fn keeps_from_saving(finding: &Finding) -> bool {
    finding.blocking && !matches!(finding.code.as_str(), "no_customer" | "no_lines")
}

async fn write_down(account: &Account, id: &str, verb: Verb) -> Result<Outcome, Problem> {
    let settings = crate::settings::read(account).await?;
    let now = account.now();
    let named = id.to_owned();
    let (draft, prices) = account
        .cache
        .read(move |r| {
            let Some(draft) = kept(r, &named)? else {
                return Ok(None);
            };
            let prices = known_prices(r, &draft)?;
            Ok(Some((draft, prices)))
        })
        .await?
        .ok_or_else(|| not_found("draft"))?;
    let mut typed = typed::read(&draft, &settings, now).ok_or_else(|| {
        Problem::new(Code::InvalidInput, "Stripe knows no such currency.")
            .field("currency", "Choose another currency.")
    })?;
    let foreign = foreign_prices(&draft, &typed.model.lines, &prices);
    typed.findings.extend(foreign);
    let stands_against = |finding: &&Finding| {
        if verb == Verb::Finalize {
            finding.blocking
        } else {
            keeps_from_saving(finding)
        }
    };
    let against: Vec<&Finding> = typed.findings.iter().filter(stands_against).collect();
    if let Some(first) = against.first() {
        let message = if against.len() == 1 {
            first.message.clone()
        } else {
            format!("{} ({} more to mend.)", first.message, against.len() - 1)
        };
        let problem = Problem::new(Code::InvalidInput, message).retry(Retry::Now);
        return Err(against.iter().fold(problem, |problem, finding| {
            problem.field(finding.path.clone(), finding.message.clone())
        }));
    }
    let subject = draft.quote.clone().unwrap_or_else(|| draft.id.clone());
    let mut intent: Intent = intent(
        verb,
        Some((Kind::Quote, subject)),
        who_and_what(&draft),
        now,
    );
    intent.context = json!({ "draft": draft.id, "draft_said": draft });
    let (mut intent, quote) = plan::save(intent, &draft, &typed, &prices);
    if verb == Verb::Finalize {
        intent = request(
            intent,
            &format!("{quote}/finalize"),
            json!({ "expand": plan::expand() }),
            false,
        );
    }
    let edited = draft.quote.clone();
    carry_out(account, intent, move |w| match edited {
        Some(quote) => allowed(w, &quote, model::quote::Verb::Edit, now),
        None => Ok(Ok(())),
    })
    .await
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

/// A draft in a person's words.
fn who_and_what(draft: &QuoteDraft) -> String {
    let who = match &draft.customer {
        Some(CustomerChoice::Existing { name, .. }) => name.as_str(),
        Some(CustomerChoice::New { fields }) => fields.name.as_str(),
        None => "A quote",
    };
    match draft
        .lines
        .first()
        .map(|line| line.name.trim())
        .filter(|name| !name.is_empty())
    {
        Some(what) => format!("{who}, {what}"),
        None => who.to_owned(),
    }
}

/// Lines that stand as they were taken from a price of another currency: 100 euros are not 100
/// dollars. A line with an amount of its own is a price of its own.
fn foreign_prices(
    draft: &QuoteDraft,
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
            found.push(Finding {
                path: format!("lines[{n}].unit"),
                code: "two_currencies".to_owned(),
                message: format!("This price is in {theirs}, and the quote is in {ours}. Choose a price in {ours}, or write the amount in {ours}."),
                blocking: true,
                readings: Vec::new(),
            });
        }
    }
    found
}

fn known_prices(
    r: &cache::Read<'_>,
    draft: &QuoteDraft,
) -> Result<plan::KnownPrices, cache::Error> {
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
