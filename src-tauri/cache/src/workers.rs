//! The threads that own the connections: one writer, three readers. Not async: a job runs to its
//! end on its thread, and answers through a channel of its own.
//!
//! Why threads of our own and not the runtime's blocking pool: a connection stays on its thread
//! (so its prepared statements are found again), writes queue in order without a lock, and a
//! burst of reads cannot take every blocking thread of the runtime.

mod queue;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{broadcast, mpsc};

use crate::open;
use crate::raw::Codec;
use crate::{Changed, Error, Read, Write};
use queue::{Jobs, Queue};

const READERS: usize = 3;

/// How often the idle writer looks whether another process has written. The look reads one number
/// from shared memory.
const GLANCE: Duration = Duration::from_millis(500);

/// How many commits a listener may be behind before it is told that it has missed some.
const BACKLOG: usize = 1024;

pub(crate) type Job = Box<dyn FnOnce(&mut Desk) + Send>;

/// The ends of the threads' queues. Dropping it ends them once their queues are empty.
pub(crate) struct Workers {
    writes: Sender<Job>,
    reads: Queue,
    changes: broadcast::Sender<Changed>,
    /// Closed when the last reader has ended.
    read: mpsc::Receiver<()>,
    /// Closed when the writer has ended.
    written: mpsc::Receiver<()>,
}

/// One thread's connection and what goes with it.
pub(crate) struct Desk {
    sql: Connection,
    codec: Codec,
    changes: broadcast::Sender<Changed>,
    /// Held as long as the connection is open.
    _running: mpsc::Sender<()>,
}

impl Workers {
    pub(crate) fn start(path: &Path) -> Result<Self, Error> {
        let (changes, _) = broadcast::channel(BACKLOG);
        let (reading, read) = mpsc::channel(1);
        let (writing, written) = mpsc::channel(1);
        let desk = |sql, running| Desk {
            sql,
            codec: Codec::new(),
            changes: changes.clone(),
            _running: running,
        };

        // The writer first: it creates the file, or refuses it.
        let writer = desk(open::writer(path)?, writing);
        let (writes, queue) = channel::<Job>();
        spawn("cache-write", path, move || run_writer(writer, &queue))?;

        let (reads, jobs) = queue::pair();
        for _ in 0..READERS {
            let reader = desk(open::reader(path)?, reading.clone());
            let jobs = jobs.clone();
            spawn("cache-read", path, move || run_reader(reader, &jobs))?;
        }
        Ok(Self {
            writes,
            reads,
            changes,
            read,
            written,
        })
    }

    /// Ends the threads once they have done what is queued, and waits until they have closed the
    /// file.
    pub(crate) async fn end(self) {
        let Self {
            writes,
            reads,
            mut read,
            mut written,
            ..
        } = self;
        // The writer last, and alone: two that close at once leave the log behind, since neither is
        // the last to SQLite.
        drop(reads);
        read.recv().await;
        drop(writes);
        written.recv().await;
    }

    pub(crate) fn write(&self, job: Job) -> Result<(), Error> {
        self.writes.send(job).map_err(|_| Error::Closed)
    }

    pub(crate) fn read(&self, job: Job) {
        self.reads.add(job);
    }

    pub(crate) fn tell(&self, changed: Changed) {
        // An error only says that nobody is listening.
        let _ = self.changes.send(changed);
    }

    pub(crate) fn changes(&self) -> broadcast::Receiver<Changed> {
        self.changes.subscribe()
    }
}

fn spawn(name: &str, path: &Path, run: impl FnOnce() + Send + 'static) -> Result<(), Error> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map(drop)
        .map_err(Error::io(path))
}

fn run_writer(mut desk: Desk, queue: &Receiver<Job>) {
    let mut seen = desk.foreign_writes();
    loop {
        match queue.recv_timeout(GLANCE) {
            Ok(job) => job(&mut desk),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        let now = desk.foreign_writes();
        if now != seen {
            seen = now;
            desk.tell(Changed {
                elsewhere: true,
                ..Changed::default()
            });
        }
    }
    // Keeps the planner's statistics fit for the next start; failing to do so harms nothing.
    let _ = desk.sql.execute_batch("PRAGMA optimize");
}

fn run_reader(mut desk: Desk, jobs: &Jobs) {
    while let Some(job) = jobs.next() {
        job(&mut desk);
    }
}

impl Desk {
    /// One writing transaction. It is begun as a writer, so that it can wait for another process
    /// instead of failing half-way.
    pub(crate) fn write<T>(
        &mut self,
        f: impl FnOnce(&mut Write<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let tx = self
            .sql
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut write = Write {
            read: Read {
                sql: &tx,
                codec: &self.codec,
            },
            changed: Changed::default(),
        };
        // A panic drops `tx`, which rolls back; the thread and its connection go on.
        let answer = catch_unwind(AssertUnwindSafe(|| f(&mut write))).map_err(panicked)??;
        let changed = write.changed;
        tx.commit()?;
        if !changed.is_empty() {
            self.tell(changed);
        }
        Ok(answer)
    }

    /// One consistent view.
    pub(crate) fn read<T>(
        &mut self,
        f: impl FnOnce(&Read<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let tx = self.sql.transaction()?;
        let read = Read {
            sql: &tx,
            codec: &self.codec,
        };
        catch_unwind(AssertUnwindSafe(|| f(&read))).map_err(panicked)?
    }

    /// Work that SQLite refuses inside a transaction.
    pub(crate) fn outside<T>(
        &mut self,
        f: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        f(&self.sql)
    }

    fn tell(&self, changed: Changed) {
        // An error only says that nobody is listening.
        let _ = self.changes.send(changed);
    }

    /// A number that changes whenever some other connection commits. Reading it cannot fail in a
    /// way that the next write would not report better.
    fn foreign_writes(&self) -> i64 {
        self.sql
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .unwrap_or_default()
    }
}

fn panicked(payload: Box<dyn Any + Send>) -> Error {
    let message = payload
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    Error::Panicked { message }
}
