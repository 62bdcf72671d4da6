//! Stripe's rates as token buckets: one for the account and, for live figures, one for each endpoint.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Instant;

use crate::options::Limits;

#[derive(Debug)]
pub(crate) struct Buckets {
    all: f64,
    each: f64,
    state: Mutex<HashMap<String, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Buckets {
    /// `None` where nothing is limited.
    pub(crate) fn new(limits: Limits) -> Option<Self> {
        let (all, each) = match limits {
            Limits::Off => return None,
            Limits::Test => (25.0, 25.0),
            Limits::Live => (100.0, 25.0),
        };
        Some(Self {
            all,
            each,
            state: Mutex::default(),
        })
    }

    /// Takes a token for `endpoint`; the reason when there is none.
    pub(crate) fn take(&self, endpoint: &str) -> Result<(), &'static str> {
        let mut state = self
            .state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = Instant::now();
        for (name, rate, reason) in [
            ("", self.all, "global-rate"),
            (endpoint, self.each, "endpoint-rate"),
        ] {
            let bucket = state.entry(name.to_owned()).or_insert(Bucket {
                tokens: rate,
                at: now,
            });
            bucket.tokens =
                (bucket.tokens + now.duration_since(bucket.at).as_secs_f64() * rate).min(rate);
            bucket.at = now;
            if bucket.tokens < 1.0 {
                return Err(reason);
            }
            bucket.tokens -= 1.0;
        }
        Ok(())
    }
}
