//! When a request is sent again, and after how long: a pure value, tested as a table.
//!
//! `Stripe-Should-Retry` outranks everything. Then: a line that failed, 409 and 502 to 504 are
//! tried again with the same idempotency key; 429 and held locks after a longer, spread-out wait.
//! A 500 on a write is given to the caller: Stripe saves it under the key and would only repeat
//! it, so the caller reads the object's state instead.
//!
//! Not here: sleeping, clocks, randomness.

use std::time::Duration;

use crate::error::{Error, Stage};

/// What sending a request twice can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A read: nothing.
    None,
    /// A write with an idempotency key: the same answer again.
    Once,
    /// A write without one (DELETE): the second is told that the object is gone, which would
    /// look like a refusal. Only repeated where the first cannot have arrived.
    Unguarded,
}

/// How one attempt ended, as far as retrying cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No connection stood.
    NotSent,
    /// The request may have arrived, the answer did not.
    AnswerLost,
    /// An HTTP answer that is not the wished one.
    Status {
        /// The HTTP status.
        status: u16,
        /// The `Stripe-Should-Retry` header.
        should_retry: Option<bool>,
        /// The object is locked by another request.
        lock_timeout: bool,
        /// The `Retry-After` header.
        retry_after: Option<Duration>,
    },
    /// Nothing that another attempt could change: no trust, no PDF, a wrong path.
    Final,
}

/// What to do after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The error goes to the caller.
    GiveUp,
    /// Another attempt after a wait between these bounds.
    After(Delay),
}

/// The bounds of a wait; where in between is up to chance, so that many do not come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// At least this long.
    pub least: Duration,
    /// At most this long.
    pub most: Duration,
}

impl Delay {
    /// The wait at a point between the bounds: 0 is the least, `u16::MAX` the most.
    #[must_use]
    pub fn at(&self, chance: u16) -> Duration {
        let spread = self.most.saturating_sub(self.least);
        self.least + spread * u32::from(chance) / u32::from(u16::MAX)
    }
}

/// How often and how patiently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Attempts beyond the first.
    pub max_retries: u32,
    /// The first wait; each further one is twice as long.
    pub base: Duration,
    /// No wait is longer than this. Where Stripe asks for more, the caller is told instead.
    pub cap: Duration,
}

impl Default for Policy {
    /// Two retries, from half a second to five, as the official clients do.
    fn default() -> Self {
        Self {
            max_retries: 2,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(5),
        }
    }
}

impl Policy {
    /// Never again: for callers that retry by themselves.
    #[must_use]
    pub fn never() -> Self {
        Self {
            max_retries: 0,
            ..Self::default()
        }
    }

    /// What to do after attempt number `attempt` (the first is 0) ended so.
    #[must_use]
    pub fn decide(&self, attempt: u32, effect: Effect, outcome: &Outcome) -> Decision {
        if attempt >= self.max_retries {
            return Decision::GiveUp;
        }
        match *outcome {
            Outcome::Final => Decision::GiveUp,
            Outcome::NotSent => self.soon(attempt),
            Outcome::AnswerLost => match effect {
                Effect::None | Effect::Once => self.soon(attempt),
                Effect::Unguarded => Decision::GiveUp,
            },
            Outcome::Status {
                status,
                should_retry,
                lock_timeout,
                retry_after,
            } => {
                let crowded = status == 429 || lock_timeout;
                let again = should_retry.unwrap_or(match status {
                    409 | 429 => true,
                    _ if lock_timeout => true,
                    500 => effect == Effect::None,
                    502..=504 => effect != Effect::Unguarded,
                    _ => false,
                });
                let decision = if crowded {
                    self.later(attempt)
                } else {
                    self.soon(attempt)
                };
                match (again, decision) {
                    (true, Decision::After(delay)) => self.respecting(delay, retry_after),
                    _ => Decision::GiveUp,
                }
            }
        }
    }

    /// Between half and the whole of the step.
    fn soon(&self, attempt: u32) -> Decision {
        let step = self.step(attempt);
        Decision::After(Delay {
            least: step / 2,
            most: step,
        })
    }

    /// Between the whole and twice the step: others are waiting as well.
    fn later(&self, attempt: u32) -> Decision {
        let step = self.step(attempt);
        Decision::After(Delay {
            least: step,
            most: (step * 2).min(self.cap),
        })
    }

    fn step(&self, attempt: u32) -> Duration {
        let factor = 1u32.checked_shl(attempt).unwrap_or(u32::MAX);
        self.base.saturating_mul(factor).min(self.cap)
    }

    fn respecting(&self, delay: Delay, retry_after: Option<Duration>) -> Decision {
        match retry_after {
            Some(asked) if asked > self.cap => Decision::GiveUp,
            Some(asked) => Decision::After(Delay {
                least: delay.least.max(asked),
                most: delay.most.max(asked),
            }),
            None => Decision::After(delay),
        }
    }
}

impl Outcome {
    /// How an attempt that failed so ended.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        match error {
            Error::Network { stage, .. } | Error::Timeout { stage } => match stage {
                Stage::Connecting => Self::NotSent,
                Stage::Exchanging => Self::AnswerLost,
            },
            Error::Api(api) => Self::Status {
                status: api.status,
                should_retry: api.should_retry,
                lock_timeout: api.is_lock_timeout(),
                retry_after: api.retry_after,
            },
            // Half an answer to a request that was carried out: ask again, with the same key.
            Error::NotJson {
                status: 200..=299, ..
            } => Self::AnswerLost,
            Error::NotJson {
                status,
                should_retry,
                ..
            } => Self::Status {
                status: *status,
                should_retry: *should_retry,
                lock_timeout: false,
                retry_after: None,
            },
            _ => Self::Final,
        }
    }
}

#[cfg(test)]
#[path = "retry_tests.rs"]
mod tests;
