//! The desk: which account lies on it, and who sends its outbox. A program
//! opens one desk; every use case is then handed the account on it. How an
//! account comes to be here is `connecting`'s, what becomes of records that
//! cannot be used `care`'s, and how everything is says `doctor`.

mod care;
mod connecting;
mod doctor;

use crate::account::{Account, Identity};
use crate::accounts::{self, Registry, disk};
use crate::clock::{Clock, MovedClock, SystemClock};
use crate::connection::{Connection, Place};
use crate::courier;
use crate::packs;
use crate::papers::Press;
use crate::practice;
use crate::sending;
use crate::sync;
use crate::vault::Vault;
use crate::view::{AccountView, Code, Mode, News, Problem};
use std::any::Any;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::{Mutex, Notify, broadcast};
use tokio::task::JoinHandle;

/// A practice Stripe that runs as long as `keep` lives.
pub type Served = (String, Box<dyn Any + Send + Sync>);

/// Starts the practice Stripe on a folder; answers with its address. Whoever opens the desk brings
/// it along, so that the engine need not know what the practice Stripe is made of.
#[derive(Clone)]
pub struct StartPractice(Arc<dyn Fn(PathBuf) -> Starting + Send + Sync>);

/// Why the practice Stripe did not start, in its own words.
pub type NotStarted = Box<dyn std::error::Error + Send + Sync>;

/// A practice Stripe on its way up, or why it does not come up.
pub type Starting = Pin<Box<dyn Future<Output = Result<Served, NotStarted>> + Send>>;

impl StartPractice {
    /// Starts it by calling `start`.
    pub fn new(start: impl Fn(PathBuf) -> Starting + Send + Sync + 'static) -> StartPractice {
        StartPractice(Arc::new(start))
    }

    pub(crate) async fn start(&self, folder: PathBuf) -> Result<Served, NotStarted> {
        (self.0)(folder).await
    }
}

impl std::fmt::Debug for StartPractice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StartPractice")
    }
}

/// What a desk is made of.
#[derive(Debug)]
pub struct Parts {
    /// Where all state lies.
    pub home: PathBuf,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The keyring.
    pub vault: Vault,
    /// How the practice Stripe is started, and its key; none works offline.
    pub practice: Option<(StartPractice, &'static str)>,
    /// Whether no Stripe is reached for at all, to see what works without one.
    pub offline: bool,
    /// Whether this program sends the outbox and syncs by itself. A program that only looks
    /// something up leaves that to others.
    pub courier: bool,
}

/// The desk.
#[derive(Debug)]
pub struct Desk {
    parts: Parts,
    /// This program's name in the lease, one a start.
    holder: String,
    state: Mutex<State>,
    pending: Mutex<Option<connecting::Pending>>,
    changes: broadcast::Sender<cache::Changed>,
    news: broadcast::Sender<News>,
}

#[derive(Debug)]
struct State {
    /// The account in use here. Which there are is asked of the disk: another program may add one.
    current: String,
    open: Option<Open>,
}

/// An opened account with the tasks that serve it.
#[derive(Debug)]
struct Open {
    account: Arc<Account>,
    stop: Arc<Notify>,
    tasks: Vec<JoinHandle<()>>,
}

impl Desk {
    /// Opens the desk; the account itself is opened when it is first asked for.
    pub fn open(parts: Parts) -> Result<Desk, Problem> {
        let folder = parts.home.join("accounts");
        make_private(&folder).map_err(|error| disk(&folder, &error))?;
        let current = Registry::read(&parts.home)?.current;
        Ok(Desk {
            parts,
            holder: uuid::Uuid::new_v4().to_string(),
            state: Mutex::new(State {
                current,
                open: None,
            }),
            pending: Mutex::new(None),
            changes: broadcast::channel(256).0,
            news: broadcast::channel(16).0,
        })
    }

    /// Where all state lies.
    pub fn home(&self) -> &Path {
        &self.parts.home
    }

    /// What changes in the records of whichever account is in use.
    pub fn changes(&self) -> broadcast::Receiver<cache::Changed> {
        self.changes.subscribe()
    }

    /// What is worth a word while the owner does something else.
    pub fn news(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
    }

    /// The account in use.
    pub async fn account(&self) -> Result<Arc<Account>, Problem> {
        let mut state = self.state.lock().await;
        if let Some(open) = &state.open {
            return Ok(Arc::clone(&open.account));
        }
        let identity = self.identity_of(&state.current)?;
        let open = self.start(identity).await?;
        let account = Arc::clone(&open.account);
        state.open = Some(open);
        Ok(account)
    }

