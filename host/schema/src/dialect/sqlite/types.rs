//! Abstract types, and the declared ones of `SQLite`.
//!
//! `SQLite` reads an affinity from the words of a type and keeps them as they are. So the words chosen here are ones
//! that people know, with the affinity that keeps the values of the type as they are: what a session stores as text
//! (see `aludel_db`) must not become a number.

use aludel_sql::Dialect;

use crate::data_type::DataType;
use crate::dialect::Unsupported;

/// The words of a type.
pub(super) fn type_text(data_type: &DataType) -> Result<String, Unsupported> {
    Ok(match data_type {
        DataType::Boolean => "BOOLEAN".to_owned(),
        DataType::SmallInteger => "SMALLINT".to_owned(),
        DataType::Integer => "INTEGER".to_owned(),
        DataType::BigInteger => "BIGINT".to_owned(),
        DataType::Real => "REAL".to_owned(),
        DataType::Double => "DOUBLE".to_owned(),
        DataType::Numeric { precision, scale } => numeric(*precision, *scale),
        DataType::Character(length) => format!("CHAR({length})"),
        DataType::Varchar(length) => with_length("VARCHAR", *length),
        DataType::Text | DataType::Json | DataType::Interval | DataType::Enumeration { .. } => "TEXT".to_owned(),
        DataType::Binary(length) => with_length("BLOB", *length),
        DataType::Uuid => "CHAR(36)".to_owned(),
        DataType::Date => "DATE".to_owned(),
        DataType::Time(_) => "TIME".to_owned(),
        DataType::Timestamp(_) | DataType::TimestampTz(_) => "TIMESTAMP".to_owned(),
        DataType::Array { .. } => return Err(no_arrays()),
        DataType::Custom(text) => text.clone(),
    })
}

fn numeric(precision: Option<u16>, scale: Option<i16>) -> String {
    match (precision, scale) {
        (None, _) => "NUMERIC".to_owned(),
        (Some(precision), None) => format!("NUMERIC({precision})"),
        (Some(precision), Some(scale)) => format!("NUMERIC({precision},{scale})"),
    }
}

fn with_length(word: &str, length: Option<u32>) -> String {
    length.map_or_else(|| word.to_owned(), |length| format!("{word}({length})"))
}

fn no_arrays() -> Unsupported {
    Unsupported {
        operation: "hold arrays in a column".to_owned(),
        dialect: Dialect::Sqlite,
        hint: Some("use text with a JSON array in it, or a table of its own".to_owned()),
    }
}

/// The type that the words mean. `TEXT` is text, though JSON is kept in it, too.
pub(super) fn read_type(text: &str) -> DataType {
    let Some((word, arguments)) = divide(text) else { return DataType::Custom(text.to_owned()) };
    match (&*word.to_ascii_uppercase(), &*arguments) {
        ("BOOLEAN" | "BOOL", []) => DataType::Boolean,
        ("SMALLINT", []) => DataType::SmallInteger,
        ("INTEGER", []) => DataType::Integer,
        ("BIGINT", []) => DataType::BigInteger,
        ("REAL" | "FLOAT", []) => DataType::Real,
        ("DOUBLE" | "DOUBLE PRECISION", []) => DataType::Double,
        ("NUMERIC" | "DECIMAL", arguments) => read_numeric(text, arguments),
        ("CHAR" | "CHARACTER", [length]) => sized(text, *length, DataType::Character),
        ("VARCHAR", []) => DataType::Varchar(None),
        ("VARCHAR", [length]) => sized(text, *length, |length| DataType::Varchar(Some(length))),
        ("TEXT", []) => DataType::Text,
        ("BLOB", []) => DataType::Binary(None),
        ("BLOB", [length]) => sized(text, *length, |length| DataType::Binary(Some(length))),
        ("DATE", []) => DataType::Date,
        ("TIME", []) => DataType::Time(None),
        ("TIMESTAMP" | "DATETIME", []) => DataType::Timestamp(None),
        _ => DataType::Custom(text.to_owned()),
    }
}

/// The words, and the numbers in parentheses after them.
fn divide(text: &str) -> Option<(&str, Vec<i64>)> {
    let Some((word, rest)) = text.split_once('(') else { return Some((text.trim(), Vec::new())) };
    let numbers = rest.trim_end().strip_suffix(')')?;
    let numbers = numbers.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    Some((word.trim(), numbers))
}

fn sized(text: &str, length: i64, make: impl FnOnce(u32) -> DataType) -> DataType {
    u32::try_from(length).map_or_else(|_| DataType::Custom(text.to_owned()), make)
}

fn read_numeric(text: &str, arguments: &[i64]) -> DataType {
    let precision = arguments.first().map(|&precision| u16::try_from(precision)).transpose();
    let scale = arguments.get(1).map(|&scale| i16::try_from(scale)).transpose();
    match (precision, scale) {
        (Ok(precision), Ok(scale)) if arguments.len() < 3 => DataType::Numeric { precision, scale },
        _ => DataType::Custom(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{read_type, type_text};
    use crate::data_type::DataType;
    use crate::model::ObjectName;

    #[test]
    fn what_is_written_reads_back() {
        let types = [
            DataType::Boolean,
            DataType::SmallInteger,
            DataType::Integer,
            DataType::BigInteger,
            DataType::Real,
            DataType::Double,
            DataType::Numeric { precision: None, scale: None },
            DataType::Numeric { precision: Some(8), scale: None },
            DataType::Numeric { precision: Some(8), scale: Some(2) },
            DataType::Character(2),
            DataType::Varchar(None),
            DataType::Varchar(Some(80)),
            DataType::Text,
            DataType::Binary(None),
            DataType::Binary(Some(16)),
            DataType::Date,
            DataType::Time(None),
            DataType::Timestamp(None),
            DataType::Custom("GEOMETRY".to_owned()),
        ];
        for data_type in types {
            let text = type_text(&data_type).expect("SQLite has a word for it");
            assert_eq!(read_type(&text), data_type, "{text}");
        }
    }

    #[test]
    fn texts_that_sessions_store_have_a_type_that_keeps_them() {
        let label = DataType::Enumeration { name: ObjectName::local("mood"), labels: vec!["1".to_owned()] };
        for (data_type, text) in [(DataType::Json, "TEXT"), (DataType::Uuid, "CHAR(36)"), (label, "TEXT")] {
            assert_eq!(type_text(&data_type).as_deref(), Ok(text));
        }
    }

    #[test]
    fn an_array_has_no_type() {
        let array = DataType::Array { element: Box::new(DataType::Text), dimensions: 1 };
        let error = type_text(&array).expect_err("SQLite has no arrays");
        assert_eq!(error.to_string(), "SQLite cannot hold arrays in a column");
    }

    #[test]
    fn spelling_does_not_matter_and_nonsense_is_kept() {
        assert_eq!(read_type("numeric (8, 2)"), DataType::Numeric { precision: Some(8), scale: Some(2) });
        assert_eq!(read_type("double precision"), DataType::Double);
        for text in ["", "INT", "VARCHAR(-1)", "VARCHAR(80", "NUMERIC(1,2,3)", "NUMERIC(99999999999)", "CHAR(a)"] {
            assert_eq!(read_type(text), DataType::Custom(text.to_owned()), "{text}");
        }
    }
}
