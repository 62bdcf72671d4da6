//! What people type into an amount field. Not Stripe's numbers and not our own: those are
//! [`UnitAmount::parse_minor`] and plain integers.
//!
//! Understood are both decimal marks (`1,250.50`, `1.250,50`, `1250,5`), groups by point, comma,
//! space or apostrophe, in threes or the Indian way (`1,00,000`), the digits of other scripts,
//! the currency's own code or sign before or behind, and sums: `12*3`, `12+3*4`, `(10+5)/3`,
//! `2 × 49,90`.
//!
//! # When a text can be read in two ways
//!
//! `1.250` is one and a quarter where the decimal mark is a point, and twelve hundred and fifty
//! where it is a comma. Every text is read in both ways. If only one reading is an amount that
//! the currency can have, it holds: `1.250` is 1250 in JPY, and `1.255` is 1255 in USD. If both
//! are and they differ, the answer is [`AmountError::Ambiguous`] with both: nothing is guessed.
//! That includes KWD, where 1.250 and 1250.000 are both good amounts; 1.255, which Stripe takes in no
//! currency of three decimals, is not read as 1255.000 for that. A [`Hint`] (the owner's
//! habit, or the answer to the question) decides between two readings, but does not forbid
//! the only one that makes sense: with a comma as the hint, `1250.50` is still 1250.50.

use crate::{currency::Currency, money::Money, unit::UnitAmount};
use fraction::Fraction;

mod fraction;
mod number;
mod signs;
mod sum;
mod token;

/// Longer texts are no amounts.
const LONGEST: usize = 200;

/// What is known about the writer's habits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hint {
    /// The decimal mark: `'.'` or `','`. Anything else counts as not known.
    pub decimal: Option<char>,
}

impl Hint {
    /// Nothing is known: what can be read in two ways is asked about.
    pub const NONE: Self = Self { decimal: None };
    /// The decimal mark is a point. Also the way to read back [`Money::decimal`].
    pub const POINT: Self = Self { decimal: Some('.') };
    /// The decimal mark is a comma.
    pub const COMMA: Self = Self { decimal: Some(',') };
}

/// Why a text is no amount. The text of each is for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AmountError {
    /// There is nothing.
    #[error("The amount is empty. Write one, or 0 if it costs nothing.")]
    Empty,
    /// Letters, two decimal marks, a sum without an end.
    #[error("\u{201c}{0}\u{201d} is not an amount. Write it in digits, such as 1250.50.")]
    NotANumber(String),
    /// Below zero.
    #[error(
        "The amount is below zero. Write a positive one, and use a discount to take something off."
    )]
    Negative,
    /// Finer than the currency.
    #[error("{}", too_fine(*.0))]
    TooManyDecimals(Currency),
    /// Stripe takes this currency in larger steps only.
    #[error("Stripe takes {} only in steps of {}. Write {} or {}.", .below.currency, Money::new(.below.currency.step(), .below.currency).text(), .below.text(), .above.text())]
    Step {
        /// The next smaller amount that Stripe takes.
        below: Money,
        /// The next larger one.
        above: Money,
    },
    /// More digits than Stripe takes.
    #[error("Stripe takes at most {}. Write a smaller amount.", .max.text())]
    TooLarge {
        /// The largest amount of this currency.
        max: Money,
    },
    /// Two readings, both good.
    #[error("This can be read as {} or as {}. Choose the one you mean.", .readings[0].text(), .readings[1].text())]
    Ambiguous {
        /// With a point as the decimal mark, and with a comma.
        readings: [UnitAmount; 2],
    },
    /// Another currency's code or sign stands beside the number.
    #[error(
        "The amount says {written}, but everything here is in {currency}. Write it in {currency}."
    )]
    OtherCurrency {
        /// What stands there: "€".
        written: String,
        /// What is expected.
        currency: Currency,
    },
}

fn too_fine(currency: Currency) -> String {
    match currency.decimals() {
        0 => format!("{currency} has no decimals. Write a whole amount."),
        decimals => format!("{currency} has at most {decimals} decimals. Round the amount."),
    }
}

/// Reads an amount that can be charged: whole minor units, not negative, within Stripe's
/// limits and steps for the currency.
pub fn parse_amount(text: &str, currency: Currency, hint: Hint) -> Result<Money, AmountError> {
    read(text, currency, hint, |value| amount(value, currency))
}

