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

/// The start of the whole period that ends at `end`.
pub(crate) fn period_start(end: i64, recurring: &Value) -> i64 {
    step(
        end,
        recurring.must("interval"),
        -recurring.integer("interval_count").unwrap_or(1),
        end,
    )
}

fn step(at: i64, interval: &str, count: i64, anchor: i64) -> i64 {
    let moved = || -> Option<i64> {
        let from = DateTime::<Utc>::from_timestamp(at, 0)?;
        let steps = u32::try_from(count.unsigned_abs()).ok()?;
        let forward = count >= 0;
        let days = |each: u64| {
            let days = Days::new(u64::from(steps) * each);
            if forward {
                from.checked_add_days(days)
            } else {
                from.checked_sub_days(days)
            }
        };
        let months = |each: u32| {
            let months = Months::new(steps * each);
            if forward {
                from.checked_add_months(months)
            } else {
                from.checked_sub_months(months)
            }
        };
        let to = match interval {
            "day" => days(1)?,
            "week" => days(7)?,
            "year" => months(12)?,
            _ => months(1)?,
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
