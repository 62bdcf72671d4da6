//! What accepting a quote creates, said before it is done. Not the creating: that is Stripe's.

use crate::{calendar::DAY_SECONDS, line::Interval, money::Money};

/// Stripe finalizes a subscription's first invoice about this many seconds after it was drawn
/// up: an hour, longer when the account has webhooks that fail.
pub const FINALIZE_SECONDS: i64 = 3_600;

/// What accepting will create, said before it is done. Times in unix seconds UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Births {
    /// A draft invoice, which its owner finalizes and sends.
    DraftInvoice {
        /// What it will ask for.
        amount: Money,
    },
    /// A subscription that starts at once.
    Subscription {
        /// What its first invoice asks for.
        first_invoice: Money,
        /// When that invoice, a draft until then, is finalized: about an hour later.
        finalizes_at: i64,
        /// What is charged next, and each time after that until a discount ends.
        recurring: Money,
        /// How often.
        interval: Interval,
        /// When the trial ends and the first recurring charge falls due.
        trial_ends_at: Option<i64>,
    },
    /// A schedule: the subscription starts later, and nothing is charged before.
    Schedule {
        /// When it starts.
        starts_at: i64,
        /// What its first invoice asks for on that day.
        first_invoice: Money,
        /// What is charged next, and each time after that until a discount ends.
        recurring: Money,
        /// How often.
        interval: Interval,
        /// When the trial, which begins with the subscription, ends.
        trial_ends_at: Option<i64>,
    },
}

/// What there is to know about a quote to say what accepting it will create.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deal {
    /// The lines that are charged once, after discounts and with tax.
    pub one_time: Money,
    /// All lines once, after discounts and with tax.
    pub whole: Money,
    /// What is charged next and how often; `None` without a recurring line. See
    /// [`Figures::deal`](crate::document::Figures::deal).
    pub recurring: Option<(Money, Interval)>,
    /// The day on which the subscription is to start, unix seconds UTC.
    pub starts_at: Option<i64>,
    /// Days of trial before anything recurring is charged.
    pub trial_days: Option<u32>,
}

/// What accepting this quote at `now` (unix seconds UTC) will create.
///
/// A start that has passed counts as none, as Stripe treats it.
pub fn births(deal: &Deal, now: i64) -> Births {
    let Some((recurring, interval)) = deal.recurring else {
        return Births::DraftInvoice { amount: deal.whole };
    };
    let later = deal.starts_at.filter(|&at| at > now);
    let begins = later.unwrap_or(now);
    let trial_ends_at = deal.trial_days.filter(|&days| days > 0).map(|days| {
        let trial = i64::from(days).saturating_mul(DAY_SECONDS);
        begins.saturating_add(trial)
    });
    let first_invoice = if trial_ends_at.is_some() {
        deal.one_time
    } else {
        deal.whole
    };
    match later {
        Some(starts_at) => Births::Schedule {
            starts_at,
            first_invoice,
            recurring,
            interval,
            trial_ends_at,
        },
        None => Births::Subscription {
            first_invoice,
            finalizes_at: now.saturating_add(FINALIZE_SECONDS),
            recurring,
            interval,
            trial_ends_at,
        },
    }
}
