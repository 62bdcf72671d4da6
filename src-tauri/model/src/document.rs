//! What a quote or an invoice adds up to. Not how it looks, and not what Stripe finally says:
//! once Stripe has computed a document, its figures are shown and these are only compared.
//!
//! # The rules
//!
//! All amounts are whole minor units of one currency. "Rounded" always means to the nearest
//! minor unit, half up. `P` stands for a percentage as a fraction (19 % is 0.19).
//!
//! 1. **Lines.** A line's subtotal is `rounded(unit price × quantity)`. The price may have twelve
//!    decimals; it is rounded once, after multiplying.
//! 2. **A line's own discounts** come off first, in the order in which they are listed, each from
//!    what the ones before have left. A percentage takes `rounded(left × P)`; an amount takes
//!    `min(amount, left)`, so that a line never falls below zero.
//! 3. **The document's discounts** follow, in their order, each from what is left of all lines
//!    together. A percentage takes `rounded(left of all lines × P)`; an amount takes
//!    `min(amount, left of all lines)`. Either is rounded once and spread over the lines in
//!    proportion to what is left of each, by largest remainder ([`Money::allocate`]; on a tie the
//!    earlier line gives more), so that 10 % off is 10 % of the sum that the customer sees.
//! 4. **Which taxes.** A line's own rates if it has any, otherwise the document's default rates.
//! 5. **Inclusive tax** is contained in what is left of the line. With `S` the sum of all
//!    inclusive `P` of the line, each rate's tax is `rounded(left × P ÷ (1 + S))`. It changes no
//!    total.
//! 6. **Exclusive tax** is added: `rounded(net × P)` for each rate, where `net` is what is left
//!    of the line minus its inclusive taxes. Rates do not compound.
//! 7. **Totals.** A line's total is what is left of it plus its exclusive taxes. A document's
//!    figures are the sums of its lines' figures: tax is rounded per line and then summed.
//!
//! # The sets of figures
//!
//! - **whole**: all lines once, all discounts. What the quote says as its amount.
//! - **one-time**: the lines that do not recur alone, all discounts.
//! - **upfront**: what the first invoice charges. The whole, except that it is the one-time
//!   figures when the subscription begins with a trial. A start that lies ahead changes the day of
//!   that invoice, not what is on it.
//! - **recurring**: the recurring lines alone, with the discounts that last forever.
//! - **stages** of recurring: the same for the first months, while repeating discounts last.
//!
//! Each set is reckoned by itself over its own lines, so a fixed discount is spread over only
//! the lines that the invoice in question has. A discount on a one-time line never touches the
//! recurring figures.
//!
//! # What Stripe's documents do not confirm
//!
//! They give the order "discounts, then tax", inclusive against exclusive, that recurring
//! figures count only discounts that last forever, and price × quantity. They do not say: how halves
//! are rounded; whether a percentage off the whole is rounded per line or once; how a discount
//! is spread to the cent; that line discounts come before document discounts and discounts
//! stack on what is left; what exclusive tax is taken of when the same line carries inclusive tax
//! as well; that a later start leaves the upfront figures as they are; that a repeating discount
//! no longer holds on the very day on which its months are over. An account can also be set
//! to round tax once per invoice, which is not modelled.

use crate::{
    calendar::Day,
    currency::Currency,
    discount::{Discount, DiscountTotal, Lasts},
    line::{Interval, Line, LineAmounts},
    money::{Money, MoneyError},
    quote::Deal,
    tax::{TaxRate, TaxTotal},
};

mod settle;

/// A quote or an invoice as it is put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The one currency of everything in it.
    pub currency: Currency,
    /// The lines, in the order in which they are read.
    pub lines: Vec<Line>,
    /// What comes off the whole, in the order in which it comes off.
    pub discounts: Vec<Discount>,
    /// The rates for lines that have none of their own.
    pub default_taxes: Vec<TaxRate>,
    /// Whether the subscription begins with a trial: recurring lines cost nothing at first.
    pub trial: bool,
}

/// What a document adds up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// All lines before discounts, with inclusive tax in it.
    pub subtotal: Money,
    /// Each discount that takes something off, in the order in which they do.
    pub discounts: Vec<DiscountTotal>,
    /// The sum of the discounts (not negative).
    pub discount: Money,
    /// Each tax rate that applies, in order of appearance, rates of 0 % included.
    pub taxes: Vec<TaxTotal>,
    /// The sum of all taxes, inclusive and exclusive.
    pub tax: Money,
    /// What is to pay: subtotal − discounts + exclusive taxes.
    pub total: Money,
}

