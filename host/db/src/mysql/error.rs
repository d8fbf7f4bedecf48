//! What the server said, as an error of a statement.

use aludel_sql::{ErrorKind, SqlError};
use sqlx::mysql::MySqlDatabaseError;

/// The statement cannot be prepared.
pub(super) const NOT_PREPARABLE: i64 = 1295;
/// The wait for a lock took too long: that statement is undone, and nothing else.
pub(super) const LOCK_WAIT_TIMEOUT: i64 = 1205;
/// There is no savepoint of that name.
pub(super) const NO_SUCH_SAVEPOINT: i64 = 1305;

/// The server's number for what the storage engine of a table does not support.
pub(super) const NOT_IN_THE_ENGINE: i64 = 1178;

/// Translates what the driver gives, and takes out the host names that the server puts beside logins.
pub(super) fn sql_error(error: sqlx::Error) -> SqlError {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast_ref::<MySqlDatabaseError>() {
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

pub(super) fn connection_lost(reason: &str) -> SqlError {
    SqlError::new(ErrorKind::Connection, format!("the connection to the server was lost: {reason}"))
}

fn server_error(error: &MySqlDatabaseError) -> SqlError {
    let mut told = SqlError::new(kind(error.number(), error.code()), without_hosts(error.message()));
    told.sqlstate = error.code().map(str::to_owned);
    told.native_code = Some(i64::from(error.number()));
    match constraint(error.number(), error.message()) {
        Some(constraint) => told.with_extra("constraint", constraint),
        None => told,
    }
}

/// `'app'@'10.0.0.7'` becomes `'app'`.
fn without_hosts(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some(start) = rest.find("'@'") {
        let after = &rest[start + 3..];
        out.push_str(&rest[..=start]);
        rest = after.find('\'').map_or("", |end| &after[end + 1..]);
    }
    out.push_str(rest);
    out
}

/// The server names it only in its message, a key of `MySQL` with its table in front.
fn constraint(number: u16, message: &str) -> Option<&str> {
    let (start, end) = match number {
        1062 | 1586 => {
            let (_, key) = message.trim_end_matches('\'').rsplit_once("for key '")?;
            return Some(key.rsplit_once('.').map_or(key, |(_, name)| name));
        }
        1451 | 1452 | 4025 => ("CONSTRAINT `", '`'),
        3819 => ("constraint '", '\''),
        _ => return None,
    };
    let (_, rest) = message.split_once(start)?;
    rest.split_once(end).map(|(name, _)| name)
}

/// The numbers of <https://mariadb.com/kb/en/mariadb-error-codes/> and of `MySQL`'s server error reference.
fn kind(number: u16, sqlstate: Option<&str>) -> ErrorKind {
    match number {
        1022 | 1048 | 1062 | 1169 | 1216 | 1217 | 1364 | 1451 | 1452 | 1557 | 1586 | 3819 => {
            ErrorKind::ConstraintViolation
        }
        // MySQL uses this number for something else.
        4025 if sqlstate == Some("23000") => ErrorKind::ConstraintViolation,
        1064 | 1149 | 1065 => ErrorKind::Syntax,
        1049 | 1051 | 1054 | 1072 | 1091 | 1109 | 1146 | 1176 | 1305 | 1243 | 1360 | 4092 => ErrorKind::UndefinedObject,
        1007 | 1050 | 1060 | 1061 | 1068 | 1304 | 1359 | 1826 => ErrorKind::DuplicateObject,
        1044 | 1045 | 1142 | 1143 | 1227 | 1370 | 1698 => ErrorKind::PermissionDenied,
        1020 => ErrorKind::SerializationFailure,
        1213 => ErrorKind::Deadlock,
        1205 | 1969 | 3024 => ErrorKind::Timeout,
        1317 => ErrorKind::Cancelled,
        1053 | 1927 | 2006 | 2013 => ErrorKind::Connection,
        1153 | 1390 => ErrorKind::LimitExceeded,
        1264 | 1265 | 1292 | 1366 | 1367 | 1406 | 1411 | 1690 | 3140 => ErrorKind::Conversion,
        1148 | 1235 | 1289 | 1295 | 4166 => ErrorKind::Unsupported,
        // What a routine says by itself.
        1644 if sqlstate == Some("42501") => ErrorKind::PermissionDenied,
        _ => ErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_left_out() {
        let message = "SELECT command denied to user 'app'@'10.0.0.7' for table `a`.`b`";
        assert_eq!(without_hosts(message), "SELECT command denied to user 'app' for table `a`.`b`");
        assert_eq!(without_hosts("'a'@'h' and 'b'@'h"), "'a' and 'b'");
    }

    #[test]
    fn constraints_are_found_in_messages() {
        assert_eq!(constraint(1062, "Duplicate entry '1' for key 'PRIMARY'"), Some("PRIMARY"));
        assert_eq!(constraint(1062, "Duplicate entry 'for key ' for key 'book.by_title'"), Some("by_title"));
        assert_eq!(constraint(4025, "CONSTRAINT `positive` failed for `a`.`b`"), Some("positive"));
        assert_eq!(constraint(1048, "Column 'a' cannot be null"), None);
    }
}
