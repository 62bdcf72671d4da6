//! How far the making of a pack is, and stopping it. Only for showing, so it lives in memory.

use crate::view::{Code, PackStatus, Problem, Retry};
use std::sync::Mutex;
use tokio::sync::watch;

/// At most one pack of an account is made at a time.
#[derive(Debug, Default)]
pub(crate) struct Progress(Mutex<Option<Running>>);

#[derive(Debug)]
struct Running {
    done: u64,
    total: u64,
    stop: watch::Sender<bool>,
}

/// A pack under way. Once it is dropped, none is any more.
#[derive(Debug)]
pub(super) struct Underway<'a> {
    progress: &'a Progress,
    stopped: watch::Receiver<bool>,
}

impl Progress {
    pub(super) fn begin(&self) -> Result<Underway<'_>, Problem> {
        let mut running = self
            .0
            .lock()
            .map_err(|_| Problem::new(Code::Bug, "Something went wrong inside Counterfoil."))?;
        if running.is_some() {
            return Err(
                Problem::new(Code::NotAllowed, "A pack is being made already.")
                    .hint("Wait until it is done, or stop it, then make this one.")
                    .retry(Retry::Later),
            );
        }
        let (stop, stopped) = watch::channel(false);
        *running = Some(Running {
            done: 0,
            total: 0,
            stop,
        });
        Ok(Underway {
            progress: self,
            stopped,
        })
    }

    pub(super) fn status(&self) -> PackStatus {
        let running = self.0.lock();
        let running = running.as_ref().ok().and_then(|running| running.as_ref());
        running.map_or_else(PackStatus::default, |running| PackStatus {
            running: true,
            stopping: *running.stop.borrow(),
            done: running.done,
            total: running.total,
        })
    }

    pub(super) fn stop(&self) {
        self.change(|running| {
            running.stop.send_replace(true);
        });
    }

    fn change(&self, change: impl FnOnce(&mut Running)) {
        if let Ok(mut running) = self.0.lock()
            && let Some(running) = running.as_mut()
        {
            change(running);
        }
    }
}

impl Underway<'_> {
    /// So many steps there are in all.
    pub(super) fn expect(&self, total: u64) {
        self.progress.change(|running| running.total = total);
    }

    /// One step is done.
    pub(super) fn step(&self) {
        self.progress.change(|running| running.done += 1);
    }

    /// Fails once it was told to stop.
    pub(super) fn go_on(&self) -> Result<(), Problem> {
        if *self.stopped.borrow() {
            Err(stopped())
        } else {
            Ok(())
        }
    }

    /// Waits for `work`, unless told to stop.
    pub(super) async fn unless_stopped<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> Result<T, Problem> {
        let mut told = self.stopped.clone();
        tokio::select! {
            biased;
            _ = told.wait_for(|stop| *stop) => Err(stopped()),
            done = work => Ok(done),
        }
    }
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        if let Ok(mut running) = self.progress.0.lock() {
            *running = None;
        }
    }
}

fn stopped() -> Problem {
    Problem::new(
        Code::NotAllowed,
        "The pack was stopped. No file was left behind.",
    )
    .hint("What was fetched for it is kept, so the next one takes less time.")
    .retry(Retry::Now)
}
