//! Another try for a migration that waited too long for a lock.
//!
//! `PostgreSQL` gives up the whole transaction with the statement that waited, so the whole migration runs again: a guest
//! does the same from the same start, and nothing of the first try is kept.

use std::time::Duration;

use aludel_sandbox::{Failure, RunError};
use aludel_sql::{Dialect, SqlError};

use crate::event::{Event, Note};
use crate::housing::Program;
use crate::run::decide::Isolation;
use crate::run::execution::{Execution, Running};
use crate::run::failure::Stop;

/// How often a migration is tried.
const TRIES: u32 = 3;

/// `lock_not_available`: the lock timeout ended a wait.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// The longest pause between two tries; how much of it is taken is left to chance, so that two runners part.
const PAUSE_MS_MAX: u64 = 1_000;

impl Execution<'_> {
    /// Runs the guest of a step, and once more if all that was wrong is that it waited too long for a lock.
    pub(crate) async fn run_patiently(&self, running: &Running<'_>, program: &Program) -> Result<(), Stop> {
        for attempt in 1..TRIES {
            let stop = match self.open_and_run(running, program).await {
                Err(stop) if self.may_try_again(running, &stop) => stop,
                ended => return ended,
            };
            self.tell(&Event::Note(another_try(&stop, attempt + 1)));
            self.session.lend().await.rollback().await.map_err(Stop::Database)?;
            running.trace.begins_anew();
            tokio::time::sleep(pause()).await;
        }
        self.open_and_run(running, program).await
    }

    fn may_try_again(&self, running: &Running<'_>, stop: &Stop) -> bool {
        let is_whole = self.dialect == Dialect::Postgres && running.planned.isolation == Isolation::Own;
        is_whole && !self.migrator.cancellation().is_cancelled() && lock_timeout(stop).is_some()
    }
}

fn lock_timeout(stop: &Stop) -> Option<&SqlError> {
    match stop {
        Stop::Guest(RunError::Failed(Failure::Database(error))) | Stop::Database(error) => {
            Some(error).filter(|error| error.sqlstate.as_deref() == Some(LOCK_NOT_AVAILABLE))
        }
        _ => None,
    }
}

fn another_try(stop: &Stop, attempt: u32) -> Note {
    let words = lock_timeout(stop).map(|error| error.message.clone()).unwrap_or_default();
    let text = format!("{words}. The migration was rolled back and runs again, try {attempt} of {TRIES}");
    Note { code: "lock_timeout", text }
}

fn pause() -> Duration {
    let mut byte = [0_u8; 1];
    // Without chance the pause is the longest.
    let part = getrandom::fill(&mut byte).map_or(u64::from(u8::MAX), |()| u64::from(byte[0]));
    Duration::from_millis(PAUSE_MS_MAX * (part + 1) / 256)
}

#[cfg(test)]
mod tests {
    use aludel_sql::ErrorKind;

    use super::*;

    fn failed(sqlstate: &str) -> Stop {
        let mut error = SqlError::new(ErrorKind::Timeout, "canceling statement due to lock timeout");
        error.sqlstate = Some(sqlstate.to_owned());
        Stop::Guest(RunError::Failed(Failure::Database(error)))
    }

    #[test]
    fn only_a_lock_timeout_is_tried_again() {
        assert!(lock_timeout(&failed("55P03")).is_some());
        assert!(lock_timeout(&failed("57014")).is_none());
        assert!(lock_timeout(&Stop::Asked).is_none());
        let note = another_try(&failed("55P03"), 2);
        assert!(note.text.ends_with("due to lock timeout. The migration was rolled back and runs again, try 2 of 3"));
        assert!(pause() <= Duration::from_millis(PAUSE_MS_MAX));
    }
}
