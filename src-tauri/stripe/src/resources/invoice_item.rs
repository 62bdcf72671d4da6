//! Invoice items: amounts waiting for an invoice, or put on a draft.
//!
//! Once the invoice exists, its lines are what counts.

use serde::Deserialize;

use super::nullable::or_empty;
use super::{Decimal, Metadata, Period, Pricing, Reference, TaxRate, Typed};

/// An amount to be put on an invoice.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct InvoiceItem {
    /// `ii_…`
    pub id: String,
    /// Who will owe it.
    pub customer: Reference,
    /// The invoice it is on; absent while it waits.
    pub invoice: Option<Reference>,
    /// As the customer sees it.
    pub description: Option<String>,
    /// Three lower-case letters.
    pub currency: String,
    /// Minor units.
    pub amount: i64,
    /// How many, whole.
    pub quantity: i64,
    /// How many, exactly.
    pub quantity_decimal: Option<Decimal>,
    /// By which price.
    pub pricing: Option<Pricing>,
    /// Whether discounts on the whole count here.
    pub discountable: bool,
    /// Discounts on this item.
    #[serde(default, deserialize_with = "or_empty")]
    pub discounts: Vec<Reference>,
    /// Taxes of its own.
    #[serde(default, deserialize_with = "or_empty")]
    pub tax_rates: Vec<TaxRate>,
    /// The time it is for.
    pub period: Period,
    /// Whether it settles a change in the middle of a period.
    pub proration: bool,
    /// Unix seconds UTC.
    pub date: i64,
    /// Whether this is real money.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for InvoiceItem {
    const OBJECT: &'static str = "invoiceitem";
}
