//! Days as sheets and papers write them: `Nov 22, 2026`. In UTC, as Stripe counts them.

use model::calendar::Day;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The day of a moment, unix seconds UTC.
pub(crate) fn day(seconds: i64) -> String {
    of(Day::from_unix(seconds))
}

fn of(day: Day) -> String {
    let (year, month, of_month) = day.civil();
    let at = usize::try_from(month).unwrap_or(1).saturating_sub(1);
    format!(
        "{} {of_month}, {year}",
        MONTHS.get(at).copied().unwrap_or_default()
    )
}

/// `Nov 22, 2026 to Dec 22, 2026`: the days on which a period begins and ends.
pub(crate) fn period(start: i64, end: i64) -> String {
    format!("{} to {}", day(start), day(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_people_write_them() {
        assert_eq!(day(1_777_766_400), "May 3, 2026");
        assert_eq!(day(0), "Jan 1, 1970");
        assert_eq!(period(0, 86_400), "Jan 1, 1970 to Jan 2, 1970");
    }
}
