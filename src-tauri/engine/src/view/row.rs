//! What lists and sheets are made of: rows, states, actions, births, moments.

use super::amount::{Amount, Per};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of thing a row or link is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// A quote that only exists here so far.
    Draft,
    /// An invoice that only exists here so far.
    InvoiceDraft,
    /// A quote.
    Quote,
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// A subscription.
    Subscription,
    /// A subscription that starts later.
    SubscriptionSchedule,
    /// A customer.
    Customer,
    /// A product with its prices.
    Product,
    /// A payment.
    Payment,
}

/// A state as people know it, which may say more than Stripe's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the states' own")]
pub enum StateCode {
    Draft,
    Open,
    Expiring,
    Expired,
    Accepted,
    Canceled,
    Superseded,
    Scheduled,
    PastDue,
    Retrying,
    PaymentFailed,
    Paid,
    PartlyPaid,
    Void,
    Uncollectible,
    Active,
    Trialing,
    Incomplete,
    IncompleteExpired,
    Unpaid,
    Paused,
    Ending,
    NotStarted,
    Completed,
    Released,
    Issued,
    Archived,
    NeedsMethod,
    NeedsConfirmation,
    NeedsAction,
    Processing,
    NeedsCapture,
    Succeeded,
    PartlyRefunded,
    Refunded,
    Disputed,
    Unknown,
}

/// A state with the date that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct State {
    /// Which state.
    pub code: StateCode,
    /// When it began or when it will end, whichever the state is about.
    pub at: Option<i64>,
    /// Why it is so, for people, where there is a reason: what the last card said.
    pub why: Option<String>,
    /// Stripe's own word for it, shown where the code is unknown.
    pub stripe: String,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Row {
    /// What it is.
    pub noun: Noun,
    /// Its id: Stripe's, or a draft's own.
    pub id: String,
    /// Who, or what it is called.
    pub title: String,
    /// What it is about.
    pub subtitle: String,
    /// Its number, once it has one.
    pub number: Option<String>,
    /// How much; of an open invoice, what it asks for after credit.
    pub amount: Option<Amount>,
    /// How much of it is left: of a payment, once something went back; of an invoice, once a part is
    /// paid.
    pub left: Option<Amount>,
    /// How often, where the amount recurs.
    pub per: Option<Per>,
    /// Its state.
    pub state: Option<State>,
    /// When it was made.
    pub created: i64,
    /// When Stripe was last asked about it; none for what only exists here.
    pub as_of: Option<i64>,
    /// What is under way with it, such as `accept`.
    pub pending: Option<Verb>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Page {
    /// The rows, in the list's order.
    pub rows: Vec<Row>,
    /// Where the next page starts; none at the end.
    pub next: Option<String>,
    /// How many rows the list has in all.
    pub total: u64,
}

/// A tab of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Tab {
    /// Its id, such as `open`; `all` always exists.
    pub id: String,
    /// How many rows it holds.
    pub count: u64,
}

/// A total of a list, per currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SummaryTotal {
    /// What is added up, such as `open`.
    pub id: String,
    /// One amount a currency, the largest share first.
    pub amounts: Vec<Amount>,
}

/// What is added up of payments, where it is not simply their amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// The money that came and stayed.
    Received,
    /// The money that went back.
    WentBack,
}

/// What stands around a list: its tabs and its sums.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Summary {
    /// The tabs, in order.
    pub tabs: Vec<Tab>,
    /// The totals.
    pub totals: Vec<SummaryTotal>,
    /// What the amounts of the chosen tab's rows add up to, one a currency, the largest share
    /// first; empty where they cannot be added up.
    pub listed: Vec<Amount>,
    /// All of these rows wait for payment, and `listed` is what remains of them, not their totals.
    pub awaited: bool,
    /// `listed` is the money of these payments that moved this way, not their amounts.
    pub moved: Option<Moved>,
    /// The currencies there are in the whole list, lower case.
    pub currencies: Vec<String>,
}

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the verbs' own")]
pub enum Verb {
    Create,
    Edit,
    Save,
    Finalize,
    Accept,
    Cancel,
    Revise,
    Duplicate,
    Extend,
    Delete,
    Send,
    Pay,
    PayOutOfBand,
    Void,
    MarkUncollectible,
    Credit,
    OpenPdf,
    OpenHostedPage,
    Change,
    Pause,
    Resume,
    EndTrial,
    CancelAtEnd,
    Keep,
    Release,
    KeepCard,
    Continue,
    Capture,
    Refund,
    OpenReceipt,
    Collect,
    AttachCard,
    DetachCard,
    DefaultCard,
    TakeCard,
}

