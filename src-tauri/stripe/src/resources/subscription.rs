//! Subscriptions and their items. Since the basil version the billing period stands on the items.
//!
//! Not here: what begins in the future; that is a schedule.

use serde::Deserialize;

use super::nullable::or_empty;
use super::open_enum::open_enum;
use super::{CollectionMethod, List, Metadata, Price, Reference, TaxRate, Typed};

open_enum! {
    /// Where a subscription stands.
    pub enum SubscriptionStatus {
        /// Running and paid.
        Active = "active",
        /// Running, free for now.
        Trialing = "trialing",
        /// The first payment is missing.
        Incomplete = "incomplete",
        /// The first payment never came.
        IncompleteExpired = "incomplete_expired",
        /// A payment is late.
        PastDue = "past_due",
        /// A payment was given up.
        Unpaid = "unpaid",
        /// Held.
        Paused = "paused",
        /// Ended.
        Canceled = "canceled",
    }
}

/// Something that is billed every period.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Subscription {
    /// `sub_…`
    pub id: String,
    /// Where it stands.
    pub status: SubscriptionStatus,
    /// Who is billed.
    pub customer: Reference,
    /// Three lower-case letters.
    pub currency: String,
    /// What is billed, and until when it was.
    pub items: List<SubscriptionItem>,
    /// As the customer sees it.
    pub description: Option<String>,
    /// How money is asked for.
    pub collection_method: CollectionMethod,
    /// Days from each invoice to its due date, where it is sent.
    pub days_until_due: Option<i64>,
    /// What is paid with.
    pub default_payment_method: Option<Reference>,
    /// Taxes on items that have none of their own.
    #[serde(default, deserialize_with = "or_empty")]
    pub default_tax_rates: Vec<TaxRate>,
    /// Discounts on the whole.
    #[serde(default, deserialize_with = "or_empty")]
    pub discounts: Vec<Reference>,
    /// The newest invoice.
    pub latest_invoice: Option<Reference>,
    /// The schedule that changes it.
    pub schedule: Option<Reference>,
    /// What its invoices say.
    pub invoice_settings: Option<SubscriptionInvoiceSettings>,
    /// Whether invoices are held back.
    pub pause_collection: Option<PauseCollection>,
    /// Unix seconds UTC.
    pub start_date: i64,
    /// Unix seconds UTC that all periods are counted from.
    pub billing_cycle_anchor: i64,
    /// Unix seconds UTC.
    pub trial_start: Option<i64>,
    /// Unix seconds UTC.
    pub trial_end: Option<i64>,
    /// Unix seconds UTC when it will end.
    pub cancel_at: Option<i64>,
    /// Whether it ends with the running period.
    pub cancel_at_period_end: bool,
    /// Unix seconds UTC when ending it was asked for.
    pub canceled_at: Option<i64>,
    /// Unix seconds UTC when it ended.
    pub ended_at: Option<i64>,
    /// The test clock it lives by.
    pub test_clock: Option<Reference>,
    /// Unix seconds UTC.
    pub created: i64,
    /// Whether this is real money.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for Subscription {
    const OBJECT: &'static str = "subscription";
}

impl Subscription {
    /// When the running period of the first item to come up ends, in unix seconds UTC: the next
    /// date that something is billed.
    #[must_use]
    pub fn next_period_end(&self) -> Option<i64> {
        self.items
            .data
            .iter()
            .map(|item| item.current_period_end)
            .min()
    }
}

/// One thing that is billed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SubscriptionItem {
    /// `si_…`
    pub id: String,
    /// By which price.
    pub price: Price,
    /// How many; absent for metered prices.
    pub quantity: Option<i64>,
    /// Unix seconds UTC.
    pub current_period_start: i64,
    /// Unix seconds UTC.
    pub current_period_end: i64,
    /// Discounts on this item.
    #[serde(default, deserialize_with = "or_empty")]
    pub discounts: Vec<Reference>,
    /// Taxes of its own.
    #[serde(default, deserialize_with = "or_empty")]
    pub tax_rates: Vec<TaxRate>,
    /// Which subscription it is of.
    pub subscription: String,
    /// Unix seconds UTC.
    pub created: i64,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for SubscriptionItem {
    const OBJECT: &'static str = "subscription_item";
}

/// What a subscription's invoices say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SubscriptionInvoiceSettings {
    /// The memo.
    pub description: Option<String>,
    /// At the foot.
    pub footer: Option<String>,
}

/// That a subscription's invoices are held back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PauseCollection {
    /// `keep_as_draft`, `mark_uncollectible` or `void`.
    pub behavior: String,
    /// Unix seconds UTC.
    pub resumes_at: Option<i64>,
}
