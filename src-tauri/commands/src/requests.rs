//! What commands take, and the few replies that are not a view of the engine's.

use engine::view::{
    AccountName, Amount, CardWanted, CustomerFields, Noun, Per, RefundReason, Row, Verb,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request without anything to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// A request about one thing of the command's own kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ById {
    /// Its id.
    pub id: String,
}

/// A request about one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OfRecord {
    /// What it is.
    pub noun: Noun,
    /// Its id.
    pub id: String,
}

/// What narrows a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ListFilter {
    /// Only this customer's.
    pub customer: Option<String>,
    /// Only this currency, lower case.
    pub currency: Option<String>,
    /// Made at or after this time.
    pub from: Option<i64>,
    /// Made before this time.
    pub to: Option<i64>,
    /// Of this amount or more, as typed, in whole units of whichever currency.
    pub least: Option<String>,
    /// Of this amount or less, likewise.
    pub most: Option<String>,
    /// Only invoices that are past due.
    pub overdue: bool,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// The expiry or due date, soonest first.
    Date,
    /// The expiry or due date, latest first.
    Latest,
    /// The largest amount first, by its figure, whatever the currency.
    Amount,
    /// The smallest amount first, likewise.
    Smallest,
    /// By name, from A to Z.
    Name,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListPage {
    /// Of what.
    pub noun: Noun,
    /// Which tab; `all` for everything.
    pub tab: String,
    /// What narrows it.
    #[serde(default)]
    pub filter: ListFilter,
    /// In which order.
    #[serde(default)]
    pub sort: Sort,
    /// Where the page starts, as the page before said.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Or: the row it starts with, counted from 0. Goes before the cursor.
    #[serde(default)]
    pub at: Option<u64>,
    /// How many rows at the most, up to 200.
    pub limit: u32,
}

/// What stands around a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListSummary {
    /// Of what.
    pub noun: Noun,
    /// Whose rows are added up; `all` when nothing is said.
    #[serde(default)]
    pub tab: Option<String>,
    /// What narrows it.
    #[serde(default)]
    pub filter: ListFilter,
}

/// Charges a saved card. The amount comes from the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChargeCard {
    /// `invoice` or `payment`.
    pub noun: Noun,
    /// Its id.
    pub id: String,
    /// The saved card's id.
    pub card: String,
    /// The customer is at hand, so that the bank may ask.
    #[serde(default)]
    pub present: bool,
    /// A part of what the invoice asks, as typed; none for all of it.
    #[serde(default)]
    pub part: Option<String>,
    /// The amount that the question showed, minor units: refused where it is another one now.
    #[serde(default)]
    pub shown: Option<i64>,
}

/// Collects an amount without an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CollectAmount {
    /// From whom; a link may do without.
    #[serde(default)]
    pub customer: Option<String>,
    /// Three-letter code, lower case.
    pub currency: String,
    /// How much, as typed.
    pub amount: String,
    /// What for; the customer reads it.
    pub description: String,
    /// The saved card to charge; none makes a link to pay at, unless the card is typed.
    #[serde(default)]
    pub card: Option<String>,
    /// The payment window comes next, for a card to be typed or the saved one's security code: the
    /// payment is only opened.
    #[serde(default)]
    pub typed: bool,
    /// The card that is typed is kept with the customer.
    #[serde(default)]
    pub keep: bool,
    /// The customer is at hand, so that the bank may ask.
    #[serde(default)]
    pub present: bool,
    /// The money is only held, to be taken or let go within a week.
    #[serde(default)]
    pub hold: bool,
}

/// Takes money that is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CapturePayment {
    /// The payment.
    pub id: String,
    /// How much, as typed; none for all of it. What is not taken is let go.
    #[serde(default)]
    pub amount: Option<String>,
    /// What was held when it was asked, minor units: refused where it is another amount now.
    #[serde(default)]
    pub shown: Option<i64>,
}

/// Gives money back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RefundPayment {
    /// The payment.
    pub id: String,
    /// How much, as typed; none for all that can still go back.
    #[serde(default)]
    pub amount: Option<String>,
    /// Why.
    pub reason: RefundReason,
    /// What could go back when the question was asked, minor units.
    #[serde(default)]
    pub shown: Option<i64>,
}

/// A request about a saved card of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OfCard {
    /// The customer.
    pub customer: String,
    /// The card's id at Stripe.
    pub card: String,
}

/// A search over everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Find {
    /// Words, numbers, amounts, days; may begin with the kind that is meant, as in `invoice: acme`.
    pub text: String,
    /// Only of these kinds; empty for all of them.
    #[serde(default)]
    pub nouns: Vec<Noun>,
    /// How many rows at the most, up to 50.
    pub limit: u32,
}

/// What a search found, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Found {
    /// The rows.
    pub rows: Vec<Row>,
}

/// A search while picking a customer or a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Pick {
    /// What was typed so far; empty for the most recent.
    pub text: String,
    /// For prices: the quote's currency, lower case.
    pub currency: Option<String>,
}

/// Where a new draft comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DraftSource {
    /// An empty quote.
    New {
        /// For this customer.
        customer: Option<String>,
    },
    /// An empty invoice.
    NewInvoice {
        /// For this customer.
        customer: Option<String>,
    },
    /// One that is kept here.
    Draft {
        /// The draft's id.
        id: String,
    },
    /// A draft quote at Stripe, to edit it.
    Quote {
        /// Stripe's id.
        id: String,
    },
    /// A draft invoice at Stripe, to edit it.
    Invoice {
        /// Stripe's id.
        id: String,
    },
    /// A copy of any quote.
    Copy {
        /// Stripe's id.
        id: String,
    },
    /// A copy of any invoice.
    CopyInvoice {
        /// Stripe's id.
        id: String,
    },
}

