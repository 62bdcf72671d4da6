//! A subscription, or a schedule that will become one, as its sheet shows it.

use super::{
    Action, Amount, CustomerRef, Failure, Link, Moment, Per, Problem, Row, SheetLine, Terms, Totals,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The next invoice of a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NextInvoice {
    /// When.
    pub at: i64,
    /// How much by the items' prices; discounts and tax are on the invoice.
    pub amount: Option<Amount>,
}

/// A subscription with everything that its sheet shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SubscriptionSheet {
    /// The row of the list.
    pub row: Row,
    /// For whom.
    pub customer: Option<CustomerRef>,
    /// Its items.
    pub items: Vec<SheetLine>,
    /// The same items as they are changed; none of a schedule.
    pub parts: Vec<SubscriptionPart>,
    /// How often it renews.
    pub per: Option<Per>,
    /// The current period's start.
    pub period_start: Option<i64>,
    /// The current period's end.
    pub period_end: Option<i64>,
    /// The next invoice; none when it ends.
    pub next: Option<NextInvoice>,
    /// Its invoices, newest first.
    pub invoices: Vec<Row>,
    /// What happened and what will.
    pub history: Vec<Moment>,
    /// Where it comes from.
    pub links: Vec<Link>,
    /// Terms.
    pub terms: Terms,
    /// The saved payment method that is charged, as Stripe's id; none for the customer's default.
    pub card: Option<String>,
    /// Stripe makes each card that pays one of its invoices the one that is charged from then on.
    pub keeps_cards: bool,
    /// Why its invoices are held back, where they are.
    pub hold: Option<Hold>,
    /// What should have been paid and was not.
    pub owed: Option<Owed>,
    /// Why it has ended, or will.
    pub end_reason: Option<EndReason>,
    /// What follows when, of a schedule.
    pub phases: Vec<SchedulePhase>,
    /// What can be done with it.
    pub actions: Vec<Action>,
    /// What Stripe refused last.
    pub problem: Option<Problem>,
}

/// An invoice of a subscription that should have been paid and was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Owed {
    /// The invoice. Its state says when the next attempt is made by itself, where one is.
    pub invoice: Row,
    /// What is still to be paid.
    pub remaining: Amount,
    /// Why the last card said no; none where none was tried.
    pub failure: Option<Failure>,
}

/// Why a subscription ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// It was not paid.
    PaymentFailed,
    /// The cardholder's bank took the money back.
    PaymentDisputed,
    /// Somebody ended it.
    Asked,
}

/// An item of a subscription, as it is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SubscriptionPart {
    /// Stripe's id of the item.
    pub item: String,
    /// Stripe's id of its price.
    pub price: String,
    /// What it is called.
    pub title: String,
    /// How many; none where use is billed.
    pub quantity: Option<i64>,
    /// The price of one; none where it is tiered or metered.
    pub unit: Option<Amount>,
}

/// That a subscription's invoices are held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hold {
    /// What becomes of the invoices meanwhile.
    pub invoices: HeldInvoices,
    /// When they go out again by themselves (unix seconds UTC); none until it is resumed.
    pub until: Option<i64>,
}

/// What becomes of the invoices of a subscription that is on hold; Stripe's own names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HeldInvoices {
    /// They stay drafts, to be decided on later.
    #[default]
    KeepAsDraft,
    /// They are written off.
    MarkUncollectible,
    /// They are voided: the time is given away.
    Void,
}

/// One phase of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SchedulePhase {
    /// Unix seconds UTC.
    pub start: i64,
    /// Unix seconds UTC.
    pub end: i64,
    /// What is billed in it.
    pub items: Vec<SheetLine>,
}

/// How the rest of a period is settled when what is billed changes; Stripe's own names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Proration {
    /// The difference comes with the next invoice.
    #[default]
    CreateProrations,
    /// The difference is invoiced at once.
    AlwaysInvoice,
    /// No difference is billed; the new price counts from the next period on.
    None,
}

/// A change of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ItemChange {
    /// The item that is changed; none adds one.
    pub item: Option<String>,
    /// The price it has from now on; none leaves it.
    pub price: Option<String>,
    /// How many from now on; none leaves it, or is one.
    pub quantity: Option<i64>,
    /// Take the item out.
    pub remove: bool,
}

/// A change of what a subscription bills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SubscriptionChange {
    /// Stripe's id.
    pub id: String,
    /// What changes; items that are not named stay.
    pub items: Vec<ItemChange>,
    /// How the rest of the period is settled.
    pub proration: Proration,
    /// The second (unix, UTC) that the rest of the period is counted from, as the preview said; none
    /// for now.
    pub prorated_at: Option<i64>,
}

/// The end of a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SubscriptionEnd {
    /// Stripe's id.
    pub id: String,
    /// End it now; else it ends with the period that is paid for.
    pub now: bool,
    /// With `now`: credit what was paid for the rest of the period.
    pub credit: bool,
    /// With `now`: settle what is open in a last invoice.
    pub invoice: bool,
}

/// An invoice that does not exist, as Stripe reckons that it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvoicePreview {
    /// When it would come (unix seconds UTC); none for at once.
    pub at: Option<i64>,
    /// Its lines.
    pub lines: Vec<SheetLine>,
    /// What it comes to.
    pub totals: Totals,
    /// What is to be paid, after the customer's balance.
    pub due: Amount,
}

/// What a change of a subscription would bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChangePreview {
    /// The invoice on which the change shows first; none where nothing more is billed.
    pub invoice: Option<InvoicePreview>,
    /// Whether that invoice is made at once.
    pub at_once: bool,
    /// To be sent with the change, so that it bills what was shown (unix seconds UTC).
    pub prorated_at: i64,
}
