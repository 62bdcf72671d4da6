//! Dates and times as people write them, in this computer's time zone.

use chrono::{DateTime, Local, NaiveDate, TimeZone as _};

/// `20 Dec 2026`.
pub(crate) fn day(at: i64) -> String {
    local(at).map_or_else(|| at.to_string(), |at| at.format("%-d %b %Y").to_string())
}

/// `20 Dec 2026, 14:02`.
pub(crate) fn moment(at: i64) -> String {
    local(at).map_or_else(
        || at.to_string(),
        |at| at.format("%-d %b %Y, %H:%M").to_string(),
    )
}

/// When a day begins here, unix seconds UTC.
pub(crate) fn begin(day: NaiveDate) -> Option<i64> {
    Local
        .from_local_datetime(&day.and_hms_opt(0, 0, 0)?)
        .earliest()
        .map(|at| at.timestamp())
}

fn local(at: i64) -> Option<DateTime<Local>> {
    Local.timestamp_opt(at, 0).single()
}
