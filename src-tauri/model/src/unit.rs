//! The price of one piece, which may be finer than the minor unit.
//!
//! Not an amount that is ever charged: multiplied by a quantity and rounded once, it becomes
//! [`Money`].

use crate::{
    currency::Currency,
    money::{Money, MoneyError, push_grouped},
    round::divide_half_up,
};

/// An exact price: up to twelve decimals of a minor unit, as Stripe's `unit_amount_decimal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnitAmount {
    /// Millionths of a millionth of a minor unit.
    atoms: i128,
    currency: Currency,
}

/// Decimals of a minor unit that a price can have.
pub const UNIT_DECIMALS: u32 = 12;
/// Atoms in a minor unit: ten to the power of [`UNIT_DECIMALS`].
const ATOMS: i128 = 1_000_000_000_000;

/// Why a text is no price as Stripe writes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnitAmountError {
    /// Something else than digits, one point and a sign.
    #[error("This price is not a decimal number. Write digits and at most one point.")]
    NotANumber,
    /// More than twelve decimals.
    #[error("A price has at most twelve decimals of its smallest unit. Write fewer.")]
    TooManyDecimals,
    /// More than can be counted.
    #[error("This price is too large to work with. Write a smaller one.")]
    TooLarge,
}

impl From<Money> for UnitAmount {
    fn from(money: Money) -> Self {
        Self {
            // 2^63 × 10^12 is far below 2^127.
            atoms: i128::from(money.minor).saturating_mul(ATOMS),
            currency: money.currency,
        }
    }
}

impl UnitAmount {
    /// A price in whole minor units.
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self::from(Money::new(minor, currency))
    }

    /// Reads Stripe's `unit_amount_decimal`: minor units, with a point, `"1250"` or `"0.05"`.
    pub fn parse_minor(text: &str, currency: Currency) -> Result<Self, UnitAmountError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return Err(UnitAmountError::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 12 {
            return Err(UnitAmountError::TooManyDecimals);
        }
        let atoms: i128 = format!("{whole}{fraction:0<12}")
            .parse()
            .map_err(|_| UnitAmountError::TooLarge)?;
        let atoms = if negative {
            atoms.checked_neg()
        } else {
            Some(atoms)
        };
        let atoms = atoms.ok_or(UnitAmountError::TooLarge)?;
        Ok(Self { atoms, currency })
    }

    /// From an exact fraction of major units. `None` if it has more decimals than a price can
    /// have, or does not fit.
    pub(crate) fn from_fraction(top: i128, bottom: i128, currency: Currency) -> Option<Self> {
        let per_major = ATOMS.checked_mul(currency.scale().into())?;
        let scaled = top.checked_mul(per_major)?;
        if scaled.checked_rem(bottom)? != 0 {
            return None;
        }
        let atoms = scaled.checked_div(bottom)?;
        Some(Self { atoms, currency })
    }

    /// What the price is in.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the price is exactly nothing.
    pub fn is_zero(self) -> bool {
        self.atoms == 0
    }

    /// Whether the price is less than nothing.
    pub fn is_negative(self) -> bool {
        self.atoms < 0
    }

    /// The same price as an amount, if it is a whole number of minor units.
    pub fn whole(self) -> Option<Money> {
        if self.atoms.checked_rem(ATOMS) != Some(0) {
            return None;
        }
        let minor = i64::try_from(self.atoms.checked_div(ATOMS)?).ok()?;
        Some(Money::new(minor, self.currency))
    }

    /// What `quantity` pieces cost, rounded once to the minor unit, half up.
    pub fn times(self, quantity: u64) -> Result<Money, MoneyError> {
        let minor = self
            .atoms
            .checked_mul(i128::from(quantity))
            .and_then(|atoms| divide_half_up(atoms, ATOMS))
            .and_then(|minor| i64::try_from(minor).ok())
            .ok_or(MoneyError::TooLarge)?;
        Ok(Money::new(minor, self.currency))
    }

    /// The price in minor units as Stripe takes it in `unit_amount_decimal`: `"1250"`, `"0.05"`.
    pub fn minor_decimal(self) -> String {
        let (whole, fraction) = self.digits(0);
        self.join("-", &whole, fraction.trim_end_matches('0'))
    }

    /// The price in major units as a plain decimal number, with at least the currency's own
    /// decimals: `"12.50"`, `"0.0005"`. For other programs, not for people.
    pub fn decimal(self) -> String {
        let (whole, fraction) = self.digits(self.currency.decimals());
        self.join("-", &whole, &self.shown(&fraction))
    }

    /// The price as people read it: `"$12.50"`, `"$0.0005"`, `"KWD 1.250"`.
    pub fn text(self) -> String {
        if let Some(money) = self.whole() {
            return money.text();
        }
        let (whole, fraction) = self.digits(self.currency.decimals());
        let mut marked = match self.currency.symbol() {
            Some(symbol) => symbol.to_owned(),
            None => format!("{} ", self.currency.upper()),
        };
        push_grouped(&mut marked, &whole);
        self.join("\u{2212}", &marked, &self.shown(&fraction))
    }

    fn join(self, minus: &str, whole: &str, fraction: &str) -> String {
        let sign = if self.is_negative() { minus } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }

    /// Without idle zeros, but never with fewer decimals than the currency has.
    fn shown(self, fraction: &str) -> String {
        let width = usize::from(self.currency.decimals());
        format!("{:0<width$}", fraction.trim_end_matches('0'))
    }

    /// The digits before and behind a decimal point that stands `decimals` places further left
    /// than that of minor units.
    fn digits(self, decimals: u8) -> (String, String) {
        let behind = usize::from(decimals).saturating_add(12);
        let width = behind.saturating_add(1);
        let digits = format!("{:0>width$}", self.atoms.unsigned_abs());
        let split = digits.len().saturating_sub(behind);
        match digits.split_at_checked(split) {
            Some((whole, fraction)) => (whole.to_owned(), fraction.to_owned()),
            None => (digits, String::new()),
        }
    }

    /// How many decimals of a major unit the price needs.
    pub fn decimals_used(self) -> usize {
        let (_, fraction) = self.digits(self.currency.decimals());
        fraction.trim_end_matches('0').len()
    }
}

