//! An invoice as its sheet shows it.

use super::{
    Action, Amount, CreditNoteSheet, CustomField, CustomerRef, DocumentView, Link, Moment,
    PaymentSheet, Problem, Row, SheetLine, Terms, Totals,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An invoice with everything that its sheet shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvoiceSheet {
    /// The row of the list.
    pub row: Row,
    /// For whom.
    pub customer: Option<CustomerRef>,
    /// The lines that are here; `more_lines` says whether Stripe has more.
    pub lines: Vec<SheetLine>,
    /// Stripe has more lines than are kept here.
    pub more_lines: bool,
    /// The totals.
    pub totals: Totals,
    /// What is due after the customer's balance.
    pub due: Amount,
    /// Paid so far.
    pub paid: Amount,
    /// Still to be paid.
    pub remaining: Amount,
    /// What has come so far, oldest first.
    pub received: Vec<PaidPart>,
    /// The payments behind it, newest first.
    pub payments: Vec<PaymentSheet>,
    /// Stripe's page where the customer pays.
    pub hosted_url: Option<String>,
    /// Its PDF.
    pub document: Option<DocumentView>,
    /// When a draft finalizes itself.
    pub finalizes_at: Option<i64>,
    /// What can be done.
    pub actions: Vec<Action>,
    /// What happened and what will.
    pub history: Vec<Moment>,
    /// Where it comes from.
    pub links: Vec<Link>,
    /// What was taken off it since, newest first.
    pub credit_notes: Vec<CreditNoteSheet>,
    /// Terms and texts.
    pub terms: Terms,
    /// What the owner has printed on it besides.
    pub custom_fields: Vec<CustomField>,
    /// The draft with changes to it that is kept here.
    pub draft: Option<String>,
    /// What Stripe refused last.
    pub problem: Option<Problem>,
}

/// Something that was paid of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaidPart {
    /// When.
    pub at: Option<i64>,
    /// How much of it counts for this invoice.
    pub amount: Amount,
    /// The card or account that paid; none where it came another way than through Stripe.
    pub by: Option<String>,
    /// How it came, as its owner noted it.
    pub reference: Option<String>,
    /// What went back of it since.
    pub back: Option<Amount>,
    /// The payment, where Stripe has one.
    pub payment: Option<String>,
}

/// The page where an invoice is paid, as a code that a telephone reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PageCode {
    /// Its address.
    pub url: String,
    /// The code as SVG, black on white, with the quiet border that readers need.
    pub svg: String,
}
