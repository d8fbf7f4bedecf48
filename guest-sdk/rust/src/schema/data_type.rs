//! Types of columns that mean the same on every server.

use super::ObjectName;
use super::name::owned;
use crate::bindings::aludel::schema::model as wit;

/// The type of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct DataType {
    inner: wit::ColumnType,
}

impl DataType {
    fn new(base: wit::ScalarType) -> Self {
        Self { inner: wit::ColumnType { base, array_dimensions: 0, overrides: Vec::new() } }
    }

    /// Many values of this type (PostgreSQL).
    #[must_use]
    pub fn array(mut self) -> Self {
        self.inner.array_dimensions += 1;
        self
    }

    /// The text to use in its place on one kind of server: `json().on("postgresql", "json")`.
    #[must_use]
    pub fn on(mut self, dialect: &str, text: &str) -> Self {
        self.inner.overrides.push((dialect.to_owned(), text.to_owned()));
        self
    }

    pub(crate) fn into_wit(self) -> wit::ColumnType {
        self.inner
    }
}

/// True or false.
pub fn boolean() -> DataType {
    DataType::new(wit::ScalarType::Boolean)
}

/// A whole number of 16 bits.
pub fn small_integer() -> DataType {
    DataType::new(wit::ScalarType::Smallint)
}

/// A whole number of 32 bits.
pub fn integer() -> DataType {
    DataType::new(wit::ScalarType::Integer)
}

/// A whole number of 64 bits.
pub fn big_integer() -> DataType {
    DataType::new(wit::ScalarType::Bigint)
}

/// A binary fraction of 32 bits.
pub fn real() -> DataType {
    DataType::new(wit::ScalarType::Real)
}

/// A binary fraction of 64 bits.
pub fn double() -> DataType {
    DataType::new(wit::ScalarType::Double)
}

/// A decimal fraction of so many digits, so many of them after the point.
pub fn numeric(precision: u16, scale: i16) -> DataType {
    DataType::new(wit::ScalarType::Numeric(wit::NumericType { precision: Some(precision), scale: Some(scale) }))
}

/// A decimal fraction of any length.
pub fn decimal() -> DataType {
    DataType::new(wit::ScalarType::Numeric(wit::NumericType { precision: None, scale: None }))
}

/// Text of exactly that many characters.
pub fn character(length: u32) -> DataType {
    DataType::new(wit::ScalarType::Character(length))
}

/// Text of at most that many characters.
pub fn varchar(length: u32) -> DataType {
    DataType::new(wit::ScalarType::Varchar(Some(length)))
}

/// Text.
pub fn text() -> DataType {
    DataType::new(wit::ScalarType::Text)
}

/// Bytes.
pub fn binary() -> DataType {
    DataType::new(wit::ScalarType::Binary(None))
}

/// At most that many bytes.
pub fn binary_of(length: u32) -> DataType {
    DataType::new(wit::ScalarType::Binary(Some(length)))
}

/// A JSON document.
pub fn json() -> DataType {
    DataType::new(wit::ScalarType::Json)
}

/// 128 bits.
pub fn uuid() -> DataType {
    DataType::new(wit::ScalarType::Uuid)
}

/// A day.
pub fn date() -> DataType {
    DataType::new(wit::ScalarType::Date)
}

/// A time of day.
pub fn time() -> DataType {
    DataType::new(wit::ScalarType::Time(None))
}

/// A time of day, with that many digits of the second's fraction.
pub fn time_of(digits: u8) -> DataType {
    DataType::new(wit::ScalarType::Time(Some(digits)))
}

/// A point on the wall clock.
pub fn timestamp() -> DataType {
    DataType::new(wit::ScalarType::Timestamp(None))
}

/// A point on the wall clock, with that many digits of the second's fraction.
pub fn timestamp_of(digits: u8) -> DataType {
    DataType::new(wit::ScalarType::Timestamp(Some(digits)))
}

/// A point in time.
pub fn timestamptz() -> DataType {
    DataType::new(wit::ScalarType::Timestamptz(None))
}

/// A point in time, with that many digits of the second's fraction.
pub fn timestamptz_of(digits: u8) -> DataType {
    DataType::new(wit::ScalarType::Timestamptz(Some(digits)))
}

/// A span of time.
pub fn interval() -> DataType {
    DataType::new(wit::ScalarType::Interval)
}

/// One of these values. Where types have names, [`Database::create_enum`](crate::Database::create_enum) makes it.
pub fn enumeration<Label: Into<String>>(
    name: impl Into<ObjectName>,
    labels: impl IntoIterator<Item = Label>,
) -> DataType {
    let name = name.into().into_wit();
    DataType::new(wit::ScalarType::Enumeration(wit::EnumDef { name, labels: owned(labels), comment: None }))
}

/// The text of a type, as it stands.
pub fn custom(text: &str) -> DataType {
    DataType::new(wit::ScalarType::Custom(text.to_owned()))
}
