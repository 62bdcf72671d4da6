//! Credit notes: how what is taken off an invoice falls on what is still owed and on what was paid
//! already, and whether what is to happen with the latter adds up. Not the taxes in it: those are
//! Stripe's to say.

pub mod lines;

use crate::money::Money;

/// How an invoice stands before a note, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// What it came to, less what was credited before.
    pub creditable: Money,
    /// What is still to be paid.
    pub remaining: Money,
    /// What was paid through Stripe, and could go back the way it came.
    pub refundable: Money,
}

/// What a note is to do: how much, and where what was paid already goes. In the invoice's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// In all, taxes included.
    pub amount: Money,
    /// Back to the card or account that paid.
    pub refund: Money,
    /// To the customer's balance, for the next invoice.
    pub balance: Money,
    /// Given back another way.
    pub outside: Money,
}

/// What a note does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Taken off what is still to be paid.
    pub before: Money,
    /// Of what was paid already: this much goes somewhere.
    pub after: Money,
    /// Still to be paid then.
    pub remaining: Money,
}

/// Why a note cannot be issued so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreditError {
    /// Nothing, or less.
    #[error("A credit note takes something off. Write an amount above 0.")]
    Nothing,
    /// More than there is.
    #[error("At most {} can be credited on this invoice. Write a smaller amount.", .0.text())]
    TooMuch(Money),
    /// What was paid through Stripe is less.
    #[error("Only {} was paid through Stripe. Give the rest to the balance, or back another way.", .0.text())]
    Refund(Money),
    /// The parts are not the whole.
    #[error("{} of it was paid already. What is refunded, kept on the balance and given back another way has to come to that; it comes to {}.", .after.text(), .given.text())]
    Parts {
        /// What was paid already.
        after: Money,
        /// What the parts come to.
        given: Money,
    },
}

/// How an amount falls on what is owed and what was paid.
pub fn split(owed: &Owed, amount: Money) -> Result<Effect, CreditError> {
    if amount.minor <= 0 {
        return Err(CreditError::Nothing);
    }
    if amount.minor > owed.creditable.minor {
        return Err(CreditError::TooMuch(owed.creditable));
    }
    let money = |minor: i64| Money::new(minor, amount.currency);
    let before = amount.minor.min(owed.remaining.minor.max(0));
    Ok(Effect {
        before: money(before),
        after: money(amount.minor.saturating_sub(before)),
        remaining: money(owed.remaining.minor.saturating_sub(before)),
    })
}

/// Whether a note may be issued so, and what it does.
pub fn weigh(owed: &Owed, wish: &Wish) -> Result<Effect, CreditError> {
    let effect = split(owed, wish.amount)?;
    if wish.refund.minor > owed.refundable.minor {
        return Err(CreditError::Refund(owed.refundable));
    }
    let parts = [wish.refund, wish.balance, wish.outside];
    let given = parts
        .iter()
        .fold(0_i64, |sum, part| sum.saturating_add(part.minor));
    let negative = parts.iter().any(|part| part.minor < 0);
    if negative || given != effect.after.minor {
        return Err(CreditError::Parts {
            after: effect.after,
            given: Money::new(given, wish.amount.currency),
        });
    }
    Ok(effect)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn owed(creditable: i64, remaining: i64, refundable: i64) -> Owed {
        Owed {
            creditable: usd(creditable),
            remaining: usd(remaining),
            refundable: usd(refundable),
        }
    }

    fn check(
        owed: Owed,
        amount: i64,
        parts: (i64, i64, i64),
        expect: Result<(i64, i64, i64), &str>,
    ) {
        let wish = Wish {
            amount: usd(amount),
            refund: usd(parts.0),
            balance: usd(parts.1),
            outside: usd(parts.2),
        };
        let got = weigh(&owed, &wish)
            .map(|effect| {
                (
                    effect.before.minor,
                    effect.after.minor,
                    effect.remaining.minor,
                )
            })
            .map_err(|error| error.to_string());
        assert_eq!(got, expect.map_err(str::to_owned), "{amount} {parts:?}");
    }

    #[test]
    fn what_is_owed_goes_first_and_what_was_paid_goes_somewhere() {
        check(owed(1_000, 1_000, 0), 400, (0, 0, 0), Ok((400, 0, 600)));
        check(owed(1_000, 1_000, 0), 1_000, (0, 0, 0), Ok((1_000, 0, 0)));
        check(owed(1_000, 0, 1_000), 400, (400, 0, 0), Ok((0, 400, 0)));
        check(owed(1_000, 0, 1_000), 400, (100, 200, 100), Ok((0, 400, 0)));
        check(owed(1_000, 300, 700), 500, (0, 200, 0), Ok((300, 200, 0)));
    }

    #[test]
    fn what_does_not_add_up_is_said() {
        check(
            owed(1_000, 1_000, 0),
            0,
            (0, 0, 0),
            Err("A credit note takes something off. Write an amount above 0."),
        );
        check(
            owed(1_000, 1_000, 0),
            1_001,
            (0, 0, 0),
            Err("At most $10.00 can be credited on this invoice. Write a smaller amount."),
        );
        check(
            owed(1_000, 0, 100),
            400,
            (400, 0, 0),
            Err(
                "Only $1.00 was paid through Stripe. Give the rest to the balance, or back another way.",
            ),
        );
        check(
            owed(1_000, 0, 1_000),
            400,
            (100, 100, 0),
            Err(
                "$4.00 of it was paid already. What is refunded, kept on the balance and given back another way has to come to that; it comes to $2.00.",
            ),
        );
        check(
            owed(1_000, 0, 1_000),
            400,
            (-100, 500, 0),
            Err(
                "$4.00 of it was paid already. What is refunded, kept on the balance and given back another way has to come to that; it comes to $4.00.",
            ),
        );
    }
}
