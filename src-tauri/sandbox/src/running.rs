//! Starting and stopping the practice Stripe.

use std::collections::{BTreeSet, HashSet};
use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::control::{Control, Levers};
use crate::faults::plan::Course;
use crate::http::drop::{Cut, CuttableListener};
use crate::http::execute::CLOCK_OFFSET;
use crate::http::limits::Gate;
use crate::http::serve::{Server, router};
use crate::keys::{self, KeyRow, Keys};
use crate::objects::invoices::{AFTER_RETRIES, number_of};
use crate::objects::operations;
use crate::options::Options;
use crate::store::{Store, rows};
use crate::{ids, seed, store};

/// Why the practice Stripe did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The practice account is for this machine only.
    #[error("the practice Stripe listens on loopback addresses only, and {0} is not one")]
    NotLoopback(SocketAddr),
    /// A key that opens a real account has no business here.
    #[error(
        "the practice Stripe takes no live keys; use one that starts with sk_test_ or rk_test_"
    )]
    LiveKey,
    /// The address is taken or may not be used.
    #[error("the practice Stripe could not listen on {address}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The folder of the data file could not be made.
    #[error("the folder for the practice account's data could not be made")]
    Folder(#[source] std::io::Error),
    /// The data file could not be read or written.
    #[error("the practice account's data could not be opened")]
    Data(#[source] rusqlite::Error),
    /// The practice business could not be written into the new data file.
    #[error("the practice business could not be made: {0}")]
    Seed(String),
}

/// A running practice Stripe. Dropping it stops it as well, without waiting for open requests.
#[derive(Debug)]
pub struct Running {
    url: String,
    key: String,
    control: Control,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// How long a stop waits for requests that are under way.
const LAST_REQUESTS: Duration = Duration::from_secs(2);

/// Starts the server on the current tokio runtime. A new data file is seeded first.
///
/// # Errors
/// When the address is not on loopback or is taken, the key is a live one, or the data cannot be opened.
pub async fn start(options: Options) -> Result<Running, Error> {
    if !options.listen.ip().is_loopback() {
        return Err(Error::NotLoopback(options.listen));
    }
    if options.key.contains("_live_") {
        return Err(Error::LiveKey);
    }
    if let Some(folder) = &options.data {
        std::fs::create_dir_all(folder).map_err(Error::Folder)?;
    }
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|source| Error::Listen {
            address: options.listen,
            source,
        })?;
    let address = listener.local_addr().map_err(|source| Error::Listen {
        address: options.listen,
        source,
    })?;

    let (store, is_new) = Store::open(options.data.as_deref()).map_err(Error::Data)?;
    let (salt, clock, issued) = prepare(&store, &options, is_new).await?;
    let levers = Arc::new(Levers::new(clock));
    if let Some(plan) = options.faults {
        levers.follow(Some(Course::new(plan, options.fault_seed)));
    }
    let keys = Keys::open(options.key.clone(), salt, store.clone(), issued);
    let keys = Arc::new(keys);
    let server = Arc::new(Server {
        store,
        levers: Arc::clone(&levers),
        keys: Arc::clone(&keys),
        gate: Gate::new(options.limits),
        origin: format!("http://{address}"),
        latency: options.latency,
        salt,
        // Request ids differ from run to run.
        counter: AtomicU64::new(ids::scramble(levers.clock.now().unsigned_abs()) >> 1),
        in_flight: Mutex::new(HashSet::new()),
    });
    let (stop, stopped) = oneshot::channel::<()>();
    let service = router(server).into_make_service_with_connect_info::<Cut>();
    let task = tokio::spawn(async move {
        let serving =
            axum::serve(CuttableListener(listener), service).with_graceful_shutdown(async move {
                let _ = stopped.await;
            });
        // Serving ends only by being told to; accept errors are retried inside.
        let _ = serving.await;
    });
    Ok(Running {
        url: format!("http://{address}"),
        key: options.key,
        control: Control::new(levers, keys),
        stop: Some(stop),
        task,
    })
}

/// The account's salt, clock and keys, and its business if it is new.
async fn prepare(
    store: &Store,
    options: &Options,
    is_new: bool,
) -> Result<(u64, Clock, Vec<KeyRow>), Error> {
    let fixed = options.now;
    let begun = fixed.unwrap_or_else(|| Clock::new(None, 0).now());
    let (seed, written) = (options.seed, options.written);
    let folder = options.data.clone();
    let after_retries = options.after_retries;
    let done = store
        .run(move |db| -> Result<(u64, i64, Vec<KeyRow>), Error> {
            let broken = |e: rows::RowError| Error::Seed(e.to_string());
            if is_new {
                // Fixed clocks give fixed ids; otherwise no two accounts share any.
                let nonce = if fixed.is_some() {
                    0
                } else {
                    u64::from(std::process::id())
                };
                let salt = ids::scramble(begun.unsigned_abs() ^ ids::scramble(nonce)) >> 1;
                rows::set_number(db, "salt", i64::try_from(salt).unwrap_or(i64::MAX))
                    .map_err(broken)?;
                seed::fill(db, seed, (begun, salt), written)
                    .map_err(|refusal| Error::Seed(format!("{refusal:?}")))?;
                store::settled(db, folder.as_deref()).map_err(Error::Data)?;
            }
            rows::set_number(db, AFTER_RETRIES, number_of(after_retries)).map_err(broken)?;
            let salt = rows::number(db, "salt")
                .map_err(broken)?
                .unwrap_or_default();
            let offset = rows::number(db, CLOCK_OFFSET)
                .map_err(broken)?
                .unwrap_or_default();
            let issued = keys::stored(db).map_err(Error::Data)?;
            Ok((salt.unsigned_abs(), offset, issued))
        })
        .await;
    let (salt, offset, issued) = done.map_err(|closed| Error::Seed(closed.to_string()))??;
    Ok((salt, Clock::new(fixed, offset), issued))
}

/// Every operation that the practice Stripe offers, each as `POST /v1/quotes/{}/finalize`.
#[must_use]
pub fn offered() -> BTreeSet<String> {
    operations()
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect()
}

impl Running {
    /// Where it listens, as `http://127.0.0.1:port`; the API, the files and the pages are all here.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The key that clients must show.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The levers for the clock, the plan gate and faults.
    #[must_use]
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Stops listening and waits a moment for the requests that are under way.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if tokio::time::timeout(LAST_REQUESTS, &mut self.task)
            .await
            .is_err()
        {
            self.task.abort();
        }
        self.control.settle().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
            self.task.abort();
        }
    }
}
