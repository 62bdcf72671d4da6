//! The rules that a draft is held against, in the order in which the editor shows its fields.
//! Not what a draft or a finding is: see [`check`](super).

use super::{
    CUSTOM_FIELDS, Code, Collection, Draft, FIELD_NAME_LENGTH, FIELD_VALUE_LENGTH, FOOTER_LENGTH,
    Finding, HEADER_LENGTH, LineDraft, MEMO_LENGTH, Paper, TEXT_LENGTH, TRIAL_DAYS,
};
use crate::{
    calendar::Day,
    currency::Currency,
    discount::Off,
    document::{ReckonError, Totals},
    entry::AmountError,
    line::Interval,
    money::Money,
    unit::UnitAmount,
};

/// All that is known to be wrong with a draft at `now` (unix seconds UTC), in the order in
/// which the editor shows its fields.
pub fn check(draft: &Draft, now: i64) -> Vec<Finding> {
    let mut found = Found(Vec::new());
    if !draft.has_customer {
        let sentence = format!("This {} has no customer. Choose one.", draft.paper.word());
        found.stop("customer", Code::NoCustomer, sentence);
    }
    found.lines(draft);
    found.discounts(draft);
    found.dates(draft, now);
    found.payment(draft);
    found.texts(draft);
    found.fields(draft);
    found.totals(draft);
    found.0
}

struct Found(Vec<Finding>);

impl Found {
    fn stop(&mut self, path: impl Into<String>, code: Code, sentence: impl Into<String>) {
        self.add(path.into(), code, sentence.into(), true);
    }

    fn hint(&mut self, path: impl Into<String>, code: Code, sentence: impl Into<String>) {
        self.add(path.into(), code, sentence.into(), false);
    }

    fn add(&mut self, path: String, code: Code, sentence: String, blocking: bool) {
        self.0.push(Finding {
            path,
            code,
            sentence,
            blocking,
        });
    }

    fn lines(&mut self, draft: &Draft) {
        if draft.lines.is_empty() {
            let sentence = format!("This {} has no lines. Add one.", draft.paper.word());
            self.stop("lines", Code::NoLines, sentence);
        }
        let first = draft.lines.iter().find_map(|line| line.recurring);
        for (at, line) in draft.lines.iter().enumerate() {
            self.unit(at, line, draft);
            if line.quantity == 0 {
                let sentence = "The quantity is 0. Write at least 1, or remove the line.";
                self.stop(format!("lines[{at}].quantity"), Code::NoQuantity, sentence);
            }
            if draft.paper == Paper::Invoice && line.recurring.is_some() {
                let sentence = "An invoice bills once. Make this line one-time, or write a quote for what recurs.";
                self.stop(format!("lines[{at}].recurring"), Code::Recurring, sentence);
            } else if let Some(interval) = line.recurring {
                self.interval(at, interval, first.unwrap_or(interval));
            }
        }
    }

    fn unit(&mut self, at: usize, line: &LineDraft, draft: &Draft) {
        let path = format!("lines[{at}].unit");
        match &line.unit {
            Err(error) => self.stop(path, Code::BadAmount, error.to_string()),
            Ok(unit) if unit.currency() != draft.currency => {
                let found = unit.currency();
                self.stop(path, Code::TwoCurrencies, other_currency(found, draft));
            }
            Ok(unit) if unit.is_negative() => {
                self.stop(path, Code::BadAmount, AmountError::Negative.to_string());
            }
            Ok(_) => {}
        }
    }

    fn interval(&mut self, at: usize, interval: Interval, first: Interval) {
        let path = format!("lines[{at}].recurring");
        if !interval.is_allowed() {
            let sentence = "Stripe bills at least every three years. Choose a shorter interval.";
            self.stop(path, Code::BadInterval, sentence);
        } else if interval != first {
            let sentence = format!(
                "This line is billed {}, another one {}. Use one interval, or write two quotes.",
                interval.text(),
                first.text()
            );
            self.stop(path, Code::TwoIntervals, sentence);
        }
    }

    fn discounts(&mut self, draft: &Draft) {
        let on_lines = draft.lines.iter().enumerate().flat_map(|(at, line)| {
            let path = move |n| format!("lines[{at}].discounts[{n}]");
            line.discounts
                .iter()
                .enumerate()
                .map(move |(n, discount)| (path(n), discount))
        });
        let on_whole = draft.discounts.iter().enumerate();
        let on_whole = on_whole.map(|(n, discount)| (format!("discounts[{n}]"), discount));
        for (path, discount) in on_lines.chain(on_whole) {
            if let Off::Amount(amount) = discount.off {
                if amount.currency != draft.currency {
                    let sentence = other_currency(amount.currency, draft);
                    self.stop(path, Code::TwoCurrencies, sentence);
                } else if amount.is_negative() {
                    self.stop(path, Code::BadAmount, AmountError::Negative.to_string());
                }
            }
        }
    }

