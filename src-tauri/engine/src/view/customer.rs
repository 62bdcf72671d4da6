//! A customer as its sheet shows it, and as a form sends it.

use super::{Amount, Problem, Row};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is entered for a customer; empty means nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CustomerFields {
    /// Name of the business or person.
    pub name: String,
    /// E-mail, where quotes and invoices go.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Street and number.
    pub line1: String,
    /// More of the address.
    pub line2: String,
    /// Town.
    pub city: String,
    /// Postal code.
    pub postal_code: String,
    /// County, state or region.
    pub region: String,
    /// Two-letter country code.
    pub country: String,
    /// A note for the owner, kept as Stripe's description.
    pub note: String,
}

/// A customer with everything that its sheet shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CustomerSheet {
    /// The row of the list.
    pub row: Row,
    /// The fields, for showing and editing.
    pub fields: CustomerFields,
    /// The currency it is always billed in, lower case, once Stripe has settled that.
    pub currency: Option<String>,
    /// What is open, per currency.
    pub open: Vec<Amount>,
    /// What was paid and has stayed, with or without an invoice, per currency.
    pub paid: Vec<Amount>,
    /// Quotes, newest first.
    pub quotes: Vec<Row>,
    /// Invoices, newest first.
    pub invoices: Vec<Row>,
    /// Subscriptions, newest first.
    pub subscriptions: Vec<Row>,
    /// Payments, newest first.
    pub payments: Vec<Row>,
    /// What Stripe refused last.
    pub problem: Option<Problem>,
}
