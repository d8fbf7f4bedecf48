//! Types: the abstract ones, and as `format_type` prints them.

use super::{quote, unsupported};
use crate::data_type::DataType;
use crate::dialect::Unsupported;
use crate::model::ObjectName;

/// Digits of a second's fraction that the server keeps.
const FRACTION_DIGITS_MAX: u8 = 6;
/// Characters of a `character varying` at most.
const CHARACTERS_MAX: u32 = 10_485_760;
const NUMERIC_PRECISION_MAX: u16 = 1000;

/// The server's text of a type.
pub(super) fn type_text(data_type: &DataType) -> Result<String, Unsupported> {
    Ok(match data_type {
        DataType::Boolean => "boolean".to_owned(),
        DataType::SmallInteger => "smallint".to_owned(),
        DataType::Integer => "integer".to_owned(),
        DataType::BigInteger => "bigint".to_owned(),
        DataType::Real => "real".to_owned(),
        DataType::Double => "double precision".to_owned(),
        DataType::Numeric { precision, scale } => numeric(*precision, *scale)?,
        DataType::Character(length) => format!("character({})", characters(*length)?),
        DataType::Varchar(None) => "character varying".to_owned(),
        DataType::Varchar(Some(length)) => format!("character varying({})", characters(*length)?),
        DataType::Text => "text".to_owned(),
        // There is no limit for bytes; the length is a wish of other servers.
        DataType::Binary(_) => "bytea".to_owned(),
        DataType::Json => "jsonb".to_owned(),
        DataType::Uuid => "uuid".to_owned(),
        DataType::Date => "date".to_owned(),
        DataType::Time(digits) => format!("time{} without time zone", fraction(*digits)?),
        DataType::Timestamp(digits) => format!("timestamp{} without time zone", fraction(*digits)?),
        DataType::TimestampTz(digits) => format!("timestamp{} with time zone", fraction(*digits)?),
        DataType::Interval => "interval".to_owned(),
        DataType::Enumeration { name, .. } => quote::qualified(name),
        // The server forgets the number of dimensions.
        DataType::Array { element, .. } => format!("{}[]", type_text(element)?),
        DataType::Custom(text) => text.clone(),
    })
}

fn numeric(precision: Option<u16>, scale: Option<i16>) -> Result<String, Unsupported> {
    match (precision, scale) {
        (Some(precision), _) if precision == 0 || precision > NUMERIC_PRECISION_MAX => {
            Err(unsupported(&format!("keep a number of {precision} digits"), "use `numeric` without a precision"))
        }
        (Some(precision), scale) => Ok(format!("numeric({precision},{})", scale.unwrap_or(0))),
        (None, None) => Ok("numeric".to_owned()),
        (None, Some(_)) => {
            Err(unsupported("limit the scale of a number without its precision", "give the precision as well"))
        }
    }
}

fn characters(length: u32) -> Result<u32, Unsupported> {
    match length {
        1..=CHARACTERS_MAX => Ok(length),
        _ => Err(unsupported(&format!("limit a text to {length} characters"), "use `text`")),
    }
}

fn fraction(digits: Option<u8>) -> Result<String, Unsupported> {
    match digits {
        None => Ok(String::new()),
        Some(digits) if digits <= FRACTION_DIGITS_MAX => Ok(format!("({digits})")),
        Some(digits) => Err(unsupported(
            &format!("keep {digits} digits of a second's fraction"),
            &format!("it keeps {FRACTION_DIGITS_MAX} at most"),
        )),
    }
}

/// The type that a text of `format_type` means.
pub(super) fn read_type(text: &str) -> DataType {
    if let Some(element) = text.strip_suffix("[]") {
        return DataType::Array { element: Box::new(read_type(element)), dimensions: 1 };
    }
    common(text).unwrap_or_else(|| DataType::Custom(text.to_owned()))
}

