//! A shop to test in: a desk on a home folder of its own, with a practice
//! Stripe whose levers the test holds. All parts are the real ones.

use commands::view::Problem;
use commands::{Clock, Desk, Parts, StartPractice, Vault};
use sandbox::{Control, Options, Running, Seed};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A shop. Its home folder goes with it unless it was given one.
pub(crate) struct Shop {
    desk: Arc<Desk>,
    levers: Levers,
    home: PathBuf,
    _folder: Option<tempfile::TempDir>,
}

/// What the practice Stripe is started with, and how it is reached once it runs.
#[derive(Clone, Default)]
struct Levers {
    control: Arc<Mutex<Option<Control>>>,
    url: Arc<Mutex<Option<String>>>,
}

/// The practice Stripe's time, so that both sides agree what time it is.
#[derive(Debug)]
struct ShopClock(Arc<Mutex<Option<Control>>>);

impl Clock for ShopClock {
    fn now(&self) -> i64 {
        let control = self.0.lock().expect("no test panics while holding it");
        control
            .as_ref()
            .map_or_else(|| commands::SystemClock.now(), Control::now)
    }

    fn is_practice(&self) -> bool {
        // A second program on the same folder runs none, and has to be told the time.
        let control = self.0.lock().expect("no test panics while holding it");
        control.is_some()
    }
}

/// Where the built user interface lies.
pub(crate) fn ui_dist() -> PathBuf {
    root().join("ui/dist")
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie in the project")
        .to_owned()
}

impl Shop {
    /// A shop in a folder of its own.
    pub(crate) async fn open(seed: Seed) -> Shop {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut shop = Shop::at(folder.path().to_owned(), seed).await;
        shop._folder = Some(folder);
        shop
    }

    /// A shop in this folder, which may have been one before.
    pub(crate) async fn at(home: PathBuf, seed: Seed) -> Shop {
        let levers = Levers::default();
        let desk = desk(&home, &levers, Some(seed));
        let shop = Shop {
            desk: Arc::new(desk),
            levers,
            home,
            _folder: None,
        };
        shop.call("app.overview", Value::Null).await;
        shop
    }

    /// A shop in this folder, whether or not its records can be opened.
    pub(crate) fn at_any(home: PathBuf, seed: Seed) -> Shop {
        let levers = Levers::default();
        Shop {
            desk: Arc::new(desk(&home, &levers, Some(seed))),
            levers,
            home,
            _folder: None,
        }
    }

    /// The same shop started again with its Stripe unreachable.
    pub(crate) async fn again_offline(self) -> Shop {
        self.desk.close().await;
        let levers = Levers::default();
        let desk = desk(&self.home, &levers, None);
        Shop {
            desk: Arc::new(desk),
            levers,
            home: self.home,
            _folder: self._folder,
        }
    }

    /// The same shop started again.
    pub(crate) async fn again(self) -> Shop {
        self.desk.close().await;
        let levers = Levers::default();
        let desk = desk(&self.home, &levers, Some(Seed::Empty));
        let shop = Shop {
            desk: Arc::new(desk),
            levers,
            home: self.home,
            _folder: self._folder,
        };
        shop.call("app.overview", Value::Null).await;
        shop
    }

    /// A second program on the same folder, at the same time.
    pub(crate) async fn beside(&self) -> Shop {
        Shop::at(self.home.clone(), Seed::Empty).await
    }

    /// Waits until this program runs the practice Stripe: a killed one before it may hold the
    /// lease for a while.
    pub(crate) async fn serves(&self) {
        self.until("the practice Stripe runs here", async || {
            self.levers
                .control
                .lock()
                .expect("no test panics while holding it")
                .is_some()
        })
        .await;
    }

    /// Waits until everything was read once.
    pub(crate) async fn synced(&self) {
        self.until("everything was read once", async || {
            let overview = self.call("app.overview", Value::Null).await;
            overview["sync"]["at"].is_i64() && overview["sync"]["running"] == false
        })
        .await;
    }

    /// Waits until something is so.
    pub(crate) async fn until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(45);
        while !is_so().await {
            assert!(
                tokio::time::Instant::now() < deadline,
                "never came to be: {what}"
            );
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.desk)
    }

    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// The practice Stripe's levers.
    pub(crate) fn stripe(&self) -> Control {
        let control = self
            .levers
            .control
            .lock()
            .expect("no test panics while holding it");
        control.clone().expect("the practice Stripe runs")
    }

    /// Where the practice Stripe listens.
    pub(crate) fn url(&self) -> String {
        let url = self
            .levers
            .url
            .lock()
            .expect("no test panics while holding it");
        url.clone().expect("the practice Stripe runs")
    }

    /// Carries out a command that must succeed.
    pub(crate) async fn call(&self, name: &str, request: Value) -> Value {
        match commands::call(&self.desk, name, request).await {
            Ok(reply) => reply,
            Err(problem) => panic!("{name} was refused: {problem:?}"),
        }
    }

    /// Carries out a command that must be refused.
    pub(crate) async fn refused(&self, name: &str, request: Value) -> Problem {
        match commands::call(&self.desk, name, request).await {
            Ok(reply) => panic!("{name} should have been refused, and answered {reply}"),
            Err(problem) => problem,
        }
    }

    /// Asks the practice Stripe itself, past all of our own code.
    pub(crate) async fn stripe_says(&self, path: &str) -> Value {
        self.behind_our_back("GET", path, "").await
    }

    /// Does something at the practice Stripe itself, as the Dashboard or another computer would.
    /// `form` is what a browser would send, such as `name=Ana&email=ana%40halden.example`.
    pub(crate) async fn behind_our_back(
        &self,
        method: &str,
        path: &str,
        form: &'static str,
    ) -> Value {
        let url = format!("{}{path}", self.url());
        // Whoever is first installs it; the others find it there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().build().expect("a client");
        let method = method.parse().expect("a method");
        let mut request = client
            .request(method, url)
            .bearer_auth(sandbox::PRACTICE_KEY);
        if !form.is_empty() {
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form);
        }
        let answer = request.send().await.expect("the practice Stripe answers");
        answer.json().await.expect("JSON")
    }

    pub(crate) async fn close(self) {
        self.desk.close().await;
    }
}

fn desk(home: &Path, levers: &Levers, seed: Option<Seed>) -> Desk {
    let reached = levers.clone();
    let start = StartPractice::new(move |folder| {
        let reached = reached.clone();
        Box::pin(async move {
            let Some(seed) = seed else {
                return Err("it is switched off for this test".into());
            };
            let options = Options {
                data: Some(folder),
                seed,
                ..Options::default()
            };
            let running: Running = sandbox::start(options).await?;
            *reached
                .control
                .lock()
                .expect("no test panics while holding it") = Some(running.control());
            *reached.url.lock().expect("no test panics while holding it") =
                Some(running.url().to_owned());
            Ok((running.url().to_owned(), Box::new(running) as Box<_>))
        })
    });
    Desk::open(Parts {
        home: home.to_owned(),
        clock: Arc::new(ShopClock(Arc::clone(&levers.control))),
        vault: Vault::default(),
        practice: Some((start, sandbox::PRACTICE_KEY)),
        offline: false,
        courier: true,
    })
    .expect("a desk on a fresh folder")
}
