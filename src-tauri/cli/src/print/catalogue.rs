//! Products and prices.

use super::pieces::sheet;
use super::table::{Side, Table, clean};
use super::{problem, words};
use commands::view::{PriceView, ProductSheet};

/// A product with its prices.
pub(crate) fn product(product: &ProductSheet) -> String {
    let archived = if product.active { "" } else { ", archived" };
    let detail = product
        .detail
        .as_ref()
        .map_or_else(String::new, |detail| format!("  {}\n", clean(detail)));
    sheet([
        format!(
            "Product {} ({}{archived})\n{detail}",
            clean(&product.row.title),
            product.row.id
        ),
        prices(&product.prices, false),
        product
            .problem
            .as_ref()
            .map(problem::sentence)
            .unwrap_or_default(),
    ])
}

/// Prices under each other, with the product's name where it is not known already.
pub(crate) fn prices(prices: &[PriceView], named: bool) -> String {
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Left, Side::Left, Side::Left]);
    for price in prices {
        let unit = match (&price.unit, &price.unit_decimal) {
            (Some(unit), _) => unit.text.clone(),
            (None, Some(decimal)) => format!("{decimal} {}", price.currency.to_uppercase()),
            (None, None) => "in tiers".to_owned(),
        };
        let name = if named { price.name.as_str() } else { "" };
        let each = price
            .per
            .as_ref()
            .map_or_else(|| "once".to_owned(), words::each);
        table.row([
            name,
            &unit,
            &each,
            if price.active { "" } else { "archived" },
            &price.id,
        ]);
    }
    table.text(if named { "" } else { "  " })
}
