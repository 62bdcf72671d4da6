//! The practice account's levers for tests and for people who try what a bad day looks like: the
//! clock, the plan gate, keys, and faults on order. Over HTTP they are reached by [`crate::practice`].

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::faults::Fault;
use crate::faults::plan::{Course, FaultPlan};
use crate::keys::{Keys, Permissions};

/// Moves the clock, orders faults, closes the plan gate. Clones move the same server.
#[derive(Debug, Clone)]
pub struct Control {
    levers: Arc<Levers>,
    keys: Arc<Keys>,
}

#[derive(Debug)]
pub(crate) struct Levers {
    pub(crate) clock: Clock,
    gated: AtomicBool,
    orders: Mutex<VecDeque<Order>>,
    course: Mutex<Option<Course>>,
    requests: Mutex<VecDeque<String>>,
    called: Mutex<BTreeSet<String>>,
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
    pub(crate) fn new(levers: Arc<Levers>, keys: Arc<Keys>) -> Self {
        Self { levers, keys }
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
        self.levers.set_gated(missing);
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

    /// From now on requests meet faults by `plan`; the same seed strikes the same requests.
    pub fn follow_plan(&self, plan: FaultPlan, seed: u64) {
        self.levers.follow(Some(Course::new(plan, seed)));
    }

    /// Takes back every fault that is still on order, and the plan.
    pub fn clear_faults(&self) {
        lock(&self.levers.orders).clear();
        self.levers.follow(None);
    }

    /// Makes a restricted key that may do only what `permissions` say. It lasts as long as the data.
    #[must_use]
    pub fn issue_restricted_key(&self, permissions: Permissions) -> String {
        self.keys.issue(Some(permissions))
    }

    /// Makes a second secret key.
    #[must_use]
    pub fn issue_secret_key(&self) -> String {
        self.keys.issue(None)
    }

    /// Takes a key's rights away: requests with it are answered with 401. False when there is no such key.
    pub fn revoke_key(&self, key: &str) -> bool {
        self.keys.revoke(key, true)
    }

    /// Lets a key expire at these unix seconds UTC of the account's clock: from then on requests with it
    /// are answered with 401 and the code `api_key_expired`. False when there is no such key.
    pub fn expire_key(&self, key: &str, unix_seconds: i64) -> bool {
        self.keys.expire(key, Some(unix_seconds))
    }

    /// Gives a revoked or expired key its rights back. False when there is no such key.
    pub fn restore_key(&self, key: &str) -> bool {
        self.keys.revoke(key, false) && self.keys.expire(key, None)
    }

    /// The key that pages in a customer's browser may know.
    #[must_use]
    pub fn publishable_key(&self) -> String {
        self.keys.publishable()
    }

    /// The request lines (`POST /v1/quotes`) that have come in, oldest first, the last 2000.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        lock(&self.levers.requests).iter().cloned().collect()
    }

    /// Waits until what was told to the data's thread is written.
    pub(crate) async fn settle(&self) {
        self.keys.written().await;
    }

    /// The operations that have been asked for, each as `POST /v1/quotes/{}/finalize`.
    #[must_use]
    pub fn called(&self) -> BTreeSet<String> {
        lock(&self.levers.called).clone()
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
            course: Mutex::default(),
            requests: Mutex::default(),
            called: Mutex::default(),
        }
    }

    pub(crate) fn gated(&self) -> bool {
        self.gated.load(Ordering::SeqCst)
    }

    pub(crate) fn set_gated(&self, missing: bool) {
        self.gated.store(missing, Ordering::SeqCst);
    }

    pub(crate) fn follow(&self, course: Option<Course>) {
        *lock(&self.course) = course;
    }

    /// Remembers the request and takes the fault that is on order for it, or planned. `endpoint` is its
    /// path with the ids blanked.
    pub(crate) fn arrived(&self, method: &str, path: &str, endpoint: &str) -> Option<Fault> {
        let mut requests = lock(&self.requests);
        if requests.len() == REMEMBERED {
            requests.pop_front();
        }
        requests.push_back(format!("{method} {path}"));
        drop(requests);
        lock(&self.called).insert(format!("{method} {endpoint}"));
        // A planned fault counts its requests also where an order comes first.
        let planned = lock(&self.course)
            .as_mut()
            .and_then(|course| course.next(method, path, endpoint));
        self.ordered(method, path).or(planned)
    }

    fn ordered(&self, method: &str, path: &str) -> Option<Fault> {
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
