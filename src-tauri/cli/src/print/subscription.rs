//! A subscription's sheet.

use super::dates::day;
use super::pieces::{actions, customer, head, history, lines, links, sheet, terms, titled};
use super::{rows, words};
use commands::view::{SchedulePhase, SubscriptionSheet};

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
    if let Some(hold) = &subscription.hold {
        let until = hold.until.map_or_else(
            || "until it is resumed".to_owned(),
            |at| format!("until {}", day(at)),
        );
        top.push_str(&format!(
            "  On hold {until}; {}\n",
            words::held(hold.invoices)
        ));
    }
    sheet([
        top,
        lines(&subscription.items),
        phases(&subscription.phases),
        terms(&subscription.terms),
        titled("Invoices", &rows::table(&subscription.invoices, "  ")),
        links(&subscription.links),
        actions(&subscription.actions),
        history(&subscription.history),
    ])
}

/// What follows when, where there is more than one phase.
fn phases(phases: &[SchedulePhase]) -> String {
    if phases.len() < 2 {
        return String::new();
    }
    let each: String = phases
        .iter()
        .map(|phase| {
            let days = format!("  {} to {}\n", day(phase.start), day(phase.end));
            format!("{days}{}", lines(&phase.items))
        })
        .collect();
    titled("Phases", &each)
}
