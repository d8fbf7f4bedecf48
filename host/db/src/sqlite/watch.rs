//! When a statement of `SQLite` must stop: cancelled from outside, out of time, or waiting too long for a lock.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use std::sync::Arc;

use aludel_sql::SqlError;

use crate::session::Canceller;

/// How long the busy handler sleeps before each try; the last one repeats.
const LOCK_SLEEPS_MS: [u64; 9] = [1, 2, 5, 10, 15, 20, 25, 50, 100];

/// Shared by a connection, whose callbacks ask it, and by those who may cancel its statement.
#[derive(Debug)]
pub(super) struct Watch {
    born: Instant,
    statement_timeout: Duration,
    lock_timeout: Duration,
    is_cancelled: AtomicBool,
    /// In nanoseconds since `born`; the largest value is never.
    statement_deadline: AtomicU64,
    lock_wait_started: AtomicU64,
}

/// Why a statement was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Cancelled,
    OutOfTime,
}

impl Watch {
    /// A `statement_timeout` of zero is none.
    pub(super) fn new(statement_timeout: Duration, lock_timeout: Duration) -> Self {
        Self {
            born: Instant::now(),
            statement_timeout,
            lock_timeout,
            is_cancelled: AtomicBool::new(false),
            statement_deadline: AtomicU64::new(u64::MAX),
            lock_wait_started: AtomicU64::new(0),
        }
    }

    pub(super) fn lock_timeout(&self) -> Duration {
        self.lock_timeout
    }

    pub(super) fn statement_timeout(&self) -> Duration {
        self.statement_timeout
    }

    /// A cancellation that came before a statement started was not meant for it.
    pub(super) fn start_statement(&self) {
        self.is_cancelled.store(false, Ordering::Relaxed);
        let deadline = if self.statement_timeout.is_zero() {
            u64::MAX
        } else {
            self.nanoseconds().saturating_add(nanoseconds(self.statement_timeout))
        };
        self.statement_deadline.store(deadline, Ordering::Relaxed);
    }

    /// Whether the running statement must stop, and why.
    pub(super) fn stop(&self) -> Option<Stop> {
        if self.is_cancelled.load(Ordering::Relaxed) {
            return Some(Stop::Cancelled);
        }
        let deadline = self.statement_deadline.load(Ordering::Relaxed);
        (deadline != u64::MAX && self.nanoseconds() >= deadline).then_some(Stop::OutOfTime)
    }

    /// Sleeps until the lock is worth another try; false when it is not any more. `tries` counts from 0.
    pub(super) fn wait_for_lock(&self, tries: usize) -> bool {
        if tries == 0 {
            self.lock_wait_started.store(self.nanoseconds(), Ordering::Relaxed);
        }
        let waited = self.nanoseconds().saturating_sub(self.lock_wait_started.load(Ordering::Relaxed));
        let left = nanoseconds(self.lock_timeout).saturating_sub(waited);
        if left == 0 || self.stop().is_some() {
            return false;
        }
        let sleep_ms = LOCK_SLEEPS_MS[tries.min(LOCK_SLEEPS_MS.len() - 1)];
        thread::sleep(Duration::from_millis(sleep_ms).min(Duration::from_nanos(left)));
        true
    }

    fn nanoseconds(&self) -> u64 {
        nanoseconds(self.born.elapsed())
    }
}

/// 584 years at most, which is as good as for ever.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// Stops the running statement: at its next thousand steps of `SQLite`'s virtual machine, or when it next wakes up
/// to try a lock.
pub(super) struct WatchCanceller(pub(super) Arc<Watch>);

#[async_trait]
impl Canceller for WatchCanceller {
    async fn cancel(&self) -> Result<(), SqlError> {
        self.0.is_cancelled.store(true, Ordering::Relaxed);
        Ok(())
    }
}
