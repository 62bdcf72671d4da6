//! One line of a quote or an invoice: so many pieces at such a price, once or again and again.
//! Not what a line comes to within a document: see [`document`](crate::document).

use crate::{calendar::Day, discount::Discount, money::Money, tax::TaxRate, unit::UnitAmount};

/// A line as it is put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How many pieces.
    pub quantity: u64,
    /// The price of one piece, in the document's currency.
    pub unit: UnitAmount,
    /// How often it is billed; `None` for once.
    pub recurring: Option<Interval>,
    /// The rates of this line. Empty: the document's default rates hold.
    pub taxes: Vec<TaxRate>,
    /// What comes off this line, before anything comes off the whole document.
    pub discounts: Vec<Discount>,
}

impl Line {
    /// A plain line: `quantity` pieces at `unit`, once, without tax or discount of its own.
    pub fn once(quantity: u64, unit: UnitAmount) -> Self {
        Self {
            quantity,
            unit,
            recurring: None,
            taxes: Vec::new(),
            discounts: Vec::new(),
        }
    }

    /// The same line, billed every `interval`.
    #[must_use]
    pub fn every(self, interval: Interval) -> Self {
        Self {
            recurring: Some(interval),
            ..self
        }
    }
}

/// What a line comes to within its document, in the document's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineAmounts {
    /// Price times quantity, rounded; before discounts, with inclusive tax in it.
    pub subtotal: Money,
    /// All that comes off, the line's share of the document's discounts included.
    pub discount: Money,
    /// All tax, inclusive and exclusive.
    pub tax: Money,
    /// What is to pay: subtotal − discount + exclusive tax.
    pub total: Money,
}

/// How often something is billed: every `count` units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Day, week, month or year.
    pub unit: IntervalUnit,
    /// How many of them between two invoices; at least 1.
    pub count: u32,
}

/// The unit of an [`Interval`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntervalUnit {
    /// Every day.
    Day,
    /// Every seven days.
    Week,
    /// Every calendar month.
    Month,
    /// Every calendar year.
    Year,
}

impl IntervalUnit {
    /// Reads Stripe's `interval`. `None` for one not known here.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "year" => Self::Year,
            _ => return None,
        })
    }

    /// As Stripe writes it, which is also the English word: "month".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Interval {
    /// Every month.
    pub const MONTHLY: Self = Self {
        unit: IntervalUnit::Month,
        count: 1,
    };
    /// Every year.
    pub const YEARLY: Self = Self {
        unit: IntervalUnit::Year,
        count: 1,
    };

    /// "each month", "every 3 months".
    pub fn text(self) -> String {
        let unit = self.unit.as_str();
        match self.count {
            1 => format!("each {unit}"),
            count => format!("every {count} {unit}s"),
        }
    }

    /// The day on which the period number `periods` after `start` begins: monthly from
    /// 31 January, period 1 begins on 28 February and period 2 on 31 March.
    pub fn after(self, start: Day, periods: u32) -> Day {
        let steps = self.count.saturating_mul(periods);
        let times = |n: u32| i32::try_from(steps.saturating_mul(n)).unwrap_or(i32::MAX);
        match self.unit {
            IntervalUnit::Day => start.add_days(times(1)),
            IntervalUnit::Week => start.add_days(times(7)),
            IntervalUnit::Month => start.add_months(times(1)),
            IntervalUnit::Year => start.add_months(times(12)),
        }
    }

    /// Whether Stripe takes it: at least one, and at most three years.
    pub fn is_allowed(self) -> bool {
        let most = match self.unit {
            IntervalUnit::Day => 1_095,
            IntervalUnit::Week => 156,
            IntervalUnit::Month => 36,
            IntervalUnit::Year => 3,
        };
        (1..=most).contains(&self.count)
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails here has found something"
)]
mod tests {
    use super::*;

    #[test]
    fn intervals_read_well_and_know_their_limits() {
        let of = |unit, count| Interval { unit, count };
        assert_eq!(Interval::MONTHLY.text(), "each month");
        assert_eq!(of(IntervalUnit::Week, 2).text(), "every 2 weeks");
        assert!(of(IntervalUnit::Month, 36).is_allowed());
        assert!(!of(IntervalUnit::Month, 37).is_allowed());
        assert!(!of(IntervalUnit::Year, 0).is_allowed());
    }

    #[test]
    fn periods_begin_on_the_same_day_of_the_month() {
        let check = |interval: Interval, from: &str, periods, expect: &str| {
            let start = Day::parse(from).expect("a date");
            assert_eq!(interval.after(start, periods).to_string(), expect);
        };
        check(Interval::MONTHLY, "2026-11-22", 1, "2026-12-22");
        check(Interval::MONTHLY, "2026-01-31", 1, "2026-02-28");
        check(Interval::MONTHLY, "2026-01-31", 2, "2026-03-31");
        check(Interval::YEARLY, "2024-02-29", 1, "2025-02-28");
        let fortnight = Interval {
            unit: IntervalUnit::Week,
            count: 2,
        };
        check(fortnight, "2026-12-25", 1, "2027-01-08");
    }
}
