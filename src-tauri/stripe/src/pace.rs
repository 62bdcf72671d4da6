//! Waiting so that Stripe's rate limits are not met: the buckets of one account, shared by every
//! clone of its client.
//!
//! Not here: the arithmetic ([`Bucket`]), and what happens when a 429 comes all the same
//! ([`retry`](crate::retry)).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::bucket::Bucket;
use crate::key::Mode;

/// How many requests a second are let out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At most so many.
    PerSecond {
        /// In all.
        overall: u32,
        /// To any one endpoint.
        endpoint: u32,
    },
    /// As fast as they come: for a server without limits.
    Unlimited,
}

impl Pace {
    /// Stripe's published limits: 25 a second in test mode and 100 in live mode, 25 to any one
    /// endpoint.
    #[must_use]
    pub fn of_stripe(mode: Mode) -> Self {
        let overall = match mode {
            Mode::Test => 25,
            Mode::Live => 100,
        };
        Self::PerSecond {
            overall,
            endpoint: 25,
        }
    }
}

/// The buckets under way.
#[derive(Debug)]
pub(crate) struct Pacer {
    pace: Pace,
    started: Instant,
    buckets: Mutex<Buckets>,
}

#[derive(Debug, Default)]
struct Buckets {
    overall: Option<Bucket>,
    endpoints: HashMap<String, Bucket>,
}

impl Pacer {
    pub(crate) fn new(pace: Pace) -> Self {
        Self {
            pace,
            started: Instant::now(),
            buckets: Mutex::default(),
        }
    }

    /// Waits until one more request to this endpoint fits. The overall place is only taken once
    /// the endpoint's own is reached: a long queue for one list must not hold up the others.
    pub(crate) async fn wait(&self, method: &str, path: &str) {
        rest(self.own_place(&endpoint(method, path))).await;
        rest(self.overall_place()).await;
    }

    fn own_place(&self, endpoint_name: &str) -> Duration {
        let Pace::PerSecond { endpoint, .. } = self.pace else {
            return Duration::ZERO;
        };
        let now = self.started.elapsed();
        let mut buckets = self.buckets();
        match buckets.endpoints.get_mut(endpoint_name) {
            Some(bucket) => bucket.take(now),
            None => {
                let mut bucket = Bucket::new(endpoint);
                let wait = bucket.take(now);
                buckets.endpoints.insert(endpoint_name.to_owned(), bucket);
                wait
            }
        }
    }

    fn overall_place(&self) -> Duration {
        let Pace::PerSecond { overall, .. } = self.pace else {
            return Duration::ZERO;
        };
        let now = self.started.elapsed();
        self.buckets()
            .overall
            .get_or_insert_with(|| Bucket::new(overall))
            .take(now)
    }

    fn buckets(&self) -> MutexGuard<'_, Buckets> {
        // A bucket is sound after any panic: taking a place is one assignment.
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn rest(wait: Duration) {
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
}

/// The endpoint's name: the path without its ids, so that all customers count as one.
fn endpoint(method: &str, path: &str) -> String {
    let mut name = method.to_owned();
    for (position, segment) in path.trim_matches('/').split('/').enumerate() {
        // v1 / noun / id / verb / id of something inside
        name.push('/');
        name.push_str(if position >= 2 && position % 2 == 0 {
            "*"
        } else {
            segment
        });
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Pace, Pacer, endpoint};
    use crate::Mode;
    use std::time::Duration;

    #[test]
    fn ids_do_not_make_endpoints() {
        for (method, path, name) in [
            ("GET", "/v1/customers", "GET/v1/customers"),
            ("GET", "/v1/customers/cus_1", "GET/v1/customers/*"),
            ("POST", "/v1/quotes/qt_1/accept", "POST/v1/quotes/*/accept"),
            ("GET", "/v1/invoices/in_1/lines", "GET/v1/invoices/*/lines"),
        ] {
            assert_eq!(endpoint(method, path), name);
        }
    }

    #[test]
    fn one_list_is_held_to_25_in_live_mode_without_holding_up_another() {
        let pacer = Pacer::new(Pace::of_stripe(Mode::Live));
        let slowest = (0..50).map(|_| pacer.own_place("GET/v1/invoices")).max();
        assert!(
            slowest > Some(Duration::from_secs(1)),
            "50 to one endpoint took {slowest:?}"
        );
        assert_eq!(pacer.own_place("GET/v1/customers"), Duration::ZERO);
        assert_eq!(pacer.overall_place(), Duration::ZERO);
    }

    #[test]
    fn the_overall_limit_holds_over_many_endpoints() {
        let pacer = Pacer::new(Pace::of_stripe(Mode::Test));
        let slowest = (0..50).map(|_| pacer.overall_place()).max();
        assert!(
            slowest > Some(Duration::from_secs(1)),
            "50 requests took {slowest:?}"
        );
        let free = Pacer::new(Pace::Unlimited);
        assert_eq!(
            (0..50).map(|_| free.overall_place()).max(),
            Some(Duration::ZERO)
        );
    }
}
