//! One SQL value.

mod text;

use serde::{Deserialize, Serialize};

pub use text::ParseError;

/// A calendar day of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    /// Astronomical year: 0 is 1 BC.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A time of day without zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Time {
    /// 0 to 24; 24 only as `PostgreSQL`'s `24:00:00`.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60; 60 only as a leap second.
    pub second: u8,
    /// 0 to 999,999,999.
    pub nanosecond: u32,
}

/// A point on the wall clock: without zone in [`Value::Timestamp`], UTC in [`Value::Timestamptz`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time on that day.
    pub time: Time,
}

/// A span of time in three parts, because months and days have no fixed length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// Whole months.
    pub months: i32,
    /// Whole days.
    pub days: i32,
    /// The rest, in microseconds.
    pub microseconds: i64,
}

/// A UUID as 128 bits, most significant half first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Uuid {
    /// The first eight bytes, big-endian.
    pub high: u64,
    /// The last eight bytes, big-endian.
    pub low: u64,
}

/// A value of a type that has no case of its own, in the server's own text form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignValue {
    /// The server's name of the type, such as `inet` or `int4range`.
    pub type_name: String,
    /// The value as the server writes it.
    pub text: String,
}

/// One SQL value: the cases of the WIT variant `aludel:sql/types.value`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// SQL NULL.
    Null,
    /// A boolean.
    Boolean(bool),
    /// An integer of any width.
    Integer(i64),
    /// Only for values over the range of [`Value::Integer`] (`MySQL` BIGINT UNSIGNED).
    UnsignedInteger(u64),
    /// A floating-point number of any width.
    Real(f64),
    /// Base ten, no exponent: `-12.3400`. Trailing zeros are the scale.
    Decimal(String),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A JSON document as text, byte for byte as the server gave it.
    Json(String),
    /// A UUID.
    Uuid(Uuid),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A date and time without zone.
    Timestamp(DateTime),
    /// A point in time, in UTC.
    Timestamptz(DateTime),
    /// A span of time.
    Interval(Interval),
    /// A one-dimensional array of booleans.
    BooleanArray(Vec<Option<bool>>),
    /// A one-dimensional array of integers.
    IntegerArray(Vec<Option<i64>>),
    /// A one-dimensional array of floating-point numbers.
    RealArray(Vec<Option<f64>>),
    /// A one-dimensional array of any other element type, as text.
    TextArray(Vec<Option<String>>),
    /// Anything else.
    Foreign(ForeignValue),
}

/// The values of one row, in the order of its columns; as parameters, in the order of the placeholders.
pub type Row = Vec<Value>;
