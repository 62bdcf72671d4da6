//! From a quote's record back to a draft: to edit a draft quote of Stripe's,
//! or to write a new one like it.

use crate::trouble::not_found;
use crate::view::{
    Code, Collection, CustomerChoice, DiscountChoice, DiscountDuration, DraftLine, Per, Problem,
    QuoteDraft, TaxChoice,
};
use cache::{Kind, Read};
use chrono::{Local, TimeZone as _};
use model::{Currency, UnitAmount};
use serde_json::Value;
use stripe::Typed as _;
use stripe::resources::{
    CollectionMethod, Discount, Price, Quote, QuoteLineItem, Reference, TaxRate,
};

/// The draft that a quote's record amounts to.
pub(crate) fn draft(
    r: &Read<'_>,
    id: &str,
    draft_id: String,
    now: i64,
) -> Result<Result<QuoteDraft, Problem>, cache::Error> {
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
        discounts.extend(quote_discount(r, reference)?);
    }
    let tax = match quote.default_tax_rates.first() {
        Some(reference) => tax_of(r, reference)?,
        None => None,
    };
    Ok(Ok(QuoteDraft {
        id: draft_id,
        quote: None,
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

/// A customer by its id, with name and e-mail where they are known.
pub(crate) fn customer(r: &Read<'_>, id: &str) -> Result<CustomerChoice, cache::Error> {
    let record = r.records().get(Kind::Customer, id)?;
    let text = |name: &str| {
        let raw = record.as_ref().map(|record| &record.raw);
        raw.and_then(|raw| raw.get(name))
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    Ok(CustomerChoice::Existing {
        id: id.to_owned(),
        name: text("name")
            .or_else(|| text("email"))
            .unwrap_or_else(|| id.to_owned()),
        email: text("email"),
    })
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
    })
}

/// How often a price recurs.
pub(crate) fn per(price: &Price) -> Option<Per> {
    let recurring = price.recurring.as_ref()?;
    Some(Per {
        interval: recurring.interval.as_str().to_owned(),
        count: u32::try_from(recurring.interval_count).ok()?,
    })
}

/// The exact price of one, in the currency's minor units.
pub(crate) fn unit(price: &Price) -> Option<UnitAmount> {
    let currency = Currency::parse(&price.currency)?;
    match (&price.unit_amount_decimal, price.unit_amount) {
        (Some(decimal), _) => UnitAmount::parse_minor(decimal.as_str(), currency).ok(),
        (None, Some(minor)) => Some(UnitAmount::from_minor(minor, currency)),
        (None, None) => None,
    }
}

fn unit_text(price: &Price) -> Option<String> {
    let unit = unit(price)?;
    Some(super::typed::unmistakable(unit, unit.currency()))
}

fn tax_of(r: &Read<'_>, reference: &Reference) -> Result<Option<TaxChoice>, cache::Error> {
    let record = r.records().get(Kind::TaxRate, reference.id())?;
    Ok(record
        .and_then(|record| TaxRate::from_value(&record.raw).ok())
        .map(|rate| choice_of(&rate)))
}

fn choice_of(rate: &TaxRate) -> TaxChoice {
    TaxChoice {
        id: Some(rate.id.clone()),
        name: rate.display_name.clone(),
        percent: rate.percentage.as_str().to_owned(),
        inclusive: rate.inclusive,
    }
}

fn quote_discount(
    r: &Read<'_>,
    reference: &Reference,
) -> Result<Option<DiscountChoice>, cache::Error> {
    let discount = reference.typed::<Discount>().and_then(Result::ok);
    match discount.as_ref().and_then(coupon_id) {
        Some(id) => coupon(r, &id),
        None => Ok(None),
    }
}

fn coupon_id(discount: &Discount) -> Option<String> {
    discount
        .source
        .coupon
        .as_ref()
        .map(|coupon| coupon.id().to_owned())
}

/// A coupon by its id, as a discount to choose.
pub(crate) fn coupon(r: &Read<'_>, id: &str) -> Result<Option<DiscountChoice>, cache::Error> {
    let Some(record) = r.records().get(Kind::Coupon, id)? else {
        return Ok(None);
    };
    let Ok(coupon) = stripe::resources::Coupon::from_value(&record.raw) else {
        return Ok(None);
    };
    let currency = coupon.currency.as_deref().and_then(Currency::parse);
    let amount = coupon.amount_off.zip(currency);
    let amount = amount.map(|(minor, currency)| {
        super::typed::unmistakable(UnitAmount::from_minor(minor, currency), currency)
    });
    Ok(Some(DiscountChoice {
        name: coupon.name.clone().unwrap_or_else(|| id.to_owned()),
        percent: coupon
            .percent_off
            .as_ref()
            .map(|percent| percent.as_str().to_owned()),
        amount,
        duration: match coupon.duration.as_str() {
            "forever" => DiscountDuration::Forever,
            "repeating" => DiscountDuration::Repeating,
            _ => DiscountDuration::Once,
        },
        months: coupon
            .duration_in_months
            .and_then(|months| u32::try_from(months).ok()),
        coupon: Some(id.to_owned()),
    }))
}
