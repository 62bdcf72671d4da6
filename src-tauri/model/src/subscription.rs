//! How a subscription stands and what may be done with it. Not what it charges (see
//! [`document`](crate::document)), not its dates (see
//! [`Interval::after`](crate::line::Interval::after)) and not the doing.

pub use verb::{Verb, may};

mod verb;

/// The status that Stripe gives, in Stripe's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Its first payment has failed; Stripe waits 23 hours for another.
    Incomplete,
    /// Its first payment never came. Final.
    IncompleteExpired,
    /// In its trial.
    Trialing,
    /// Running.
    Active,
    /// Running, with a payment that failed or is late.
    PastDue,
    /// Ended. Final.
    Canceled,
    /// Its invoices are drawn up but no longer collected.
    Unpaid,
    /// Resting: a trial ended without a payment method.
    Paused,
    /// Something that this program does not know, as Stripe wrote it.
    Unknown(String),
}

impl Status {
    /// Reads Stripe's `status`.
    pub fn parse(text: &str) -> Self {
        match text {
            "incomplete" => Self::Incomplete,
            "incomplete_expired" => Self::IncompleteExpired,
            "trialing" => Self::Trialing,
            "active" => Self::Active,
            "past_due" => Self::PastDue,
            "canceled" => Self::Canceled,
            "unpaid" => Self::Unpaid,
            "paused" => Self::Paused,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// As Stripe writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Incomplete => "incomplete",
            Self::IncompleteExpired => "incomplete_expired",
            Self::Trialing => "trialing",
            Self::Active => "active",
            Self::PastDue => "past_due",
            Self::Canceled => "canceled",
            Self::Unpaid => "unpaid",
            Self::Paused => "paused",
            Self::Unknown(text) => text,
        }
    }

    /// A word for lists and badges: "Past due".
    pub fn word(&self) -> &str {
        match self {
            Self::Incomplete => "Incomplete",
            Self::IncompleteExpired => "Never started",
            Self::Trialing => "Trial",
            Self::Active => "Active",
            Self::PastDue => "Past due",
            Self::Canceled => "Canceled",
            Self::Unpaid => "Unpaid",
            Self::Paused => "Paused",
            Self::Unknown(text) => text,
        }
    }

    /// Whether it will bill again by itself.
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Trialing | Self::Active | Self::PastDue)
    }
}

/// What there is to know about a subscription to say how it stands. Unix seconds UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Stripe's status.
    pub status: Status,
    /// When the current period of its first item ends and the next one is billed.
    pub period_ends_at: Option<i64>,
    /// When it will end by itself, if an end is set.
    pub cancel_at: Option<i64>,
    /// Whether it ends with the current period.
    pub cancel_at_period_end: bool,
    /// Whether its invoices are held back for now.
    pub held: bool,
    /// Whether a schedule changes it; the schedule's phases would undo other changes.
    pub scheduled: bool,
}

impl Facts {
    /// Whether an end is set.
    pub fn is_ending(&self) -> bool {
        self.cancel_at_period_end || self.cancel_at.is_some()
    }
}

/// What a subscription will do next, by itself. Unix seconds UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It bills.
    Bills {
        /// When.
        at: i64,
    },
    /// It ends.
    Ends {
        /// When.
        at: i64,
    },
    /// Nothing.
    Nothing,
}

/// What the subscription does next: an end that comes no later than the next bill outranks it.
pub fn next(facts: &Facts) -> Next {
    if !facts.status.is_running() {
        return Next::Nothing;
    }
    let of_period = facts.period_ends_at.filter(|_| facts.cancel_at_period_end);
    let ends = match (facts.cancel_at, of_period) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    match (ends, facts.period_ends_at) {
        (Some(at), None) => Next::Ends { at },
        (Some(at), Some(bills)) if at <= bills => Next::Ends { at },
        (_, Some(at)) => Next::Bills { at },
        (None, None) => Next::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_reads_back_as_it_was_written() {
        for text in [
            "incomplete",
            "incomplete_expired",
            "trialing",
            "active",
            "past_due",
            "canceled",
            "unpaid",
            "paused",
            "hibernating",
        ] {
            assert_eq!(Status::parse(text).as_str(), text);
        }
        assert_eq!(Status::parse("hibernating").word(), "hibernating");
    }

    #[test]
    fn an_end_outranks_the_next_bill() {
        let check = |status: &str, ends, cancel_at, at_period_end, expect| {
            let facts = Facts {
                status: Status::parse(status),
                period_ends_at: ends,
                cancel_at,
                cancel_at_period_end: at_period_end,
                held: false,
                scheduled: false,
            };
            assert_eq!(next(&facts), expect, "{facts:?}");
        };
        check("active", Some(100), None, false, Next::Bills { at: 100 });
        check("active", Some(100), None, true, Next::Ends { at: 100 });
        check("active", Some(100), Some(100), true, Next::Ends { at: 100 });
        check(
            "active",
            Some(100),
            Some(500),
            false,
            Next::Bills { at: 100 },
        );
        check(
            "trialing",
            Some(100),
            Some(50),
            false,
            Next::Ends { at: 50 },
        );
        check("canceled", Some(100), None, false, Next::Nothing);
        check("active", None, None, true, Next::Nothing);
    }
}
