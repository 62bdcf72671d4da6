//! The sheet of a product: what it is, and all its prices.

use super::record;
use crate::account::Account;
use crate::catalogue;
use crate::json;
use crate::lists::Rows;
use crate::view::{PriceView, Problem, ProductSheet};
use cache::{Kind, Read};

/// The sheet of a product.
pub async fn show(account: &Account, id: &str) -> Result<ProductSheet, Problem> {
    let (id, now) = (id.to_owned(), account.now());
    account.cache.read(move |r| Ok(sheet(r, &id, now))).await?
}

pub(crate) fn sheet(r: &Read<'_>, id: &str, now: i64) -> Result<ProductSheet, Problem> {
    let record = record(r, Kind::Product, id)?;
    let mut prices: Vec<PriceView> = Vec::new();
    for row in r.records().children(Kind::Price, id)? {
        prices.extend(catalogue::price(r, &row)?);
    }
    Ok(ProductSheet {
        row: Rows::new(r, now)?.of(&record)?,
        detail: json::owned(&record.raw, "description"),
        active: record.columns.state == "active",
        prices,
        problem: crate::under_way::problem(r, Kind::Product, id)?,
    })
}
