//! A payment as its sheet shows it: how its money stands, every attempt, what went back, and why a
//! card said no. Saved cards are here as they are shown, and nowhere else.

use super::{Action, Amount, CustomerRef, Link, Moment, Outcome, Problem, Row};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A card as a record of it keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CardRef {
    /// Such as `visa`; other kinds of payment method stand by their own names.
    pub brand: String,
    /// The last four digits; empty where there are none.
    pub last4: String,
}

/// What to do after a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// The same card may be tried again after a while.
    Wait,
    /// Another card.
    OtherCard,
    /// The customer has to ask the bank.
    CallBank,
    /// The payment page, where the bank asks.
    SendLink,
    /// The card has to be entered again.
    Retype,
    /// It may have been paid already.
    LookFirst,
}

/// Why a card said no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Failure {
    /// What is the case.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// What the customer may be told.
    pub to_customer: String,
    /// What to do, for buttons.
    pub step: NextStep,
    /// Stripe's own code, for its support.
    pub code: String,
}

/// How an attempt went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// The money was taken.
    Taken,
    /// A part of what was held was taken, and the rest let go.
    TakenInPart,
    /// The money is held.
    Held,
    /// What was held was let go. Nothing was taken.
    Released,
    /// On its way.
    Pending,
    /// Nothing was taken.
    Failed,
}

/// One attempt to take the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Attempt {
    /// Stripe's id of the charge.
    pub id: String,
    /// When.
    pub at: i64,
    /// How much: what was taken, where it was taken, else what was asked for.
    pub amount: Amount,
    /// With what.
    pub card: Option<CardRef>,
    /// How it went.
    pub state: AttemptState,
    /// Why it failed.
    pub failure: Option<Failure>,
}

/// How far a refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// On its way to the customer.
    Pending,
    /// Given back.
    Succeeded,
    /// It came back; the customer has nothing.
    Failed,
    /// Taken back before it went.
    Canceled,
}

/// Money that goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RefundView {
    /// Stripe's id.
    pub id: String,
    /// When it was asked for.
    pub at: i64,
    /// How much.
    pub amount: Amount,
    /// How far it is.
    pub state: RefundState,
    /// Why, as Stripe keeps it.
    pub reason: Option<RefundReason>,
    /// Why it came back, for people.
    pub failure: Option<String>,
}

/// Why money goes back; the only three that Stripe takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefundReason {
    /// It was paid twice.
    Duplicate,
    /// Whoever paid was not allowed to.
    Fraudulent,
    /// The customer asked for it.
    RequestedByCustomer,
}

/// The cardholder's bank takes a payment back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DisputeView {
    /// Stripe's id.
    pub id: String,
    /// When it began.
    pub at: i64,
    /// How much.
    pub amount: Amount,
    /// How far it is and why, for people.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// By when it is to be answered, while it is.
    pub answer_by: Option<i64>,
}

/// A payment with everything that its sheet shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaymentSheet {
    /// The row of the list.
    pub row: Row,
    /// What its state means, in a sentence.
    pub sentence: String,
    /// Who pays.
    pub customer: Option<CustomerRef>,
    /// What for.
    pub description: Option<String>,
    /// What is to be paid.
    pub amount: Amount,
    /// What is held and can be taken.
    pub held: Amount,
    /// What was taken.
    pub received: Amount,
    /// What went back or is on its way back.
    pub refunded: Amount,
    /// What can still go back.
    pub refundable: Amount,
    /// With what it was paid.
    pub card: Option<CardRef>,
    /// Why the last attempt failed.
    pub failure: Option<Failure>,
    /// Every attempt, newest first.
    pub attempts: Vec<Attempt>,
    /// What went back, newest first.
    pub refunds: Vec<RefundView>,
    /// What the cardholder's bank takes back.
    pub dispute: Option<DisputeView>,
    /// The payment page of its invoice.
    pub page: Option<String>,
    /// What can be done.
    pub actions: Vec<Action>,
    /// What happened and what will.
    pub history: Vec<Moment>,
    /// Its invoice.
    pub links: Vec<Link>,
    /// What Stripe refused last.
    pub problem: Option<Problem>,
}

/// A card that a customer keeps with Stripe. Fetched where it is shown, and never kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedCard {
    /// Stripe's id.
    pub id: String,
    /// Brand and last four digits.
    pub card: CardRef,
    /// Both as people say them: `Visa ···· 4242`.
    pub name: String,
    /// `08/2029`; empty for what does not expire.
    pub expires: String,
    /// It expired before today.
    pub expired: bool,
    /// It is charged unless another one is chosen.
    pub is_default: bool,
}

/// What became of taking money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Charged {
    /// What became of the act itself.
    pub outcome: Outcome,
    /// The payment, once there is one.
    pub payment: Option<String>,
    /// How its money stands.
    pub state: Option<super::State>,
    /// A page to go to now: the bank's, where it asks its customer, or the one where the customer pays.
    pub page: Option<String>,
}

/// A page of Stripe's, fetched for opening it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WebPage {
    /// Its address. It expires.
    pub url: String,
}
