//! Calendar steps: a month later is the same day of the next month, or its last day.

use chrono::{DateTime, Datelike, Days, Months, Utc};

use serde_json::Value;

use crate::json::Fields;

/// Unix seconds `months` months after `at`.
pub(crate) fn months_later(at: i64, months: i64) -> i64 {
    step(at, "month", months, at)
}

/// The end of the period that begins at `start` under a price's `recurring`. The day of the month is
/// the anchor's, so that 31 January, 28 February, 31 March follow each other.
pub(crate) fn period_end(start: i64, recurring: &Value, anchor: i64) -> i64 {
    step(
        start,
        recurring.must("interval"),
        recurring.integer("interval_count").unwrap_or(1),
        anchor,
    )
}

fn step(at: i64, interval: &str, count: i64, anchor: i64) -> i64 {
    let moved = || -> Option<i64> {
        let from = DateTime::<Utc>::from_timestamp(at, 0)?;
        let count = u32::try_from(count).ok()?;
        let to = match interval {
            "day" => from.checked_add_days(Days::new(count.into()))?,
            "week" => from.checked_add_days(Days::new(u64::from(count) * 7))?,
            "year" => from.checked_add_months(Months::new(count * 12))?,
            _ => from.checked_add_months(Months::new(count))?,
        };
        if matches!(interval, "day" | "week") {
            return Some(to.timestamp());
        }
        let wanted = DateTime::<Utc>::from_timestamp(anchor, 0)?.day();
        let on_day = (to.day()..=wanted)
            .rev()
            .find_map(|day| to.with_day(day))
            .unwrap_or(to);
        Some(on_day.timestamp())
    };
    // Beyond the calendar there is no next period.
    moved().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{months_later, period_end};
    use serde_json::json;

    #[test]
    fn a_month_after_the_31st_is_the_months_last_day() {
        let january_31 = 1_706_659_200;
        let february = period_end(
            january_31,
            &json!({"interval": "month", "interval_count": 1}),
            january_31,
        );
        assert_eq!(february, 1_709_164_800); // 29 February 2024
        let march = period_end(
            february,
            &json!({"interval": "month", "interval_count": 1}),
            january_31,
        );
        assert_eq!(march, 1_711_843_200); // 31 March 2024
    }

    #[test]
    fn twelve_months_are_a_year() {
        let start = 1_709_164_800;
        assert_eq!(
            months_later(start, 12),
            period_end(start, &json!({"interval": "year"}), start)
        );
    }
}
