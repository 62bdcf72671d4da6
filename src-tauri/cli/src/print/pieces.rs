//! What the sheets of quotes, invoices and subscriptions have in common.

use super::dates::{day, moment};
use super::table::{Side, Table, clean};
use super::words;
use commands::view::{
    Action, Amount, Collection, CustomerRef, DocumentView, Link, Moment, Row, SheetLine, Terms,
    Totals,
};

/// The head of a sheet: what it is and how it stands.
pub(crate) fn head(row: &Row, number: Option<&str>) -> String {
    let noun = words::first(words::noun(row.noun));
    let name = number.or(row.number.as_deref()).unwrap_or(&row.id);
    let standing = words::standing(row);
    let mut text = format!("{noun} {}", clean(name));
    if !standing.is_empty() {
        text.push_str(&format!(": {}", clean(&standing)));
    }
    text.push('\n');
    if name != row.id {
        text.push_str(&format!("  {}\n", row.id));
    }
    text
}

/// Whom it is for.
pub(crate) fn customer(customer: Option<&CustomerRef>) -> String {
    let Some(customer) = customer else {
        return "  For nobody yet\n".to_owned();
    };
    let email = customer
        .email
        .as_deref()
        .filter(|email| *email != customer.name)
        .map_or_else(String::new, |email| format!(" <{email}>"));
    format!(
        "  For {}\n",
        clean(&format!("{}{email} ({})", customer.name, customer.id))
    )
}

/// The lines.
pub(crate) fn lines(lines: &[SheetLine]) -> String {
    let mut table = Table::new(&[
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Left,
    ]);
    for line in lines {
        let unit = line.unit.as_ref().map_or("", |unit| unit.text.as_str());
        let every = line.per.as_ref().map_or_else(String::new, words::each);
        table.row([
            line.title.as_str(),
            &format!("{} ×", line.quantity),
            unit,
            &line.amount.text,
            &every,
        ]);
        for note in line.detail.iter().chain(&line.notes) {
            table.row([format!("  {note}").as_str(), "", "", "", ""]);
        }
    }
    table.text("  ")
}

/// Totals under each other, the sum under the name given.
pub(crate) fn totals(totals: &Totals, sum: &str) -> String {
    let mut table = Table::new(&[Side::Left, Side::Right]);
    if !totals.discounts.is_empty() || !totals.taxes.is_empty() {
        table.row(["Subtotal", &totals.subtotal.text]);
    }
    for discount in &totals.discounts {
        table.row([&discount.label, &discount.amount.text]);
    }
    for tax in &totals.taxes {
        let label = if tax.inclusive {
            format!("{} (included)", tax.label)
        } else {
            tax.label.clone()
        };
        table.row([label.as_str(), &tax.amount.text]);
    }
    table.row([sum, &totals.total.text]);
    table.text("  ")
}

/// How it is to be paid, and the texts.
pub(crate) fn terms(terms: &Terms) -> String {
    let mut lines = Vec::new();
    lines.push(match (terms.collection, terms.days_until_due) {
        (Collection::ChargeAutomatically, _) => "The saved payment method is charged.".to_owned(),
        (Collection::SendInvoice, None) => "Payment by invoice.".to_owned(),
        (Collection::SendInvoice, Some(0)) => "Payment by invoice, due at once.".to_owned(),
        (Collection::SendInvoice, Some(count)) => {
            format!("Payment by invoice, due in {}.", words::days(count))
        }
    });
    if let Some(at) = terms.starts_at {
        lines.push(format!("Starts {}.", day(at)));
    }
    if let Some(trial) = terms.trial_days {
        lines.push(format!("The first {} are free.", words::days(trial)));
    }
    for (name, text) in [
        ("Header", &terms.header),
        ("Description", &terms.description),
        ("Footer", &terms.footer),
    ] {
        if let Some(text) = text {
            lines.push(format!("{name}: {}", clean(text)));
        }
    }
    block(lines)
}

/// What happened and what will.
pub(crate) fn history(history: &[Moment]) -> String {
    let mut table = Table::new(&[Side::Left, Side::Left]);
    for one in history {
        let mut said = match one.code.as_str() {
            "accepted_by" => "Noted who said yes".to_owned(),
            "draft_opened" => "Mail written".to_owned(),
            "marked_uncollectible" => "Written off".to_owned(),
            "period_ends" => "Period ends, next invoice".to_owned(),
            code => words::first(&code.replace('_', " ")),
        };
        if let Some(text) = &one.text {
            said.push_str(&format!(": {text}"));
        }
        table.row([moment(one.at).as_str(), &said]);
    }
    titled("History", &table.text("  "))
}

/// Where it leads and where it comes from.
pub(crate) fn links(links: &[Link]) -> String {
    let mut table = Table::new(&[Side::Left, Side::Left, Side::Left]);
    for link in links {
        let id = if link.label == link.id {
            ""
        } else {
            link.id.as_str()
        };
        table.row([
            words::first(&link.relation.replace('_', " ")).as_str(),
            &link.label,
            id,
        ]);
    }
    titled("Belongs to", &table.text("  "))
}

/// What can be done now.
pub(crate) fn actions(actions: &[Action]) -> String {
    let verbs: Vec<&str> = actions
        .iter()
        .filter(|action| action.allowed)
        .map(|action| words::verb(action.verb))
        .collect();
    if verbs.is_empty() {
        String::new()
    } else {
        format!("Next: {}\n", verbs.join(", "))
    }
}

/// Its PDF.
pub(crate) fn document(document: Option<&DocumentView>) -> String {
    let Some(document) = document else {
        return String::new();
    };
    let source = if document.source == "stripe" {
        "Stripe's PDF"
    } else {
        "Preview of the PDF"
    };
    match (document.fetched_at, document.size) {
        (Some(at), Some(size)) => format!(
            "  {source}: {}, kept {}, {} bytes\n",
            clean(&document.file_name),
            day(at),
            size
        ),
        _ => format!("  {source}: {}, not kept yet\n", clean(&document.file_name)),
    }
}

/// A part with its title, or nothing.
pub(crate) fn titled(title: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{title}\n{text}")
    }
}

/// Amounts of several currencies in one line.
pub(crate) fn amounts(amounts: &[Amount]) -> String {
    amounts
        .iter()
        .map(|amount| amount.text.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Lines behind an indent.
pub(crate) fn block(lines: Vec<String>) -> String {
    lines
        .into_iter()
        .map(|line| format!("  {line}\n"))
        .collect()
}

/// Parts with an empty line between them.
pub(crate) fn sheet(parts: impl IntoIterator<Item = String>) -> String {
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
