//! A subscription's sheet.

use super::dates::{day, moment};
use super::pieces::{actions, customer, head, history, lines, links, sheet, terms, titled};
use super::{problem, rows, words};
use commands::view::{EndReason, Owed, SchedulePhase, StateCode, SubscriptionSheet};

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
    if let Some(owed) = &subscription.owed {
        top.push_str(&unpaid(owed));
    }
    match subscription.end_reason {
        Some(EndReason::PaymentFailed) => top.push_str("  It ended because it was not paid.\n"),
        Some(EndReason::PaymentDisputed) => {
            top.push_str("  It ended because the bank took a payment back.\n");
        }
        Some(EndReason::Asked) | None => {}
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
        subscription
            .problem
            .as_ref()
            .map(|found| format!("{}\n", problem::sentence(found)))
            .unwrap_or_default(),
    ])
}

/// What was not paid, why, and what comes of it by itself.
fn unpaid(owed: &Owed) -> String {
    let number = owed.invoice.number.as_deref().unwrap_or(&owed.invoice.id);
    let why = owed
        .failure
        .as_ref()
        .map_or_else(String::new, |failure| format!(" {}", failure.message));
    let state = owed.invoice.state.as_ref();
    let comes = match state.and_then(|state| Some((state.code, state.at?))) {
        Some((StateCode::Retrying, at)) => {
            format!(" The next attempt comes by itself on {}.", moment(at))
        }
        Some((StateCode::PastDue, at)) => format!(" It was due on {}.", day(at)),
        _ => " No further attempt comes by itself.".to_owned(),
    };
    format!(
        "  {number} of {} is not paid.{why}{comes}\n",
        owed.remaining.text
    )
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
