//! What a caller chooses when starting the practice Stripe. Not here: what can be changed while it
//! runs (that is [`crate::Control`]).

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::faults::plan::FaultPlan;

/// The API version that the practice account is pinned to, and in which events are rendered.
pub const API_VERSION: &str = "2026-10-28.endive";

/// The key of the practice account. It opens nothing but a server on this machine, so it is no secret.
pub const PRACTICE_KEY: &str = "sk_test_practice0000000000000000000000";

/// What a new data file is filled with. An existing file is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seed {
    /// An account without customers.
    Empty,
    /// Linden Studio: a small business with two years of work behind it.
    Practice,
    /// This many invoices, with their customers, quotes and payments, spread evenly over two years; the
    /// same ones for the same clock.
    Size(u32),
    /// The same, spread otherwise.
    Spread(u32, Dates),
}

/// Is told how many invoices are written, of how many.
pub type Written = fn(u32, u32);

/// How the invoices of an account of a size lie in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// Evenly over two years.
    Uniform,
    /// Over two years, the later the more.
    Growing,
    /// Over two years, on the first of each month.
    Monthly,
    /// Within the last ten days.
    Recent,
}

/// Whether requests beyond Stripe's rates are answered with 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// Every request is served.
    Off,
    /// 25 requests a second in all, as for test keys; 20 for search and for files.
    Test,
    /// 100 requests a second in all, 25 on one endpoint, as for live keys; 20 for search and for files.
    Live,
}

/// What becomes of a subscription when the last retry of a payment has failed. Its invoice stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterRetries {
    /// It is canceled.
    Cancel,
    /// It is `unpaid`: its invoices are drafts that stay drafts.
    MarkUnpaid,
    /// It stays `past_due`.
    LeavePastDue,
}

/// How the practice Stripe is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; port 0 takes any free one. Addresses that other machines can reach are refused.
    pub listen: SocketAddr,
    /// The folder of the data file; `None` keeps everything in memory until the server stops.
    pub data: Option<PathBuf>,
    /// The key that clients must show. Live keys are refused.
    pub key: String,
    /// What a new data file is filled with.
    pub seed: Seed,
    /// Is told every thousand invoices how many an account of a size has by now, and how many it will have:
    /// a large one takes a while. Called on the data's own thread.
    pub written: Option<Written>,
    /// Whether Stripe's rate limits hold.
    pub limits: Limits,
    /// What becomes of a subscription whose payment failed for the last time.
    pub after_retries: AfterRetries,
    /// Added before every answer.
    pub latency: Duration,
    /// Which requests meet which faults from the start.
    pub faults: Option<FaultPlan>,
    /// Decides which requests a planned fault strikes.
    pub fault_seed: u64,
    /// A clock that stands still at these unix seconds UTC until [`crate::Control`] moves it;
    /// `None` follows the machine's clock.
    pub now: Option<i64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data: None,
            key: PRACTICE_KEY.to_owned(),
            seed: Seed::Empty,
            written: None,
            limits: Limits::Off,
            after_retries: AfterRetries::Cancel,
            latency: Duration::ZERO,
            faults: None,
            fault_seed: 0,
            now: None,
        }
    }
}
