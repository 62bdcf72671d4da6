//! What narrows a list, turned into conditions on the columns. A range of amounts is written once
//! and holds for every currency, each in its own minor units: nothing is converted.

use super::tabs::{self, DUE_INVOICES};
use crate::drafting::typed::{hint, price};
use crate::view::{Code, Noun, Problem};
use cache::{Filter, Kind, Read, Span};
use model::Currency;
use model::entry::{AmountError, Hint};

/// What narrows a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Only this customer's.
    pub customer: Option<String>,
    /// Only this currency, lower case.
    pub currency: Option<String>,
    /// Made at or after this time, unix seconds UTC.
    pub from: Option<i64>,
    /// Made before this time, unix seconds UTC.
    pub to: Option<i64>,
    /// Of this amount or more, as typed, in whole units of whichever currency.
    pub least: Option<String>,
    /// Of this amount or less, likewise.
    pub most: Option<String>,
    /// Only invoices that are past due.
    pub overdue: bool,
}

/// The amounts between which a list is narrowed, read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Between {
    least: Option<Decimal>,
    most: Option<Decimal>,
}

/// An amount in no currency yet: `digits` of which the last `decimals` stand after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    digits: i128,
    decimals: u32,
}

/// What a narrowed tab shows: the records of each filter, none of them in two.
pub(super) fn filters(
    r: &Read<'_>,
    (noun, tab): (Noun, &str),
    narrow: &Narrow,
    now: i64,
) -> Result<Vec<Filter>, Problem> {
    let mut filters = tabs::filters(noun, tab, narrow, now).ok_or_else(|| no_tab(tab))?;
    if narrow.overdue {
        if noun != Noun::Invoice {
            return Err(Problem::new(
                Code::InvalidInput,
                "Only invoices can be past due.",
            ));
        }
        filters = filters
            .into_iter()
            .filter_map(|filter| late(filter, now))
            .collect();
    }
    let between = Between::read(narrow, hint(&super::settings_in(r)?))?;
    if between == Between::default() {
        return Ok(filters);
    }
    let mut narrowed = Vec::new();
    for filter in filters {
        for currency in currencies(r, &filter)? {
            narrowed.push(Filter {
                amount: between.of(&currency),
                currency: Some(currency),
                ..filter.clone()
            });
        }
    }
    Ok(narrowed)
}

/// Of what a filter leaves, that which waits for payment and is past due; none when it can have none.
fn late(mut filter: Filter, now: i64) -> Option<Filter> {
    let open = |state: &str| DUE_INVOICES.contains(&state);
    if filter.states.is_empty() {
        filter.states = DUE_INVOICES.map(str::to_owned).to_vec();
    }
    filter.states.retain(|state| open(state));
    let yesterday = now.saturating_sub(1);
    filter.at.max = Some(filter.at.max.map_or(yesterday, |max| max.min(yesterday)));
    (!filter.states.is_empty()).then_some(filter)
}

/// The currencies that a filter's records may be in.
fn currencies(r: &Read<'_>, filter: &Filter) -> Result<Vec<String>, cache::Error> {
    match &filter.currency {
        Some(currency) => Ok(vec![currency.clone()]),
        None => used(r, filter.kind),
    }
}

/// The currencies in which there are records of a kind.
pub(super) fn used(r: &Read<'_>, kind: Kind) -> Result<Vec<String>, cache::Error> {
    let tallies = r.records().kept_tallies(kind)?;
    let mut used: Vec<String> = tallies.into_iter().map(|tally| tally.currency).collect();
    used.retain(|currency| !currency.is_empty());
    used.sort_unstable();
    used.dedup();
    Ok(used)
}

impl Between {
    /// Reads both ends as amounts are read everywhere.
    pub(super) fn read(narrow: &Narrow, hint: Hint) -> Result<Between, Problem> {
        // A currency with cents, where none is chosen: an amount is then read as most are written.
        let currency = narrow.currency.as_deref().unwrap_or("usd");
        let read = |text: &Option<String>, field: &str| match text.as_deref().map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => decimal(text, currency, hint)
                .map(Some)
                .map_err(|why| unread(field, &why)),
        };
        Ok(Between {
            least: read(&narrow.least, "least")?,
            most: read(&narrow.most, "most")?,
        })
    }

    /// The span in a currency's minor units; what falls between two of them is left out.
    fn of(&self, currency: &str) -> Span {
        let decimals = Currency::parse(currency).map_or(2, |known| u32::from(known.decimals()));
        Span {
            min: self.least.map(|least| least.minor(decimals, true)),
            max: self.most.map(|most| most.minor(decimals, false)),
        }
    }

    /// Whether an amount lies between; a missing one lies nowhere.
    pub(super) fn holds(&self, amount: Option<(i64, &str)>) -> bool {
        if *self == Between::default() {
            return true;
        }
        amount.is_some_and(|(minor, currency)| {
            let span = self.of(currency);
            span.min.is_none_or(|min| minor >= min) && span.max.is_none_or(|max| minor <= max)
        })
    }
}

