//! Days as this business writes them.

use chrono::{DateTime, Utc};

/// `May 3, 2026` for unix seconds UTC.
pub(crate) fn day(at: i64) -> String {
    DateTime::<Utc>::from_timestamp(at, 0)
        .map_or_else(String::new, |t| t.format("%B %-d, %Y").to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_day_is_written_out() {
        assert_eq!(super::day(1_777_766_400), "May 3, 2026");
    }
}
