//! Papers of records that Stripe has: the same lines and figures as on their sheets.

use super::Letterhead;
use super::country::country;
use crate::amounts;
use crate::sheets::day;
use crate::view::{
    Collection, CustomerFields, InvoiceSheet, QuoteSheet, RecurringTotals, SheetLine, StateCode,
    Totals,
};
use paper::{Line, Party, Sheet, Total, Weight};

/// A quote at Stripe whose PDF is not kept here.
pub(crate) fn of_quote(
    quote: &QuoteSheet,
    buyer: Option<&CustomerFields>,
    head: &Letterhead,
) -> Sheet {
    let draft = is_draft(quote.row.state.as_ref().map(|state| state.code));
    let mut facts = vec![("Date".to_owned(), day(quote.row.created))];
    if let Some(until) = quote.terms.until {
        facts.push(("Valid until".to_owned(), day(until)));
    }
    if let Some(starts) = quote.terms.starts_at {
        facts.push(("Starts".to_owned(), day(starts)));
    }
    Sheet {
        buyer: party(buyer, &quote.row.title),
        buyer_label: "For".to_owned(),
        facts,
        header: quote.terms.header.clone(),
        description: quote.terms.description.clone(),
        lines: quote.lines.iter().map(line).collect(),
        totals: totals(&quote.upfront, quote.recurring.as_ref()),
        notes: notes(
            quote.terms.collection,
            quote.terms.days_until_due,
            quote.terms.trial_days,
        ),
        footer: quote.terms.footer.clone(),
        created: Some(quote.row.created),
        ..head.sheet("Quote", quote.row.number.as_deref(), mark(draft))
    }
}

/// An invoice whose PDF is not kept here.
pub(crate) fn of_invoice(
    invoice: &InvoiceSheet,
    buyer: Option<&CustomerFields>,
    head: &Letterhead,
) -> Sheet {
    let code = invoice.row.state.as_ref().map(|state| state.code);
    let draft = is_draft(code);
    let mut facts = vec![("Date".to_owned(), day(invoice.row.created))];
    if let Some(due) = invoice.terms.until {
        facts.push(("Due".to_owned(), day(due)));
    }
    let mut totals = totals(&invoice.totals, None);
    if invoice.paid.minor != 0 || invoice.due != invoice.totals.total {
        totals.push(plain("Paid", &invoice.paid.text));
        totals.push(Total {
            label: "Amount due".to_owned(),
            amount: invoice.remaining.text.clone(),
            weight: Weight::Strong,
        });
    }
    Sheet {
        buyer: party(buyer, &invoice.row.title),
        buyer_label: "Billed to".to_owned(),
        facts,
        description: invoice.terms.description.clone(),
        lines: invoice.lines.iter().map(line).collect(),
        totals,
        footer: invoice.terms.footer.clone(),
        pay_link: invoice
            .hosted_url
            .clone()
            .filter(|_| invoice.remaining.minor > 0),
        pay_label: "Pay online".to_owned(),
        created: Some(invoice.row.created),
        ..head.sheet("Invoice", invoice.row.number.as_deref(), mark(draft))
    }
}

fn is_draft(code: Option<StateCode>) -> bool {
    matches!(code, Some(StateCode::Draft | StateCode::Scheduled))
}

/// Stripe's own PDF is the document; until it is here, ours says that it is none.
fn mark(draft: bool) -> Option<&'static str> {
    Some(if draft { "Draft" } else { "Preview" })
}

/// Who a paper is for, with the address as people write it.
pub(super) fn party(fields: Option<&CustomerFields>, name: &str) -> Option<Party> {
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    let mut lines = Vec::new();
    if let Some(fields) = fields {
        let place = [fields.postal_code.trim(), fields.city.trim()].join(" ");
        let texts = [
            fields.line1.as_str(),
            &fields.line2,
            &place,
            &fields.region,
            country(&fields.country),
            &fields.email,
        ];
        lines.extend(texts.map(|text| text.trim().to_owned()));
        lines.retain(|line| !line.is_empty() && line != name);
    }
    Some(Party {
        name: name.to_owned(),
        lines,
    })
}

fn line(line: &SheetLine) -> Line {
    let mut notes: Vec<String> = line.per.iter().map(amounts::each).collect();
    notes.extend(line.notes.iter().cloned());
    Line {
        title: line.title.clone(),
        detail: line.detail.clone(),
        quantity: line.quantity.to_string(),
        price: line
            .unit
            .as_ref()
            .map(|unit| unit.text.clone())
            .unwrap_or_default(),
        amount: line.amount.text.clone(),
        notes,
    }
}

pub(super) fn plain(label: &str, amount: &str) -> Total {
    Total {
        label: label.to_owned(),
        amount: amount.to_owned(),
        weight: Weight::Plain,
    }
}

/// From the subtotal to the total, and what comes after it.
pub(super) fn totals(first: &Totals, recurring: Option<&RecurringTotals>) -> Vec<Total> {
    let mut rows = vec![plain("Subtotal", &first.subtotal.text)];
    for share in first.discounts.iter().chain(&first.taxes) {
        let label = if share.inclusive {
            format!("{}, included", share.label)
        } else {
            share.label.clone()
        };
        rows.push(plain(&label, &share.amount.text));
    }
    rows.push(Total {
        label: "Total".to_owned(),
        amount: first.total.text.clone(),
        weight: Weight::Strong,
    });
    if let Some(recurring) = recurring {
        rows.push(Total {
            label: format!("then {}", amounts::each(&recurring.per)),
            amount: recurring.totals.total.text.clone(),
            weight: Weight::Muted,
        });
    }
    rows
}

/// How it is paid, in a sentence.
pub(super) fn notes(collection: Collection, days: Option<u32>, trial: Option<u32>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(days) = trial {
        notes.push(format!("The first {} are free.", count(days)));
    }
    notes.push(match (collection, days) {
        (Collection::ChargeAutomatically, _) => "The saved payment method is charged.".to_owned(),
        (Collection::SendInvoice, None) => "Payment by invoice.".to_owned(),
        (Collection::SendInvoice, Some(0)) => "Payment by invoice, due at once.".to_owned(),
        (Collection::SendInvoice, Some(days)) => {
            format!("Payment by invoice, due in {}.", count(days))
        }
    });
    notes
}

fn count(days: u32) -> String {
    if days == 1 {
        "1 day".to_owned()
    } else {
        format!("{days} days")
    }
}

#[cfg(test)]
mod tests {
    use super::party;
    use crate::view::CustomerFields;

    #[test]
    fn an_address_ends_with_the_name_of_its_country() {
        let fields = CustomerFields {
            city: "Kyoto".to_owned(),
            country: "JP".to_owned(),
            ..CustomerFields::default()
        };
        let lines = party(Some(&fields), "Kyoto Ceramics").map(|party| party.lines);
        assert_eq!(lines, Some(vec!["Kyoto".to_owned(), "Japan".to_owned()]));
    }
}