impl Decimal {
    fn minor(self, decimals: u32, up: bool) -> i64 {
        let power = |n: u32| 10_i128.checked_pow(n).unwrap_or(i128::MAX);
        let minor = if decimals >= self.decimals {
            self.digits.saturating_mul(power(decimals - self.decimals))
        } else {
            let step = power(self.decimals - decimals);
            let whole = self.digits.div_euclid(step);
            let over = self.digits.rem_euclid(step) > 0;
            whole.saturating_add(i128::from(up && over))
        };
        i64::try_from(minor).unwrap_or(i64::MAX)
    }
}

fn decimal(text: &str, currency: &str, hint: Hint) -> Result<Decimal, Unread> {
    let known = Currency::parse(currency).ok_or_else(|| Unread::Currency(currency.to_owned()))?;
    let figure = match price(text, known, hint) {
        // There is nothing to choose from here, and no currency is meant.
        Err(AmountError::Ambiguous {
            readings: [one, other],
        }) => {
            return Err(Unread::Ambiguous(one.decimal(), other.decimal()));
        }
        read => read?.decimal(),
    };
    let (whole, part) = figure.split_once('.').unwrap_or((&figure, ""));
    let digits = format!("{whole}{part}").parse();
    Ok(Decimal {
        digits: digits.map_err(|_| Unread::TooLarge)?,
        decimals: u32::try_from(part.len()).unwrap_or(0),
    })
}

/// Why an end of a range is none; the text is for the person who typed it.
#[derive(Debug, thiserror::Error)]
enum Unread {
    #[error("Stripe knows no currency \u{201c}{0}\u{201d}.")]
    Currency(String),
    #[error("This can be read as {0} or as {1}. Write it like one of these.")]
    Ambiguous(String, String),
    #[error(transparent)]
    Amount(#[from] AmountError),
    #[error("The amount is too large.")]
    TooLarge,
}

fn unread(field: &str, why: &Unread) -> Problem {
    let why = why.to_string();
    Problem::new(Code::InvalidInput, "The range of amounts cannot be read.")
        .hint(why.clone())
        .field(field, why)
}

fn no_tab(tab: &str) -> Problem {
    Problem::new(
        Code::InvalidInput,
        format!("This list has no tab called \u{201c}{tab}\u{201d}."),
    )
    .hint("Use one of the tabs of its summary, or \u{201c}all\u{201d}.")
    .field("tab", "There is no such tab.")
}

#[cfg(test)]
mod tests {
    use super::{Between, Narrow};
    use model::entry::Hint;

    #[test]
    fn a_range_of_amounts_holds_in_every_currency() -> Result<(), Box<dyn std::error::Error>> {
        let narrow = |least: &str, most: &str| Narrow {
            least: Some(least.to_owned()),
            most: Some(most.to_owned()),
            ..Narrow::default()
        };
        let read =
            |narrow: &Narrow| Between::read(narrow, Hint::NONE).map_err(|problem| problem.message);
        let some = read(&narrow("12.50", "1,250.50"))?;
        for (minor, currency, inside) in [
            (1_250, "usd", true),
            (1_249, "usd", false),
            (125_050, "usd", true),
            (125_051, "usd", false),
            (13, "jpy", true),
            (12, "jpy", false),
            (1_250, "jpy", true),
            (1_251, "jpy", false),
            (12_500, "kwd", true),
            (12_499, "kwd", false),
        ] {
            assert_eq!(
                some.holds(Some((minor, currency))),
                inside,
                "{minor} {currency}"
            );
        }
        assert!(!some.holds(None));
        assert!(
            read(&narrow("", " "))?.holds(None),
            "an empty range is none"
        );
        let twofold = Between::read(&narrow("1.250", ""), Hint::NONE);
        assert_eq!(
            twofold.err().and_then(|problem| problem.hint).as_deref(),
            Some("This can be read as 1.25 or as 1250.00. Write it like one of these.")
        );
        let wrong = Between::read(&narrow("a lot", ""), Hint::NONE);
        assert_eq!(
            wrong
                .err()
                .and_then(|problem| problem.fields.first().map(|field| field.path.clone())),
            Some("least".to_owned())
        );
        Ok(())
    }
}
