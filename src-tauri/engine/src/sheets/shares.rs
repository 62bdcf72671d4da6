//! The single discounts and taxes within a total, by name. Stripe's own amounts always; the names
//! come from what was expanded, else from the records of coupons and tax rates, else they are
//! plain words. Nothing is reckoned here but which name an amount belongs to.

use crate::view::{Problem, Share, Totals};
use crate::{amounts, json};
use cache::{Kind, Read};
use serde_json::Value;

/// What Stripe says of a set of totals, minor units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums<'v> {
    pub(super) subtotal: i64,
    pub(super) discount: i64,
    pub(super) tax: i64,
    pub(super) total: i64,
    pub(super) currency: &'v str,
    /// Stripe's `breakdown` of these sums, or of the nearest that has one; null for none.
    pub(super) breakdown: &'v Value,
    /// The ids of the rates that are the default for all lines.
    pub(super) rates: &'v [Value],
}

/// An amount with its name.
struct Named {
    label: String,
    amount: i64,
    inclusive: Option<bool>,
}

/// Totals with every discount and tax named.
pub(super) fn totals(r: &Read<'_>, sums: &Sums<'_>) -> Result<Totals, Problem> {
    let mut discounts = Vec::new();
    for item in json::items(sums.breakdown, "discounts") {
        let label = discount(r, json::at(item, "discount"))?;
        discounts.push(Named {
            label,
            amount: json::int(item, "amount").unwrap_or(0),
            inclusive: None,
        });
    }
    let mut taxes = Vec::new();
    for item in json::items(sums.breakdown, "taxes") {
        let (label, inclusive) = rate(r, json::at(item, "rate"))?;
        taxes.push(Named {
            label,
            amount: json::int(item, "amount").unwrap_or(0),
            inclusive,
        });
    }
    if taxes.is_empty()
        && let [only] = sums.rates
    {
        let (label, inclusive) = rate(r, only)?;
        taxes.push(Named {
            label,
            amount: sums.tax,
            inclusive,
        });
    }
    // A discount that takes nothing off these sums, such as a single one off what recurs, says nothing.
    discounts.retain(|one| one.amount != 0);
    let discounts = fitting(discounts, sums.discount, "Discount");
    let taxes = fitting(taxes, sums.tax, "Tax");
    // A total that does not grow by the tax has it in its prices.
    let contained = sums.total == sums.subtotal.saturating_sub(sums.discount);
    Ok(Totals {
        subtotal: amounts::amount(sums.subtotal, sums.currency),
        discounts: discounts
            .into_iter()
            .map(|one| Share {
                label: one.label,
                amount: amounts::amount(one.amount.saturating_neg(), sums.currency),
                inclusive: false,
            })
            .collect(),
        taxes: taxes
            .into_iter()
            .map(|one| Share {
                label: one.label,
                amount: amounts::amount(one.amount, sums.currency),
                inclusive: one.inclusive.unwrap_or(contained && sums.tax != 0),
            })
            .collect(),
        total: amounts::amount(sums.total, sums.currency),
    })
}

/// The names as they are if their amounts make up the sum; none for no sum; a single one takes
/// the whole sum; otherwise the sum stands by itself, under a plain word.
fn fitting(mut named: Vec<Named>, sum: i64, word: &str) -> Vec<Named> {
    if named
        .iter()
        .fold(0_i64, |all, one| all.saturating_add(one.amount))
        == sum
    {
        return named;
    }
    // Nothing of it is in this sum: a discount that is given once takes nothing off later.
    if sum == 0 {
        return Vec::new();
    }
    if let [only] = named.as_mut_slice() {
        only.amount = sum;
        return named;
    }
    vec![Named {
        label: word.to_owned(),
        amount: sum,
        inclusive: None,
    }]
}

/// What a discount is called, with its percentage: `Returning customer 2 %`.
pub(super) fn discount(r: &Read<'_>, discount: &Value) -> Result<String, Problem> {
    let coupon = json::at(discount, "source.coupon");
    let known = match coupon.as_str() {
        Some(id) => r.records().get(Kind::Coupon, id)?.map(|record| record.raw),
        None => None,
    };
    let coupon = known.as_ref().unwrap_or(coupon);
    let percent = json::decimal(coupon, "percent_off").map(|percent| format!("{percent} %"));
    Ok(match (json::text(coupon, "name"), percent) {
        (Some(name), Some(percent)) if !name.contains('%') => format!("{name} {percent}"),
        (Some(name), _) => name.to_owned(),
        (None, Some(percent)) => format!("Discount {percent}"),
        (None, None) => "Discount".to_owned(),
    })
}

/// What a tax rate is called, `VAT 20 %`, and whether prices contain it, where that is known.
pub(super) fn rate(r: &Read<'_>, rate: &Value) -> Result<(String, Option<bool>), Problem> {
    let known = match rate.as_str() {
        Some(id) => r.records().get(Kind::TaxRate, id)?.map(|record| record.raw),
        None => None,
    };
    let rate = known.as_ref().unwrap_or(rate);
    let inclusive = json::at(rate, "inclusive").as_bool();
    let name = json::text(rate, "display_name").unwrap_or("Tax");
    let label = match json::decimal(rate, "percentage") {
        Some(percent) => format!("{name} {percent} %"),
        None => name.to_owned(),
    };
    Ok((label, inclusive))
}
