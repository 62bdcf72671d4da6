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
        table.row([
            moment(item.created).as_str(),
            words::intent(item.state),
            words::verb(item.verb),
            &item.title,
            &item.id,
            why,
        ]);
    }
    table.text("")
}
