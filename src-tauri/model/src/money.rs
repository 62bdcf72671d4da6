//! An amount of money: whole minor units and their currency.
//!
//! Not a price: a price per piece may be finer than the minor unit and lives in
//! [`unit`](crate::unit). Nothing here rounds.

use crate::currency::Currency;

/// An exact amount: `minor` units of `currency` (cents, yen, fils).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units: 123450 is $1,234.50, ¥123,450 or KWD 123.450.
    pub minor: i64,
    /// What they are minor units of.
    pub currency: Currency,
}

/// Why two amounts could not be combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// Amounts of different currencies met.
    #[error("{left} and {right} cannot be added up. Use one currency throughout.")]
    Currencies {
        /// The first amount's currency.
        left: Currency,
        /// The other amount's currency.
        right: Currency,
    },
    /// The result is beyond what can be counted here, which is far beyond what Stripe charges.
    #[error("This amount is too large to work with. Check the quantity and the price.")]
    TooLarge,
    /// An amount was to be spread over weights that are negative or add up to nothing.
    #[error("There is nothing to spread {0} over. Add a line with an amount.")]
    NothingToSpreadOver(Currency),
}

impl Money {
    /// `minor` units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Whether the amount is exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether the amount is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// `self + other`.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, self.minor.checked_add(other.minor))
    }

    /// `self − other`.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, self.minor.checked_sub(other.minor))
    }

    /// `−self`.
    pub fn negated(self) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_neg().ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// The sum of `amounts`, all of which must be in `currency`.
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Self>,
    ) -> Result<Self, MoneyError> {
        amounts
            .into_iter()
            .try_fold(Self::zero(currency), Self::plus)
    }

    fn combine(self, other: Self, minor: Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currencies {
                left: self.currency,
                right: other.currency,
            });
        }
        let minor = minor.ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// Splits the amount in proportion to `weights`, so that the parts add up to it exactly.
    ///
    /// Largest remainder: each part is rounded down, and the minor units that are left go one
    /// each to the parts that lost most, the earlier one first where they lost the same. No
    /// part is larger than its weight as long as the amount is not larger than the weights'
    /// sum. A negative amount is split as its positive counterpart.
    pub fn allocate(self, weights: &[i64]) -> Result<Vec<Self>, MoneyError> {
        if self.is_negative() {
            let parts = self.negated()?.allocate(weights)?;
            return parts.into_iter().map(Self::negated).collect();
        }
        let nothing = MoneyError::NothingToSpreadOver(self.currency);
        if weights.iter().any(|weight| weight.is_negative()) {
            return Err(nothing);
        }
        let sum: i128 = weights.iter().copied().map(i128::from).sum();
        if sum == 0 {
            // Nothing over nothing is fine: every part is nothing.
            return if self.is_zero() {
                Ok(vec![self; weights.len()])
            } else {
                Err(nothing)
            };
        }
        // Both factors are below 2^63, so the product fits.
        let exact = |weight: i64| i128::from(self.minor).saturating_mul(i128::from(weight));
        let mut parts = Vec::with_capacity(weights.len());
        let mut lost = Vec::with_capacity(weights.len());
        for (at, &weight) in weights.iter().enumerate() {
            let share = exact(weight).checked_div(sum).unwrap_or_default();
            parts.push(i64::try_from(share).map_err(|_| MoneyError::TooLarge)?);
            lost.push((exact(weight).checked_rem(sum).unwrap_or_default(), at));
        }
        let given = parts
            .iter()
            .fold(0_i64, |sum, part| sum.saturating_add(*part));
        let left = usize::try_from(self.minor.saturating_sub(given)).unwrap_or_default();
        lost.sort_by_key(|&(rest, at)| (std::cmp::Reverse(rest), at));
        for &(_, at) in lost.iter().take(left) {
            if let Some(part) = parts.get_mut(at) {
                *part = part.saturating_add(1);
            }
        }
        Ok(parts
            .into_iter()
            .map(|minor| Self { minor, ..self })
            .collect())
    }

    /// The exact amount in major units as a plain decimal number: `"1234.50"`, `"-0.05"`,
    /// `"1320000"`. For other programs, not for people.
    pub fn decimal(self) -> String {
        let digits = self.digits();
        let (whole, fraction) = self.at_the_point(&digits);
        let mut decimal = String::with_capacity(digits.len().saturating_add(2));
        if self.is_negative() {
            decimal.push('-');
        }
        decimal.push_str(whole);
        if !fraction.is_empty() {
            decimal.push('.');
            decimal.push_str(fraction);
        }
        decimal
    }

    /// The amount as it stands on a screen, in a terminal or on paper: `"$1,234.50"`,
    /// `"€960.00"`, `"¥1,320,000"`, `"KWD 412.500"`, `"−$5.00"` (with a real minus sign).
    pub fn text(self) -> String {
        let digits = self.digits();
        let (whole, fraction) = self.at_the_point(&digits);
        // A list writes hundreds of them: enough for sign, symbol and commas as well.
        let mut text = String::with_capacity(digits.len().saturating_mul(2).saturating_add(8));
        if self.is_negative() {
            text.push('\u{2212}');
        }
        match self.currency.symbol() {
            Some(symbol) => text.push_str(symbol),
            None => {
                text.push_str(self.currency.upper());
                text.push(' ');
            }
        }
        push_grouped(&mut text, whole);
        if !fraction.is_empty() {
            text.push('.');
            text.push_str(fraction);
        }
        text
    }

    /// All digits without sign, at least one of them before the decimal point.
    fn digits(self) -> String {
        let digits = self.minor.unsigned_abs().to_string();
        let least = usize::from(self.currency.decimals()).saturating_add(1);
        if digits.len() >= least {
            digits
        } else {
            format!("{digits:0>least$}")
        }
    }

    /// Those digits before and after the decimal point.
    fn at_the_point(self, digits: &str) -> (&str, &str) {
        let decimals = usize::from(self.currency.decimals());
        let split = digits.len().saturating_sub(decimals);
        digits.split_at_checked(split).unwrap_or((digits, ""))
    }
}

