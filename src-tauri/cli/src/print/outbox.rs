//! What is on its way to Stripe.

use super::dates::moment;
use super::table::{Side, Table};
use super::words;
use commands::view::OutboxItem;

/// The outbox, newest first.
pub(crate) fn items(items: &[OutboxItem]) -> String {
    if items.is_empty() {
        return "The outbox is empty.".to_owned();
    }
    let mut table = Table::new(&[
        Side::Left,
        Side::Left,
        Side::Left,
        Side::Left,
        Side::Left,
        Side::Left,
    ]);
    for item in items {
        let why = item
            .problem
            .as_ref()
            .map_or("", |problem| problem.message.as_str());
        let state = if item.bank_asks {
            "The bank asks"
        } else {
            words::intent(item.state)
        };
        table.row([
            moment(item.created).as_str(),
            state,
            words::verb(item.verb),
            &item.title,
            &item.id,
            why,
        ]);
    }
    table.text("")
}
