//! Days and months as people write them into the search box: `2026-11-03`, `3 Nov`, `Nov 3, 2026`,
//! `3.11.2026`, `11/2026`, `yesterday`. Where two readings make sense, both are looked at. It never
//! refuses: what is no day is looked for as a text.

use cache::Span;
use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeZone};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// From a first day up to, and without, the end.
type Part = (NaiveDate, NaiveDate);

/// The spans of time that a text may mean, in a zone; none when it is no day.
pub(super) fn days(text: &str, zone: &impl TimeZone, now: i64) -> Vec<Span> {
    let Some(now) = zone.timestamp_opt(now, 0).single() else {
        return Vec::new();
    };
    let mut parts = parts(text, now.naive_local().date());
    parts.dedup();
    let spans = parts.into_iter().filter_map(|(first, end)| {
        Some(Span {
            min: Some(begin(first, zone)?.timestamp()),
            max: Some(begin(end, zone)?.timestamp().saturating_sub(1)),
        })
    });
    spans.collect()
}

/// When a day begins. Where the clock is put forward at midnight, an hour or two later.
fn begin<Z: TimeZone>(day: NaiveDate, zone: &Z) -> Option<DateTime<Z>> {
    (0..4).find_map(|hour| {
        zone.from_local_datetime(&day.and_hms_opt(hour, 0, 0)?)
            .earliest()
    })
}

fn parts(text: &str, today: NaiveDate) -> Vec<Part> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "today" => return one(Some(today)),
        "yesterday" => return one(today.pred_opt()),
        _ => {}
    }
    let words: Vec<&str> = text
        .split([' ', ',', '.', '/', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    let named = words.iter().position(|word| month(word).is_some());
    match named {
        Some(at) => with_name(&words, at, today),
        None => in_digits(&text, &words, today),
    }
}

/// `3 nov`, `nov 3`, `3 november 2026`, `nov 2026`, `november`.
fn with_name(words: &[&str], at: usize, today: NaiveDate) -> Vec<Part> {
    let Some(month) = words.get(at).and_then(|word| month(word)) else {
        return Vec::new();
    };
    let others: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != at)
        .map(|(_, word)| *word)
        .collect();
    match others.as_slice() {
        [] => whole_month(latest_month(month, today), month),
        [word] => match (year(word), day(word)) {
            (Some(year), _) => whole_month(year, month),
            (None, Some(day)) => one(near(month, day, today)),
            _ => Vec::new(),
        },
        [first, second] => match (day(first), year(second)) {
            (Some(day), Some(year)) => one(NaiveDate::from_ymd_opt(year, month, day)),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// `2026-11-03`, `2026-11`, `3.11.2026`, `11/3/2026`, `11/2026`, `3.11.`; a bare number is no day.
fn in_digits(text: &str, words: &[&str], today: NaiveDate) -> Vec<Part> {
    match words {
        [first, second, third] => match (year(first), year(third)) {
            (Some(year), None) => one(number(second)
                .zip(day(third))
                .and_then(|(month, day)| NaiveDate::from_ymd_opt(year, month, day))),
            (None, Some(year)) => {
                let read = |day: &str, month: &str| {
                    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
                };
                let mut both = one(read(first, second));
                // Day before month or after: with points it is before, else nobody knows.
                if !text.contains('.') {
                    both.extend(one(read(second, first)));
                }
                both
            }
            _ => Vec::new(),
        },
        [first, second] => match (year(first), year(second)) {
            (Some(year), None) if text.contains('-') => {
                number(second).map_or_else(Vec::new, |month| whole_month(year, month))
            }
            (None, Some(year)) if text.contains('/') => {
                number(first).map_or_else(Vec::new, |month| whole_month(year, month))
            }
            // "3.11." has its second point; without it, it is an amount.
            (None, None) if text.ends_with('.') => one(number(second)
                .zip(day(first))
                .and_then(|(month, day)| near(month, day, today))),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// A month by its name or the first three letters of it at least.
fn month(word: &str) -> Option<u32> {
    if word.chars().count() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|name| name.starts_with(word))?;
    u32::try_from(at + 1).ok()
}

fn number(word: &str) -> Option<u32> {
    word.parse().ok().filter(|_| word.len() <= 2)
}

/// A day of a month: `3`, `03`, `3rd`.
fn day(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word);
    number(digits).filter(|day| (1..=31).contains(day))
}

fn year(word: &str) -> Option<i32> {
    word.parse()
        .ok()
        .filter(|year| (1970..=9998).contains(year))
}

fn one(day: Option<NaiveDate>) -> Vec<Part> {
    let part = day.and_then(|day| Some((day, day.checked_add_days(Days::new(1))?)));
    part.into_iter().collect()
}

fn whole_month(year: i32, month: u32) -> Vec<Part> {
    let first = NaiveDate::from_ymd_opt(year, month, 1);
    let part = first.and_then(|first| Some((first, first.checked_add_months(Months::new(1))?)));
    part.into_iter().collect()
}

/// The last month of this number that has begun.
fn latest_month(month: u32, today: NaiveDate) -> i32 {
    if month <= today.month() {
        today.year()
    } else {
        today.year() - 1
    }
}

/// The day without a year that is nearest to today: what is due lies ahead, what was made behind.
fn near(month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    (-1..=1)
        .filter_map(|later| NaiveDate::from_ymd_opt(today.year() + later, month, day))
        .min_by_key(|date| date.signed_duration_since(today).num_days().abs())
}

#[cfg(test)]
mod tests {
    use super::parts;
    use chrono::NaiveDate;

    #[test]
    fn days_are_read_as_people_write_them() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
        let check = |text: &str, expect: &[(&str, &str)]| {
            let found: Vec<(String, String)> = parts(text, today)
                .into_iter()
                .map(|(first, end)| (first.to_string(), end.to_string()))
                .collect();
            let found: Vec<(&str, &str)> = found
                .iter()
                .map(|(first, end)| (first.as_str(), end.as_str()))
                .collect();
            assert_eq!(found, expect, "{text}");
        };
        let third = [("2026-11-03", "2026-11-04")];
        for text in [
            "2026-11-03",
            "3 Nov",
            "nov 3",
            "November 3rd",
            "3 november 2026",
            "Nov 3, 2026",
            "3.11.2026",
            "03.11.2026",
            "3.11.",
            "3-nov-2026",
        ] {
            check(text, &third);
        }
        check(
            "3/11/2026",
            &[("2026-11-03", "2026-11-04"), ("2026-03-11", "2026-03-12")],
        );
        check("24/12/2026", &[("2026-12-24", "2026-12-25")]);
        check("2 Jan", &[("2027-01-02", "2027-01-03")]);
        check("today", &[("2026-11-24", "2026-11-25")]);
        check("yesterday", &[("2026-11-23", "2026-11-24")]);
        for text in ["2026-10", "10/2026", "Oct 2026", "october", "oct"] {
            check(text, &[("2026-10-01", "2026-11-01")]);
        }
        check("december", &[("2025-12-01", "2026-01-01")]);
        for text in [
            "", "3", "1250", "1,250.00", "1.250", "3.11", "acme", "31 feb", "INV-0042", "12-3",
            "nov 40",
        ] {
            check(text, &[]);
        }
    }
}
