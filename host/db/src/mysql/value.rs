//! Values in the server's binary form.

use std::borrow::Cow;

use aludel_sql::{Date, DateTime, ForeignValue, Time, Value};
use sqlx::mysql::{MySql, MySqlColumn, MySqlRow, MySqlTypeInfo};
use sqlx::{Column as _, Decode, Row as _, Type, TypeInfo as _};

use crate::columnar::ColumnLayout;

/// How the values of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Signed,
    Unsigned,
    Float,
    Double,
    Decimal,
    Text,
    Bytes,
    Bit,
    Json,
    Date,
    Datetime,
    Timestamp,
    Time,
    /// A type without a case: `set` in text form, `geometry` as hexadecimal digits.
    Set,
    Geometry,
    Null,
}

/// One column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownColumn {
    pub(super) name: String,
    /// `int unsigned`, `varchar`, `datetime`.
    pub(super) type_name: String,
    pub(super) shape: Shape,
}

impl KnownColumn {
    pub(super) fn new(column: &MySqlColumn) -> Self {
        let (type_name, shape) = named_shape(column.type_info());
        Self { name: column.name().to_owned(), type_name, shape }
    }
}

fn named_shape(info: &MySqlTypeInfo) -> (String, Shape) {
    let name = info.name();
    // The driver tells a text from bytes by the flag that a text of a binary collation has too; only its check of
    // types looks at the character set.
    let is_text = <str as Type<MySql>>::compatible(info);
    let shape = match name {
        "FLOAT" => Shape::Float,
        "DOUBLE" => Shape::Double,
        "DECIMAL" => Shape::Decimal,
        "BIT" => Shape::Bit,
        "JSON" => Shape::Json,
        "DATE" => Shape::Date,
        "DATETIME" => Shape::Datetime,
        "TIMESTAMP" => Shape::Timestamp,
        "TIME" => Shape::Time,
        "SET" => Shape::Set,
        "GEOMETRY" => Shape::Geometry,
        "NULL" => Shape::Null,
        _ if is_text && is_set(info) => return ("set".to_owned(), Shape::Set),
        _ if is_text => return (text_name(name).to_owned(), Shape::Text),
        _ if is_unsigned(info) => return (unsigned_name(name), Shape::Unsigned),
        "YEAR" => Shape::Unsigned,
        "BOOLEAN" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => {
            return (if name == "BOOLEAN" { "tinyint".to_owned() } else { name.to_ascii_lowercase() }, Shape::Signed);
        }
        _ => Shape::Bytes,
    };
    (bytes_name(name, shape).to_ascii_lowercase(), shape)
}

/// The driver names a set as the `CHAR` that it travels as; only its flags tell.
fn is_set(info: &MySqlTypeInfo) -> bool {
    info.name() == "CHAR" && format!("{info:?}").contains("SET")
}

/// The driver hides the sign of a `TINYINT(1)`.
fn is_unsigned(info: &MySqlTypeInfo) -> bool {
    info.name().ends_with(" UNSIGNED") || *info == <u8 as Type<MySql>>::type_info()
}

fn unsigned_name(name: &str) -> String {
    let base = name.strip_suffix(" UNSIGNED").unwrap_or("TINYINT");
    format!("{} unsigned", base.to_ascii_lowercase())
}

fn text_name(name: &str) -> &'static str {
    match name {
        "CHAR" | "BINARY" => "char",
        "ENUM" => "enum",
        "TINYTEXT" | "TINYBLOB" => "tinytext",
        "TEXT" | "BLOB" => "text",
        "MEDIUMTEXT" | "MEDIUMBLOB" => "mediumtext",
        "LONGTEXT" | "LONGBLOB" => "longtext",
        _ => "varchar",
    }
}

fn bytes_name(name: &str, shape: Shape) -> &str {
    match (shape, name) {
        (Shape::Bytes, "CHAR") => "BINARY",
        (Shape::Bytes, "VARCHAR") => "VARBINARY",
        (Shape::Bytes, "TEXT") => "BLOB",
        _ => name,
    }
}

