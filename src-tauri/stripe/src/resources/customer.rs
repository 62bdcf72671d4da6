//! Customers, and the addresses that quotes and invoices copy from them.
//!
//! Not here: their payment methods, which are never stored.

use serde::Deserialize;

use super::nullable::or_empty;
use super::open_enum::open_enum;
use super::{CustomField, Discount, Metadata, Reference, Typed};

open_enum! {
    /// Whether tax is charged to a customer.
    pub enum TaxExempt {
        /// Taxed as usual.
        None = "none",
        /// Never taxed.
        Exempt = "exempt",
        /// The customer accounts for the tax (reverse charge).
        Reverse = "reverse",
    }
}

/// Somebody who is billed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Customer {
    /// `cus_…`
    pub id: String,
    /// A person's or a business's full name.
    pub name: Option<String>,
    /// Where invoices are mailed.
    pub email: Option<String>,
    /// With its country code, as entered.
    pub phone: Option<String>,
    /// A note that only the business sees.
    pub description: Option<String>,
    /// Where bills go.
    pub address: Option<Address>,
    /// Where goods go.
    pub shipping: Option<Shipping>,
    /// Minor units of `currency`; negative is credit that the next invoice uses up.
    pub balance: i64,
    /// The currency this customer can be charged in by subscription, once fixed.
    pub currency: Option<String>,
    /// Whether the latest invoice is unpaid past its due date.
    #[serde(default, deserialize_with = "or_empty")]
    pub delinquent: bool,
    /// A discount on everything this customer buys.
    pub discount: Option<Discount>,
    /// What this customer's invoice numbers begin with.
    pub invoice_prefix: Option<String>,
    /// How this customer's invoices look and are paid.
    pub invoice_settings: CustomerInvoiceSettings,
    /// Languages, most wanted first.
    #[serde(default, deserialize_with = "or_empty")]
    pub preferred_locales: Vec<String>,
    /// Whether tax is charged.
    pub tax_exempt: Option<TaxExempt>,
    /// The test clock this customer lives by.
    pub test_clock: Option<Reference>,
    /// Unix seconds UTC.
    pub created: i64,
    /// Whether this is a real customer.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for Customer {
    const OBJECT: &'static str = "customer";
}

/// A postal address, each part as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Address {
    /// Town.
    pub city: Option<String>,
    /// Two upper-case letters.
    pub country: Option<String>,
    /// Street and number.
    pub line1: Option<String>,
    /// Floor, flat, building.
    pub line2: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// State, county, province.
    pub state: Option<String>,
}

/// Where goods go.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Shipping {
    /// The address.
    pub address: Option<Address>,
    /// Who receives them.
    pub name: Option<String>,
    /// The receiver's telephone.
    pub phone: Option<String>,
}

/// How a customer's invoices look and are paid.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct CustomerInvoiceSettings {
    /// Name and value pairs on every invoice.
    #[serde(default, deserialize_with = "or_empty")]
    pub custom_fields: Vec<CustomField>,
    /// What invoices and subscriptions are paid with.
    pub default_payment_method: Option<Reference>,
    /// At the foot of every invoice.
    pub footer: Option<String>,
}
