//! The sheet of an invoice. All figures are Stripe's own.

mod money;
mod received;

use super::history::History;
use super::shares::{self, Sums};
use super::{acts, collection, customer, links, period, record, typed};
use crate::account::Account;
use crate::lists::Rows;
use crate::view::{CustomField, InvoiceSheet, Link, Problem, SheetLine, Terms, Totals, Verb};
use crate::{amounts, documents, facts, json, trouble};
use cache::{Kind, Read, Record};
use model::calendar::DAY_SECONDS;
use serde_json::{Value, json};
use stripe::resources::{Invoice, InvoiceLine, InvoiceStatus, Tax};

/// The sheet of an invoice.
pub async fn show(account: &Account, id: &str) -> Result<InvoiceSheet, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    let mut sheet = account
        .cache
        .read(move |r| Ok(sheet(r, &id, now)))
        .await??;
    acts::offer_card(&mut sheet.actions, account.identity.mode);
    Ok(sheet)
}

pub(crate) fn sheet(r: &Read<'_>, id: &str, now: i64) -> Result<InvoiceSheet, Problem> {
    let record = record(r, Kind::Invoice, id)?;
    let invoice: Invoice = typed(&record.raw)?;
    let row = Rows::new(r, now)?.of(&record)?;
    let facts = facts::of_invoice(&record.columns, &record.raw);
    let document = documents::view(r, &record)?;
    let kept = document.source == "stripe";
    let money = |minor| amounts::amount(minor, &invoice.currency);
    let lines = invoice.lines.data.iter().map(|line| self::line(r, line));
    let payments = super::payment::of_invoice(r, id, now)?;
    let received = received::parts(r, &record, &payments)?;
    let credit_notes = super::credit_note::of_invoice(r, id, now)?;
    let mut past = history(&record, &invoice, now);
    money::tell(&mut past, &received, &payments, &credit_notes);
    Ok(InvoiceSheet {
        received,
        customer: customer(r, &record)?,
        lines: lines.collect::<Result<_, _>>()?,
        more_lines: invoice.lines.has_more,
        totals: totals(r, &record.raw, &invoice)?,
        due: money(invoice.amount_due),
        paid: money(invoice.amount_paid),
        remaining: money(invoice.amount_remaining),
        payments,
        hosted_url: invoice.hosted_invoice_url.clone(),
        document: Some(document),
        finalizes_at: invoice
            .automatically_finalizes_at
            .filter(|_| is_draft(&invoice)),
        actions: acts::of_invoice(
            &facts,
            (kept, invoice.hosted_invoice_url.is_some()),
            row.pending,
        ),
        history: past.tell(r, Kind::Invoice, &record.id)?,
        links: ways(r, &record, &invoice)?,
        credit_notes,
        terms: terms(&invoice),
        custom_fields: invoice
            .custom_fields
            .iter()
            .map(|field| CustomField {
                name: field.name.clone(),
                value: field.value.clone(),
            })
            .collect(),
        draft: r.drafts().of_record(id)?.map(|draft| draft.id),
        problem: crate::under_way::problem(r, Kind::Invoice, id)?,
        row,
    })
}

/// Whether an act on an invoice is allowed at `now` (unix seconds UTC), asked in the transaction
/// that will note it.
pub(crate) fn allowed(
    r: &Read<'_>,
    id: &str,
    verb: Verb,
    now: i64,
) -> Result<Result<(), Problem>, cache::Error> {
    use model::invoice::Verb as May;
    let Some(record) = r.records().get(Kind::Invoice, id)? else {
        return Ok(Err(trouble::not_found("invoice")));
    };
    let may = match verb {
        Verb::Finalize => May::Finalize,
        Verb::Send => May::Send,
        Verb::Pay => May::Pay,
        Verb::PayOutOfBand => May::PayOutOfBand,
        Verb::Void => May::Void,
        Verb::MarkUncollectible => May::MarkUncollectible,
        Verb::Delete => May::Delete,
        Verb::Revise => May::Revise,
        Verb::Credit => May::Credit,
        _ => May::Edit,
    };
    let facts = facts::of_invoice(&record.columns, &record.raw);
    tracing::trace!(
        id,
        ?verb,
        standing = model::invoice::standing(&facts, now).key(),
        "asked"
    );
    Ok(model::invoice::may(&facts, may).map_err(Problem::from))
}

/// Stripe's word for how an invoice stands; empty while it is not here.
pub(super) fn state(r: &Read<'_>, id: &str) -> Result<String, cache::Error> {
    let record = r.records().get(Kind::Invoice, id)?;
    let status = record.and_then(|record| json::owned(&record.raw, "status"));
    Ok(status.unwrap_or_default())
}

fn is_draft(invoice: &Invoice) -> bool {
    matches!(invoice.status, Some(InvoiceStatus::Draft))
}

