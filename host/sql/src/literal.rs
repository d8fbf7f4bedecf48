//! Values as SQL text: for SQL that is written out, and for messages.
//!
//! A literal gives back the value that it was made of, or there is none. Each dialect has its own file.

mod inline;
mod mysql;
mod postgres;
mod sqlite;

use crate::dialect::Dialect;
use crate::value::Value;
pub use inline::{InlineError, inline};

/// Why a value cannot be written in a dialect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LiteralError {
    /// The dialect has nothing of the kind.
    #[error("{dialect} cannot write {what}", dialect = .dialect.display_name())]
    Unsupported {
        /// What it is.
        what: &'static str,
        /// The dialect.
        dialect: Dialect,
    },
    /// A NUL would end the statement early, or hang the driver.
    #[error("{dialect} cannot write a text that holds a NUL character", dialect = .dialect.display_name())]
    HoldsNul {
        /// The dialect.
        dialect: Dialect,
    },
    /// The text of a decimal is no number.
    #[error("`{text}` is no decimal number", text = .text.escape_default())]
    NotDecimal {
        /// The text.
        text: String,
    },
}

/// Writes a value as a literal.
///
/// ```
/// use aludel_sql::{Dialect, Value, literal};
///
/// let text = Value::Text(r"it's a \".to_owned());
/// assert_eq!(literal(&text, Dialect::Sqlite).unwrap(), r"'it''s a \'");
/// assert_eq!(literal(&text, Dialect::Mysql).unwrap(), r"'it''s a \\'");
/// ```
pub fn literal(value: &Value, dialect: Dialect) -> Result<String, LiteralError> {
    match dialect {
        Dialect::Sqlite => sqlite::literal(value),
        Dialect::Postgres => postgres::literal(value),
        Dialect::Mysql | Dialect::MariaDb => mysql::literal(value, dialect),
    }
}

/// Writes `'...'` with quotes doubled and nothing else changed.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes any text");
        text
    })
}

/// Checks that a text is a number without exponent.
fn check_decimal(text: &str) -> Result<&str, LiteralError> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_decimal = is_number(whole) && is_number(fraction);
    if is_decimal { Ok(text) } else { Err(LiteralError::NotDecimal { text: text.to_owned() }) }
}

#[cfg(test)]
mod tests;
