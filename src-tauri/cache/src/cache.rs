//! The handle everyone holds: cheap to clone, async, and free of SQL. What happens on the threads
//! behind it stands in `workers`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{broadcast, oneshot};

use crate::open;
use crate::workers::Workers;
use crate::{Changed, Error, Read, Write};

/// One account's file. Clones share its threads, which end with the last clone.
#[derive(Clone)]
pub struct Cache {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    workers: Workers,
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cache")
            .field("path", &self.inner.path)
            .finish_non_exhaustive()
    }
}

impl Cache {
    /// Opens the file, creating it (and its folder) where there is none, and brings an older
    /// format up to date after a copy of the file has been put beside it.
    ///
    /// A file from a newer version is [`Error::Newer`], a damaged one [`Error::Damaged`], one of
    /// another program [`Error::Foreign`]; none of them is touched.
    ///
    /// It waits for the disk (a millisecond for a file that exists), so from async code call
    /// [`Cache::open_async`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        let workers = Workers::start(path).map_err(|e| e.in_file(path))?;
        let inner = Inner {
            path: path.to_owned(),
            workers,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// [`Cache::open`] off the async runtime.
    pub async fn open_async(path: PathBuf) -> Result<Self, Error> {
        let (reply, answer) = oneshot::channel();
        std::thread::Builder::new()
            .name("cache-open".to_owned())
            .spawn(move || {
                // Nobody listens any more when the caller was cancelled; the cache then closes.
                let _ = reply.send(Self::open(&path));
            })
            .map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// Where the file stands.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Runs `f` in one writing transaction: committed (and on disk) when it returns `Ok`, rolled
    /// back when it returns `Err` or panics. Writes run one after the other. Dropping the future
    /// does not stop a transaction that has been handed over.
    pub async fn write<T, F>(&self, f: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Write<'_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.inner.workers.write(Box::new(move |desk| {
            let _ = reply.send(desk.write(f));
        }))?;
        self.settle(answer).await
    }

    /// Runs `f` on a consistent view of the file.
    pub async fn read<T, F>(&self, f: F) -> Result<T, Error>
    where
        F: FnOnce(&Read<'_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.inner.workers.read(Box::new(move |desk| {
            let _ = reply.send(desk.read(f));
        }));
        self.settle(answer).await
    }

    /// Tells what each commit from now on changes, also (as `elsewhere`, within half a second)
    /// commits of other processes. A listener that falls too far behind gets `Lagged` and should
    /// take it that everything has changed.
    pub fn changes(&self) -> broadcast::Receiver<Changed> {
        self.inner.workers.changes()
    }

    /// Tells whoever listens to [`changes`](Self::changes) in this process of a change that is not one
    /// of the file.
    pub fn tell(&self, changed: Changed) {
        self.inner.workers.tell(changed);
    }

    /// Writes a compact copy of the file to `to`, replacing what stands there only once the copy
    /// is complete and on disk.
    pub async fn backup(&self, to: &Path) -> Result<(), Error> {
        let to = to.to_owned();
        let (reply, answer) = oneshot::channel();
        self.inner.workers.read(Box::new(move |desk| {
            let _ = reply.send(desk.outside(|sql| open::backup(sql, &to)));
        }));
        self.settle(answer).await
    }

    /// Reads the whole file and its indices for damage: [`Error::Damaged`] says what was found.
    /// Slow on a large file (seconds); for the doctor, not for every start.
    pub async fn check(&self) -> Result<(), Error> {
        let path = self.inner.path.clone();
        let (reply, answer) = oneshot::channel();
        self.inner.workers.read(Box::new(move |desk| {
            let _ = reply.send(desk.outside(|sql| open::check(sql, &path)));
        }));
        self.settle(answer).await
    }

    /// Waits until everything handed over is done and the file is closed, so that it may be moved
    /// or removed. With other clones about it only drops this one: the last one closes.
    pub async fn close(self) {
        if let Some(inner) = Arc::into_inner(self.inner) {
            inner.workers.end().await;
        }
    }

    async fn settle<T>(&self, answer: oneshot::Receiver<Result<T, Error>>) -> Result<T, Error> {
        answer
            .await
            .map_err(|_| Error::Closed)?
            .map_err(|e| e.in_file(&self.inner.path))
    }
}
