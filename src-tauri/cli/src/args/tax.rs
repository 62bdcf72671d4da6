//! A tax as typed.

use super::rhythm::SpecError;
use std::str::FromStr;

/// A tax: its name, its percentage as typed, and whether prices contain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TaxSpec {
    /// Such as `VAT`.
    pub(crate) name: String,
    /// Such as `20` or `7.7`.
    pub(crate) percent: String,
    /// Contained in the prices already.
    pub(crate) inclusive: bool,
}

impl FromStr for TaxSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<TaxSpec, SpecError> {
        let wrong = || SpecError::Tax(text.to_owned());
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let (name, percent, inclusive) = match parts.as_slice() {
            [name, percent] | [name, percent, "exclusive"] => (*name, *percent, false),
            [name, percent, "inclusive"] => (*name, *percent, true),
            _ => return Err(wrong()),
        };
        let percent = percent.trim_end_matches('%').trim_end();
        if name.is_empty() || percent.is_empty() {
            return Err(wrong());
        }
        Ok(TaxSpec {
            name: name.to_owned(),
            percent: percent.to_owned(),
            inclusive,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::TaxSpec;

    #[test]
    fn taxes_are_read() {
        let tax = |name: &str, percent: &str, inclusive| {
            Some(TaxSpec {
                name: name.to_owned(),
                percent: percent.to_owned(),
                inclusive,
            })
        };
        for (text, expected) in [
            ("VAT|20", tax("VAT", "20", false)),
            ("VAT | 20 %", tax("VAT", "20", false)),
            ("MwSt|7.7|inclusive", tax("MwSt", "7.7", true)),
            ("VAT|20|exclusive", tax("VAT", "20", false)),
            ("VAT", None),
            ("|20", None),
            ("VAT|", None),
            ("VAT|20|included", None),
        ] {
            assert_eq!(text.parse().ok(), expected, "{text}");
        }
    }
}
