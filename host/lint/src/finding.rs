//! What a rule found.

use serde::Serialize;

use crate::severity::Severity;

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code of the rule: `AL102`.
    pub code: &'static str,
    /// The name of the rule: `drop-table`.
    pub rule: &'static str,
    /// How much it weighs: that of the rule, or less where the place makes it harmless.
    pub severity: Severity,
    /// The revision; none for a finding about a schema as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The statement in it, counted from 1; none for a finding about the migration as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<usize>,
    /// Its line in the source, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// What it is about: `book`, `book.title`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// One sentence that names the object.
    pub message: String,
    /// The safe way, in short; the page of the rule says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}
