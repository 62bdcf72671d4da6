//! When the invoices of an account of a size were written: where the n-th of N lies in time. Whole
//! seconds and whole numbers, so that the same clock gives the same dates everywhere.

use chrono::{DateTime, Datelike, Months, NaiveDate};

use crate::options::Dates;

const DAY: i64 = 86_400;
/// Two years, for those that reach back.
const SPAN: i64 = 730 * DAY;
const MONTHS: i64 = 24;
/// The days of those that do not.
const RECENT: i64 = 10 * DAY;
/// When a month's batch begins on its day.
const MORNING: i64 = 9 * 3600;

impl Dates {
    /// When the account of a size begins, for one that is opened at `end`.
    pub(super) fn start(self, end: i64) -> i64 {
        match self {
            Self::Recent => end - RECENT,
            // The first batch may lie up to a month before.
            Self::Monthly => end - SPAN - 31 * DAY,
            Self::Uniform | Self::Growing => end - SPAN,
        }
    }

    /// When the invoice `n` of `all` (from 0) is written; never before the one ahead of it.
    pub(super) fn at(self, n: u32, all: u32, end: i64) -> i64 {
        let (n, all) = (i64::from(n), i64::from(all.max(1)));
        match self {
            Self::Uniform => end - SPAN + SPAN * n / all,
            // As many have come as the square of the time that has passed.
            Self::Growing => end - SPAN + SPAN * (n * all).isqrt() / all,
            Self::Monthly => {
                let month = n * MONTHS / all;
                let first_of_batch = (month * all + MONTHS - 1) / MONTHS;
                (first_of_month(end, MONTHS - 1 - month) + MORNING + n - first_of_batch).min(end)
            }
            Self::Recent => end - RECENT + RECENT * n / all,
        }
    }
}

/// Midnight UTC of the first day of the month `back` months before the one that is under way at `end`.
fn first_of_month(end: i64, back: i64) -> i64 {
    let day = DateTime::from_timestamp(end, 0).map(|at| at.date_naive());
    let first = day
        .and_then(|day| NaiveDate::from_ymd_opt(day.year(), day.month(), 1))
        .zip(u32::try_from(back).ok())
        .and_then(|(day, back)| day.checked_sub_months(Months::new(back)))
        .and_then(|day| day.and_hms_opt(0, 0, 0));
    first.map_or(end - SPAN, |at| at.and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::{DAY, Dates, SPAN};

    /// Monday 4 May 2026, 12:00 UTC.
    const END: i64 = 1_777_896_000;

    fn all(dates: Dates, count: u32) -> Vec<i64> {
        (0..count).map(|n| dates.at(n, count, END)).collect()
    }

    #[test]
    fn none_lies_before_the_one_ahead_or_after_the_end() {
        for dates in [
            Dates::Uniform,
            Dates::Growing,
            Dates::Monthly,
            Dates::Recent,
        ] {
            for count in [1, 2, 23, 24, 25, 1000, 4321] {
                let at = all(dates, count);
                assert!(at.is_sorted(), "{dates:?} {count}");
                assert!(at[0] >= dates.start(END), "{dates:?} {count}");
                assert!(at.iter().all(|at| *at <= END), "{dates:?} {count}");
            }
        }
        assert!(all(Dates::Uniform, 0).is_empty());
    }

    #[test]
    fn each_shape_is_what_its_name_says() {
        let halves = |dates| {
            let later = all(dates, 1000)
                .iter()
                .filter(|at| **at >= END - SPAN / 2)
                .count();
            (1000 - later, later)
        };
        assert_eq!(halves(Dates::Uniform), (500, 500));
        assert_eq!(halves(Dates::Growing), (250, 750));
        assert_eq!(halves(Dates::Recent), (0, 1000));
        let mut days: Vec<i64> = all(Dates::Monthly, 1000)
            .iter()
            .map(|at| at / DAY)
            .collect();
        days.dedup();
        assert_eq!(days.len(), 24, "a day a month");
        // The first of May 2026.
        assert_eq!(days.last(), Some(&(END / DAY - 3)));
    }
}