// The two constants must agree.
const _: () = assert!(ATOMS == 10_i128.pow(UNIT_DECIMALS));

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails here has found something"
)]
mod tests {
    use super::*;

    #[test]
    fn stripes_decimals_come_and_go_unchanged() {
        let check = |text: &str, minor: &str, major: &str, shown: &str| {
            let unit = UnitAmount::parse_minor(text, Currency::USD).expect("a price");
            assert_eq!(unit.minor_decimal(), minor);
            assert_eq!(unit.decimal(), major);
            assert_eq!(unit.text(), shown);
        };
        check("1250", "1250", "12.50", "$12.50");
        check("1250.0", "1250", "12.50", "$12.50");
        check("0.05", "0.05", "0.0005", "$0.0005");
        check("123456.789", "123456.789", "1234.56789", "$1,234.56789");
        check(
            "0.000000000001",
            "0.000000000001",
            "0.00000000000001",
            "$0.00000000000001",
        );
        check("-7.5", "-7.5", "-0.075", "\u{2212}$0.075");
    }

    #[test]
    fn refuses_what_is_no_price() {
        let check = |text: &str, expect| {
            assert_eq!(
                UnitAmount::parse_minor(text, Currency::USD),
                Err(expect),
                "{text}"
            );
        };
        check("", UnitAmountError::NotANumber);
        check("1e3", UnitAmountError::NotANumber);
        check("1,5", UnitAmountError::NotANumber);
        check("0.0000000000001", UnitAmountError::TooManyDecimals);
        check(
            "999999999999999999999999999999999999999999",
            UnitAmountError::TooLarge,
        );
    }

    #[test]
    fn a_line_rounds_once() {
        let check = |text: &str, quantity, expect| {
            let unit = UnitAmount::parse_minor(text, Currency::USD).expect("a price");
            assert_eq!(unit.times(quantity).map(|money| money.minor), Ok(expect));
        };
        check("0.05", 10, 1); // 0.5 of a cent goes up
        check("0.05", 9, 0);
        check("33.3333", 3, 100);
        check("1999", 3, 5997);
        let large = UnitAmount::from_minor(i64::MAX, Currency::USD);
        assert_eq!(large.times(u64::MAX), Err(MoneyError::TooLarge));
    }
}
