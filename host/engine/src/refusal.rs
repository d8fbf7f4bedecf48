//! What a guest is told when a change of the schema cannot be made.

use aludel_schema::Unsupported;
use aludel_schema::request::ResolveError;
use aludel_sql::{ErrorKind, SqlError};

/// The error of a request, which names what was asked for.
pub(crate) fn cannot(words: &str, mut error: SqlError) -> SqlError {
    error.message = format!("cannot {words}: {}", error.message);
    error
}

/// The error of a request that does not fit what is there.
pub(crate) fn unresolved(error: ResolveError) -> SqlError {
    let kind = match &error {
        ResolveError::Missing { .. } => ErrorKind::UndefinedObject,
        ResolveError::Exists { .. } => ErrorKind::DuplicateObject,
        ResolveError::Unknown { .. } => ErrorKind::Offline,
        ResolveError::Invalid { .. } => ErrorKind::Other,
        ResolveError::Unsupported(_) => ErrorKind::Unsupported,
    };
    hinted(SqlError::new(kind, error.to_string()), error.hint())
}

/// The error of an operation that the dialect has no statement for.
pub(crate) fn unsupported(error: Unsupported) -> SqlError {
    hinted(SqlError::new(ErrorKind::Unsupported, error.to_string()), error.hint.as_deref())
}

fn hinted(error: SqlError, hint: Option<&str>) -> SqlError {
    match hint {
        Some(hint) => error.with_extra("hint", hint),
        None => error,
    }
}
