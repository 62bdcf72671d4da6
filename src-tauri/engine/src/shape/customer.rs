//! The columns of a customer: by name, else by e-mail.

use super::words::Words;
use crate::json;
use cache::Columns;
use serde_json::Value;

pub(super) fn columns(raw: &Value) -> Columns {
    let title = name(raw);
    let email = json::owned(raw, "email").filter(|email| *email != title);
    Columns {
        created: json::int(raw, "created").unwrap_or(0),
        state: "active".to_owned(),
        subtitle: email
            .or_else(|| json::owned(raw, "address.city"))
            .unwrap_or_default(),
        search: Words::new()
            .texts(raw, &["email", "phone", "description", "invoice_prefix"])
            .texts(
                raw,
                &["address.line1", "address.city", "address.postal_code"],
            )
            .metadata(raw)
            .done(),
        title,
        ..Columns::default()
    }
}

/// What a customer is called: the name, else the e-mail, else the id.
pub(super) fn name(raw: &Value) -> String {
    ["name", "email", "id"]
        .iter()
        .find_map(|field| json::owned(raw, field))
        .unwrap_or_default()
}

/// What the customer of another object is called, as far as that object says so.
pub(super) fn named_in(raw: &Value) -> Option<String> {
    let customer = json::at(raw, "customer");
    let expanded = customer.is_object().then(|| name(customer));
    json::owned(raw, "customer_name")
        .or(expanded)
        .or_else(|| json::owned(raw, "customer_email"))
}
