//! Digests of sources and components: BLAKE3, written as 64 hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A BLAKE3 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

/// A text is no digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 64 hexadecimal digits, not `{text}`", text = .text.escape_default())]
pub struct DigestError {
    /// The text.
    pub text: String,
}

impl Digest {
    /// Its bytes.
    pub fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// The digest of bytes as they are.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// What only somebody with that secret can compute of these bytes under that name.
    pub fn sealed(secret: &[u8; 32], name: &str, bytes: &[u8]) -> Self {
        // The secret seals other things elsewhere, so here it is another one that is made of it.
        let key = blake3::derive_key("aludel 2026-11 components that were built", secret);
        let mut hasher = blake3::Hasher::new_keyed(&key);
        hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes()).update(bytes);
        Self(*hasher.finalize().as_bytes())
    }

    /// The digest of a source text. Line ends and empty lines at the end do not count, so that the same file has the same
    /// digest wherever a version control system wrote it.
    pub fn of_text(text: &str) -> Self {
        let mut hasher = DigestBuilder::default();
        hasher.add_text(text);
        hasher.finish()
    }
}

/// Digests several parts in turn.
#[derive(Default)]
pub struct DigestBuilder(blake3::Hasher);

impl DigestBuilder {
    /// Adds a text with its line ends made alike and without the last ones.
    pub fn add_text(&mut self, text: &str) {
        let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.0.update(b"\n");
            }
            self.0.update(line.strip_suffix('\r').unwrap_or(line).as_bytes());
        }
    }

    /// Adds a name and what it stands for, so that no two lists of pairs are the same bytes.
    pub fn add_named(&mut self, name: &str, digest: Digest) {
        self.0.update(&(name.len() as u64).to_le_bytes());
        self.0.update(name.as_bytes());
        self.0.update(&digest.0);
    }

    /// The digest of everything that was added.
    pub fn finish(&self) -> Digest {
        Digest(*self.0.finalize().as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let hash = blake3::Hash::from_hex(text);
        let hash = hash.map_err(|_| DigestError { text: text.to_owned() })?;
        Ok(Self(*hash.as_bytes()))
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, DigestError> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_do_not_count() {
        let digest = Digest::of_text("a\nb");
        for text in ["a\r\nb\r\n", "a\nb\n\n", "\u{feff}a\nb"] {
            assert_eq!(Digest::of_text(text), digest, "{text:?}");
        }
        for text in ["a\n\nb", "a b", "a\nb ", ""] {
            assert_ne!(Digest::of_text(text), digest, "{text:?}");
        }
        assert_eq!(digest, Digest::of(b"a\nb"));
    }

    #[test]
    fn a_digest_is_read_as_it_is_written() {
        let digest = Digest::of(b"a");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for text in ["", "00", "zz", &"é".repeat(32)] {
            assert_eq!(text.parse::<Digest>(), Err(DigestError { text: text.to_owned() }));
        }
    }
}
