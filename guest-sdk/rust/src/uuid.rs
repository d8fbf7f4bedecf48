//! UUIDs.

use std::fmt;
use std::str::FromStr;

pub use crate::bindings::aludel::sql::types::Uuid;

/// The text is no UUID: 32 hexadecimal digits, with or without the four hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseUuidError {
    text: String,
}

impl Uuid {
    /// The sixteen bytes in their usual order.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self::from_u128(u128::from_be_bytes(bytes))
    }

    /// The UUID as one number.
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is what is wanted")]
    pub const fn from_u128(number: u128) -> Self {
        Self { high: (number >> 64) as u64, low: number as u64 }
    }

    /// The UUID as one number.
    pub fn as_u128(&self) -> u128 {
        (u128::from(self.high) << 64) | u128::from(self.low)
    }

    /// The sixteen bytes in their usual order.
    pub fn to_bytes(&self) -> [u8; 16] {
        self.as_u128().to_be_bytes()
    }
}

impl FromStr for Uuid {
    type Err = ParseUuidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| ParseUuidError { text: text.to_owned() })
    }
}

fn parse(text: &str) -> Option<Uuid> {
    let hyphens_fit = match text.len() {
        32 => true,
        36 => text.bytes().enumerate().all(|(index, byte)| matches!(index, 8 | 13 | 18 | 23) == (byte == b'-')),
        _ => false,
    };
    let digits: String = text.chars().filter(|&character| character != '-').collect();
    if !hyphens_fit || digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u128::from_str_radix(&digits, 16).ok().map(Uuid::from_u128)
}

/// Lower case, with hyphens.
impl fmt::Display for Uuid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (high, low) = (self.high, self.low);
        write!(out, "{:08x}-{:04x}-{:04x}-", high >> 32, (high >> 16) & 0xffff, high & 0xffff)?;
        write!(out, "{:04x}-{:012x}", low >> 48, low & 0xffff_ffff_ffff)
    }
}

impl fmt::Display for ParseUuidError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not a UUID", self.text)
    }
}

impl std::error::Error for ParseUuidError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let text = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
        let uuid: Uuid = text.parse().expect("it is the example of RFC 4122");
        assert_eq!(uuid.to_string(), text);
        assert_eq!(text.replace('-', "").to_uppercase().parse(), Ok(uuid));
        assert_eq!(Uuid::from_bytes(uuid.to_bytes()), uuid);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "f81d4fae", "f81d4fae-7dec-11d0-a765-00a0c91e6bfg", "f81d4fae7-dec-11d0-a765-00a0c91e6bf6"] {
            assert!(text.parse::<Uuid>().is_err(), "{text}");
        }
    }
}
