//! From a quote's record back to a draft: to edit a draft quote of Stripe's,
//! or to write a new one like it.

use super::{choice_of, coupon, coupon_id, customer, discount, per, tax_of, unit_text};
use crate::trouble::not_found;
use crate::view::{Code, Collection, Draft, DraftKind, DraftLine, Problem};
use cache::{Kind, Read};
use chrono::{Local, TimeZone as _};
use stripe::Typed as _;
use stripe::resources::{CollectionMethod, Discount, Quote, QuoteLineItem};

/// The draft that a quote's record amounts to.
pub(crate) fn draft(
    r: &Read<'_>,
    id: &str,
    draft_id: String,
    now: i64,
) -> Result<Result<Draft, Problem>, cache::Error> {
    let Some(record) = r.records().get(Kind::Quote, id)? else {
        return Ok(Err(not_found("quote")));
    };
    let quote = match Quote::from_value(&record.raw) {
        Ok(quote) => quote,
        Err(error) => {
            tracing::warn!(%error, "quote");
            return Ok(Err(Problem::new(
                Code::Bug,
                "This quote has something that Counterfoil does not understand.",
            )
            .hint("Open it in the Stripe Dashboard instead.")));
        }
    };
    let items = quote.line_items.as_ref();
    if items.is_some_and(|items| items.has_more) {
        return Ok(Err(Problem::new(Code::NotAllowed, "This quote has more lines than are kept here.")
            .hint("Sync with a connection, then try again; a quote of more than 100 lines is edited in the Stripe Dashboard.")));
    }
    let shared = Shared::of(&quote);
    let mut lines = Vec::new();
    for (n, item) in items
        .map(|items| items.data.as_slice())
        .unwrap_or_default()
        .iter()
        .enumerate()
    {
        lines.push(line(r, n, item, &shared)?);
    }
    let customer = match &quote.customer {
        Some(reference) => Some(customer(r, reference.id())?),
        None => None,
    };
    let mut discounts = Vec::new();
    for reference in &quote.discounts {
        discounts.extend(discount(r, reference)?);
    }
    let tax = match quote.default_tax_rates.first() {
        Some(reference) => tax_of(r, reference.id())?,
        None => None,
    };
    Ok(Ok(Draft {
        id: draft_id,
        kind: DraftKind::Quote,
        record: None,
        customer,
        currency: quote.currency.clone().unwrap_or_else(|| "usd".to_owned()),
        lines,
        discounts,
        tax,
        expires_on: Local
            .timestamp_opt(quote.expires_at, 0)
            .single()
            .map(|at| at.format("%Y-%m-%d").to_string()),
        header: quote.header.clone().unwrap_or_default(),
        description: quote.description.clone().unwrap_or_default(),
        footer: quote.footer.clone().unwrap_or_default(),
        collection: if quote.collection_method == CollectionMethod::SendInvoice {
            Collection::SendInvoice
        } else {
            Collection::ChargeAutomatically
        },
        days_until_due: quote
            .invoice_settings
            .days_until_due
            .and_then(|days| u32::try_from(days).ok()),
        due_on: None,
        custom_fields: Vec::new(),
        starts_on: quote
            .subscription_data
            .effective_date
            .and_then(|at| Local.timestamp_opt(at, 0).single())
            .map(|at| at.format("%Y-%m-%d").to_string()),
        trial_days: quote
            .subscription_data
            .trial_period_days
            .and_then(|days| u32::try_from(days).ok()),
        updated_at: now,
    }))
}

/// What belongs to the whole quote. Stripe lists it again on every line that it touches, where it
/// must not be taken for the line's own: it would count twice.
struct Shared {
    taxes: Vec<String>,
    coupons: Vec<String>,
}

impl Shared {
    fn of(quote: &Quote) -> Shared {
        let discounts = quote
            .discounts
            .iter()
            .filter_map(|one| one.typed::<Discount>()?.ok());
        Shared {
            taxes: quote
                .default_tax_rates
                .iter()
                .map(|rate| rate.id().to_owned())
                .collect(),
            coupons: discounts.filter_map(|one| coupon_id(&one)).collect(),
        }
    }
}

fn line(
    r: &Read<'_>,
    n: usize,
    item: &QuoteLineItem,
    shared: &Shared,
) -> Result<DraftLine, cache::Error> {
    let price = item.price.as_ref();
    let product = price.map(|price| price.product.id().to_owned());
    let detail = match &product {
        Some(id) => r
            .records()
            .get(Kind::Product, id)?
            .and_then(|record| record.raw.get("description")?.as_str().map(str::to_owned)),
        None => None,
    };
    let own = item
        .discounts
        .iter()
        .filter_map(|one| coupon_id(&one.discount))
        .find(|id| !shared.coupons.contains(id));
    Ok(DraftLine {
        key: format!("l{n}"),
        name: item.description.clone().unwrap_or_default(),
        detail: detail.unwrap_or_default(),
        // A price that was made for this quote alone cannot be used again.
        price: price
            .filter(|price| price.active)
            .map(|price| price.id.clone()),
        product,
        unit: price.and_then(unit_text).unwrap_or_default(),
        quantity: item.quantity.unwrap_or(1).to_string(),
        per: price.and_then(per),
        tax: item
            .taxes
            .iter()
            .find(|tax| !shared.taxes.contains(&tax.rate.id))
            .map(|tax| choice_of(&tax.rate)),
        discount: own.map(|id| coupon(r, &id)).transpose()?.flatten(),
        item: None,
        fixed: false,
    })
}
