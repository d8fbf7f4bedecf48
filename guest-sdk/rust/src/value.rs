//! What goes into a statement.

pub use crate::bindings::aludel::sql::types::{Column, ForeignValue, Value};
use crate::{Date, DateTime, Decimal, Interval, Json, Time, UtcDateTime, Uuid};

/// The parameters of one statement, or the values of one row: each item is anything that turns into a [`Value`].
///
/// NULL is `None`, with a type where Rust asks for one.
///
/// ```
/// use aludel_guest::prelude::*;
///
/// let values = params![1, "text", None::<i64>, 2.5, true, Date::new(2026, 11, 22)];
/// assert_eq!(values[0], Value::Integer(1));
/// assert_eq!(values[2], Value::Null);
/// ```
#[macro_export]
macro_rules! params {
    () => { &[] as &[$crate::Value] };
    ($($value:expr),+ $(,)?) => { &[$($crate::Value::from($value)),+] };
}

macro_rules! value_from {
    ($($type:ty => |$value:ident| $result:expr;)+) => {
        $(
            impl From<$type> for Value {
                fn from($value: $type) -> Self {
                    $result
                }
            }
        )+
    };
}

value_from! {
    bool => |value| Self::Boolean(value);
    i8 => |value| Self::Integer(value.into());
    i16 => |value| Self::Integer(value.into());
    i32 => |value| Self::Integer(value.into());
    i64 => |value| Self::Integer(value);
    u8 => |value| Self::Integer(value.into());
    u16 => |value| Self::Integer(value.into());
    u32 => |value| Self::Integer(value.into());
    u64 => |value| i64::try_from(value).map_or(Self::UnsignedInteger(value), Self::Integer);
    usize => |value| Self::from(value as u64);
    f32 => |value| Self::Real(value.into());
    f64 => |value| Self::Real(value);
    &str => |value| Self::Text(value.to_owned());
    String => |value| Self::Text(value);
    &String => |value| Self::Text(value.clone());
    &[u8] => |value| Self::Bytes(value.to_owned());
    Vec<u8> => |value| Self::Bytes(value);
    Decimal => |value| Self::Decimal(value.into_string());
    Json => |value| Self::Json(value.into_string());
    Uuid => |value| Self::Uuid(value);
    Date => |value| Self::Date(value);
    Time => |value| Self::Time(value);
    DateTime => |value| Self::Timestamp(value);
    UtcDateTime => |value| Self::Timestamptz(value.0);
    Interval => |value| Self::Interval(value);
    ForeignValue => |value| Self::Foreign(value);
    Vec<Option<bool>> => |value| Self::BooleanArray(value);
    Vec<Option<i64>> => |value| Self::IntegerArray(value);
    Vec<Option<f64>> => |value| Self::RealArray(value);
    Vec<Option<String>> => |value| Self::TextArray(value);
    Vec<bool> => |value| Self::BooleanArray(value.into_iter().map(Some).collect());
    Vec<i64> => |value| Self::IntegerArray(value.into_iter().map(Some).collect());
    Vec<f64> => |value| Self::RealArray(value.into_iter().map(Some).collect());
    Vec<String> => |value| Self::TextArray(value.into_iter().map(Some).collect());
    &Value => |value| value.clone();
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Value {
    /// Whether this is SQL NULL.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The case as messages name it.
    pub(crate) fn kind_name(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) | Self::UnsignedInteger(_) => "an integer",
            Self::Real(_) => "a floating-point number",
            Self::Decimal(_) => "a decimal",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Json(_) => "JSON",
            Self::Uuid(_) => "a UUID",
            Self::Date(_) => "a date",
            Self::Time(_) => "a time",
            Self::Timestamp(_) => "a timestamp without zone",
            Self::Timestamptz(_) => "a timestamp with zone",
            Self::Interval(_) => "an interval",
            Self::BooleanArray(_) | Self::IntegerArray(_) | Self::RealArray(_) | Self::TextArray(_) => "an array",
            Self::Foreign(_) => "a value of a type of the server's own",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_every_kind() {
        let name = String::from("Ada");
        let values = params![7_u8, &name, "x", None::<&str>, Some(1.5), Vec::<u8>::new(), vec![1_i64, 2]];
        let expected = [
            Value::Integer(7),
            Value::Text("Ada".to_owned()),
            Value::Text("x".to_owned()),
            Value::Null,
            Value::Real(1.5),
            Value::Bytes(Vec::new()),
            Value::IntegerArray(vec![Some(1), Some(2)]),
        ];
        assert_eq!(values, &expected);
        assert!(params![].is_empty());
    }

    #[test]
    fn unsigned_integers_stay_integers_while_they_fit() {
        assert_eq!(Value::from(7_u64), Value::Integer(7));
        assert_eq!(Value::from(u64::MAX), Value::UnsignedInteger(u64::MAX));
    }

    #[test]
    fn time_zones_choose_the_case() {
        let noon = DateTime::new(Date::new(2026, 11, 22), Time::new(12, 0, 0));
        assert_eq!(Value::from(noon), Value::Timestamp(noon));
        assert_eq!(Value::from(UtcDateTime(noon)), Value::Timestamptz(noon));
    }
}
