//! A subscription's sheet.

use super::dates::day;
use super::pieces::{customer, head, history, lines, links, sheet, terms, titled};
use super::{rows, words};
use commands::view::SubscriptionSheet;

/// The whole subscription.
pub(crate) fn subscription(subscription: &SubscriptionSheet) -> String {
    let mut top = head(&subscription.row, None);
    top.push_str(&customer(subscription.customer.as_ref()));
    if let Some(per) = &subscription.per {
        top.push_str(&format!("  Renews every {}\n", words::per(per)));
    }
    if let (Some(start), Some(end)) = (subscription.period_start, subscription.period_end) {
        top.push_str(&format!("  This period: {} to {}\n", day(start), day(end)));
    }
    if let Some(next) = &subscription.next {
        let amount = next.amount.as_ref().map_or_else(String::new, |amount| {
            format!(", {} before discounts and tax", amount.text)
        });
        top.push_str(&format!("  Next invoice: {}{amount}\n", day(next.at)));
    }
    sheet([
        top,
        lines(&subscription.items),
        terms(&subscription.terms),
        titled("Invoices", &rows::table(&subscription.invoices, "  ")),
        links(&subscription.links),
        history(&subscription.history),
    ])
}
