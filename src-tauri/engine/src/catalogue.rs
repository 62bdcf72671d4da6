//! Prices and tax rates, as they are picked while a quote is written.

use crate::account::Account;
use crate::lists::OFFERED;
use crate::view::{PriceView, Problem, TaxRateView};
use crate::{amounts, json};
use cache::{Error, Filter, Kind, Query, Read, Row};

/// Prices that can be used, whose product is called so; the newest for an empty text. Those in
/// `currency` (lower case) come first, as a quote can only have one.
pub async fn pick_prices(
    account: &Account,
    text: &str,
    currency: Option<String>,
) -> Result<Vec<PriceView>, Problem> {
    let text = text.to_owned();
    Ok(account
        .cache
        .read(move |r| read_prices(r, &text, currency.as_deref()))
        .await?)
}

pub(crate) fn read_prices(
    r: &Read<'_>,
    text: &str,
    currency: Option<&str>,
) -> Result<Vec<PriceView>, Error> {
    let most = OFFERED.saturating_mul(5);
    let rows = if text.trim().is_empty() {
        let filter = Filter {
            states: vec!["active".to_owned()],
            currency: currency.map(str::to_owned),
            ..Filter::of(Kind::Price)
        };
        r.records()
            .page(&Query {
                filter,
                limit: OFFERED,
                ..Query::of(Kind::Price)
            })?
            .rows
    } else {
        r.records().search(text, &[Kind::Price], most)?
    };
    let mut prices: Vec<PriceView> = Vec::new();
    for row in rows.iter().filter(|row| row.columns.state == "active") {
        prices.extend(price(r, row)?);
    }
    // A product that was made for a quote has only that quote's own price. It is offered with it, so
    // that nobody makes the product twice; the line then brings the same price again.
    for row in rows.iter().filter(|row| row.columns.state != "active") {
        let Some(product) = &row.columns.parent else {
            continue;
        };
        let offered = prices.iter().any(|price| price.product == *product);
        if !offered && sold_without_price(r, product)? {
            prices.extend(price(r, row)?);
        }
    }
    prices.sort_by_key(|price| currency.is_some_and(|code| code != price.currency));
    prices.truncate(usize::try_from(OFFERED).unwrap_or(usize::MAX));
    Ok(prices)
}

/// Whether the product is sold and has no price of its own that can be used.
fn sold_without_price(r: &Read<'_>, product: &str) -> Result<bool, Error> {
    let sold = r
        .records()
        .get(Kind::Product, product)?
        .is_some_and(|record| record.columns.state == "active");
    Ok(sold
        && r.records()
            .children(Kind::Price, product)?
            .iter()
            .all(|price| price.columns.state != "active"))
}

/// A price as it is shown; none when it is gone by now.
pub(crate) fn price(r: &Read<'_>, row: &Row) -> Result<Option<PriceView>, Error> {
    let Some(record) = r.records().get(Kind::Price, &row.id)? else {
        return Ok(None);
    };
    let product = record.columns.parent.clone().unwrap_or_default();
    let about = r.records().get(Kind::Product, &product)?;
    let currency = record.columns.currency.clone().unwrap_or_default();
    let exact = json::decimal(&record.raw, "unit_amount_decimal")
        .or_else(|| json::decimal(&record.raw, "unit_amount"));
    let unit = exact
        .as_ref()
        .and_then(|exact| amounts::unit(exact, &currency));
    // It is written into the form's field, where it must not be read as something else.
    let known = model::Currency::parse(&currency);
    let text = known.zip(exact).and_then(|(known, exact)| {
        let unit = model::UnitAmount::parse_minor(&exact, known).ok()?;
        Some(crate::drafting::typed::unmistakable(unit, known))
    });
    Ok(Some(PriceView {
        detail: about.and_then(|about| json::owned(&about.raw, "description")),
        unit_decimal: text,
        per: record.columns.per.as_deref().and_then(amounts::per),
        active: record.columns.state == "active",
        name: record.columns.title,
        id: record.id,
        product,
        unit,
        currency,
    }))
}

/// The tax rates that can be used, newest first.
pub async fn tax_rates(account: &Account) -> Result<Vec<TaxRateView>, Problem> {
    Ok(account.cache.read(read_tax_rates).await?)
}

fn read_tax_rates(r: &Read<'_>) -> Result<Vec<TaxRateView>, Error> {
    let filter = Filter {
        states: vec!["active".to_owned()],
        ..Filter::of(Kind::TaxRate)
    };
    let rows = r
        .records()
        .page(&Query {
            filter,
            limit: 100,
            ..Query::of(Kind::TaxRate)
        })?
        .rows;
    let mut rates = Vec::new();
    for row in rows {
        if let Some(record) = r.records().get(Kind::TaxRate, &row.id)? {
            rates.push(TaxRateView {
                id: record.id,
                name: record.columns.title,
                percent: json::decimal(&record.raw, "percentage").unwrap_or_default(),
                inclusive: json::flag(&record.raw, "inclusive"),
            });
        }
    }
    Ok(rates)
}
