//! Exact fractions, so that `100/8` is 12.5 and `10/3` is known not to come out even. Not a
//! number library: what a sum typed into a field needs.

use super::Fault;

/// `top / bottom`, in lowest terms, `bottom` positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction {
    top: i128,
    bottom: i128,
}

impl Fraction {
    pub(super) fn whole(number: i128) -> Self {
        Self {
            top: number,
            bottom: 1,
        }
    }

    /// `None` when `bottom` is zero or the signs cannot be brought up.
    pub(super) fn new(top: i128, bottom: i128) -> Option<Self> {
        let (top, bottom) = if bottom.is_negative() {
            (top.checked_neg()?, bottom.checked_neg()?)
        } else {
            (top, bottom)
        };
        let shared = divisor(top.checked_abs()?, bottom);
        Some(Self {
            top: top.checked_div(shared)?,
            bottom: bottom.checked_div(shared).filter(|&bottom| bottom > 0)?,
        })
    }

    pub(super) fn parts(self) -> (i128, i128) {
        (self.top, self.bottom)
    }

    pub(super) fn as_whole(self) -> Option<i128> {
        (self.bottom == 1).then_some(self.top)
    }

    pub(super) fn is_negative(self) -> bool {
        self.top.is_negative()
    }

    pub(super) fn plus(self, other: Self) -> Result<Self, Fault> {
        let sum = || {
            let left = self.top.checked_mul(other.bottom)?;
            let right = other.top.checked_mul(self.bottom)?;
            Self::new(
                left.checked_add(right)?,
                self.bottom.checked_mul(other.bottom)?,
            )
        };
        sum().ok_or(Fault::TooLarge)
    }

    pub(super) fn minus(self, other: Self) -> Result<Self, Fault> {
        self.plus(other.negated()?)
    }

    pub(super) fn negated(self) -> Result<Self, Fault> {
        let top = self.top.checked_neg().ok_or(Fault::TooLarge)?;
        Ok(Self { top, ..self })
    }

    pub(super) fn times(self, other: Self) -> Result<Self, Fault> {
        let product = || {
            Self::new(
                self.top.checked_mul(other.top)?,
                self.bottom.checked_mul(other.bottom)?,
            )
        };
        product().ok_or(Fault::TooLarge)
    }

    /// Dividing by zero is nonsense, not an amount.
    pub(super) fn over(self, other: Self) -> Result<Self, Fault> {
        if other.top == 0 {
            return Err(Fault::Nonsense);
        }
        let upside_down = Self::new(other.bottom, other.top).ok_or(Fault::TooLarge)?;
        self.times(upside_down)
    }
}

/// The greatest common divisor of two numbers that are not negative; 1 for two zeros.
fn divisor(mut one: i128, mut other: i128) -> i128 {
    while let Some(rest) = one.checked_rem(other) {
        one = other;
        other = rest;
    }
    one.max(1)
}
