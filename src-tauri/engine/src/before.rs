//! What an owner should know before an act that cannot be taken back: said in the question, and
//! nothing that forbids it. What is forbidden is the model's to say.

mod charged;
mod revised;

use crate::account::Account;
use crate::drafting;
use crate::json;
use crate::lists::{draft_figures, settings_in};
use crate::sheets::{self, day};
use crate::trouble::not_found;
use crate::view::{
    Amount, Caution, Collection, CustomerChoice, DraftKind, Mode, Noun, Problem, Verb,
};
use cache::{Filter, Kind, Query, Read, Span};
use model::Currency;
use model::calendar::DAY_SECONDS;
use serde_json::Value;

/// Two invoices of one customer that come to the same within this time may be one.
const TWINS_WITHIN: i64 = 7 * DAY_SECONDS;
/// So many of a customer's latest are looked at.
const LOOKED_AT: u32 = 50;

/// What is known of a paper before an act.
struct About {
    /// Its own id, and that of the invoice that it changes or replaces.
    own: Vec<String>,
    customer: Option<String>,
    /// The name of a customer who is only made on the way.
    new_name: Option<String>,
    email: Option<String>,
    total: Option<Amount>,
    due_at: Option<i64>,
    charged: bool,
    /// It goes on by itself once it is finalized, which a sentence says.
    advances: Option<String>,
    /// The number of the quote or invoice whose place this one takes once it is finalized.
    replaces: Option<String>,
    /// The quote at Stripe, if that is what it is.
    quote: Option<String>,
    /// It bills once only.
    once: bool,
}

/// What to know before `verb` is done with a quote, an invoice, or a draft of either.
pub async fn cautions(
    account: &Account,
    noun: Noun,
    id: &str,
    verb: Verb,
) -> Result<Vec<Caution>, Problem> {
    let (id, now, mode) = (id.to_owned(), account.now(), account.identity.mode);
    account
        .cache
        .read(move |r| {
            Ok(about(r, noun, &id, now)
                .and_then(|about| Ok(weigh(r, noun, &about, verb, mode, now)?)))
        })
        .await?
}

fn weigh(
    r: &Read<'_>,
    noun: Noun,
    about: &About,
    verb: Verb,
    mode: Mode,
    now: i64,
) -> Result<Vec<Caution>, cache::Error> {
    let invoice = matches!(noun, Noun::Invoice | Noun::InvoiceDraft);
    let opens = matches!(verb, Verb::Finalize | Verb::Accept);
    let mut found = Vec::new();
    let mut say = |code: &str, message: String| {
        found.push(Caution {
            code: code.to_owned(),
            message,
        });
    };
    if matches!(verb, Verb::Finalize | Verb::Send) && about.email.is_none() {
        let what = if invoice { "invoice" } else { "quote" };
        say(
            "no_email",
            format!(
                "No e-mail is known of this customer. The {what} can be finalized, and has to reach them another way."
            ),
        );
    }
    if let Some(name) = about.new_name.as_deref().filter(|_| opens) {
        for message in namesakes(r, name, &about.own)? {
            say("namesake", message);
        }
    }
    if let Some(message) = about.total.as_ref().filter(|_| opens).and_then(no_decimals) {
        say("no_decimals", message);
    }
    if let Some(due) = about.due_at.filter(|due| invoice && *due < now) {
        match verb {
            Verb::Finalize => say(
                "due_passed",
                format!(
                    "It was to be paid by {}. Finalized now, it is late at once.",
                    day(due)
                ),
            ),
            Verb::Send => say("due_passed", format!("It was to be paid by {}.", day(due))),
            _ => {}
        }
    }
    if let Some(id) = about.quote.as_deref().filter(|_| opens) {
        if let Some(number) = revised::accepted(r, id)? {
            say(
                "accepted_before",
                format!(
                    "{number}, another version of this quote, was accepted already. Accepted as well, this one bills the work a second time."
                ),
            );
        }
        if verb == Verb::Accept && revised::begun(r, id)? {
            say(
                "revision_begun",
                "A revision of this quote is being written. Accept this one only if it is what was agreed: once both are accepted, both are billed.".to_owned(),
            );
        }
    }
    if !invoice
        && verb == Verb::Finalize
        && let Some(number) = &about.replaces
    {
        say(
            "replaces",
            format!("It takes the place of {number}, which can no longer be accepted after this."),
        );
    }
    if invoice && verb == Verb::Finalize {
        if let Some(number) = &about.replaces {
            say(
                "replaces",
                format!("It takes the place of {number}, which becomes void by this, for good."),
            );
        }
        for message in twins(r, about, now)? {
            say("twin", message);
        }
        if about.charged && about.total.as_ref().is_none_or(|total| total.minor > 0) {
            match &about.advances {
                Some(message) => say("charged", message.clone()),
                None => say(
                    "not_charged",
                    "Nobody is charged by this. Take the payment once it is finalized.".to_owned(),
                ),
            }
        }
    }
    if !invoice && opens && about.once && mode == Mode::Live {
        say("plan", "In live mode Stripe wants its Invoicing Plus plan for quotes that bill once. Without it, Stripe refuses this; an invoice written directly needs no such plan.".to_owned());
    }
    Ok(found)
}

