//! A quote or an invoice while it is written. What is typed is kept as typed;
//! what it comes to is computed here, never by the window.

use super::{Amount, Birth, CustomerFields, Per, Problem, RecurringTotals, Totals, Verb};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How an invoice is collected; Stripe's own names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Collection {
    /// The saved payment method is charged.
    ChargeAutomatically,
    /// An invoice with a due date is sent.
    #[default]
    SendInvoice,
}

/// What is being written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// An offer.
    #[default]
    Quote,
    /// A bill.
    Invoice,
}

/// Who a draft is for: a customer that exists, or one to be made with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CustomerChoice {
    /// A customer of the account.
    Existing {
        /// Stripe's id.
        id: String,
        /// The name, for showing.
        name: String,
        /// The e-mail, for showing.
        email: Option<String>,
    },
    /// A customer that saving the draft creates.
    New {
        /// What was entered.
        fields: CustomerFields,
    },
}

/// A tax on a line or on all lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TaxChoice {
    /// Stripe's id; none means that saving creates the tax rate.
    pub id: Option<String>,
    /// Its name, such as `VAT`.
    pub name: String,
    /// The percentage as typed, such as `20` or `7.7`.
    pub percent: String,
    /// Contained in the prices already.
    pub inclusive: bool,
}

/// How long a discount lasts; Stripe's own names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DiscountDuration {
    /// The first invoice only.
    #[default]
    Once,
    /// Some months.
    Repeating,
    /// As long as it runs.
    Forever,
}

/// A discount on a line or on the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DiscountChoice {
    /// Stripe's id of the coupon; none means that saving creates it.
    pub coupon: Option<String>,
    /// Its name.
    pub name: String,
    /// A percentage as typed; either this or `amount`.
    pub percent: Option<String>,
    /// An amount as typed, in the draft's currency.
    pub amount: Option<String>,
    /// How long it lasts.
    pub duration: DiscountDuration,
    /// For how many months, when repeating.
    pub months: Option<u32>,
}

/// A line while it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftLine {
    /// Names the line while it is edited; unique in the draft.
    pub key: String,
    /// What.
    pub name: String,
    /// More about it; becomes the description of a product that saving creates.
    pub detail: String,
    /// The price it was taken from; used as long as amount and rhythm are the price's own.
    pub price: Option<String>,
    /// The product; none means that saving creates it.
    pub product: Option<String>,
    /// The price of one, as typed.
    pub unit: String,
    /// How many, as typed.
    pub quantity: String,
    /// How often it recurs; none for one-time lines.
    pub per: Option<Per>,
    /// Its tax; none means that of the whole.
    pub tax: Option<TaxChoice>,
    /// A discount on this line alone.
    pub discount: Option<DiscountChoice>,
    /// The invoice item that it stands for; none where saving makes one.
    #[serde(default)]
    pub item: Option<String>,
    /// A subscription drew it up: it stays on the invoice as it is.
    #[serde(default)]
    pub fixed: bool,
}

/// A name and a value of the owner's own, printed on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CustomField {
    /// Such as `Order number`; at most 40 characters.
    pub name: String,
    /// Such as `4711`; at most 140 characters.
    pub value: String,
}

/// A quote or an invoice while it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Draft {
    /// Its own id, `draft_…`; an invoice's `draft_in_…`.
    pub id: String,
    /// Which of the two.
    #[serde(default)]
    pub kind: DraftKind,
    /// The draft at Stripe that it edits, once there is one.
    pub record: Option<String>,
    /// For whom.
    pub customer: Option<CustomerChoice>,
    /// Three-letter code in lower case; one for the whole.
    pub currency: String,
    /// The lines.
    pub lines: Vec<DraftLine>,
    /// Discounts on the whole.
    pub discounts: Vec<DiscountChoice>,
    /// The tax of lines that have none of their own.
    pub tax: Option<TaxChoice>,
    /// A quote is valid until the end of this day (`YYYY-MM-DD`, local time); none for Stripe's 30 days.
    pub expires_on: Option<String>,
    /// A quote's title, at most 50 characters.
    pub header: String,
    /// At most 500 characters; an invoice's memo, at most 1500.
    pub description: String,
    /// At most 500 characters; an invoice's at most 5000.
    pub footer: String,
    /// How it is to be paid.
    pub collection: Collection,
    /// Days until due, with `send_invoice`.
    pub days_until_due: Option<u32>,
    /// The day by whose end an invoice is due (`YYYY-MM-DD`, local time), instead of a number of days.
    #[serde(default)]
    pub due_on: Option<String>,
    /// What an invoice bears besides, at most four.
    #[serde(default)]
    pub custom_fields: Vec<CustomField>,
    /// When the subscription starts (`YYYY-MM-DD`, local time); none for acceptance.
    pub starts_on: Option<String>,
    /// Days before the first payment.
    pub trial_days: Option<u32>,
    /// When it was last kept.
    pub updated_at: i64,
}

impl Draft {
    /// Whether it is an invoice that is being written.
    pub fn is_invoice(&self) -> bool {
        self.kind == DraftKind::Invoice
    }
}

/// What a line comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineFigures {
    /// The line's key.
    pub key: String,
    /// The price of one; none while what was typed is none.
    pub unit: Option<Amount>,
    /// Quantity times price; none while it cannot be told.
    pub amount: Option<Amount>,
    /// Saving creates a product for this line.
    pub makes_product: bool,
}

/// What a draft comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftFigures {
    /// The lines, in order.
    pub lines: Vec<LineFigures>,
    /// What the first invoice charges.
    pub upfront: Totals,
    /// What recurs afterwards.
    pub recurring: Option<RecurringTotals>,
    /// What saving creates besides the quote or invoice itself.
    pub saving: Vec<Birth>,
    /// What accepting a quote will create.
    pub accepting: Vec<Birth>,
}

/// Something about a draft that its writer should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// Where, such as `lines[2].unit`.
    pub path: String,
    /// A short name of it, such as `ambiguous`.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
    /// Finalizing is refused while it stands.
    pub blocking: bool,
    /// What the text may mean, each of which can be entered instead.
    pub readings: Vec<String>,
}

/// A draft with what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftSheet {
    /// What was typed.
    pub draft: Draft,
    /// What it comes to; none while amounts cannot be read.
    pub figures: Option<DraftFigures>,
    /// What its writer should know.
    pub findings: Vec<Finding>,
    /// The number of the invoice whose place this one is to take, where it is a correction.
    pub replaces: Option<String>,
    /// Stripe has exactly this already.
    pub saved: bool,
    /// What waits in the outbox for it, such as `finalize`.
    pub pending: Option<Verb>,
    /// Whether it was changed since that was asked for: what waits is the draft as it stood then.
    pub changed_since: bool,
    /// What Stripe refused last.
    pub problem: Option<Problem>,
}
