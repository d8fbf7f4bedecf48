//! Databases that have no room left, which no change of a migration mends.

use std::io;

use aludel_db::{ConnectError, LedgerError, LockError};
use aludel_sql::SqlError;

use super::Error;

/// What helps.
pub(super) const MAKE_ROOM: &str = "make room for the database and run the same command again";

/// No room for the file that the readers of a write-ahead log share.
const SQLITE_IOERR_SHMSIZE: i64 = 4874;

/// Whether a database has no room left: `SQLITE_FULL`, `disk_full`, `ER_DISK_FULL` and `ER_RECORD_FILE_FULL`.
pub(crate) fn is_full(error: &SqlError) -> bool {
    match error.sqlstate.as_deref() {
        None => matches!(error.native_code, Some(13 | SQLITE_IOERR_SHMSIZE)),
        Some("53100") => true,
        Some(_) => matches!(error.native_code, Some(1021 | 1114)),
    }
}

/// Whether there was no room for what the lock needs.
pub(super) fn is_lock_full(error: &LockError) -> bool {
    match error {
        LockError::Database { error } => is_full(error),
        LockError::File { error, .. } => error.kind() == io::ErrorKind::StorageFull,
        _ => false,
    }
}

impl Error {
    /// Whether all that was wrong, outside of a migration, is that the database has no room left.
    pub(super) fn is_out_of_room(&self) -> bool {
        match self {
            Self::Ledger(error) => matches!(&**error, LedgerError::Database { error, .. } if is_full(error)),
            Self::Lock(error) => is_lock_full(error),
            Self::Transaction { error, .. } => is_full(error),
            Self::Connect(error) => matches!(&**error, ConnectError::Database { error, .. } if is_full(error)),
            _ => false,
        }
    }
}