/// Reads the price of one piece, which may be finer than the minor unit (up to twelve decimals
/// of it). Not negative, within Stripe's limit.
pub fn parse_unit(text: &str, currency: Currency, hint: Hint) -> Result<UnitAmount, AmountError> {
    read(text, currency, hint, |value| unit(value, currency))
}

/// Why one of the two readings failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It makes no sense.
    Nonsense,
    /// More digits than can be counted.
    TooLarge,
    /// More decimals than can be counted.
    TooFine,
}

fn read<T>(
    text: &str,
    currency: Currency,
    hint: Hint,
    fit: impl Fn(Fraction) -> Result<T, AmountError>,
) -> Result<T, AmountError>
where
    T: Copy + PartialEq + Into<UnitAmount>,
{
    let tokens = token::tokens(text, currency)?;
    let value = |decimal| sum::value(&tokens, decimal);
    let judge = |value: Result<Fraction, Fault>| match value {
        Ok(value) => fit(value),
        Err(Fault::Nonsense) => Err(token::not_a_number(text)),
        Err(Fault::TooLarge) => Err(too_large(currency)),
        Err(Fault::TooFine) => Err(AmountError::TooManyDecimals(currency)),
    };
    let other = match hint.decimal {
        Some('.') => Some(('.', ',')),
        Some(',') => Some((',', '.')),
        _ => None,
    };
    if let Some((first, second)) = other {
        return match value(first) {
            Err(Fault::Nonsense) => judge(value(second)),
            sound => judge(sound),
        };
    }
    match (judge(value('.')), judge(value(','))) {
        (Ok(point), Ok(comma)) if point == comma => Ok(point),
        (Ok(point), Ok(comma)) => Err(AmountError::Ambiguous {
            readings: [point.into(), comma.into()],
        }),
        // With three decimals `4.125` looks like four and a bit to whoever writes such amounts: what
        // stands against that is only Stripe's step, and no reason to make it a thousand times as much.
        (Ok(_), Err(step @ AmountError::Step { .. }))
        | (Err(step @ AmountError::Step { .. }), Ok(_))
            if currency.decimals() == 3 =>
        {
            Err(step)
        }
        (Ok(only), Err(_)) | (Err(_), Ok(only)) => Ok(only),
        (Err(AmountError::NotANumber(_)), Err(why)) | (Err(why), Err(_)) => Err(why),
    }
}

fn too_large(currency: Currency) -> AmountError {
    AmountError::TooLarge {
        max: Money::new(currency.maximum(), currency),
    }
}

/// The value as an amount to charge.
fn amount(value: Fraction, currency: Currency) -> Result<Money, AmountError> {
    let minor = value
        .times(Fraction::whole(currency.scale().into()))
        .map_err(|_| too_large(currency))?;
    let minor = minor.as_whole();
    if value.is_negative() {
        return Err(AmountError::Negative);
    }
    let minor = minor.ok_or(AmountError::TooManyDecimals(currency))?;
    let minor = i64::try_from(minor).map_err(|_| too_large(currency))?;
    if minor > currency.maximum() {
        return Err(too_large(currency));
    }
    let over = minor.checked_rem(currency.step()).unwrap_or_default();
    if over != 0 {
        let below = minor.saturating_sub(over);
        return Err(AmountError::Step {
            below: Money::new(below, currency),
            above: Money::new(below.saturating_add(currency.step()), currency),
        });
    }
    Ok(Money::new(minor, currency))
}

/// The value as the price of one piece.
fn unit(value: Fraction, currency: Currency) -> Result<UnitAmount, AmountError> {
    if value.is_negative() {
        return Err(AmountError::Negative);
    }
    let (top, bottom) = value.parts();
    let limit = i128::from(currency.maximum());
    let minor = top
        .checked_mul(currency.scale().into())
        .and_then(|minor| minor.checked_div(bottom))
        .ok_or(too_large(currency))?;
    if minor > limit {
        return Err(too_large(currency));
    }
    UnitAmount::from_fraction(top, bottom, currency).ok_or(AmountError::TooManyDecimals(currency))
}

#[cfg(test)]
mod tests;
