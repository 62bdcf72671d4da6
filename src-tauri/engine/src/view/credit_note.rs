//! Credit notes: what one says, and what one that is asked about would do.

use super::{Action, Amount, DocumentView, Link, Problem, Row};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where what was paid already goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CreditWay {
    /// Back to the card or account that paid.
    Refund,
    /// To the customer's balance, for the next invoice.
    #[default]
    Balance,
    /// Given back another way, such as cash or a transfer.
    Outside,
}

/// Why something is taken off; Stripe's own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are Stripe's own")]
pub enum CreditReason {
    Duplicate,
    Fraudulent,
    OrderChange,
    ProductUnsatisfactory,
}

/// A line of an invoice in a credit note: how many pieces of it, or how much of it before its taxes;
/// with neither, all that is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreditLine {
    /// The id of the invoice's line.
    pub line: String,
    /// How many pieces, as typed.
    #[serde(default)]
    pub quantity: Option<String>,
    /// How much, before discounts and taxes on top, as typed.
    #[serde(default)]
    pub amount: Option<String>,
}

/// A line of an invoice that something can be taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreditableLine {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// How many pieces there are to choose from; none where a part was credited already, or where it
    /// is not counted in pieces.
    pub quantity: Option<i64>,
    /// The whole line, before discounts and taxes on top.
    pub amount: Amount,
    /// What earlier notes left of that.
    pub left: Amount,
}

/// A credit note as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreditWish {
    /// The invoice.
    pub invoice: String,
    /// How much in all, taxes included, as typed; empty for all that is left. Not looked at where there
    /// are lines.
    #[serde(default)]
    pub amount: String,
    /// Single lines instead of an amount.
    #[serde(default)]
    pub lines: Vec<CreditLine>,
    /// Where what was paid already goes.
    #[serde(default)]
    pub way: CreditWay,
    /// Why.
    #[serde(default)]
    pub reason: Option<CreditReason>,
    /// A text for the customer, printed on it.
    #[serde(default)]
    pub memo: String,
}

/// What a credit note would do, to the cent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreditPreview {
    /// In all; none while the amount cannot be read.
    pub amount: Option<Amount>,
    /// Taken off what is still to be paid.
    pub before: Option<Amount>,
    /// Of what was paid already.
    pub after: Option<Amount>,
    /// Still to be paid then.
    pub remaining: Option<Amount>,
    /// The tax in it, as Stripe reckons it; none while Stripe cannot be asked.
    pub tax: Option<Amount>,
    /// At most so much.
    pub most: Amount,
    /// At most so much can go back to the card or account that paid.
    pub refundable: Amount,
    /// The invoice's lines that something can be taken off.
    pub lines: Vec<CreditableLine>,
    /// What is wrong, and what to do.
    pub problem: Option<Problem>,
}

/// A credit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreditNoteSheet {
    /// The row of the list.
    pub row: Row,
    /// The invoice that it takes something off.
    pub invoice: Link,
    /// In all.
    pub amount: Amount,
    /// The tax in it.
    pub tax: Amount,
    /// Taken off what was still to be paid.
    pub before: Amount,
    /// Refunded.
    pub refunded: Amount,
    /// Put on the customer's balance.
    pub balance: Amount,
    /// Given back another way.
    pub outside: Amount,
    /// Why, in Stripe's own word.
    pub reason: Option<String>,
    /// What it says to the customer.
    pub memo: Option<String>,
    /// When it was voided.
    pub voided_at: Option<i64>,
    /// Its PDF.
    pub document: DocumentView,
    /// What can be done.
    pub actions: Vec<Action>,
    /// What Stripe refused last.
    pub problem: Option<Problem>,
}