/// Something that can, or cannot now, be done with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Action {
    /// What.
    pub verb: Verb,
    /// Whether it is allowed now.
    pub allowed: bool,
    /// Why not, for people.
    pub why: Option<String>,
    /// Needs Stripe to answer, so it is queued or disabled offline.
    pub needs_network: bool,
    /// The next thing an owner would do: the one filled button.
    pub primary: bool,
}

/// Something to know before an act that cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Caution {
    /// A short name of it, such as `twin`.
    pub code: String,
    /// What it is, for people.
    pub message: String,
}

/// What kind of thing an act creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are Stripe's own")]
pub enum BirthKind {
    Customer,
    Product,
    Price,
    TaxRate,
    Coupon,
    Quote,
    DraftInvoice,
    Invoice,
    Subscription,
    SubscriptionSchedule,
}

/// One thing that an act will create, said beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Birth {
    /// What will be created.
    pub kind: BirthKind,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// How much.
    pub amount: Option<Amount>,
    /// How often it recurs.
    pub per: Option<Per>,
    /// When it starts; none means at once.
    pub starts_at: Option<i64>,
    /// How long the trial before the first payment lasts, days.
    pub trial_days: Option<u32>,
    /// An invoice that finalizes itself this many seconds later.
    pub finalizes_after: Option<u32>,
    /// Days until it is due; none where it is charged automatically.
    pub days_until_due: Option<u32>,
}

/// Who a record is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CustomerRef {
    /// Stripe's id.
    pub id: String,
    /// Name, or e-mail, or id.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
}

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SheetLine {
    /// What.
    pub title: String,
    /// More about it.
    pub detail: Option<String>,
    /// How many.
    pub quantity: i64,
    /// The price of one, in English conventions; may have more decimals than the currency.
    pub unit: Option<Amount>,
    /// Quantity times price, before discounts and exclusive tax.
    pub amount: Amount,
    /// How often it recurs.
    pub per: Option<Per>,
    /// Its taxes and discounts, by name.
    pub notes: Vec<String>,
}

/// A link to another record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Link {
    /// What it leads to.
    pub noun: Noun,
    /// Its id.
    pub id: String,
    /// How they are related: `invoice`, `subscription`, `schedule`, `quote`, `revision_of`, `revised_by`.
    pub relation: String,
    /// Its number or name.
    pub label: String,
}

/// One moment of a record's history, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Moment {
    /// When; in the future for what is still to come.
    pub at: i64,
    /// What happened: `created`, `finalized`, `accepted`, `canceled`, `expires`, `expired`, `draft_opened`, `sent`, `due`, `paid`, `voided`, `marked_uncollectible`, `accepted_by`, `period_ends`, `starts`, `ended`.
    pub code: String,
    /// More about it.
    pub text: Option<String>,
    /// Still to come.
    pub future: bool,
}

/// A kept PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentView {
    /// `stripe` for Stripe's own, `draft` for a preview of ours, `own` for a record of ours.
    pub source: String,
    /// SHA-256 of the bytes, hex.
    pub sha256: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// When it was fetched.
    pub fetched_at: Option<i64>,
    /// The path under the preview scheme where the PDF can be seen.
    pub path: String,
    /// The file name that saving it proposes.
    pub file_name: String,
}

/// How and when it is to be paid, and the texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Terms {
    /// `charge_automatically` or `send_invoice`.
    pub collection: super::Collection,
    /// Days until due.
    pub days_until_due: Option<u32>,
    /// When the subscription starts, if later.
    pub starts_at: Option<i64>,
    /// Trial, days.
    pub trial_days: Option<u32>,
    /// Expiry of a quote, due date of an invoice.
    pub until: Option<i64>,
    /// Header text.
    pub header: Option<String>,
    /// Description text.
    pub description: Option<String>,
    /// Footer text.
    pub footer: Option<String>,
}