pub(super) fn layout(shape: Shape) -> ColumnLayout {
    match shape {
        Shape::Signed | Shape::Unsigned | Shape::Bit => ColumnLayout::Integers,
        Shape::Float | Shape::Double => ColumnLayout::Reals,
        Shape::Text => ColumnLayout::Texts,
        Shape::Bytes => ColumnLayout::Blobs,
        _ => ColumnLayout::Values,
    }
}

/// The bytes of one value; none for NULL. A zero date has bytes here, though the driver calls it NULL.
pub(super) fn bytes_of(row: &MySqlRow, index: usize) -> Option<&[u8]> {
    let value = row.try_get_raw(index).ok()?;
    <&[u8] as Decode<MySql>>::decode(value).ok()
}

/// What a row weighs against a limit.
pub(super) fn row_bytes(row: &MySqlRow) -> usize {
    (0..row.len()).map(|index| bytes_of(row, index).map_or(0, <[u8]>::len) + 8).sum()
}

/// Reads one value.
pub(super) fn value(bytes: &[u8], column: &KnownColumn) -> Value {
    let foreign = |text: String| Value::Foreign(ForeignValue { type_name: column.type_name.clone(), text });
    let text = || String::from_utf8_lossy(bytes).into_owned();
    match column.shape {
        Shape::Signed => Value::Integer(signed(bytes)),
        Shape::Unsigned => integer(little_endian(bytes)),
        Shape::Bit => integer(bytes.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte))),
        Shape::Float => float(bytes).map_or_else(|| foreign(hexadecimal(bytes)), Value::Real),
        Shape::Double => {
            bytes.try_into().map(f64::from_le_bytes).map_or_else(|_| foreign(hexadecimal(bytes)), Value::Real)
        }
        Shape::Decimal => Value::Decimal(text()),
        Shape::Text => Value::Text(text()),
        Shape::Json => Value::Json(text()),
        Shape::Bytes => Value::Bytes(bytes.to_owned()),
        Shape::Set => foreign(text()),
        Shape::Geometry => foreign(hexadecimal(bytes)),
        Shape::Date | Shape::Datetime | Shape::Timestamp => {
            let moment = Moment::read(bytes);
            moment.value(column.shape).unwrap_or_else(|| foreign(moment.text(column.shape)))
        }
        Shape::Time => {
            let span = Span::read(bytes);
            span.time().map_or_else(|| foreign(span.text()), Value::Time)
        }
        Shape::Null => Value::Null,
    }
}

/// A text in place.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}

fn signed(bytes: &[u8]) -> i64 {
    let unused = 64 - 8 * u32::try_from(bytes.len().clamp(1, 8)).expect("at most eight");
    // Moved up and down again, so that the sign fills what is above it.
    (little_endian(bytes) << unused).cast_signed() >> unused
}

fn integer(integer: u64) -> Value {
    i64::try_from(integer).map_or(Value::UnsignedInteger(integer), Value::Integer)
}

