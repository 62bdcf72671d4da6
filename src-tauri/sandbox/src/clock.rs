//! The account's clock: the machine's, moved by an offset, or one that stands still for tests.
//! The only file of this crate that reads the time of day.

use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Debug)]
pub(crate) struct Clock {
    reading: Mutex<Reading>,
}

#[derive(Debug, Clone, Copy)]
enum Reading {
    /// Stands still at these unix seconds.
    Fixed(i64),
    /// The machine's clock plus these seconds.
    Moved(i64),
}

impl Clock {
    pub(crate) fn new(fixed: Option<i64>, offset: i64) -> Self {
        Self {
            reading: Mutex::new(fixed.map_or(Reading::Moved(offset), Reading::Fixed)),
        }
    }

    /// Unix seconds UTC.
    pub(crate) fn now(&self) -> i64 {
        match *self.lock() {
            Reading::Fixed(at) => at,
            Reading::Moved(offset) => machine_seconds() + offset,
        }
    }

    /// Sets the time; a running clock runs on from there, a standing one stands there.
    pub(crate) fn set(&self, to: i64) {
        let mut reading = self.lock();
        *reading = match *reading {
            Reading::Fixed(_) => Reading::Fixed(to),
            Reading::Moved(_) => Reading::Moved(to - machine_seconds()),
        };
    }

    /// How far a running clock is ahead of the machine's, to be found again after a restart.
    pub(crate) fn offset(&self) -> Option<i64> {
        match *self.lock() {
            Reading::Fixed(_) => None,
            Reading::Moved(offset) => Some(offset),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Reading> {
        // A poisoned lock only means that another thread panicked between two plain writes.
        self.reading
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn machine_seconds() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX))
}
