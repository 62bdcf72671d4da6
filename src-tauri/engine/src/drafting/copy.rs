//! From records back to what a draft says: to edit a draft of Stripe's, or to write a new one like
//! it. A paper a file; what both are made of stands here.

pub(crate) mod invoice;
pub(crate) mod quote;

use crate::view::{CustomerChoice, DiscountChoice, DiscountDuration, Per, TaxChoice};
use cache::{Kind, Read};
use model::{Currency, UnitAmount};
use serde_json::Value;
use stripe::Typed as _;
use stripe::resources::{Discount, Price, Reference, TaxRate};

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

/// The currency that a customer is always billed in, once Stripe has settled that.
pub(crate) fn currency_of(r: &Read<'_>, id: &str) -> Result<Option<String>, cache::Error> {
    let record = r.records().get(Kind::Customer, id)?;
    Ok(record.and_then(|record| crate::json::owned(&record.raw, "currency")))
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

/// The price of one as it would be typed.
pub(super) fn unit_text(price: &Price) -> Option<String> {
    let unit = unit(price)?;
    Some(super::typed::unmistakable(unit, unit.currency()))
}

/// A tax rate as a choice.
pub(super) fn tax_of(r: &Read<'_>, id: &str) -> Result<Option<TaxChoice>, cache::Error> {
    let record = r.records().get(Kind::TaxRate, id)?;
    Ok(record
        .and_then(|record| TaxRate::from_value(&record.raw).ok())
        .map(|rate| choice_of(&rate)))
}

/// The same of a rate at hand.
pub(super) fn choice_of(rate: &TaxRate) -> TaxChoice {
    TaxChoice {
        id: Some(rate.id.clone()),
        name: rate.display_name.clone(),
        percent: rate.percentage.as_str().to_owned(),
        inclusive: rate.inclusive,
    }
}

/// What a discount takes off, by its coupon; none where it was not expanded.
pub(super) fn discount(
    r: &Read<'_>,
    reference: &Reference,
) -> Result<Option<DiscountChoice>, cache::Error> {
    let discount = reference.typed::<Discount>().and_then(Result::ok);
    match discount.as_ref().and_then(coupon_id) {
        Some(id) => coupon(r, &id),
        None => Ok(None),
    }
}

/// The coupon that a discount comes from.
pub(super) fn coupon_id(discount: &Discount) -> Option<String> {
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
