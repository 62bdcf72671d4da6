//! Civil days: a date without time and zone, counted in days since 1 January 1970.
//!
//! Not a time library: no clock, no zones, no parsing of times. Unix seconds are read as UTC.

use std::fmt;

/// A day of the Gregorian calendar, from year 1 to year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Seconds in a day.
pub const DAY_SECONDS: i64 = 86_400;

const FIRST: i32 = -719_162; // 0001-01-01
const LAST: i32 = 2_932_896; // 9999-12-31

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Day {
    /// The day that is `days` after 1 January 1970, kept within years 1 to 9999.
    pub fn from_days(days: i32) -> Self {
        Self(days.clamp(FIRST, LAST))
    }

    /// The UTC day of a moment in unix seconds, kept within years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Self {
        let days = seconds.div_euclid(DAY_SECONDS);
        let days = days.clamp(FIRST.into(), LAST.into());
        Self(i32::try_from(days).unwrap_or(LAST))
    }

    /// The day of this date, if there is one: month and day count from 1.
    pub fn from_civil(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || day == 0 || day > days_in_month(year, month)? {
            return None;
        }
        // Years begin in March, so that the leap day comes last.
        let (year, month) = (i64::from(year), i64::from(month));
        let shifted = if month > 2 {
            month.checked_sub(3)?
        } else {
            month.checked_add(9)?
        };
        let year = if month > 2 {
            year
        } else {
            year.checked_sub(1)?
        };
        let of_year = shifted.checked_mul(153)?.checked_add(2)?.div_euclid(5);
        let leap = year
            .div_euclid(4)
            .checked_sub(year.div_euclid(100))?
            .checked_add(year.div_euclid(400))?;
        let days = year
            .checked_mul(365)?
            .checked_add(leap)?
            .checked_add(of_year)?
            .checked_add(i64::from(day))?
            .checked_sub(719_469)?;
        i32::try_from(days).ok().map(Self)
    }

    /// Reads `2026-05-03`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut next = |width: usize| {
            let part = parts.next()?;
            let sound = part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit());
            if sound {
                part.parse::<u32>().ok()
            } else {
                None
            }
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        if parts.next().is_some() {
            return None;
        }
        Self::from_civil(i32::try_from(year).ok()?, month, day)
    }

    /// Days since 1 January 1970.
    pub fn days(self) -> i32 {
        self.0
    }

    /// The first second of this day, UTC, in unix seconds.
    pub fn start_unix(self) -> i64 {
        i64::from(self.0).saturating_mul(DAY_SECONDS)
    }

    /// Year, month and day; the latter two count from 1.
    pub fn civil(self) -> (i32, u32, u32) {
        // From March of year 0, in eras of 400 years; all values are small and not negative.
        let days = i64::from(self.0).saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = of_era
            .saturating_sub(of_era.div_euclid(1_460))
            .saturating_add(of_era.div_euclid(36_524))
            .saturating_sub(of_era.div_euclid(146_096))
            .div_euclid(365);
        let of_year = of_era
            .saturating_sub(year_of_era.saturating_mul(365))
            .saturating_sub(year_of_era.div_euclid(4))
            .saturating_add(year_of_era.div_euclid(100));
        let shifted = of_year.saturating_mul(5).saturating_add(2).div_euclid(153);
        let before = shifted.saturating_mul(153).saturating_add(2).div_euclid(5);
        let day = of_year.saturating_sub(before).saturating_add(1);
        let month = if shifted < 10 {
            shifted.saturating_add(3)
        } else {
            shifted.saturating_sub(9)
        };
        let year = year_of_era
            .saturating_add(era.saturating_mul(400))
            .saturating_add(i64::from(month <= 2));
        (
            i32::try_from(year).unwrap_or(1),
            u32::try_from(month).unwrap_or(1),
            u32::try_from(day).unwrap_or(1),
        )
    }

    /// The day `days` later (earlier if negative), kept within years 1 to 9999.
    #[must_use]
    pub fn add_days(self, days: i32) -> Self {
        Self::from_days(self.0.saturating_add(days))
    }

    /// The same day of the month `months` later (earlier if negative); the month's last day
    /// where that month is shorter: 31 January plus one month is 28 or 29 February. Kept within
    /// years 1 to 9999.
    ///
    /// To walk along a series, add to its first day each time, as billing does: 31 January,
    /// 28 February, 31 March.
    #[must_use]
    pub fn add_months(self, months: i32) -> Self {
        let (year, month, day) = self.civil();
        let index = i64::from(year)
            .saturating_mul(12)
            .saturating_add(i64::from(month))
            .saturating_sub(1)
            .saturating_add(months.into());
        let year = i32::try_from(index.div_euclid(12)).unwrap_or(i32::MAX);
        let month = u32::try_from(index.rem_euclid(12).saturating_add(1)).unwrap_or(1);
        let last = days_in_month(year, month).unwrap_or(28);
        let edge = if months.is_negative() { FIRST } else { LAST };
        Self::from_civil(year, month, day.min(last)).unwrap_or(Self(edge))
    }

    /// How people read it: `3 May 2026`.
    pub fn text(self) -> String {
        let (year, month, day) = self.civil();
        let at = usize::try_from(month).unwrap_or(1).saturating_sub(1);
        format!("{day} {} {year}", MONTHS.get(at).unwrap_or(&""))
    }
}

