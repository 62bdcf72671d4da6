//! The receipt of a charge, as a page. The receipt of an invoice is the invoice's own page.

use serde_json::Value;

use super::invoice::{escape, frame};
use crate::json::Fields;
use crate::money::format::money;
use crate::objects::account;
use crate::papers::day;

pub(super) fn page(charge: &Value) -> String {
    let currency = charge.must("currency");
    let card = &charge["payment_method_details"]["card"];
    let mut rows = format!(
        "<tr><th>Amount paid</th><td class=\"n\">{}</td></tr>",
        escape(&money(charge.amount("amount_captured"), currency))
    );
    let refunded = charge.amount("amount_refunded");
    if refunded > 0 {
        rows.push_str(&format!(
            "<tr><th>Refunded</th><td class=\"n\">{}</td></tr>",
            escape(&money(-refunded, currency))
        ));
    }
    let description = charge
        .text("description")
        .map(|d| format!("<p dir=\"auto\">{}</p>", escape(d)))
        .unwrap_or_default();
    frame(
        &format!("Receipt from {}", account::NAME),
        &format!(
            "<header><p class=\"from\">{}</p></header><h1>{}</h1><p>Paid {} by {} ending in {}</p>{description}<table>{rows}</table>",
            account::NAME,
            escape(&money(charge.amount("amount"), currency)),
            day(charge.amount("created")),
            escape(card.must("brand")),
            escape(card.must("last4")),
        ),
    )
}
