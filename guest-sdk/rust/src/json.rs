//! JSON documents.

use std::fmt;

/// A JSON document as text, byte for byte as the server gave it, or as it will get it.
///
/// The crate brings no parser: `serde_json::from_str(json.as_str())` does that in a migration that needs it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Json(String);

impl Json {
    /// Wraps text that is JSON already; the server refuses it if it is not.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The document.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The document, without a copy.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
