//! Decimals with twelve places in an `i128`, as Stripe takes them (`unit_amount_decimal`, percentages).

/// A number of 10^-12 parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Decimal(i128);

const PLACES: usize = 12;
const ONE: i128 = 1_000_000_000_000;

impl Decimal {
    /// Digits with at most twelve of them after a point; no exponent, no grouping.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && part.is_empty())
            || !is_number(whole)
            || !is_number(part)
            || part.len() > PLACES
            || whole.len() > 15
        {
            return None;
        }
        let whole: i128 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let part: i128 = format!("{part:0<12}").parse().ok()?;
        let value = whole * ONE + part;
        Some(Self(if negative { -value } else { value }))
    }

    pub(crate) fn is_positive(self) -> bool {
        self.0 > 0
    }

    pub(crate) fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub(crate) fn hundred() -> Self {
        Self(100 * ONE)
    }

    pub(crate) fn zero() -> Self {
        Self(0)
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// This times `quantity`, not rounded.
    pub(crate) fn scaled(self, quantity: i64) -> Self {
        Self(self.0.saturating_mul(i128::from(quantity)))
    }

    /// Rounded to whole minor units.
    pub(crate) fn rounded(self) -> i64 {
        narrow(rounded(self.0, ONE))
    }

    /// This unit amount times a quantity that may have decimals, rounded to whole minor units.
    pub(crate) fn times_decimal(self, quantity: Self) -> i64 {
        // Whole units first, so that the product of two fractions stays far from the end of i128.
        let (whole, part) = (quantity.0 / ONE, quantity.0 % ONE);
        let fraction = (self.0 / ONE) * part + (self.0 % ONE) * part / ONE;
        narrow(rounded(self.0.saturating_mul(whole) + fraction, ONE))
    }

    /// The number without what stands after its point.
    pub(crate) fn floor(self) -> i64 {
        narrow(self.0.div_euclid(ONE))
    }

    /// This unit amount times `quantity`, rounded to whole minor units.
    pub(crate) fn times(self, quantity: i64) -> i64 {
        narrow(rounded(self.0 * i128::from(quantity), ONE))
    }

    /// This percentage of `amount`, rounded to whole minor units.
    pub(crate) fn percent_of(self, amount: i64) -> i64 {
        narrow(rounded(i128::from(amount) * self.0, 100 * ONE))
    }

    /// The part of `amount` that this percentage is when `amount` already contains `all` percent.
    pub(crate) fn percent_within(self, amount: i64, all: Self) -> i64 {
        narrow(rounded(i128::from(amount) * self.0, 100 * ONE + all.0))
    }

    /// The whole minor units, if that is all there is.
    pub(crate) fn whole(self) -> Option<i64> {
        (self.0 % ONE == 0).then(|| narrow(self.0 / ONE))
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.abs() / ONE, self.0.abs() % ONE);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:012}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

/// `part` of `whole` of an amount, rounded to whole minor units; `whole` is positive.
pub(crate) fn share(amount: i64, part: i64, whole: i64) -> i64 {
    narrow(rounded(
        i128::from(amount) * i128::from(part),
        i128::from(whole),
    ))
}

/// Half away from zero, which for amounts of sale is half up.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    let sign = if numerator < 0 { -1 } else { 1 };
    sign * ((numerator.abs() * 2 + denominator) / (denominator * 2))
}

/// Amounts are far below 2^63; what is not is held there rather than wrapped.
fn narrow(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test's own numbers")]
mod tests {
    use super::Decimal;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn halves_go_up() {
        assert_eq!(d("0.5").times(1), 1);
        assert_eq!(d("0.499999999999").times(1), 0);
        assert_eq!(d("33.3333").times(3), 100);
        assert_eq!(d("7.25").percent_of(1998), 145);
        assert_eq!(d("25").percent_of(-10), -3);
    }

    #[test]
    fn included_tax_is_the_part_that_makes_the_gross() {
        assert_eq!(d("19").percent_within(11900, d("19")), 1900);
        assert_eq!(d("20").percent_within(999, d("20")), 167);
    }

    #[test]
    fn only_plain_decimals_are_numbers() {
        for bad in [
            "",
            ".",
            "1e3",
            "1,5",
            "1.1234567890123",
            "--1",
            "0x1",
            "9999999999999999",
        ] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
        for (text, shown) in [
            ("12.500", "12.5"),
            ("-0.25", "-0.25"),
            ("7", "7"),
            (".5", "0.5"),
        ] {
            assert_eq!(d(text).to_string(), shown);
        }
    }
}
