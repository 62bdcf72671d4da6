//! Quotes. Their lines come only when expanded, or from their own list
//! ([`paths::quote_line_items`](super::paths::quote_line_items)).
//!
//! Not here: which transitions are allowed; that is the model's.

use serde::Deserialize;

use super::nullable::or_empty;
use super::open_enum::open_enum;
use super::{
    CollectionMethod, CustomField, Interval, List, Metadata, QuoteLineItem, Reference, Typed,
};

open_enum! {
    /// Where a quote stands. An expired quote is `canceled`.
    pub enum QuoteStatus {
        /// Being written.
        Draft = "draft",
        /// Finalized, numbered, waiting for the customer.
        Open = "open",
        /// Became an invoice, a subscription or a schedule.
        Accepted = "accepted",
        /// Withdrawn or expired.
        Canceled = "canceled",
    }
}

/// An offer to a customer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Quote {
    /// `qt_…`
    pub id: String,
    /// Given when finalized.
    pub number: Option<String>,
    /// Where it stands.
    pub status: QuoteStatus,
    /// When it came to stand there.
    pub status_transitions: QuoteStatusTransitions,
    /// Whom it is for; a draft may not know yet.
    pub customer: Option<Reference>,
    /// Three lower-case letters; absent while there are no lines.
    pub currency: Option<String>,
    /// Minor units, before discounts and added taxes.
    pub amount_subtotal: i64,
    /// Minor units, after discounts and taxes.
    pub amount_total: i64,
    /// What lies between the two.
    pub total_details: QuoteTotalDetails,
    /// What is paid at first and what every period.
    pub computed: QuoteComputed,
    /// Only when expanded.
    pub line_items: Option<List<QuoteLineItem>>,
    /// Taxes on lines that have none of their own.
    #[serde(default, deserialize_with = "or_empty")]
    pub default_tax_rates: Vec<Reference>,
    /// Discounts on the whole.
    #[serde(default, deserialize_with = "or_empty")]
    pub discounts: Vec<Reference>,
    /// Whether Stripe works out the tax.
    pub automatic_tax: AutomaticTax,
    /// Unix seconds UTC.
    pub expires_at: i64,
    /// Above the lines.
    pub header: Option<String>,
    /// Below the header.
    pub description: Option<String>,
    /// At the foot.
    pub footer: Option<String>,
    /// How the invoice will be collected.
    pub collection_method: CollectionMethod,
    /// What the invoice will say.
    pub invoice_settings: QuoteInvoiceSettings,
    /// What the subscription will be like.
    pub subscription_data: QuoteSubscriptionData,
    /// The quote this one was copied from.
    pub from_quote: Option<FromQuote>,
    /// The invoice that accepting made.
    pub invoice: Option<Reference>,
    /// The subscription that accepting made.
    pub subscription: Option<Reference>,
    /// The schedule that accepting made, for a start in the future.
    pub subscription_schedule: Option<Reference>,
    /// The test clock it lives by.
    pub test_clock: Option<Reference>,
    /// Unix seconds UTC.
    pub created: i64,
    /// Whether it is for a real customer.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for Quote {
    const OBJECT: &'static str = "quote";
}

/// When a quote changed its status, in unix seconds UTC.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QuoteStatusTransitions {
    /// Became open.
    pub finalized_at: Option<i64>,
    /// Became accepted.
    pub accepted_at: Option<i64>,
    /// Was withdrawn or expired.
    pub canceled_at: Option<i64>,
}

/// Sums between subtotal and total, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QuoteTotalDetails {
    /// Taken off.
    pub amount_discount: i64,
    /// Added for shipping.
    pub amount_shipping: Option<i64>,
    /// Tax, inside or added.
    pub amount_tax: i64,
}

/// What Stripe worked out from the lines.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct QuoteComputed {
    /// What every period costs; absent where no line recurs.
    pub recurring: Option<QuoteRecurring>,
    /// What the first invoice charges.
    pub upfront: QuoteUpfront,
}

/// What every period costs: recurring lines, and discounts that last for ever.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QuoteRecurring {
    /// Minor units, before discounts and added taxes.
    pub amount_subtotal: i64,
    /// Minor units, after discounts and taxes.
    pub amount_total: i64,
    /// Periods are counted in.
    pub interval: Interval,
    /// Every so many of them.
    pub interval_count: i64,
    /// What lies between the two.
    pub total_details: QuoteTotalDetails,
}

/// What the first invoice charges.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct QuoteUpfront {
    /// Minor units, before discounts and added taxes.
    pub amount_subtotal: i64,
    /// Minor units, after discounts and taxes.
    pub amount_total: i64,
    /// What lies between the two.
    pub total_details: QuoteTotalDetails,
    /// Only when expanded.
    pub line_items: Option<List<QuoteLineItem>>,
}

/// Whether Stripe works out the tax.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AutomaticTax {
    /// Whether it is switched on.
    pub enabled: bool,
    /// `complete`, `failed` or `requires_location_inputs`.
    pub status: Option<String>,
}

/// What a quote's invoice will say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QuoteInvoiceSettings {
    /// Days from the invoice to its due date, where it is sent.
    pub days_until_due: Option<i64>,
    /// The invoice's description.
    pub description: Option<String>,
    /// The invoice's footer.
    pub footer: Option<String>,
    /// Name and value pairs on the invoice.
    #[serde(default, deserialize_with = "or_empty")]
    pub custom_fields: Vec<CustomField>,
}

/// What a quote's subscription will be like.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QuoteSubscriptionData {
    /// As the customer sees it.
    pub description: Option<String>,
    /// Unix seconds UTC; in the future it makes a schedule.
    pub effective_date: Option<i64>,
    /// Days free at the beginning.
    pub trial_period_days: Option<i64>,
    /// Free texts for the subscription.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

/// The quote that another was copied from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct FromQuote {
    /// Whether the copy replaces it.
    pub is_revision: bool,
    /// Which.
    pub quote: Reference,
}
