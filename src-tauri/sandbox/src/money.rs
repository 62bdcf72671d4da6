//! Amounts: integers in a currency's minor units, decimals with twelve places, and the sums of a
//! document. Written for this server alone: the program that is tested against it has its own.

mod currency;
mod decimal;
mod tally;

pub(crate) use currency::{check_amount, check_currency, check_size, minimum};
pub(crate) use decimal::{Decimal, share};
pub(crate) use tally::{Cut, CutAmount, Fixed, Line, Rate, Tallied, Tally, Taxed, tally};
pub(crate) mod format;
