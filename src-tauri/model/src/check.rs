//! Whether the draft of a quote or an invoice can go out: everything that is known to be wrong
//! before Stripe is asked. Not Stripe's own answer, which may still be no, and not the adding up.

use crate::{
    currency::Currency,
    discount::Discount,
    document::Document,
    entry::AmountError,
    line::{Interval, Line},
    tax::TaxRate,
    unit::UnitAmount,
};
pub use rules::check;

mod rules;

/// Longest header, in characters.
pub const HEADER_LENGTH: usize = 50;
/// Longest description and footer of a quote, in characters.
pub const TEXT_LENGTH: usize = 500;
/// Longest memo of an invoice, in characters.
pub const MEMO_LENGTH: usize = 1_500;
/// Longest footer of an invoice, in characters.
pub const FOOTER_LENGTH: usize = 5_000;
/// So many custom fields an invoice has at the most.
pub const CUSTOM_FIELDS: usize = 4;
/// Longest name of a custom field, in characters.
pub const FIELD_NAME_LENGTH: usize = 40;
/// Longest value of a custom field, in characters.
pub const FIELD_VALUE_LENGTH: usize = 140;
/// Longest trial.
pub const TRIAL_DAYS: u32 = 730;

/// What is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// An offer.
    Quote,
    /// A bill.
    Invoice,
}

impl Paper {
    /// What a shop calls it: "quote".
    pub fn word(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Invoice => "invoice",
        }
    }
}

/// A quote or an invoice as it stands in the editor. Times in unix seconds UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which of the two.
    pub paper: Paper,
    /// Whether a customer is chosen.
    pub has_customer: bool,
    /// What it is in.
    pub currency: Currency,
    /// The lines as they were typed.
    pub lines: Vec<LineDraft>,
    /// What comes off the whole.
    pub discounts: Vec<Discount>,
    /// The rates for lines that have none of their own.
    pub default_taxes: Vec<TaxRate>,
    /// When a quote is to expire; `None` leaves it to Stripe.
    pub expires_at: Option<i64>,
    /// When an invoice has to be paid; `None` where days say it.
    pub due_at: Option<i64>,
    /// How the invoices are to be paid.
    pub collection: Collection,
    /// Within how many days an invoice that is sent has to be paid.
    pub days_until_due: Option<u32>,
    /// When the subscription is to start; `None` for at once.
    pub starts_at: Option<i64>,
    /// Days of trial.
    pub trial_days: Option<u32>,
    /// The line above a quote.
    pub header: String,
    /// The text under the header; an invoice's memo.
    pub description: String,
    /// The text at the foot.
    pub footer: String,
    /// Names and values that an invoice bears, such as an order number.
    pub custom_fields: Vec<(String, String)>,
}

/// One line as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDraft {
    /// The price of one piece, or why what was typed is none.
    pub unit: Result<UnitAmount, AmountError>,
    /// How many pieces.
    pub quantity: u64,
    /// How often it is billed; `None` for once.
    pub recurring: Option<Interval>,
    /// The line's own rates.
    pub taxes: Vec<TaxRate>,
    /// The line's own discounts.
    pub discounts: Vec<Discount>,
}

/// How an invoice is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collection {
    /// Stripe charges the payment method on file.
    ChargeAutomatically,
    /// The customer gets the invoice and pays it.
    SendInvoice,
}

impl Collection {
    /// Reads Stripe's `collection_method`. `None` for one not known here.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "charge_automatically" => Some(Self::ChargeAutomatically),
            "send_invoice" => Some(Self::SendInvoice),
            _ => None,
        }
    }

    /// As Stripe writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ChargeAutomatically => "charge_automatically",
            Self::SendInvoice => "send_invoice",
        }
    }
}

/// Something that a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where: `customer`, `lines[2].unit`, `expires_at`, `total`. Lines count from 0.
    pub path: String,
    /// What, for programs.
    pub code: Code,
    /// What and what to do, for people.
    pub sentence: String,
    /// Whether it cannot be finalized before this is put right. Otherwise it is a hint.
    pub blocking: bool,
}

