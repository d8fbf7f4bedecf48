//! What a statement gives: an outcome or an error.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of thing went wrong; the cases of the WIT enum `aludel:sql/types.error-kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorKind {
    /// The connection is gone or could not be made.
    Connection,
    /// The statement is not SQL as this server knows it.
    Syntax,
    /// A constraint refused the data.
    ConstraintViolation,
    /// A table, column, function or other object does not exist.
    UndefinedObject,
    /// An object of that name exists already.
    DuplicateObject,
    /// The database login may not do this.
    PermissionDenied,
    /// The transaction lost against another one and can be tried again.
    SerializationFailure,
    /// The server broke a deadlock at this statement's cost.
    Deadlock,
    /// A lock or statement timeout of the server.
    Timeout,
    /// Somebody cancelled the statement.
    Cancelled,
    /// A limit that the host set on this guest was reached.
    LimitExceeded,
    /// The host's policy refuses this statement or object.
    Denied,
    /// A result was asked for while SQL is only being written out.
    Offline,
    /// A parameter or a result could not be converted.
    Conversion,
    /// This database cannot do what was asked.
    Unsupported,
    /// Anything else.
    Other,
}

/// An error of one statement; mirrors the WIT record `aludel:sql/types.error`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub struct SqlError {
    /// What kind of error.
    pub kind: ErrorKind,
    /// What the server said, or the host in its place. Holds no password and no host name.
    pub message: String,
    /// The five-character SQLSTATE, where the server has one.
    pub sqlstate: Option<String>,
    /// The server's own number, such as `MySQL`'s 1062 or `SQLite`'s extended result code.
    pub native_code: Option<i64>,
    /// Whatever else the server said, by name: `detail`, `hint`, `table`, `column`, `constraint`, `position`.
    pub extras: Vec<(String, String)>,
}

impl SqlError {
    /// An error that the host raises itself, without SQLSTATE or native code.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), sqlstate: None, native_code: None, extras: Vec::new() }
    }

    /// Adds one of the open-ended details.
    #[must_use]
    pub fn with_extra(mut self, name: &str, value: impl Into<String>) -> Self {
        self.extras.push((name.to_owned(), value.into()));
        self
    }

    /// The detail of that name, if the server gave it.
    pub fn extra(&self, name: &str) -> Option<&str> {
        self.extras.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for SqlError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

/// What a statement that gives no rows did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Rows inserted, updated or deleted.
    pub rows_affected: u64,
    /// The key that the database made up for the last inserted row, where it tells.
    pub last_insert_id: Option<i64>,
}
