//! Quotes and invoices that exist only here, as rows among Stripe's. A draft that edits one at Stripe
//! is not a row of its own: that one's row stands for both.

use super::Narrow;
use super::narrow::Between;
use crate::drafting::{figures as reckoning, typed};
use crate::under_way::UnderWay;
use crate::view::{
    CustomerChoice, Draft, DraftFigures, DraftKind, Noun, Row, Settings, State, StateCode,
};
use cache::{Draft as Kept, Error, Read, Span};

/// The drafts of one paper.
pub(super) fn rows(
    r: &Read<'_>,
    kind: DraftKind,
    narrow: &Narrow,
    now: i64,
) -> Result<Vec<Row>, Error> {
    let kept = r.drafts().list()?.into_iter().filter_map(read);
    let drafts: Vec<_> = kept
        .filter(|(kept, draft)| kept.record.is_none() && draft.kind == kind)
        .collect();
    // Mostly there is none, and every page of a list asks.
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let under_way = UnderWay::read(r)?;
    let settings = settings_in(r)?;
    let hint = typed::hint(&settings);
    // Whoever asks with a range that cannot be read has been told so already.
    let between = Between::read(narrow, hint).unwrap_or_default();
    let rows = drafts
        .into_iter()
        .filter(|(kept, draft)| fits(kept, draft, narrow))
        .map(|(kept, draft)| row(&kept, &draft, &under_way, &settings, now))
        .filter(|row| {
            let amount = row.amount.as_ref();
            between.holds(amount.map(|amount| (amount.minor, amount.currency.as_str())))
        });
    Ok(rows.collect())
}

/// The drafts, of either paper, that were last written on this day.
pub(super) fn of_day(r: &Read<'_>, day: &Span, now: i64) -> Result<Vec<Row>, Error> {
    let narrow = Narrow {
        from: day.min,
        to: day.max.map(|last| last.saturating_add(1)),
        ..Narrow::default()
    };
    of_both(r, &narrow, now)
}

fn of_both(r: &Read<'_>, narrow: &Narrow, now: i64) -> Result<Vec<Row>, Error> {
    let mut both = rows(r, DraftKind::Quote, narrow, now)?;
    both.extend(rows(r, DraftKind::Invoice, narrow, now)?);
    Ok(both)
}

/// Drafts in which every word of a text stands, in any line or text of theirs.
pub(super) fn find(r: &Read<'_>, text: &str, now: i64) -> Result<Vec<Row>, Error> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut found = of_both(r, &Narrow::default(), now)?;
    found.retain(|row| {
        let amount = row.amount.as_ref().map_or("", |amount| &amount.decimal);
        let mut all = format!("{} {} {amount}", row.title, row.subtitle);
        if let Ok(Some(kept)) = r.drafts().get(&row.id)
            && let Some((_, draft)) = read(kept)
        {
            for line in &draft.lines {
                all.push_str(&format!(" {} {}", line.name, line.detail));
            }
            all.push_str(&format!(
                " {} {} {}",
                draft.header, draft.description, draft.footer
            ));
        }
        let all = all.to_lowercase();
        words.iter().all(|word| all.contains(word))
    });
    Ok(found)
}

/// A draft that this version cannot read stays where it is and is left out.
fn read(kept: Kept) -> Option<(Kept, Draft)> {
    match crate::drafting::stored(kept.json.clone()) {
        Ok(draft) => Some((kept, draft)),
        Err(error) => {
            tracing::warn!(draft = kept.id, %error, "a draft cannot be read");
            None
        }
    }
}

fn fits(kept: &Kept, draft: &Draft, narrow: &Narrow) -> bool {
    let customer = match &draft.customer {
        Some(CustomerChoice::Existing { id, .. }) => Some(id),
        _ => None,
    };
    narrow
        .customer
        .as_ref()
        .is_none_or(|wanted| customer == Some(wanted))
        && narrow
            .currency
            .as_ref()
            .is_none_or(|code| *code == draft.currency)
        && narrow.from.is_none_or(|from| kept.updated_at >= from)
        && narrow.to.is_none_or(|to| kept.updated_at < to)
}

fn row(kept: &Kept, draft: &Draft, under_way: &UnderWay, settings: &Settings, now: i64) -> Row {
    let figures = figures(draft, settings, now);
    Row {
        noun: match draft.kind {
            DraftKind::Quote => Noun::Draft,
            DraftKind::Invoice => Noun::InvoiceDraft,
        },
        id: kept.id.clone(),
        title: customer_name(draft),
        subtitle: subject(draft),
        number: None,
        amount: figures.map(|figures| figures.upfront.total),
        left: None,
        per: None,
        state: Some(State {
            code: StateCode::Draft,
            at: None,
            why: None,
            stripe: String::new(),
        }),
        created: kept.updated_at,
        as_of: None,
        pending: under_way.of_draft(&kept.id),
    }
}

/// What a draft is about, in the same words as a quote at Stripe.
fn subject(draft: &Draft) -> String {
    let given = |text: &&str| !text.is_empty();
    if let Some(header) = Some(draft.header.trim()).filter(given) {
        return header.to_owned();
    }
    let names: Vec<&str> = draft
        .lines
        .iter()
        .map(|line| line.name.trim())
        .filter(given)
        .collect();
    match names.as_slice() {
        [] => draft.description.trim().to_owned(),
        [only] => (*only).to_owned(),
        [first, more @ ..] => format!("{first} and {} more", more.len()),
    }
}

/// Whom a draft is for, as far as that is decided.
pub(crate) fn customer_name(draft: &Draft) -> String {
    let name = match &draft.customer {
        Some(CustomerChoice::Existing { name, .. }) => name.trim(),
        Some(CustomerChoice::New { fields }) if fields.name.trim().is_empty() => {
            fields.email.trim()
        }
        Some(CustomerChoice::New { fields }) => fields.name.trim(),
        None => "",
    };
    if name.is_empty() {
        "No customer yet".to_owned()
    } else {
        name.to_owned()
    }
}

/// What a draft comes to; none while its amounts cannot be read.
pub(crate) fn figures(draft: &Draft, settings: &Settings, now: i64) -> Option<DraftFigures> {
    let typed = typed::read(draft, settings, now)?;
    reckoning::figures(draft, &typed, now).ok()
}

/// The settings, read along with the records; those that cannot be read count as not set.
pub(crate) fn settings_in(r: &Read<'_>) -> Result<Settings, Error> {
    let stored = r.settings().get("settings")?;
    Ok(stored
        .and_then(|stored| serde_json::from_value(stored).ok())
        .unwrap_or_default())
}
