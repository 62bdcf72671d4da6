//! Percentages: exact, between nothing and everything.
//!
//! Not amounts: what a percentage is taken of, and when, is decided in
//! [`document`](crate::document).

use crate::{money::Money, money::MoneyError, round::divide_half_up};

/// A percentage from 0 to 100, counted in millionths of one percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u32);

/// 100 %, in millionths of one percent.
const WHOLE: u32 = 100_000_000;

/// Why a text is no percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PercentError {
    /// Something else than digits and one decimal mark.
    #[error("This is not a percentage. Write a number such as 19 or 8.875.")]
    NotANumber,
    /// More than six decimals.
    #[error("A percentage has at most six decimals. Write fewer.")]
    TooManyDecimals,
    /// Below 0 or above 100.
    #[error("A percentage lies between 0 and 100. Write a smaller number.")]
    OutOfRange,
}

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// Everything.
    pub const HUNDRED: Self = Self(WHOLE);

    /// From millionths of one percent (19 % is 19,000,000).
    pub fn from_millionths(millionths: u32) -> Result<Self, PercentError> {
        if millionths > WHOLE {
            return Err(PercentError::OutOfRange);
        }
        Ok(Self(millionths))
    }

    /// From whole percent.
    pub fn from_whole(percent: u8) -> Result<Self, PercentError> {
        let millionths = u32::from(percent).checked_mul(1_000_000);
        Self::from_millionths(millionths.ok_or(PercentError::OutOfRange)?)
    }

    /// Reads `"19"`, `"8.875"`, `"7,7 %"`. Zeros behind the sixth decimal do no harm.
    pub fn parse(text: &str) -> Result<Self, PercentError> {
        let text = text.trim();
        let text = text.strip_suffix('%').unwrap_or(text).trim_end();
        if text.starts_with(['-', '\u{2212}']) {
            return Err(PercentError::OutOfRange);
        }
        let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return Err(PercentError::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 6 {
            return Err(PercentError::TooManyDecimals);
        }
        let joined = format!("{whole}{fraction:0<6}");
        let millionths = joined.parse().map_err(|_| PercentError::OutOfRange)?;
        Self::from_millionths(millionths)
    }

    /// Millionths of one percent.
    pub fn millionths(self) -> u32 {
        self.0
    }

    /// Whether it is exactly 0 %.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The number without the sign and without idle zeros: `"19"`, `"8.875"`.
    pub fn text(self) -> String {
        let digits = format!("{:0>7}", self.0);
        let split = digits.len().saturating_sub(6);
        let (whole, fraction) = digits.split_at_checked(split).unwrap_or((&digits, ""));
        match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => format!("{whole}.{fraction}"),
        }
    }

    /// This part of `amount`, rounded to the minor unit, half up.
    pub fn of(self, amount: Money) -> Result<Money, MoneyError> {
        Self::share(amount, self.0.into(), WHOLE.into())
    }

    /// The tax of this percentage that `amount` contains, when all inclusive rates in it
    /// together are `included` millionths of one percent. Rounded to the minor unit, half up.
    pub(crate) fn contained_in(self, amount: Money, included: u64) -> Result<Money, MoneyError> {
        let whole = u64::from(WHOLE).saturating_add(included);
        Self::share(amount, self.0.into(), whole.into())
    }

    fn share(amount: Money, part: i128, whole: i128) -> Result<Money, MoneyError> {
        let minor = i128::from(amount.minor)
            .checked_mul(part)
            .and_then(|product| divide_half_up(product, whole))
            .and_then(|minor| i64::try_from(minor).ok())
            .ok_or(MoneyError::TooLarge)?;
        Ok(Money { minor, ..amount })
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
    use crate::Currency;

    #[test]
    fn reads_what_people_and_stripe_write() {
        let check = |text: &str, expect: &str| {
            assert_eq!(
                Percent::parse(text).map(Percent::text),
                Ok(expect.to_owned()),
                "{text}"
            );
        };
        check("19", "19");
        check("8.875", "8.875");
        check(" 7,7 % ", "7.7");
        check("0", "0");
        check(".5", "0.5");
        check("100.000000000", "100");
        check("0.000001", "0.000001");
    }

    #[test]
    fn refuses_the_rest() {
        let check = |text: &str, expect| assert_eq!(Percent::parse(text), Err(expect), "{text}");
        check("", PercentError::NotANumber);
        check(".", PercentError::NotANumber);
        check("ten", PercentError::NotANumber);
        check("1.2.3", PercentError::NotANumber);
        check("100.01", PercentError::OutOfRange);
        check("-1", PercentError::OutOfRange);
        check("99999999999999", PercentError::OutOfRange);
        check("0.0000001", PercentError::TooManyDecimals);
    }

    #[test]
    fn takes_its_part_half_up() {
        let check = |text: &str, minor, expect| {
            let part = Percent::parse(text)
                .expect("a percentage")
                .of(Money::new(minor, Currency::USD));
            assert_eq!(
                part.map(|money| money.minor),
                Ok(expect),
                "{text} of {minor}"
            );
        };
        check("10", 5, 1);
        check("10", 4, 0);
        check("19", 100_000, 19_000);
        check("8.875", 1_000, 89);
        check("100", 7, 7);
        check("33.333333", 300, 100);
    }
}
