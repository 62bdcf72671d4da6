//! What an invoice that Stripe has already holds on to: its customer and its currency.

use super::blocking;
use crate::view::{CustomerChoice, Draft, Finding};
use cache::{Error, Kind, Read};

/// What of a draft cannot be brought to the invoice that it edits.
pub(super) fn against(r: &Read<'_>, draft: &Draft) -> Result<Vec<Finding>, Error> {
    let record = match draft.record.as_ref().filter(|_| draft.is_invoice()) {
        Some(id) => r.records().row(Kind::Invoice, id)?,
        None => None,
    };
    let Some(columns) = record.map(|row| row.columns) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    let same = match &draft.customer {
        Some(CustomerChoice::Existing { id, .. }) => columns.customer.as_ref() == Some(id),
        // The one that was made along with the invoice, as long as it goes by the same name.
        Some(CustomerChoice::New { fields }) => [&fields.name, &fields.email]
            .map(|text| text.trim())
            .contains(&columns.title.as_str()),
        None => false,
    };
    if columns.customer.is_some() && !same {
        let message = format!(
            "This invoice is for {}, and Stripe keeps it so. Delete the draft and write a new invoice for another customer.",
            columns.title
        );
        found.push(blocking("customer", "held", message));
    }
    if let Some(currency) = columns.currency.filter(|held| *held != draft.currency) {
        let message = format!(
            "This invoice is in {}, and Stripe keeps it so. Delete the draft and write a new invoice in another currency.",
            currency.to_uppercase()
        );
        found.push(blocking("currency", "held", message));
    }
    Ok(found)
}
