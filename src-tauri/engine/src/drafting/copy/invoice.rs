//! From an invoice's record back to a draft.

use super::{coupon, coupon_id, customer, discount, tax_of};
use crate::drafting::typed::unmistakable;
use crate::trouble::not_found;
use crate::view::{Code, Collection, CustomField, Draft, DraftKind, DraftLine, Problem};
use cache::{Kind, Read};
use chrono::{Local, TimeZone as _};
use model::calendar::DAY_SECONDS;
use model::{Currency, UnitAmount};
use stripe::Typed as _;
use stripe::resources::{CollectionMethod, Discount, Invoice, InvoiceLine, Reference};

/// The draft that an invoice's record amounts to.
pub(crate) fn draft(
    r: &Read<'_>,
    id: &str,
    draft_id: String,
    now: i64,
) -> Result<Result<Draft, Problem>, cache::Error> {
    let Some(record) = r.records().get(Kind::Invoice, id)? else {
        return Ok(Err(not_found("invoice")));
    };
    let invoice = match Invoice::from_value(&record.raw) {
        Ok(invoice) => invoice,
        Err(error) => {
            tracing::warn!(%error, "invoice");
            return Ok(Err(not_here(
                "This invoice has something that Counterfoil does not understand.",
            )));
        }
    };
    if invoice.lines.has_more {
        return Ok(Err(not_here(
            "This invoice has more lines than are kept here.",
        )));
    }
    let shared = Shared::of(&invoice);
    let mut lines = Vec::new();
    for (n, one) in invoice.lines.data.iter().enumerate() {
        if one.amount < 0 {
            let what = one.description.clone().unwrap_or_default();
            return Ok(Err(not_here(format!(
                "“{what}” takes something off this invoice, and Counterfoil writes no such lines."
            ))));
        }
        lines.push(line(r, n, one, &shared)?);
    }
    let customer = match &invoice.customer {
        Some(reference) => Some(customer(r, reference.id())?),
        None => None,
    };
    let mut discounts = Vec::new();
    for reference in &invoice.discounts {
        discounts.extend(discount(r, reference)?);
    }
    let sent = invoice.collection_method == CollectionMethod::SendInvoice;
    let away = invoice
        .due_date
        .filter(|_| sent)
        .map(|due| due.saturating_sub(invoice.created));
    Ok(Ok(Draft {
        id: draft_id,
        kind: DraftKind::Invoice,
        record: None,
        customer,
        currency: invoice.currency.clone(),
        lines,
        discounts,
        tax: invoice.default_tax_rates.first().map(super::choice_of),
        expires_on: None,
        header: String::new(),
        description: invoice.description.clone().unwrap_or_default(),
        footer: invoice.footer.clone().unwrap_or_default(),
        collection: if sent {
            Collection::SendInvoice
        } else {
            Collection::ChargeAutomatically
        },
        days_until_due: away.and_then(|away| u32::try_from(away.div_euclid(DAY_SECONDS)).ok()),
        // Whole days from its making are how Stripe takes a number of days; else a day was named.
        due_on: invoice
            .due_date
            .filter(|_| away.is_some_and(|away| away.rem_euclid(DAY_SECONDS) != 0))
            .and_then(day),
        custom_fields: invoice
            .custom_fields
            .iter()
            .map(|field| CustomField {
                name: field.name.clone(),
                value: field.value.clone(),
            })
            .collect(),
        starts_on: None,
        trial_days: None,
        updated_at: now,
    }))
}

/// The day of a moment, as a date field has it.
fn day(at: i64) -> Option<String> {
    let at = Local.timestamp_opt(at, 0).single()?;
    Some(at.format("%Y-%m-%d").to_string())
}

fn not_here(message: impl Into<String>) -> Problem {
    Problem::new(Code::NotAllowed, message).hint("Edit it in the Stripe Dashboard instead.")
}

/// What belongs to the whole invoice, and is no line's own where a line lists it again.
struct Shared {
    taxes: Vec<String>,
    coupons: Vec<String>,
}

impl Shared {
    fn of(invoice: &Invoice) -> Shared {
        Shared {
            taxes: invoice
                .default_tax_rates
                .iter()
                .map(|rate| rate.id.clone())
                .collect(),
            coupons: invoice.discounts.iter().filter_map(by_coupon).collect(),
        }
    }
}

fn by_coupon(reference: &Reference) -> Option<String> {
    coupon_id(&reference.typed::<Discount>()?.ok()?)
}

fn line(
    r: &Read<'_>,
    n: usize,
    line: &InvoiceLine,
    shared: &Shared,
) -> Result<DraftLine, cache::Error> {
    let parent = line.parent.as_ref();
    let item = parent.and_then(|parent| parent.invoice_item_details.as_ref());
    let details = line
        .pricing
        .as_ref()
        .and_then(|pricing| pricing.price_details.as_ref());
    let price = match details {
        Some(details) => r.records().get(Kind::Price, details.price.id())?,
        None => None,
    };
    // A price that was made for this invoice alone cannot be used again, and a recurring one not here.
    let listed =
        price.filter(|price| price.columns.state == "active" && price.columns.per.is_none());
    let mut tax = None;
    for one in &line.taxes {
        let rate = one.tax_rate_details.as_ref().map(|of| of.tax_rate.as_str());
        if let Some(id) = rate.filter(|id| !shared.taxes.iter().any(|shared| shared == id)) {
            tax = tax_of(r, id)?;
            break;
        }
    }
    let own = line
        .discounts
        .iter()
        .filter_map(by_coupon)
        .find(|id| !shared.coupons.contains(id));
    let (unit, quantity) = unit(line);
    Ok(DraftLine {
        key: format!("l{n}"),
        name: line.description.clone().unwrap_or_default(),
        detail: String::new(),
        price: listed.map(|price| price.id),
        product: details.map(|details| details.product.clone()),
        unit,
        quantity,
        per: None,
        tax,
        discount: own.map(|id| coupon(r, &id)).transpose()?.flatten(),
        item: item.map(|item| item.invoice_item.clone()),
        fixed: item.is_none(),
    })
}

/// The price of one and how many, as one would type them. Where Stripe names no price of one (an
/// amount as a whole, a tier, a trial), the line counts once.
fn unit(line: &InvoiceLine) -> (String, String) {
    let quantity = line.quantity.unwrap_or(1);
    let Some(currency) = Currency::parse(&line.currency) else {
        return (String::new(), quantity.to_string());
    };
    let exact = line
        .pricing
        .as_ref()
        .and_then(|pricing| pricing.unit_amount_decimal.as_ref())
        .and_then(|unit| UnitAmount::parse_minor(unit.as_str(), currency).ok());
    let comes_to = exact.and_then(|unit| unit.times(u64::try_from(quantity).ok()?).ok());
    match exact {
        Some(unit) if comes_to.is_some_and(|money| money.minor == line.amount) => {
            (unmistakable(unit, currency), quantity.to_string())
        }
        _ => {
            let whole = UnitAmount::from_minor(line.amount, currency);
            (unmistakable(whole, currency), "1".to_owned())
        }
    }
}
