//! A subscription, or a schedule that will become one, as its sheet shows it.

use super::{Amount, CustomerRef, Link, Moment, Per, Row, SheetLine, Terms};
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
}
