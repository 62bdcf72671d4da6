//! The practice account's levers for tests and for people who try what a bad day looks like: the
//! clock, the plan gate, and faults on order. None of them can be reached over HTTP.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The request is done and committed, then the connection is cut before the answer.
    AnswerLost,
    /// The connection is cut before anything is done.
    ConnectionDropped,
    /// 500 before anything is done, saved for the idempotency key as Stripe saves it.
    ServerError,
    /// 503 before anything is done, and not saved.
    Unavailable,
    /// 429 with the rate limit's reason.
    RateLimited,
    /// 409 with the code `lock_timeout`; Stripe says to retry it.
    LockTimeout,
    /// 402: a card was declined.
    CardDeclined,
    /// 403: the key lacks a permission.
    Forbidden,
    /// 401: the key is not valid any more.
    KeyExpired,
}

/// Moves the clock, orders faults, closes the plan gate. Clones move the same server.
#[derive(Debug, Clone)]
pub struct Control {
    levers: Arc<Levers>,
}

#[derive(Debug)]
pub(crate) struct Levers {
    pub(crate) clock: Clock,
    gated: AtomicBool,
    orders: Mutex<VecDeque<Order>>,
    requests: Mutex<VecDeque<String>>,
}

#[derive(Debug)]
struct Order {
    left: usize,
    method: Option<String>,
    path_part: String,
    fault: Fault,
}

/// How many request lines are remembered.
const REMEMBERED: usize = 2000;

impl Control {
    pub(crate) fn new(levers: Arc<Levers>) -> Self {
        Self { levers }
    }

    /// The account's time, in unix seconds UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.levers.clock.now()
    }

    /// Sets the account's time to these unix seconds UTC. What is due by then happens before the next
    /// request is answered. A running clock runs on from there.
    pub fn set_now(&self, unix_seconds: i64) {
        self.levers.clock.set(unix_seconds);
    }

    /// Moves the account's time on by these seconds, as [`Control::set_now`] does.
    pub fn advance_time(&self, seconds: i64) {
        self.set_now(self.now() + seconds);
    }

    /// Whether the account lacks the Invoicing Plus plan: then finalizing, accepting and downloading
    /// one-time quotes is refused, as Stripe does in live mode.
    pub fn require_invoicing_plus(&self, missing: bool) {
        self.levers.gated.store(missing, Ordering::SeqCst);
    }

    /// The next `count` requests meet `fault`.
    pub fn fail_next(&self, count: usize, fault: Fault) {
        self.order(Order {
            left: count,
            method: None,
            path_part: String::new(),
            fault,
        });
    }

    /// The next `count` requests with this method whose path contains `path_part` meet `fault`;
    /// others pass.
    pub fn fail_next_matching(&self, method: &str, path_part: &str, count: usize, fault: Fault) {
        self.order(Order {
            left: count,
            method: Some(method.to_uppercase()),
            path_part: path_part.to_owned(),
            fault,
        });
    }

    /// Takes back every fault that is still on order.
    pub fn clear_faults(&self) {
        lock(&self.levers.orders).clear();
    }

    /// The request lines (`POST /v1/quotes`) that have come in, oldest first, the last 2000.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        lock(&self.levers.requests).iter().cloned().collect()
    }

    fn order(&self, order: Order) {
        if order.left > 0 {
            lock(&self.levers.orders).push_back(order);
        }
    }
}

impl Levers {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            gated: AtomicBool::new(false),
            orders: Mutex::default(),
            requests: Mutex::default(),
        }
    }

    pub(crate) fn gated(&self) -> bool {
        self.gated.load(Ordering::SeqCst)
    }

    /// Remembers the request and takes the fault that is on order for it.
    pub(crate) fn arrived(&self, method: &str, path: &str) -> Option<Fault> {
        let mut requests = lock(&self.requests);
        if requests.len() == REMEMBERED {
            requests.pop_front();
        }
        requests.push_back(format!("{method} {path}"));
        drop(requests);
        let mut orders = lock(&self.orders);
        let at = orders.iter().position(|o| {
            o.method.as_deref().is_none_or(|m| m == method) && path.contains(&o.path_part)
        })?;
        let order = orders.get_mut(at)?;
        order.left -= 1;
        let (fault, used_up) = (order.fault, order.left == 0);
        if used_up {
            orders.remove(at);
        }
        Some(fault)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