/// People think in hundredths; some currencies have none.
fn no_decimals(total: &Amount) -> Option<String> {
    let currency = Currency::parse(&total.currency)?;
    if currency.decimals() != 0 || total.minor == 0 {
        return None;
    }
    Some(format!(
        "{} has no decimals: this comes to {}, to the last digit.",
        currency.upper(),
        total.text
    ))
}

/// Who would be there twice: a customer of this very name, at Stripe or still waiting in the outbox.
fn namesakes(r: &Read<'_>, name: &str, own: &[String]) -> Result<Vec<String>, cache::Error> {
    let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
    let mut found = Vec::new();
    let mut open = r.outbox().open()?;
    // What the draft itself has waiting gives way to what is finalized now.
    open.retain(|intent| {
        !own.iter()
            .any(|id| json::text(&intent.context, "draft") == Some(id))
    });
    let waits = open.iter().any(|intent| {
        let made = intent
            .steps
            .iter()
            .filter(|step| step.path == "/v1/customers");
        made.filter_map(|step| step.params.get("name")?.as_str())
            .any(same)
    });
    if waits {
        found.push(format!(
            "A customer called {name} waits in the outbox already. Finalized like this, there will be two. Wait until that one is there, and choose it."
        ));
    }
    let known = r.records().search(name, &[Kind::Customer], LOOKED_AT)?;
    if known.iter().any(|row| same(&row.columns.title)) {
        found.push(format!(
            "There is a customer called {name} already. Finalized like this, there will be two."
        ));
    }
    Ok(found)
}

/// Invoices of the same customer that come to the same and are only days older.
fn twins(r: &Read<'_>, about: &About, now: i64) -> Result<Vec<String>, cache::Error> {
    let (Some(customer), Some(total)) = (&about.customer, &about.total) else {
        return Ok(Vec::new());
    };
    let exactly = Span {
        min: Some(total.minor),
        max: Some(total.minor),
    };
    let alike = Query {
        filter: Filter {
            customer: Some(customer.clone()),
            currency: Some(total.currency.clone()),
            amount: exactly,
            created: Span {
                min: Some(now.saturating_sub(TWINS_WITHIN)),
                max: None,
            },
            ..Filter::of(Kind::Invoice)
        },
        limit: LOOKED_AT,
        ..Query::of(Kind::Invoice)
    };
    let rows = r.records().page(&alike)?.rows.into_iter();
    let others = rows.filter(|row| !about.own.contains(&row.id) && row.columns.state != "void");
    Ok(others
        .map(|row| {
            let columns = row.columns;
            let name = columns.number.unwrap_or_else(|| "A draft invoice".to_owned());
            format!(
                "{name} for the same customer comes to the same {} and is of {}. This may be a second one of it.",
                total.text,
                day(columns.created)
            )
        })
        .collect())
}

fn about(r: &Read<'_>, noun: Noun, id: &str, now: i64) -> Result<About, Problem> {
    match noun {
        Noun::Draft | Noun::InvoiceDraft => of_draft(r, id, now),
        Noun::Quote => {
            if let Some(draft) = r.drafts().of_record(id)? {
                return of_draft(r, &draft.id, now);
            }
            let sheet = sheets::quote::sheet(r, id, now)?;
            Ok(About {
                own: vec![id.to_owned()],
                email: sheet.customer.as_ref().and_then(|one| one.email.clone()),
                customer: sheet.customer.map(|one| one.id),
                new_name: None,
                total: Some(sheet.upfront.total),
                due_at: None,
                charged: sheet.terms.collection == Collection::ChargeAutomatically,
                advances: None,
                replaces: superseded(r, id)?,
                quote: Some(id.to_owned()),
                once: sheet.recurring.is_none(),
            })
        }
        Noun::Invoice => {
            if let Some(draft) = r.drafts().of_record(id)? {
                return of_draft(r, &draft.id, now);
            }
            let sheet = sheets::invoice::sheet(r, id, now)?;
            let record = r.records().get(Kind::Invoice, id)?;
            let raw = record.map(|record| record.raw).unwrap_or_default();
            Ok(About {
                own: own(id, json::id(&raw, "from_invoice.invoice")),
                email: sheet.customer.as_ref().and_then(|one| one.email.clone()),
                customer: sheet.customer.map(|one| one.id),
                new_name: None,
                total: Some(sheet.totals.total),
                due_at: sheet.terms.until,
                charged: sheet.terms.collection == Collection::ChargeAutomatically,
                advances: advances(r, &raw)?,
                replaces: replaced_by(r, &raw)?,
                quote: None,
                once: true,
            })
        }
        _ => Err(not_found("quote")),
    }
}

