//! Abstract types and those of the server.
//!
//! | abstract | here | because |
//! |---|---|---|
//! | boolean | `tinyint(1)` | the server has no other, and drivers take it for one |
//! | uuid | `uuid` on `MariaDB` from 10.7 on, else `char(36)` | there values are texts with hyphens |
//! | timestamp | `datetime` | a point on the wall clock, without conversion |
//! | timestamp with time zone | `timestamp` | kept in UTC; it ends in 2038 on `MySQL` |
//! | text | `text` | as elsewhere, though it ends at 64 KiB: `mediumtext` and `longtext` are types of their own |
//! | bytes | `varbinary` with a length, else `blob` | |
//! | enum | `enum('a','b')` | types have no names here |

mod read;
mod stored;

#[cfg(test)]
mod tests;

use aludel_sql::Dialect;

pub(super) use self::read::read_type;
pub(super) use self::stored::{Family, as_stored, family, meaning};
use super::super::Unsupported;
use super::quote;
use crate::data_type::DataType;

/// What a decimal is without a word about it.
const PRECISION_USUAL: u16 = 10;
const PRECISION_MAX: u16 = 65;

/// The first version of `MariaDB` with the type `uuid`.
const UUID_SINCE: (u32, u32, u32) = (10, 7, 0);

/// The server's text of a type.
pub(super) fn type_text(
    dialect: Dialect,
    version: (u32, u32, u32),
    data_type: &DataType,
) -> Result<String, Unsupported> {
    let unsupported = |operation: &str, hint: &str| {
        Err(Unsupported { operation: operation.to_owned(), dialect, hint: Some(hint.to_owned()) })
    };
    Ok(match data_type {
        DataType::Boolean => "tinyint(1)".to_owned(),
        DataType::SmallInteger => "smallint".to_owned(),
        DataType::Integer => "int".to_owned(),
        DataType::BigInteger => "bigint".to_owned(),
        DataType::Real => "float".to_owned(),
        DataType::Double => "double".to_owned(),
        DataType::Numeric { precision, scale } => return decimal(dialect, *precision, *scale),
        DataType::Character(length) => format!("char({length})"),
        DataType::Varchar(Some(length)) => format!("varchar({length})"),
        DataType::Varchar(None) => {
            return unsupported("make a varchar without a length", "give it a length, or use text");
        }
        DataType::Text => "text".to_owned(),
        DataType::Binary(Some(length)) => format!("varbinary({length})"),
        DataType::Binary(None) => "blob".to_owned(),
        DataType::Json => "json".to_owned(),
        DataType::Uuid if dialect == Dialect::MariaDb && has_uuid(version) => "uuid".to_owned(),
        DataType::Uuid => "char(36)".to_owned(),
        DataType::Date => "date".to_owned(),
        DataType::Time(digits) => with_digits("time", *digits),
        DataType::Timestamp(digits) => with_digits("datetime", *digits),
        DataType::TimestampTz(digits) => with_digits("timestamp", *digits),
        DataType::Interval => return unsupported("keep an interval", "keep its microseconds in a big integer"),
        DataType::Enumeration { labels, .. } => enumeration(labels),
        DataType::Array { .. } => {
            return unsupported("keep an array", "use json, or a table with a row for each value");
        }
        DataType::Custom(text) => text.clone(),
    })
}

/// Whether the server has the type. A version that is not known is taken for a recent one.
fn has_uuid(version: (u32, u32, u32)) -> bool {
    version.0 == 0 || version >= UUID_SINCE
}

fn decimal(dialect: Dialect, precision: Option<u16>, scale: Option<i16>) -> Result<String, Unsupported> {
    let precision = precision.unwrap_or(PRECISION_USUAL);
    let scale = scale.unwrap_or(0);
    if precision > PRECISION_MAX || scale < 0 {
        let operation = format!("make a decimal of {precision} digits with {scale} after the point");
        let hint = format!("use at most {PRECISION_MAX} digits, and no fewer than none after the point");
        return Err(Unsupported { operation, dialect, hint: Some(hint) });
    }
    Ok(format!("decimal({precision},{scale})"))
}

fn with_digits(name: &str, digits: Option<u8>) -> String {
    match digits {
        Some(digits) if digits > 0 => format!("{name}({digits})"),
        _ => name.to_owned(),
    }
}

fn enumeration(labels: &[String]) -> String {
    let labels: Vec<_> = labels.iter().map(|label| quote::text(label)).collect();
    format!("enum({})", labels.join(","))
}
