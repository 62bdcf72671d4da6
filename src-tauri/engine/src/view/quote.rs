//! A quote as its sheet shows it.

use super::{
    Action, Amount, Birth, CustomerRef, DocumentView, Link, Moment, Problem, RecurringTotals, Row,
    SheetLine, Terms, Totals,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A quote with everything that its sheet shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuoteSheet {
    /// The row of the list.
    pub row: Row,
    /// For whom.
    pub customer: Option<CustomerRef>,
    /// The lines.
    pub lines: Vec<SheetLine>,
    /// What the first invoice charges.
    pub upfront: Totals,
    /// What recurs afterwards.
    pub recurring: Option<RecurringTotals>,
    /// What accepting creates.
    pub births: Vec<Birth>,
    /// What can be done, the likely next thing first.
    pub actions: Vec<Action>,
    /// Its PDF: Stripe's once kept, else our preview.
    pub document: Option<DocumentView>,
    /// What happened and what will.
    pub history: Vec<Moment>,
    /// Where it leads and where it comes from.
    pub links: Vec<Link>,
    /// Terms and texts.
    pub terms: Terms,
    /// Which revision this is, from 1; none before it has a number.
    pub revision: Option<u32>,
    /// The local draft that edits it, if there is one.
    pub draft: Option<String>,
    /// The amount that stands large on the sheet.
    pub headline: Amount,
    /// What Stripe refused last, until it is mended or withdrawn.
    pub problem: Option<Problem>,
}
