//! Databases that have no room left, which no change of a migration mends.

use std::io;

use aludel_db::{ConnectError, LedgerError, LockError};
use aludel_sql::SqlError;

use super::Error;

/// What helps.
pub(super) const MAKE_ROOM: &str = "make room for the database and run the same command again";

/// No room for the file that the readers of a write-ahead log share.
const SQLITE_IOERR_SHMSIZE: i64 = 4874;

/// `ER_DISK_FULL` and `ER_RECORD_FILE_FULL`.
const MYSQL_FULL: [i64; 2] = [1021, 1114];

/// What `MySQL` and `MariaDB` say of a file or a folder that was not made or written, for whatever reason: the first from the
/// layer below the tables (`EE_CANTCREATEFILE`, `EE_WRITE`, `EE_DISK_FULL`, `EE_SYNC`), then `ER_CANT_CREATE_FILE`,
/// `ER_CANT_CREATE_TABLE`, `ER_CANT_CREATE_DB`, `ER_CANT_OPEN_FILE`, `ER_ERROR_ON_CLOSE`, `ER_ERROR_ON_RENAME`,
/// `ER_ERROR_ON_WRITE` and `ER_GET_ERRNO`.
const MYSQL_FILES: [i64; 12] = [1, 3, 20, 27, 1004, 1005, 1006, 1016, 1023, 1025, 1026, 1030];

/// Reasons that are want of room: `ENOSPC`, `EDQUOT`, and `HA_ERR_RECORD_FILE_FULL` of the tables' own layer.
const NO_ROOM: [&str; 3] = ["28", "122", "135"];

/// Whether a database has no room left: `SQLITE_FULL`, `disk_full`, and what `MySQL` and `MariaDB` have for it.
pub(crate) fn is_full(error: &SqlError) -> bool {
    match (error.sqlstate.as_deref(), error.native_code) {
        (None, code) => matches!(code, Some(13 | SQLITE_IOERR_SHMSIZE)),
        (Some("53100"), _) => true,
        (Some(_), Some(code)) if MYSQL_FILES.contains(&code) => tells_of_no_room(&error.message),
        (Some(_), code) => code.is_some_and(|code| MYSQL_FULL.contains(&code)),
    }
}

/// Whether a message gives want of room as the reason: `errno: 28 "No space left on device"`, in whatever language the server
/// speaks, or `errno: 28 - No space left on device`.
fn tells_of_no_room(message: &str) -> bool {
    NO_ROOM.iter().any(|number| {
        let endings = [format!(" {number} \""), format!(" {number} - ")];
        endings.iter().any(|ending| message.contains(ending.as_str()))
    })
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

#[cfg(test)]
mod tests {
    use aludel_sql::{ErrorKind, SqlError};

    use super::is_full;

    fn told(code: i64, message: &str) -> SqlError {
        SqlError {
            sqlstate: Some("HY000".to_owned()),
            native_code: Some(code),
            ..SqlError::new(ErrorKind::Other, message)
        }
    }

    #[test]
    fn servers_tell_of_no_room_in_many_ways() {
        for (code, message) in [
            (3, "Error writing file './ddl_recovery.log' (Errcode: 28 \"No space left on device\")"),
            (3, "Error writing file '/tmp/MLfd=1' (OS errno 28 - No space left on device)"),
            (1005, "Can't create table `t`.`a` (errno: 135 \"No more room in record file\")"),
            (1005, "Kann Tabelle `t`.`a` nicht erzeugen (Fehler: 28 \"No space left on device\")"),
            (1026, "Error writing file './t/a.frm' (errno: 122 \"Disk quota exceeded\")"),
            (1030, "Got error 28 \"No space left on device\" from storage engine InnoDB"),
            (1114, "The table 'a' is full"),
        ] {
            assert!(is_full(&told(code, message)), "{message}");
        }
    }

    #[test]
    fn files_fail_for_other_reasons_too() {
        for (code, message) in [
            (1005, "Can't create table `t`.`a` (errno: 150 \"Foreign key constraint is incorrectly formed\")"),
            (1030, "Got error 128 \"Something else\" from storage engine InnoDB"),
            (1062, "Duplicate entry ' 28 \"' for key 'PRIMARY'"),
        ] {
            assert!(!is_full(&told(code, message)), "{message}");
        }
    }
}
