//! An exact decimal number as text: percentages and sub-cent unit prices.
//!
//! Stripe sends percentages as JSON numbers and `unit_amount_decimal` as text. Neither is ever
//! turned into a float that is calculated with. Not here: arithmetic; the model parses the text.

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

/// A decimal number as written, such as `8.875`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(String);

impl Decimal {
    /// The number as text: digits with at most one point, no superfluous `.0`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            // The shortest text that reads back as the same number is what Stripe wrote.
            Value::Number(number) => {
                let text = number.to_string();
                Ok(Self(
                    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text),
                ))
            }
            other => Err(de::Error::custom(format!(
                "{other} is not a decimal number"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn numbers_and_texts_keep_their_digits() -> Result<(), serde_json::Error> {
        for (json, text) in [
            ("8.875", "8.875"),
            ("19.0", "19"),
            ("19", "19"),
            ("0.1", "0.1"),
            ("33.3333", "33.3333"),
            (r#""0.000000000001""#, "0.000000000001"),
            (r#""1000""#, "1000"),
        ] {
            assert_eq!(serde_json::from_str::<Decimal>(json)?.as_str(), text);
        }
        assert!(serde_json::from_str::<Decimal>("true").is_err());
        Ok(())
    }
}
