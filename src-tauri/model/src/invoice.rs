//! How an invoice stands and what may be done with it. Not its amounts and not the doing.

pub use verb::{Verb, may};

mod verb;

/// The status that Stripe gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Being drawn up.
    Draft,
    /// Finalized, to be paid.
    Open,
    /// Paid.
    Paid,
    /// Taken back after it was finalized.
    Void,
    /// Given up.
    Uncollectible,
    /// Something that this program does not know, as Stripe wrote it.
    Unknown(String),
}

impl Status {
    /// Reads Stripe's `status`.
    pub fn parse(text: &str) -> Self {
        match text {
            "draft" => Self::Draft,
            "open" => Self::Open,
            "paid" => Self::Paid,
            "void" => Self::Void,
            "uncollectible" => Self::Uncollectible,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// As Stripe writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Void => "void",
            Self::Uncollectible => "uncollectible",
            Self::Unknown(text) => text,
        }
    }
}

/// What there is to know about an invoice to say how it stands. Times in unix seconds UTC,
/// amounts in minor units of the invoice's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Stripe's status.
    pub status: Status,
    /// When Stripe finalizes it by itself, while it is a draft that advances.
    pub finalizes_at: Option<i64>,
    /// When it is due; `None` where the customer is charged automatically.
    pub due_at: Option<i64>,
    /// How often payment has been tried.
    pub attempts: u64,
    /// When Stripe will try again.
    pub next_attempt_at: Option<i64>,
    /// What has been paid.
    pub amount_paid: i64,
    /// What is still to be paid.
    pub amount_remaining: i64,
    /// What it came to when it was finalized.
    pub total: i64,
    /// What credit notes took off it, before or after it was paid.
    pub credited: i64,
    /// Whether a subscription drew it up: such a draft cannot be deleted.
    pub of_subscription: bool,
}

/// How an invoice stands at some moment. Times in unix seconds UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Being drawn up, until its owner finalizes it.
    Draft,
    /// A draft that Stripe will finalize by itself.
    Scheduled {
        /// When.
        finalizes_at: i64,
    },
    /// To be paid.
    Open,
    /// To be paid, and late.
    PastDue {
        /// When it was due.
        since: i64,
    },
    /// A payment failed; Stripe will try again.
    Retrying {
        /// When.
        next_attempt_at: i64,
    },
    /// A payment failed, and nothing will happen by itself.
    PaymentFailed,
    /// A part is paid, the rest is not due yet.
    PartlyPaid,
    /// Paid.
    Paid,
    /// Taken back.
    Void,
    /// Given up.
    Uncollectible,
    /// Something that this program does not know, as Stripe wrote it.
    Unknown(String),
}

impl Standing {
    /// A word for lists and badges: "Past due".
    pub fn word(&self) -> &str {
        match self {
            Self::Draft => "Draft",
            Self::Scheduled { .. } => "Scheduled",
            Self::Open => "Open",
            Self::PastDue { .. } => "Past due",
            Self::Retrying { .. } => "Retrying",
            Self::PaymentFailed => "Payment failed",
            Self::PartlyPaid => "Partly paid",
            Self::Paid => "Paid",
            Self::Void => "Void",
            Self::Uncollectible => "Uncollectible",
            Self::Unknown(text) => text,
        }
    }

    /// A key for columns, filters and colours: "past_due". `"unknown"` for what is not known.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled { .. } => "scheduled",
            Self::Open => "open",
            Self::PastDue { .. } => "past_due",
            Self::Retrying { .. } => "retrying",
            Self::PaymentFailed => "payment_failed",
            Self::PartlyPaid => "partly_paid",
            Self::Paid => "paid",
            Self::Void => "void",
            Self::Uncollectible => "uncollectible",
            Self::Unknown(_) => "unknown",
        }
    }
}

/// How the invoice stands at `now` (unix seconds UTC).
///
/// An open invoice may be several of these at once; what matters most to its owner wins: late,
/// then being retried, then failed, then partly paid.
pub fn standing(facts: &Facts, now: i64) -> Standing {
    match &facts.status {
        Status::Draft => match facts.finalizes_at {
            Some(finalizes_at) => Standing::Scheduled { finalizes_at },
            None => Standing::Draft,
        },
        Status::Open => open(facts, now),
        Status::Paid => Standing::Paid,
        Status::Void => Standing::Void,
        Status::Uncollectible => Standing::Uncollectible,
        Status::Unknown(text) => Standing::Unknown(text.clone()),
    }
}

fn open(facts: &Facts, now: i64) -> Standing {
    if let Some(since) = facts.due_at.filter(|&due| due < now) {
        return Standing::PastDue { since };
    }
    // Stripe sets a next attempt before the first one as well: only an attempt that has been
    // made can have failed.
    if facts.attempts > 0 {
        return match facts.next_attempt_at {
            Some(next_attempt_at) => Standing::Retrying { next_attempt_at },
            None if facts.amount_paid > 0 => Standing::PartlyPaid,
            None => Standing::PaymentFailed,
        };
    }
    if facts.amount_paid > 0 && facts.amount_remaining > 0 {
        return Standing::PartlyPaid;
    }
    Standing::Open
}

#[cfg(test)]
mod tests;