/// What kinds of things are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// No customer.
    NoCustomer,
    /// No line.
    NoLines,
    /// A line with the quantity 0.
    NoQuantity,
    /// A price that is none.
    BadAmount,
    /// A line or a discount in another currency.
    TwoCurrencies,
    /// Recurring lines with different intervals.
    TwoIntervals,
    /// An interval that Stripe does not take.
    BadInterval,
    /// An expiry that has passed.
    ExpiryPassed,
    /// A due date that has passed.
    DuePassed,
    /// Something recurring on an invoice, which bills once.
    Recurring,
    /// More custom fields than there is room for, or one without a name or a value.
    BadField,
    /// A start that has passed.
    StartPassed,
    /// A start or a trial, and nothing that recurs.
    NothingRecurring,
    /// A trial of more than two years.
    TrialTooLong,
    /// Days to pay, although the customer is charged automatically.
    DaysNotUsed,
    /// No days to pay, although the customer gets an invoice.
    DaysMissing,
    /// A text that is too long.
    TextTooLong,
    /// A total that is not nothing, and less than Stripe charges.
    TotalTooSmall,
    /// A total beyond what Stripe charges.
    TotalTooLarge,
    /// A total that is no multiple of the currency's step.
    TotalOffStep,
}

impl Code {
    /// For programs: "no_customer".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoCustomer => "no_customer",
            Self::NoLines => "no_lines",
            Self::NoQuantity => "no_quantity",
            Self::BadAmount => "bad_amount",
            Self::TwoCurrencies => "two_currencies",
            Self::TwoIntervals => "two_intervals",
            Self::BadInterval => "bad_interval",
            Self::ExpiryPassed => "expiry_passed",
            Self::DuePassed => "due_passed",
            Self::Recurring => "recurring",
            Self::BadField => "bad_field",
            Self::StartPassed => "start_passed",
            Self::NothingRecurring => "nothing_recurring",
            Self::TrialTooLong => "trial_too_long",
            Self::DaysNotUsed => "days_not_used",
            Self::DaysMissing => "days_missing",
            Self::TextTooLong => "text_too_long",
            Self::TotalTooSmall => "total_too_small",
            Self::TotalTooLarge => "total_too_large",
            Self::TotalOffStep => "total_off_step",
        }
    }
}

impl Draft {
    /// An empty draft.
    pub fn new(paper: Paper, currency: Currency) -> Self {
        Self {
            paper,
            has_customer: false,
            currency,
            lines: Vec::new(),
            discounts: Vec::new(),
            default_taxes: Vec::new(),
            expires_at: None,
            due_at: None,
            collection: Collection::ChargeAutomatically,
            days_until_due: None,
            starts_at: None,
            trial_days: None,
            header: String::new(),
            description: String::new(),
            footer: String::new(),
            custom_fields: Vec::new(),
        }
    }

    /// The draft as something to add up. A line whose price is none yet counts as free, so that
    /// the totals stand while somebody types.
    pub fn document(&self) -> Document {
        let line = |line: &LineDraft| {
            let free = UnitAmount::from_minor(0, self.currency);
            Line {
                quantity: line.quantity,
                unit: line.unit.as_ref().copied().unwrap_or(free),
                recurring: line.recurring,
                taxes: line.taxes.clone(),
                discounts: line.discounts.clone(),
            }
        };
        Document {
            currency: self.currency,
            lines: self.lines.iter().map(line).collect(),
            discounts: self.discounts.clone(),
            default_taxes: self.default_taxes.clone(),
            trial: self.trial_days.is_some_and(|days| days > 0),
        }
    }

    fn recurs(&self) -> bool {
        self.lines.iter().any(|line| line.recurring.is_some())
    }
}

#[cfg(test)]
mod tests;
