//! A draft: what was typed, what it comes to, and what its writer should know.

use super::pieces::{block, sheet, titled, totals};
use super::table::{Side, Table, clean};
use super::{births, problem, words};
use commands::view::{CustomerChoice, DraftSheet};

/// The whole draft.
pub(crate) fn draft(sheet_of: &DraftSheet) -> String {
    let draft = &sheet_of.draft;
    let name = match &draft.customer {
        Some(CustomerChoice::Existing { name, id, .. }) => format!("For {} ({id})", clean(name)),
        Some(CustomerChoice::New { fields }) => {
            format!("For {}, a new customer", clean(&fields.name))
        }
        None => "For nobody yet".to_owned(),
    };
    let mut about = vec![name];
    let paper = if draft.is_invoice() {
        "invoice"
    } else {
        "quote"
    };
    if let Some(record) = &draft.record {
        about.push(format!("Changes the draft {paper} {record}"));
    }
    if let Some(day) = &draft.expires_on {
        about.push(format!("Valid until {day}"));
    }
    if let Some(day) = &draft.due_on {
        about.push(format!("Due on {day}"));
    }
    for field in &draft.custom_fields {
        about.push(format!("{}: {}", clean(&field.name), clean(&field.value)));
    }
    let figures = sheet_of.figures.as_ref();
    let mut table = Table::new(&[
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Left,
    ]);
    for line in &draft.lines {
        let amount = figures
            .and_then(|figures| figures.lines.iter().find(|one| one.key == line.key))
            .and_then(|one| one.amount.as_ref())
            .map_or("", |amount| amount.text.as_str());
        let every = line.per.as_ref().map_or_else(String::new, words::each);
        table.row([
            line.name.as_str(),
            &format!("{} ×", line.quantity),
            &line.unit,
            amount,
            &every,
        ]);
    }
    let mut sums = String::new();
    let mut saving = String::new();
    if let Some(figures) = figures {
        sums = totals(
            &figures.upfront,
            if figures.recurring.is_some() {
                "Due first"
            } else {
                "Total"
            },
        );
        if let Some(recurring) = &figures.recurring {
            sums.push_str(&format!(
                "Then every {}\n{}",
                words::per(&recurring.per),
                totals(&recurring.totals, "Total")
            ));
        }
        saving = titled(
            &format!("Saving it creates, besides the {paper}"),
            &births::lines(&figures.saving),
        );
    }
    let findings = sheet_of
        .findings
        .iter()
        .map(|found| format!("{}: {}", found.path, clean(&found.message)))
        .collect();
    sheet([
        format!(
            "Draft {paper} {}, kept here only\n{}",
            draft.id,
            block(about)
        ),
        table.text("  "),
        sums,
        saving,
        titled("To be looked at", &block(findings)),
        sheet_of
            .problem
            .as_ref()
            .map(problem::sentence)
            .unwrap_or_default(),
    ])
}
