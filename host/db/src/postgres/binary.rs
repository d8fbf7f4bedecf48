//! Parameters in the binary form of the type that the server expects: the fast way, for the pairs of value and type
//! that need no thought. For the rest the server is asked to read the text form.

use aludel_sql::{DateTime, SqlError, Value};

use super::calendar;
use super::catalog::oid;
use super::encode;
use crate::columnar::Cell;

/// A parameter on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Encoded {
    Null,
    Bytes(Vec<u8>),
    /// The server must say what this text is in the type that it expects.
    AskServer(String),
}

/// Encodes a value for a type; `element` is the type of its elements, if it is an array.
pub(super) fn encode(cell: Cell<'_>, type_oid: u32, element: Option<u32>) -> Result<Encoded, SqlError> {
    if cell == Cell::Null {
        return Ok(Encoded::Null);
    }
    let mut bytes = Vec::new();
    let is_written = match element {
        Some(element) => write_array_value(cell, element, &mut bytes),
        None => write_scalar(cell, type_oid, &mut bytes),
    };
    if is_written == Some(()) {
        return Ok(Encoded::Bytes(bytes));
    }
    Ok(match encode::text_form(cell)? {
        None => Encoded::Null,
        Some(text) => Encoded::AskServer(text.into_owned()),
    })
}

/// Whether every value of this layout of column can be written for that type without asking.
pub(super) fn write_scalar(cell: Cell<'_>, type_oid: u32, out: &mut Vec<u8>) -> Option<()> {
    match (cell, type_oid) {
        (Cell::Boolean(boolean), oid::BOOL) => out.push(u8::from(boolean)),
        (Cell::Integer(integer), _) => return write_integer(integer, type_oid, out),
        (Cell::Real(real), oid::FLOAT8) => out.extend(real.to_be_bytes()),
        (Cell::Text(text), oid::TEXT | oid::VARCHAR | oid::BPCHAR | oid::UNKNOWN | oid::JSON | oid::JSONB) => {
            return write_text(text, type_oid, out);
        }
        (Cell::Bytes(bytes), oid::BYTEA) => out.extend(bytes),
        (Cell::Other(value), _) => return write_value(value, type_oid, out),
        _ => return None,
    }
    Some(())
}

fn write_integer(integer: i64, type_oid: u32, out: &mut Vec<u8>) -> Option<()> {
    match type_oid {
        oid::INT8 => out.extend(integer.to_be_bytes()),
        oid::INT4 => out.extend(i32::try_from(integer).ok()?.to_be_bytes()),
        oid::INT2 => out.extend(i16::try_from(integer).ok()?.to_be_bytes()),
        oid::NUMERIC => return write_decimal(&integer.to_string(), out),
        oid::TEXT | oid::VARCHAR => out.extend(integer.to_string().as_bytes()),
        _ => return None,
    }
    Some(())
}

fn write_text(text: &str, type_oid: u32, out: &mut Vec<u8>) -> Option<()> {
    // A NUL is refused with a message of its own, on the way through the text form.
    if text.contains('\0') {
        return None;
    }
    if type_oid == oid::JSONB {
        out.push(1);
    }
    out.extend(text.as_bytes());
    Some(())
}

fn write_value(value: &Value, type_oid: u32, out: &mut Vec<u8>) -> Option<()> {
    match (value, type_oid) {
        (Value::Decimal(decimal), oid::NUMERIC) => return write_decimal(decimal, out),
        (Value::UnsignedInteger(integer), oid::NUMERIC) => return write_decimal(&integer.to_string(), out),
        (Value::Json(json), oid::JSON | oid::JSONB | oid::TEXT | oid::VARCHAR) => {
            return write_text(json, type_oid, out);
        }
        (Value::Uuid(uuid), oid::UUID) => {
            out.extend(uuid.high.to_be_bytes());
            out.extend(uuid.low.to_be_bytes());
        }
        (Value::Date(date), oid::DATE) => {
            out.extend(i32::try_from(calendar::days(*date)?).ok()?.to_be_bytes());
        }
        (Value::Time(time), oid::TIME) => out.extend(calendar::microseconds(*time)?.to_be_bytes()),
        (Value::Timestamp(timestamp), oid::TIMESTAMP) | (Value::Timestamptz(timestamp), oid::TIMESTAMPTZ) => {
            return write_timestamp(*timestamp, out);
        }
        (Value::Interval(interval), oid::INTERVAL) => {
            out.extend(interval.microseconds.to_be_bytes());
            out.extend(interval.days.to_be_bytes());
            out.extend(interval.months.to_be_bytes());
        }
        _ => return None,
    }
    Some(())
}

fn write_timestamp(timestamp: DateTime, out: &mut Vec<u8>) -> Option<()> {
    out.extend(calendar::timestamp_microseconds(timestamp)?.to_be_bytes());
    Some(())
}