fn common(text: &str) -> Option<DataType> {
    let (name, numbers) = divide(text)?;
    Some(match (name.as_str(), numbers.as_slice()) {
        ("boolean", []) => DataType::Boolean,
        ("smallint", []) => DataType::SmallInteger,
        ("integer", []) => DataType::Integer,
        ("bigint", []) => DataType::BigInteger,
        ("real", []) => DataType::Real,
        ("double precision", []) => DataType::Double,
        ("numeric", []) => DataType::Numeric { precision: None, scale: None },
        ("numeric", [precision, scale]) => {
            DataType::Numeric { precision: u16::try_from(*precision).ok(), scale: i16::try_from(*scale).ok() }
        }
        ("character", [length]) => DataType::Character(u32::try_from(*length).ok()?),
        ("character varying", []) => DataType::Varchar(None),
        ("character varying", [length]) => DataType::Varchar(Some(u32::try_from(*length).ok()?)),
        ("text", []) => DataType::Text,
        ("bytea", []) => DataType::Binary(None),
        ("jsonb", []) => DataType::Json,
        ("uuid", []) => DataType::Uuid,
        ("date", []) => DataType::Date,
        ("time without time zone", digits) => DataType::Time(fraction_of(digits).ok()?),
        ("timestamp without time zone", digits) => DataType::Timestamp(fraction_of(digits).ok()?),
        ("timestamp with time zone", digits) => DataType::TimestampTz(fraction_of(digits).ok()?),
        ("interval", []) => DataType::Interval,
        _ => return None,
    })
}

/// The digits of a second's fraction, of at most one number.
fn fraction_of(numbers: &[i32]) -> Result<Option<u8>, ()> {
    match numbers {
        [] => Ok(None),
        [digits] => u8::try_from(*digits).map(Some).map_err(|_| ()),
        _ => Err(()),
    }
}

/// `timestamp(3) with time zone` as `timestamp with time zone` and its numbers.
fn divide(text: &str) -> Option<(String, Vec<i32>)> {
    let Some((before, rest)) = text.split_once('(') else { return Some((text.to_owned(), Vec::new())) };
    let (numbers, after) = rest.split_once(')')?;
    let numbers = numbers.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    Some((format!("{before}{after}"), numbers))
}

/// The type of the elements where it is an array, else the type, without its length.
pub(super) fn base(text: &str) -> String {
    let text = text.strip_suffix("[]").unwrap_or(text);
    divide(text).map_or_else(|| text.to_owned(), |(name, _)| name)
}

/// Whether a column type is this enum, or an array of it.
pub(super) fn is_enum(text: &str, name: &ObjectName) -> bool {
    text.strip_suffix("[]").unwrap_or(text) == quote::qualified(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_is_read_back() {
        let types = [
            DataType::Boolean,
            DataType::SmallInteger,
            DataType::Integer,
            DataType::BigInteger,
            DataType::Real,
            DataType::Double,
            DataType::Numeric { precision: None, scale: None },
            DataType::Numeric { precision: Some(8), scale: Some(-2) },
            DataType::Character(3),
            DataType::Varchar(None),
            DataType::Varchar(Some(80)),
            DataType::Text,
            DataType::Binary(None),
            DataType::Json,
            DataType::Uuid,
            DataType::Date,
            DataType::Time(Some(0)),
            DataType::Timestamp(None),
            DataType::TimestampTz(Some(3)),
            DataType::Interval,
            DataType::Array { element: Box::new(DataType::Varchar(Some(5))), dimensions: 1 },
            DataType::Custom("mood".to_owned()),
        ];
        for data_type in types {
            assert_eq!(read_type(&type_text(&data_type).unwrap()), data_type);
        }
    }

    #[test]
    fn what_is_not_exactly_a_common_type_stays_as_it_is() {
        for text in ["interval day to second", "bit(4)", "time with time zone", "\"odd(name\"", "numeric(1"] {
            assert_eq!(read_type(text), DataType::Custom(text.to_owned()));
        }
    }

    #[test]
    fn what_the_server_cannot_keep_is_refused() {
        let too_much = [
            DataType::Varchar(Some(0)),
            DataType::Timestamp(Some(7)),
            DataType::Numeric { precision: Some(1001), scale: None },
            DataType::Numeric { precision: None, scale: Some(2) },
        ];
        for data_type in too_much {
            assert!(type_text(&data_type).unwrap_err().hint.is_some());
        }
    }

    #[test]
    fn an_enum_is_found_in_a_column() {
        let mood = ObjectName::in_schema("Shop", "mood");
        assert!(is_enum("\"Shop\".mood", &mood) && is_enum("\"Shop\".mood[]", &mood));
        assert!(!is_enum("mood", &mood));
        assert_eq!(base("character varying(20)[]"), "character varying");
    }
}
