//! Stripe's limits: token buckets for the account and for each endpoint, a number of requests at once,
//! and the lock on the object that a request changes. Figures and reasons are Stripe's where its
//! documents give them; how many requests may be under way at once they do not say. Off by default.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::OwnedMutexGuard;

use crate::options::Limits;

#[derive(Debug)]
pub(crate) struct Gate {
    /// Requests a second in all.
    all: u32,
    state: Mutex<State>,
    locks: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

#[derive(Debug, Default)]
struct State {
    buckets: HashMap<String, Bucket>,
    under_way: HashMap<String, u32>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

/// Requests a second on one endpoint.
const EACH: u32 = 25;
/// Requests a second on all search endpoints together, and on all that read files.
const SEARCH: u32 = 20;
const FILES: u32 = 20;
/// How long a request waits for the object that another one holds.
const PATIENCE: Duration = Duration::from_secs(1);

/// A request that may go on. Dropping it makes room for the next.
#[derive(Debug)]
pub(crate) struct Permit<'g> {
    gate: &'g Gate,
    names: [String; 2],
}

impl Gate {
    /// `None` where nothing is limited.
    pub(crate) fn new(limits: Limits) -> Option<Self> {
        let all = match limits {
            Limits::Off => return None,
            Limits::Test => 25,
            Limits::Live => 100,
        };
        Some(Self {
            all,
            state: Mutex::default(),
            locks: Mutex::default(),
        })
    }

    /// Lets a request on `endpoint` in; the reason when it may not come.
    pub(crate) fn enter(&self, endpoint: &str) -> Result<Permit<'_>, &'static str> {
        let mut state = self.lock();
        let now = Instant::now();
        let (group, each) = group(endpoint);
        let steps = [("", self.all, "global"), (group, each, "endpoint")];
        for (name, most, _) in steps {
            state.refill(name, most, now);
        }
        for (name, most, who) in steps {
            let reasons = match who {
                "global" => ["global-rate", "global-concurrency"],
                _ => ["endpoint-rate", "endpoint-concurrency"],
            };
            if state.tokens(name) < 1.0 {
                return Err(reasons[0]);
            }
            if state.under_way.get(name).is_some_and(|n| *n >= most) {
                return Err(reasons[1]);
            }
        }
        for (name, _, _) in steps {
            if let Some(bucket) = state.buckets.get_mut(name) {
                bucket.tokens -= 1.0;
            }
            *state.under_way.entry(name.to_owned()).or_default() += 1;
        }
        Ok(Permit {
            gate: self,
            names: [String::new(), group.to_owned()],
        })
    }

    /// Waits for the object; `None` when another request holds it for too long.
    pub(crate) async fn hold(&self, object: &str) -> Option<OwnedMutexGuard<()>> {
        let lock = {
            let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
            // What nobody holds or waits for is forgotten.
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
            Arc::clone(locks.entry(object.to_owned()).or_default())
        };
        tokio::time::timeout(PATIENCE, lock.lock_owned()).await.ok()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bucket that an endpoint shares with its like, and that bucket's rate.
fn group(endpoint: &str) -> (&str, u32) {
    if endpoint.ends_with("/search") {
        ("search", SEARCH)
    } else if endpoint.ends_with("/pdf") {
        ("files", FILES)
    } else {
        (endpoint, EACH)
    }
}

impl State {
    fn refill(&mut self, name: &str, rate: u32, now: Instant) {
        let rate = f64::from(rate);
        let bucket = self.buckets.entry(name.to_owned()).or_insert(Bucket {
            tokens: rate,
            at: now,
        });
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.tokens = (bucket.tokens + since * rate).min(rate);
        bucket.at = now;
    }

    fn tokens(&self, name: &str) -> f64 {
        self.buckets.get(name).map_or(0.0, |bucket| bucket.tokens)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.gate.lock();
        for name in &self.names {
            if let Some(under_way) = state.under_way.get_mut(name) {
                *under_way = under_way.saturating_sub(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Gate;
    use crate::options::Limits;

    /// As many as may come one after another without a pause, and why the next may not.
    fn fill(limits: Limits, endpoint: impl Fn(usize) -> String) -> (usize, &'static str) {
        let gate = Gate::new(limits).unwrap_or_else(|| unreachable!());
        for n in 0..100_000 {
            if let Err(reason) = gate.enter(&endpoint(n)).map(drop) {
                return (n, reason);
            }
        }
        unreachable!("nothing is refused")
    }

    #[test]
    fn the_reason_names_what_was_exceeded() {
        let one = |_| "GET /v1/customers".to_owned();
        let many = |n| format!("GET /v1/{n}");
        // Tokens come back while the test runs, so there may be a few more than a second's worth.
        let (count, reason) = fill(Limits::Test, many);
        assert!(count >= 25 && reason == "global-rate", "{count} {reason}");
        let (count, reason) = fill(Limits::Live, one);
        assert!(count >= 25 && reason == "endpoint-rate", "{count} {reason}");
        let (count, reason) = fill(Limits::Live, many);
        assert!(count >= 100 && reason == "global-rate", "{count} {reason}");
        let search = |n| format!("GET /v1/{n}/search");
        let (count, reason) = fill(Limits::Live, search);
        assert!(count >= 20 && reason == "endpoint-rate", "{count} {reason}");
    }

    #[test]
    fn what_is_under_way_counts_until_it_ends() {
        let gate = Gate::new(Limits::Live).unwrap_or_else(|| unreachable!());
        let first = gate.enter("POST /v1/quotes").map(|_permit| ());
        assert!(first.is_ok());
        assert_eq!(gate.lock().under_way.get("POST /v1/quotes"), Some(&0));
        let held = gate.enter("POST /v1/quotes");
        assert_eq!(gate.lock().under_way.get("POST /v1/quotes"), Some(&1));
        drop(held);
        gate.lock().under_way.insert("POST /v1/quotes".into(), 25);
        let crowded = gate.enter("POST /v1/quotes").map(drop);
        assert_eq!(crowded, Err("endpoint-concurrency"));
        gate.lock().under_way.insert(String::new(), 100);
        let crowded = gate.enter("POST /v1/invoices").map(drop);
        assert_eq!(crowded, Err("global-concurrency"));
    }
}
