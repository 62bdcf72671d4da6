//! A quote's line as typed.

use super::rhythm::{Rhythm, SpecError, rhythm};
use std::str::FromStr;

/// A line: something free, or a price of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LineSpec {
    /// Something with a price of its own.
    Free {
        /// What.
        name: String,
        /// How many, as typed.
        quantity: String,
        /// The price of one, as typed.
        unit: String,
        /// How often; none for one-time.
        per: Option<Rhythm>,
    },
    /// A price of the catalogue.
    Price {
        /// Stripe's id.
        id: String,
        /// How many, as typed.
        quantity: String,
    },
}

impl FromStr for LineSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<LineSpec, SpecError> {
        let wrong = || SpecError::Line(text.to_owned());
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let free = |name: &str, quantity: &str, unit: &str, per| {
            if name.is_empty() || unit.is_empty() {
                return Err(wrong());
            }
            Ok(LineSpec::Free {
                name: name.to_owned(),
                quantity: one_if_empty(quantity),
                unit: unit.to_owned(),
                per,
            })
        };
        match parts.as_slice() {
            [id] if id.starts_with("price_") => Ok(LineSpec::Price {
                id: (*id).to_owned(),
                quantity: "1".to_owned(),
            }),
            [id, quantity] if id.starts_with("price_") => Ok(LineSpec::Price {
                id: (*id).to_owned(),
                quantity: one_if_empty(quantity),
            }),
            [name, quantity, unit] => free(name, quantity, unit, None),
            [name, quantity, unit, every] => free(name, quantity, unit, Some(rhythm(every)?)),
            _ => Err(wrong()),
        }
    }
}

/// Reads `price_ID` or `price_ID:QUANTITY`.
pub(crate) fn price_line(text: &str) -> Result<LineSpec, SpecError> {
    let (id, quantity) = text.trim().split_once(':').unwrap_or((text.trim(), "1"));
    if !id.starts_with("price_") {
        return Err(SpecError::Line(text.to_owned()));
    }
    Ok(LineSpec::Price {
        id: id.to_owned(),
        quantity: one_if_empty(quantity),
    })
}

fn one_if_empty(quantity: &str) -> String {
    if quantity.trim().is_empty() {
        "1".to_owned()
    } else {
        quantity.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{LineSpec, price_line};
    use crate::args::rhythm::Rhythm;

    fn free(name: &str, quantity: &str, unit: &str, per: Option<(&str, u32)>) -> Option<LineSpec> {
        let per = per.map(|(interval, count)| Rhythm {
            interval: interval.to_owned(),
            count,
        });
        Some(LineSpec::Free {
            name: name.to_owned(),
            quantity: quantity.to_owned(),
            unit: unit.to_owned(),
            per,
        })
    }

    fn price(id: &str, quantity: &str) -> Option<LineSpec> {
        Some(LineSpec::Price {
            id: id.to_owned(),
            quantity: quantity.to_owned(),
        })
    }

    #[test]
    fn lines_are_read() {
        for (text, line) in [
            ("Design|2|450.00", free("Design", "2", "450.00", None)),
            (
                " Hosting | 1 | 29 | month ",
                free("Hosting", "1", "29", Some(("month", 1))),
            ),
            (
                "Care|1|240|month:3",
                free("Care", "1", "240", Some(("month", 3))),
            ),
            ("Design||1.250,50", free("Design", "1", "1.250,50", None)),
            ("price_1|4", price("price_1", "4")),
            ("price_1", price("price_1", "1")),
            ("Design", None),
            ("Design|2", None),
            ("|2|450", None),
            ("Design|2|", None),
            ("Design|2|450|sometimes", None),
            ("Design|2|450|month|3", None),
        ] {
            assert_eq!(text.parse().ok(), line, "{text}");
        }
    }

    #[test]
    fn lines_from_prices_are_read() {
        assert_eq!(price_line("price_1:3").ok(), price("price_1", "3"));
        assert_eq!(price_line("price_1").ok(), price("price_1", "1"));
        assert_eq!(price_line("prod_1:3").ok(), None);
    }
}
