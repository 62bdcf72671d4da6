//! The period of a pack: whole days as the owner's own calendar has them, because that is how the
//! accountant asks. Not how Stripe stores times, which is UTC.

use crate::view::{Code, Problem};
use chrono::{Datelike as _, NaiveDate, TimeZone};
use model::calendar::Day;

/// From the first day up to, and without, the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    first: Day,
    end: Day,
}

impl Period {
    /// Reads two days such as `2026-10-01` and `2026-11-01`; the second no longer belongs to it.
    pub fn parse(from: &str, to: &str) -> Result<Period, Problem> {
        let mut problem = Problem::new(Code::InvalidInput, "That is no period.");
        let unread = "Write the day as 2026-10-01.";
        let (first, end) = (Day::parse(from.trim()), Day::parse(to.trim()));
        if first.is_none() {
            problem = problem.field("from", unread);
        }
        if end.is_none() {
            problem = problem.field("to", unread);
        }
        match (first, end) {
            (Some(first), Some(end)) if first < end => Ok(Period { first, end }),
            (Some(_), Some(_)) => Err(problem
                .hint("A period ends after it begins.")
                .field("to", "This is not after the first day.")),
            _ => Err(problem),
        }
    }

    /// The first day.
    pub(super) fn first(self) -> Day {
        self.first
    }

    /// The last day that belongs to it.
    pub(super) fn last(self) -> Day {
        self.end.add_days(-1)
    }

    /// When it begins and when it is over, unix seconds UTC; the second no longer belongs to it.
    pub(super) fn span(self, zone: &impl TimeZone) -> (i64, i64) {
        (begin(self.first, zone), begin(self.end, zone))
    }
}

/// When a day begins in a time zone, unix seconds UTC.
fn begin(day: Day, zone: &impl TimeZone) -> i64 {
    let (year, month, of_month) = day.civil();
    let date = NaiveDate::from_ymd_opt(year, month, of_month);
    // Where the clock is put forward at midnight, the day begins an hour or two later.
    let first = date.and_then(|date| {
        (0..4).find_map(|hour| {
            zone.from_local_datetime(&date.and_hms_opt(hour, 0, 0)?)
                .earliest()
        })
    });
    first.map_or_else(|| day.start_unix(), |first| first.timestamp())
}

/// The day on which something happened (unix seconds UTC) in a time zone.
pub(super) fn day_of(at: i64, zone: &impl TimeZone) -> Day {
    let local = zone.timestamp_opt(at, 0).single();
    let date = local.map(|local| local.naive_local().date());
    date.and_then(|date| Day::from_civil(date.year(), date.month(), date.day()))
        .unwrap_or_else(|| Day::from_unix(at))
}

/// `2026-05-03T10:12:00Z`.
pub(super) fn instant(at: i64) -> String {
    let seconds = at.rem_euclid(86_400);
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!(
        "{}T{hours:02}:{minutes:02}:{:02}Z",
        Day::from_unix(at),
        seconds % 60
    )
}

#[cfg(test)]
mod tests {
    use super::{Period, day_of, instant};
    use chrono::{FixedOffset, Utc};

    #[test]
    fn a_period_is_of_the_owners_days_not_of_utc() -> Result<(), Box<dyn std::error::Error>> {
        let period =
            Period::parse("2026-10-01", "2026-11-01").map_err(|problem| problem.message)?;
        let (from, to) = period.span(&Utc);
        assert_eq!(
            (instant(from).as_str(), instant(to).as_str()),
            ("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")
        );
        let east = FixedOffset::east_opt(9 * 3_600).ok_or("an offset")?;
        let (from, to) = period.span(&east);
        assert_eq!(
            (instant(from).as_str(), instant(to).as_str()),
            ("2026-09-30T15:00:00Z", "2026-10-31T15:00:00Z")
        );
        assert_eq!(day_of(from, &east), period.first());
        assert_eq!(day_of(to - 1, &east), period.last());
        assert_eq!(day_of(from, &Utc).to_string(), "2026-09-30");
        Ok(())
    }

    #[test]
    fn what_is_no_period_says_which_day_is_wrong() {
        let fields = |from, to| -> Vec<String> {
            let problem = Period::parse(from, to).err();
            problem
                .into_iter()
                .flat_map(|problem| problem.fields)
                .map(|field| field.path)
                .collect()
        };
        assert_eq!(fields("2026-10-01", "2026-10-01"), ["to"]);
        assert_eq!(fields("1 Oct", "2026-02-30"), ["from", "to"]);
        assert!(fields("2026-10-01", "2026-10-02").is_empty());
    }
}
