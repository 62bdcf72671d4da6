//! The lines of an invoice (Stripe's `line_item`).
//!
//! Not the lines of a quote, nor the pending items they may come from.

use serde::Deserialize;

use super::nullable::or_empty;
use super::{Decimal, DiscountAmount, Metadata, Reference, Tax, Typed};

/// One line of an invoice.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct InvoiceLine {
    /// `il_…`
    pub id: String,
    /// As the customer sees it.
    pub description: Option<String>,
    /// How many, whole.
    pub quantity: Option<i64>,
    /// How many, exactly.
    pub quantity_decimal: Option<Decimal>,
    /// Three lower-case letters.
    pub currency: String,
    /// Minor units, after nothing but multiplication.
    pub amount: i64,
    /// Minor units, before discounts and taxes.
    pub subtotal: i64,
    /// By which price.
    pub pricing: Option<Pricing>,
    /// The invoice item or subscription item it comes from.
    pub parent: Option<InvoiceLineParent>,
    /// What is taken off, by discount.
    #[serde(default, deserialize_with = "or_empty")]
    pub discount_amounts: Vec<DiscountAmount>,
    /// Whether discounts on the whole count here.
    pub discountable: bool,
    /// Discounts on this line.
    #[serde(default, deserialize_with = "or_empty")]
    pub discounts: Vec<Reference>,
    /// The tax, by rate.
    #[serde(default, deserialize_with = "or_empty")]
    pub taxes: Vec<Tax>,
    /// The time it is for.
    pub period: Period,
    /// Which invoice it is on.
    pub invoice: Option<String>,
    /// Whether this is real money.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for InvoiceLine {
    const OBJECT: &'static str = "line_item";
}

/// By which price something is charged.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Pricing {
    /// The price and its product.
    pub price_details: Option<PriceDetails>,
    /// Minor units for one, with up to twelve decimals.
    pub unit_amount_decimal: Option<Decimal>,
}

/// A price and its product.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PriceDetails {
    /// `price_…`
    pub price: Reference,
    /// `prod_…`
    pub product: String,
}

/// What a line comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct InvoiceLineParent {
    /// Stripe's `type`: `invoice_item_details` or `subscription_item_details`.
    #[serde(rename = "type")]
    pub kind: String,
    /// An invoice item.
    pub invoice_item_details: Option<InvoiceItemDetails>,
    /// A subscription's item.
    pub subscription_item_details: Option<SubscriptionItemDetails>,
}

/// The invoice item that a line comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct InvoiceItemDetails {
    /// `ii_…`
    pub invoice_item: String,
    /// Whether it settles a change in the middle of a period.
    pub proration: bool,
    /// `sub_…`
    pub subscription: Option<String>,
}

/// The subscription item that a line comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SubscriptionItemDetails {
    /// `si_…`
    pub subscription_item: String,
    /// Whether it settles a change in the middle of a period.
    pub proration: bool,
    /// `sub_…`
    pub subscription: Option<String>,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Period {
    /// Unix seconds UTC.
    pub start: i64,
    /// Unix seconds UTC.
    pub end: i64,
}
