//! From a draft to the outbox: whether it can go, and the intent that takes it there.

use super::plan::invoice::There;
use super::{foreign_prices, held, kept, kind_of, known_prices, plan, typed};
use crate::account::Account;
use crate::outbox::{carry_out, intent, request};
use crate::trouble::not_found;
use crate::view::{
    Code, Collection, CustomerChoice, Draft, DraftLine, Finding, Outcome, Problem, Retry, Verb,
};
use cache::{Intent, Kind, Read};
use serde_json::json;

/// The draft that changes this record, if there is one.
pub(crate) async fn of_record(account: &Account, id: &str) -> Result<Option<String>, Problem> {
    let id = id.to_owned();
    let draft = account
        .cache
        .read(move |r| r.drafts().of_record(&id))
        .await?;
    Ok(draft.map(|draft| draft.id))
}

/// Whether a finding keeps a draft from being saved at all, not only from being finalized.
fn keeps_from_saving(draft: &Draft, finding: &Finding) -> bool {
    let lacking =
        finding.code == "no_lines" || (finding.code == "no_customer" && !draft.is_invoice());
    finding.blocking && !lacking
}

/// Makes the draft what it is to be at Stripe, or changes the draft there that it edits; finalizes
/// it as well where that is the verb.
pub(crate) async fn write_down(
    account: &Account,
    id: &str,
    verb: Verb,
) -> Result<Outcome, Problem> {
    let settings = crate::settings::read(account).await?;
    let now = account.now();
    let draft = read(account, id).await?;
    if let Some(invoice) = draft.record.as_ref().filter(|_| draft.is_invoice()) {
        crate::sync::whole(account, invoice).await?;
    }
    let (draft, prices, held, there) = account
        .cache
        .read(move |r| {
            let prices = known_prices(r, &draft)?;
            let held = held::against(r, &draft)?;
            let there = there(r, &draft, now)?;
            Ok((draft, prices, held, there))
        })
        .await?;
    let mut typed = typed::read(&draft, &settings, now).ok_or_else(|| {
        Problem::new(Code::InvalidInput, "Stripe knows no such currency.")
            .field("currency", "Choose another currency.")
    })?;
    let foreign = foreign_prices(&draft, &typed.model.lines, &prices);
    typed.findings.extend(foreign);
    typed.findings.extend(held);
    refuse(&draft, &typed.findings, verb)?;
    let subject = draft.record.clone().unwrap_or_else(|| draft.id.clone());
    let mut intent: Intent = intent(
        verb,
        Some((kind_of(&draft), subject)),
        who_and_what(&draft),
        now,
    );
    intent.context = json!({ "draft": draft.id, "draft_said": draft });
    let (mut intent, path) = if draft.is_invoice() {
        plan::invoice::save(intent, &draft, &typed, &prices, &there?)
    } else {
        plan::quote::save(intent, &draft, &typed, &prices)
    };
    if verb == Verb::Finalize {
        let params = if draft.is_invoice() {
            // The owner sends it when it suits, and what is charged goes on by itself: see `invoicing`.
            match draft.collection {
                Collection::SendInvoice => {
                    json!({ "auto_advance": false, "expand": plan::invoice::expand() })
                }
                Collection::ChargeAutomatically => json!({ "expand": plan::invoice::expand() }),
            }
        } else {
            json!({ "expand": plan::quote::expand() })
        };
        intent = request(intent, &format!("{path}/finalize"), params, false);
    }
    let (edited, invoice) = (draft.record.clone(), draft.is_invoice());
    carry_out(account, intent, move |w| match edited {
        Some(id) if invoice => crate::sheets::invoice::allowed(w, &id, Verb::Edit, now),
        Some(id) => crate::quoting::allowed(w, &id, model::quote::Verb::Edit, now),
        None => Ok(Ok(())),
    })
    .await
}

async fn read(account: &Account, id: &str) -> Result<Draft, Problem> {
    let id = id.to_owned();
    account
        .cache
        .read(move |r| kept(r, &id))
        .await?
        .ok_or_else(|| not_found("draft"))
}

/// What stands against the verb, in one problem.
fn refuse(draft: &Draft, findings: &[Finding], verb: Verb) -> Result<(), Problem> {
    let stands_against = |finding: &&Finding| {
        if verb == Verb::Finalize {
            finding.blocking
        } else {
            keeps_from_saving(draft, finding)
        }
    };
    let against: Vec<&Finding> = findings.iter().filter(stands_against).collect();
    let Some(first) = against.first() else {
        return Ok(());
    };
    let message = if against.len() == 1 {
        first.message.clone()
    } else {
        format!("{} ({} more to mend.)", first.message, against.len() - 1)
    };
    let problem = Problem::new(Code::InvalidInput, message).retry(Retry::Now);
    Err(against.iter().fold(problem, |problem, finding| {
        problem.field(finding.path.clone(), finding.message.clone())
    }))
}

/// What the invoice that a draft edits has at Stripe: the lines as they are read now, and the items
/// that an attempt of ours made before it was refused.
fn there(r: &Read<'_>, draft: &Draft, now: i64) -> Result<Result<There, Problem>, cache::Error> {
    let mut there = There::default();
    let Some(id) = draft.record.as_ref().filter(|_| draft.is_invoice()) else {
        return Ok(Ok(there));
    };
    let row = r.records().row(Kind::Invoice, id)?;
    there.customer = row.and_then(|row| row.columns.customer);
    let known = match super::copy::invoice::draft(r, id, String::new(), now)? {
        Ok(known) => known,
        Err(problem) => return Ok(Err(problem)),
    };
    for line in known.lines {
        if let Some(item) = line.item.clone() {
            there.items.push((item, line));
        }
    }
    for row in r.records().children(Kind::InvoiceItem, id)? {
        if !there.items.iter().any(|(item, _)| *item == row.id) {
            there.items.push((row.id, unread()));
        }
    }
    Ok(Ok(there))
}

/// What an item says that no line shows: nothing that a line could say as well.
fn unread() -> DraftLine {
    DraftLine {
        key: String::new(),
        name: String::new(),
        detail: String::new(),
        price: None,
        product: None,
        unit: String::new(),
        quantity: String::new(),
        per: None,
        tax: None,
        discount: None,
        item: None,
        fixed: true,
    }
}

/// A draft in a person's words.
fn who_and_what(draft: &Draft) -> String {
    let who = match &draft.customer {
        Some(CustomerChoice::Existing { name, .. }) => name.as_str(),
        Some(CustomerChoice::New { fields }) => fields.name.as_str(),
        None if draft.is_invoice() => "An invoice",
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