    async fn start(&self, identity: Identity) -> Result<Open, Problem> {
        let file = accounts::records_file(&self.parts.home, &identity.id);
        let cache = cache::Cache::open_async(file).await?;
        let place = if identity.mode == Mode::Practice {
            Place::Practice {
                key: self
                    .parts
                    .practice
                    .as_ref()
                    .map_or("", |(_, key)| key)
                    .to_owned(),
            }
        } else if self.parts.offline {
            Place::Away
        } else {
            Place::Stripe {
                account: identity.id.clone(),
                api_base: identity.api_base.clone(),
                vault: self.parts.vault.clone(),
            }
        };
        let account = Arc::new(Account {
            identity,
            attention: crate::reads::Attention::default(),
            cache,
            clock: MovedClock::over(Arc::clone(&self.parts.clock)),
            connection: Connection::to(place, self.changes.clone()),
            wake: Notify::new(),
            packs: packs::Progress::default(),
            paper: Press::new(),
            progress: sync::Progress::default(),
            meant: false.into(),
            news: self.news.clone(),
            shelf: Arc::default(),
        });
        let stop = Arc::new(Notify::new());
        let mut tasks = vec![tokio::spawn(relay(account.changes(), self.changes.clone()))];
        if self.parts.courier {
            let outgoing = accounts::outgoing_folder(&self.parts.home);
            let now = SystemClock.now();
            tokio::task::spawn_blocking(move || sending::clean(&outgoing, now));
            let practice = self
                .parts
                .practice
                .as_ref()
                .filter(|_| account.identity.mode == Mode::Practice);
            let folder = accounts::practice_folder(&self.parts.home);
            let round = courier::Round {
                account: Arc::clone(&account),
                holder: self.holder.clone(),
                practice: practice.map(|(start, _)| (start.clone(), folder)),
                stop: Arc::clone(&stop),
            };
            let (ready, started) = tokio::sync::oneshot::channel();
            tasks.push(tokio::spawn(round.run(ready)));
            // The practice Stripe is up (or known not to come up) before the first answer.
            let _ = started.await;
        }
        practice::heed(&account).await;
        Ok(Open {
            account,
            stop,
            tasks,
        })
    }

    /// All accounts, the practice account first.
    pub async fn accounts(&self) -> Result<Vec<AccountView>, Problem> {
        let current = &self.state.lock().await.current;
        let list = Registry::read(&self.parts.home)?.all().into_iter();
        Ok(list
            .map(|account| account.view(account.id == *current))
            .collect())
    }

    /// The account of this id; the practice account when it is not there any more.
    fn identity_of(&self, id: &str) -> Result<Identity, Problem> {
        let known = Registry::read(&self.parts.home)?.find(id);
        Ok(known.unwrap_or_else(Identity::practice))
    }

    /// Puts another account on the desk.
    pub async fn select(&self, id: &str) -> Result<AccountView, Problem> {
        {
            let mut state = self.state.lock().await;
            if Registry::read(&self.parts.home)?.find(id).is_none() {
                return Err(no_account());
            }
            if state.current != id {
                Registry::change(&self.parts.home, |list| id.clone_into(&mut list.current))?;
                id.clone_into(&mut state.current);
                if let Some(open) = state.open.take() {
                    open.close().await;
                }
            }
        }
        let account = self.account().await?;
        let _ = self.changes.send(cache::Changed {
            elsewhere: true,
            ..cache::Changed::default()
        });
        Ok(account.view())
    }

    /// Ends what runs for the account in use: the request that is under way is finished first,
    /// and the lease is given up.
    pub async fn close(&self) {
        let open = self.state.lock().await.open.take();
        if let Some(open) = open {
            open.close().await;
        }
    }
}

impl Open {
    async fn close(self) {
        let Open {
            account,
            stop,
            tasks,
        } = self;
        stop.notify_one();
        let mut tasks = tasks.into_iter();
        if let Some(relay) = tasks.next() {
            relay.abort();
        }
        for task in tasks {
            let _ = task.await;
        }
        // Unless a command is still being answered, the file is closed when this is over.
        if let Some(account) = Arc::into_inner(account) {
            account.cache.close().await;
        }
    }
}

/// Hands the account's changes on to whoever listens at the desk.
async fn relay(
    mut from: broadcast::Receiver<cache::Changed>,
    to: broadcast::Sender<cache::Changed>,
) {
    loop {
        let changed = match from.recv().await {
            Ok(changed) => changed,
            Err(broadcast::error::RecvError::Lagged(_)) => cache::Changed {
                elsewhere: true,
                ..cache::Changed::default()
            },
            Err(broadcast::error::RecvError::Closed) => return,
        };
        // Nobody listening is no mistake.
        let _ = to.send(changed);
    }
}

/// Makes a folder that nobody else on this computer may look into, where it is not there yet.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn no_account() -> Problem {
    Problem::new(Code::NotFound, "There is no such account here.")
        .hint("See which there are under Settings, Accounts.")
}
