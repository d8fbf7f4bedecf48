//! The texts of a migration, in memory.

use std::collections::HashMap;
use std::fmt::Write as _;

/// Texts that were given a place. The same text has one place.
#[derive(Debug)]
pub(super) struct Pool {
    start: u32,
    bytes: Vec<u8>,
    places: HashMap<Vec<u8>, u32>,
}

impl Pool {
    pub(super) fn new(start: u32) -> Self {
        Self { start, bytes: Vec::new(), places: HashMap::new() }
    }

    /// The address of eight bytes that say where the text is and how long it is. The text follows them.
    pub(super) fn place(&mut self, text: &[u8]) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        let place = self.end();
        let length = u32::try_from(text.len()).expect("a source is far below four gigabytes");
        self.bytes.extend((place + 8).to_le_bytes());
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(text);
        self.places.insert(text.to_owned(), place);
        place
    }

    /// The address behind the last text.
    pub(super) fn end(&self) -> u32 {
        self.start + u32::try_from(self.bytes.len()).expect("a source is far below four gigabytes")
    }

    /// The field of a module that puts them there.
    pub(super) fn data(&self) -> String {
        let mut data = format!("(data (i32.const {}) \"", self.start);
        for byte in &self.bytes {
            write!(data, "\\{byte:02x}").expect("a string takes any text");
        }
        data.push_str("\")");
        data
    }
}

/// The bytes of a literal with its quotation marks; none where an escape is not one of the format's.
pub(super) fn literal_bytes(literal: &str) -> Option<Vec<u8>> {
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::new();
    while let Some(place) = rest.find('\\') {
        bytes.extend(&rest.as_bytes()[..place]);
        rest = escape(&rest[place + 1..], &mut bytes)?;
    }
    bytes.extend(rest.as_bytes());
    Some(bytes)
}

/// Takes an escape behind its backslash, and gives what follows.
fn escape<'a>(text: &'a str, bytes: &mut Vec<u8>) -> Option<&'a str> {
    let single = |byte: u8| Some((byte, text.get(1..)?));
    let (byte, rest) = match text.chars().next()? {
        't' => single(b'\t')?,
        'n' => single(b'\n')?,
        'r' => single(b'\r')?,
        '"' => single(b'"')?,
        '\'' => single(b'\'')?,
        '\\' => single(b'\\')?,
        'u' => {
            let (digits, rest) = text[1..].strip_prefix('{')?.split_once('}')?;
            let character = char::from_u32(u32::from_str_radix(&digits.replace('_', ""), 16).ok()?)?;
            bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
            return Some(rest);
        }
        _ => (u8::from_str_radix(text.get(..2)?, 16).ok()?, &text[2..]),
    };
    bytes.push(byte);
    Some(rest)
}
