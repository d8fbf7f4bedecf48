//! What the server said, as an error of a statement.

use aludel_sql::{ErrorKind, SqlError};
use sqlx::postgres::{PgDatabaseError, PgErrorPosition};

/// Translates what the driver gives. Nothing in it names a host: only errors of connecting do, and those go elsewhere.
pub(super) fn sql_error(error: sqlx::Error) -> SqlError {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
            Some(error) => server_error(error),
            None => SqlError::new(ErrorKind::Other, error.message()),
        },
        sqlx::Error::Io(error) => connection_lost(&error.kind().to_string()),
        sqlx::Error::Tls(_) => connection_lost("encryption failed"),
        sqlx::Error::Encode(error) | sqlx::Error::Decode(error) => {
            SqlError::new(ErrorKind::Conversion, error.to_string())
        }
        other => SqlError::new(ErrorKind::Other, other.to_string()),
    }
}

fn connection_lost(reason: &str) -> SqlError {
    SqlError::new(ErrorKind::Connection, format!("the connection to the server was lost: {reason}"))
}

fn server_error(error: &PgDatabaseError) -> SqlError {
    let mut extras = Vec::new();
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            extras.push((name.to_owned(), value.to_owned()));
        }
    };
    add("detail", error.detail());
    add("hint", error.hint());
    add("schema", error.schema());
    add("table", error.table());
    add("column", error.column());
    add("data-type", error.data_type());
    add("constraint", error.constraint());
    add("context", error.r#where());
    match error.position() {
        Some(PgErrorPosition::Original(position)) => add("position", Some(&position.to_string())),
        Some(PgErrorPosition::Internal { position, query }) => {
            add("internal-position", Some(&position.to_string()));
            add("internal-statement", Some(query));
        }
        None => {}
    }
    SqlError {
        kind: kind(error.code(), error.message()),
        message: error.message().to_owned(),
        sqlstate: Some(error.code().to_owned()),
        native_code: None,
        extras,
    }
}

/// The kinds of <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn kind(sqlstate: &str, message: &str) -> ErrorKind {
    match sqlstate {
        // The statement timeout is a cancellation to the server; only the message tells them apart.
        "57014" if message.contains("timeout") => ErrorKind::Timeout,
        "40001" => ErrorKind::SerializationFailure,
        "40P01" => ErrorKind::Deadlock,
        "42501" => ErrorKind::PermissionDenied,
        "55P03" | "25P03" => ErrorKind::Timeout,
        "57014" => ErrorKind::Cancelled,
        "57P01" | "57P02" | "57P03" | "57P04" | "57P05" => ErrorKind::Connection,
        "42601" | "42602" | "42622" | "42939" => ErrorKind::Syntax,
        "42703" | "42883" | "42P01" | "42P02" | "42704" | "3D000" | "3F000" | "26000" | "34000" => {
            ErrorKind::UndefinedObject
        }
        "42701" | "42P03" | "42P04" | "42723" | "42P05" | "42P06" | "42P07" | "42712" | "42710" => {
            ErrorKind::DuplicateObject
        }
        "54000" | "53200" | "53400" => ErrorKind::LimitExceeded,
        _ => kind_of_class(sqlstate.get(..2).unwrap_or_default()),
    }
}

fn kind_of_class(class: &str) -> ErrorKind {
    match class {
        "08" => ErrorKind::Connection,
        "0A" => ErrorKind::Unsupported,
        "22" => ErrorKind::Conversion,
        "23" => ErrorKind::ConstraintViolation,
        "28" => ErrorKind::PermissionDenied,
        _ => ErrorKind::Other,
    }
}

/// Moves the position of an error from the statement as it was sent to the statement as it was written, which came
/// after a prefix.
pub(super) fn without_prefix(mut error: SqlError, prefix: &str) -> SqlError {
    let shift = prefix.chars().count();
    for (name, value) in &mut error.extras {
        if name == "position" {
            let position = value.parse().ok().and_then(|position: usize| position.checked_sub(shift));
            *value = position.unwrap_or(1).max(1).to_string();
        }
    }
    error
}