fn own(id: &str, before: Option<&str>) -> Vec<String> {
    std::iter::once(id)
        .chain(before)
        .map(str::to_owned)
        .collect()
}

fn of_draft(r: &Read<'_>, id: &str, now: i64) -> Result<About, Problem> {
    let kept = r.drafts().get(id)?.ok_or_else(|| not_found("draft"))?;
    let draft =
        drafting::stored(kept.json).map_err(|error| crate::trouble::unreadable("draft", &error))?;
    let settings = settings_in(r)?;
    let figures = draft_figures(&draft, &settings, now);
    let typed = drafting::typed::read(&draft, &settings, now);
    let email = match &draft.customer {
        Some(CustomerChoice::Existing { id, .. }) => r
            .records()
            .get(Kind::Customer, id)?
            .and_then(|record| json::owned(&record.raw, "email")),
        Some(CustomerChoice::New { fields }) => Some(fields.email.trim().to_owned()),
        None => None,
    };
    let (record, superseded) = match &draft.record {
        Some(id) => (r.records().get(Kind::Invoice, id)?, superseded(r, id)?),
        None => (None, None),
    };
    let raw = record.map(|record| record.raw).unwrap_or_default();
    Ok(About {
        own: own(
            draft.record.as_deref().unwrap_or(id),
            json::id(&raw, "from_invoice.invoice"),
        ),
        email: email.filter(|email| !email.is_empty()),
        new_name: match &draft.customer {
            Some(CustomerChoice::New { fields }) => Some(fields.name.trim().to_owned()),
            _ => None,
        }
        .filter(|name| !name.is_empty()),
        customer: match draft.customer {
            Some(CustomerChoice::Existing { id, .. }) => Some(id),
            _ => None,
        },
        once: figures
            .as_ref()
            .is_some_and(|figures| figures.recurring.is_none()),
        total: figures.map(|figures| figures.upfront.total),
        due_at: typed.and_then(|typed| typed.model.due_at),
        charged: draft.collection == Collection::ChargeAutomatically,
        advances: advances(r, &raw)?,
        replaces: replaced_by(r, &raw)?.or(superseded),
        quote: draft.record.filter(|_| draft.kind == DraftKind::Quote),
    })
}

/// The number of the quote whose place a draft quote at Stripe is to take, while that is open.
fn superseded(r: &Read<'_>, id: &str) -> Result<Option<String>, cache::Error> {
    let revised = match r.records().row(Kind::Quote, id)? {
        Some(row) => row.columns.parent,
        None => None,
    };
    let Some(revised) = revised else {
        return Ok(None);
    };
    let row = r.records().row(Kind::Quote, &revised)?;
    Ok(row
        .filter(|row| row.columns.state == "open")
        .map(|row| revised::called(row.columns)))
}

fn advances(r: &Read<'_>, raw: &Value) -> Result<Option<String>, cache::Error> {
    match json::flag(raw, "auto_advance") {
        true => charged::sentence(r, raw).map(Some),
        false => Ok(None),
    }
}

/// The number of the invoice whose place a draft invoice at Stripe is to take.
pub(crate) fn replaced(r: &Read<'_>, id: &str) -> Result<Option<String>, cache::Error> {
    match r.records().get(Kind::Invoice, id)? {
        Some(draft) => replaced_by(r, &draft.raw),
        None => Ok(None),
    }
}

fn replaced_by(r: &Read<'_>, raw: &Value) -> Result<Option<String>, cache::Error> {
    let Some(id) = json::id(raw, "from_invoice.invoice") else {
        return Ok(None);
    };
    let row = r.records().row(Kind::Invoice, id)?;
    Ok(row.map(|row| row.columns.number.unwrap_or(row.columns.title)))
}

#[cfg(test)]
mod tests {
    use super::no_decimals;
    use crate::amounts::amount;

    #[test]
    fn a_currency_without_decimals_is_spelled_out() {
        assert_eq!(
            no_decimals(&amount(1_320_000, "jpy")).as_deref(),
            Some("JPY has no decimals: this comes to ¥1,320,000, to the last digit.")
        );
        assert_eq!(no_decimals(&amount(1_320_000, "usd")), None);
        assert_eq!(no_decimals(&amount(0, "jpy")), None);
    }
}
