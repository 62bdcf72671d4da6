//! A discount as typed.

use super::rhythm::SpecError;
use commands::view::DiscountDuration;
use std::str::FromStr;

/// A discount: its name, what it takes off as typed, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DiscountSpec {
    /// Its name.
    pub(crate) name: String,
    /// A percentage as typed; either this or `amount`.
    pub(crate) percent: Option<String>,
    /// An amount as typed.
    pub(crate) amount: Option<String>,
    /// How long it lasts.
    pub(crate) duration: DiscountDuration,
    /// For how many months, when repeating.
    pub(crate) months: Option<u32>,
}

impl FromStr for DiscountSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<DiscountSpec, SpecError> {
        let wrong = || SpecError::Discount(text.to_owned());
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let (name, off, lasts) = match parts.as_slice() {
            [name, off] => (*name, *off, "once"),
            [name, off, lasts] => (*name, *off, *lasts),
            _ => return Err(wrong()),
        };
        if name.is_empty() || off.trim_end_matches('%').trim().is_empty() {
            return Err(wrong());
        }
        let (duration, months) = match lasts.split_once(':') {
            None if lasts == "once" => (DiscountDuration::Once, None),
            None if lasts == "forever" => (DiscountDuration::Forever, None),
            Some(("repeating", months)) => {
                let months = months
                    .trim()
                    .parse()
                    .ok()
                    .filter(|months| *months > 0)
                    .ok_or_else(wrong)?;
                (DiscountDuration::Repeating, Some(months))
            }
            _ => return Err(wrong()),
        };
        let (percent, amount) = match off.strip_suffix('%') {
            Some(percent) => (Some(percent.trim().to_owned()), None),
            None => (None, Some(off.to_owned())),
        };
        Ok(DiscountSpec {
            name: name.to_owned(),
            percent,
            amount,
            duration,
            months,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::DiscountSpec;
    use commands::view::DiscountDuration::{self, Forever, Once, Repeating};

    fn read(text: &str) -> Option<(String, DiscountDuration, Option<u32>)> {
        let one: DiscountSpec = text.parse().ok()?;
        let off = match (one.percent, one.amount) {
            (Some(percent), None) => format!("{percent} percent"),
            (None, Some(amount)) => format!("{amount} off"),
            _ => return None,
        };
        Some((format!("{}: {off}", one.name), one.duration, one.months))
    }

    #[test]
    fn discounts_are_read() {
        for (text, what, lasts, months) in [
            ("Welcome|10%", "Welcome: 10 percent", Once, None),
            (
                "Welcome|12.5 %|forever",
                "Welcome: 12.5 percent",
                Forever,
                None,
            ),
            ("Spring|25.00|once", "Spring: 25.00 off", Once, None),
            (
                "Spring|25.00|repeating:3",
                "Spring: 25.00 off",
                Repeating,
                Some(3),
            ),
        ] {
            assert_eq!(read(text), Some((what.to_owned(), lasts, months)), "{text}");
        }
        for text in [
            "Welcome",
            "|10%",
            "Welcome|%",
            "Welcome|10%|twice",
            "Welcome|10%|repeating",
            "Welcome|10%|repeating:0",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
