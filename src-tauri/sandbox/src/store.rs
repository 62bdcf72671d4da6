//! The account's state: one SQLite file, one connection, one thread that owns it. Requests are run on
//! that thread one after the other, so that nothing blocks the async runtime and no two requests see
//! each other half done. What the rows mean is the nouns' business.

pub(crate) mod keys;
pub(crate) mod rows;
mod schema;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc;

use rusqlite::Connection;
use tokio::sync::oneshot;

/// The name of the data file in its folder.
const FILE: &str = "practice.sqlite3";

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
    /// Opens the data in `folder`, or in memory. The second part says whether it is new.
    pub(crate) fn open(folder: Option<&Path>) -> Result<(Self, bool), rusqlite::Error> {
        let connection = match folder {
            Some(folder) => Connection::open(folder.join(FILE))?,
            None => Connection::open_in_memory()?,
        };
        let is_new = schema::prepare(&connection)?;
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

fn serve(mut connection: Connection, queue: &mpsc::Receiver<Job>) {
    while let Ok(job) = queue.recv() {
        // A panic loses one answer (its transaction rolls back), not the account.
        let _ = catch_unwind(AssertUnwindSafe(|| job(&mut connection)));
    }
}
