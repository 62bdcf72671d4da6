//! Payment intents: one payment from the first thought of it to the money.
//!
//! Not here: the client secret, which is read where a payment is made and never kept; and the
//! attempts, which are [`Charge`](super::Charge)s.

use serde::Deserialize;
use serde_json::Value;

use super::open_enum::open_enum;
use super::{Reference, Typed};

open_enum! {
    /// Where a payment stands.
    pub enum PaymentIntentStatus {
        /// Without a way to pay, or after a declined one.
        RequiresPaymentMethod = "requires_payment_method",
        /// With a way to pay that nobody has confirmed.
        RequiresConfirmation = "requires_confirmation",
        /// The payer has to be asked.
        RequiresAction = "requires_action",
        /// On its way.
        Processing = "processing",
        /// Held until it is captured.
        RequiresCapture = "requires_capture",
        /// Taken.
        Succeeded = "succeeded",
        /// Given up.
        Canceled = "canceled",
    }
}

/// One payment.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PaymentIntent {
    /// `pi_…`
    pub id: String,
    /// Where it stands.
    pub status: PaymentIntentStatus,
    /// Minor units to be taken.
    pub amount: i64,
    /// Minor units held and not yet taken.
    pub amount_capturable: Option<i64>,
    /// Minor units taken.
    pub amount_received: Option<i64>,
    /// Three lower-case letters.
    pub currency: String,
    /// Who pays.
    pub customer: Option<Reference>,
    /// What for.
    pub description: Option<String>,
    /// The latest attempt that reached a bank.
    pub latest_charge: Option<Reference>,
    /// Why the last attempt failed.
    pub last_payment_error: Option<PaymentError>,
    /// What the payer has to do.
    pub next_action: Option<NextAction>,
    /// Why it was given up.
    pub cancellation_reason: Option<String>,
    /// Unix seconds UTC.
    pub canceled_at: Option<i64>,
    /// Unix seconds UTC.
    pub created: i64,
    /// Whether it is about real money.
    pub livemode: bool,
}

impl Typed for PaymentIntent {
    const OBJECT: &'static str = "payment_intent";
}

/// Why an attempt failed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PaymentError {
    /// Stripe's code, such as `card_declined`.
    pub code: Option<String>,
    /// The bank's reason, such as `insufficient_funds`.
    pub decline_code: Option<String>,
    /// Stripe's own sentence.
    pub message: Option<String>,
}

/// What the payer has to do.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct NextAction {
    /// Which kind of thing.
    #[serde(rename = "type")]
    pub kind: String,
    /// The page to go to, where it is one.
    pub redirect_to_url: Option<RedirectToUrl>,
    /// What Stripe's own script needs; its shape is not documented.
    pub use_stripe_sdk: Option<Value>,
}

/// A page where the payer is asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RedirectToUrl {
    /// The bank's page.
    pub url: Option<String>,
    /// Where it leads afterwards.
    pub return_url: Option<String>,
}
