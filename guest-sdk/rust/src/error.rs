//! Why a migration, or one statement of it, failed.

use std::fmt;
use std::panic::Location;

use crate::bindings::aludel::migration::failures::Failure;
pub use crate::bindings::aludel::sql::types::{Error as DatabaseError, ErrorKind};
use crate::place;

/// The result of everything that a migration does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a migration gives up, or a statement failed.
///
/// Errors of the standard library turn into it with `?`. A migration that can go on after an error of the database
/// looks at its [kind](Error::kind). One that is not handled is shown with the line that it came from.
///
/// ```
/// use aludel_guest::prelude::*;
///
/// fn add_customer(db: &Database, name: &str) -> Result<bool> {
///     let insert = format!("INSERT INTO customers (name) VALUES ({})", db.placeholder(1));
///     match db.savepoint(|db| db.execute(&insert, params![name])) {
///         Ok(_) => Ok(true),
///         Err(error) if error.kind() == Some(ErrorKind::ConstraintViolation) => Ok(false),
///         Err(error) => Err(error),
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Error {
    cause: Cause,
    place: &'static Location<'static>,
}

#[derive(Clone, PartialEq)]
enum Cause {
    Database(Box<DatabaseError>),
    Irreversible(String),
    Precondition(String),
    Other(String),
}

impl Error {
    #[track_caller]
    fn new(cause: Cause) -> Self {
        Self { cause, place: Location::caller() }
    }

    /// There is no way back from this revision.
    #[track_caller]
    pub fn irreversible(message: impl Into<String>) -> Self {
        Self::new(Cause::Irreversible(message.into()))
    }

    /// The data is not as the migration needs it.
    #[track_caller]
    pub fn precondition(message: impl Into<String>) -> Self {
        Self::new(Cause::Precondition(message.into()))
    }

    /// Anything else.
    #[track_caller]
    pub fn other(message: impl Into<String>) -> Self {
        Self::new(Cause::Other(message.into()))
    }

    #[track_caller]
    pub(crate) fn conversion(message: String) -> Self {
        let kind = ErrorKind::Conversion;
        DatabaseError { kind, message, sqlstate: None, native_code: None, extras: Vec::new() }.into()
    }

    /// What the database, or the host in its place, answered; none when the error is the migration's own.
    pub fn database(&self) -> Option<&DatabaseError> {
        match &self.cause {
            Cause::Database(error) => Some(error),
            _ => None,
        }
    }

    /// The kind of a database error.
    pub fn kind(&self) -> Option<ErrorKind> {
        self.database().map(|error| error.kind)
    }

    /// The text, without what stands around it.
    pub fn message(&self) -> &str {
        match &self.cause {
            Cause::Database(error) => &error.message,
            Cause::Irreversible(message) | Cause::Precondition(message) | Cause::Other(message) => message,
        }
    }

    /// The five characters of a database error, where the server has them.
    pub fn sqlstate(&self) -> Option<&str> {
        self.database()?.sqlstate.as_deref()
    }

    /// The server's own number of a database error, such as 1062 of MySQL.
    pub fn native_code(&self) -> Option<i64> {
        self.database()?.native_code
    }

    /// Whatever else the server said, by name: `detail`, `hint`, `table`, `column`, `constraint`, `position`.
    pub fn extra(&self, name: &str) -> Option<&str> {
        let extras = &self.database()?.extras;
        extras.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What the host is told, with the place in the migration where the error came from.
    pub(crate) fn into_failure(self) -> Failure {
        let trace = place::trace(self.place);
        match self.cause {
            Cause::Database(error) => Failure::Database(with_trace(*error, trace)),
            // These two are said on purpose: where does not matter.
            Cause::Irreversible(message) => Failure::Irreversible(message),
            Cause::Precondition(message) => Failure::Precondition(message),
            Cause::Other(message) => Failure::Other(below(message, trace)),
        }
    }
}

/// Errors are equal that say the same, wherever they came from.
impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        self.cause == other.cause
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.message())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, message) = match &self.cause {
            Cause::Database(error) => return fmt::Debug::fmt(error, out),
            Cause::Irreversible(message) => ("Irreversible", message),
            Cause::Precondition(message) => ("Precondition", message),
            Cause::Other(message) => ("Other", message),
        };
        out.debug_tuple(name).field(message).finish()
    }
}

/// Any error of the standard library or of a crate, with what it was caused by.
///
/// [`Error`] does not implement [`std::error::Error`] itself: that would make this conversion ambiguous.
impl<E: std::error::Error + 'static> From<E> for Error {
    #[track_caller]
    fn from(error: E) -> Self {
        let error: Box<dyn std::error::Error> = Box::new(error);
        match error.downcast::<DatabaseError>() {
            Ok(error) => Self::new(Cause::Database(error)),
            Err(error) => Self::other(with_causes(&*error) + reason(&*error)),
        }
    }
}

fn with_trace(mut error: DatabaseError, trace: Option<String>) -> DatabaseError {
    error.extras.extend(trace.map(|trace| (place::TRACE.to_owned(), trace)));
    error
}

fn below(message: String, trace: Option<String>) -> String {
    match trace {
        Some(trace) => format!("{message}\n{trace}"),
        None => message,
    }
}

/// Why the standard library could not do what it was asked for: its own words speak of a platform.
fn reason(error: &(dyn std::error::Error + 'static)) -> &'static str {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut of_system = causes.filter_map(|error| error.downcast_ref::<std::io::Error>());
    if of_system.any(|error| error.kind() == std::io::ErrorKind::Unsupported) {
        " (a migration has no files, no network and no processes; pass data with -x or put it into the migration)"
    } else {
        ""
    }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_platform_lacks_is_explained() {
        let read = || -> Result<()> { Err(std::io::Error::from(std::io::ErrorKind::Unsupported))? };
        let error = read().expect_err("there are no files");
        assert!(error.to_string().contains("(a migration has no files"), "{error}");
        let read = || -> Result<()> { Err(std::io::Error::from(std::io::ErrorKind::NotFound))? };
        assert!(!read().expect_err("it is not there").to_string().contains("migration"));
    }

    fn parse(text: &str) -> Result<i64> {
        Ok(text.parse::<i64>()?)
    }

    #[test]
    fn errors_of_the_standard_library_turn_into_failures() {
        let error = parse("seven").expect_err("that is no number");
        assert_eq!(error.message(), "invalid digit found in string");
        assert_eq!(error.kind(), None);
    }

    #[test]
    fn a_database_error_stays_one() {
        let raw = DatabaseError {
            kind: ErrorKind::ConstraintViolation,
            message: "duplicate key".to_owned(),
            sqlstate: Some("23505".to_owned()),
            native_code: Some(7),
            extras: vec![("table".to_owned(), "orders".to_owned())],
        };
        let error = Error::from(raw.clone());
        assert_eq!(error.kind(), Some(ErrorKind::ConstraintViolation));
        assert_eq!(
            (error.sqlstate(), error.native_code(), error.extra("table")),
            (Some("23505"), Some(7), Some("orders"))
        );
        assert_eq!(error.into_failure(), Failure::Database(raw));
    }

    #[test]
    fn the_migrations_own_failures_keep_their_kind() {
        assert_eq!(Error::irreversible("gone").into_failure(), Failure::Irreversible("gone".to_owned()));
        assert_eq!(Error::precondition("empty").into_failure(), Failure::Precondition("empty".to_owned()));
        assert_eq!(format!("{:?}", Error::other("no")), "Other(\"no\")");
    }
}
