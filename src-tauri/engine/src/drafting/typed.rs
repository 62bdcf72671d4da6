//! From what was typed to what the model reckons with. Whatever cannot be
//! read becomes a finding; nothing is guessed.

use crate::view::{
    self, CustomerChoice, DiscountChoice, DiscountDuration, Draft, DraftKind, Finding, Per,
    Settings, TaxChoice,
};
use chrono::{Local, NaiveDate, TimeZone as _};
use model::check::{Collection, LineDraft, Paper};
use model::discount::{Discount, Lasts, Off};
use model::entry::{AmountError, Hint, parse_amount, parse_unit};
use model::line::{Interval, IntervalUnit};
use model::tax::TaxRate;
use model::{Currency, Money, Percent, UnitAmount};

/// A draft as the model knows it, and what could not be read.
#[derive(Debug)]
pub(crate) struct Typed {
    pub(crate) model: model::check::Draft,
    pub(crate) findings: Vec<Finding>,
}

/// Reads a draft at `now` (unix seconds UTC). None when its currency is not one of Stripe's.
pub(crate) fn read(draft: &Draft, settings: &Settings, now: i64) -> Option<Typed> {
    let currency = Currency::parse(&draft.currency)?;
    let mut reader = Reader {
        currency,
        hint: hint(settings),
        findings: Vec::new(),
    };
    let paper = match draft.kind {
        DraftKind::Quote => Paper::Quote,
        DraftKind::Invoice => Paper::Invoice,
    };
    let mut model = model::check::Draft::new(paper, currency);
    model.has_customer = match &draft.customer {
        Some(CustomerChoice::Existing { id, .. }) => !id.is_empty(),
        Some(CustomerChoice::New { fields }) => {
            !fields.name.trim().is_empty() || !fields.email.trim().is_empty()
        }
        None => false,
    };
    model.lines = draft
        .lines
        .iter()
        .enumerate()
        .map(|(n, line)| reader.line(n, line))
        .collect();
    model.discounts = draft
        .discounts
        .iter()
        .enumerate()
        .filter_map(|(n, one)| reader.discount(&format!("discounts[{n}]"), one))
        .collect();
    model.default_taxes = draft
        .tax
        .iter()
        .filter_map(|tax| reader.tax("tax", tax))
        .collect();
    model.expires_at = reader
        .day("expires_on", draft.expires_on.as_deref())
        .and_then(end_of);
    model.due_at = reader
        .day("due_on", draft.due_on.as_deref())
        .and_then(end_of);
    // Starting today is starting at once; Stripe takes only what lies ahead as a date.
    model.starts_at = reader
        .day("starts_on", draft.starts_on.as_deref())
        .filter(|day| Some(*day) != today(now))
        .and_then(start_of);
    model.trial_days = draft.trial_days.filter(|days| *days > 0);
    model.collection = match draft.collection {
        view::Collection::ChargeAutomatically => Collection::ChargeAutomatically,
        view::Collection::SendInvoice => Collection::SendInvoice,
    };
    model.days_until_due = draft.days_until_due;
    model.header.clone_from(&draft.header);
    model.description.clone_from(&draft.description);
    model.footer.clone_from(&draft.footer);
    model.custom_fields = draft
        .custom_fields
        .iter()
        .map(|field| (field.name.clone(), field.value.clone()))
        .collect();
    let mut findings = reader.findings;
    for found in model::check::check(&model, now) {
        let path = found
            .path
            .replace("expires_at", "expires_on")
            .replace("due_at", "due_on")
            .replace("starts_at", "starts_on");
        if !findings.iter().any(|other| other.path == path) {
            findings.push(Finding {
                path,
                code: found.code.as_str().to_owned(),
                message: found.sentence,
                blocking: found.blocking,
                readings: Vec::new(),
            });
        }
    }
    Some(Typed { model, findings })
}

/// The owner's decimal mark.
pub(crate) fn hint(settings: &Settings) -> Hint {
    match settings.decimal_mark.as_str() {
        "." => Hint::POINT,
        "," => Hint::COMMA,
        _ => Hint::NONE,
    }
}

