//! The lines of a quote (Stripe's `item`).
//!
//! Not the lines of an invoice: those are another object.

use serde::Deserialize;

use super::nullable::or_empty;
use super::{Discount, Metadata, Price, TaxRate, Typed};

/// One line of a quote.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct QuoteLineItem {
    /// `li_…`
    pub id: String,
    /// The product's name unless it was said otherwise.
    pub description: Option<String>,
    /// The price it is charged by.
    pub price: Option<Price>,
    /// How many.
    pub quantity: Option<i64>,
    /// Three lower-case letters.
    pub currency: String,
    /// Minor units, before discounts and added taxes.
    pub amount_subtotal: i64,
    /// Minor units taken off.
    pub amount_discount: i64,
    /// Minor units of tax, inside or added.
    pub amount_tax: i64,
    /// Minor units, after discounts and taxes.
    pub amount_total: i64,
    /// Only when expanded.
    #[serde(default, deserialize_with = "or_empty")]
    pub discounts: Vec<LineDiscount>,
    /// Only when expanded.
    #[serde(default, deserialize_with = "or_empty")]
    pub taxes: Vec<LineTax>,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for QuoteLineItem {
    const OBJECT: &'static str = "item";
}

/// What one discount takes off a line.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct LineDiscount {
    /// Minor units.
    pub amount: i64,
    /// By which.
    pub discount: Discount,
}

/// What one tax adds to a line, or has inside it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LineTax {
    /// Minor units.
    pub amount: i64,
    /// By which.
    pub rate: TaxRate,
    /// Why it is taxed, or not.
    pub taxability_reason: Option<String>,
    /// What it is the tax on, in minor units.
    pub taxable_amount: Option<i64>,
}