pub(crate) fn line(r: &Read<'_>, line: &InvoiceLine) -> Result<SheetLine, Problem> {
    let unit = line
        .pricing
        .as_ref()
        .and_then(|pricing| pricing.unit_amount_decimal.as_ref());
    let price = line
        .pricing
        .as_ref()
        .and_then(|pricing| pricing.price_details.as_ref());
    let price = match price {
        Some(details) => r.records().row(Kind::Price, details.price.id())?,
        None => None,
    };
    let of_subscription = line
        .parent
        .as_ref()
        .is_some_and(|parent| parent.subscription_item_details.is_some());
    let days = (line.period.start, line.period.end);
    let spans = of_subscription && days.1 > days.0;
    let mut notes = Vec::new();
    for tax in &line.taxes {
        let (label, inclusive) = rate(r, tax)?;
        notes.push(if inclusive {
            format!("{label}, included")
        } else {
            label
        });
    }
    Ok(SheetLine {
        title: line.description.clone().unwrap_or_default(),
        detail: spans.then(|| period(days.0, days.1)),
        quantity: line.quantity.unwrap_or(1),
        unit: unit.and_then(|unit| amounts::unit(unit.as_str(), &line.currency)),
        amount: amounts::amount(line.amount, &line.currency),
        per: price
            .and_then(|price| price.columns.per)
            .as_deref()
            .and_then(amounts::per),
        notes,
    })
}

fn rate(r: &Read<'_>, tax: &Tax) -> Result<(String, bool), Problem> {
    let id = tax
        .tax_rate_details
        .as_ref()
        .map(|details| Value::from(details.tax_rate.clone()));
    let (label, _) = shares::rate(r, &id.unwrap_or_default())?;
    Ok((label, tax.tax_behavior.as_str() == "inclusive"))
}

/// The totals of an invoice; `raw` is the object as Stripe sent it, which says more of its discounts.
pub(crate) fn totals(r: &Read<'_>, raw: &Value, invoice: &Invoice) -> Result<Totals, Problem> {
    // Where an invoice's discounts were expanded, they say which coupon they come from.
    let expanded = |id: &str| {
        let all = json::items(raw, "discounts").iter();
        all.clone()
            .find(|discount| json::text(discount, "id") == Some(id))
            .cloned()
    };
    let discounts: Vec<Value> = invoice
        .total_discount_amounts
        .iter()
        .map(|one| {
            let known = one
                .discount
                .expanded()
                .cloned()
                .or_else(|| expanded(one.discount.id()));
            json!({ "amount": one.amount, "discount": known })
        })
        .collect();
    let taxes: Vec<Value> = invoice
        .total_taxes
        .iter()
        .map(|tax| {
            let rate = tax
                .tax_rate_details
                .as_ref()
                .map(|details| &details.tax_rate);
            json!({ "amount": tax.amount, "rate": rate })
        })
        .collect();
    let sum = |amounts: &[Value]| {
        amounts
            .iter()
            .filter_map(|one| json::int(one, "amount"))
            .fold(0_i64, i64::saturating_add)
    };
    let (discount, tax) = (sum(&discounts), sum(&taxes));
    let breakdown = json!({ "discounts": discounts, "taxes": taxes });
    let mut totals = shares::totals(
        r,
        &Sums {
            subtotal: invoice.subtotal,
            discount,
            tax,
            total: invoice.total,
            currency: &invoice.currency,
            breakdown: &breakdown,
            rates: &[],
        },
    )?;
    for (share, tax) in totals.taxes.iter_mut().zip(&invoice.total_taxes) {
        share.inclusive = tax.tax_behavior.as_str() == "inclusive";
    }
    Ok(totals)
}

fn history(record: &Record, invoice: &Invoice, now: i64) -> History {
    let mut history = History::at(now);
    history.note(Some(invoice.created), "created", None);
    history.transitions(
        &record.raw,
        &[
            ("finalized_at", "finalized"),
            ("marked_uncollectible_at", "marked_uncollectible"),
            ("paid_at", "paid"),
            ("voided_at", "voided"),
        ],
    );
    if matches!(invoice.status, Some(InvoiceStatus::Open)) {
        history.note(invoice.due_date, "due", None);
    }
    history
}

fn ways(r: &Read<'_>, record: &Record, invoice: &Invoice) -> Result<Vec<Link>, Problem> {
    let mut ways = Vec::new();
    let customer = record.columns.customer.as_deref();
    if let Some(subscription) = invoice.subscription() {
        ways.push(links::to(
            r,
            Kind::Subscription,
            subscription,
            "subscription",
        )?);
    }
    if let Some(before) = json::id(&record.raw, "from_invoice.invoice") {
        ways.push(links::to(r, Kind::Invoice, before, "revision_of")?);
    }
    if let Some(later) = &invoice.latest_revision {
        ways.push(links::to(r, Kind::Invoice, later.id(), "revised_by")?);
    }
    if let Some(quote) = invoice.quote() {
        ways.push(links::to(r, Kind::Quote, quote, "quote")?);
    } else {
        let by_invoice = links::quote_behind(r, customer, "invoice", &record.id)?;
        let by_subscription = match (&by_invoice, invoice.subscription()) {
            (None, Some(id)) => links::quote_behind(r, customer, "subscription", id)?,
            _ => None,
        };
        ways.extend(by_invoice.or(by_subscription));
    }
    Ok(ways)
}

fn terms(invoice: &Invoice) -> Terms {
    let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let from = invoice
        .status_transitions
        .finalized_at
        .unwrap_or(invoice.created);
    let days = invoice
        .due_date
        .map(|due| due.saturating_sub(from).div_euclid(DAY_SECONDS));
    Terms {
        collection: collection(&invoice.collection_method),
        days_until_due: super::small(days),
        starts_at: None,
        trial_days: None,
        until: invoice.due_date,
        header: None,
        description: text(&invoice.description),
        footer: text(&invoice.footer),
    }
}