/// All figures of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// What each line comes to within the whole, in the order of the lines.
    pub lines: Vec<LineAmounts>,
    /// All lines once.
    pub whole: Totals,
    /// The lines that are charged once, alone.
    pub one_time: Totals,
    /// What the first invoice charges.
    pub upfront: Totals,
    /// What is charged again and again; `None` without a recurring line.
    pub recurring: Option<Recurring>,
}

/// What is charged again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurring {
    /// How often. Of the first recurring line: a document whose recurring lines differ in it
    /// is caught by [`check`](crate::check).
    pub interval: Interval,
    /// Each time, once every repeating discount has ended.
    pub totals: Totals,
    /// Each time within the first months, while repeating discounts last. In order of months.
    pub stages: Vec<Stage>,
}

/// The recurring figures until some month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Up to this many months after the start, and after the stage before ended.
    pub months: u32,
    /// Each time.
    pub totals: Totals,
}

/// Why a document could not be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReckonError {
    /// A price or a fixed discount is in another currency than the document.
    #[error("{found} stands in a document in {expected}. Use one currency throughout.")]
    Currency {
        /// What the document is in.
        expected: Currency,
        /// What was found in it.
        found: Currency,
    },
    /// Something grew beyond counting.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Recurring {
    /// What is charged on `day` by a subscription that began, and whose discounts began, on
    /// `start`. A repeating discount has ended on the day on which its months are over.
    pub fn on(&self, day: Day, start: Day) -> &Totals {
        let ends = |stage: &&Stage| {
            let months = i32::try_from(stage.months).unwrap_or(i32::MAX);
            day < start.add_months(months)
        };
        let stage = self.stages.iter().find(ends);
        stage.map_or(&self.totals, |stage| &stage.totals)
    }
}

impl Figures {
    /// What these figures mean for accepting the quote at `now`, with a start (`None` for at
    /// once; both unix seconds UTC) and so many days of trial.
    ///
    /// The recurring amount is that of the first charge after the first invoice, or of the
    /// charge at the end of the trial.
    pub fn deal(&self, starts_at: Option<i64>, trial_days: Option<u32>, now: i64) -> Deal {
        let start = Day::from_unix(starts_at.map_or(now, |at| at.max(now)));
        let trial = trial_days.filter(|&days| days > 0);
        let recurring = self.recurring.as_ref().map(|each| {
            let next = match trial {
                Some(days) => start.add_days(i32::try_from(days).unwrap_or(i32::MAX)),
                None => each.interval.after(start, 1),
            };
            (each.on(next, start).total, each.interval)
        });
        Deal {
            one_time: self.one_time.total,
            whole: self.whole.total,
            recurring,
            starts_at,
            trial_days,
        }
    }
}

impl Document {
    /// An empty document without a trial.
    pub fn new(currency: Currency) -> Self {
        Self {
            currency,
            lines: Vec::new(),
            discounts: Vec::new(),
            default_taxes: Vec::new(),
            trial: false,
        }
    }

    /// Adds everything up by the rules above.
    pub fn reckon(&self) -> Result<Figures, ReckonError> {
        let (lines, whole) = self.settle(|_| true, |_| true)?;
        let one_time = self.settle(|line| line.recurring.is_none(), |_| true)?.1;
        Ok(Figures {
            lines,
            upfront: if self.trial { &one_time } else { &whole }.clone(),
            whole,
            one_time,
            recurring: self.recurring()?,
        })
    }

    fn recurring(&self) -> Result<Option<Recurring>, ReckonError> {
        let Some(interval) = self.lines.iter().find_map(|line| line.recurring) else {
            return Ok(None);
        };
        let lasting = |months: Option<u32>| {
            let keep = move |discount: &Discount| match (discount.lasts, months) {
                (Lasts::Forever, _) => true,
                (Lasts::Repeating { months: lasts }, Some(until)) => lasts >= until,
                _ => false,
            };
            self.settle(|line| line.recurring.is_some(), keep)
        };
        let mut ends: Vec<u32> = self.repeating_ends().collect();
        ends.sort_unstable();
        ends.dedup();
        let stage = |months| {
            let totals = lasting(Some(months))?.1;
            Ok(Stage { months, totals })
        };
        let stages = ends
            .into_iter()
            .map(stage)
            .collect::<Result<_, ReckonError>>()?;
        Ok(Some(Recurring {
            interval,
            totals: lasting(None)?.1,
            stages,
        }))
    }

    /// The lengths in months of all repeating discounts that touch recurring lines.
    fn repeating_ends(&self) -> impl Iterator<Item = u32> {
        let on_lines = self
            .lines
            .iter()
            .filter(|line| line.recurring.is_some())
            .flat_map(|line| &line.discounts);
        on_lines
            .chain(&self.discounts)
            .filter_map(|discount| match discount.lasts {
                Lasts::Repeating { months } if months > 0 => Some(months),
                _ => None,
            })
    }
}

#[cfg(test)]
mod tests;
