//! An amount that is to be taken, given back or noted, as it was typed: whole minor units, above zero.
//! Whoever asks shows how it was read before anything is done. Not here: prices, which may be finer
//! than their currency and are read in `drafting`.

use crate::account::Account;
use crate::drafting::{hint, readings};
use crate::view::{Amount, Code, Problem};
use crate::{amounts, settings};
use model::Currency;
use model::entry::parse_amount;

/// Why a text is no amount that can be moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// What is wrong and what to write.
    pub message: String,
    /// What it may mean, where that is not clear.
    pub readings: Vec<String>,
}

/// How an amount is read; `most` is what it may come to, minor units.
pub async fn read(
    account: &Account,
    text: &str,
    currency: &str,
    most: Option<i64>,
) -> Result<Result<Amount, Misread>, Problem> {
    let settings = settings::read(account).await?;
    let misread = |message: &str| Misread {
        message: message.to_owned(),
        readings: Vec::new(),
    };
    let Some(known) = Currency::parse(currency) else {
        let message = format!(
            "Stripe knows no currency \u{201c}{currency}\u{201d}. Write its three letters, such as EUR."
        );
        return Ok(Err(misread(&message)));
    };
    let money = match parse_amount(text, known, hint(&settings)) {
        Ok(money) => money,
        Err(error) => {
            let readings = readings(&error, known);
            let message = match readings.as_slice() {
                [] => error.to_string(),
                several => format!("{error} Write {}.", several.join(" or ")),
            };
            return Ok(Err(Misread { message, readings }));
        }
    };
    if money.minor <= 0 {
        return Ok(Err(misread("Write an amount above zero.")));
    }
    if let Some(most) = most.filter(|most| money.minor > *most) {
        let most = amounts::amount(most, currency).text;
        return Ok(Err(misread(&format!(
            "This is more than {most}. Write that or less."
        ))));
    }
    Ok(Ok(amounts::of(money)))
}

/// What an amount leaves of `most`, minor units of its currency.
pub fn rest(amount: &Amount, most: i64) -> Amount {
    amounts::amount(most.saturating_sub(amount.minor), &amount.currency)
}

/// The same for an act: what is no amount is a problem of the field where it stands.
pub async fn as_read(
    account: &Account,
    text: &str,
    currency: &str,
    field: &str,
) -> Result<Amount, Problem> {
    if Currency::parse(currency).is_none() {
        return Err(wrong(
            "currency",
            "Stripe knows no such currency. Write its three letters, such as EUR.",
        ));
    }
    let read = read(account, text, currency, None).await?;
    read.map_err(|misread| wrong(field, misread.message))
}

/// An amount as it was typed, in minor units; above zero.
pub(super) async fn typed(
    account: &Account,
    text: &str,
    currency: &str,
    field: &str,
) -> Result<i64, Problem> {
    Ok(as_read(account, text, currency, field).await?.minor)
}

pub(super) fn wrong(field: &str, message: impl Into<String>) -> Problem {
    let message = message.into();
    Problem::new(Code::InvalidInput, message.clone()).field(field, message)
}
