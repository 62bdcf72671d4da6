//! The readers' queue. Whoever read last is woken first: its statements are prepared, and what they
//! read lately is at hand. Readers that take turns all know each list a little.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};

use super::Job;

/// The end that jobs are put into. Dropping it ends the readers once the queue is empty.
pub(super) struct Queue(Arc<Waiting>);

/// The end that a reader takes jobs from.
#[derive(Clone)]
pub(super) struct Jobs(Arc<Waiting>);

#[derive(Default)]
struct Waiting(Mutex<State>);

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    /// Readers that sleep, the one that read last at the end.
    idle: Vec<Thread>,
    ended: bool,
}

/// Both ends of a new queue.
pub(super) fn pair() -> (Queue, Jobs) {
    let waiting = Arc::new(Waiting::default());
    (Queue(Arc::clone(&waiting)), Jobs(waiting))
}

impl Waiting {
    /// No job runs while it is held, so nothing can leave it half-changed.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    pub(super) fn add(&self, job: Job) {
        let mut state = self.0.state();
        state.jobs.push_back(job);
        if let Some(reader) = state.idle.pop() {
            reader.unpark();
        }
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.ended = true;
        for reader in state.idle.drain(..) {
            reader.unpark();
        }
    }
}

impl Jobs {
    /// The next job, as soon as there is one; none at the end.
    pub(super) fn next(&self) -> Option<Job> {
        let me = thread::current();
        loop {
            let mut state = self.0.state();
            // Woken for nothing, it would be asleep twice.
            state.idle.retain(|reader| reader.id() != me.id());
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.ended {
                return None;
            }
            state.idle.push(me.clone());
            drop(state);
            thread::park();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test is what these say")]

    use super::{Queue, pair};
    use std::thread;
    use std::time::Duration;

    const READERS: usize = 3;

    fn until_all_sleep(queue: &Queue) {
        while queue.0.state().idle.len() < READERS {
            thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn whoever_read_last_reads_next_and_all_end_with_the_queue() {
        let (queue, jobs) = pair();
        let readers: Vec<_> = (0..READERS)
            .map(|_| {
                let jobs = jobs.clone();
                thread::spawn(move || std::iter::from_fn(|| jobs.next()).count())
            })
            .collect();
        for _ in 0..20 {
            until_all_sleep(&queue);
            queue.add(Box::new(|_| {}));
        }
        until_all_sleep(&queue);
        for _ in 0..READERS {
            queue.add(Box::new(|_| {}));
        }
        drop(queue);
        let mut done: Vec<usize> = readers.into_iter().map(|one| one.join().unwrap()).collect();
        done.sort_unstable();
        assert_eq!(
            done.iter().sum::<usize>(),
            20 + READERS,
            "nothing is left undone"
        );
        assert!(done.last().is_some_and(|most| *most >= 20), "{done:?}");
    }
}
