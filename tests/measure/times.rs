//! Times, sorted, and what is told of them. Beside the clock on the wall stands the time that the
//! program's threads were really at work: on a machine that does other things too, only that says
//! what a question costs.

use std::time::{Duration, Instant};

/// A question under way.
pub(crate) struct Watch {
    begun: Instant,
    worked: Duration,
}

/// How long it took, and how long the program worked for it.
#[derive(Clone, Copy)]
pub(crate) struct Took {
    pub(crate) wall: Duration,
    pub(crate) work: Duration,
}

impl Watch {
    pub(crate) fn start() -> Watch {
        let worked = worked();
        Watch {
            begun: Instant::now(),
            worked,
        }
    }

    pub(crate) fn stop(self) -> Took {
        let wall = self.begun.elapsed();
        Took {
            wall,
            work: worked().saturating_sub(self.worked),
        }
    }
}

/// What all threads of this process have worked so far; nothing where the system does not say.
fn worked() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    let nanoseconds = threads.flatten().filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// Times of the same thing, done again and again.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub(crate) fn join(&mut self, other: &Times) {
        self.0.extend_from_slice(&other.0);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time within which this share of them is done, in milliseconds.
    pub(crate) fn within(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted
            .get(at)
            .map_or(f64::NAN, |took| took.as_secs_f64() * 1e3)
    }
}

/// Milliseconds to the microsecond: more is noise.
pub(crate) fn round(milliseconds: f64) -> f64 {
    (milliseconds * 1e3).round() / 1e3
}
