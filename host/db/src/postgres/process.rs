//! The process of the server that works for a session, for whoever asks about it from outside.

use std::sync::{Arc, Mutex, PoisonError};

use sqlx::postgres::PgRow;

use super::link::text_of;

/// Whom a question from outside is about.
#[derive(Debug, Clone)]
pub(super) enum Process {
    /// The same for as long as the session lives.
    Own(i32),
    /// Another one with each transaction; none between two.
    Lent(Arc<Mutex<Option<Work>>>),
}

/// One transaction of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Work {
    process: i32,
    /// When the transaction began, in microseconds since 1970 by the server's clock.
    began_us: i64,
}

impl Process {
    /// The columns that tell who works in a transaction.
    pub(super) const COLUMNS: &str =
        "pg_catalog.pg_backend_pid(), CAST(EXTRACT(EPOCH FROM pg_catalog.now()) * 1000000 AS bigint)";
    /// How many they are.
    pub(super) const COLUMN_COUNT: usize = 2;

    /// One that is lent, while nobody works for the session.
    pub(super) fn lent() -> Self {
        Self::Lent(Arc::default())
    }

    /// Remembers who works in the transaction that begins, from [`Process::COLUMNS`].
    pub(super) fn begin(&self, row: &PgRow, first: usize) {
        let number = |index| text_of(row, index)?.parse::<i64>().ok();
        let process = number(first).and_then(|process| i32::try_from(process).ok());
        let work = process.zip(number(first + 1)).map(|(process, began_us)| Work { process, began_us });
        self.set(work);
    }

    /// Forgets them at its end: from then on they work for somebody else.
    pub(super) fn end(&self) {
        self.set(None);
    }

    fn set(&self, work: Option<Work>) {
        if let Self::Lent(now) = self {
            *now.lock().unwrap_or_else(PoisonError::into_inner) = work;
        }
    }

    /// Its number, if one works for the session now.
    pub(super) fn number(&self) -> Option<i32> {
        match self {
            Self::Own(process) => Some(*process),
            Self::Lent(now) => now.lock().unwrap_or_else(PoisonError::into_inner).map(|work| work.process),
        }
    }

    /// The statement that stops what it runs. One that is lent is stopped only while it is in that very transaction.
    pub(super) fn stopping(&self) -> Option<String> {
        match self {
            Self::Own(process) => Some(format!("SELECT pg_catalog.pg_cancel_backend({process})")),
            Self::Lent(now) => {
                let Work { process, began_us } = (*now.lock().unwrap_or_else(PoisonError::into_inner))?;
                Some(format!(
                    "SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = {process} \
                     AND CAST(EXTRACT(EPOCH FROM xact_start) * 1000000 AS bigint) = {began_us}"
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_lent_is_known_within_a_transaction_only() {
        let process = Process::lent();
        assert_eq!((process.number(), process.stopping()), (None, None));
        process.set(Some(Work { process: 4711, began_us: 815 }));
        assert_eq!(process.number(), Some(4711));
        let stopping = process.stopping().expect("somebody works");
        assert!(stopping.contains("WHERE pid = 4711 AND ") && stopping.ends_with(" = 815"), "{stopping}");
        process.end();
        assert_eq!(process.stopping(), None);
    }
}