/// The shortest number that is this float, as the server shows it: 0.1 and not 0.10000000149011612.
fn float(bytes: &[u8]) -> Option<f64> {
    let float = f32::from_le_bytes(bytes.try_into().ok()?);
    float.to_string().parse().ok()
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("0x");
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A date or a date with a time. What is all zero is left out, from the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Moment {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    microsecond: u32,
}

impl Moment {
    /// The first byte is the length of the rest.
    fn read(bytes: &[u8]) -> Self {
        let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
        Self {
            year: u16::from_le_bytes([at(1), at(2)]),
            month: at(3),
            day: at(4),
            hour: at(5),
            minute: at(6),
            second: at(7),
            microsecond: u32::from_le_bytes([at(8), at(9), at(10), at(11)]),
        }
    }

    /// None for the days that no calendar has: `0000-00-00`, `2024-02-00`.
    fn value(self, shape: Shape) -> Option<Value> {
        if self.month == 0 || self.day == 0 {
            return None;
        }
        let date = Date { year: i32::from(self.year), month: self.month, day: self.day };
        let nanosecond = self.microsecond * 1000;
        let time = Time { hour: self.hour, minute: self.minute, second: self.second, nanosecond };
        Some(match shape {
            Shape::Date => Value::Date(date),
            // The session is in UTC.
            Shape::Timestamp => Value::Timestamptz(DateTime { date, time }),
            _ => Value::Timestamp(DateTime { date, time }),
        })
    }

    fn text(self, shape: Shape) -> String {
        let date = format!("{:04}-{:02}-{:02}", self.year, self.month, self.day);
        if shape == Shape::Date {
            return date;
        }
        let fraction = fraction(self.microsecond);
        format!("{date} {:02}:{:02}:{:02}{fraction}", self.hour, self.minute, self.second)
    }
}

fn fraction(microsecond: u32) -> String {
    if microsecond == 0 { String::new() } else { format!(".{microsecond:06}") }
}

/// A span of time, which may be negative and longer than a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    is_negative: bool,
    hours: u32,
    minute: u8,
    second: u8,
    microsecond: u32,
}

impl Span {
    fn read(bytes: &[u8]) -> Self {
        let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
        let number = |index: usize| u32::from_le_bytes([at(index), at(index + 1), at(index + 2), at(index + 3)]);
        Self {
            is_negative: at(1) == 1,
            hours: number(2).saturating_mul(24).saturating_add(u32::from(at(6))),
            minute: at(7),
            second: at(8),
            microsecond: number(9),
        }
    }

    fn time(self) -> Option<Time> {
        if self.is_negative || self.hours > 23 {
            return None;
        }
        let hour = u8::try_from(self.hours).ok()?;
        Some(Time { hour, minute: self.minute, second: self.second, nanosecond: self.microsecond * 1000 })
    }

    fn text(self) -> String {
        let sign = if self.is_negative { "-" } else { "" };
        format!("{sign}{:02}:{:02}:{:02}{}", self.hours, self.minute, self.second, fraction(self.microsecond))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], shape: Shape) -> Value {
        value(bytes, &KnownColumn { name: "c".to_owned(), type_name: "t".to_owned(), shape })
    }

    fn foreign(text: &str) -> Value {
        Value::Foreign(ForeignValue { type_name: "t".to_owned(), text: text.to_owned() })
    }

    #[test]
    fn integers_of_every_width() {
        assert_eq!(read(&[0xff], Shape::Signed), Value::Integer(-1));
        assert_eq!(read(&[0x00, 0x80], Shape::Signed), Value::Integer(-32768));
        assert_eq!(read(&[0xff; 8], Shape::Unsigned), Value::UnsignedInteger(u64::MAX));
        assert_eq!(read(&[0xff; 4], Shape::Unsigned), Value::Integer(4_294_967_295));
        assert_eq!(read(&[1, 0], Shape::Bit), Value::Integer(256));
    }

    #[test]
    fn days_and_times_that_no_clock_shows_are_foreign() {
        assert_eq!(read(&[0], Shape::Date), foreign("0000-00-00"));
        assert_eq!(read(&[4, 0xe8, 7, 2, 0], Shape::Datetime), foreign("2024-02-00 00:00:00"));
        assert_eq!(read(&[8, 1, 34, 0, 0, 0, 22, 59, 59], Shape::Time), foreign("-838:59:59"));
        assert_eq!(read(&[12, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0], Shape::Time), foreign("24:00:01.000001"));
        assert_eq!(read(&[0], Shape::Time), Value::Time(Time { hour: 0, minute: 0, second: 0, nanosecond: 0 }));
    }

    #[test]
    fn floats_are_as_short_as_the_server_shows_them() {
        assert_eq!(read(&0.1_f32.to_le_bytes(), Shape::Float), Value::Real(0.1));
        assert_eq!(read(&f32::MAX.to_le_bytes(), Shape::Float), Value::Real(3.402_823_5e38));
    }
}
