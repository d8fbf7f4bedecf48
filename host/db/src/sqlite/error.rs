//! Result codes of `SQLite` as the error kinds of guests.

use aludel_sql::{ErrorKind, SqlError};
use libsqlite3_sys as ffi;

use super::raw::{Failure, MEMORY_BYTES_PER_GUEST};
use super::warden::Warden;
use super::watch::{Stop, Watch};
use crate::session::refused;

/// The error of a statement.
pub(super) fn sql_error(failure: &Failure) -> SqlError {
    let mut error = SqlError::new(kind(failure), message(failure));
    error.native_code = Some(i64::from(failure.code));
    if failure.code & 0xff == ffi::SQLITE_CONSTRAINT {
        error.extras = constraint_extras(failure);
    }
    error
}

/// The library's words, but where they leave the system's out.
fn message(failure: &Failure) -> String {
    match failure.code {
        ffi::SQLITE_IOERR_SHMSIZE => {
            format!("{}: no room for the file `-shm` beside the database, so the disk may be full", failure.message)
        }
        ffi::SQLITE_NOMEM => {
            let mebibytes = MEMORY_BYTES_PER_GUEST >> 20;
            format!("{}: the statements of a migration may take {mebibytes} MiB", failure.message)
        }
        _ => failure.message.clone(),
    }
}

/// Those that may have stopped a statement.
#[derive(Clone, Copy)]
pub(super) struct Observers<'connection> {
    pub(super) watch: &'connection Watch,
    pub(super) warden: &'connection Warden,
}

/// The error of a statement, told where in its text and why it was stopped.
pub(super) fn statement_error(failure: &Failure, sql: &str, observers: Observers<'_>) -> SqlError {
    // The library has more than one code for what it was told not to do, and words that say less.
    let refusal = observers.warden.take_refusal().map(|refusal| refused(&refusal));
    let stopped = || stopped(failure, observers.watch);
    let mut error = refusal.or_else(stopped).unwrap_or_else(|| sql_error(failure));
    if let Some(before) = failure.offset.and_then(|offset| sql.get(..offset)) {
        error = error.with_extra("position", (before.chars().count() + 1).to_string());
    }
    error
}

fn stopped(failure: &Failure, watch: &Watch) -> Option<SqlError> {
    let (kind, message) = match failure.code & 0xff {
        ffi::SQLITE_INTERRUPT => match watch.stop()? {
            Stop::Cancelled => (ErrorKind::Cancelled, "the statement was cancelled".to_owned()),
            Stop::OutOfTime => {
                let message = format!("the statement took longer than {:?}", watch.statement_timeout());
                (ErrorKind::Timeout, message)
            }
        },
        ffi::SQLITE_BUSY if watch.stop() == Some(Stop::Cancelled) => {
            (ErrorKind::Cancelled, "the statement was cancelled while it waited for a lock".to_owned())
        }
        ffi::SQLITE_BUSY if failure.code != ffi::SQLITE_BUSY_SNAPSHOT => {
            let waited = watch.lock_timeout();
            (ErrorKind::Timeout, format!("{}: another connection held it for {waited:?}", failure.message))
        }
        _ => return None,
    };
    let mut error = SqlError::new(kind, message);
    error.native_code = Some(i64::from(failure.code));
    Some(error)
}

fn kind(failure: &Failure) -> ErrorKind {
    match failure.code {
        ffi::SQLITE_BUSY_SNAPSHOT => return ErrorKind::SerializationFailure,
        ffi::SQLITE_ERROR => return kind_of_message(&failure.message),
        _ => {}
    }
    match failure.code & 0xff {
        ffi::SQLITE_CONSTRAINT => ErrorKind::ConstraintViolation,
        ffi::SQLITE_BUSY => ErrorKind::Timeout,
        ffi::SQLITE_INTERRUPT => ErrorKind::Cancelled,
        ffi::SQLITE_READONLY | ffi::SQLITE_PERM => ErrorKind::PermissionDenied,
        ffi::SQLITE_AUTH => ErrorKind::Denied,
        ffi::SQLITE_TOOBIG | ffi::SQLITE_NOMEM => ErrorKind::LimitExceeded,
        ffi::SQLITE_MISMATCH => ErrorKind::Conversion,
        ffi::SQLITE_CANTOPEN => ErrorKind::Connection,
        _ => ErrorKind::Other,
    }
}

/// `SQLite` has one code for everything that is wrong with a statement, so its words have to tell.
fn kind_of_message(message: &str) -> ErrorKind {
    const SYNTAX: [&str; 4] = ["syntax error", "incomplete input", "unrecognized token", "malformed JSON path"];
    let contains = |part: &str| message.contains(part);
    if message.starts_with("no such ") || contains(": no such ") {
        ErrorKind::UndefinedObject
    } else if contains("already exists") || contains("duplicate column name") || contains("there is already") {
        ErrorKind::DuplicateObject
    } else if SYNTAX.into_iter().any(contains) {
        ErrorKind::Syntax
    } else {
        ErrorKind::Other
    }
}

/// `UNIQUE constraint failed: orders.id, orders.day` names columns; `CHECK constraint failed: positive` a constraint.
fn constraint_extras(failure: &Failure) -> Vec<(String, String)> {
    let Some((_, named)) = failure.message.split_once(" constraint failed: ") else { return Vec::new() };
    let extra = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    if failure.code == ffi::SQLITE_CONSTRAINT_CHECK {
        return vec![extra("constraint", named)];
    }
    if let Some(index) = named.strip_prefix("index ") {
        return vec![extra("constraint", index.trim_matches('\''))];
    }
    let Some((table, _)) = named.split_once('.') else { return Vec::new() };
    let columns: Vec<&str> =
        named.split(", ").filter_map(|name| name.split_once('.').map(|(_, column)| column)).collect();
    vec![extra("table", table), extra("column", &columns.join(", "))]
}