/// Opens a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenDraft {
    /// From where.
    pub from: DraftSource,
}

/// A draft's preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewPages {
    /// A page each, as SVG.
    pub pages: Vec<String>,
}

/// Accepts a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Accept {
    /// The quote.
    pub id: String,
    /// Who said yes, how and when, in the owner's words.
    pub note: Option<String>,
}

/// Asks what to know before an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BeforeAct {
    /// What it is about.
    pub noun: Noun,
    /// Its id.
    pub id: String,
    /// What is about to be done.
    pub verb: Verb,
}

/// Says that an invoice was paid by other means than Stripe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaidOutOfBand {
    /// The invoice.
    pub id: String,
    /// How it came, such as a transfer's text; kept with the invoice.
    #[serde(default)]
    pub reference: Option<String>,
    /// A part of what remains, as typed; none for all of it.
    #[serde(default)]
    pub part: Option<String>,
}

/// Gives an open quote more time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Extend {
    /// The quote.
    pub id: String,
    /// How many days more, counted from its expiry.
    pub days: u32,
}

/// Has a saved card charged for a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UseCard {
    /// The subscription.
    pub id: String,
    /// The card's id at Stripe.
    pub card: String,
}

/// Holds a subscription's invoices back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PauseSubscription {
    /// Stripe's id.
    pub id: String,
    /// What becomes of the invoices meanwhile.
    #[serde(default)]
    pub invoices: engine::view::HeldInvoices,
    /// The first day (`YYYY-MM-DD`, local time) on which they go out again; none until it is resumed.
    #[serde(default)]
    pub until: Option<String>,
}

/// Creates or changes a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PutCustomer {
    /// The customer to change; none for a new one.
    pub id: Option<String>,
    /// The fields.
    pub fields: CustomerFields,
}

/// A price to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NewPrice {
    /// Three-letter code, lower case.
    pub currency: String,
    /// The price of one, as typed.
    pub unit: String,
    /// How often; none for one-time.
    pub per: Option<Per>,
}

/// Creates a product with prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreateProduct {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence.
    pub detail: String,
    /// Its prices.
    pub prices: Vec<NewPrice>,
}

/// Adds a price to a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AddPrice {
    /// The product.
    pub product: String,
    /// The price.
    pub price: NewPrice,
}

/// Reads an amount as a person typed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReadAmount {
    /// What was typed.
    pub text: String,
    /// Three-letter code, lower case.
    pub currency: String,
    /// It is to be moved: whole minor units above zero. Else it is a price, which may be finer.
    #[serde(default)]
    pub moved: bool,
    /// What it may come to at the most where it is moved, minor units.
    #[serde(default)]
    pub most: Option<i64>,
}

/// How an amount was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reading {
    /// The exact decimal figure.
    pub decimal: Option<String>,
    /// The amount that would be moved.
    pub amount: Option<Amount>,
    /// What that leaves of the most.
    pub rest: Option<Amount>,
    /// What is wrong with it and what to do.
    pub message: Option<String>,
    /// What it may mean, where that is not clear.
    pub readings: Vec<String>,
}

/// Where a file was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedFile {
    /// Its whole path.
    pub path: String,
    /// Its name.
    pub name: String,
}

/// The days of an accountant's pack, by the owner's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackDays {
    /// The first day, such as `2026-10-01`.
    pub from: String,
    /// The day after the last one.
    pub to: String,
}

/// Makes an accountant's pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MakePack {
    /// The first day, such as `2026-10-01`.
    pub from: String,
    /// The day after the last one.
    pub to: String,
    /// Marks the tables as UTF-8, for spreadsheets that ask for it.
    #[serde(default)]
    pub bom: bool,
}

/// Asks Stripe what a key is; nothing is connected by it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckKey {
    /// The secret or restricted key. It goes no further than Stripe and the keyring, and is never
    /// shown again. None: the one that was checked last, once more.
    pub key: Option<String>,
    /// Another address than Stripe's: on this computer only, with test keys only.
    pub api_base: Option<String>,
    /// The account here whose key it is to replace.
    pub replaces: Option<String>,
}

impl std::fmt::Debug for CheckKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CheckKey")
            .field("api_base", &self.api_base)
            .field("replaces", &self.replaces)
            .finish_non_exhaustive()
    }
}

/// Connects the account of the key that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConnectAccount {
    /// Which account it is, where the key may not say so.
    pub account: Option<AccountName>,
}

/// Puts records right that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Repair {
    /// Goes back to this backup. None: saves what can be read into a fresh file.
    pub backup: Option<String>,
}

/// Looks at Stripe now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SyncNow {
    /// Everything again, not only what changed.
    pub full: bool,
}

/// Says whether the owner looks at the window: Stripe is asked more often then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Attend {
    /// Whether the window is in front.
    pub here: bool,
}

/// Lets time pass on the practice account: so many months of the calendar, and then so many seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LetPass {
    /// Months; none at first.
    #[serde(default)]
    pub months: u32,
    /// Seconds; none at first.
    #[serde(default)]
    pub seconds: u32,
}

/// After a payment window: how does it stand?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LookAgain {
    /// What the card was for.
    pub wanted: CardWanted,
    /// The intent that the window was opened with.
    pub intent: String,
}
