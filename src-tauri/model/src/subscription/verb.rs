//! What may be done with a subscription. Not the doing, and not how it stands: see
//! [`subscription`](super).

use super::{Facts, Status};
use crate::refusal::{Refusal, RefusalKind};

/// What an owner may want to do with a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Change what it bills: quantities, prices, items.
    Change,
    /// Hold its invoices back for a while.
    Pause,
    /// Let its invoices go out again.
    Resume,
    /// Let the trial end now, so that it is billed.
    EndTrial,
    /// Let it end with the period that is paid for.
    CancelAtEnd,
    /// Take an end back that was set.
    Keep,
    /// End it now.
    Cancel,
}

impl Verb {
    /// All of them, in the order in which an owner would look for them.
    pub const ALL: [Self; 7] = [
        Self::Change,
        Self::Resume,
        Self::Keep,
        Self::Pause,
        Self::EndTrial,
        Self::CancelAtEnd,
        Self::Cancel,
    ];
}

/// Whether `verb` may be done with such a subscription, and if not, why and what instead.
pub fn may(facts: &Facts, verb: Verb) -> Result<(), Refusal> {
    match &facts.status {
        Status::Unknown(text) => return Err(Refusal::unknown("subscription", text)),
        Status::Canceled => {
            return no(
                if matches!(verb, Verb::Cancel | Verb::CancelAtEnd) {
                    RefusalKind::AlreadySo
                } else {
                    RefusalKind::TooLate
                },
                "This subscription has ended.",
                "Write a new quote for it.",
            );
        }
        Status::IncompleteExpired => {
            return no(
                RefusalKind::TooLate,
                "This subscription never started, because its first payment did not come.",
                "Write a new quote for it.",
            );
        }
        Status::Incomplete if verb != Verb::Cancel => {
            return no(
                RefusalKind::NotYet,
                "The first payment of this subscription is missing.",
                "Collect its first invoice, or end the subscription.",
            );
        }
        _ => {}
    }
    match verb {
        Verb::Change | Verb::Cancel => Ok(()),
        Verb::Pause if facts.held => no(
            RefusalKind::AlreadySo,
            "This subscription is on hold already.",
            "Resume it to bill again.",
        ),
        Verb::Pause if facts.status == Status::Paused => no(
            RefusalKind::AlreadySo,
            "This subscription rests already, because its trial ended without a card.",
            "Resume it once there is a card.",
        ),
        Verb::Resume if !facts.held && facts.status != Status::Paused => no(
            RefusalKind::AlreadySo,
            "This subscription is not on hold.",
            "There is nothing to resume.",
        ),
        Verb::EndTrial if facts.status != Status::Trialing => no(
            RefusalKind::AlreadySo,
            "This subscription is not in a trial.",
            "It is billed as it is.",
        ),
        Verb::CancelAtEnd if facts.is_ending() => no(
            RefusalKind::AlreadySo,
            "This subscription ends already.",
            "Keep it to take the end back, or end it now.",
        ),
        Verb::Keep if !facts.is_ending() => no(
            RefusalKind::AlreadySo,
            "No end is set for this subscription.",
            "It goes on by itself.",
        ),
        Verb::CancelAtEnd | Verb::Keep if facts.scheduled => no(
            RefusalKind::NotYet,
            "A schedule decides how this subscription goes on.",
            "Open the schedule and release the subscription from it first.",
        ),
        Verb::Pause | Verb::Resume | Verb::EndTrial | Verb::CancelAtEnd | Verb::Keep => Ok(()),
    }
}

fn no(kind: RefusalKind, what: &str, advice: &str) -> Result<(), Refusal> {
    Err(Refusal::new(kind, what, advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: &str, set: impl FnOnce(&mut Facts), expect: &[Verb]) {
        let mut facts = Facts {
            status: Status::parse(status),
            period_ends_at: Some(100),
            cancel_at: None,
            cancel_at_period_end: false,
            held: false,
            scheduled: false,
        };
        set(&mut facts);
        let allowed: Vec<Verb> = Verb::ALL
            .into_iter()
            .filter(|verb| may(&facts, *verb).is_ok())
            .collect();
        assert_eq!(allowed, expect, "{facts:?}");
    }

    #[test]
    fn what_may_be_done_follows_from_how_it_stands() {
        use Verb::{Cancel, CancelAtEnd, Change, EndTrial, Keep, Pause, Resume};
        check("active", |_| (), &[Change, Pause, CancelAtEnd, Cancel]);
        check("past_due", |_| (), &[Change, Pause, CancelAtEnd, Cancel]);
        check(
            "trialing",
            |_| (),
            &[Change, Pause, EndTrial, CancelAtEnd, Cancel],
        );
        check(
            "active",
            |facts| facts.held = true,
            &[Change, Resume, CancelAtEnd, Cancel],
        );
        check(
            "active",
            |facts| facts.cancel_at_period_end = true,
            &[Change, Keep, Pause, Cancel],
        );
        check(
            "active",
            |facts| facts.scheduled = true,
            &[Change, Pause, Cancel],
        );
        check("paused", |_| (), &[Change, Resume, CancelAtEnd, Cancel]);
        check("incomplete", |_| (), &[Cancel]);
        check("incomplete_expired", |_| (), &[]);
        check("canceled", |_| (), &[]);
        check("hibernating", |_| (), &[]);
    }

    #[test]
    fn ending_what_has_ended_is_no_mistake() {
        let facts = Facts {
            status: Status::Canceled,
            period_ends_at: None,
            cancel_at: None,
            cancel_at_period_end: false,
            held: false,
            scheduled: false,
        };
        let kind = may(&facts, Verb::Cancel).unwrap_err().kind;
        assert_eq!(kind, RefusalKind::AlreadySo);
    }
}
