//! Speaking to Stripe over HTTPS: requests, answers, refusals, paging, downloads, retries.
//!
//! Not here: what we remember (no cache), what a quote means (no model), when something is sent
//! (no outbox), any window. The crate never makes up an idempotency key: whoever intends a write
//! has stored the key before calling, so that the same intent can be sent again.
//!
//! A tour:
//! - [`SecretKey`] cannot be printed; [`Config`] decides the only two hosts that ever see it.
//! - [`Client`] sends: `get`, `post`, `delete`, `list` (a stream of pages) and `download` (PDFs).
//! - [`Params`] are what is asked, nested as JSON, sent as a form.
//! - [`Answer`] is what came back; [`Error`] is everything else, and says by its predicates
//!   what may be done next.
//! - [`retry::Policy`] and [`bucket::Bucket`] are pure; the client only carries them out.
//! - [`resources`] are tolerant typed views of Stripe's JSON, a file a noun.
//!
//! Money is in minor units of the object's currency, times are unix seconds UTC, throughout.

pub mod bucket;
pub mod redact;
pub mod resources;
pub mod retry;

mod answer;
mod api_error;
mod client;
mod config;
mod download;
mod error;
mod exchange;
mod idempotency;
mod key;
mod list;
mod pace;
mod params;

pub use answer::Answer;
pub use api_error::{ApiError, ErrorKind};
pub use client::Client;
pub use config::{API_VERSION, Config, ConfigProblem, Timeouts};
pub use download::MAX_DOWNLOAD_BYTES;
pub use error::{Error, Stage};
pub use idempotency::{IdempotencyKey, IdempotencyKeyProblem};
pub use key::{KeyProblem, Mode, SecretKey};
pub use list::ListPage;
pub use pace::Pace;
pub use params::Params;
pub use resources::{Mismatch, Typed, paths};
pub use url::Url;
