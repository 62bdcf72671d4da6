//! The account's state: one SQLite file, one connection, one thread that owns it. Requests are run on
//! that thread one after the other, so that nothing blocks the async runtime and no two requests see
//! each other half done. What the rows mean is the nouns' business.

pub(crate) mod keys;
pub(crate) mod rows;
pub(crate) mod schema;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc;

use rusqlite::Connection;
use tokio::sync::oneshot;

/// The name of the data file in its folder.
const FILE: &str = "practice.sqlite3";
/// The name of a new one until it is filled: what is killed while it is filled leaves no half account.
const UNFILLED: &str = "practice.sqlite3.unfilled";

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// A handle on the thread that owns the data. The thread ends when the last handle is dropped.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    jobs: mpsc::Sender<Job>,
}

/// The thread that owns the data has ended, or the job on it panicked.
#[derive(Debug, thiserror::Error)]
#[error("the practice account's data is closed")]
pub(crate) struct Closed;

impl Store {
    /// Opens the data in `folder`, or in memory. The second part says whether it is new: then it has to
    /// be filled and [`settled`].
    pub(crate) fn open(folder: Option<&Path>) -> Result<(Self, bool), rusqlite::Error> {
        let (connection, is_new) = match folder.map(|folder| (folder.join(FILE), folder)) {
            Some((file, _)) if file.exists() => (Connection::open(file)?, false),
            Some((_, folder)) => {
                // What an earlier filling left that was killed; the next line would miss it otherwise.
                let _ = std::fs::remove_file(folder.join(UNFILLED));
                (Connection::open(folder.join(UNFILLED))?, true)
            }
            None => (Connection::open_in_memory()?, true),
        };
        if is_new {
            schema::make(&connection)?;
        } else {
            schema::ready(&connection)?;
        }
        let (jobs, queue) = mpsc::channel::<Job>();
        std::thread::Builder::new()
            .name("practice-stripe".into())
            .spawn(move || serve(connection, &queue))
            .map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
        Ok((Self { jobs }, is_new))
    }

    /// Runs `work` on the data's thread.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> T + Send + 'static,
    ) -> Result<T, Closed> {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // Nobody waiting any more (a dropped connection) does not undo the work.
            let _ = answer.send(work(connection));
        });
        self.jobs.send(job).map_err(|_| Closed)?;
        wait.await.map_err(|_| Closed)
    }

    /// Runs `work` on the data's thread, after what is waiting there, without waiting for it.
    pub(crate) fn tell(&self, work: impl FnOnce(&mut Connection) + Send + 'static) {
        // The thread has ended only when the server is stopping: then nobody will look.
        let _ = self.jobs.send(Box::new(work));
    }
}

/// Puts a filled data file where it belongs, whole, and goes on with it there.
pub(crate) fn settled(db: &mut Connection, folder: Option<&Path>) -> Result<(), rusqlite::Error> {
    let Some(folder) = folder else {
        return Ok(());
    };
    let broken = |e: std::io::Error| rusqlite::Error::ToSqlConversionFailure(Box::new(e));
    let filled = std::mem::replace(db, Connection::open_in_memory()?);
    filled.close().map_err(|(_, error)| error)?;
    let (from, to) = (folder.join(UNFILLED), folder.join(FILE));
    std::fs::File::open(&from)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(&from, &to))
        .map_err(broken)?;
    *db = Connection::open(to)?;
    schema::ready(db)
}

fn serve(mut connection: Connection, queue: &mpsc::Receiver<Job>) {
    while let Ok(job) = queue.recv() {
        // A panic loses one answer (its transaction rolls back), not the account.
        let _ = catch_unwind(AssertUnwindSafe(|| job(&mut connection)));
    }
}