/// `numeric_send`: base-10,000 digits, the weight of the first, the sign, the scale.
fn write_decimal(decimal: &str, out: &mut Vec<u8>) -> Option<()> {
    let (is_negative, digits) = match decimal.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, decimal),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_plain(whole) || !is_plain(fraction) {
        return None;
    }
    let (groups, weight) = decimal_groups(whole.trim_start_matches('0'), fraction);
    out.extend(i16::try_from(groups.len()).ok()?.to_be_bytes());
    out.extend(i16::try_from(weight).ok()?.to_be_bytes());
    let sign: u16 = if is_negative && !groups.is_empty() { 0x4000 } else { 0 };
    out.extend(sign.to_be_bytes());
    out.extend(u16::try_from(fraction.len()).ok().filter(|&scale| scale <= 16_383)?.to_be_bytes());
    out.extend(groups.iter().flat_map(|group| group.to_be_bytes()));
    Some(())
}

/// The digits in fours, aligned at the point, without zeros at either end; and the weight of the first group.
fn decimal_groups(whole: &str, fraction: &str) -> (Vec<i16>, i64) {
    let lead = whole.len().div_ceil(4) * 4;
    let tail = fraction.len().div_ceil(4) * 4;
    let padded = format!("{whole:0>lead$}{fraction:0<tail$}");
    let mut weight = i64::try_from(lead / 4).expect("a decimal is shorter than that") - 1;
    let group = |four: &[u8]| four.iter().fold(0, |sum: i16, digit| sum * 10 + i16::from(digit - b'0'));
    let mut groups: Vec<i16> = padded.as_bytes().chunks(4).map(group).collect();
    while groups.last() == Some(&0) {
        groups.pop();
    }
    let zeros = groups.iter().take_while(|&&group| group == 0).count();
    groups.drain(..zeros);
    weight -= i64::try_from(zeros).expect("a decimal is shorter than that");
    if groups.is_empty() { (groups, 0) } else { (groups, weight) }
}

fn write_array_value(cell: Cell<'_>, element: u32, out: &mut Vec<u8>) -> Option<()> {
    let Cell::Other(value) = cell else { return None };
    match value {
        Value::BooleanArray(items) => write_items(items, |item| Cell::Boolean(*item), element, out),
        Value::IntegerArray(items) => write_items(items, |item| Cell::Integer(*item), element, out),
        Value::RealArray(items) => write_items(items, |item| Cell::Real(*item), element, out),
        Value::TextArray(items) => write_items(items, |item| Cell::Text(item), element, out),
        _ => None,
    }
}

fn write_items<'items, Item>(
    items: &'items [Option<Item>],
    cell: impl Fn(&'items Item) -> Cell<'items>,
    element: u32,
    out: &mut Vec<u8>,
) -> Option<()> {
    write_array(items.iter().map(|item| item.as_ref().map_or(Cell::Null, &cell)), element, out)
}

/// `array_send` of a one-dimensional array; none when an element needs the server.
pub(super) fn write_array<'cells>(
    cells: impl ExactSizeIterator<Item = Cell<'cells>>,
    element: u32,
    out: &mut Vec<u8>,
) -> Option<()> {
    let length = i32::try_from(cells.len()).ok()?;
    let dimensions = i32::from(length > 0);
    out.extend(dimensions.to_be_bytes());
    // The server ignores the flag that says whether there are NULLs.
    out.extend(1_i32.to_be_bytes());
    out.extend(element.to_be_bytes());
    if length > 0 {
        out.extend(length.to_be_bytes());
        out.extend(1_i32.to_be_bytes());
    }
    for cell in cells {
        write_item(cell, element, out)?;
    }
    Some(())
}

fn write_item(cell: Cell<'_>, element: u32, out: &mut Vec<u8>) -> Option<()> {
    if matches!(cell, Cell::Null | Cell::Other(Value::Null)) {
        out.extend((-1_i32).to_be_bytes());
        return Some(());
    }
    let start = out.len();
    out.extend([0; 4]);
    write_scalar(cell, element, out)?;
    let length = i32::try_from(out.len() - start - 4).ok()?;
    out[start..start + 4].copy_from_slice(&length.to_be_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Vec<u16> {
        let mut out = Vec::new();
        write_decimal(text, &mut out).expect("it is a decimal");
        out.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
    }

    #[test]
    fn decimals_as_the_server_sends_them() {
        assert_eq!(decimal("0"), [0, 0, 0, 0]);
        assert_eq!(decimal("-0.00"), [0, 0, 0, 2]);
        assert_eq!(decimal("12345.6700"), [3, 1, 0, 4, 1, 2345, 6700]);
        assert_eq!(decimal("-0.00001"), [1, 0xfffe, 0x4000, 5, 1000]);
        assert_eq!(decimal("100000000"), [1, 2, 0, 0, 1]);
    }

    #[test]
    fn what_does_not_fit_is_left_to_the_server() {
        let encoded = |cell, type_oid| encode(cell, type_oid, None).expect("no NUL");
        assert_eq!(encoded(Cell::Integer(40_000), oid::INT2), Encoded::AskServer("40000".to_owned()));
        assert_eq!(encoded(Cell::Text("10.0.0.0/8"), 869), Encoded::AskServer("10.0.0.0/8".to_owned()));
        assert_eq!(encoded(Cell::Integer(-1), oid::INT2), Encoded::Bytes(vec![255, 255]));
        assert_eq!(encoded(Cell::Null, oid::INT2), Encoded::Null);
    }
}
