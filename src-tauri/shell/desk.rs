//! The desk behind the window: opened while the window starts, closed at the end. While it
//! cannot be opened, every question tries once more, and is answered with why.

use commands::view::{Code, Problem, Retry};
use commands::{Desk, Parts, StartPractice, Starting, SystemClock, Vault};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tauri::{AppHandle, Emitter as _, Manager as _};
use tokio::sync::Notify;

/// The desk, once it could be opened.
pub(crate) struct Opened {
    desk: Mutex<Option<Arc<Desk>>>,
    home: Result<PathBuf, Problem>,
    /// Wakes whoever waits for the desk.
    there: Notify,
}

impl Opened {
    /// The desk, for answering a question. What kept it from being opened may be over by now: the
    /// disk was full, or its folder could not be written.
    pub(crate) fn desk(&self) -> Result<Arc<Desk>, Problem> {
        let mut kept = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(desk) = &*kept {
            return Ok(Arc::clone(desk));
        }
        let desk = Arc::new(start(self.home.clone()?)?);
        *kept = Some(Arc::clone(&desk));
        self.there.notify_one();
        Ok(desk)
    }

    /// Where the webview keeps what the page remembers; all state lies in one place.
    pub(crate) fn window_folder(&self) -> Option<PathBuf> {
        self.home.as_ref().ok().map(|home| home.join("window"))
    }
}

/// The desk, still closed, where the system or `COUNTERFOIL_HOME` says. Whoever needs it first opens it.
pub(crate) fn closed() -> Opened {
    Opened {
        desk: Mutex::new(None),
        home: commands::home(std::env::var_os("COUNTERFOIL_HOME").map(PathBuf::from)),
        there: Notify::new(),
    }
}

fn start(home: PathBuf) -> Result<Desk, Problem> {
    let offline = std::env::var_os("COUNTERFOIL_OFFLINE")
        .is_some_and(|value| !value.is_empty() && value != "0");
    let start = StartPractice::new(if offline { stay_away } else { practice });
    Desk::open(Parts {
        home,
        clock: Arc::new(SystemClock),
        vault: Vault::default(),
        practice: Some((start, sandbox::PRACTICE_KEY)),
        offline,
        courier: true,
    })
}

/// Starts the practice Stripe on its folder.
fn practice(folder: PathBuf) -> Starting {
    Box::pin(async move {
        let options = sandbox::Options {
            data: Some(folder),
            seed: sandbox::Seed::Practice,
            ..Default::default()
        };
        let running = sandbox::start(options).await?;
        Ok((running.url().to_owned(), Box::new(running) as Box<_>))
    })
}

/// Does not start it: the owner wants to see what offline is like.
fn stay_away(_: PathBuf) -> Starting {
    Box::pin(async { Err("Counterfoil was started offline (COUNTERFOIL_OFFLINE).".into()) })
}

/// Tells the page what changed, as long as the window lives.
pub(crate) fn tell(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let opened = app.state::<Opened>();
        let desk = loop {
            match opened.desk() {
                Ok(desk) => break desk,
                Err(_) => opened.there.notified().await,
            }
        };
        let mut changes = desk.changes();
        drop(desk);
        loop {
            let changed = match changes.recv().await {
                Ok(changed) => changed,
                // Too much at once: then everything may have changed.
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => commands::Changed {
                    elsewhere: true,
                    ..commands::Changed::default()
                },
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
            };
            let tags = commands::stale(&changed);
            if !tags.is_empty() {
                // A window that is just closing hears nothing, and needs nothing.
                let _ = app.emit_to("main", "changed", tags);
            }
        }
    });
}

/// Ends what runs for the account, so that the next start need not wait for it.
pub(crate) fn close(app: &AppHandle) {
    if let Ok(desk) = app.state::<Opened>().desk() {
        tauri::async_runtime::block_on(desk.close());
    }
}

/// Opens the desk and its account before the page asks for them: there is time while the webview
/// starts, on another thread. What goes wrong, the page is told when it asks.
pub(crate) fn make_ready(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        if let Ok(desk) = app.state::<Opened>().desk() {
            let _ = desk.account().await;
        }
    });
}

/// What to say when a command failed inside.
pub(crate) fn fell_over() -> Problem {
    Problem::new(Code::Bug, "Something went wrong inside Counterfoil.")
        .hint("Nothing was lost. Try again; if it stays so, start Counterfoil anew.")
        .retry(Retry::Now)
}