/// `2026-05-03`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// How many days a month has; `None` if there is no such month.
pub fn days_in_month(year: i32, month: u32) -> Option<u32> {
    let every = |n: i32| year.rem_euclid(n) == 0;
    Some(match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if (every(4) && !every(100)) || every(400) => 29,
        2 => 28,
        _ => return None,
    })
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails here has found something"
)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date")
    }

    #[test]
    fn days_and_dates_agree() {
        let check = |days, text: &str| {
            assert_eq!(day(text).days(), days, "{text}");
            assert_eq!(Day::from_days(days).to_string(), text);
        };
        check(0, "1970-01-01");
        check(-1, "1969-12-31");
        check(11_016, "2000-02-29");
        check(20_576, "2026-05-03");
        check(FIRST, "0001-01-01");
        check(LAST, "9999-12-31");
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        for days in day("1900-01-01").days()..=day("2300-01-01").days() {
            let (year, month, of_month) = Day::from_days(days).civil();
            assert_eq!(Day::from_civil(year, month, of_month), Some(Day(days)));
        }
    }

    #[test]
    fn months_end_where_they_end() {
        let check = |from: &str, months, to: &str| {
            assert_eq!(
                day(from).add_months(months).to_string(),
                to,
                "{from} + {months}"
            );
        };
        check("2026-01-31", 1, "2026-02-28");
        check("2024-01-31", 1, "2024-02-29");
        check("2026-01-31", 2, "2026-03-31");
        check("2026-11-22", 1, "2026-12-22");
        check("2026-11-22", 2, "2027-01-22");
        check("2024-02-29", 12, "2025-02-28");
        check("2026-03-31", -1, "2026-02-28");
        check("2026-01-15", -13, "2024-12-15");
        check("9999-12-31", 1, "9999-12-31");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "2026-01-00",
            "2026-01-01-01",
            "+026-01-01",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn moments_fall_on_their_utc_day() {
        assert_eq!(Day::from_unix(0).to_string(), "1970-01-01");
        assert_eq!(Day::from_unix(-1).to_string(), "1969-12-31");
        assert_eq!(Day::from_unix(1_777_766_400).text(), "3 May 2026");
        assert_eq!(day("2026-05-03").start_unix(), 1_777_766_400);
        assert_eq!(Day::from_unix(i64::MAX), Day(LAST));
        assert_eq!(Day::from_unix(i64::MIN), Day(FIRST));
    }
}
