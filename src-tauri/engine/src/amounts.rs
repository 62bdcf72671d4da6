//! Amounts and rhythms on their way to a user interface: from minor units and Stripe's words to
//! [`Amount`] and [`Per`]. Not arithmetic; that is the model's.

use crate::view::{Amount, Per};
use model::{Currency, Money, UnitAmount};

/// `minor` units of a currency. A code that Stripe does not charge in, which only a newer Stripe
/// can send, is shown with two decimals and its code.
pub(crate) fn amount(minor: i64, currency: &str) -> Amount {
    let (decimal, text) = match Currency::parse(currency) {
        Some(known) => {
            let money = Money::new(minor, known);
            (money.decimal(), money.text())
        }
        None => {
            let cents = minor.unsigned_abs();
            let figure = format!("{}.{:02}", cents / 100, cents % 100);
            let (plain, sign) = if minor < 0 {
                ("-", "\u{2212}")
            } else {
                ("", "")
            };
            let decimal = format!("{plain}{figure}");
            (
                decimal,
                format!("{sign}{} {figure}", currency.to_uppercase()),
            )
        }
    };
    Amount {
        minor,
        currency: currency.to_lowercase(),
        decimal,
        text,
    }
}

/// The model's amount, for showing.
pub(crate) fn of(money: Money) -> Amount {
    amount(money.minor, money.currency.code())
}

/// The price of one piece, which may be finer than the currency: `decimal` and `text` are exact,
/// `minor` is rounded.
pub(crate) fn unit(minor_decimal: &str, currency: &str) -> Option<Amount> {
    of_unit(UnitAmount::parse_minor(minor_decimal, Currency::parse(currency)?).ok()?)
}

/// The model's price of one piece, for showing, as [`unit`] is.
pub(crate) fn of_unit(unit: UnitAmount) -> Option<Amount> {
    let whole = unit.times(1).ok()?;
    Some(Amount {
        minor: whole.minor,
        currency: whole.currency.code().to_owned(),
        decimal: unit.decimal(),
        text: unit.text(),
    })
}

/// How often, as the cache keeps it: `month`, or `3 month`.
pub(crate) fn per_text(interval: &str, count: i64) -> String {
    if count == 1 {
        interval.to_owned()
    } else {
        format!("{count} {interval}")
    }
}

/// How often, from what the cache keeps.
pub(crate) fn per(text: &str) -> Option<Per> {
    let (count, interval) = text.split_once(' ').unwrap_or(("1", text));
    Some(Per {
        interval: Some(interval).filter(|name| !name.is_empty())?.to_owned(),
        count: count.parse().ok()?,
    })
}

/// How often, from Stripe's interval and count.
pub(crate) fn rhythm(interval: &str, count: i64) -> Per {
    Per {
        interval: interval.to_owned(),
        count: u32::try_from(count).unwrap_or(1).max(1),
    }
}

/// `each month`, `every 3 months`.
pub(crate) fn each(per: &Per) -> String {
    match per.count {
        1 => format!("each {}", per.interval),
        count => format!("every {count} {}s", per.interval),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_gets_its_own_decimals_and_an_unknown_one_two() {
        let check = |minor, code, decimal: &str, text: &str| {
            let shown = amount(minor, code);
            assert_eq!(
                (shown.decimal.as_str(), shown.text.as_str()),
                (decimal, text)
            );
        };
        check(864_242, "usd", "8642.42", "$8,642.42");
        check(1_320_000, "jpy", "1320000", "¥1,320,000");
        check(412_500, "kwd", "412.500", "KWD 412.500");
        check(-1_205, "xyz", "-12.05", "\u{2212}XYZ 12.05");
    }

    #[test]
    fn a_price_finer_than_its_currency_stays_exact() {
        let shown = unit("0.05", "usd").map(|shown| (shown.decimal, shown.text, shown.minor));
        assert_eq!(shown, Some(("0.0005".to_owned(), "$0.0005".to_owned(), 0)));
        assert_eq!(unit("a lot", "usd"), None);
    }

    #[test]
    fn rhythms_come_back_as_they_were_kept() {
        for (interval, count) in [("month", 1), ("week", 2), ("year", 1)] {
            assert_eq!(
                per(&per_text(interval, count)),
                Some(rhythm(interval, count))
            );
        }
        assert_eq!(per(""), None);
        assert_eq!(each(&rhythm("month", 3)), "every 3 months");
    }
}
