//! Digests of what registries keep: SHA-256, written `sha256:` and 64 hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

const PREFIX: &str = "sha256:";

/// A SHA-256 digest of a manifest, a config or a layer.
///
/// Beside it, sources and components have a [`crate::Digest`] of their own, which registries do not speak.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentDigest([u8; 32]);

/// A text is no such digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a digest is `sha256:` with 64 hexadecimal digits in lower case, not `{text}`", text = .text.escape_default())]
pub struct ContentDigestError {
    /// The text.
    pub text: String,
}

impl ContentDigest {
    /// The digest of bytes as they are.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Its bytes.
    pub fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// Its 64 hexadecimal digits, without `sha256:`.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// As it is written where a colon cannot be: `sha256-…`, in tags and file names.
    pub fn dashed(&self) -> String {
        format!("sha256-{}", self.hex())
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{PREFIX}{}", self.hex())
    }
}

impl fmt::Debug for ContentDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ContentDigest({self})")
    }
}

impl FromStr for ContentDigest {
    type Err = ContentDigestError;

    fn from_str(text: &str) -> Result<Self, ContentDigestError> {
        let digits = text.strip_prefix(PREFIX).and_then(read_hex);
        digits.map(Self).ok_or_else(|| ContentDigestError { text: text.to_owned() })
    }
}

fn read_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = (read_digit(digits[0])? << 4) | read_digit(digits[1])?;
    }
    Some(bytes)
}

/// Upper case is another spelling of the same digest, which no registry writes.
fn read_digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

impl TryFrom<String> for ContentDigest {
    type Error = ContentDigestError;

    fn try_from(text: String) -> Result<Self, ContentDigestError> {
        text.parse()
    }
}

impl From<ContentDigest> for String {
    fn from(digest: ContentDigest) -> Self {
        digest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_written() {
        // The digest of nothing, as FIPS 180-4 has it.
        let empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(ContentDigest::of(b"").to_string(), empty);
        assert_eq!(empty.parse(), Ok(ContentDigest::of(b"")));
        assert_eq!(ContentDigest::of(b"").dashed(), empty.replace(':', "-"));
    }

    #[test]
    fn another_spelling_is_none() {
        let digits = ContentDigest::of(b"").hex();
        let texts = [
            String::new(),
            digits.clone(),
            format!("sha512:{digits}"),
            format!("sha256:{}", digits.to_uppercase()),
            format!("sha256:{digits}0"),
            format!("sha256:{}", "é".repeat(32)),
            format!("sha256:../{}", &digits[3..]),
        ];
        for text in texts {
            assert_eq!(text.parse::<ContentDigest>(), Err(ContentDigestError { text: text.clone() }));
        }
    }
}
