//! Types that mean the same on every server.

use serde::Serialize;

use crate::model::ObjectName;

/// The type of a column as a migration in code asks for it; each dialect has its own text for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DataType {
    /// True or false.
    Boolean,
    /// 16 bits.
    SmallInteger,
    /// 32 bits.
    Integer,
    /// 64 bits.
    BigInteger,
    /// A binary fraction of 32 bits.
    Real,
    /// A binary fraction of 64 bits.
    Double,
    /// A decimal fraction.
    Numeric {
        /// Digits in all.
        precision: Option<u16>,
        /// Digits after the point.
        scale: Option<i16>,
    },
    /// Text of exactly that many characters.
    Character(u32),
    /// Text of at most that many characters.
    Varchar(Option<u32>),
    /// Text.
    Text,
    /// Bytes, at most that many.
    Binary(Option<u32>),
    /// A JSON document, in the form that the server can search (`jsonb`).
    Json,
    /// 128 bits.
    Uuid,
    /// A day.
    Date,
    /// A time of day, with that many digits of the second's fraction.
    Time(Option<u8>),
    /// A point on the wall clock.
    Timestamp(Option<u8>),
    /// A point in time.
    TimestampTz(Option<u8>),
    /// A span of time.
    Interval,
    /// One of these values.
    Enumeration {
        /// The name of the type, where the dialect has named ones.
        name: ObjectName,
        /// In order.
        labels: Vec<String>,
    },
    /// Many values of one type.
    Array {
        /// The type of each.
        element: Box<DataType>,
        /// 1 or more.
        dimensions: u8,
    },
    /// As it stands.
    Custom(String),
}