/// What an ambiguous amount may mean, written so that it is ambiguous no more.
pub(crate) fn readings(error: &AmountError, currency: Currency) -> Vec<String> {
    let AmountError::Ambiguous { readings } = error else {
        return Vec::new();
    };
    readings
        .iter()
        .map(|reading| unmistakable(*reading, currency))
        .collect()
}

/// An exact price as a text that means this price whatever the reader's decimal mark is. Three
/// decimals look like thousands: without its last zeros, or with a fourth decimal, it is clear.
pub(crate) fn unmistakable(unit: UnitAmount, currency: Currency) -> String {
    let text = unit.decimal();
    let clear = |text: &str| {
        [Hint::NONE, Hint::POINT, Hint::COMMA]
            .iter()
            .all(|hint| parse_unit(text, currency, *hint) == Ok(unit))
    };
    if clear(&text) {
        return text;
    }
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if text.contains('.') && clear(short) {
        short.to_owned()
    } else {
        format!("{text}0")
    }
}

/// The price of one, as typed. A whole amount has to be one that Stripe takes in this currency.
pub(crate) fn price(text: &str, currency: Currency, hint: Hint) -> Result<UnitAmount, AmountError> {
    let unit = parse_unit(text, currency, hint)?;
    let over = unit
        .whole()
        .and_then(|money| Some((money.minor, money.minor.checked_rem(currency.step())?)));
    match over {
        Some((minor, over)) if over != 0 => {
            let below = minor.saturating_sub(over);
            let above = below.saturating_add(currency.step());
            Err(AmountError::Step {
                below: Money::new(below, currency),
                above: Money::new(above, currency),
            })
        }
        _ => Ok(unit),
    }
}

/// How often, as the model knows it.
pub(crate) fn interval(per: &Per) -> Option<Interval> {
    Some(Interval {
        unit: IntervalUnit::parse(&per.interval)?,
        count: per.count,
    })
}

struct Reader {
    currency: Currency,
    hint: Hint,
    findings: Vec<Finding>,
}

impl Reader {
    fn find(&mut self, path: String, code: &str, message: String, readings: Vec<String>) {
        self.findings.push(Finding {
            path,
            code: code.to_owned(),
            message,
            blocking: true,
            readings,
        });
    }

    fn line(&mut self, n: usize, line: &view::DraftLine) -> LineDraft {
        let unit = price(&line.unit, self.currency, self.hint);
        if let Err(error) = &unit {
            let code = if matches!(error, AmountError::Ambiguous { .. }) {
                "ambiguous"
            } else {
                "bad_amount"
            };
            self.find(
                format!("lines[{n}].unit"),
                code,
                error.to_string(),
                readings(error, self.currency),
            );
        }
        if let Ok(fine) = &unit
            && fine.whole().is_none()
        {
            // Stripe takes prices finer than the currency; a slip of the finger looks the same.
            let decimals = self.currency.decimals();
            let has = if decimals == 0 {
                "no decimals".to_owned()
            } else {
                format!("{decimals} decimals")
            };
            let message = format!(
                "{} has {has}, and this price is finer. It is used as it is, and the line is rounded. Mend it if it is a slip.",
                self.currency.upper()
            );
            let path = format!("lines[{n}].unit");
            self.findings.push(Finding {
                path,
                code: "finer".to_owned(),
                message,
                blocking: false,
                readings: Vec::new(),
            });
        }
        if line.name.trim().is_empty() && line.price.is_none() {
            self.find(
                format!("lines[{n}].name"),
                "no_name",
                "This line has no name. Say what it is.".to_owned(),
                Vec::new(),
            );
        }
        let quantity = whole(&line.quantity);
        if quantity.is_none() {
            let message = format!(
                "“{}” is no quantity. Write a whole number, such as 1.",
                line.quantity.trim()
            );
            self.find(
                format!("lines[{n}].quantity"),
                "bad_quantity",
                message,
                Vec::new(),
            );
        }
        LineDraft {
            unit,
            quantity: quantity.unwrap_or(0),
            recurring: line.per.as_ref().and_then(interval),
            taxes: line
                .tax
                .iter()
                .filter_map(|tax| self.tax(&format!("lines[{n}].tax"), tax))
                .collect(),
            discounts: line
                .discount
                .iter()
                .filter_map(|one| self.discount(&format!("lines[{n}].discount"), one))
                .collect(),
        }
    }