/// Adds ASCII digits with a comma before every third from the right.
pub(crate) fn push_grouped(text: &mut String, digits: &str) {
    let mut left = digits.len();
    for digit in digits.chars() {
        if left < digits.len() && left.checked_rem(3) == Some(0) {
            text.push(',');
        }
        text.push(digit);
        left = left.saturating_sub(1);
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails here has found something"
)]
mod tests {
    use super::*;

    fn of(minor: i64, code: &str) -> Money {
        Money::new(minor, Currency::parse(code).expect("a listed currency"))
    }

    #[test]
    fn people_and_programs_each_get_their_form() {
        let check = |minor, code, text: &str, decimal: &str| {
            assert_eq!(of(minor, code).text(), text);
            assert_eq!(of(minor, code).decimal(), decimal);
        };
        check(123_450, "usd", "$1,234.50", "1234.50");
        check(96_000, "eur", "€960.00", "960.00");
        check(1_320_000, "jpy", "¥1,320,000", "1320000");
        check(412_500, "kwd", "KWD 412.500", "412.500");
        check(5, "gbp", "£0.05", "0.05");
        check(0, "jpy", "¥0", "0");
        check(-5, "usd", "\u{2212}$0.05", "-0.05");
        check(-1_234_567, "chf", "\u{2212}CHF 12,345.67", "-12345.67");
        check(50_000, "isk", "ISK 500.00", "500.00");
        check(
            i64::MIN,
            "jpy",
            "\u{2212}¥9,223,372,036,854,775,808",
            "-9223372036854775808",
        );
    }

    #[test]
    fn currencies_do_not_mix() {
        let error = of(1, "usd").plus(of(1, "eur")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "USD and EUR cannot be added up. Use one currency throughout."
        );
        assert_eq!(
            of(i64::MAX, "usd").plus(of(1, "usd")),
            Err(MoneyError::TooLarge)
        );
        assert_eq!(of(i64::MIN, "usd").negated(), Err(MoneyError::TooLarge));
    }

    #[test]
    fn what_is_left_goes_to_those_who_lost_most() {
        let check = |minor, weights: &[i64], expect: &[i64]| {
            let parts = of(minor, "usd")
                .allocate(weights)
                .expect("weights are sound");
            let parts: Vec<i64> = parts.iter().map(|part| part.minor).collect();
            assert_eq!(parts, expect, "{minor} over {weights:?}");
        };
        check(100, &[1, 1, 1], &[34, 33, 33]);
        check(10, &[1, 2, 3, 4], &[1, 2, 3, 4]);
        check(5, &[3, 7], &[2, 3]); // 1.5 and 3.5 lose the same: the earlier one gains
        check(1000, &[2999, 7001], &[300, 700]);
        check(7, &[0, 1, 0], &[0, 7, 0]);
        check(0, &[0, 0], &[0, 0]);
        check(-100, &[1, 1, 1], &[-34, -33, -33]);
        assert!(of(1, "usd").allocate(&[0, 0]).is_err());
        assert!(of(1, "usd").allocate(&[]).is_err());
        assert!(of(1, "usd").allocate(&[2, -1]).is_err());
    }
}
