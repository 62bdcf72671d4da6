//! The paper of a quote or an invoice while it is written here: what was typed, as far as it can be
//! read.

use super::Letterhead;
use super::drawn::{notes, party, totals};
use crate::amounts;
use crate::drafting::typed::Typed;
use crate::lists::customer_name;
use crate::sheets::day;
use crate::view::{
    self, Collection, CustomerChoice, CustomerFields, DraftFigures, DraftLine, LineFigures,
};
use model::calendar::{DAY_SECONDS, Day};
use paper::{Line, Sheet};

/// A draft with what was made of it.
#[derive(Debug)]
pub(crate) struct Draft {
    /// What was typed.
    pub(crate) draft: view::Draft,
    /// How it was read; none for a currency that Stripe does not know.
    pub(crate) typed: Option<Typed>,
    /// What it comes to; none while an amount cannot be read.
    pub(crate) figures: Option<DraftFigures>,
    /// The customer as Stripe has it, if it is one of Stripe's.
    pub(crate) buyer: Option<CustomerFields>,
}

/// The paper of a draft.
pub(crate) fn of_draft(written: &Draft, head: &Letterhead) -> Sheet {
    let draft = &written.draft;
    let invoice = draft.is_invoice();
    let facts = facts(draft);
    let entered = match &draft.customer {
        Some(CustomerChoice::New { fields }) => Some(fields),
        _ => written.buyer.as_ref(),
    };
    let text = |text: &str| {
        Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let figures = written.figures.as_ref();
    Sheet {
        buyer: draft
            .customer
            .as_ref()
            .and_then(|_| party(entered, &customer_name(draft))),
        buyer_label: if invoice { "Billed to" } else { "For" }.to_owned(),
        facts,
        header: text(&draft.header),
        description: text(&draft.description),
        lines: lines(written),
        totals: figures
            .map(|figures| totals(&figures.upfront, figures.recurring.as_ref()))
            .unwrap_or_default(),
        notes: if invoice {
            Vec::new()
        } else {
            notes(
                draft.collection,
                draft.days_until_due,
                draft.trial_days.filter(|days| *days > 0),
            )
        },
        footer: text(&draft.footer),
        created: Some(draft.updated_at),
        ..head.sheet(
            if invoice { "Invoice" } else { "Quote" },
            None,
            Some("Draft"),
        )
    }
}

/// The dates of a draft, and what an invoice bears besides.
fn facts(draft: &view::Draft) -> Vec<(String, String)> {
    let mut facts = vec![("Date".to_owned(), day(draft.updated_at))];
    let mut dated = |label: &str, date: &Option<String>| {
        if let Some(date) = date.as_deref().and_then(Day::parse) {
            facts.push((label.to_owned(), day(date.start_unix())));
        }
    };
    if !draft.is_invoice() {
        dated("Valid until", &draft.expires_on);
        dated("Starts", &draft.starts_on);
        return facts;
    }
    match (draft.collection, &draft.due_on, draft.days_until_due) {
        (Collection::SendInvoice, Some(_), _) => dated("Due", &draft.due_on),
        (Collection::SendInvoice, None, Some(days)) => {
            let due = i64::from(days).saturating_mul(DAY_SECONDS);
            facts.push(("Due".to_owned(), day(draft.updated_at.saturating_add(due))));
        }
        _ => {}
    }
    let fields = draft.custom_fields.iter();
    let told = fields.filter(|field| !field.name.trim().is_empty());
    facts.extend(told.map(|field| (field.name.trim().to_owned(), field.value.trim().to_owned())));
    facts
}

/// Lines in which nothing was typed yet are left out.
fn lines(written: &Draft) -> Vec<Line> {
    let read = written
        .typed
        .as_ref()
        .map_or(&[][..], |typed| &typed.model.lines);
    let figures = written
        .figures
        .as_ref()
        .map_or(&[][..], |figures| &figures.lines);
    let lines = written.draft.lines.iter().enumerate();
    let typed_in = |line: &DraftLine| !line.name.trim().is_empty() || !line.unit.trim().is_empty();
    lines
        .filter(|(_, line)| typed_in(line))
        .map(|(n, line)| {
            let unit = read.get(n).and_then(|read| read.unit.as_ref().ok());
            let price = unit.map_or_else(|| line.unit.trim().to_owned(), |unit| unit.text());
            self::line(line, price, figures.get(n))
        })
        .collect()
}

fn line(line: &DraftLine, price: String, figures: Option<&LineFigures>) -> Line {
    let detail = line.detail.trim();
    let mut notes: Vec<String> = line.per.iter().map(amounts::each).collect();
    if let Some(discount) = &line.discount {
        let off = discount
            .percent
            .as_ref()
            .map(|percent| format!(" {} %", percent.trim()));
        notes.push(format!(
            "{}{}",
            discount.name.trim(),
            off.unwrap_or_default()
        ));
    }
    if let Some(tax) = &line.tax {
        let how = if tax.inclusive { ", included" } else { "" };
        notes.push(format!("{} {} %{how}", tax.name.trim(), tax.percent.trim()));
    }
    let amount = figures.and_then(|figures| figures.amount.as_ref());
    Line {
        title: line.name.trim().to_owned(),
        detail: Some(detail)
            .filter(|detail| !detail.is_empty())
            .map(str::to_owned),
        quantity: line.quantity.trim().to_owned(),
        price,
        amount: amount.map(|amount| amount.text.clone()).unwrap_or_default(),
        notes,
    }
}
