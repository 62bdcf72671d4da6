//! Arguments about products and prices.

use super::ListArgs;
use super::rhythm::{Rhythm, rhythm};
use clap::Subcommand;
use std::str::FromStr;

/// What to do with products.
#[derive(Debug, Subcommand)]
pub(crate) enum ProductVerb {
    /// Products
    List(ListArgs),
    /// A product with its prices
    Show {
        /// Id or name
        id: String,
    },
    /// Create a product with its prices
    Create {
        /// What it is called
        #[arg(long)]
        name: String,
        /// What it is, in a sentence
        #[arg(long, default_value = "")]
        detail: String,
        /// "129.00 usd" once, "19.00 eur month" or "240 usd month:3" recurring; repeatable
        #[arg(long = "price", value_name = "PRICE")]
        prices: Vec<PriceSpec>,
    },
}

/// What to do with prices.
#[derive(Debug, Subcommand)]
pub(crate) enum PriceVerb {
    /// Prices that can be used, by the product's name
    List {
        /// What the product is called, or the beginning of it
        text: Vec<String>,
        /// Those in this currency first
        #[arg(long)]
        currency: Option<String>,
    },
    /// Add a price to a product
    Create {
        /// The product's id or name
        #[arg(long)]
        product: String,
        /// "129.00 usd" once, "19.00 eur month" or "240 usd month:3" recurring
        #[arg(value_name = "PRICE")]
        price: PriceSpec,
    },
}

/// A price as typed: amount, currency, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PriceSpec {
    /// The price of one, as typed.
    pub(crate) unit: String,
    /// Three-letter code, lower case.
    pub(crate) currency: String,
    /// How often; none for one-time.
    pub(crate) per: Option<Rhythm>,
}

impl FromStr for PriceSpec {
    type Err = super::rhythm::SpecError;

    fn from_str(text: &str) -> Result<PriceSpec, Self::Err> {
        let wrong = || super::rhythm::SpecError::Price(text.to_owned());
        let mut words: Vec<&str> = text
            .split_whitespace()
            .filter(|word| !matches!(*word, "a" | "per" | "every"))
            .collect();
        let is_code = |word: &str| {
            word.len() == 3 && word.chars().all(|c| c.is_ascii_alphabetic()) && word != "day"
        };
        let at = words
            .iter()
            .position(|word| is_code(word))
            .ok_or_else(wrong)?;
        let rest = words.split_off(at + 1);
        let currency = words.pop().ok_or_else(wrong)?.to_lowercase();
        let per = match rest.as_slice() {
            [] => None,
            [every] => Some(rhythm(every)?),
            _ => return Err(wrong()),
        };
        if words.is_empty() {
            return Err(wrong());
        }
        // “1 250,50 eur” is an amount with a space in it.
        Ok(PriceSpec {
            unit: words.join(" "),
            currency,
            per,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::PriceSpec;
    use crate::args::rhythm::Rhythm;

    fn price(unit: &str, currency: &str, per: Option<(&str, u32)>) -> Option<PriceSpec> {
        let per = per.map(|(interval, count)| Rhythm {
            interval: interval.to_owned(),
            count,
        });
        Some(PriceSpec {
            unit: unit.to_owned(),
            currency: currency.to_owned(),
            per,
        })
    }

    #[test]
    fn prices_are_read_as_people_write_them() {
        for (text, expected) in [
            ("129.00 usd", price("129.00", "usd", None)),
            (
                "129.00 USD month",
                price("129.00", "usd", Some(("month", 1))),
            ),
            ("19 eur a month", price("19", "eur", Some(("month", 1)))),
            ("240 usd month:3", price("240", "usd", Some(("month", 3)))),
            (
                "1 250,50 eur year",
                price("1 250,50", "eur", Some(("year", 1))),
            ),
            ("5 usd day", price("5", "usd", Some(("day", 1)))),
            ("", None),
            ("129", None),
            ("usd", None),
            ("129 usd fortnight", None),
            ("129 usd month:0", None),
            ("129 usd month 3", None),
        ] {
            assert_eq!(text.parse().ok(), expected, "{text}");
        }
    }
}
