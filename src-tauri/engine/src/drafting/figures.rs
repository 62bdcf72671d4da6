//! What a draft comes to, as user interfaces see it: totals, what saving
//! creates, what accepting creates. The arithmetic is the model's.

use super::typed::Typed;
use crate::amounts;
use crate::view::{
    Birth, BirthKind, Collection, CustomerChoice, DiscountChoice, Draft, DraftFigures, DraftLine,
    LineFigures, Per, RecurringTotals, Share, TaxChoice, Totals,
};
use model::document::ReckonError;
use model::line::Interval;
use model::quote::{Births, births};

/// An hour: so long a subscription's first invoice stays a draft.
const DRAFT_SECONDS: u32 = 3_600;

/// Adds a draft up at `now` (unix seconds UTC).
pub(crate) fn figures(draft: &Draft, typed: &Typed, now: i64) -> Result<DraftFigures, ReckonError> {
    let reckoned = typed.model.document().reckon()?;
    let lines = draft
        .lines
        .iter()
        .zip(&typed.model.lines)
        .zip(&reckoned.lines)
        .map(|((line, read), amounts)| LineFigures {
            key: line.key.clone(),
            unit: read
                .unit
                .as_ref()
                .ok()
                .and_then(|unit| amounts::of_unit(*unit)),
            amount: read.unit.is_ok().then(|| amounts::of(amounts.subtotal)),
            makes_product: makes_product(draft, line),
        })
        .collect();
    let deal = reckoned.deal(typed.model.starts_at, typed.model.trial_days, now);
    let accepting = match births(&deal, now) {
        _ if draft.is_invoice() => Vec::new(),
        Births::DraftInvoice { amount } if amount.is_zero() && draft.lines.is_empty() => Vec::new(),
        births => accepting(
            &births,
            deal.trial_days,
            draft.collection,
            draft.days_until_due,
        ),
    };
    Ok(DraftFigures {
        lines,
        upfront: totals(&reckoned.upfront),
        recurring: reckoned
            .recurring
            .as_ref()
            .map(|recurring| RecurringTotals {
                per: per(recurring.interval),
                totals: totals(&recurring.totals),
            }),
        saving: saving(draft, typed),
        accepting,
    })
}

/// How often, for showing.
pub(crate) fn per(interval: Interval) -> Per {
    Per {
        interval: interval.unit.as_str().to_owned(),
        count: interval.count,
    }
}

fn totals(totals: &model::document::Totals) -> Totals {
    let minus = |amount: model::Money| {
        let mut amount = amounts::of(amount);
        if amount.minor != 0 {
            amount = amounts::amount(amount.minor.saturating_neg(), &amount.currency);
        }
        amount
    };
    Totals {
        subtotal: amounts::of(totals.subtotal),
        discounts: totals
            .discounts
            .iter()
            .map(|discount| Share {
                label: discount.name.clone(),
                amount: minus(discount.amount),
                inclusive: false,
            })
            .collect(),
        taxes: totals
            .taxes
            .iter()
            .map(|tax| Share {
                label: format!("{} {} %", tax.name, tax.percent).trim().to_owned(),
                amount: amounts::of(tax.amount),
                inclusive: tax.inclusive,
            })
            .collect(),
        total: amounts::of(totals.total),
    }
}

fn birth(kind: BirthKind) -> Birth {
    Birth {
        kind,
        name: None,
        amount: None,
        per: None,
        starts_at: None,
        trial_days: None,
        finalizes_after: None,
        days_until_due: None,
    }
}

/// What accepting creates, in the order in which it comes to be.
pub(crate) fn accepting(
    births: &Births,
    trial_days: Option<u32>,
    collection: Collection,
    days_until_due: Option<u32>,
) -> Vec<Birth> {
    let days_until_due = days_until_due.filter(|_| collection == Collection::SendInvoice);
    match *births {
        Births::DraftInvoice { amount } => {
            vec![Birth {
                amount: Some(amounts::of(amount)),
                days_until_due,
                ..birth(BirthKind::DraftInvoice)
            }]
        }
        Births::Subscription {
            first_invoice,
            recurring,
            interval,
            ..
        } => vec![
            Birth {
                amount: Some(amounts::of(recurring)),
                per: Some(per(interval)),
                trial_days,
                ..birth(BirthKind::Subscription)
            },
            Birth {
                amount: Some(amounts::of(first_invoice)),
                finalizes_after: Some(DRAFT_SECONDS),
                days_until_due,
                ..birth(BirthKind::Invoice)
            },
        ],
        Births::Schedule {
            starts_at,
            first_invoice,
            recurring,
            interval,
            ..
        } => vec![
            Birth {
                amount: Some(amounts::of(recurring)),
                per: Some(per(interval)),
                starts_at: Some(starts_at),
                trial_days,
                ..birth(BirthKind::SubscriptionSchedule)
            },
            Birth {
                amount: Some(amounts::of(first_invoice)),
                starts_at: Some(starts_at),
                finalizes_after: Some(DRAFT_SECONDS),
                days_until_due,
                ..birth(BirthKind::Invoice)
            },
        ],
    }
}

/// A quote's line is always a product's; an invoice's may be mere words.
fn makes_product(draft: &Draft, line: &DraftLine) -> bool {
    !draft.is_invoice()
        && line.product.is_none()
        && line.price.is_none()
        && !line.name.trim().is_empty()
}

/// What saving creates besides the quote or invoice, each once.
fn saving(draft: &Draft, typed: &Typed) -> Vec<Birth> {
    let mut all = Vec::new();
    if let Some(CustomerChoice::New { fields }) = &draft.customer {
        let name = if fields.name.trim().is_empty() {
            &fields.email
        } else {
            &fields.name
        };
        all.push(Birth {
            name: Some(name.trim().to_owned()),
            ..birth(BirthKind::Customer)
        });
    }
    for (line, read) in draft.lines.iter().zip(&typed.model.lines) {
        if makes_product(draft, line) {
            let amount = read
                .unit
                .as_ref()
                .ok()
                .and_then(|unit| unit.times(1).ok())
                .map(amounts::of);
            all.push(Birth {
                name: Some(line.name.trim().to_owned()),
                amount,
                per: line.per.clone(),
                ..birth(BirthKind::Product)
            });
        }
    }
    let mut seen: Vec<&DiscountChoice> = Vec::new();
    for one in draft
        .discounts
        .iter()
        .chain(draft.lines.iter().filter_map(|line| line.discount.as_ref()))
    {
        if one.coupon.is_none() && !seen.contains(&one) {
            seen.push(one);
            all.push(Birth {
                name: Some(one.name.clone()),
                ..birth(BirthKind::Coupon)
            });
        }
    }
    let mut taxes: Vec<&TaxChoice> = Vec::new();
    for tax in draft
        .tax
        .iter()
        .chain(draft.lines.iter().filter_map(|line| line.tax.as_ref()))
    {
        if tax.id.is_none() && !taxes.contains(&tax) {
            taxes.push(tax);
            all.push(Birth {
                name: Some(format!("{} {} %", tax.name, tax.percent.trim())),
                ..birth(BirthKind::TaxRate)
            });
        }
    }
    all
}
