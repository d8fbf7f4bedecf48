//! Parameters on their way to the server.

use std::fmt::Write as _;

use aludel_sql::{Date, DateTime, ErrorKind, SqlError, Time, Uuid, Value};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::mysql::{MySql, MySqlArguments, MySqlTypeInfo};
use sqlx::{Arguments as _, Encode, Type};

use crate::columnar::Cell;

/// A decimal in text form, under the type that makes the server compare it as a decimal and not as a float.
struct Decimal<'text> {
    text: &'text str,
    type_info: MySqlTypeInfo,
}

impl Type<MySql> for Decimal<'_> {
    fn type_info() -> MySqlTypeInfo {
        <str as Type<MySql>>::type_info()
    }
}

impl Encode<'_, MySql> for Decimal<'_> {
    fn encode_by_ref(&self, out: &mut Vec<u8>) -> Result<IsNull, BoxDynError> {
        <&str as Encode<MySql>>::encode(self.text, out)
    }

    fn produces(&self) -> Option<MySqlTypeInfo> {
        Some(self.type_info.clone())
    }
}

/// Binds parameters. `decimal` is the server's type of decimals, which the driver cannot name by itself.
pub(super) fn arguments<'cells>(
    cells: impl IntoIterator<Item = Cell<'cells>>,
    decimal: &MySqlTypeInfo,
) -> Result<MySqlArguments, SqlError> {
    let mut arguments = MySqlArguments::default();
    for cell in cells {
        let added = add(&mut arguments, cell, decimal)?;
        added.map_err(|error| SqlError::new(ErrorKind::Conversion, error.to_string()))?;
    }
    Ok(arguments)
}

fn add(
    arguments: &mut MySqlArguments,
    cell: Cell<'_>,
    decimal: &MySqlTypeInfo,
) -> Result<Result<(), BoxDynError>, SqlError> {
    Ok(match cell {
        Cell::Null => arguments.add(None::<&str>),
        Cell::Boolean(boolean) => arguments.add(boolean),
        Cell::Integer(integer) => arguments.add(integer),
        Cell::Real(real) if real.is_finite() => arguments.add(real),
        Cell::Real(real) => return Err(impossible(&format!("the number {real}"))),
        Cell::Text(text) => arguments.add(text),
        Cell::Bytes(bytes) => arguments.add(bytes),
        Cell::Other(value) => return add_value(arguments, value, decimal),
    })
}

fn add_value(
    arguments: &mut MySqlArguments,
    value: &Value,
    decimal: &MySqlTypeInfo,
) -> Result<Result<(), BoxDynError>, SqlError> {
    Ok(match value {
        Value::UnsignedInteger(integer) => arguments.add(*integer),
        Value::Decimal(text) => arguments.add(Decimal { text, type_info: decimal.clone() }),
        Value::Json(text) => arguments.add(text.as_str()),
        Value::Uuid(uuid) => arguments.add(uuid_text(*uuid)),
        Value::Date(date) => arguments.add(date_text(*date)),
        Value::Time(time) => arguments.add(time_text(*time)),
        // The session is in UTC.
        Value::Timestamp(moment) | Value::Timestamptz(moment) => arguments.add(moment_text(*moment)),
        Value::Foreign(foreign) => match hexadecimal(&foreign.type_name, &foreign.text) {
            Some(bytes) => arguments.add(bytes),
            None => arguments.add(foreign.text.as_str()),
        },
        Value::Interval(_) => return Err(impossible("an interval")),
        Value::BooleanArray(_) | Value::IntegerArray(_) | Value::RealArray(_) | Value::TextArray(_) => {
            return Err(impossible("an array"));
        }
        plain => return add(arguments, Cell::from(plain), decimal),
    })
}

fn impossible(what: &str) -> SqlError {
    SqlError::new(ErrorKind::Conversion, format!("{what} has no type on this server"))
}

/// A geometry comes as hexadecimal digits, and goes back as the bytes that it was.
fn hexadecimal(type_name: &str, text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x").filter(|_| type_name == "geometry")?;
    let pair = |start: usize| digits.get(start..start + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..digits.len()).step_by(2).map(pair).collect()
}

fn uuid_text(uuid: Uuid) -> String {
    let (high, low) = (uuid.high, uuid.low);
    let (second, third) = (high >> 16 & 0xffff, high & 0xffff);
    format!("{:08x}-{second:04x}-{third:04x}-{:04x}-{:012x}", high >> 32, low >> 48, low & 0xffff_ffff_ffff)
}

fn date_text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn time_text(time: Time) -> String {
    let mut text = format!("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
    if time.nanosecond > 0 {
        let _ = write!(text, ".{:09}", time.nanosecond);
    }
    text
}

fn moment_text(moment: DateTime) -> String {
    format!("{} {}", date_text(moment.date), time_text(moment.time))
}