    fn tax(&mut self, path: &str, tax: &TaxChoice) -> Option<TaxRate> {
        match Percent::parse(tax.percent.trim()) {
            Ok(percent) => {
                let key = tax.id.clone().unwrap_or_else(|| {
                    format!("{}|{}|{}", tax.name, percent.text(), tax.inclusive)
                });
                Some(TaxRate {
                    key,
                    name: tax.name.clone(),
                    percent,
                    inclusive: tax.inclusive,
                })
            }
            Err(error) => {
                self.find(
                    path.to_owned(),
                    "bad_percent",
                    error.to_string(),
                    Vec::new(),
                );
                None
            }
        }
    }

    fn discount(&mut self, path: &str, one: &DiscountChoice) -> Option<Discount> {
        let off = match (&one.percent, &one.amount) {
            (Some(percent), _) => Percent::parse(percent.trim())
                .map(Off::Percent)
                .map_err(|error| (error.to_string(), Vec::new())),
            (None, Some(amount)) => parse_amount(amount, self.currency, self.hint)
                .map(Off::Amount)
                .map_err(|error| (error.to_string(), readings(&error, self.currency))),
            (None, None) => Err((
                "This discount takes nothing off. Write a percentage or an amount.".to_owned(),
                Vec::new(),
            )),
        };
        let off = match off {
            Ok(off) => off,
            Err((message, readings)) => {
                self.find(
                    path.to_owned(),
                    if readings.is_empty() {
                        "bad_amount"
                    } else {
                        "ambiguous"
                    },
                    message,
                    readings,
                );
                return None;
            }
        };
        let lasts = match (one.duration, one.months) {
            (DiscountDuration::Once, _) => Lasts::Once,
            (DiscountDuration::Forever, _) => Lasts::Forever,
            (DiscountDuration::Repeating, Some(months)) if months > 0 => {
                Lasts::Repeating { months }
            }
            (DiscountDuration::Repeating, _) => {
                self.find(
                    path.to_owned(),
                    "no_months",
                    "For how many months does this discount last? Write a number.".to_owned(),
                    Vec::new(),
                );
                Lasts::Once
            }
        };
        Some(Discount {
            name: one.name.clone(),
            off,
            lasts,
        })
    }

    fn day(&mut self, path: &str, text: Option<&str>) -> Option<NaiveDate> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() {
            self.find(
                path.to_owned(),
                "bad_date",
                format!("“{text}” is no date. Write it as 2026-05-03."),
                Vec::new(),
            );
        }
        day
    }
}

/// A whole number of pieces, also in other scripts' digits.
fn whole(text: &str) -> Option<u64> {
    let digits: Option<String> = text
        .trim()
        .chars()
        .map(|c| c.to_digit(10).and_then(|d| char::from_digit(d, 10)))
        .collect();
    digits.filter(|digits| !digits.is_empty())?.parse().ok()
}

/// The last second of a day in local time, unix seconds UTC.
fn end_of(day: NaiveDate) -> Option<i64> {
    local(day, 23, 59, 59)
}

/// The first second of a day in local time, unix seconds UTC.
pub(crate) fn start_of(day: NaiveDate) -> Option<i64> {
    local(day, 0, 0, 0)
}

fn local(day: NaiveDate, hour: u32, minute: u32, second: u32) -> Option<i64> {
    // Where the clock is turned at this hour, the later reading keeps the day's promise.
    Local
        .from_local_datetime(&day.and_hms_opt(hour, minute, second)?)
        .latest()
        .map(|at| at.timestamp())
}

fn today(now: i64) -> Option<NaiveDate> {
    day_of(now)
}

/// The local day of a moment.
pub(crate) fn day_of(at: i64) -> Option<NaiveDate> {
    Local
        .timestamp_opt(at, 0)
        .single()
        .map(|at| at.date_naive())
}