    fn dates(&mut self, draft: &Draft, now: i64) {
        if draft.paper == Paper::Invoice {
            if draft.due_at.is_some_and(|at| at <= now) {
                let sentence = "The due date has passed, and Stripe takes only one that lies ahead. Choose a later one, or say in how many days.";
                self.stop("due_at", Code::DuePassed, sentence);
            }
            return;
        }
        if draft.expires_at.is_some_and(|at| at <= now) {
            let sentence = "The expiry date has passed. Choose a later one.";
            self.stop("expires_at", Code::ExpiryPassed, sentence);
        }
        // By days: a start "today" is meant from midnight on.
        if draft
            .starts_at
            .is_some_and(|at| Day::from_unix(at) < Day::from_unix(now))
        {
            let sentence = "The start date has passed: the subscription would start when the quote is accepted. Choose a later date, or none.";
            self.hint("starts_at", Code::StartPassed, sentence);
        }
        if draft.trial_days.is_some_and(|days| days > TRIAL_DAYS) {
            let sentence =
                format!("A trial lasts at most {TRIAL_DAYS} days. Choose a shorter one.");
            self.stop("trial_days", Code::TrialTooLong, sentence);
        }
        if draft.recurs() {
            return;
        }
        let sentence = "Nothing in this quote is billed repeatedly, so this has no effect. Make a line recurring, or leave it empty.";
        if draft.starts_at.is_some() {
            self.hint("starts_at", Code::NothingRecurring, sentence);
        }
        if draft.trial_days.is_some_and(|days| days > 0) {
            self.hint("trial_days", Code::NothingRecurring, sentence);
        }
    }

    fn payment(&mut self, draft: &Draft) {
        match (draft.collection, draft.days_until_due) {
            (Collection::ChargeAutomatically, Some(_)) => {
                let sentence = "Days to pay only matter when the invoice is sent. Leave them empty, or send the invoice instead of charging automatically.";
                self.stop("days_until_due", Code::DaysNotUsed, sentence);
            }
            (Collection::SendInvoice, None) if draft.due_at.is_none() => {
                let sentence =
                    "An invoice that is sent says when it is due. Write within how many days.";
                self.stop("days_until_due", Code::DaysMissing, sentence);
            }
            _ => {}
        }
    }

    fn texts(&mut self, draft: &Draft) {
        let invoice = draft.paper == Paper::Invoice;
        let (called, most, foot) = if invoice {
            ("memo", MEMO_LENGTH, FOOTER_LENGTH)
        } else {
            ("description", TEXT_LENGTH, TEXT_LENGTH)
        };
        let texts = [
            ("header", "header", &draft.header, HEADER_LENGTH),
            ("description", called, &draft.description, most),
            ("footer", "footer", &draft.footer, foot),
        ];
        for (path, called, text, most) in texts {
            self.length(path.to_owned(), called, text, most);
        }
    }

    fn length(&mut self, path: String, called: &str, text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            let sentence = format!(
                "The {called} has {length} characters, and at most {most} fit. Shorten it."
            );
            self.stop(path, Code::TextTooLong, sentence);
        }
    }

    fn fields(&mut self, draft: &Draft) {
        if draft.custom_fields.len() > CUSTOM_FIELDS {
            let sentence =
                format!("An invoice has room for {CUSTOM_FIELDS} fields of your own. Remove one.");
            self.stop("custom_fields", Code::BadField, sentence);
        }
        for (at, (name, value)) in draft.custom_fields.iter().enumerate() {
            let path = |field: &str| format!("custom_fields[{at}].{field}");
            if name.trim().is_empty() {
                let sentence = "This field has no name. Say what it is, or remove it.";
                self.stop(path("name"), Code::BadField, sentence);
            }
            if value.trim().is_empty() {
                let sentence = "This field says nothing. Write what it says, or remove it.";
                self.stop(path("value"), Code::BadField, sentence);
            }
            self.length(path("name"), "name", name.trim(), FIELD_NAME_LENGTH);
            self.length(path("value"), "text", value.trim(), FIELD_VALUE_LENGTH);
        }
    }

    fn totals(&mut self, draft: &Draft) {
        let stands = |unit: &UnitAmount| !unit.is_negative();
        if !draft
            .lines
            .iter()
            .all(|line| line.unit.as_ref().is_ok_and(stands))
        {
            // The totals mean nothing yet, and the line already says what is wrong.
            return;
        }
        match draft.document().reckon() {
            Ok(figures) => {
                self.total("total", draft.paper, &figures.whole);
                if let Some(recurring) = &figures.recurring {
                    self.total("recurring_total", draft.paper, &recurring.totals);
                }
            }
            Err(ReckonError::Currency { .. }) => {}
            Err(error) => self.stop("total", Code::TotalTooLarge, error.to_string()),
        }
    }

    fn total(&mut self, path: &str, paper: Paper, totals: &Totals) {
        let total = totals.total;
        let currency = total.currency;
        let of = |minor| Money::new(minor, currency).text();
        let over = total.minor.checked_rem(currency.step()).unwrap_or_default();
        if total.minor > currency.maximum() {
            let sentence = format!(
                "The total is {}, and Stripe takes at most {}. Split the {}.",
                total.text(),
                of(currency.maximum()),
                paper.word()
            );
            self.stop(path, Code::TotalTooLarge, sentence);
        } else if let Some(least) = currency.minimum().filter(|&least| total.minor < least)
            && !total.is_zero()
        {
            let sentence = format!(
                "Stripe does not charge less than {}: it would keep {} on the customer's balance until the next invoice. Raise the total if it is to be paid.",
                of(least),
                total.text()
            );
            self.hint(path, Code::TotalTooSmall, sentence);
        } else if over != 0 {
            let sentence = format!(
                "The total is {}, and cards are charged in {currency} only in steps of {}. Round the prices.",
                total.text(),
                of(currency.step())
            );
            self.hint(path, Code::TotalOffStep, sentence);
        }
    }
}

fn other_currency(found: Currency, draft: &Draft) -> String {
    let (expected, paper) = (draft.currency, draft.paper.word());
    format!(
        "This is in {found}, the {paper} in {expected}. Use one currency, or write two {paper}s."
    )
}
