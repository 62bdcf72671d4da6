//! Subscription schedules: what begins or changes on a date. Accepting a quote whose start lies
//! in the future makes one.

use serde::Deserialize;

use super::nullable::or_empty;
use super::open_enum::open_enum;
use super::{CollectionMethod, Metadata, Reference, TaxRate, Typed};

open_enum! {
    /// Where a schedule stands.
    pub enum SubscriptionScheduleStatus {
        /// Its first phase is to come.
        NotStarted = "not_started",
        /// In one of its phases.
        Active = "active",
        /// Through all of them.
        Completed = "completed",
        /// Let go of; its subscription runs on by itself.
        Released = "released",
        /// Stopped, and its subscription with it.
        Canceled = "canceled",
    }
}

open_enum! {
    /// What happens after the last phase.
    pub enum EndBehavior {
        /// The subscription runs on.
        Release = "release",
        /// The subscription ends.
        Cancel = "cancel",
        /// Nothing.
        None = "none",
        /// The phases begin again.
        Renew = "renew",
    }
}

/// A plan for a subscription.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SubscriptionSchedule {
    /// `sub_sched_…`
    pub id: String,
    /// Where it stands.
    pub status: SubscriptionScheduleStatus,
    /// Who will be billed.
    pub customer: Reference,
    /// The subscription, once it began.
    pub subscription: Option<Reference>,
    /// The subscription it was let go to.
    pub released_subscription: Option<String>,
    /// What is to be, in order.
    pub phases: Vec<SchedulePhase>,
    /// The phase that is running.
    pub current_phase: Option<CurrentPhase>,
    /// What happens after the last phase.
    pub end_behavior: EndBehavior,
    /// Unix seconds UTC.
    pub canceled_at: Option<i64>,
    /// Unix seconds UTC.
    pub completed_at: Option<i64>,
    /// Unix seconds UTC.
    pub released_at: Option<i64>,
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

impl Typed for SubscriptionSchedule {
    const OBJECT: &'static str = "subscription_schedule";
}

impl SubscriptionSchedule {
    /// When the first phase begins, in unix seconds UTC.
    #[must_use]
    pub fn starts_at(&self) -> Option<i64> {
        self.phases.first().map(|phase| phase.start_date)
    }
}

/// What is billed from one date to another.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SchedulePhase {
    /// Unix seconds UTC.
    pub start_date: i64,
    /// Unix seconds UTC.
    pub end_date: i64,
    /// Three lower-case letters.
    pub currency: String,
    /// What is billed.
    pub items: Vec<PhaseItem>,
    /// How money is asked for, where it differs from the schedule's own way.
    pub collection_method: Option<CollectionMethod>,
    /// Taxes on items that have none of their own.
    #[serde(default, deserialize_with = "or_empty")]
    pub default_tax_rates: Vec<TaxRate>,
    /// Discounts on the whole.
    #[serde(default, deserialize_with = "or_empty")]
    pub discounts: Vec<PhaseDiscount>,
    /// What its invoices say.
    pub invoice_settings: Option<PhaseInvoiceSettings>,
    /// As the customer sees it.
    pub description: Option<String>,
    /// Unix seconds UTC.
    pub trial_end: Option<i64>,
    /// Free texts that the subscription gets.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

/// One thing that a phase bills.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PhaseItem {
    /// By which price.
    pub price: Reference,
    /// How many; absent for metered prices.
    pub quantity: Option<i64>,
    /// Discounts on this item.
    #[serde(default, deserialize_with = "or_empty")]
    pub discounts: Vec<PhaseDiscount>,
    /// Taxes of its own.
    #[serde(default, deserialize_with = "or_empty")]
    pub tax_rates: Vec<TaxRate>,
}

/// A discount to be given: one of the three.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PhaseDiscount {
    /// A coupon.
    pub coupon: Option<Reference>,
    /// A discount that exists already.
    pub discount: Option<Reference>,
    /// A promotion code.
    pub promotion_code: Option<Reference>,
}

/// What a phase's invoices say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PhaseInvoiceSettings {
    /// Days from each invoice to its due date, where it is sent.
    pub days_until_due: Option<i64>,
    /// The memo.
    pub description: Option<String>,
    /// At the foot.
    pub footer: Option<String>,
}

/// The phase that is running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct CurrentPhase {
    /// Unix seconds UTC.
    pub start_date: i64,
    /// Unix seconds UTC.
    pub end_date: i64,
}
