//! How a quote stands, what may be done with it, and what accepting it will create. Not its
//! amounts (see [`document`](crate::document)) and not the doing.

use crate::calendar::DAY_SECONDS;
pub use births::{Births, Deal, FINALIZE_SECONDS, births};
pub use verb::{Verb, may};

mod births;
mod verb;

/// A quote counts as expiring within this many seconds of its expiry: seven days.
pub const EXPIRING_SECONDS: i64 = 7 * DAY_SECONDS;

/// The status that Stripe gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Being written.
    Draft,
    /// Finalized: it can be accepted.
    Open,
    /// Accepted, for good.
    Accepted,
    /// Canceled or expired, for good.
    Canceled,
    /// Something that this program does not know, as Stripe wrote it.
    Unknown(String),
}

impl Status {
    /// Reads Stripe's `status`.
    pub fn parse(text: &str) -> Self {
        match text {
            "draft" => Self::Draft,
            "open" => Self::Open,
            "accepted" => Self::Accepted,
            "canceled" => Self::Canceled,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// As Stripe writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Canceled => "canceled",
            Self::Unknown(text) => text,
        }
    }
}

/// What there is to know about a quote to say how it stands. Times in unix seconds UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Stripe's status.
    pub status: Status,
    /// When it expires.
    pub expires_at: Option<i64>,
    /// When it was canceled, if it was.
    pub canceled_at: Option<i64>,
    /// Whether a later revision of it has been finalized.
    pub superseded: bool,
}

/// How a quote stands at some moment. Times in unix seconds UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Being written.
    Draft,
    /// It can be accepted.
    Open,
    /// It can be accepted, for less than seven more days.
    Expiring {
        /// When it will expire.
        at: i64,
    },
    /// Nobody accepted it in time.
    Expired {
        /// When it expired.
        at: i64,
    },
    /// Accepted.
    Accepted,
    /// Canceled by its owner.
    Canceled,
    /// A later revision took its place.
    Superseded,
    /// Something that this program does not know, as Stripe wrote it.
    Unknown(String),
}

impl Standing {
    /// A word for lists and badges: "Draft", "Expiring".
    pub fn word(&self) -> &str {
        match self {
            Self::Draft => "Draft",
            Self::Open => "Open",
            Self::Expiring { .. } => "Expiring",
            Self::Expired { .. } => "Expired",
            Self::Accepted => "Accepted",
            Self::Canceled => "Canceled",
            Self::Superseded => "Superseded",
            Self::Unknown(text) => text,
        }
    }

    /// A key for columns, filters and colours: "draft", "expiring". `"unknown"` for what is not
    /// known.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Expiring { .. } => "expiring",
            Self::Expired { .. } => "expired",
            Self::Accepted => "accepted",
            Self::Canceled => "canceled",
            Self::Superseded => "superseded",
            Self::Unknown(_) => "unknown",
        }
    }
}

/// How the quote stands at `now` (unix seconds UTC).
///
/// A draft stays a draft past its expiry: its owner can still give it a later one. Stripe tells
/// an expired quote from a canceled one only by the time: canceled no earlier than it expired.
pub fn standing(facts: &Facts, now: i64) -> Standing {
    match (&facts.status, facts.expires_at) {
        (Status::Draft, _) => Standing::Draft,
        (Status::Accepted, _) => Standing::Accepted,
        (Status::Unknown(text), _) => Standing::Unknown(text.clone()),
        (Status::Canceled | Status::Open, _) if facts.superseded => Standing::Superseded,
        (Status::Canceled, Some(at)) if facts.canceled_at.is_some_and(|when| when >= at) => {
            Standing::Expired { at }
        }
        (Status::Canceled, _) => Standing::Canceled,
        (Status::Open, Some(at)) if at <= now => Standing::Expired { at },
        (Status::Open, Some(at)) if at.saturating_sub(now) <= EXPIRING_SECONDS => {
            Standing::Expiring { at }
        }
        (Status::Open, _) => Standing::Open,
    }
}

#[cfg(test)]
mod tests;
