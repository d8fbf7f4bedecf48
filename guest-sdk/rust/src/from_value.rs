//! What comes out of a row.

use crate::{Date, DateTime, Decimal, ForeignValue, Interval, Json, Time, UtcDateTime, Uuid, Value};

/// A Rust type that a [`Value`] can be read as.
///
/// The conversions lose nothing: an integer is read as an `i16` if it fits, as an `f64` if that is exact. Types that a
/// database does not have are read from what it stores instead: a boolean from 0 and 1, a date, time, UUID, JSON
/// document or decimal from text. NULL is read as `Option<T>` only.
pub trait FromValue<'value>: Sized {
    /// What the type expects, as messages name it.
    const EXPECTED: &'static str;

    /// Reads the value, or gives `None` when it is of another kind or out of range.
    fn from_value(value: &'value Value) -> Option<Self>;
}

impl<'value, T: FromValue<'value>> FromValue<'value> for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_value(value: &'value Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::from_value(value).map(Some) }
    }
}

macro_rules! from_value {
    ($($type:ty, $expected:literal, $($pattern:pat => $result:expr),+;)+) => {
        $(
            impl<'value> FromValue<'value> for $type {
                const EXPECTED: &'static str = $expected;

                fn from_value(value: &'value Value) -> Option<Self> {
                    match value {
                        $($pattern => $result,)+
                        _ => None,
                    }
                }
            }
        )+
    };
}

macro_rules! integer_from_value {
    ($($type:ty)+) => {
        from_value! {
            $(
                $type, "an integer",
                Value::Integer(value) => Self::try_from(*value).ok(),
                Value::UnsignedInteger(value) => Self::try_from(*value).ok(),
                Value::Boolean(value) => Some(Self::from(*value));
            )+
        }
    };
}

integer_from_value! { i8 i16 i32 i64 u8 u16 u32 u64 usize }

from_value! {
    bool, "a boolean",
        Value::Boolean(value) => Some(*value),
        Value::Integer(0) => Some(false),
        Value::Integer(1) => Some(true);
    f64, "a floating-point number",
        Value::Real(value) => Some(*value),
        Value::Integer(value) => exact_real(*value),
        Value::Decimal(text) => text.parse().ok();
    Decimal, "a decimal",
        Value::Decimal(text) | Value::Text(text) => text.parse().ok(),
        Value::Integer(value) => Some(Self::from(*value)),
        Value::UnsignedInteger(value) => Some(Self::from(*value)),
        Value::Real(value) => value.to_string().parse().ok();
    &'value str, "text",
        Value::Text(text) | Value::Json(text) | Value::Foreign(ForeignValue { text, .. }) => Some(text);
    String, "text",
        Value::Text(text) | Value::Json(text) | Value::Foreign(ForeignValue { text, .. }) => Some(text.clone());
    &'value [u8], "bytes",
        Value::Bytes(bytes) => Some(bytes);
    Vec<u8>, "bytes",
        Value::Bytes(bytes) => Some(bytes.clone());
    Json, "JSON",
        Value::Json(text) | Value::Text(text) => Some(Self::new(text));
    Uuid, "a UUID",
        Value::Uuid(uuid) => Some(*uuid),
        Value::Text(text) => text.parse().ok(),
        Value::Bytes(bytes) => Some(Self::from_bytes(bytes.as_slice().try_into().ok()?));
    Date, "a date",
        Value::Date(date) => Some(*date),
        Value::Text(text) => text.parse().ok();
    Time, "a time",
        Value::Time(time) => Some(*time),
        Value::Text(text) => text.parse().ok();
    DateTime, "a timestamp without zone",
        Value::Timestamp(timestamp) => Some(*timestamp),
        Value::Text(text) => text.parse().ok();
    UtcDateTime, "a timestamp with zone",
        Value::Timestamptz(timestamp) => Some(Self(*timestamp)),
        Value::Text(text) => text.parse().ok();
    Interval, "an interval",
        Value::Interval(interval) => Some(*interval);
    ForeignValue, "a value of a type of the server's own",
        Value::Foreign(value) => Some(value.clone());
    Vec<Option<bool>>, "an array of booleans",
        Value::BooleanArray(items) => Some(items.clone());
    Vec<Option<i64>>, "an array of integers",
        Value::IntegerArray(items) => Some(items.clone());
    Vec<Option<f64>>, "an array of floating-point numbers",
        Value::RealArray(items) => Some(items.clone());
    Vec<Option<String>>, "an array of text",
        Value::TextArray(items) => Some(items.clone());
}

impl<'value> FromValue<'value> for &'value Value {
    const EXPECTED: &'static str = "a value";

    fn from_value(value: &'value Value) -> Option<Self> {
        Some(value)
    }
}

impl<'value> FromValue<'value> for Value {
    const EXPECTED: &'static str = "a value";

    fn from_value(value: &'value Value) -> Option<Self> {
        Some(value.clone())
    }
}

/// The number, if an `f64` holds it exactly.
pub(crate) fn exact_real(value: i64) -> Option<f64> {
    const LARGEST_EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
    #[expect(clippy::cast_precision_loss, reason = "checked to be exact")]
    (value.unsigned_abs() <= LARGEST_EXACT).then_some(value as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: for<'value> FromValue<'value>>(value: impl Into<Value>) -> Option<T> {
        T::from_value(&value.into())
    }

    #[test]
    fn integers_are_read_as_what_they_fit_in() {
        assert_eq!(read::<u8>(255), Some(255));
        assert_eq!(read::<u8>(256), None);
        assert_eq!(read::<i64>(u64::MAX), None);
        assert_eq!(read::<u64>(u64::MAX), Some(u64::MAX));
        assert_eq!(read::<i64>("7"), None);
    }

    #[test]
    fn reals_are_read_from_integers_that_are_exact() {
        assert_eq!(read::<f64>(3), Some(3.0));
        assert_eq!(read::<f64>((1_i64 << 53) + 1), None);
        assert_eq!(read::<f64>("12.5".parse::<Decimal>().expect("a decimal")), Some(12.5));
    }

    #[test]
    fn null_is_read_as_an_option_only() {
        assert_eq!(read::<Option<String>>(None::<String>), Some(None));
        assert_eq!(read::<Option<String>>("x"), Some(Some("x".to_owned())));
        assert_eq!(read::<String>(None::<String>), None);
    }

    #[test]
    fn types_that_a_database_lacks_are_read_from_what_it_stores() {
        assert_eq!(read::<bool>(1), Some(true));
        assert_eq!(read::<bool>(2), None);
        assert_eq!(read::<Date>("2026-11-22"), Some(Date::new(2026, 11, 22)));
        assert_eq!(read::<Json>("{}"), Some(Json::new("{}")));
        assert_eq!(read::<Decimal>(12).map(Decimal::into_string), Some("12".to_owned()));
        assert_eq!(read::<Uuid>(vec![0_u8; 16]), Some(Uuid::from_bytes([0; 16])));
        assert_eq!(read::<Uuid>(vec![0_u8; 15]), None);
    }

    #[test]
    fn text_is_borrowed() {
        let value = Value::from("abc");
        assert_eq!(<&str>::from_value(&value), Some("abc"));
    }
}
