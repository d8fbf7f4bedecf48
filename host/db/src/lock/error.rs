//! Why there is no lock.

use std::path::PathBuf;
use std::time::Duration;

use aludel_sql::SqlError;

use super::{BrokenLease, LockHolder};
use crate::ledger::LedgerError;

/// Why there is no lock.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else has it.
    #[error("{holder} is migrating this database{}", after(*.waited))]
    TimedOut {
        /// Who has it.
        holder: Box<LockHolder>,
        /// For how long it was tried.
        waited: Duration,
    },
    /// The lock file of a `SQLite` database cannot be used.
    #[error("cannot {action} the lock file `{path}`: {error}", path = .path.display())]
    File {
        /// `open`, `lock`, `read`, `write` or `remove`.
        action: &'static str,
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        #[source]
        error: std::io::Error,
    },
    /// The server would not do it.
    #[error("cannot ask the server for the lock: {error}")]
    Database {
        /// What it said.
        error: Box<SqlError>,
    },
    /// The server says that this session does not have the lock that it was given: a migration has released it.
    #[error("the lock was gone before it was released: a migration gave up the locks of its session")]
    Lost,
    /// The row of a version table says something that was never written there.
    #[error("the table `aludel_lock` holds {found} as the fencing number of `{version_table}`, and that is none")]
    Unreadable {
        /// The version table.
        version_table: String,
        /// What it holds.
        found: String,
    },
    /// The table is another one, or cannot be looked up.
    #[error(transparent)]
    Table(Box<LedgerError>),
    /// There is nothing to break.
    #[error("nobody holds the lock")]
    NotHeld,
    /// It changed hands while it was looked at.
    #[error("the lock changed hands just now, and was not broken")]
    Moved,
    /// Somebody took the lock over, or broke it: this run may not commit any more.
    #[error("the lock was taken from this run{}", taken_by(.broken.as_deref(), .holder.as_deref()))]
    TakenOver {
        /// Who broke it and why, where somebody did.
        broken: Option<Box<BrokenLease>>,
        /// Who has it now, if anybody.
        holder: Option<Box<LockHolder>>,
    },
}

fn taken_by(broken: Option<&BrokenLease>, holder: Option<&LockHolder>) -> String {
    let how = match broken {
        Some(BrokenLease { by, because, at, .. }) => format!(": {by} broke it at {at:.0} ({because})"),
        None => ", which did not renew it in time".to_owned(),
    };
    match holder {
        Some(holder) => format!("{how}; now {holder} has it"),
        None => how,
    }
}

fn after(waited: Duration) -> String {
    if waited.is_zero() { String::new() } else { format!("; waited {waited:.1?} for the lock") }
}

impl From<SqlError> for LockError {
    fn from(error: SqlError) -> Self {
        Self::Database { error: Box::new(error) }
    }
}

impl From<LedgerError> for LockError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Database { error, .. } => Self::Database { error },
            error => Self::Table(Box::new(error)),
        }
    }
}

impl LockError {
    /// What to do, where that can be told.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::TimedOut { .. } => Some("wait for it to end, or give more time with `--lock-timeout 60s`".to_owned()),
            Self::Table(error) => error.hint(),
            Self::Unreadable { version_table, .. } => Some(format!(
                "see that no run is under way, then remove the row, and the next run makes it anew: \
                 DELETE FROM aludel_lock WHERE version_table = '{}'",
                version_table.replace('\'', "''")
            )),
            Self::Moved => Some("look who has it now: `aludel lock`".to_owned()),
            Self::TakenOver { .. } => {
                Some("see where the database is, `aludel current`, and run the command again".to_owned())
            }
            _ => None,
        }
    }
}
