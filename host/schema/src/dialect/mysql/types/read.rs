//! The abstract type that a text of the server means.

use super::stored::meaning;
use crate::data_type::DataType;

/// Reads a type; [`DataType::Custom`] where none of the abstract ones is exactly that.
pub(in super::super) fn read_type(text: &str) -> DataType {
    let plain = meaning(text);
    let (name, arguments) = parts(&plain);
    let first = arguments.first().copied();
    let digits = first.and_then(|digits| u8::try_from(digits).ok());
    match (name, arguments.len()) {
        ("tinyint", 1) if first == Some(1) => DataType::Boolean,
        ("smallint", 0) => DataType::SmallInteger,
        ("int", 0) => DataType::Integer,
        ("bigint", 0) => DataType::BigInteger,
        ("float", 0) => DataType::Real,
        ("double", 0) => DataType::Double,
        ("decimal", 2) => decimal(&arguments),
        ("char", 1) => first.map_or_else(|| DataType::Custom(text.to_owned()), DataType::Character),
        ("varchar", 1) => DataType::Varchar(first),
        ("text", 0) => DataType::Text,
        ("varbinary", 1) => DataType::Binary(first),
        ("blob", 0) => DataType::Binary(None),
        ("json", 0) => DataType::Json,
        ("uuid", 0) => DataType::Uuid,
        ("date", 0) => DataType::Date,
        ("time", 0 | 1) => DataType::Time(digits),
        ("datetime", 0 | 1) => DataType::Timestamp(digits),
        ("timestamp", 0 | 1) => DataType::TimestampTz(digits),
        _ => DataType::Custom(text.to_owned()),
    }
}

fn decimal(arguments: &[u32]) -> DataType {
    DataType::Numeric {
        precision: arguments.first().and_then(|digits| u16::try_from(*digits).ok()),
        scale: arguments.get(1).and_then(|digits| i16::try_from(*digits).ok()),
    }
}

/// `decimal(8,2)` as its name and numbers; anything else as a name without numbers.
fn parts(text: &str) -> (&str, Vec<u32>) {
    let plain = || (text, Vec::new());
    let Some((name, rest)) = text.split_once('(') else { return plain() };
    let Some(list) = rest.strip_suffix(')') else { return plain() };
    let numbers: Result<Vec<u32>, _> = list.split(',').map(|number| number.trim().parse()).collect();
    numbers.map_or_else(|_| plain(), |numbers| (name, numbers))
}
