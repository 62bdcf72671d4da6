//! The one place where the engine asks what time it is. Everything else is
//! handed the time, so that tests decide it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// What time it is.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Unix seconds, UTC.
    fn now(&self) -> i64;

    /// Whether it is the practice Stripe's own clock, and so moves with it by itself. What that one says is
    /// old by the time it is heard, and would put such a clock back.
    fn is_practice(&self) -> bool {
        false
    }
}

/// The computer's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        chrono::Utc::now().timestamp()
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// Stands at `now`, unix seconds UTC.
    pub fn at(now: i64) -> HandClock {
        HandClock(AtomicI64::new(now))
    }

    /// Moves by `seconds`.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A clock that runs as another one does, some seconds apart from it. The practice account's time can be
/// moved; every other account's is the computer's.
#[derive(Debug)]
pub(crate) struct MovedClock {
    base: Arc<dyn Clock>,
    ahead: AtomicI64,
}

impl MovedClock {
    /// Shows what `base` shows.
    pub(crate) fn over(base: Arc<dyn Clock>) -> MovedClock {
        MovedClock {
            base,
            ahead: AtomicI64::new(0),
        }
    }

    /// Shows `now` from now on, unix seconds UTC. A second's difference is only the way here.
    pub(crate) fn stands_at(&self, now: i64) {
        if self.base.is_practice() {
            return;
        }
        let ahead = now.saturating_sub(self.base.now());
        let ahead = if (-1..=1).contains(&ahead) { 0 } else { ahead };
        self.ahead.store(ahead, Ordering::SeqCst);
    }
}

impl Clock for MovedClock {
    fn now(&self) -> i64 {
        self.base
            .now()
            .saturating_add(self.ahead.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock as _, HandClock, MovedClock};
    use std::sync::Arc;

    #[test]
    fn a_moved_clock_runs_on_from_where_it_was_put() {
        let base = Arc::new(HandClock::at(1_000));
        let moved = MovedClock::over(Arc::clone(&base) as Arc<_>);
        assert_eq!(moved.now(), 1_000);
        moved.stands_at(5_000);
        base.advance(10);
        assert_eq!(moved.now(), 5_010);
        moved.stands_at(1_011);
        assert_eq!(moved.now(), 1_010, "a second on the way is no move");
    }
}
