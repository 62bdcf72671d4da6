//! How a quote stands, what may be done with it, and what accepting it will create. Not its
//! amounts (see [`document`](crate::document)) and not the doing.

use crate::{
    calendar::{DAY_SECONDS, Day},
    line::Interval,
    money::Money,
    refusal::{Refusal, RefusalKind},
};

/// A quote counts as expiring within this many seconds of its expiry: seven days.
pub const EXPIRING_SECONDS: i64 = 7 * DAY_SECONDS;

/// Stripe finalizes a subscription's first invoice about this many seconds after it was drawn
/// up: an hour, longer when the account has webhooks that fail.
pub const FINALIZE_SECONDS: i64 = 3_600;

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

/// What an owner may want to do with a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Change lines and texts.
    Edit,
    /// Give it a number and open it.
    Finalize,
    /// Turn it into an invoice or a subscription.
    Accept,
    /// Take it back.
    Cancel,
    /// Write a new version of it.
    Revise,
    /// Write a new quote like it.
    Duplicate,
    /// Give it a later expiry.
    Extend,
    /// Throw it away, leaving no trace.
    Delete,
}

impl Verb {
    /// All of them, in the order in which an owner would look for them.
    pub const ALL: [Self; 8] = [
        Self::Edit,
        Self::Finalize,
        Self::Accept,
        Self::Extend,
        Self::Revise,
        Self::Duplicate,
        Self::Cancel,
        Self::Delete,
    ];
}

/// Whether `verb` may be done with a quote that stands so, and if not, why and what instead.
///
/// `Duplicate` is always fine. Stripe itself copies drafts, open and accepted quotes; of an
/// expired, canceled or superseded one the caller has to draw up the copy.
pub fn may(standing: &Standing, verb: Verb) -> Result<(), Refusal> {
    if verb == Verb::Duplicate {
        return Ok(());
    }
    match standing {
        Standing::Draft => may_draft(verb),
        Standing::Open | Standing::Expiring { .. } => may_open(verb),
        Standing::Expired { at } => {
            let day = Day::from_unix(*at).text();
            Err(over(verb, &format!("This quote expired on {day}.")))
        }
        Standing::Canceled => Err(over(verb, "This quote is canceled.")),
        Standing::Superseded => {
            let what = "A later revision took the place of this quote.";
            Err(Refusal::new(
                RefusalKind::TooLate,
                what,
                "Go to the latest revision.",
            ))
        }
        Standing::Accepted => Err(accepted(verb)),
        Standing::Unknown(text) => Err(Refusal::unknown("quote", text)),
    }
}

fn may_draft(verb: Verb) -> Result<(), Refusal> {
    let what = "This quote is still a draft.";
    let advice = match verb {
        Verb::Accept => "Finalize it first, then accept it.",
        Verb::Revise => "Edit it as it is.",
        Verb::Extend => "Set the expiry date in the draft.",
        _ => return Ok(()),
    };
    Err(Refusal::new(RefusalKind::NotYet, what, advice))
}

fn may_open(verb: Verb) -> Result<(), Refusal> {
    let what = "This quote is finalized.";
    let (kind, advice) = match verb {
        Verb::Edit => (
            RefusalKind::TooLate,
            "Revise it: that makes a new version to edit.",
        ),
        Verb::Finalize => (RefusalKind::AlreadySo, "Send it, or accept it."),
        Verb::Delete => (
            RefusalKind::TooLate,
            "Cancel it: its number stays on record.",
        ),
        _ => return Ok(()),
    };
    Err(Refusal::new(kind, what, advice))
}

fn accepted(verb: Verb) -> Refusal {
    let what = "This quote is already accepted.";
    let (kind, advice) = match verb {
        Verb::Accept => (
            RefusalKind::AlreadySo,
            "Open the invoice or subscription that it became.",
        ),
        Verb::Finalize => (
            RefusalKind::AlreadySo,
            "Open the invoice or subscription that it became.",
        ),
        Verb::Cancel => (
            RefusalKind::TooLate,
            "Cancel the subscription or void the invoice that it became.",
        ),
        _ => (
            RefusalKind::TooLate,
            "Duplicate it to offer the same again.",
        ),
    };
    Refusal::new(kind, what, advice)
}

fn over(verb: Verb, what: &str) -> Refusal {
    match verb {
        Verb::Cancel => Refusal::new(RefusalKind::AlreadySo, what, "There is nothing left to do."),
        Verb::Delete => Refusal::new(RefusalKind::TooLate, what, "Its number stays on record."),
        Verb::Extend => {
            let advice = "Duplicate it with a later expiry date.";
            Refusal::new(RefusalKind::TooLate, what, advice)
        }
        _ => Refusal::new(
            RefusalKind::TooLate,
            what,
            "Duplicate it to offer the same again.",
        ),
    }
}

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
        /// What is charged each time after that, while no discount ends.
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
        /// What is charged each time after that.
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
    /// What repeats and how often; `None` without a recurring line.
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

#[cfg(test)]
mod tests;
